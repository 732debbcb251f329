/* charge_waiting.c -- visitors of all counters who stand before their fee: a
 * till of its own takes it, and the case goes on where it is. */
#include <string.h>

#include "base/text.h"
#include "desk/case_bundle.h"
#include "desk/charge.h"
#include "desk/charge_parts.h"
#include "desk/desk_private.h"
#include "store/cases.h"
#include "store/store.h"

#define CASES_PAGE 64

static enum kerr
waiting_row(
    struct desk *d, const struct case_record *c, struct charge_waiting *out)
{
	struct case_bundle b;
	struct charge_view v;
	struct failure f;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = case_bundle_load(d, c->id, &b, &f)) != KERR_OK ||
	    (e = charge_load(d, charge_card_of(&b), &v, &f)) != KERR_OK)
		return e;
	out->card_id = v.card_id;
	out->case_id = c->id;
	out->counter = (int)c->owner_counter;
	out->due_yen = v.due_yen;
	text_copy(out->notice, sizeof(out->notice), v.notice);
	text_copy(out->name, sizeof(out->name), v.name);
	text_copy(out->ticket, sizeof(out->ticket), c->ticket);
	return KERR_OK;
}

static bool
stands_before_fee(const struct case_record *c)
{
	return c->state == CASE_OPEN && c->step == STEP_FEE;
}

enum kerr
charge_waiting_load(struct desk *d, struct charge_waiting *rows, size_t most,
    size_t *count, struct failure *f)
{
	struct case_record cases[CASES_PAGE];
	size_t found = 0;
	enum kerr e;

	*count = 0;
	if ((e = desk_need(d, ACTION_CASH_WORK, f)) != KERR_OK)
		return e;
	for (size_t at = 0; e == KERR_OK; at += found) {
		e = cases_list(d->store, CASES_OPEN, desk_now(d), at, cases,
		    CASES_PAGE, &found);
		for (size_t i = 0; i < found && e == KERR_OK; i++)
			if (stands_before_fee(&cases[i]) && *count < most &&
			    (e = waiting_row(d, &cases[i], &rows[*count])) ==
				KERR_OK)
				++*count;
		if (found < CASES_PAGE)
			break;
	}
	return store_explain(d->store, e, f);
}
