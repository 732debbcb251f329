/* store_office.c -- a real store for tests. */
#include "support/store_office.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/seal.h"
#include "base/secret.h"
#include "store/audit.h"
#include "store/cases.h"
#include "store/days.h"
#include "store/db.h"
#include "store/staff.h"

static int64_t
add_staff(struct store *st, const char *number, const char *name)
{
	struct staff_record s = {.role = ROLE_CLERK, .active = true};
	int64_t id = 0;

	(void)snprintf(s.number, sizeof(s.number), "%s", number);
	(void)snprintf(s.name, sizeof(s.name), "%s", name);
	(void)snprintf(s.password, sizeof(s.password), "none");
	assert_int_equal(staff_add(st, &s, &id), KERR_OK);
	return id;
}

void
store_office_make(struct store_office *o)
{
	const struct office office = {
	    "Chofu City", "132080", true, OFFICE_NOW - 3600};
	struct failure f;

	memset(o, 0, sizeof(*o));
	assert_int_equal(secret_init(), KERR_OK);
	(void)snprintf(
	    o->directory, sizeof(o->directory), "/tmp/kiosk-store-XXXXXX");
	assert_non_null(mkdtemp(o->directory));
	(void)snprintf(o->path, sizeof(o->path), "%s/store.db", o->directory);
	(void)snprintf(
	    o->keys_path, sizeof(o->keys_path), "%s/keys.json", o->directory);
	assert_int_equal(
	    seal_keys_create(o->keys_path, OFFICE_NOW, &f), KERR_OK);
	assert_int_equal(seal_keys_open(o->keys_path, &o->keys, &f), KERR_OK);
	assert_int_equal(
	    store_create(o->path, o->keys, 1, &office, &o->st, &f), KERR_OK);
	o->day = (struct date){2026, 11, 24};
	assert_int_equal(
	    store_begin(o->st, STORE_STAFF_NONE, OFFICE_NOW), KERR_OK);
	o->clerk = add_staff(o->st, "101", "Sato");
	o->other = add_staff(o->st, "102", "Suzuki");
	assert_int_equal(days_open(o->st, o->day), KERR_OK);
	store_office_commit(o->st);
}

void
store_office_remove(struct store_office *o)
{
	char path[512];
	struct dirent *entry;
	DIR *dir;

	store_close(&o->st);
	seal_keys_free(&o->keys);
	dir = opendir(o->directory);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		(void)snprintf(
		    path, sizeof(path), "%s/%s", o->directory, entry->d_name);
		if (entry->d_name[0] != '.')
			(void)unlink(path);
	}
	if (dir != NULL)
		(void)closedir(dir);
	(void)rmdir(o->directory);
}

int
store_office_setup(void **state)
{
	store_office_make(*state);
	return 0;
}

int
store_office_teardown(void **state)
{
	store_office_remove(*state);
	return 0;
}

void
store_office_found(const struct store_office *o)
{
	struct store *st = store_office_open(o, STORE_COUNTER_NONE);
	struct audit_note n;

	audit_note(&n, "office.founded", "office", 1);
	assert_int_equal(
	    store_begin(st, STORE_STAFF_NONE, OFFICE_NOW), KERR_OK);
	assert_int_equal(audit_append(st, &n), KERR_OK);
	store_office_commit(st);
	store_close(&st);
}

struct store *
store_office_open(const struct store_office *o, int counter)
{
	struct store *st = NULL;
	struct failure f;

	assert_int_equal(
	    store_open(o->path, o->keys, counter, &st, &f), KERR_OK);
	return st;
}

void
store_office_person(struct person *p, int n)
{
	memset(p, 0, sizeof(*p));
	p->born = (struct date){1970 + n % 30, 1 + n % 12, 1 + n % 28};
	p->foreign = n % 3 != 0;
	(void)snprintf(p->address, sizeof(p->address), "1-%d Kojimacho", n);
	(void)snprintf(p->household, sizeof(p->household), "H%d", n / 2);
	(void)snprintf(p->roman, sizeof(p->roman), "NGUYEN VAN NUMBER%06d", n);
	(void)snprintf(p->kanji, sizeof(p->kanji), "田中 花子%d", n);
	(void)snprintf(p->kana, sizeof(p->kana), "タナカ ハナコ");
}

void
store_office_card(struct card_record *c, int n)
{
	memset(c, 0, sizeof(*c));
	c->kind = ISSUE_FIRST;
	(void)snprintf(
	    c->application_id, sizeof(c->application_id), "%023d", n);
	(void)snprintf(c->face_serial, sizeof(c->face_serial), "FACE%012d", n);
	(void)snprintf(c->chip_serial, sizeof(c->chip_serial), "%015d", n);
	(void)snprintf(c->notice_no, sizeof(c->notice_no), "N-%06d", n);
	c->noticed_on = (struct date){2026, 10, 1 + n % 28};
	c->expiry = (struct date){2036, 1, 1};
	c->wants_sign = c->wants_auth = true;
	(void)snprintf(c->place, sizeof(c->place), "A-%d", n);
	c->state = CARD_NOTICED;
}

int64_t
store_office_add(struct store_office *o, int n)
{
	struct card_record c;
	struct person p;
	int64_t id = 0;

	store_office_person(&p, n);
	store_office_card(&c, n);
	store_office_begin(o, o->st);
	assert_int_equal(people_add(o->st, &p, &c.person), KERR_OK);
	assert_int_equal(cards_add(o->st, &c, &p, &id), KERR_OK);
	store_office_commit(o->st);
	return id;
}

void
store_office_begin(struct store_office *o, struct store *st)
{
	assert_int_equal(store_begin(st, o->clerk, OFFICE_NOW), KERR_OK);
}

void
store_office_commit(struct store *st)
{
	assert_int_equal(store_end(st, KERR_OK), KERR_OK);
}

int64_t
store_office_case(struct store_office *o, struct store *st, int64_t card)
{
	int64_t id = 0;

	store_office_begin(o, st);
	assert_int_equal(
	    cases_open(st, CASE_KIND_COLLECTED, card, o->day, "ja", &id),
	    KERR_OK);
	store_office_commit(st);
	return id;
}

enum kerr
store_office_try(const struct store_office *o, const char *sql)
{
	struct db_statement *q = NULL;
	struct db *db = NULL;
	enum kerr e;

	assert_int_equal(db_open(o->path, false, &db, NULL), KERR_OK);
	assert_int_equal(db_prepare(db, sql, &q), KERR_OK);
	e = db_run(q);
	db_release(q);
	db_close(&db);
	return e;
}

void
store_office_tamper(const struct store_office *o, const char *sql)
{
	assert_int_equal(store_office_try(o, sql), KERR_OK);
}

int64_t
store_office_number(const struct store_office *o, const char *sql)
{
	struct db_statement *q = NULL;
	struct db *db = NULL;
	int64_t number = -1;

	assert_int_equal(db_open(o->path, false, &db, NULL), KERR_OK);
	assert_int_equal(db_prepare(db, sql, &q), KERR_OK);
	assert_int_equal(db_run_number(q, &number), KERR_OK);
	db_release(q);
	db_close(&db);
	return number;
}
