/* Which PINs exist, where they lie, and who sets which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/pin.h"

static void
assert_plan(const struct pin_plan_facts *facts, const char *want)
{
	bool needed[PIN_KIND_COUNT];
	char got[64] = "";

	pin_plan(facts, needed);
	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		if (!needed[k])
			continue;
		strcat(got, pin_kind_code((enum pin_kind)k));
		strcat(got, " ");
	}
	assert_string_equal(got, want);
}

static void
an_adult_who_wants_both_certificates_sets_four(void **state)
{
	const struct pin_plan_facts facts = {
	    .age = 32, .sign_wanted = true, .auth_wanted = true};

	(void)state;
	assert_plan(&facts, "sign auth juki input ");
}

static void
below_fifteen_there_is_no_signature_pin(void **state)
{
	struct pin_plan_facts facts = {
	    .age = 14, .sign_wanted = true, .auth_wanted = true};

	(void)state;
	assert_plan(&facts, "auth juki input ");
	facts.age = 15;
	assert_plan(&facts, "sign auth juki input ");
}

static void
an_adult_ward_sets_no_signature_pin(void **state)
{
	const struct pin_plan_facts facts = {.age = 60,
	    .adult_ward = true,
	    .sign_wanted = true,
	    .auth_wanted = true};

	(void)state;
	assert_plan(&facts, "auth juki input ");
}

static void
who_declines_both_certificates_sets_two_unless_the_office_asks(void **state)
{
	struct pin_plan_facts facts = {.age = 32};

	(void)state;
	assert_plan(&facts, "juki input ");
	facts.auth_when_declined = true;
	assert_plan(&facts, "auth juki input ");
}

static void
the_register_pin_lies_in_two_places(void **state)
{
	int places[PIN_KIND_COUNT + 1] = {0};

	(void)state;
	for (int r = 0; r < PIN_REF_COUNT; r++)
		places[pin_ref_kind((enum pin_ref)r)]++;
	assert_int_equal(places[PIN_JUKI], 2);
	assert_int_equal(places[PIN_SIGN], 1);
	assert_int_equal(places[PIN_AUTH], 1);
	assert_int_equal(places[PIN_INPUT], 1);
	assert_int_equal(pin_ref_kind(PIN_REF_COMMON), PIN_JUKI);
}

static void
every_pin_is_named_explained_and_told_in_official_words(void **state)
{
	(void)state;
	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		enum pin_kind kind = (enum pin_kind)k;

		assert_true(pin_kind_name(kind)[0] != '\0');
		assert_true(pin_kind_use(kind)[0] != '\0');
		assert_non_null(strstr(pin_kind_official(kind), "暗証番号"));
	}
}

static void
codes_come_back_as_what_they_came_from(void **state)
{
	enum pin_ref ref;
	enum pin_status status;

	(void)state;
	for (int r = 0; r < PIN_REF_COUNT; r++) {
		assert_true(
		    pin_ref_from_code(pin_ref_code((enum pin_ref)r), &ref));
		assert_int_equal(ref, r);
	}
	for (int s = 0; s < PIN_STATUS_COUNT; s++) {
		enum pin_status each = (enum pin_status)s;

		assert_true(
		    pin_status_from_code(pin_status_code(each), &status));
		assert_int_equal(status, s);
		assert_true(pin_status_name(each)[0] != '\0');
	}
	assert_false(pin_ref_from_code("puk", &ref));
	assert_false(pin_status_from_code("", &status));
	assert_false(pin_status_from_code(NULL, &status));
}

/* Every combination of every status of the five places. */
static void
what_is_not_whole_is_told_for_every_combination(void **state)
{
	enum pin_status s[PIN_REF_COUNT];
	long all = 1;

	(void)state;
	for (int r = 0; r < PIN_REF_COUNT; r++)
		all *= PIN_STATUS_COUNT;
	for (long n = 0; n < all; n++) {
		long rest = n;
		bool unknown = false, half = false;
		struct pin_trouble t;

		for (int r = 0; r < PIN_REF_COUNT; r++) {
			s[r] = (enum pin_status)(rest % PIN_STATUS_COUNT);
			rest /= PIN_STATUS_COUNT;
			unknown = unknown || s[r] == PIN_STATUS_UNKNOWN ||
				  s[r] == PIN_STATUS_INTENDED;
		}
		for (int turn = 0; turn < 2; turn++) {
			enum pin_status a =
			    s[turn ? PIN_REF_COMMON : PIN_REF_JUKI];
			enum pin_status b =
			    s[turn ? PIN_REF_JUKI : PIN_REF_COMMON];

			half = half || (pin_status_is_set(a) &&
					   (b == PIN_STATUS_TO_SET ||
					       b == PIN_STATUS_REFUSED));
		}
		t = pin_trouble_of(s);
		assert_int_equal(t.unknown, unknown);
		assert_int_equal(t.split, half);
		assert_int_equal(t.half[PIN_JUKI], half);
		assert_false(
		    t.half[PIN_SIGN] || t.half[PIN_AUTH] || t.half[PIN_INPUT]);
		assert_int_equal(
		    t.some, half || (t.set > 0 && t.set < t.needed));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_not_whole_is_told_for_every_combination),
	    cmocka_unit_test(an_adult_who_wants_both_certificates_sets_four),
	    cmocka_unit_test(below_fifteen_there_is_no_signature_pin),
	    cmocka_unit_test(an_adult_ward_sets_no_signature_pin),
	    cmocka_unit_test(
		who_declines_both_certificates_sets_two_unless_the_office_asks),
	    cmocka_unit_test(the_register_pin_lies_in_two_places),
	    cmocka_unit_test(
		every_pin_is_named_explained_and_told_in_official_words),
	    cmocka_unit_test(codes_come_back_as_what_they_came_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
