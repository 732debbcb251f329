/* training_cases.c -- what a training office remembers of the day before: a
 * visit that was paused, so that there is something to go on with. */
#include "desk/training_cases.h"

#include "rules/case_flow.h"
#include "store/audit.h"
#include "store/cards.h"
#include "store/cases.h"
#include "store/days.h"
#include "store/staff.h"
#include "store/store.h"

#define PAUSED_NOTICE	"N-00116"
#define PAUSED_REASON	"papers" /* rules/refusal.h */
#define PAUSED_BY	"1002"
#define PAUSED_COUNTER	2
#define PAUSED_LANGUAGE "ja"

static enum kerr
note(struct store *st, const char *verb, const char *object, int64_t id)
{
	struct audit_note n;

	audit_note(&n, verb, object, id);
	return audit_append(st, &n);
}

/* The case as a clerk leaves it who was asked to wait for papers. */
static enum kerr
pause_case(struct store *st, struct date day)
{
	int64_t card = 0, id = 0;
	enum kerr e;

	if ((e = cards_find(st, CARD_BY_NOTICE, PAUSED_NOTICE, &card)) !=
		KERR_OK ||
	    (e = cases_open(st, CASE_KIND_COLLECTED, card, day, PAUSED_LANGUAGE,
		 &id)) != KERR_OK ||
	    (e = note(st, "case.open", "case", id)) != KERR_OK ||
	    (e = cases_step_done(st, id, STEP_FOUND)) != KERR_OK ||
	    (e = cases_set_step(st, id, STEP_WHO)) != KERR_OK ||
	    (e = cases_pause(st, id, PAUSED_REASON)) != KERR_OK)
		return e;
	return note(st, "case.pause", "case", id);
}

enum kerr
training_cases_fill(struct store *st, int64_t now, struct failure *f)
{
	struct date day = date_of_utc(now - DAY_SECONDS);
	struct staff_record clerk;
	int counter = store_counter(st);
	enum kerr e = staff_find(st, PAUSED_BY, &clerk);

	if (e != KERR_OK)
		return store_explain(st, e, f);
	store_set_counter(st, PAUSED_COUNTER);
	if ((e = store_begin(st, clerk.id, now - DAY_SECONDS)) == KERR_OK) {
		if ((e = days_open(st, day)) == KERR_OK &&
		    (e = note(st, "day.open", "day", date_days(day))) ==
			KERR_OK &&
		    (e = pause_case(st, day)) == KERR_OK)
			e = days_close(st, day);
		e = store_end(st, e);
	}
	store_set_counter(st, counter);
	return store_explain(st, e, f);
}
