/* The residence card by eye, in the order of counter-procedures 2.9. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../support/judged.h"

static const struct case_facts engineer = {.foreign = true,
    .age = 32,
    .who = WHO_SELF,
    .today = {2026, 11, 24},
    .card_expiry = {2027, 3, 31},
    .stay_until = {2027, 3, 31}};
static const struct case_facts permanent = {.foreign = true,
    .permanent = true,
    .age = 45,
    .who = WHO_SELF,
    .today = {2026, 11, 24},
    .card_expiry = {2036, 8, 8}};

#define CARD	"kind=residence_card number=AB12345678CD by_eye=not_fitted "
#define SAME	"name=same birth=same address=same "
#define EXPIRED "until=2026-11-23 "

static const char *
residence(const struct case_facts *facts, const char *written)
{
	return judged(STEP_RESIDENCE, facts, written);
}

static void
a_good_residence_card_goes_on(void **state)
{
	(void)state;
	assert_string_equal(residence(&engineer, CARD "until=2027-03-31 " SAME
						      "stay=same photo=photo"),
	    "ok");
}

static void
first_the_status(void **state)
{
	(void)state;
	assert_string_equal(residence(&engineer, ""), "missing: Document");
	assert_string_equal(residence(&engineer, "kind=none"),
	    "refused: there is no mid- to long-term status");
	assert_string_equal(residence(&engineer, "kind=spr_certificate"),
	    "refused: this case knows no permanent residence: check the "
	    "register");
}

static void
second_the_my_number_cards_own_end_renewal_pending_or_not(void **state)
{
	struct case_facts late = engineer;

	(void)state;
	late.card_expiry = (struct date){2026, 11, 23};
	assert_string_equal(
	    residence(&late,
		CARD EXPIRED "special=stamp applied_on=2026-11-01 "
			     "decision=pending " SAME "stay=same photo=photo"),
	    "expired: 2026-11-23");
	assert_string_equal(
	    residence(&late, "kind=residence_card"), "expired: 2026-11-23");
	/* but without a status there is nothing to look at */
	assert_string_equal(residence(&late, "kind=none"),
	    "refused: there is no mid- to long-term status");
}

static void
the_number_is_checked_by_its_shape_full_width_too(void **state)
{
	(void)state;
	assert_string_equal(
	    residence(&engineer, "kind=residence_card number=AB1234567CD"),
	    "refused: the number is not 2 letters, 8 digits, 2 letters");
	assert_string_equal(
	    residence(&engineer,
		"kind=residence_card number=ＡＢ１２３４５６７８ＣＤ"),
	    "missing: Why by eye");
}

static void
third_an_expired_document_without_a_renewal_is_refused(void **state)
{
	(void)state;
	assert_string_equal(
	    residence(&engineer, CARD EXPIRED), "missing: Renewal applied for");
	assert_string_equal(residence(&engineer, CARD EXPIRED "special=none"),
	    "refused: the document has expired and no renewal was applied "
	    "for");
}

static void
the_special_period_holds_until_the_decision(void **state)
{
	(void)state;
	assert_string_equal(residence(&engineer, CARD EXPIRED "special=stamp"),
	    "missing: Renewal applied for on");
	assert_string_equal(residence(&engineer, CARD EXPIRED
				"special=stamp applied_on=2026-11-23"),
	    "missing: Has it been decided?");
	assert_string_equal(residence(&engineer, CARD EXPIRED
				"special=mail applied_on=2026-11-23 "
				"decision=decided"),
	    "refused: the renewal is decided: the new document is needed");
	assert_string_equal(
	    residence(&engineer,
		CARD EXPIRED "special=mail applied_on=2026-11-23 "
			     "decision=pending " SAME "stay=same photo=photo"),
	    "ok");
}

static void
a_renewal_filed_after_the_end_opens_no_special_period(void **state)
{
	(void)state;
	assert_string_equal(residence(&engineer, CARD EXPIRED
				"special=stamp applied_on=2026-11-24"),
	    "refused: the renewal was applied for after the document "
	    "expired");
}

static void
the_special_period_ends_two_months_after_the_document(void **state)
{
	(void)state;
	assert_string_equal(residence(&engineer, CARD "until=2026-09-23"),
	    "refused: the document expired more than two months ago");
	assert_string_equal(residence(&engineer, CARD "until=2026-09-24"),
	    "missing: Renewal applied for");
}

