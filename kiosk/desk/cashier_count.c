/* cashier_count.c -- counting the drawer blind, and closing it by somebody
 * else than who worked with it (counter-procedures 5.6, 5.7). */
#include <string.h>

#include "desk/cashier.h"
#include "desk/desk_private.h"
#include "desk/till.h"
#include "store/store.h"

enum kerr
cashier_count_begin(struct desk *d, struct failure *f)
{
	enum kerr e;

	if ((e = desk_need(d, ACTION_CASH_COUNT, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	return desk_end(d, drawer_begin_count(d->store), NULL, f);
}

enum kerr
cashier_count_cancel(struct desk *d, struct failure *f)
{
	enum kerr e;

	if ((e = desk_need(d, ACTION_CASH_COUNT, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	return desk_end(d, drawer_end_count(d->store), NULL, f);
}

enum kerr
cashier_count(struct desk *d, const struct cash *counted, const char *key,
    struct failure *f)
{
	struct drawer_verdict verdict;
	enum kerr e;

	if ((e = desk_need(d, ACTION_CASH_COUNT, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	return desk_end(
	    d, drawer_count(d->store, key, 0, counted, &verdict), NULL, f);
}

enum kerr
cashier_count_again(struct desk *d, const struct cash *counted, const char *key,
    struct failure *f)
{
	struct drawer_verdict verdict;
	int64_t second = 0;
	enum kerr e;

	if ((e = desk_need(d, ACTION_CASH_COUNT, f)) != KERR_OK ||
	    (e = till_second(d, ACTION_CASH_COUNT, &second, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	e = desk_end(
	    d, drawer_count(d->store, key, second, counted, &verdict), NULL, f);
	if (e == KERR_OK)
		session_second_end(d);
	return e;
}

enum kerr
cashier_count_load(struct desk *d, struct count_view *out, struct failure *f)
{
	struct drawer_session s;
	struct drawer_verdict verdict;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = desk_need(d, ACTION_CASH_COUNT, f)) != KERR_OK)
		return e;
	if ((e = drawer_here(d->store, &s)) != KERR_OK ||
	    (e = drawer_verdict(d->store, s.id, &verdict)) != KERR_OK)
		return store_explain(d->store, e, f);
	out->counts = verdict.counts;
	out->is_known = verdict.can_close;
	if (!verdict.can_close)
		return failure_set(f, KERR_OK);
	out->expected_yen = verdict.expected_yen;
	out->counted_yen = verdict.counted_yen;
	out->difference_yen = verdict.difference_yen;
	return failure_set(f, KERR_OK);
}

static const struct cash_reason difference_reasons[] = {
    {"unknown", N_("Nobody knows why")},
    {"wrong_change", N_("Wrong change was given")},
    {"not_entered", N_("Something was not entered")},
    {"other", N_("Another reason")},
    {NULL, NULL},
};

const struct cash_reason *
cashier_difference_reasons(void)
{
	return difference_reasons;
}

enum kerr
cashier_close(struct desk *d, const char *reason, const char *key,
    struct close_done *out, struct failure *f)
{
	struct drawer_session s;
	struct count_view counted;
	int64_t second = 0;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	memset(&s, 0, sizeof(s));
	if ((e = cashier_count_load(d, &counted, f)) != KERR_OK)
		return e;
	/* whoever may approve and took no money closes without another */
	if ((e = till_second(d, ACTION_CASH_APPROVE, &second, f)) != KERR_OK &&
	    !session_may(d, ACTION_CASH_APPROVE))
		return e;
	if (counted.difference_yen != 0 && reason[0] == '\0') {
		failure_set(f, ERR_STEP_INCOMPLETE);
		failure_text(f, "field", N_("Reason"));
		return ERR_STEP_INCOMPLETE;
	}
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	e = desk_end(
	    d, drawer_close(d->store, key, second, reason, &s), NULL, f);
	if (e != KERR_OK)
		return e;
	session_second_end(d);
	out->session = s.id;
	out->expected_yen = s.expected_yen;
	out->counted_yen = s.counted_yen;
	out->difference_yen = s.counted_yen - s.expected_yen;
	cash_paper_sheet(d, s.id, out->sheet, sizeof(out->sheet));
	return KERR_OK;
}
