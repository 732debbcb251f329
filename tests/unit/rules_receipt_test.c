/* What stands on a receipt, line by line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "base/error.h"
#include "base/lang.h"
#include "rules/receipt.h"

static struct receipt_content
charge(enum lang lang)
{
	struct receipt_content r;

	memset(&r, 0, sizeof(r));
	r.kind = RECEIPT_CHARGE;
	r.office = "調布市";
	r.office_latin = "Chofu City";
	r.lang = lang;
	strcpy(r.number, "2026-3-000012");
	r.counter = 3;
	r.at = utc_of_date((struct date){2026, 11, 24}) + 10 * 3600 + 42 * 60;
	r.item[0] = (struct receipt_item){
	    N_("Individual Number Card"), N_("Lost"), 1750};
	r.item_count = 1;
	r.tendered_yen = 2000;
	r.change_yen = 250;
	r.handler = "1001";
	strcpy(r.check, "7KQ2");
	return r;
}

static char *
text_of(const struct paper *p)
{
	char *out = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&out, &len);

	assert_non_null(to);
	paper_write(p, 42, to);
	fclose(to);
	return out;
}

static char *
receipt_text(const struct receipt_content *r)
{
	struct paper p;

	receipt_paper(r, &p);
	assert_false(p.full);
	return text_of(&p);
}

static void
has(const char *text, const char *wanted)
{
	if (strstr(text, wanted) == NULL)
		fail_msg("'%s' is not in:\n%s", wanted, text);
}

static void
a_receipt_says_all_that_it_must_in_japanese(void **state)
{
	struct receipt_content r = charge(LANG_JA);
	char *text = receipt_text(&r);

	(void)state;
	has(text, "調布市");
	has(text, "領収書");
	has(text, "2026-3-000012");
	has(text, "令和8年11月24日 10時42分");
	has(text, "2026-11-24 10:42");
	has(text, "1,750円");
	has(text, "2,000円");
	has(text, "250円");
	has(text, "1001");
	has(text, "7KQ2");
	assert_null(strstr(text, "Receipt"));
	assert_null(strstr(text, "訓練"));
	free(text);
}

static void
the_residents_language_stands_beneath(void **state)
{
	struct receipt_content r = charge(LANG_EN);
	char *text = receipt_text(&r);

	(void)state;
	has(text, "領収書");
	has(text, "Receipt");
	has(text, "Chofu City");
	has(text, "Received");
	has(text, "Change");
	free(text);
}

static void
void_and_refund_point_at_the_original_and_take_nothing(void **state)
{
	static const enum receipt_kind kinds[] = {RECEIPT_VOID, RECEIPT_REFUND};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct receipt_content r = charge(LANG_EN);
		char *text;

		r.kind = kinds[i];
		strcpy(r.original, "2025-1-000007");
		text = receipt_text(&r);
		has(text, "2025-1-000007");
		has(text, "2026-3-000012");
		has(text, "Given back");
		has(text, i == 0 ? "Void of a receipt" : "Refund receipt");
		assert_null(strstr(text, "Change"));
		free(text);
	}
}

static void
a_payer_is_named_only_when_given(void **state)
{
	struct receipt_content r = charge(LANG_EN);
	char *text = receipt_text(&r);

	(void)state;
	assert_null(strstr(text, "Received from"));
	free(text);
	strcpy(r.payer, "NGUYEN THI LAN");
	text = receipt_text(&r);
	has(text, "Received from");
	has(text, "NGUYEN THI LAN");
	free(text);
}

static void
training_stands_first_and_last(void **state)
{
	struct receipt_content r = charge(LANG_JA);
	char *text, *band, *last;
	const char *said =
	    text_in(LANG_JA, N_("TRAINING - invented people - not valid"));

	(void)state;
	r.training = true;
	text = receipt_text(&r);
	band = strstr(text, said);
	assert_non_null(band);
	assert_null(memchr(text, '\n', (size_t)(band - text)));
	last = strstr(band + 1, said);
	assert_non_null(last);
	assert_string_equal(last + strlen(said), "\n");
	free(text);
}

static void
sums_are_the_items_and_have_their_commas(void **state)
{
	struct receipt_content r = charge(LANG_JA);
	char *text;

	(void)state;
	r.item[1] = (struct receipt_item){N_("Notification card"), "", 1000};
	r.item[2] = (struct receipt_item){N_("Notification card"), NULL, 999};
	r.item[3] =
	    (struct receipt_item){N_("Notification card"), NULL, 1234567};
	r.item_count = 4;
	text = receipt_text(&r);
	has(text, "1,000円");
	has(text, " 999円");
	has(text, "1,234,567円");
	has(text, "1,238,316円");
	free(text);
}

static void
the_first_year_of_an_era_has_its_own_word(void **state)
{
	char out[RECEIPT_TIME_SIZE];

	(void)state;
	assert_string_equal(
	    receipt_time_era(out, utc_of_date((struct date){2019, 5, 1})),
	    "令和元年5月1日 0時00分");
	assert_string_equal(
	    receipt_time_era(out, utc_of_date((struct date){2019, 5, 1}) - 60),
	    "平成31年4月30日 23時59分");
	assert_string_equal(
	    receipt_time(out, utc_of_date((struct date){2028, 2, 29})),
	    "2028-02-29 00:00");
}

static void
a_copy_is_marked_with_its_count_above_and_below(void **state)
{
	struct receipt_content r = charge(LANG_EN);
	struct paper p, sheet;
	char *text, *first;

	(void)state;
	receipt_paper(&r, &p);
	receipt_sheet(&p, 2, false, LANG_EN, &sheet);
	text = text_of(&sheet);
	first = strstr(text, "写し 2");
	assert_non_null(first);
	assert_non_null(strstr(first + 1, "写し 2"));
	has(text, "COPY 2");
	has(text, "2026-3-000012");
	assert_null(strstr(text, "書損"));
	free(text);
}

static void
a_replacement_names_the_spoiled_one_and_is_no_copy(void **state)
{
	struct receipt_content r = charge(LANG_JA);
	struct paper p, sheet;
	char *text;

	(void)state;
	receipt_paper(&r, &p);
	receipt_sheet(&p, 0, true, LANG_JA, &sheet);
	text = text_of(&sheet);
	has(text, "書損");
	has(text, "2026-3-000012");
	assert_null(strstr(text, "写し"));
	free(text);
	receipt_sheet(&p, 0, false, LANG_JA, &sheet);
	assert_string_equal(sheet.text, p.text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_receipt_says_all_that_it_must_in_japanese),
	    cmocka_unit_test(the_residents_language_stands_beneath),
	    cmocka_unit_test(
		void_and_refund_point_at_the_original_and_take_nothing),
	    cmocka_unit_test(a_payer_is_named_only_when_given),
	    cmocka_unit_test(training_stands_first_and_last),
	    cmocka_unit_test(sums_are_the_items_and_have_their_commas),
	    cmocka_unit_test(the_first_year_of_an_era_has_its_own_word),
	    cmocka_unit_test(a_copy_is_marked_with_its_count_above_and_below),
	    cmocka_unit_test(
		a_replacement_names_the_spoiled_one_and_is_no_copy),
	};
	struct failure f = {0};

	if (lang_init(KIOSK_BUILD "/locale", &f) != KERR_OK)
		return 1;
	return cmocka_run_group_tests_name("receipt", tests, NULL, NULL);
}
