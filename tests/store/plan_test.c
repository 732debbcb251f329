/* plan_test.c -- every statement of the store, found in the built archive
 * itself, is planned over an index: no work grows with the whole register. */
#include <libgen.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/db.h"
#include "support/store_office.h"

#define STATEMENTS_LEAST 90
#define STATEMENTS_MOST	 400
#define PLAN_SIZE	 200

static struct store_office office;
static struct db *db;
static char *archive;
static size_t archive_len;
static char *statements[STATEMENTS_MOST];
static size_t statement_count;
static char *explained[STATEMENTS_MOST];
static size_t explained_count;

/* Tables of an office that stay small, and results of a subquery. */
static const char *const small[] = {"office", "staff", "closed_days",
    "business_day", "day_ids", "cash_officer", "float_grant", "h", "audit_head",
    "schema_version", "sqlite_master", "sqlite_schema", "waiting", "(subquery-",
    "CONSTANT ROW"};

static void
read_archive(void)
{
	char path[512] = "";
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 20);
	FILE *in;

	assert_true(len > 0);
	path[len] = '\0';
	(void)dirname(path);
	(void)strcat(path, "/../../libkiosk.a");
	assert_non_null(in = fopen(path, "r"));
	assert_int_equal(fseek(in, 0, SEEK_END), 0);
	archive_len = (size_t)ftell(in);
	rewind(in);
	assert_non_null(archive = malloc(archive_len + 1));
	assert_int_equal(fread(archive, 1, archive_len, in), archive_len);
	archive[archive_len] = '\0';
	(void)fclose(in);
}

static bool
begins_statement(const char *s)
{
	static const char *const verbs[] = {
	    "SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "};

	/* Other rooms have words like these too (a card's SELECT). */
	if (strstr(s, " FROM ") == NULL && strstr(s, " SET ") == NULL &&
	    strstr(s, " VALUES ") == NULL)
		return false;
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strncmp(s, verbs[i], strlen(verbs[i])) == 0)
			return true;
	return false;
}

static bool
is_known(const char *s)
{
	for (size_t i = 0; i < statement_count; i++)
		if (strcmp(statements[i], s) == 0)
			return true;
	return false;
}

/* A literal begins after a NUL; what is only a column list is left out by the
 * database itself, which would refuse it. */
static void
collect(void)
{
	for (size_t i = 1; i < archive_len; i++) {
		if (archive[i - 1] != '\0' || !begins_statement(archive + i) ||
		    is_known(archive + i))
			continue;
		assert_true(statement_count < STATEMENTS_MOST);
		statements[statement_count++] = archive + i;
	}
}

static int
make(void **state)
{
	(void)state;
	store_office_make(&office);
	read_archive();
	collect();
	return db_open(office.path, false, &db, NULL) == KERR_OK ? 0 : -1;
}

static int
unmake(void **state)
{
	(void)state;
	db_close(&db);
	for (size_t i = 0; i < explained_count; i++)
		free(explained[i]);
	free(archive);
	store_office_remove(&office);
	return 0;
}

static bool
is_small(const char *table)
{
	for (size_t i = 0; i < sizeof(small) / sizeof(small[0]); i++)
		if (strncmp(table, small[i], strlen(small[i])) == 0 &&
		    strchr(" -ISUY0123456789", table[strlen(small[i])]) != NULL)
			return true;
	return false;
}

/* An INSERT's plan also lists the tables that refer to its own; they are read
 * only when a deferred reference is open, and there are none of those. */
static bool
is_reference_check(const char *sql, const char *step)
{
	char table[PLAN_SIZE];

	(void)snprintf(
	    table, sizeof(table), "%.*s", (int)strcspn(step, " "), step);
	return strncmp(sql, "INSERT", 6) == 0 && strstr(sql, table) == NULL;
}

/* The first step of the plan that reads a whole table; "" when none does. */
static void
find_scan(const char *sql, char plan[PLAN_SIZE])
{
	char *explain = NULL, step[PLAN_SIZE];
	struct db_statement *q = NULL;
	bool row = false;

	plan[0] = '\0';
	assert_true(asprintf(&explain, "EXPLAIN QUERY PLAN %s", sql) > 0);
	if (db_prepare(db, explain, &q) != KERR_OK)
		fail_msg("not a statement: %s", sql);
	while (db_step(q, &row) == KERR_OK && row) {
		db_column_text(q, 3, step, sizeof(step));
		if (strncmp(step, "SCAN ", 5) == 0 && !is_small(step + 5) &&
		    !is_reference_check(sql, step + 5))
			(void)memcpy(plan, step, sizeof(step));
	}
	db_release(q);
	/* The database borrows the text until it is closed. */
	assert_true(explained_count < STATEMENTS_MOST);
	explained[explained_count++] = explain;
}

static void
the_archive_holds_the_statements(void **state)
{
	(void)state;
	assert_true(statement_count >= STATEMENTS_LEAST);
	assert_true(is_known("SELECT count(*) FROM card WHERE waits = 1"));
	assert_true(is_known("DELETE FROM closed_days WHERE id = :id"));
}

static void
a_whole_table_would_be_noticed(void **state)
{
	char plan[PLAN_SIZE];

	(void)state;
	find_scan("SELECT id FROM card WHERE place = :place", plan);
	assert_string_equal(plan, "SCAN card");
	find_scan("SELECT id FROM person ORDER BY id", plan);
	assert_string_equal(plan, "SCAN person");
	find_scan("SELECT id FROM card WHERE notice_no = :number", plan);
	assert_string_equal(plan, "");
}

static void
no_statement_reads_a_whole_table(void **state)
{
	char plan[PLAN_SIZE];
	size_t bad = 0;

	(void)state;
	for (size_t i = 0; i < statement_count; i++) {
		find_scan(statements[i], plan);
		if (plan[0] == '\0')
			continue;
		print_error("%s\n  %s\n", plan, statements[i]);
		bad++;
	}
	assert_int_equal(bad, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_archive_holds_the_statements),
	    cmocka_unit_test(a_whole_table_would_be_noticed),
	    cmocka_unit_test(no_statement_reads_a_whole_table),
	};

	return cmocka_run_group_tests_name("store_plan", tests, make, unmake);
}
