/* card_certificate_test.c -- who signed a certificate, when it holds, and for
 * what: judged by the authorities that the office installed, by signature and
 * never by name (individual-number-card 5). */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "card/certificate.h"
#include "support/certificates.h"

#define DAY    86400LL
#define NOW    1795500000LL /* 2026-11-24 */
#define YEAR   (365 * DAY)
#define CA_USE "critical,keyCertSign,cRLSign"

#define LEAF_AUTH "critical,digitalSignature"
#define LEAF_SIGN "critical,digitalSignature,nonRepudiation"

struct scene {
	char folder[32];
	struct made ca;
	struct certificate_authorities *authorities;
	int bad;
};

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	return remove(path);
}

static const struct made_wish good_ca = {.name = "SAME NAME",
    .from = NOW - YEAR,
    .to = NOW + YEAR,
    .usage = CA_USE,
    .constraints = "critical,CA:TRUE"};

static char *
path_of(const struct scene *s, const char *name)
{
	static char path[80];

	snprintf(path, sizeof(path), "%s/%s", s->folder, name);
	return path;
}

static void
scene_load(struct scene *s)
{
	certificate_authorities_free(&s->authorities);
	assert_int_equal(
	    certificate_authorities_load(s->folder, &s->authorities, &s->bad),
	    KERR_OK);
}

/* A folder with one authority as wished (NULL: a good one). */
static void
scene_begin(struct scene *s, const struct made_wish *ca)
{
	memset(s, 0, sizeof(*s));
	assert_int_equal(certificate_init(), KERR_OK);
	strcpy(s->folder, "/tmp/kiosk-ca.XXXXXX");
	assert_non_null(mkdtemp(s->folder));
	made_make(ca != NULL ? ca : &good_ca, &s->ca);
	made_write_pem(&s->ca, path_of(s, "ca.pem"), 0);
	scene_load(s);
	assert_int_equal(certificate_authorities_count(s->authorities), 1);
	assert_int_equal(s->bad, 0);
}

static void
scene_end(struct scene *s)
{
	certificate_authorities_free(&s->authorities);
	made_free(&s->ca);
	assert_int_equal(nftw(s->folder, remove_one, 8, FTW_DEPTH), 0);
}

static struct made_wish
leaf_wish(const struct made *issuer)
{
	return (struct made_wish){.name = "山田　花子",
	    .from = NOW - DAY,
	    .to = NOW + DAY,
	    .usage = LEAF_AUTH,
	    .constraints = "critical,CA:FALSE",
	    .issuer = issuer};
}

static struct card_certificate
read_as(const struct scene *s, const struct made_wish *wish,
    enum certificate_use use, int64_t now)
{
	struct card_certificate read;
	struct made leaf;

	made_make(wish, &leaf);
	certificate_read(leaf.der, leaf.len, use, s->authorities, now, &read);
	made_free(&leaf);
	return read;
}

static enum certificate_chain
chain_of(const struct scene *s, const struct made_wish *wish)
{
	struct card_certificate read = read_as(s, wish, CERTIFICATE_AUTH, NOW);

	assert_int_equal(read.state, CERTIFICATE_PRESENT);
	return read.chain;
}

static void
a_certificate_tells_its_names_and_dates(void **state)
{
	struct scene s;
	struct made_wish wish;
	struct card_certificate read;

	(void)state;
	scene_begin(&s, NULL);
	wish = leaf_wish(&s.ca);
	read = read_as(&s, &wish, CERTIFICATE_AUTH, NOW);
	assert_int_equal(read.state, CERTIFICATE_PRESENT);
	assert_int_equal(read.chain, CHAIN_VALID);
	assert_string_equal(read.holder, "山田　花子");
	assert_string_equal(read.subject, "CN=山田　花子, C=JP");
	assert_string_equal(read.issuer, "CN=SAME NAME, C=JP");
	assert_int_equal(read.not_before, NOW - DAY);
	assert_int_equal(read.not_after, NOW + DAY);
	wish.name = NULL;
	read = read_as(&s, &wish, CERTIFICATE_AUTH, NOW);
	assert_string_equal(read.holder, "");
	scene_end(&s);
}

static void
an_rsa_authority_like_the_real_ones_is_understood(void **state)
{
	struct made_wish ca = good_ca, wish;
	struct scene s;

	(void)state;
	ca.rsa_bits = 2048;
	scene_begin(&s, &ca);
	wish = leaf_wish(&s.ca);
	wish.rsa_bits = 2048;
	assert_int_equal(chain_of(&s, &wish), CHAIN_VALID);
	scene_end(&s);
}

