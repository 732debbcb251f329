/* desk_faults_test.c -- cards that lack something, are locked or refuse, and
 * readers that spoil an answer, seen from the desk: what the case, the card's
 * status and the holder check say of them, with the place or the status word,
 * and that every visit has an end. On a real store, a real agent and virtual
 * cards, without a screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/secret.h"
#include "desk/card_status.h"
#include "desk/collection.h"
#include "desk/holder_check.h"
#include "desk/pin_case.h"
#include "desk/pin_setting.h"
#include "support/desk_office.h"

#define SERIAL	 "400000000000001"
#define NUMBER_B "60040920351234"
#define ITEMS(a) (sizeof(a) / sizeof((a)[0]))

static struct desk_office office;
static struct desk *desk;
static struct failure f;
static int64_t case_id;

/* -- the cards -- */

/* What a card has, or lacks, beyond the usual; and what is said of it. */
static const struct variant {
	const char *name, *members, *pins;
	/* the case: KERR_OK is "the right card" */
	enum kerr seen;
	const char *said; /* the failure's {file} or {sw}; "": none */
	/* the status: KERR_OK when it can be told at all */
	enum kerr status;
	int no_pin; /* this reference is said to be absent; -1: none */
	/* the holder check: at the tries, and when a number opens it */
	enum kerr tries, opened;
	const char *missing;
} variants[] = {
    {"whole", "", "", KERR_OK, "", KERR_OK, -1, KERR_OK, KERR_OK, ""},
    {"no-jpki", "\"missing\": [\"jpki\"],", "", ERR_CARD_NOT_OURS, "", KERR_OK,
	-1, ERR_HOLDER_CARD, KERR_OK, ""},
    {"no-text", "\"missing\": [\"text\"],", "", KERR_OK, "", KERR_OK,
	PIN_REF_INPUT, KERR_OK, KERR_OK, ""},
    {"no-juki", "\"missing\": [\"juki\"],", "", KERR_OK, "", KERR_OK,
	PIN_REF_JUKI, KERR_OK, KERR_OK, ""},
    {"no-common", "\"missing\": [\"common\"],", "", ERR_CARD_NO_FILE, "common",
	KERR_OK, PIN_REF_COMMON, ERR_CARD_NO_FILE, KERR_OK, "common"},
    {"no-visual", "\"missing\": [\"visual\"],", "", KERR_OK, "", KERR_OK, -1,
	ERR_CARD_NO_FILE, KERR_OK, "visual"},
    {"no-token", "\"missing\": [\"jpki:0006\"],", "", ERR_CARD_NO_FILE,
	"jpki 0006", ERR_CARD_NO_FILE, -1, ERR_CARD_NO_FILE, KERR_OK,
	"jpki 0006"},
    {"no-record", "\"missing\": [\"common:0001\"],", "", ERR_CARD_NO_FILE,
	"common 0001", KERR_OK, -1, ERR_CARD_NO_FILE, KERR_OK, "common 0001"},
    {"no-auth", "\"missing\": [\"jpki:0018\"],", "", KERR_OK, "", KERR_OK,
	PIN_REF_AUTH, KERR_OK, KERR_OK, ""},
    {"no-sign", "\"missing\": [\"jpki:001B\"],", "", KERR_OK, "", KERR_OK,
	PIN_REF_SIGN, KERR_OK, KERR_OK, ""},
    {"no-input", "\"missing\": [\"text:0011\"],", "", KERR_OK, "", KERR_OK,
	PIN_REF_INPUT, KERR_OK, KERR_OK, ""},
    {"no-juki-pin", "\"missing\": [\"juki:001C\"],", "", KERR_OK, "", KERR_OK,
	PIN_REF_JUKI, KERR_OK, KERR_OK, ""},
    {"no-common-pin", "\"missing\": [\"common:001C\"],", "", KERR_OK, "",
	KERR_OK, PIN_REF_COMMON, KERR_OK, KERR_OK, ""},
    {"no-cert", "\"missing\": [\"jpki:000A\", \"jpki:0001\", \"jpki:0008\"],",
	"", KERR_OK, "", KERR_OK, -1, KERR_OK, KERR_OK, ""},
    {"no-number-b", "\"missing\": [\"visual:0012\"],", "", KERR_OK, "", KERR_OK,
	-1, ERR_CARD_NO_FILE, KERR_OK, "visual 0012"},
    {"no-number-a", "\"missing\": [\"visual:0013\"],", "", KERR_OK, "", KERR_OK,
	-1, ERR_CARD_NO_FILE, KERR_OK, "visual 0013"},
    {"no-face", "\"missing\": [\"visual:0002\"],", "", KERR_OK, "", KERR_OK, -1,
	KERR_OK, ERR_CARD_NO_FILE, "visual 0002"},
    {"no-signer", "\"missing\": [\"visual:0004\"],", "", KERR_OK, "", KERR_OK,
	-1, KERR_OK, KERR_OK, ""},
    {"only-6f00", "\"quirks\": [\"only-6f00\"],", "", ERR_CARD_REPLY, "6F00",
	ERR_CARD_REPLY, -1, ERR_CARD_REPLY, KERR_OK, "6F00"},
    {"first-6f00", "\"quirks\": [\"first-6f00\"],", "", KERR_OK, "", KERR_OK,
	-1, KERR_OK, KERR_OK, ""},
    {"short-only", "\"quirks\": [\"short-only\"],", "", KERR_OK, "", KERR_OK,
	-1, KERR_OK, KERR_OK, ""},
    {"le-255", "\"quirks\": [\"le-255\"],", "", KERR_OK, "", KERR_OK, -1,
	KERR_OK, KERR_OK, ""},
    {"locked-b", "",
	", \"visual-b\": {\"value\": \"60040920351234\", \"tries\": 0}",
	KERR_OK, "", KERR_OK, -1, KERR_OK, ERR_HOLDER_LOCKED, ""},
};

