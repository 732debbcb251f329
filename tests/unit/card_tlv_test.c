/* card_tlv_test.c -- objects as the cards write them: every sample of
 * tests/vectors/tlv-samples.json, and what a broken card could send. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "card/tlv.h"

#define SAMPLE_MOST 2048

struct bytes {
	uint8_t at[SAMPLE_MOST];
	size_t len;
};

static struct json *samples;

static int
load_samples(void **state)
{
	struct failure f;

	(void)state;
	return json_read("tests/vectors/tlv-samples.json", &samples, &f) ==
		       KERR_OK
		   ? 0
		   : -1;
}

static int
free_samples(void **state)
{
	(void)state;
	json_free(&samples);
	return 0;
}

static struct bytes
bytes_of_hex(const char *hex)
{
	struct bytes b = {.len = strlen(hex) / 2};
	unsigned v;
	size_t i;

	assert_true(b.len <= SAMPLE_MOST);
	for (i = 0; i < b.len; i++) {
		assert_int_equal(sscanf(hex + 2 * i, "%2x", &v), 1);
		b.at[i] = (uint8_t)v;
	}
	return b;
}

static const struct json *
sample(const char *id)
{
	const struct json *list = json_get(samples, "samples");
	size_t i;

	for (i = 0; i < json_count(list); i++) {
		const struct json *s = json_at(list, i);

		if (strcmp(json_get_text(s, "id"), id) == 0)
			return s;
	}
	fail_msg("no sample %s", id);
	return NULL;
}

static struct bytes
sample_bytes(const char *id)
{
	return bytes_of_hex(json_get_text(sample(id), "hex"));
}

/* Find a path of tags, one level after the other; 0 ends it. */
static struct tlv
find_path(const struct bytes *b, const uint32_t path[3])
{
	struct tlv t = {.value = b->at, .len = b->len};
	size_t i;

	for (i = 0; i < 3 && path[i] != 0; i++)
		assert_true(tlv_find(t.value, t.len, path[i], &t));
	return t;
}

/* Where each decoded text of the samples stands. */
static const struct {
	const char *id;
	uint32_t path[3];
	const char *key;
} decoded[] = {
    {"text-0001", {0xff10}, "my_number"},
    {"text-0002-short", {0xff20, 0xdf22}, "name"},
    {"text-0002-short", {0xff20, 0xdf23}, "address"},
    {"text-0002-short", {0xff20, 0xdf24}, "birth"},
    {"text-0002-short", {0xff20, 0xdf25}, "sex"},
    {"text-0002-nonminimal", {0xff20, 0xdf22}, "name"},
    {"text-0002-81", {0xff20, 0xdf22}, "name"},
    {"text-0002-81", {0xff20, 0xdf23}, "address"},
    {"text-0002-81", {0xff20, 0xdf24}, "birth"},
    {"text-0002-81", {0xff20, 0xdf25}, "sex"},
    {"visual-0002", {0xff20, 0xdf22}, "birth"},
    {"visual-0002", {0xff20, 0xdf23}, "sex"},
    {"visual-0002", {0xff20, 0xdf29}, "expiry"},
    {"rc-mf-ef01", {0xc0}, "spec_version"},
    {"rc-mf-ef02-1", {0xc1}, "card_type"},
    {"rc-mf-ef02-2", {0xc1}, "card_type"},
    {"rc1-df2-ef02", {0xd5}, "text"},
    {"rc2-df1-ef02-05", {0xc5}, "C5"},
    {"rc2-df1-ef02-05", {0xc8}, "C8"},
    {"rc2-df1-ef02-05", {0xcd}, "CD"},
    {"rc2-df1-ef02-06", {0xc6}, "C6"},
    {"rc2-df2-ef01", {0xd5}, "D5"},
    {"rc2-df2-ef01", {0xd6}, "D6"},
    {"rc2-df2-ef01", {0xd7}, "D7"},
    {"rc2-df2-ef02", {0xd8}, "D8"},
    {"rc2-df2-ef03", {0xd9}, "D9"},
};

static void
every_decoded_text_of_the_samples_is_found_in_its_place(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(decoded) / sizeof(decoded[0]); i++) {
		struct bytes b = sample_bytes(decoded[i].id);
		const char *text = json_get_text(
		    json_get(sample(decoded[i].id), "decoded"), decoded[i].key);
		struct tlv t = find_path(&b, decoded[i].path);
		size_t len;

		assert_non_null(text);
		len = strlen(text);
		/* A field may be filled up to its size with 00. */
		assert_true(t.len >= len);
		assert_memory_equal(t.value, text, len);
		for (; len < t.len; len++)
			assert_int_equal(t.value[len], 0x00);
	}
}

