/* base_seal_test.c -- hashes against published values, passwords, key files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/seal.h"
#include "base/secret.h"
#include "support/one_file.h"

static struct one_file file;

static int
make_directory(void **state)
{
	(void)state;
	return one_file_begin(&file, "keys.json");
}

static int
remove_directory(void **state)
{
	(void)state;
	return one_file_end(&file);
}

static int
remove_file(void **state)
{
	(void)state;
	unlink(file.path);
	return 0;
}

static void
write_file(const char *text, mode_t mode)
{
	one_file_write(&file, text, strlen(text));
	assert_int_equal(chmod(file.path, mode), 0);
}

static void
hash_hex(const uint8_t *key, const char *text, char out[65])
{
	uint8_t hash[SEAL_HASH_SIZE];
	struct seal_hash *h = seal_hash_new(key);

	assert_non_null(h);
	seal_hash_bytes(h, text, strlen(text));
	seal_hash_end(&h, hash);
	assert_null(h);
	seal_hex(hash, sizeof(hash), out);
}

static void
digests_are_blake2b_256(void **state)
{
	char hex[65];

	(void)state;
	/* As `b2sum -l 256` prints them. */
	hash_hex(NULL, "abc", hex);
	assert_string_equal(hex, "bddd813c634239723171ef3fee98579b"
				 "94964e3bb1cb3e427262c8c068d52319");
	hash_hex(NULL, "", hex);
	assert_string_equal(hex, "0e5751c026e543b2e8ab2eb06099daa1"
				 "d1e5df47778f7787faab45cdf12fe3a8");
}

static void
a_key_and_every_byte_change_the_hash(void **state)
{
	static const uint8_t one[SEAL_KEY_SIZE] = {1};
	static const uint8_t two[SEAL_KEY_SIZE] = {2};
	char a[65], b[65];

	(void)state;
	hash_hex(one, "abc", a);
	/* Python: hashlib.blake2b(b"abc", digest_size=32, key=b"\1"+31*b"\0") */
	assert_string_equal(a, "aff23cb7b99a4cfd7ae685ea03c9464f"
			       "972ffa27916912e9e42cead9162f8091");
	hash_hex(two, "abc", b);
	assert_string_not_equal(a, b);
	hash_hex(one, "abd", b);
	assert_string_not_equal(a, b);
	hash_hex(NULL, "abc", b);
	assert_string_not_equal(a, b);
}

static void
bytes_may_come_in_pieces(void **state)
{
	uint8_t hash[SEAL_HASH_SIZE];
	char whole[65], pieces[65];
	struct seal_hash *h = seal_hash_new(NULL);

	(void)state;
	hash_hex(NULL, "abcdef", whole);
	seal_hash_bytes(h, "ab", 2);
	seal_hash_bytes(h, NULL, 0);
	seal_hash_bytes(h, "cdef", 4);
	seal_hash_end(&h, hash);
	seal_hex(hash, sizeof(hash), pieces);
	assert_string_equal(whole, pieces);
	assert_true(seal_equal(hash, hash, sizeof(hash)));
	assert_false(seal_equal(hash, (const uint8_t *)whole, sizeof(hash)));
}

static void
a_password_is_argon2id_with_64_mib_and_3_passes(void **state)
{
	char hash[SEAL_PASSWORD_SIZE], again[SEAL_PASSWORD_SIZE];
	struct secret *right = secret_from_bytes("correct horse", 13);
	struct secret *wrong = secret_from_bytes("correct hors", 12);

	(void)state;
	assert_int_equal(seal_password_hash(right, hash), KERR_OK);
	assert_ptr_equal(strstr(hash, "$argon2id$v=19$m=65536,t=3,p=1$"), hash);
	assert_null(strstr(hash, "horse"));
	assert_true(seal_password_verify(right, hash));
	assert_false(seal_password_verify(wrong, hash));
	assert_int_equal(seal_password_hash(right, again), KERR_OK);
	assert_string_not_equal(hash, again);
	hash[strlen(hash) - 1] ^= 1;
	assert_false(seal_password_verify(right, hash));
	secret_free(&right);
	secret_free(&wrong);
}