/* Each PIN locked from the beginning. */
static const char *const locked[PIN_REF_COUNT] = {
    [PIN_REF_SIGN] = "sign",
    [PIN_REF_AUTH] = "auth",
    [PIN_REF_JUKI] = "juki",
    [PIN_REF_COMMON] = "common",
    [PIN_REF_INPUT] = "input",
};

/* locked_ref: that PIN has no tries; PIN_REF_COUNT: none. */
static void
make(const char *name, const char *members, const char *pins, int locked_ref)
{
	char text[1600], all[500] = "";

	for (int ref = 0; ref < PIN_REF_COUNT; ref++) {
		const char *value =
		    ref == PIN_REF_SIGN ? TRAINING_SIGN : TRAINING_PIN;
		size_t n = strlen(all);

		snprintf(all + n, sizeof(all) - n,
		    "%s\"%s\": {\"value\": \"%s\", \"tries\": %d}",
		    ref == 0 ? "" : ", ", locked[ref], value,
		    ref == locked_ref	  ? 0
		    : ref == PIN_REF_SIGN ? 5
					  : 3);
	}
	snprintf(text, sizeof(text),
	    /* without a certificate no key is made */
	    "{\"kind\": \"plastic\", \"training\": true, \"auth\": %s, %s"
	    " \"name\": \"TEST TARO\", \"address\": \"TOKYO\","
	    " \"birth\": \"19850409\", \"expiry\": \"20350409\", \"sex\": \"1\","
	    " \"chip_serial\": \"" SERIAL "\", \"municipality\": \"13101\","
	    " \"number\": \"123456789018\", \"security_code\": \"1234\","
	    " \"pins\": {%s%s}}\n",
	    strcmp(name, "whole") == 0 ? "true" : "false", members, all, pins);
	training_make_described(&office.reader, name, text);
}

