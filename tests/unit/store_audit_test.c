/* store_audit_test.c -- what is said cannot be unsaid: tampering is found and
 * the first broken row is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/seal.h"
#include "store/audit.h"
#include "support/store_office.h"

static struct store_office office;

static void
say(struct store *st, const char *verb, int64_t object_id)
{
	struct audit_note n;

	audit_note(&n, verb, "case", object_id);
	audit_note_code(&n, "step", "pins");
	audit_note_number(&n, "card", 7);
	store_office_begin(&office, st);
	assert_int_equal(audit_append(st, &n), KERR_OK);
	store_office_commit(st);
}

/* Ten rows at counter 1, three at counter 2. */
static int
make(void **state)
{
	struct store *second;

	(void)state;
	store_office_make(&office);
	for (int i = 1; i <= 10; i++)
		say(office.st, "case.step", i);
	second = store_office_open(&office, 2);
	for (int i = 1; i <= 3; i++)
		say(second, "case.step", i);
	store_close(&second);
	return 0;
}

static int
unmake(void **state)
{
	(void)state;
	store_office_remove(&office);
	return 0;
}

static void
expect_broken(enum audit_fault fault, int64_t counter, int64_t row)
{
	struct audit_report r;
	struct failure f;
	char value[24];
	enum kerr e;

	e = audit_verify(office.st, AUDIT_ALL, NULL, NULL, &r);
	assert_int_equal(e, ERR_AUDIT_BROKEN);
	assert_int_equal(r.fault, fault);
	assert_int_equal(r.counter, counter);
	assert_int_equal(r.row, row);
	assert_true(audit_fault_said(r.fault)[0] != '\0');
	assert_int_equal(store_explain(office.st, e, &f), e);
	(void)snprintf(value, sizeof(value), "%lld", (long long)row);
	assert_string_equal(f.argument[1].value, value);
}

static void
an_untouched_chain_is_sound(void **state)
{
	struct audit_report r;
	struct audit_head heads[4];
	size_t count = 0;

	(void)state;
	assert_int_equal(
	    audit_verify(office.st, AUDIT_ALL, NULL, NULL, &r), KERR_OK);
	assert_int_equal(r.rows, 13);
	assert_int_equal(r.counters, 2);
	assert_int_equal(r.fault, AUDIT_SOUND);
	assert_int_equal(audit_verify(office.st, 2, NULL, NULL, &r), KERR_OK);
	assert_int_equal(r.rows, 3);
	assert_int_equal(audit_heads(office.st, heads, 4, &count), KERR_OK);
	assert_int_equal(count, 2);
	assert_int_equal(heads[0].sequence, 10);
	assert_int_equal(heads[1].sequence, 3);
}

static void
what_was_said_can_be_read(void **state)
{
	struct audit_row rows[12];
	size_t count = 0;

	(void)state;
	assert_int_equal(audit_list(office.st, 1, 4, rows, 2, &count), KERR_OK);
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].sequence, 4);
	assert_int_equal(rows[0].actor, office.clerk);
	assert_int_equal(rows[0].at, OFFICE_NOW);
	assert_string_equal(rows[0].verb, "case.step");
	assert_int_equal(rows[0].field_count, 2);
	assert_string_equal(rows[0].field[0].name, "step");
	assert_string_equal(rows[0].field[0].value, "pins");
	assert_string_equal(rows[0].field[1].value, "7");
	assert_int_equal(
	    audit_of_object(office.st, "case", 2, rows, 12, &count), KERR_OK);
	assert_int_equal(count, 2);
}

/* Every column of a row is under its seal. */
static void
any_change_of_a_row_is_found(void **state)
{
	static const char *const changes[] = {"at = at + 1",
	    "actor = actor + 1", "verb = 'case.close'", "object = 'card'",
	    "object_id = object_id + 1", "fields = 'step=fee card=7'",
	    "fields = 'step=pins'", "fields = 'step=pins card=7 x=1'",
	    "fields = 'step=pins  card=7'", "version = 2",
	    "hash = zeroblob(32)", "hash = x'00'", "previous = zeroblob(32)",
	    "previous = x''"};
	char sql[256];

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		if (i > 0)
			(void)make(state);
		(void)snprintf(sql, sizeof(sql),
		    "UPDATE audit SET %s WHERE counter = 1 AND sequence = 6",
		    changes[i]);
		store_office_tamper(&office, sql);
		expect_broken(AUDIT_CHANGED, 1, 6);
		if (i + 1 < sizeof(changes) / sizeof(changes[0]))
			(void)unmake(state);
	}
}

