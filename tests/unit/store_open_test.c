/* store_open_test.c -- which files are opened as a store, and what is said of
 * the others; requests and counters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/seal.h"
#include "store/days.h"
#include "store/db.h"
#include "store/dialect.h"
#include "store/schema.h"
#include "store/staff.h"
#include "support/store_office.h"

static struct store_office office;

static enum kerr
open_again(struct failure *f)
{
	struct store *st = NULL;
	enum kerr e;

	e = store_open(office.path, office.keys, 2, &st, f);
	store_close(&st);
	return e;
}

static void
a_new_store_remembers_its_office(void **state)
{
	struct store *st = store_office_open(&office, 3);

	(void)state;
	assert_string_equal(store_office(st)->name, "Chofu City");
	assert_string_equal(store_office(st)->municipality, "132080");
	assert_true(store_office(st)->training);
	assert_int_equal(store_office(st)->created_at, OFFICE_NOW - 3600);
	assert_int_equal(store_counter(st), 3);
	store_close(&st);
	assert_null(st);
}

static void
its_files_are_private(void **state)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", ".queue"};
	char path[128];
	struct stat st;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		(void)snprintf(
		    path, sizeof(path), "%s%s", office.path, suffixes[i]);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
	}
}

static void
the_pragmas_of_the_design_hold(void **state)
{
	static const struct {
		const char *sql;
		int64_t value;
	} pragmas[] = {{"PRAGMA synchronous", 2}, {"PRAGMA secure_delete", 1},
	    {"PRAGMA foreign_keys", 1}, {"PRAGMA trusted_schema", 0},
	    {"PRAGMA cell_size_check", 1}};

	(void)state;
	for (size_t i = 0; i < sizeof(pragmas) / sizeof(pragmas[0]); i++)
		assert_int_equal(store_office_number(&office, pragmas[i].sql),
		    pragmas[i].value);
	assert_int_equal(store_office_number(&office,
			     "SELECT count(*) FROM pragma_journal_mode"
			     " WHERE journal_mode = 'wal'"),
	    1);
	assert_int_equal(store_office_number(&office,
			     "SELECT count(*) FROM pragma_table_list"
			     " WHERE schema = 'main' AND type = 'table'"
			     "   AND strict = 0 AND name NOT LIKE 'sqlite%'"),
	    0);
}

static void
an_existing_store_is_never_replaced(void **state)
{
	const struct office other = {"Elsewhere", "131016", false, 1};
	struct store *st = NULL;
	struct failure f;

	(void)state;
	assert_int_equal(
	    store_create(office.path, office.keys, 1, &other, &st, &f),
	    ERR_STORE_EXISTS);
	assert_null(st);
	assert_string_equal(failure_argument(&f, "file"), office.path);
	st = store_office_open(&office, 1);
	assert_string_equal(store_office(st)->name, "Chofu City");
	store_close(&st);
}

static void
a_missing_store_is_said_to_be_missing(void **state)
{
	struct failure f;

	(void)state;
	store_close(&office.st);
	assert_int_equal(unlink(office.path), 0);
	assert_int_equal(open_again(&f), ERR_STORE_MISSING);
	assert_string_equal(failure_argument(&f, "file"), office.path);
	assert_int_equal(access(office.path, F_OK), -1);
}

static void
a_store_that_others_may_read_is_refused(void **state)
{
	struct failure f;

	(void)state;
	assert_int_equal(chmod(office.path, 0640), 0);
	assert_int_equal(open_again(&f), ERR_PERMISSIONS);
	assert_string_equal(failure_argument(&f, "mode"), "600");
	assert_int_equal(chmod(office.path, 0600), 0);
	assert_int_equal(chmod(office.directory, 0750), 0);
	assert_int_equal(open_again(&f), ERR_PERMISSIONS);
	assert_string_equal(failure_argument(&f, "mode"), "700");
	assert_int_equal(chmod(office.directory, 0700), 0);
	assert_int_equal(open_again(&f), KERR_OK);
}

static void
a_newer_version_is_refused_and_not_touched(void **state)
{
	struct failure f;

	(void)state;
	store_office_tamper(&office,
	    "INSERT INTO schema_version (version, applied_at)"
	    " VALUES (9000, 1)");
	assert_int_equal(open_again(&f), ERR_STORE_NEWER);
	assert_string_equal(failure_argument(&f, "version"), "9000");
	assert_int_equal(
	    store_office_number(&office, "SELECT count(*) FROM schema_version"),
	    1 + (int64_t)schema_migration_count);
}

/* Put a file in the store's place, without the log that lies beside it. */
static void
write_file(const char *text)
{
	static const char *const suffixes[] = {"-wal", "-shm"};
	char path[128];
	FILE *out = fopen(office.path, "w");

	for (size_t i = 0; i < 2; i++) {
		(void)snprintf(
		    path, sizeof(path), "%s%s", office.path, suffixes[i]);
		(void)unlink(path);
	}
	assert_non_null(out);
	assert_true(fputs(text, out) >= 0);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(chmod(office.path, 0600), 0);
}

