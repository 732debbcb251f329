/* virtual_individual_test.c -- the virtual card's interpreter answers as the
 * fact sheet says (individual-number-card 2 to 10, 13). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "card/virtual_individual.h"
#include "support/virtual_office.h"

#define JPKI	"00A4040C0AD392F000260100000001"
#define TEXT_AP "00A4040C0AD3921000310001010408"
#define JUKI	"00A4040C0AD3921000310001010401"
#define COMMON	"00A4040C0AD3921000310001010100"
#define ISSUER	"00A4040C07A0000001510000"
#define AUTH_IS "002000800431323334" /* VERIFY 1234 */

struct scene {
	char folder[64];
	char path[96];
	struct vcard *card;
	struct vchip chip;
	struct vbytes answer;
};

static void
scene_power(struct scene *s)
{
	vcard_free(&s->card);
	assert_int_equal(vcard_load(s->path, &s->card), V_OK);
	vchip_power_on(&s->chip, s->card);
}

static void
scene_begin(struct scene *s, const char *members)
{
	char *text = office_describe(members);
	FILE *in = fmemopen(text, strlen(text), "r");

	*s = (struct scene){.card = NULL};
	office_begin(s->folder);
	snprintf(s->path, sizeof(s->path), "%s/a.card", s->folder);
	assert_int_equal(vcard_make(in, s->path), V_OK);
	fclose(in);
	free(text);
	scene_power(s);
}

static void
scene_end(struct scene *s)
{
	vbytes_free(&s->answer);
	vcard_free(&s->card);
	office_end(s->folder);
}

/* Send hex; the status word. The data stays in s->answer. */
static unsigned
send(struct scene *s, const char *hex)
{
	uint8_t command[600];
	size_t n = office_unhex(hex, command, sizeof(command));

	vbytes_free(&s->answer);
	assert_true(vchip_exchange(&s->chip, command, n, &s->answer));
	assert_true(s->answer.len >= 2);
	s->answer.len -= 2;
	return (unsigned)s->answer.data[s->answer.len] << 8 |
	       s->answer.data[s->answer.len + 1];
}

#define SENDS(hex, sw) assert_int_equal(send(&s, hex), sw)

/* -- the traces of the fact sheet -- */

/* "3082HHLL...": compare up to the first character that is no hex digit. */
static void
compare_data(const struct scene *s, const char *expected)
{
	size_t digits = strspn(expected, "0123456789ABCDEF");
	char got[2 * 64 + 1];

	if (strstr(expected, "shape varies") != NULL)
		digits = 4; /* the tag is fixed, the rest is an example */
	if (strncmp(expected, "<256>", 5) == 0)
		assert_int_equal(s->answer.len, 256);
	if (strncmp(expected, "<32 bytes", 9) == 0)
		assert_int_equal(s->answer.len, 32);
	if (expected[digits] == '\0')
		digits -= 4; /* all literal: the status word is last */
	else
		digits &= ~(size_t)1;
	assert_true(digits / 2 <= s->answer.len && digits <= 128);
	vbytes_hex(s->answer.data, digits / 2, got);
	assert_int_equal(strncmp(got, expected, digits), 0);
}

/* Placeholders in commands: a hash, and the last chunk of a certificate. */
static void
fill_command(const char *c, size_t certificate_len, char *out, size_t out_size)
{
	const char *hash = strstr(c, "<32-byte hash>");

	if (hash != NULL) {
		snprintf(out, out_size, "%.*s%064d%s", (int)(hash - c), c, 0,
		    hash + strlen("<32-byte hash>"));
	} else if (strstr(c, "HHLLrr") != NULL) {
		assert_true(certificate_len > 256);
		snprintf(out, out_size, "00B0%04zX%02zX",
		    certificate_len / 256 * 256, certificate_len % 256);
	} else {
		snprintf(out, out_size, "%s", c);
	}
}

static void
walk_step(
    struct scene *s, const char *c, const char *r, size_t *certificate_len)
{
	char command[512];
	unsigned sw = 0;