static void
a_malformed_hash_fits_no_password(void **state)
{
	static const char *const bad[] = {"", "x", "$argon2id$",
	    "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	    "$argon2id$v=19$m=4294967295,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
	struct secret *empty = secret_new(4);
	char long_one[300];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(seal_password_verify(empty, bad[i]));
	memset(long_one, '$', sizeof(long_one) - 1);
	long_one[sizeof(long_one) - 1] = '\0';
	assert_false(seal_password_verify(empty, long_one));
	assert_false(seal_password_verify(empty, NULL));
	secret_free(&empty);
}

static void
tokens_are_32_hex_characters_and_differ(void **state)
{
	char a[33], b[33];

	(void)state;
	seal_token(a);
	seal_token(b);
	assert_int_equal(strspn(a, "0123456789abcdef"), 32);
	assert_int_equal(strlen(a), 32);
	assert_string_not_equal(a, b);
}

static void
a_created_key_file_is_private_and_opens(void **state)
{
	struct seal_keys *k = NULL, *again = NULL;
	struct failure f;
	struct stat st;

	(void)state;
	assert_int_equal(seal_keys_create(file.path, 1764000000, &f), KERR_OK);
	assert_int_equal(stat(file.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(seal_keys_open(file.path, &k, &f), KERR_OK);
	assert_int_equal(seal_keys_open(file.path, &again, &f), KERR_OK);
	assert_int_equal(seal_keys_current(k), 1);
	assert_non_null(seal_keys_get(k, 1));
	assert_null(seal_keys_get(k, 2));
	assert_memory_equal(
	    seal_keys_get(k, 1), seal_keys_get(again, 1), SEAL_KEY_SIZE);
	seal_keys_free(&k);
	seal_keys_free(&again);
	seal_keys_free(&again);
	assert_null(k);
}

static void
an_existing_key_file_is_never_replaced(void **state)
{
	struct failure f;
	struct stat before, after;

	(void)state;
	write_file("precious", 0600);
	assert_int_equal(stat(file.path, &before), 0);
	assert_int_equal(
	    seal_keys_create(file.path, 1764000000, &f), ERR_STORE_EXISTS);
	assert_int_equal(stat(file.path, &after), 0);
	assert_int_equal(after.st_size, strlen("precious"));
	assert_true(before.st_ino == after.st_ino);
}

static void
a_key_file_that_others_can_read_is_refused(void **state)
{
	struct seal_keys *k = NULL;
	struct failure f;

	(void)state;
	assert_int_equal(seal_keys_create(file.path, 1764000000, &f), KERR_OK);
	assert_int_equal(chmod(file.path, 0640), 0);
	assert_int_equal(seal_keys_open(file.path, &k, &f), ERR_PERMISSIONS);
	assert_null(k);
	assert_string_equal(f.argument[0].value, file.path);
	assert_string_equal(f.argument[1].name, "mode");
	assert_string_equal(f.argument[1].value, "600");
}

#define HEX_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HEX_B "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define KEY(id, hex) \
	"{\"id\":" id ",\"algorithm\":\"blake2b-256\",\"created_at\":1," \
	"\"key\":\"" hex "\"}"

static void
the_newest_key_signs_and_older_ones_stay(void **state)
{
	struct seal_keys *k = NULL;
	struct failure f;
	char hex[65];

	(void)state;
	write_file(
	    "{\"keys\":[" KEY("1", HEX_A) "," KEY("7", HEX_B) "]}", 0600);
	assert_int_equal(seal_keys_open(file.path, &k, &f), KERR_OK);
	assert_int_equal(seal_keys_current(k), 7);
	seal_hex(seal_keys_get(k, 7), SEAL_KEY_SIZE, hex);
	assert_string_equal(hex, HEX_B);
	seal_hex(seal_keys_get(k, 1), SEAL_KEY_SIZE, hex);
	assert_string_equal(hex, HEX_A);
	seal_keys_free(&k);
}

static void
a_broken_key_file_is_refused_without_quoting_it(void **state)
{
	static const char *const broken[] = {"", "{}", "{\"keys\":[]}",
	    "{\"keys\":{}}", "{\"keys\":[1]}",
	    "{\"keys\":[" KEY("0", HEX_A) "]}",
	    "{\"keys\":[" KEY("2", HEX_A) "," KEY("1", HEX_B) "]}",
	    "{\"keys\":[" KEY("1", HEX_A) "," KEY("1", HEX_B) "]}",
	    "{\"keys\":[" KEY("1", HEX_A "a") "]}",
	    "{\"keys\":[" KEY("1", HEX_A) "," KEY("2", "zz") "]}",
	    "{\"keys\":[{\"id\":1,\"algorithm\":\"md5\",\"key\":\"" HEX_A
	    "\"}]}",
	    "{\"keys\":[" KEY("1", HEX_A) "]"};
	struct seal_keys *k = NULL;
	struct failure f;

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		write_file(broken[i], 0600);
		assert_int_equal(
		    seal_keys_open(file.path, &k, &f), ERR_KEY_FILE);
		assert_null(k);
		for (size_t a = 0; a < f.argument_count; a++)
			assert_null(strstr(f.argument[a].value, "aaaa"));
	}
	unlink(file.path);
	assert_int_equal(seal_keys_open(file.path, &k, &f), ERR_KEY_FILE);
}

static void
a_directory_that_is_not_there_is_an_io_failure(void **state)
{
	struct failure f;

	(void)state;
	assert_int_equal(seal_keys_create("/nowhere/keys.json", 1, &f), ERR_IO);
	assert_string_equal(f.argument[1].value, "No such file or directory");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(digests_are_blake2b_256),
	    cmocka_unit_test(a_key_and_every_byte_change_the_hash),
	    cmocka_unit_test(bytes_may_come_in_pieces),
	    cmocka_unit_test(a_password_is_argon2id_with_64_mib_and_3_passes),
	    cmocka_unit_test(a_malformed_hash_fits_no_password),
	    cmocka_unit_test(tokens_are_32_hex_characters_and_differ),
	    cmocka_unit_test_teardown(
		a_created_key_file_is_private_and_opens, remove_file),
	    cmocka_unit_test_teardown(
		an_existing_key_file_is_never_replaced, remove_file),
	    cmocka_unit_test_teardown(
		a_key_file_that_others_can_read_is_refused, remove_file),
	    cmocka_unit_test_teardown(
		the_newest_key_signs_and_older_ones_stay, remove_file),
	    cmocka_unit_test_teardown(
		a_broken_key_file_is_refused_without_quoting_it, remove_file),
	    cmocka_unit_test(a_directory_that_is_not_there_is_an_io_failure),
	};

	if (secret_init() != KERR_OK)
		return 1;
	return cmocka_run_group_tests_name(
	    "base_seal", tests, make_directory, remove_directory);
}
