/* card_corpus_test.c -- the fuzzers begin with the test vectors: each sample
 * and each trace lies in the corpus of those fuzzers that it concerns, byte
 * for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

#define SEED_MOST 4096

/* A fuzzer takes samples whose id begins so; head stands before them. */
static const struct {
	const char *fuzzer, *begins;
	uint8_t head[3];
	size_t head_len;
} takes[] = {
    {"tlv", "", {0}, 0},
    {"token", "jpki-0006", {0}, 0},
    {"record", "common-rec1", {0}, 0},
    {"card_file", "text-", {0xff, 0x7f, 0x00}, 3},
    {"card_file", "visual-", {0xff, 0x7f, 0x00}, 3},
    {"face", "visual-0002", {0xff}, 1},
};
#define TAKES (sizeof(takes) / sizeof(takes[0]))

/* Bytes of hex text up to what is none: some replies are described. */
static size_t
unhex(const char *hex, uint8_t *out, size_t size)
{
	unsigned byte;
	size_t n = 0;

	while (strspn(hex, "0123456789ABCDEFabcdef") >= 2 && n < size &&
	       sscanf(hex, "%2x", &byte) == 1) {
		out[n++] = (uint8_t)byte;
		hex += 2;
	}
	return n;
}

static size_t
read_seed(const char *fuzzer, const char *id, uint8_t out[SEED_MOST])
{
	char path[200];
	FILE *in;
	size_t n;

	snprintf(path, sizeof(path), "tests/fuzz/%s/%s", fuzzer, id);
	if ((in = fopen(path, "rb")) == NULL)
		fail_msg("%s is not there", path);
	n = fread(out, 1, SEED_MOST, in);
	fclose(in);
	return n;
}

static struct json *
vectors(const char *file)
{
	struct json *out = NULL;
	struct failure f;

	assert_int_equal(json_read(file, &out, &f), KERR_OK);
	return out;
}

static void
expect_seed(size_t taker, const struct json *sample)
{
	const char *id = json_get_text(sample, "id");
	uint8_t wanted[SEED_MOST], got[SEED_MOST];
	size_t n = takes[taker].head_len;

	memcpy(wanted, takes[taker].head, n);
	n += unhex(json_get_text(sample, "hex"), wanted + n, SEED_MOST - n);
	assert_int_equal(read_seed(takes[taker].fuzzer, id, got), n);
	assert_memory_equal(got, wanted, n);
}

static void
every_sample_is_a_seed_of_its_fuzzers(void **state)
{
	struct json *all = vectors("tests/vectors/tlv-samples.json");
	const struct json *list = json_get(all, "samples");
	size_t used[TAKES] = {0};

	(void)state;
	assert_true(json_count(list) > 0);
	for (size_t i = 0; i < json_count(list); i++)
		for (size_t k = 0; k < TAKES; k++) {
			const struct json *s = json_at(list, i);

			if (strncmp(json_get_text(s, "id"), takes[k].begins,
				strlen(takes[k].begins)) != 0)
				continue;
			expect_seed(k, s);
			used[k]++;
		}
	for (size_t k = 0; k < TAKES; k++)
		assert_true(used[k] > 0);
	json_free(&all);
}

/* Each command with its length before it. */
static void
every_trace_is_a_seed_of_the_virtual_card(void **state)
{
	struct json *all = vectors("tests/vectors/individual-apdu-traces.json");
	const struct json *list = json_get(all, "traces");

	(void)state;
	assert_true(json_count(list) > 0);
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *steps = json_get(json_at(list, i), "steps");
		uint8_t got[SEED_MOST], command[300];
		size_t n = read_seed("virtual_command",
		    json_get_text(json_at(list, i), "id"), got);
		size_t at = 0;

		for (size_t k = 0; k < json_count(steps); k++) {
			const char *c = json_get_text(json_at(steps, k), "c");
			size_t len = unhex(c, command, sizeof(command));

			if (strlen(c) != 2 * len)
				break; /* the rest is described */
			assert_true(at + 1 + len <= n);
			assert_int_equal(got[at], len);
			assert_memory_equal(got + at + 1, command, len);
			at += 1 + len;
		}
		assert_true(at > 0);
	}
	json_free(&all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_sample_is_a_seed_of_its_fuzzers),
	    cmocka_unit_test(every_trace_is_a_seed_of_the_virtual_card),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