	fill_command(c, *certificate_len, command, sizeof(command));
	sw = send(s, command);
	if (strstr(r, "9000") != NULL)
		assert_int_equal(sw, 0x9000);
	else
		assert_int_equal(sw, (unsigned)strtoul(r, NULL, 16));
	compare_data(s, r);
	if (s->answer.len == 4 && s->answer.data[0] == 0x30)
		*certificate_len =
		    4U + (size_t)(s->answer.data[2] << 8 | s->answer.data[3]);
	if (strstr(c, "HHLLrr") != NULL)
		assert_int_equal(s->answer.len, *certificate_len % 256);
}

static void
every_trace_of_the_fact_sheet_is_answered(void **state)
{
	json_t *all = json_load_file(
	    "tests/vectors/individual-apdu-traces.json", 0, NULL);
	json_t *traces = json_object_get(all, "traces"), *trace, *step;
	size_t i, k, walked = 0;

	(void)state;
	assert_true(json_array_size(traces) >= 17);
	json_array_foreach(traces, i, trace)
	{
		const char *id =
		    json_string_value(json_object_get(trace, "id"));
		size_t certificate_len = 0;
		struct scene s;

		/* T01b is any other card. */
		if (strcmp(id, "T01b") == 0)
			scene_begin(&s, "\"kind\": \"other\",");
		else
			scene_begin(&s, OFFICE_PLASTIC "\"wide_lengths\": true,"
						       "\"filler\": 200,");
		json_array_foreach(json_object_get(trace, "steps"), k, step)
		{
			walk_step(&s,
			    json_string_value(json_object_get(step, "c")),
			    json_string_value(json_object_get(step, "r")),
			    &certificate_len);
			walked++;
		}
		scene_end(&s);
	}
	assert_true(walked > 80);
	json_decref(all);
}

/* -- selecting and reading -- */

static void
selecting_the_master_file_is_a_trap(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	SENDS("00A40000", 0x6a86);
	SENDS(JPKI, 0x9000);
	SENDS("00A4020C020018", 0x9000);
	SENDS("00A40000", 0x9000);
	SENDS("00200080", 0x63c3); /* the file is still selected */
	SENDS("00A4000C023F00", 0x6a82);
	scene_end(&s);
}

static void
a_prefix_of_an_aid_selects(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	SENDS("00A4040C05D392F00026", 0x9000);
	SENDS("00A4020C020006", 0x9000);
	SENDS("00A4040C0BD392F00026010000000100", 0x6a82);
	SENDS("00A4040C06D392F0004F01", 0x6a82); /* not a combined card */
	SENDS("00A404000AD392F000260100000001", 0x6a86);
	scene_end(&s);
}

static void
reading_knows_offsets_ends_and_short_ids(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	SENDS("00B0000004", 0x6986);
	SENDS(JPKI, 0x9000);
	SENDS("00B0000004", 0x6986);
	SENDS("00B0860010", 0x9000); /* short id, also selects */
	assert_int_equal(s.answer.len, 16);
	SENDS("00B0009F08", 0x9000); /* near the end: fewer bytes */
	assert_int_equal(s.answer.len, 1);
	SENDS("00B000A001", 0x6b00);
	SENDS("00B07FFF01", 0x6b00);
	SENDS("00B08600000000", 0x9000); /* extended: the whole file */
	assert_int_equal(s.answer.len, 160);
	SENDS("00B0000000", 0x9000);
	assert_int_equal(s.answer.len, 160);
	SENDS("00B00000", 0x6700);
	SENDS("00B09E0000", 0x6a82);
	SENDS("00B0800000", 0x6a86);
	SENDS("00A4020C020018", 0x9000);
	SENDS("00B0000004", 0x6981); /* a PIN is not for reading */
	SENDS("00B0890000", 0x6982); /* 0009 opens to nothing known */
	scene_end(&s);
}

static void
the_chip_record_is_read_as_a_record_only(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	SENDS(COMMON, 0x9000);
	SENDS("00A4020C020001", 0x9000);
	SENDS("00B2010400", 0x9000);
	assert_memory_equal(s.answer.data + 2, "400000000000001", 15);
	SENDS("00B2020400", 0x6a83);
	SENDS("00B2010000", 0x6a86);
	SENDS("00B0000000", 0x6981);
	SENDS(JPKI, 0x9000);
	SENDS("00B2013400", 0x6981);
	scene_end(&s);
}