static void
an_authority_is_found_by_its_signature_not_by_its_name(void **state)
{
	struct scene s;
	struct made other;
	struct made_wish wish;

	(void)state;
	scene_begin(&s, NULL);
	made_make(&good_ca, &other); /* same name, another key */
	wish = leaf_wish(&other);
	assert_int_equal(chain_of(&s, &wish), CHAIN_CA_UNKNOWN);
	made_write_der(&other, path_of(&s, "other.cer"));
	scene_load(&s);
	assert_int_equal(certificate_authorities_count(s.authorities), 2);
	assert_int_equal(chain_of(&s, &wish), CHAIN_VALID);
	made_free(&other);
	scene_end(&s);
}

static void
without_authorities_that_is_what_is_said(void **state)
{
	struct scene s;
	struct made_wish wish;

	(void)state;
	scene_begin(&s, NULL);
	assert_int_equal(unlink(path_of(&s, "ca.pem")), 0);
	scene_load(&s);
	assert_int_equal(s.bad, 0);
	wish = leaf_wish(&s.ca);
	assert_int_equal(chain_of(&s, &wish), CHAIN_NO_CA);
	scene_end(&s);
}

static void
dates_are_judged_to_the_second(void **state)
{
	static const struct {
		int64_t now;
		enum certificate_chain chain;
	} rows[] = {{NOW - DAY - 1, CHAIN_NOT_YET}, {NOW - DAY, CHAIN_VALID},
	    {NOW + DAY, CHAIN_VALID}, {NOW + DAY + 1, CHAIN_EXPIRED},
	    {NOW + YEAR + 1, CHAIN_CA_DATES}};
	struct scene s;
	struct made_wish wish;

	(void)state;
	scene_begin(&s, NULL);
	wish = leaf_wish(&s.ca);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    read_as(&s, &wish, CERTIFICATE_AUTH, rows[i].now).chain,
		    rows[i].chain);
	scene_end(&s);
}

static void
a_certificate_for_another_use_is_named(void **state)
{
	struct scene s;
	struct made_wish wish;

	(void)state;
	scene_begin(&s, NULL);
	wish = leaf_wish(&s.ca);
	assert_int_equal(
	    read_as(&s, &wish, CERTIFICATE_SIGN, NOW).chain, CHAIN_MISUSE);
	wish.usage = LEAF_SIGN;
	assert_int_equal(
	    read_as(&s, &wish, CERTIFICATE_SIGN, NOW).chain, CHAIN_VALID);
	wish.usage = "critical,keyEncipherment";
	assert_int_equal(chain_of(&s, &wish), CHAIN_MISUSE);
	wish.usage = NULL;
	assert_int_equal(chain_of(&s, &wish), CHAIN_MISUSE);
	wish = leaf_wish(&s.ca);
	wish.constraints = "critical,CA:TRUE";
	assert_int_equal(chain_of(&s, &wish), CHAIN_MISUSE);
	scene_end(&s);
}

static void
who_may_not_sign_certificates_is_no_authority(void **state)
{
	static const struct {
		const char *usage, *constraints;
	} rows[] = {{CA_USE, "critical,CA:FALSE"}, {CA_USE, NULL},
	    {"critical,digitalSignature", "critical,CA:TRUE"}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct made_wish ca = good_ca, wish;
		struct scene s;

		ca.usage = rows[i].usage;
		ca.constraints = rows[i].constraints;
		scene_begin(&s, &ca);
		wish = leaf_wish(&s.ca);
		assert_int_equal(chain_of(&s, &wish), CHAIN_CA_UNFIT);
		scene_end(&s);
	}
}

static void
the_younger_certificate_of_the_same_key_counts(void **state)
{
	struct made_wish old = good_ca, young = good_ca, wish;
	struct made renewed;
	struct scene s;

	(void)state;
	old.to = NOW - DAY;
	scene_begin(&s, &old);
	wish = leaf_wish(&s.ca);
	assert_int_equal(chain_of(&s, &wish), CHAIN_CA_DATES);
	young.key_of = &s.ca;
	made_make(&young, &renewed);
	made_write_pem(&renewed, path_of(&s, "z.crt"), 0);
	scene_load(&s);
	assert_int_equal(chain_of(&s, &wish), CHAIN_VALID);
	made_free(&renewed);
	scene_end(&s);
}

static void
one_altered_byte_anywhere_is_never_valid(void **state)
{
	struct scene s;
	struct made_wish wish;
	struct made leaf;
	struct card_certificate read;

	(void)state;
	scene_begin(&s, NULL);
	wish = leaf_wish(&s.ca);
	made_make(&wish, &leaf);
	for (size_t i = 0; i < leaf.len; i++) {
		leaf.der[i] ^= 0x01;
		certificate_read(leaf.der, leaf.len, CERTIFICATE_AUTH,
		    s.authorities, NOW, &read);
		assert_int_not_equal(read.chain, CHAIN_VALID);
		leaf.der[i] ^= 0x01;
	}
	made_free(&leaf);
	scene_end(&s);
}