static void
a_row_taken_out_leaves_a_gap(void **state)
{
	(void)state;
	store_office_tamper(
	    &office, "DELETE FROM audit WHERE counter = 1 AND sequence = 4");
	expect_broken(AUDIT_GAP, 1, 5);
}

static void
closing_the_gap_does_not_hide_it(void **state)
{
	(void)state;
	store_office_tamper(
	    &office, "DELETE FROM audit WHERE counter = 1 AND sequence = 4");
	for (int i = 5; i <= 10; i++) {
		char sql[128];

		(void)snprintf(sql, sizeof(sql),
		    "UPDATE audit SET sequence = %d"
		    " WHERE counter = 1 AND sequence = %d",
		    i - 1, i);
		store_office_tamper(&office, sql);
	}
	expect_broken(AUDIT_CHANGED, 1, 4);
}

static void
rows_cut_off_at_the_end_are_missed(void **state)
{
	(void)state;
	store_office_tamper(
	    &office, "DELETE FROM audit WHERE counter = 1 AND sequence > 8");
	expect_broken(AUDIT_HEAD, 1, 9);
}

static void
a_chain_that_is_gone_is_missed(void **state)
{
	(void)state;
	store_office_tamper(&office, "DELETE FROM audit WHERE counter = 2");
	expect_broken(AUDIT_HEAD, 2, 1);
}

static void
a_head_that_is_gone_or_set_back_is_found(void **state)
{
	(void)state;
	store_office_tamper(
	    &office, "UPDATE audit_head SET sequence = 9 WHERE counter = 1");
	expect_broken(AUDIT_HEAD, 1, 10);
	store_office_tamper(
	    &office, "DELETE FROM audit_head WHERE counter = 1");
	expect_broken(AUDIT_HEAD, 1, 11);
}

static void
two_rows_swapped_are_found(void **state)
{
	(void)state;
	store_office_tamper(&office, "UPDATE audit SET sequence = 99"
				     " WHERE counter = 1 AND sequence = 3");
	store_office_tamper(&office, "UPDATE audit SET sequence = 3"
				     " WHERE counter = 1 AND sequence = 5");
	store_office_tamper(&office, "UPDATE audit SET sequence = 5"
				     " WHERE counter = 1 AND sequence = 99");
	expect_broken(AUDIT_CHANGED, 1, 3);
}

static void
a_row_put_in_is_found(void **state)
{
	(void)state;
	store_office_tamper(&office,
	    "INSERT INTO audit SELECT counter, 11, version, at, actor, verb,"
	    " object, object_id, fields, key_id, hash, hash"
	    " FROM audit WHERE counter = 1 AND sequence = 10");
	expect_broken(AUDIT_CHANGED, 1, 11);
}

static void
rows_of_another_counter_do_not_fit(void **state)
{
	(void)state;
	store_office_tamper(
	    &office, "UPDATE audit SET counter = 3 WHERE counter = 2");
	store_office_tamper(
	    &office, "UPDATE audit_head SET counter = 3 WHERE counter = 2");
	expect_broken(AUDIT_CHANGED, 3, 1);
}

static void
an_old_row_sealed_anew_without_the_next_is_found(void **state)
{
	(void)state;
	/* Row 6 of counter 1 replaced by a genuine row: its seal fits its
	 * content only where it was. */
	store_office_tamper(&office,
	    "UPDATE audit SET (at, fields, object_id, previous, hash) ="
	    " (SELECT at, fields, object_id, previous, hash FROM audit"
	    "   WHERE counter = 2 AND sequence = 3)"
	    " WHERE counter = 1 AND sequence = 6");
	expect_broken(AUDIT_CHANGED, 1, 6);
}