static void
classes_and_instructions_are_refused_by_name(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	SENDS("01A4040C0AD392F000260100000001", 0x6881);
	SENDS("41A4040C0AD392F000260100000001", 0x6881);
	SENDS("08B0000004", 0x6882);
	SENDS("E0B0000004", 0x6e00);
	SENDS("80B0000004", 0x6e00);
	SENDS("0084000008", 0x6d00);
	SENDS("00B0", 0x6700);
	SENDS("00A4040C0AD392", 0x6700);
	SENDS("00A4040C00000AD392", 0x6700);
	scene_end(&s);
}

static void
card_data_is_given_without_an_application_only(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	SENDS("00CA00F000", 0x9000);
	assert_memory_equal(s.answer.data + 2, "13101", 5);
	SENDS("00CA00F100", 0x6a88);
	SENDS(JPKI, 0x9000);
	SENDS("00CA00F000", 0x6985);
	SENDS(ISSUER, 0x9000);
	SENDS("00CA00F200", 0x9000);
	assert_memory_equal(s.answer.data + 2, "20350409", 8);
	scene_end(&s);
}

/* -- secrets -- */

static void
counters_are_kept_between_starts_and_apart(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	SENDS(JPKI, 0x9000);
	SENDS("002000980439393939", 0x63c2);
	scene_power(&s); /* read from the disk again */
	SENDS(JPKI, 0x9000);
	SENDS("00200098", 0x63c2);
	SENDS("0020009B", 0x63c5);
	SENDS(TEXT_AP, 0x9000);
	SENDS("00200091", 0x63c3);
	SENDS(JUKI, 0x9000);
	SENDS("0020009C0439393939", 0x63c2);
	SENDS(COMMON, 0x9000);
	SENDS("0020009C", 0x63c3); /* two references, two counters */
	scene_end(&s);
}

static void
a_right_value_gives_the_tries_back_and_a_blocked_one_stays(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	SENDS(JPKI, 0x9000);
	SENDS("002000980439393939", 0x63c2);
	SENDS("0020009804"
	      "31323334",
	    0x9000);
	SENDS("00200098", 0x63c3);
	for (unsigned left = 3; left-- > 0;)
		SENDS("002000980439393939", 0x63c0 | left);
	SENDS("002000980431323334", 0x6984);
	scene_power(&s);
	SENDS(JPKI, 0x9000);
	SENDS("002000980431323334", 0x6984);
	SENDS("00200098", 0x63c0);
	scene_end(&s);
}

static void
a_wrong_length_is_refused_without_a_try(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	SENDS(JPKI, 0x9000);
	SENDS("0020009803313233", 0x6700);
	SENDS("00200098053132333435", 0x6700);
	SENDS("0020009800", 0x6700); /* the query has no fifth byte */
	SENDS("00200098", 0x63c3);
	SENDS("0020019804"
	      "31323334",
	    0x6a86);
	SENDS("0020001804"
	      "31323334",
	    0x6a86);
	scene_end(&s);
}

static void
a_change_needs_a_verify_in_the_same_selection(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	SENDS(JPKI, 0x9000);
	SENDS("00A4020C020018", 0x9000);
	SENDS("002401800435363738", 0x6982);
	SENDS(AUTH_IS, 0x9000);
	SENDS("00A4020C020018", 0x9000);
	SENDS("002401800435363738", 0x6982); /* selected again in between */
	SENDS(AUTH_IS, 0x9000);
	SENDS("00240080083132333435363738", 0x6a86); /* old and new: not here */
	SENDS("0024018003353637", 0x6700);
	SENDS("002401800435363741", 0x6a80);
	SENDS("803200800435363738", 0x6d00); /* the other application's */
	SENDS("002401800435363738", 0x9000);
	SENDS("002401800439393939", 0x6982); /* once */
	SENDS(AUTH_IS, 0x63c2);
	scene_power(&s);
	SENDS(JPKI, 0x9000);
	SENDS("002000980435363738", 0x9000);
	scene_end(&s);
}