static void
what_is_cut_short_or_nonsense_is_broken(void **state)
{
	static uint8_t filler[CERTIFICATE_LEN_MOST + 1];
	struct scene s;
	struct made_wish wish;
	struct made leaf;
	struct card_certificate read;

	(void)state;
	scene_begin(&s, NULL);
	wish = leaf_wish(&s.ca);
	made_make(&wish, &leaf);
	for (size_t n = 0; n < leaf.len; n++) {
		certificate_read(
		    leaf.der, n, CERTIFICATE_AUTH, s.authorities, NOW, &read);
		assert_int_equal(read.state, CERTIFICATE_BROKEN);
		assert_int_equal(read.chain, CHAIN_UNJUDGED);
	}
	memset(filler, 0xff, sizeof(filler));
	certificate_read(filler, sizeof(filler), CERTIFICATE_AUTH,
	    s.authorities, NOW, &read);
	assert_int_equal(read.state, CERTIFICATE_BROKEN);
	made_free(&leaf);
	scene_end(&s);
}

static void
a_long_name_is_cut_at_a_character(void **state)
{
	char name[3 * 64 + 1] = "";
	struct scene s;
	struct made_wish wish;
	struct card_certificate read;

	(void)state;
	for (int i = 0; i < 64; i++) /* as long as a common name may be */
		strcat(name, "長");
	scene_begin(&s, NULL);
	wish = leaf_wish(&s.ca);
	wish.name = name;
	read = read_as(&s, &wish, CERTIFICATE_AUTH, NOW);
	assert_string_equal(read.holder, name);
	assert_true(strlen(read.subject) < CERTIFICATE_TEXT_SIZE);
	scene_end(&s);
}

static void
files_that_are_no_certificates_are_counted(void **state)
{
	struct scene s;
	FILE *f;

	(void)state;
	scene_begin(&s, NULL);
	made_write_pem(&s.ca, path_of(&s, "with-key.pem"), 1);
	f = fopen(path_of(&s, "nonsense.crt"), "we");
	assert_non_null(f);
	fputs("-----BEGIN CERTIFICATE-----\nnothing\n", f);
	fclose(f);
	f = fopen(path_of(&s, "readme.txt"), "we"); /* not looked at */
	assert_non_null(f);
	fclose(f);
	scene_load(&s);
	assert_int_equal(certificate_authorities_count(s.authorities), 2);
	assert_int_equal(s.bad, 1);
	certificate_authorities_free(&s.authorities);
	assert_int_equal(certificate_authorities_load(
			     path_of(&s, "absent"), &s.authorities, &s.bad),
	    KERR_OK);
	assert_int_equal(s.bad, 1);
	scene_end(&s);
}

static void
more_authorities_than_fit_are_said_not_dropped(void **state)
{
	struct scene s;
	char name[24];

	(void)state;
	scene_begin(&s, NULL);
	for (int i = 1; i <= CERTIFICATE_FILES_MOST; i++) {
		snprintf(name, sizeof(name), "n%03d.der", i);
		made_write_der(&s.ca, path_of(&s, name));
	}
	scene_load(&s);
	assert_int_equal(certificate_authorities_count(s.authorities),
	    CERTIFICATE_FILES_MOST);
	assert_int_equal(s.bad, 1);
	scene_end(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_certificate_tells_its_names_and_dates),
	    cmocka_unit_test(an_rsa_authority_like_the_real_ones_is_understood),
	    cmocka_unit_test(
		an_authority_is_found_by_its_signature_not_by_its_name),
	    cmocka_unit_test(without_authorities_that_is_what_is_said),
	    cmocka_unit_test(dates_are_judged_to_the_second),
	    cmocka_unit_test(a_certificate_for_another_use_is_named),
	    cmocka_unit_test(who_may_not_sign_certificates_is_no_authority),
	    cmocka_unit_test(the_younger_certificate_of_the_same_key_counts),
	    cmocka_unit_test(one_altered_byte_anywhere_is_never_valid),
	    cmocka_unit_test(what_is_cut_short_or_nonsense_is_broken),
	    cmocka_unit_test(a_long_name_is_cut_at_a_character),
	    cmocka_unit_test(files_that_are_no_certificates_are_counted),
	    cmocka_unit_test(more_authorities_than_fit_are_said_not_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