static void
a_file_that_is_no_database_is_refused_and_kept(void **state)
{
	const struct office other = {"Elsewhere", "131016", false, 1};
	struct store *st = NULL;
	struct failure f;
	char line[64] = "";
	FILE *in;

	(void)state;
	store_close(&office.st);
	write_file("A list of names that somebody put here by mistake.\n");
	assert_int_equal(open_again(&f), ERR_STORE_CORRUPT);
	assert_true(failure_argument(&f, "reason")[0] != '\0');
	assert_int_equal(
	    store_create(office.path, office.keys, 1, &other, &st, &f),
	    ERR_STORE_EXISTS);
	in = fopen(office.path, "r");
	assert_non_null(in);
	assert_non_null(fgets(line, sizeof(line), in));
	assert_int_equal(fclose(in), 0);
	assert_memory_equal(line, "A list of names", 15);
}

static void
somebody_elses_database_is_refused_and_not_changed(void **state)
{
	struct db *db = NULL;
	struct failure f;

	(void)state;
	store_close(&office.st);
	assert_int_equal(unlink(office.path), 0);
	assert_int_equal(db_open(office.path, true, &db, &f), KERR_OK);
	assert_int_equal(
	    db_define(db, "CREATE TABLE theirs (id {int}) {row};"), KERR_OK);
	db_close(&db);
	assert_int_equal(open_again(&f), ERR_STORE_CORRUPT);
	assert_int_equal(store_office_number(&office,
			     "SELECT count(*) FROM pragma_journal_mode"
			     " WHERE journal_mode = 'wal'"),
	    0);
}

static void
an_empty_file_left_by_a_cut_off_creation_can_be_filled(void **state)
{
	const struct office again = {"Chofu City", "132080", true, 5};
	struct failure f;

	(void)state;
	store_close(&office.st);
	assert_int_equal(unlink(office.path), 0);
	write_file("");
	assert_int_equal(open_again(&f), ERR_STORE_MISSING);
	assert_int_equal(
	    store_create(office.path, office.keys, 1, &again, &office.st, &f),
	    KERR_OK);
}

static void
every_old_version_comes_up_to_date(void **state)
{
	struct db *db = NULL;
	int64_t version = -1;

	(void)state;
	store_close(&office.st);
	for (size_t i = 0; i < schema_migration_count; i++) {
		assert_int_equal(unlink(office.path), 0);
		assert_int_equal(db_open(office.path, true, &db, NULL), 0);
		assert_int_equal(db_settle(db), KERR_OK);
		assert_int_equal(
		    schema_upgrade(db, schema_migrations[i].version, 7),
		    KERR_OK);
		assert_int_equal(schema_version(db, &version), KERR_OK);
		assert_int_equal(version, schema_migrations[i].version);
		assert_int_equal(
		    schema_upgrade(db, schema_newest(), 8), KERR_OK);
		assert_int_equal(schema_version(db, &version), KERR_OK);
		assert_int_equal(version, schema_newest());
		db_close(&db);
	}
}