static void
fourth_and_fifth_name_and_address(void **state)
{
	(void)state;
	assert_string_equal(
	    residence(&engineer, CARD "until=2027-03-31 name=differs"),
	    "refused: the name differs: correct the register first");
	assert_string_equal(residence(&engineer, CARD
				"until=2027-03-31 name=same birth=differs"),
	    "refused: the birth date differs: correct the register first");
	assert_string_equal(
	    residence(&engineer,
		CARD "until=2027-03-31 name=same birth=same address=differs"),
	    "refused: the address differs: correct the register first");
}

/* A later fault does not hide that an earlier point was not looked at. */
static void
what_comes_first_is_asked_first(void **state)
{
	(void)state;
	assert_string_equal(
	    residence(&engineer, CARD "until=2027-03-31 address=differs"),
	    "missing: Name");
	assert_string_equal(residence(&engineer, CARD EXPIRED "name=differs"),
	    "missing: Renewal applied for");
}

static void
sixth_for_permanent_residents_the_documents_date_counts(void **state)
{
	(void)state;
	assert_string_equal(
	    residence(&permanent, CARD "until=2027-03-31 " SAME "photo=photo"),
	    "ok");
	assert_string_equal(residence(&permanent, CARD EXPIRED),
	    "refused: the permanent resident's document has expired");
	assert_string_equal(residence(&permanent, CARD EXPIRED
				"special=stamp applied_on=2026-11-01 "
				"decision=pending " SAME "photo=photo"),
	    "refused: the permanent resident's document has expired");
	assert_string_equal(
	    residence(&engineer, CARD "until=2027-03-31 " SAME "photo=photo"),
	    "missing: Status and end of the stay");
}

static void
a_special_permanent_resident_shows_the_certificate(void **state)
{
	(void)state;
	assert_string_equal(
	    residence(&permanent,
		"kind=spr_certificate number=AB12345678CD by_eye=chip_silent "
		"until=2030-01-01 " SAME "photo=photo"),
	    "ok");
}

static void
a_childs_card_without_photo_is_not_class_a(void **state)
{
#define CHILD CARD "until=2027-03-31 " SAME "stay=same photo=no_photo "
	(void)state;
	assert_string_equal(
	    residence(&engineer, CHILD), "missing: Holder's further document");
	assert_string_equal(residence(&engineer, CHILD "paper=insurance"),
	    "missing: Holder's second further document");
	assert_string_equal(
	    residence(&engineer, CHILD "paper=insurance second=insurance"),
	    "refused: the second document must be another one");
	assert_string_equal(
	    residence(&engineer, CHILD "paper=insurance second=allowance"),
	    "ok");
	assert_string_equal(
	    residence(&engineer, CHILD "paper=passport paper_until=2028-01-01"),
	    "ok");
	assert_string_equal(residence(&engineer, CHILD "paper=residence_card"),
	    "refused: the second document must be another one");
	assert_string_equal(
	    residence(&engineer, CHILD "paper=insurance second=residence_card"),
	    "refused: the second document must be another one");
#undef CHILD
}

static void
an_office_that_always_wants_two_asks_for_one_more(void **state)
{
	struct case_facts two = engineer;

	(void)state;
	two.two_papers_always = true;
	assert_string_equal(residence(&two, CARD "until=2027-03-31 " SAME
						 "stay=same photo=photo"),
	    "missing: Holder's further document");
	assert_string_equal(
	    residence(&two, CARD "until=2027-03-31 " SAME
				 "stay=same photo=photo paper=insurance"),
	    "ok");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_good_residence_card_goes_on),
	    cmocka_unit_test(first_the_status),
	    cmocka_unit_test(
		second_the_my_number_cards_own_end_renewal_pending_or_not),
	    cmocka_unit_test(the_number_is_checked_by_its_shape_full_width_too),
	    cmocka_unit_test(
		third_an_expired_document_without_a_renewal_is_refused),
	    cmocka_unit_test(the_special_period_holds_until_the_decision),
	    cmocka_unit_test(
		a_renewal_filed_after_the_end_opens_no_special_period),
	    cmocka_unit_test(
		the_special_period_ends_two_months_after_the_document),
	    cmocka_unit_test(fourth_and_fifth_name_and_address),
	    cmocka_unit_test(what_comes_first_is_asked_first),
	    cmocka_unit_test(
		sixth_for_permanent_residents_the_documents_date_counts),
	    cmocka_unit_test(
		a_special_permanent_resident_shows_the_certificate),
	    cmocka_unit_test(a_childs_card_without_photo_is_not_class_a),
	    cmocka_unit_test(an_office_that_always_wants_two_asks_for_one_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