static void
a_lost_key_is_said_and_not_replaced(void **state)
{
	struct audit_report r;
	struct audit_note n;
	struct store *st = NULL;
	struct failure f;

	(void)state;
	store_office_tamper(&office,
	    "UPDATE audit SET key_id = 55 WHERE counter = 2 AND sequence = 2");
	expect_broken(AUDIT_KEY, 2, 2);
	assert_int_equal(store_open(office.path, NULL, 4, &st, &f), KERR_OK);
	assert_int_equal(audit_verify(st, 1, NULL, NULL, &r), ERR_AUDIT_BROKEN);
	assert_int_equal(r.fault, AUDIT_KEY);
	audit_note(&n, "case.open", "case", 1);
	store_office_begin(&office, st);
	assert_int_equal(audit_append(st, &n), ERR_KEY_FILE);
	store_rollback(st);
	store_close(&st);
}

static void
another_offices_key_does_not_open_the_chain(void **state)
{
	struct seal_keys *keys = NULL;
	struct store *st = NULL;
	struct audit_report r;
	char path[128];
	struct failure f;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/other.json", office.directory);
	assert_int_equal(seal_keys_create(path, OFFICE_NOW, &f), KERR_OK);
	assert_int_equal(seal_keys_open(path, &keys, &f), KERR_OK);
	assert_int_equal(store_open(office.path, keys, 4, &st, &f), KERR_OK);
	assert_int_equal(
	    audit_verify(st, AUDIT_ALL, NULL, NULL, &r), ERR_AUDIT_BROKEN);
	assert_int_equal(r.fault, AUDIT_CHANGED);
	assert_int_equal(r.row, 1);
	store_close(&st);
	seal_keys_free(&keys);
}

static void
words_of_people_do_not_get_in(void **state)
{
	static const char *const refused[] = {
	    "Sato Hanako", "花子", "a=b", "a\nb", "<b>"};
	struct audit_note n;

	(void)state;
	store_office_begin(&office, office.st);
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		audit_note(&n, "case.open", "case", 1);
		audit_note_code(&n, "name", refused[i]);
		assert_int_equal(audit_append(office.st, &n), ERR_INTERNAL);
	}
	audit_note(&n, "case.open", "case", 1);
	for (int i = 0; i < AUDIT_FIELDS + 1; i++)
		audit_note_number(&n, "n", i);
	assert_int_equal(audit_append(office.st, &n), ERR_INTERNAL);
	store_rollback(office.st);
}

static void
what_is_rolled_back_was_not_said(void **state)
{
	struct audit_report r;
	struct audit_note n;

	(void)state;
	audit_note(&n, "case.open", "case", 1);
	store_office_begin(&office, office.st);
	assert_int_equal(audit_append(office.st, &n), KERR_OK);
	store_rollback(office.st);
	assert_int_equal(audit_verify(office.st, 1, NULL, NULL, &r), KERR_OK);
	assert_int_equal(r.rows, 10);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, unmake)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(an_untouched_chain_is_sound),
	    TEST(what_was_said_can_be_read),
	    TEST(any_change_of_a_row_is_found),
	    TEST(a_row_taken_out_leaves_a_gap),
	    TEST(closing_the_gap_does_not_hide_it),
	    TEST(rows_cut_off_at_the_end_are_missed),
	    TEST(a_chain_that_is_gone_is_missed),
	    TEST(a_head_that_is_gone_or_set_back_is_found),
	    TEST(two_rows_swapped_are_found),
	    TEST(a_row_put_in_is_found),
	    TEST(rows_of_another_counter_do_not_fit),
	    TEST(an_old_row_sealed_anew_without_the_next_is_found),
	    TEST(a_lost_key_is_said_and_not_replaced),
	    TEST(another_offices_key_does_not_open_the_chain),
	    TEST(words_of_people_do_not_get_in),
	    TEST(what_is_rolled_back_was_not_said),
	};

	return cmocka_run_group_tests_name("store_audit", tests, NULL, NULL);
}