static int
begin(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	desk_office_begin(&office);
	for (size_t i = 0; i < ITEMS(variants); i++)
		make(variants[i].name, variants[i].members, variants[i].pins,
		    PIN_REF_COUNT);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	desk_office_end(&office);
	return 0;
}

/* -- what a test waits for -- */

static bool
check_ended(void *arg)
{
	enum card_check check = desk_office_view(&office, 1, case_id).check;

	(void)arg;
	return check != CHECK_NO_CARD && check != CHECK_READING;
}

static bool
reader_empty(void *arg)
{
	struct desk_status status;

	(void)arg;
	desk_get_status(desk, &status);
	return status.reader == READER_EMPTY;
}

static bool
status_ended(void *arg)
{
	enum card_status_phase phase = card_status_get(desk)->phase;

	(void)arg;
	return phase == CARD_STATUS_READ || phase == CARD_STATUS_FAILED;
}

static bool
holder_rests(void *arg)
{
	enum holder_stage stage = holder_check_get(desk)->stage;

	(void)arg;
	return stage == HOLDER_READY || stage == HOLDER_FAILED ||
	       stage == HOLDER_SHOWN;
}

/* -- what is said -- */

static void
expect_said(const struct variant *v, const char *where,
    const struct failure *told, enum kerr code, const char *argument)
{
	const char *value = NULL;

	if (told->code != code)
		fail_msg("%s, %s: %s, not %s", v->name, where,
		    error_name(told->code), error_name(code));
	if (code == ERR_CARD_NO_FILE)
		value = failure_argument(told, "file");
	if (code == ERR_CARD_REPLY)
		value = failure_argument(told, "sw");
	if (argument[0] == '\0' || code == KERR_OK)
		return;
	if (value == NULL || strcmp(value, argument) != 0)
		fail_msg("%s, %s: %s, not %s", v->name, where,
		    value != NULL ? value : "nothing", argument);
}

static void
open_change(void)
{
	char key[DESK_KEY_SIZE];
	struct collection_view v;
	struct answers a;

	desk_office_deliver(&office, OFFICE_TANAKA);
	desk = desk_office_open(&office, 1, "1001");
	desk_new_key(key);
	assert_int_equal(pin_case_open(desk, CASE_KIND_PIN_CHANGE,
			     office.card[OFFICE_TANAKA], key, &case_id, &f),
	    KERR_OK);
	collection_watch(desk, case_id);
	v = desk_office_view(&office, 1, case_id);
	a = desk_office_answers(&v, STEP_VISIT);
	assert_int_equal(
	    collection_answer(desk, case_id, STEP_VISIT, &a, &f), KERR_OK);
}

static void
put(const char *name, const char *fault)
{
	training_put(&office.reader, name, fault);
	desk_office_until(&office, check_ended, NULL);
}

static void
lift(void)
{
	training_put(&office.reader, NULL, NULL);
	desk_office_until(&office, reader_empty, NULL);
}

static void
the_case_says_what_its_card_lacks(void **state)
{
	(void)state;
	open_change();
	for (size_t i = 0; i < ITEMS(variants); i++) {
		struct collection_view v;

		put(variants[i].name, NULL);
		v = desk_office_view(&office, 1, case_id);
		assert_int_equal(v.check,
		    variants[i].seen == KERR_OK ? CHECK_RIGHT : CHECK_FAILED);
		expect_said(&variants[i], "case", &v.check_failed,
		    variants[i].seen, variants[i].said);
		lift();
	}
}

