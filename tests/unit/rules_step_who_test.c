/* Who may collect a card, with which papers. counter-procedures 2.3, 2.6 to
 * 2.8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../support/judged.h"

static const struct case_facts adult = {.age = 32, .today = {2026, 11, 24}};
static const struct case_facts child = {.age = 9, .today = {2026, 11, 24}};
static const struct case_facts ward = {
    .age = 70, .adult_ward = true, .today = {2026, 11, 24}};

#define GUARDIAN \
	"who=guardian notice=brought holder_here=yes representative=A+B "
#define PROXY \
	"who=proxy notice=brought representative=A+B evidence=letter " \
	"mandate=yes pins_covered=yes "

static const char *
who(const struct case_facts *facts, const char *written)
{
	return judged(STEP_WHO, facts, written);
}

static void
the_holder_with_the_notice_goes_on(void **state)
{
	(void)state;
	assert_string_equal(who(&adult, "who=self notice=brought"), "ok");
	assert_string_equal(who(&adult, ""), "missing: Who came");
	assert_string_equal(
	    who(&adult, "who=self"), "missing: Notice (postcard)");
	assert_string_equal(
	    who(&adult, "who=cat notice=brought"), "missing: Who came");
}

static void
without_the_notice_the_holder_needs_more_papers(void **state)
{
	(void)state;
	assert_string_equal(who(&adult, "who=self notice=not_brought"),
	    "missing: The holder's papers instead of the notice");
	assert_string_equal(
	    who(&adult, "who=self notice=not_brought instead=a_a"), "ok");
	assert_string_equal(
	    who(&adult, "who=self notice=not_brought instead=a_b"), "ok");
	assert_string_equal(
	    who(&adult, "who=self notice=not_brought instead=number_b_b"),
	    "ok");
	assert_string_equal(
	    who(&adult, "who=self notice=not_brought instead=less"),
	    "refused: without the notice these papers are not enough");
}

static void
a_child_or_an_adult_ward_does_not_come_alone(void **state)
{
	struct case_facts fifteen = adult;

	(void)state;
	assert_string_equal(who(&child, "who=self notice=brought"),
	    "refused: the legal representative must come too");
	assert_string_equal(who(&ward, "who=self notice=brought"),
	    "refused: the legal representative must come too");
	fifteen.age = 15;
	assert_string_equal(who(&fifteen, "who=self notice=brought"), "ok");
	fifteen.age = 14;
	assert_string_equal(who(&fifteen, "who=self notice=brought"),
	    "refused: the legal representative must come too");
}

static void
a_legal_representative_comes_with_the_holder_and_with_proof(void **state)
{
	(void)state;
	assert_string_equal(
	    who(&child, GUARDIAN "authority=register_here"), "ok");
	assert_string_equal(
	    who(&child, GUARDIAN "authority=foreign_birth"), "ok");
	assert_string_equal(
	    who(&child, GUARDIAN), "missing: Proof of authority");
	assert_string_equal(who(&child, GUARDIAN "authority=none"),
	    "refused: the legal representative has no proof of authority");
	assert_string_equal(
	    who(&child, "who=guardian notice=brought representative=A"),
	    "missing: The holder is here too");
}

static void
a_guardian_register_certificate_is_at_most_three_months_old(void **state)
{
	(void)state;
	assert_string_equal(who(&ward, GUARDIAN "authority=guardian_register"),
	    "missing: The certificate was issued on");
	assert_string_equal(who(&ward, GUARDIAN "authority=guardian_register "
						"authority_date=2026-08-24"),
	    "ok");
	assert_string_equal(who(&ward, GUARDIAN "authority=guardian_register "
						"authority_date=2026-08-23"),
	    "refused: the certificate is older than three months");
	assert_string_equal(who(&ward, GUARDIAN "authority=guardian_register "
						"authority_date=2026-11-25"),
	    "refused: the certificate's date lies in the future");
	assert_string_equal(who(&ward, GUARDIAN "authority=guardian_register "
						"authority_date=yesterday"),
	    "missing: The certificate was issued on");
}

static void
an_adult_without_a_guardian_has_no_legal_representative(void **state)
{
	struct case_facts young = adult;

	(void)state;
	assert_string_equal(who(&adult, GUARDIAN "authority=family_register"),
	    "refused: this holder is an adult without a guardian");
	young.age = 17;
	assert_string_equal(
	    who(&young, GUARDIAN "authority=family_register"), "ok");
}

static void
every_accepted_reason_lets_a_proxy_come_and_busy_does_not(void **state)
{
	const struct field *f = step_fields(STEP_WHO);
	char written[256];
	int accepted = 0;

	(void)state;
	while (strcmp(f->id, "reason") != 0)
		f++;
	for (const struct choice *c = f->choices; c->code != NULL; c++) {
		strcpy(written, PROXY "reason=");
		strcat(written, c->code);
		if (strcmp(c->code, "busy") == 0) {
			assert_string_equal(who(&adult, written),
			    "refused: being busy is no reason for a proxy");
			continue;
		}
		assert_string_equal(who(&adult, written), "ok");
		accepted++;
	}
	assert_int_equal(accepted, 13);
}

static void
a_proxy_needs_notice_mandate_evidence_and_covered_pins(void **state)
{
	(void)state;
	assert_string_equal(
	    who(&adult, "who=proxy notice=not_brought instead=a_a"),
	    "refused: a proxy must bring the notice");
	assert_string_equal(
	    who(&adult, PROXY), "missing: Why the holder cannot come");
	assert_string_equal(
	    who(&adult, "who=proxy notice=brought representative=A "
			"reason=hospital"),
	    "missing: Evidence of that reason seen");
	assert_string_equal(
	    who(&adult, "who=proxy notice=brought representative=A "
			"reason=hospital evidence=++"),
	    "missing: Evidence of that reason seen");
	assert_string_equal(
	    who(&adult, "who=proxy notice=brought representative=A "
			"reason=hospital evidence=letter"),
	    "missing: Reply and mandate filled in by the holder");
	assert_string_equal(
	    who(&adult, "who=proxy notice=brought representative=A "
			"reason=hospital evidence=letter mandate=yes"),
	    "missing: PINs filled in and still covered");
}

/* Somebody chose "proxy", then changed to "self". */
static void
answers_that_are_no_longer_asked_do_not_count(void **state)
{
	(void)state;
	assert_string_equal(
	    who(&adult, "who=self notice=brought reason=busy authority=none "
			"instead=less"),
	    "ok");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_holder_with_the_notice_goes_on),
	    cmocka_unit_test(without_the_notice_the_holder_needs_more_papers),
	    cmocka_unit_test(a_child_or_an_adult_ward_does_not_come_alone),
	    cmocka_unit_test(
		a_legal_representative_comes_with_the_holder_and_with_proof),
	    cmocka_unit_test(
		a_guardian_register_certificate_is_at_most_three_months_old),
	    cmocka_unit_test(
		an_adult_without_a_guardian_has_no_legal_representative),
	    cmocka_unit_test(
		every_accepted_reason_lets_a_proxy_come_and_busy_does_not),
	    cmocka_unit_test(
		a_proxy_needs_notice_mandate_evidence_and_covered_pins),
	    cmocka_unit_test(answers_that_are_no_longer_asked_do_not_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