static void
juki_and_common_change_by_the_older_command(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	SENDS(JUKI, 0x9000);
	SENDS("00A4020C02001C", 0x9000);
	SENDS("803200800435363738", 0x6982);
	SENDS(AUTH_IS, 0x9000);
	SENDS("002401800435363738", 0x6d00);
	SENDS("803200800435363738", 0x9000);
	SENDS("002000800435363738", 0x9000);
	SENDS(COMMON, 0x9000);
	SENDS("0020009C0431323334", 0x9000); /* still the old one there */
	scene_end(&s);
}

static void
verified_lasts_until_another_application_or_no_power(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	SENDS(TEXT_AP, 0x9000);
	SENDS("002000910431323334", 0x9000);
	SENDS("00B0810000", 0x9000);
	SENDS(TEXT_AP, 0x9000); /* the same one again */
	SENDS("00B0810000", 0x9000);
	vchip_reset(&s.chip); /* a warm reset */
	SENDS("00B0810000", 0x6a82);
	SENDS(TEXT_AP, 0x9000);
	SENDS("00B0810000", 0x9000);
	SENDS(ISSUER, 0x9000);
	SENDS(TEXT_AP, 0x9000);
	SENDS("00B0810000", 0x6982);
	SENDS("002000910431323334", 0x9000);
	vchip_power_on(&s.chip, s.card);
	SENDS(TEXT_AP, 0x9000);
	SENDS("00B0810000", 0x6982);
	scene_end(&s);
}

static void
check_numbers_open_what_they_should(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	SENDS(TEXT_AP, 0x9000);
	SENDS("002000940C313233343536373839303138", 0x9000); /* A */
	SENDS("00B0810000", 0x9000);
	SENDS("00B0820000", 0x6982);
	SENDS(ISSUER, 0x9000);
	SENDS(TEXT_AP, 0x9000);
	SENDS("002000950E3630303430393230333531323334", 0x9000); /* B */
	SENDS("00B0810000", 0x6982);
	SENDS("00B0820000", 0x9000);
	SENDS("00200092", 0x63c0); /* 0012 is blocked as issued */
	SENDS("00A4040C0AD3921000310001010402", 0x9000); /* visual */
	SENDS("00B0810000", 0x6982);
	SENDS("0020009106363030343039", 0x9000); /* birth date */
	SENDS("00B0810000", 0x9000);
	SENDS("00B0850000", 0x6982);
	scene_end(&s);
}

/* -- kinds of cards -- */

static void
a_childs_card_has_no_signing_files(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC "\"sign\": false,");
	SENDS(JPKI, 0x9000);
	SENDS("00A4020C020001", 0x6a82);
	SENDS("00A4020C02001B", 0x6a82);
	SENDS("00B0880000", 0x9000);
	assert_memory_equal(s.answer.data, "\x00\x8f\x00", 3);
	SENDS("00200098", 0x63c3);
	scene_end(&s);
}

static void
a_phone_has_only_jpki_and_guards_its_certificate(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, "\"kind\": \"phone\"," OFFICE_PINS);
	SENDS(TEXT_AP, 0x6a82);
	SENDS(ISSUER, 0x6a82);
	SENDS(JPKI, 0x9000);
	SENDS("00B0860020", 0x9000);
	assert_memory_equal(s.answer.data, "JPKIAPGPSETOKEN ", 16);
	SENDS("00B08A0004", 0x6982);
	SENDS("002000980431323334", 0x9000);
	SENDS("00B08A0004", 0x9000);
	scene_end(&s);
}

static void
a_combined_card_lets_the_residence_part_be_selected(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, "\"kind\": \"combined\"," OFFICE_PINS);
	SENDS("00A4040C10D392F0004F0100000000000000000000", 0x9000);
	SENDS(JPKI, 0x9000);
	scene_end(&s);
}