static void
the_status_tells_the_rest_of_a_card_that_lacks_something(void **state)
{
	(void)state;
	open_change();
	assert_int_equal(card_status_begin(desk, &f), KERR_OK);
	for (size_t i = 0; i < ITEMS(variants); i++) {
		const struct variant *v = &variants[i];
		const struct card_status_view *s = NULL;

		put(v->name, NULL);
		desk_office_until(&office, status_ended, NULL);
		s = card_status_get(desk);
		expect_said(v, "status", &s->failed, v->status, v->said);
		for (int ref = 0; ref < PIN_REF_COUNT; ref++) {
			enum card_pin_state told = s->pin[ref].state;

			if (v->status != KERR_OK ||
			    v->seen == ERR_CARD_NOT_OURS)
				continue;
			if (ref == v->no_pin && told != CARD_PIN_ABSENT)
				fail_msg("%s: %s is there", v->name,
				    pin_ref_code((enum pin_ref)ref));
			if (ref != v->no_pin && told != CARD_PIN_TRIES)
				fail_msg("%s: %s is %d", v->name,
				    pin_ref_code((enum pin_ref)ref), (int)told);
		}
		lift();
	}
	card_status_end(desk);
}

static void
a_locked_pin_is_told_as_locked_and_as_no_other(void **state)
{
	char name[40];

	(void)state;
	for (int ref = 0; ref < PIN_REF_COUNT; ref++) {
		snprintf(name, sizeof(name), "locked-%s", locked[ref]);
		make(name, "", "", ref);
	}
	open_change();
	assert_int_equal(card_status_begin(desk, &f), KERR_OK);
	for (int ref = 0; ref < PIN_REF_COUNT; ref++) {
		snprintf(name, sizeof(name), "locked-%s", locked[ref]);
		put(name, NULL);
		desk_office_until(&office, status_ended, NULL);
		for (int k = 0; k < PIN_REF_COUNT; k++)
			assert_int_equal(card_status_get(desk)->pin[k].state,
			    k == ref ? CARD_PIN_LOCKED : CARD_PIN_TRIES);
		assert_int_equal(
		    desk_office_view(&office, 1, case_id).check, CHECK_RIGHT);
		lift();
	}
	card_status_end(desk);
}

/* -- the holder check -- */

static void
open_face(void)
{
	desk = desk_office_open(&office, 1, "1001");
	case_id = desk_office_take(&office, 1, OFFICE_TANAKA);
	desk_office_walk(&office, 1, case_id, STEP_FACE);
	collection_watch(desk, case_id);
}

static void
try_number(const struct variant *v)
{
	struct secret *number = secret_from_bytes(NUMBER_B, strlen(NUMBER_B));
	enum kerr e =
	    holder_check_open(desk, HOLDER_NUMBER_B, &number, false, &f);

	assert_null(number);
	if (e != KERR_OK) {
		assert_int_equal(e, v->opened);
		return;
	}
	desk_office_until(&office, holder_rests, NULL);
	expect_said(v, "opening", &holder_check_get(desk)->failed, v->opened,
	    v->missing);
	assert_int_equal(holder_check_get(desk)->stage,
	    v->opened == KERR_OK ? HOLDER_SHOWN : HOLDER_FAILED);
}

static void
the_holder_check_says_what_the_card_lacks(void **state)
{
	(void)state;
	open_face();
	for (size_t i = 0; i < ITEMS(variants); i++) {
		const struct variant *v = &variants[i];

		assert_int_equal(
		    holder_check_begin(desk, case_id, &f), KERR_OK);
		training_put(&office.reader, v->name, NULL);
		desk_office_until(&office, holder_rests, NULL);
		expect_said(v, "tries", &holder_check_get(desk)->failed,
		    v->tries, v->missing);
		/* the rest has the same face, whose keys take their time */
		if (v->tries == KERR_OK &&
		    (v->opened != KERR_OK || v->seen != KERR_OK ||
			strstr(v->members, "visual") != NULL ||
			strstr(v->members, "quirks") != NULL))
			try_number(v);
		holder_check_end(desk);
		lift();
	}
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    STORY(the_case_says_what_its_card_lacks),
	    STORY(the_status_tells_the_rest_of_a_card_that_lacks_something),
	    STORY(a_locked_pin_is_told_as_locked_and_as_no_other),
	    STORY(the_holder_check_says_what_the_card_lacks),
	};

	desk_office_main(argc, argv);
	return cmocka_run_group_tests_name("desk_faults", tests, NULL, NULL);
}
