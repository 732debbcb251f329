/* cash_people.c -- see desk/cash_people.h. */
#include "desk/cash_people.h"

#include <string.h>

#include "base/text.h"
#include "desk/desk_private.h"
#include "store/cash_officers.h"
#include "store/staff.h"
#include "store/store.h"

#define PAGE 32

enum kerr
desk_people_by(struct desk *d, struct rules_by *out, struct failure *f)
{
	out->st = d->store;
	out->now = desk_now(d);
	out->staff = d->session.staff;
	return desk_need(d, ACTION_CASH_OFFICERS, f);
}

static void
name_of(struct store *st, int64_t staff, char *out, size_t out_size)
{
	struct staff_record s;

	out[0] = '\0';
	if (staff != 0 && staff_get(st, staff, &s) == KERR_OK)
		text_copy(out, out_size, s.name);
}

static void
view_person(const struct rules_by *by, int64_t staff, int64_t proposed,
    int64_t decided, enum grant_state state, struct cash_person *v)
{
	struct staff_record s;

	v->staff = staff;
	if (staff_get(by->st, staff, &s) == KERR_OK) {
		text_copy(v->staff_no, sizeof(v->staff_no), s.number);
		text_copy(v->name, sizeof(v->name), s.name);
	}
	v->state = (enum cash_person_state)state;
	v->is_own = proposed == by->staff || staff == by->staff;
	name_of(by->st, proposed, v->proposed_by, sizeof(v->proposed_by));
	name_of(by->st, decided, v->decided_by, sizeof(v->decided_by));
}

static enum kerr
list_officers(const struct rules_by *by, struct date today,
    struct cash_person *rows, size_t most, size_t *count)
{
	struct cash_officer page[PAGE];
	size_t found = PAGE;
	enum kerr e = KERR_OK;

	for (size_t at = 0; e == KERR_OK && found == PAGE; at += found) {
		e = cash_officers_list(by->st, at, page, PAGE, &found);
		for (size_t i = 0; e == KERR_OK && i < found && *count < most;
		     i++) {
			struct cash_person *v = &rows[(*count)++];
			const struct cash_officer *o = &page[i];

			memset(v, 0, sizeof(*v));
			v->kind = CASH_PERSON_OFFICER;
			v->id = o->id;
			text_copy(v->number, sizeof(v->number), o->number);
			v->first_day = o->first_day;
			v->last_day = o->last_day;
			v->is_over = date_is_set(o->last_day) &&
				     date_compare(o->last_day, today) < 0;
			view_person(by, o->staff, o->proposed_by, o->decided_by,
			    o->state, v);
		}
	}
	return e;
}

static enum kerr
list_grants(const struct rules_by *by, struct cash_person *rows, size_t most,
    size_t *count)
{
	struct float_grant page[PAGE];
	size_t found = PAGE;
	enum kerr e = KERR_OK;

	for (size_t at = 0; e == KERR_OK && found == PAGE; at += found) {
		e = float_grants_list(by->st, at, page, PAGE, &found);
		for (size_t i = 0; e == KERR_OK && i < found && *count < most;
		     i++) {
			struct cash_person *v = &rows[(*count)++];
			const struct float_grant *g = &page[i];

			memset(v, 0, sizeof(*v));
			v->kind = CASH_PERSON_GRANT;
			v->id = g->id;
			v->year = g->fiscal_year;
			v->yen = g->yen;
			view_person(by, g->staff, g->proposed_by, g->decided_by,
			    g->state, v);
		}
	}
	return e;
}

enum kerr
cash_people_list(const struct rules_by *by, struct date today,
    struct cash_person *rows, size_t most, size_t *count, struct failure *f)
{
	enum kerr e;

	*count = 0;
	e = list_officers(by, today, rows, most, count);
	if (e == KERR_OK)
		e = list_grants(by, rows, most, count);
	return store_explain(by->st, e, f);
}

/* -- one step a call -- */

static enum kerr
people_begin(const struct rules_by *by, struct failure *f)
{
	return store_explain(
	    by->st, store_begin(by->st, by->staff, by->now), f);
}

/* What the step itself said (why) tells more than its code. */
static enum kerr
people_end(const struct rules_by *by, enum kerr e, const struct failure *why,
    struct failure *f)
{
	e = store_explain(by->st, store_end(by->st, e), f);
	if (e != KERR_OK && why != NULL && why->code == e)
		*f = *why;
	return e;
}

enum kerr
cash_people_appoint(const struct rules_by *by, const char *staff_no,
    const char *number, struct date first, struct date last, struct failure *f)
{
	struct cash_officer o = {.first_day = first, .last_day = last};
	struct failure why = {.code = KERR_OK};
	struct staff_record s;
	int64_t id = 0;
	enum kerr e;

	if ((e = staff_find(by->st, staff_no, &s)) != KERR_OK)
		return store_explain(by->st, e, f);
	o.staff = s.id;
	text_copy(o.number, sizeof(o.number), number);
	if ((e = people_begin(by, f)) != KERR_OK)
		return e;
	return people_end(
	    by, cash_officers_propose(by->st, &o, &id, &why), &why, f);
}

enum kerr
cash_people_grant(const struct rules_by *by, const char *staff_no, int year,
    int64_t yen, struct failure *f)
{
	struct failure why = {.code = KERR_OK};
	struct staff_record s;
	int64_t id = 0;
	enum kerr e;

	if ((e = staff_find(by->st, staff_no, &s)) != KERR_OK)
		return store_explain(by->st, e, f);
	if ((e = people_begin(by, f)) != KERR_OK)
		return e;
	return people_end(by,
	    float_grants_propose(by->st, s.id, year, yen, &id, &why), &why, f);
}

enum kerr
cash_people_decide(const struct rules_by *by, enum cash_person_kind kind,
    int64_t id, bool approve, struct failure *f)
{
	enum kerr e;

	if ((e = people_begin(by, f)) != KERR_OK)
		return e;
	if (kind == CASH_PERSON_OFFICER)
		e = approve ? cash_officers_approve(by->st, id)
			    : cash_officers_reject(by->st, id);
	else
		e = approve ? float_grants_approve(by->st, id)
			    : float_grants_reject(by->st, id);
	return people_end(by, e, NULL, f);
}

enum kerr
cash_people_end(
    const struct rules_by *by, int64_t id, struct date last, struct failure *f)
{
	enum kerr e;

	if ((e = people_begin(by, f)) != KERR_OK)
		return e;
	return people_end(by, cash_officers_end(by->st, id, last), NULL, f);
}