static void
a_reference_that_was_never_set_says_so(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s,
	    "\"kind\": \"plastic\", \"pins\": {\"sign\": null,"
	    " \"auth\": {\"value\": \"1234\", \"tries\": 1},"
	    " \"input\": {\"value\": \"1234\", \"tries\": 0},"
	    " \"juki\": \"1234\", \"common\": \"1234\"},"
	    "\"quirks\": [\"first-6f00\", \"blocked-query-6984\"],");
	SENDS(JPKI, 0x6f00); /* section 9: once after power-on */
	SENDS(JPKI, 0x9000);
	SENDS("0020009B", 0x6a88);
	SENDS("00200098", 0x63c1);
	SENDS(TEXT_AP, 0x9000);
	SENDS("00200091", 0x6984);
	scene_end(&s);
}

#define TRAINING_RESET "F77E54800435363738" /* to 5678 */

static void
only_a_training_card_knows_the_invented_reset(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, "\"kind\": \"plastic\"," OFFICE_PINS);
	SENDS(JPKI, 0x9000);
	SENDS("00A4020C020018", 0x9000);
	SENDS(TRAINING_RESET, 0x6e00);
	SENDS("F77E", 0x6700);
	SENDS(AUTH_IS, 0x9000);
	scene_end(&s);
	scene_begin(
	    &s, "\"kind\": \"plastic\", \"training\": true," OFFICE_PINS);
	SENDS(TRAINING_RESET, 0x6986); /* no file is selected */
	SENDS(JPKI, 0x9000);
	SENDS("00A4020C020006", 0x9000);
	SENDS(TRAINING_RESET, 0x6981); /* it holds no PIN */
	SENDS("00A4020C020018", 0x9000);
	SENDS("F77E00800435363738", 0x6a86);
	SENDS("F77F54800435363738", 0x6d00);
	SENDS("F77E548003353637", 0x6700);
	SENDS("F77E54800435363741", 0x6a80);
	SENDS("002054800435363738", 0x6a86);
	SENDS(AUTH_IS, 0x9000);
	scene_end(&s);
}

static void
the_reset_gives_a_blocked_reference_a_value_and_its_tries(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, "\"kind\": \"plastic\", \"training\": true,"
			" \"pins\": {\"sign\": \"PASSWORD1234\","
			" \"auth\": {\"value\": \"1234\", \"tries\": 0},"
			" \"input\": \"1234\", \"juki\": \"1234\","
			" \"common\": \"1234\"},");
	SENDS(JPKI, 0x9000);
	SENDS("00A4020C020018", 0x9000);
	SENDS(AUTH_IS, 0x6984);
	SENDS(TRAINING_RESET, 0x9000);
	scene_power(&s); /* it is on the disk */
	SENDS(JPKI, 0x9000);
	SENDS("00A4020C020018", 0x9000);
	SENDS("00200080", 0x63c3);
	SENDS(AUTH_IS, 0x63c2);
	SENDS("002000800435363738", 0x9000);
	/* 照合番号A is the card's own: nobody resets it */
	SENDS(TEXT_AP, 0x9000);
	SENDS("00A4020C020014", 0x9000);
	SENDS("F77E54800C313233343536373839303138", 0x6985);
	scene_end(&s);
}

/* -- cards that lack something, or refuse -- */

static void
an_application_that_is_missing_cannot_be_selected(void **state)
{
	static const struct {
		const char *name, *select;
	} rows[] = {{"jpki", JPKI}, {"text", TEXT_AP}, {"juki", JUKI},
	    {"common", COMMON}, {"visual", "00A4040C0AD3921000310001010402"}};
	char members[200];
	struct scene s;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(members, sizeof(members),
		    OFFICE_PLASTIC "\"missing\": [\"%s\"],", rows[i].name);
		scene_begin(&s, members);
		for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++)
			assert_int_equal(
			    send(&s, rows[k].select), k == i ? 0x6a82 : 0x9000);
		scene_end(&s);
	}
}

