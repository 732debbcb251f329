/* Identity papers: one of class A or two of class B. counter-procedures 2.2
 * to 2.8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../support/judged.h"
#include "rules/papers.h"

static const struct case_facts self = {.age = 32,
    .who = WHO_SELF,
    .today = {2026, 11, 24},
    .card_expiry = {2036, 5, 17}};

static const char *
identity(const struct case_facts *facts, const char *written)
{
	return judged(STEP_IDENTITY, facts, written);
}

static void
the_classes_are_those_of_the_table(void **state)
{
	int count[PAPER_NO_PROOF + 1] = {0};

	(void)state;
	for (const struct choice *c = paper_choices; c->code != NULL; c++)
		count[paper_class(c->code)]++;
	assert_int_equal(count[PAPER_A], 9);
	assert_int_equal(count[PAPER_B], 8);
	assert_int_equal(count[PAPER_NO_PROOF], 1);
	assert_int_equal(count[PAPER_UNKNOWN], 0);
	assert_int_equal(paper_class("passport"), PAPER_A);
	assert_int_equal(paper_class("my_number_no_photo"), PAPER_B);
	assert_int_equal(paper_class("library_card"), PAPER_UNKNOWN);
	assert_int_equal(paper_class(""), PAPER_UNKNOWN);
}

static void
one_document_of_class_a_is_enough(void **state)
{
	(void)state;
	assert_string_equal(identity(&self, ""), "missing: Holder's document");
	assert_string_equal(
	    identity(&self, "holder_paper=passport holder_until=2030-01-01 "
			    "holder_same=same"),
	    "ok");
	assert_string_equal(
	    identity(&self, "holder_paper=driving_history holder_same=same"),
	    "ok");
}

static void
class_a_must_be_unexpired_and_say_so(void **state)
{
	(void)state;
	assert_string_equal(
	    identity(&self, "holder_paper=passport holder_same=same"),
	    "missing: Holder's document is valid until");
	assert_string_equal(
	    identity(&self, "holder_paper=passport holder_until=2026-11-24 "
			    "holder_same=same"),
	    "ok");
	assert_string_equal(
	    identity(&self, "holder_paper=passport holder_until=2026-11-23 "
			    "holder_same=same"),
	    "refused: the identity document has expired");
	/* some handbooks bear no date */
	assert_string_equal(
	    identity(&self, "holder_paper=disability holder_same=same"), "ok");
	assert_string_equal(
	    identity(&self, "holder_paper=disability holder_until=R8.4.1 "
			    "holder_same=same"),
	    "refused: the identity document has expired");
}

static void
class_b_needs_a_second_different_document(void **state)
{
	(void)state;
	assert_string_equal(
	    identity(&self, "holder_paper=insurance holder_same=same"),
	    "missing: Holder's second document");
	assert_string_equal(
	    identity(&self, "holder_paper=insurance holder_second=insurance "
			    "holder_same=same"),
	    "refused: the second document must be another one");
	assert_string_equal(
	    identity(&self, "holder_paper=insurance holder_second=bank_book "
			    "holder_same=same"),
	    "ok");
	assert_string_equal(
	    identity(&self, "holder_paper=insurance holder_second=passport "
			    "holder_until_2=2020-01-01 holder_same=same"),
	    "refused: the identity document has expired");
	assert_string_equal(
	    identity(&self, "holder_paper=insurance holder_second=no_proof "
			    "holder_same=same"),
	    "refused: this document is no proof of identity");
}

static void
a_notification_card_proves_nothing(void **state)
{
	(void)state;
	assert_string_equal(
	    identity(&self, "holder_paper=no_proof holder_same=same"),
	    "refused: this document is no proof of identity");
}

static void
an_office_may_always_want_two(void **state)
{
	struct case_facts two = self;

	(void)state;
	two.two_papers_always = true;
	assert_string_equal(
	    identity(&two, "holder_paper=driving_history holder_same=same"),
	    "missing: Holder's second document");
	assert_string_equal(
	    identity(&two, "holder_paper=driving_history "
			   "holder_second=pension_book holder_same=same"),
	    "ok");
}