/* A card that an office of the first version had in its list. */
static void
a_card_of_version_1_stays_what_it_was(void **state)
{
	static const char filled[] =
	    "INSERT INTO office (id, name, municipality, training, created_at)"
	    " VALUES (1, 'Chofu City', '132080', 1, 5);"
	    "INSERT INTO person (id, born, is_foreign, address, roman, kanji,"
	    " alias, kana) VALUES (1, '1990-01-02', 0, 'a', '', 'b', '', '');"
	    "INSERT INTO card (id, person, kind, application_id, fee_due_yen,"
	    " wants_sign, wants_auth, place, state, state_at, waits, queue_at)"
	    " VALUES (7, 1, 'first', '12345678901234567890123', 0, 1, 1,"
	    " 'A-1', 'delivered', 9, 0, 0);";
	struct card_record card;
	struct db *db = NULL;

	(void)state;
	store_close(&office.st);
	assert_int_equal(unlink(office.path), 0);
	assert_int_equal(db_open(office.path, true, &db, NULL), 0);
	assert_int_equal(db_settle(db), KERR_OK);
	assert_int_equal(schema_upgrade(db, 1, 7), KERR_OK);
	assert_int_equal(db_define(db, filled), KERR_OK);
	db_close(&db);
	office.st = store_office_open(&office, 1);
	assert_int_equal(cards_get(office.st, 7, &card), KERR_OK);
	assert_int_equal(card.type, CARD_TYPE_INDIVIDUAL);
	assert_int_equal(card.state, CARD_DELIVERED);
	assert_int_equal(card.replaces, 0);
	assert_string_equal(card.municipality, "");
	assert_false(card.express);
}

static void
one_terminal_at_a_time_has_a_counter(void **state)
{
	struct store *second = store_office_open(&office, 1);
	struct store *beside = store_office_open(&office, 2);
	struct failure f;
	enum kerr e;

	(void)state;
	assert_int_equal(store_claim_counter(office.st), KERR_OK);
	e = store_claim_counter(second);
	assert_int_equal(e, ERR_COUNTER_TAKEN);
	assert_int_equal(store_explain(second, e, &f), e);
	assert_string_equal(failure_argument(&f, "n"), "1");
	assert_int_equal(store_claim_counter(beside), KERR_OK);
	store_close(&office.st);
	assert_int_equal(store_claim_counter(second), KERR_OK);
	store_close(&second);
	store_close(&beside);
}

static void
a_form_sent_twice_is_done_once(void **state)
{
	int64_t result = 0;
	bool found = true;

	(void)state;
	store_office_begin(&office, office.st);
	assert_int_equal(store_request_get(office.st, "k1", "collection.open",
			     "d1", &found, &result),
	    KERR_OK);
	assert_false(found);
	assert_int_equal(
	    store_request_put(office.st, "k1", "collection.open", "d1", 42),
	    KERR_OK);
	store_office_commit(office.st);
	assert_int_equal(store_request_get(office.st, "k1", "collection.open",
			     "d1", &found, &result),
	    KERR_OK);
	assert_true(found);
	assert_int_equal(result, 42);
	assert_int_equal(store_request_get(office.st, "k1", "collection.open",
			     "d2", &found, &result),
	    ERR_REQUEST_REUSED);
	assert_int_equal(
	    store_request_get(office.st, "k1", "import", "d1", &found, &result),
	    ERR_REQUEST_REUSED);
}

static void
nothing_is_written_outside_a_transaction(void **state)
{
	int64_t id = 0;
	struct staff_record s = {.role = ROLE_CLERK, .number = "9"};

	(void)state;
	assert_int_equal(staff_add(office.st, &s, &id), ERR_INTERNAL);
	assert_int_equal(store_commit(office.st), ERR_INTERNAL);
	store_office_begin(&office, office.st);
	assert_int_equal(
	    store_begin(office.st, office.clerk, OFFICE_NOW), ERR_INTERNAL);
	store_office_commit(office.st);
}

static void
what_failed_is_rolled_back_as_a_whole(void **state)
{
	struct staff_record s = {.role = ROLE_CLERK, .number = "9"};
	int64_t id = 0;

	(void)state;
	store_office_begin(&office, office.st);
	assert_int_equal(staff_add(office.st, &s, &id), KERR_OK);
	assert_int_equal(staff_add(office.st, &s, &id), ERR_STORE_CONSTRAINT);
	assert_int_equal(
	    store_end(office.st, ERR_STORE_CONSTRAINT), ERR_STORE_CONSTRAINT);
	assert_int_equal(staff_find(office.st, "9", &s), ERR_NOT_FOUND);
}