static void
a_file_that_is_missing_is_missing_alone_and_stays_so(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s,
	    OFFICE_PLASTIC "\"missing\": [\"jpki:0018\", \"common:0001\"],");
	SENDS(JPKI, 0x9000);
	SENDS("00A4020C020018", 0x6a82);
	SENDS("00A4020C02001B", 0x9000);
	SENDS("002000800C50415353574F524431323334", 0x9000); /* and is saved */
	SENDS(COMMON, 0x9000);
	SENDS("00B2010C00", 0x6a82);
	SENDS("00A4020C02001C", 0x9000);
	scene_power(&s);
	SENDS(JPKI, 0x9000);
	SENDS("002000980431323334", 0x6a82);
	scene_end(&s);
}

static void
what_is_missing_has_a_name_that_exists(void **state)
{
	static const char *const wrong[] = {"jpki:0019", "jpk", "text:11", ""};
	char folder[64], path[96], members[200];

	(void)state;
	office_begin(folder);
	snprintf(path, sizeof(path), "%s/a.card", folder);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		char *text;
		FILE *in;

		snprintf(members, sizeof(members),
		    OFFICE_PLASTIC "\"missing\": [\"%s\"],", wrong[i]);
		text = office_describe(members);
		in = fmemopen(text, strlen(text), "r");
		assert_int_equal(vcard_make(in, path), V_USAGE);
		fclose(in);
		free(text);
	}
	office_end(folder);
}

static void
a_card_can_fail_at_everything_and_refuse_long_reads(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC "\"quirks\": [\"only-6f00\"],");
	for (int i = 0; i < 3; i++)
		SENDS(JPKI, 0x6f00);
	scene_end(&s);
	scene_begin(&s, OFFICE_PLASTIC "\"quirks\": [\"short-only\"],");
	SENDS(JPKI, 0x9000);
	SENDS("00B08600000000", 0x6700);
	SENDS("00B0860000", 0x9000);
	SENDS("00200098000431323334", 0x6700);
	SENDS("002000980431323334", 0x9000);
	scene_end(&s);
	scene_begin(&s, OFFICE_PLASTIC "\"quirks\": [\"le-255\"],");
	SENDS(COMMON, 0x9000);
	SENDS("00B2010C00", 0x6700);
	SENDS("00B2010C1E", 0x9000);
	assert_int_equal(s.answer.len, 30);
	SENDS("00B08200FF", 0x9000);
	scene_end(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_trace_of_the_fact_sheet_is_answered),
	    cmocka_unit_test(selecting_the_master_file_is_a_trap),
	    cmocka_unit_test(a_prefix_of_an_aid_selects),
	    cmocka_unit_test(reading_knows_offsets_ends_and_short_ids),
	    cmocka_unit_test(the_chip_record_is_read_as_a_record_only),
	    cmocka_unit_test(classes_and_instructions_are_refused_by_name),
	    cmocka_unit_test(card_data_is_given_without_an_application_only),
	    cmocka_unit_test(counters_are_kept_between_starts_and_apart),
	    cmocka_unit_test(
		a_right_value_gives_the_tries_back_and_a_blocked_one_stays),
	    cmocka_unit_test(a_wrong_length_is_refused_without_a_try),
	    cmocka_unit_test(a_change_needs_a_verify_in_the_same_selection),
	    cmocka_unit_test(juki_and_common_change_by_the_older_command),
	    cmocka_unit_test(
		verified_lasts_until_another_application_or_no_power),
	    cmocka_unit_test(check_numbers_open_what_they_should),
	    cmocka_unit_test(a_childs_card_has_no_signing_files),
	    cmocka_unit_test(a_phone_has_only_jpki_and_guards_its_certificate),
	    cmocka_unit_test(
		a_combined_card_lets_the_residence_part_be_selected),
	    cmocka_unit_test(a_reference_that_was_never_set_says_so),
	    cmocka_unit_test(only_a_training_card_knows_the_invented_reset),
	    cmocka_unit_test(
		the_reset_gives_a_blocked_reference_a_value_and_its_tries),
	    cmocka_unit_test(an_application_that_is_missing_cannot_be_selected),
	    cmocka_unit_test(
		a_file_that_is_missing_is_missing_alone_and_stays_so),
	    cmocka_unit_test(what_is_missing_has_a_name_that_exists),
	    cmocka_unit_test(
		a_card_can_fail_at_everything_and_refuse_long_reads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
