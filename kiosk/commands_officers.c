/* commands_officers.c -- cash officers and their floats, by two people. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "desk/cash_people.h"
#include "root/by.h"
#include "root/commands.h"
#include "rules/fiscal.h"

static const char *const states[] = {"proposed", "in_force", "rejected"};

static struct date
first_of(const struct cash_person *p)
{
	return p->kind == CASH_PERSON_GRANT ? fiscal_first_day(p->year)
					    : p->first_day;
}

static struct date
last_of(const struct cash_person *p)
{
	return p->kind == CASH_PERSON_GRANT ? fiscal_last_day(p->year)
					    : p->last_day;
}

static void
person_as_json(struct json *all, const struct cash_person *p)
{
	char iso[DATE_ISO_SIZE];
	struct json *j = json_new_object();

	json_set_text(
	    j, "kind", p->kind == CASH_PERSON_GRANT ? "float" : "officer");
	json_set_number(j, "id", p->id);
	json_set_text(j, "staff", p->staff_no);
	if (p->kind == CASH_PERSON_GRANT)
		json_set_number(j, "yen", p->yen);
	else
		json_set_text(j, "appointment", p->number);
	json_set_text(j, "from", date_iso(first_of(p), iso));
	json_set_text(j, "to", date_iso(last_of(p), iso));
	json_set_text(j, "state", states[p->state]);
	json_add(all, j);
}

static void
person_as_text(const struct cash_person *p)
{
	char from[DATE_ISO_SIZE], to[DATE_ISO_SIZE];

	printf("%-8s %4lld  %-8s  %-10s  %-10s  %-9s  ",
	    p->kind == CASH_PERSON_GRANT ? "float" : "officer",
	    (long long)p->id, p->staff_no, date_iso(first_of(p), from),
	    date_iso(last_of(p), to), states[p->state]);
	if (p->kind == CASH_PERSON_GRANT)
		printf("%lld\n", (long long)p->yen);
	else
		printf("%s\n", p->number);
}

static enum say_exit
say_people(const struct cash_person *rows, size_t count, bool as_json)
{
	struct json *all = as_json ? json_new_array() : NULL;
	enum kerr e = KERR_OK;

	for (size_t i = 0; i < count; i++) {
		if (as_json)
			person_as_json(all, &rows[i]);
		else
			person_as_text(&rows[i]);
	}
	if (as_json)
		e = json_write(all, stdout);
	json_free(&all);
	return say_exit_of(e);
}

enum say_exit
command_officers_list(struct options *o)
{
	struct office_open office;
	struct cash_person *rows = calloc(CASH_PEOPLE_MOST, sizeof(*rows));
	struct rules_by by = {.staff = 0};
	struct failure f;
	enum say_exit status;
	size_t count = 0;
	enum kerr e;

	if (rows == NULL) {
		failure_set(&f, ERR_MEMORY);
		return say_failed(&f, o->json);
	}
	if ((e = office_begin(o, &office, &f)) == KERR_OK &&
	    (e = office_open_store(&office, &f)) == KERR_OK) {
		by.st = office.store;
		e = cash_people_list(&by, date_of_utc(clock_now(&office.clock)),
		    rows, CASH_PEOPLE_MOST, &count, &f);
	}
	status = e == KERR_OK ? say_people(rows, count, o->json)
			      : say_failed(&f, o->json);
	office_end(&office);
	free(rows);
	return status;
}

/* -- what changes something: one shape, four ways -- */

struct wish {
	struct date first, last;
	int64_t yen, year;
	long long row;
	enum cash_person_kind kind;
};
typedef enum kerr officers_do(const struct options *o,
    const struct rules_by *by, const struct wish *w, struct failure *f);

static enum say_exit
run(struct options *o, const struct wish *w, officers_do *act)
{
	struct office_open office;
	struct rules_by by;
	struct failure f;
	enum kerr e;

	if (o->by == NULL)
		return say_usage(N_("--by names who answers for it"), o->json);
	if ((e = office_begin(o, &office, &f)) == KERR_OK &&
	    (e = by_begin(o, &office, ACTION_CASH_OFFICERS, &by, &f)) ==
		KERR_OK)
		e = act(o, &by, w, &f);
	office_end(&office);
	if (e != KERR_OK)
		return say_failed(&f, o->json);
	if (o->json)
		printf("{}\n");
	return SAY_YES;
}

static enum kerr
do_appoint(const struct options *o, const struct rules_by *by,
    const struct wish *w, struct failure *f)
{
	return cash_people_appoint(
	    by, o->number, o->appointment, w->first, w->last, f);
}

enum say_exit
command_officers_appoint(struct options *o)
{
	struct wish w = {.row = 0};

	if (o->number == NULL || o->appointment == NULL || o->from == NULL ||
	    !date_parse(o->from, &w.first) ||
	    (o->to != NULL && !date_parse(o->to, &w.last)))
		return say_usage(N_("it needs --number, --appointment, --from "
				    "and perhaps --to"),
		    o->json);
	return run(o, &w, do_appoint);
}

static enum kerr
do_grant(const struct options *o, const struct rules_by *by,
    const struct wish *w, struct failure *f)
{
	return cash_people_grant(by, o->number, (int)w->year, w->yen, f);
}

enum say_exit
command_officers_grant(struct options *o)
{
	struct wish w = {.row = 0};

	if (o->number == NULL || o->year == NULL || o->value == NULL ||
	    !fee_rules_value(RULE_LIMIT, o->year, &w.year) || w.year > 9999 ||
	    !fee_rules_value(RULE_LIMIT, o->value, &w.yen))
		return say_usage(
		    N_("it needs --number, --year and --value"), o->json);
	return run(o, &w, do_grant);
}

/* "officer 3" or "float 2". */
static bool
which_row(const struct options *o, struct wish *w)
{
	if (o->word_count != 2 || (w->row = by_row(o->word[1])) == 0)
		return false;
	w->kind = strcmp(o->word[0], "float") == 0 ? CASH_PERSON_GRANT
						   : CASH_PERSON_OFFICER;
	return w->kind == CASH_PERSON_GRANT ||
	       strcmp(o->word[0], "officer") == 0;
}

static enum kerr
do_approve(const struct options *o, const struct rules_by *by,
    const struct wish *w, struct failure *f)
{
	(void)o;
	return cash_people_decide(by, w->kind, w->row, true, f);
}

static enum kerr
do_reject(const struct options *o, const struct rules_by *by,
    const struct wish *w, struct failure *f)
{
	(void)o;
	return cash_people_decide(by, w->kind, w->row, false, f);
}

static enum say_exit
decide(struct options *o, officers_do *act)
{
	struct wish w = {.row = 0};

	if (!which_row(o, &w))
		return say_usage(
		    N_("it needs officer or float, and the number of a row"),
		    o->json);
	return run(o, &w, act);
}

enum say_exit
command_officers_approve(struct options *o)
{
	return decide(o, do_approve);
}

enum say_exit
command_officers_reject(struct options *o)
{
	return decide(o, do_reject);
}

static enum kerr
do_end(const struct options *o, const struct rules_by *by, const struct wish *w,
    struct failure *f)
{
	(void)o;
	return cash_people_end(by, w->row, w->last, f);
}

enum say_exit
command_officers_end(struct options *o)
{
	struct wish w = {.row = 0};

	if (o->word_count != 1 || (w.row = by_row(o->word[0])) == 0 ||
	    o->to == NULL || !date_parse(o->to, &w.last))
		return say_usage(
		    N_("it needs the number of a row and --to"), o->json);
	return run(o, &w, do_end);
}