static void
failures_of_a_password_are_kept_and_cleared(void **state)
{
	struct staff_record s;

	(void)state;
	store_office_begin(&office, office.st);
	assert_int_equal(staff_failed(office.st, office.clerk), KERR_OK);
	assert_int_equal(staff_failed(office.st, office.clerk), KERR_OK);
	store_office_commit(office.st);
	assert_int_equal(staff_find(office.st, "101", &s), KERR_OK);
	assert_int_equal(s.failures, 2);
	assert_int_equal(s.last_failure_at, OFFICE_NOW);
	store_office_begin(&office, office.st);
	assert_int_equal(
	    staff_clear_failures(office.st, office.clerk), KERR_OK);
	assert_int_equal(
	    staff_set_active(office.st, office.clerk, false), KERR_OK);
	assert_int_equal(staff_failed(office.st, 4711), ERR_NOT_FOUND);
	store_office_commit(office.st);
	assert_int_equal(staff_get(office.st, office.clerk, &s), KERR_OK);
	assert_int_equal(s.failures, 0);
	assert_int_equal(s.last_failure_at, 0);
	assert_false(s.active);
}

static void
one_business_day_is_open_at_a_time(void **state)
{
	struct date next = {2026, 11, 25};
	struct business_day day;

	(void)state;
	store_office_begin(&office, office.st);
	assert_int_equal(days_open(office.st, office.day), KERR_OK);
	assert_int_equal(days_open(office.st, next), ERR_STORE_CONSTRAINT);
	assert_int_equal(days_close(office.st, office.day), KERR_OK);
	assert_int_equal(days_close(office.st, office.day), ERR_NOT_FOUND);
	assert_int_equal(days_current(office.st, &day), ERR_NOT_FOUND);
	assert_int_equal(
	    days_open(office.st, office.day), ERR_STORE_CONSTRAINT);
	assert_int_equal(days_open(office.st, next), KERR_OK);
	store_office_commit(office.st);
	assert_int_equal(days_current(office.st, &day), KERR_OK);
	assert_int_equal(date_compare(day.day, next), 0);
	assert_int_equal(day.opened_by, office.clerk);
}

static void
an_unknown_token_in_the_tables_is_refused(void **state)
{
	char *sql = NULL;

	(void)state;
	assert_int_equal(dialect_expand(&dialect_sqlite,
			     "a {bool:x}, b {ref:t}, c {id}) {row:key}", &sql),
	    KERR_OK);
	assert_string_equal(sql,
	    "a INTEGER NOT NULL CHECK (x IN (0, 1)),"
	    " b INTEGER REFERENCES t (id),"
	    " c INTEGER PRIMARY KEY AUTOINCREMENT) STRICT, WITHOUT ROWID");
	free(sql);
	assert_int_equal(
	    dialect_expand(&dialect_sqlite, "a {money}", &sql), ERR_INTERNAL);
	assert_null(sql);
	assert_int_equal(
	    dialect_expand(&dialect_sqlite, "a {int", &sql), ERR_INTERNAL);
}

#define TEST(name) \
	cmocka_unit_test_prestate_setup_teardown( \
	    name, store_office_setup, store_office_teardown, &office)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_new_store_remembers_its_office),
	    TEST(its_files_are_private),
	    TEST(the_pragmas_of_the_design_hold),
	    TEST(an_existing_store_is_never_replaced),
	    TEST(a_missing_store_is_said_to_be_missing),
	    TEST(a_store_that_others_may_read_is_refused),
	    TEST(a_newer_version_is_refused_and_not_touched),
	    TEST(a_file_that_is_no_database_is_refused_and_kept),
	    TEST(somebody_elses_database_is_refused_and_not_changed),
	    TEST(an_empty_file_left_by_a_cut_off_creation_can_be_filled),
	    TEST(every_old_version_comes_up_to_date),
	    TEST(a_card_of_version_1_stays_what_it_was),
	    TEST(one_terminal_at_a_time_has_a_counter),
	    TEST(a_form_sent_twice_is_done_once),
	    TEST(nothing_is_written_outside_a_transaction),
	    TEST(what_failed_is_rolled_back_as_a_whole),
	    TEST(failures_of_a_password_are_kept_and_cleared),
	    TEST(one_business_day_is_open_at_a_time),
	    TEST(an_unknown_token_in_the_tables_is_refused),
	};

	return cmocka_run_group_tests_name("store_open", tests, NULL, NULL);
}