/* Files that are no BER objects: fixed layouts and the record of T15. */
static bool
is_flat(const char *id)
{
	return strncmp(id, "jpki-", 5) == 0 || strcmp(id, "common-rec1") == 0;
}

static void
every_sample_is_read_to_its_end_without_a_broken_object(void **state)
{
	const struct json *list = json_get(samples, "samples");
	size_t i, read = 0;

	(void)state;
	for (i = 0; i < json_count(list); i++) {
		const char *id = json_get_text(json_at(list, i), "id");
		struct bytes b;
		struct tlv_reader r;
		struct tlv t;
		enum tlv_found found;

		if (is_flat(id))
			continue;
		b = sample_bytes(id);
		tlv_begin(&r, b.at, b.len);
		do {
			found = tlv_next(&r, &t);
		} while (found == TLV_OBJECT);
		if (found != TLV_END)
			fail_msg("%s is broken", id);
		read++;
	}
	assert_true(read >= 15);
}

static void
a_length_in_more_bytes_than_needed_is_read(void **state)
{
	struct bytes b = sample_bytes("text-0002-nonminimal");

	(void)state;
	assert_int_equal(tlv_file_len(b.at, b.len), 97);
	assert_int_equal(tlv_file_len(b.at, 7), 97); /* from 7 bytes on */
}

static void
filler_after_the_object_ends_the_reading(void **state)
{
	struct bytes b = sample_bytes("text-0001");
	struct tlv_reader r;
	struct tlv t;

	(void)state;
	tlv_begin(&r, b.at, b.len);
	assert_int_equal(tlv_next(&r, &t), TLV_OBJECT);
	assert_int_equal(t.tag, 0xff10);
	assert_int_equal(tlv_next(&r, &t), TLV_END);
}

static void
the_common_record_is_a_simple_object(void **state)
{
	struct bytes b = sample_bytes("common-rec1");
	struct tlv_reader r;
	struct tlv t;

	(void)state;
	tlv_begin(&r, b.at, b.len);
	assert_int_equal(tlv_next_simple(&r, &t), TLV_OBJECT);
	assert_int_equal(t.tag, 0x01);
	assert_int_equal(t.len, 28);
	assert_memory_equal(t.value, "4000000000000011310120350409", 28);
	assert_int_equal(tlv_next_simple(&r, &t), TLV_END);
}

static void
broken_objects_are_refused(void **state)
{
	static const char *const broken[] = {
	    "C1",		/* no length */
	    "C105AABB",		/* longer than the bytes */
	    "C180AABB0000",	/* indefinite */
	    "C18501000000000A", /* length of five bytes */
	    "C182FF",		/* length cut off */
	    "FF",		/* see below: filler, not broken */
	    "FF20",		/* two-byte tag, no length */
	    "DF",		/* tag cut off */
	    "DF8182838401AA",	/* tag of more than three bytes */
	    "C184FFFFFFFF00",	/* longer than memory */
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct bytes b = bytes_of_hex(broken[i]);
		struct tlv_reader r;
		struct tlv t;

		tlv_begin(&r, b.at, b.len);
		assert_int_equal(tlv_next(&r, &t),
		    strcmp(broken[i], "FF") == 0 ? TLV_END : TLV_BROKEN);
		assert_int_equal(tlv_file_len(b.at, 1), 0);
	}
}

static void
every_cut_of_every_sample_stays_inside_its_bytes(void **state)
{
	const struct json *list = json_get(samples, "samples");
	size_t i, cut;

	(void)state;
	for (i = 0; i < json_count(list); i++) {
		struct bytes b =
		    bytes_of_hex(json_get_text(json_at(list, i), "hex"));

		for (cut = 0; cut <= b.len; cut++) {
			struct tlv_reader r;
			struct tlv t;

			tlv_begin(&r, b.at, cut);
			while (tlv_next(&r, &t) == TLV_OBJECT)
				assert_true(t.value + t.len <= b.at + cut);
			tlv_begin(&r, b.at, cut);
			while (tlv_next_simple(&r, &t) == TLV_OBJECT)
				assert_true(t.value + t.len <= b.at + cut);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		every_decoded_text_of_the_samples_is_found_in_its_place),
	    cmocka_unit_test(
		every_sample_is_read_to_its_end_without_a_broken_object),
	    cmocka_unit_test(a_length_in_more_bytes_than_needed_is_read),
	    cmocka_unit_test(filler_after_the_object_ends_the_reading),
	    cmocka_unit_test(the_common_record_is_a_simple_object),
	    cmocka_unit_test(broken_objects_are_refused),
	    cmocka_unit_test(every_cut_of_every_sample_stays_inside_its_bytes),
	};

	return cmocka_run_group_tests(tests, load_samples, free_samples);
}