static void
a_document_that_differs_from_the_case_stops_it(void **state)
{
	(void)state;
	assert_string_equal(identity(&self, "holder_paper=driving_history "
					    "holder_same=differs"),
	    "refused: the holder's document and the case do not agree");
}

static void
a_parent_shows_papers_beside_the_childs(void **state)
{
	struct case_facts facts = self;

	(void)state;
	facts.age = 9;
	facts.who = WHO_GUARDIAN;
	assert_string_equal(
	    identity(&facts, "holder_paper=insurance holder_second=allowance "
			     "holder_same=same"),
	    "missing: Representative's document");
	assert_string_equal(
	    identity(&facts, "holder_paper=insurance holder_second=allowance "
			     "holder_same=same rep_paper=insurance "
			     "rep_second=bank_book rep_same=same"),
	    "ok");
	assert_string_equal(
	    identity(&facts, "holder_paper=insurance holder_second=allowance "
			     "holder_same=same rep_paper=driving_licence "
			     "rep_until=2026-11-23 rep_same=same"),
	    "refused: the identity document has expired");
	assert_string_equal(
	    identity(&facts, "holder_paper=insurance holder_second=allowance "
			     "holder_same=same rep_paper=driving_licence "
			     "rep_until=2027-11-23 rep_same=differs"),
	    "refused: the representative's papers do not agree");
}

static void
a_proxy_brings_the_holders_photo_and_an_own_one(void **state)
{
	struct case_facts facts = self;

	(void)state;
	facts.who = WHO_PROXY;
	assert_string_equal(
	    identity(&facts, "holder_paper=insurance holder_second=bank_book "
			     "holder_same=same"),
	    "refused: a proxy must bring a document with the holder's photo");
	assert_string_equal(
	    identity(&facts, "holder_paper=photo_certificate "
			     "holder_second=insurance holder_same=same "
			     "rep_paper=insurance"),
	    "refused: a proxy must show a document with the proxy's photo");
	assert_string_equal(
	    identity(&facts, "holder_paper=photo_certificate "
			     "holder_second=insurance holder_same=same "
			     "rep_paper=passport rep_until=2030-01-01 "
			     "rep_same=same"),
	    "ok");
}

static void
a_foreign_holder_is_not_asked_here_but_the_proxy_is(void **state)
{
	struct case_facts facts = self;

	(void)state;
	facts.foreign = true;
	facts.who = WHO_PROXY;
	assert_string_equal(
	    identity(&facts, ""), "missing: Representative's document");
	assert_string_equal(
	    identity(&facts, "rep_paper=passport rep_until=2030-01-01 "
			     "rep_same=same"),
	    "ok");
}

static void
the_card_that_expired_meanwhile_comes_first(void **state)
{
	struct case_facts facts = self;

	(void)state;
	facts.card_expiry = (struct date){2026, 11, 23};
	assert_string_equal(identity(&facts, ""), "expired: 2026-11-23");
	facts.card_expiry = (struct date){2026, 11, 24};
	assert_string_equal(identity(&facts, ""), "missing: Holder's document");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_classes_are_those_of_the_table),
	    cmocka_unit_test(one_document_of_class_a_is_enough),
	    cmocka_unit_test(class_a_must_be_unexpired_and_say_so),
	    cmocka_unit_test(class_b_needs_a_second_different_document),
	    cmocka_unit_test(a_notification_card_proves_nothing),
	    cmocka_unit_test(an_office_may_always_want_two),
	    cmocka_unit_test(a_document_that_differs_from_the_case_stops_it),
	    cmocka_unit_test(a_parent_shows_papers_beside_the_childs),
	    cmocka_unit_test(a_proxy_brings_the_holders_photo_and_an_own_one),
	    cmocka_unit_test(
		a_foreign_holder_is_not_asked_here_but_the_proxy_is),
	    cmocka_unit_test(the_card_that_expired_meanwhile_comes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
