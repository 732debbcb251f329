/* till.c -- see till.h. */
#include "desk/till.h"

#include "base/text.h"
#include "desk/desk_private.h"
#include "store/cash_officers.h"
#include "store/staff.h"
#include "store/store.h"

enum kerr
till_ready(struct desk *d, struct drawer_session *out, struct failure *f)
{
	char iso[DATE_ISO_SIZE];
	enum kerr e;

	if ((e = desk_need(d, ACTION_CASH_WORK, f)) != KERR_OK)
		return e;
	if ((e = drawer_here(d->store, out)) != KERR_OK)
		return store_explain(d->store, e, f);
	if (out->state != DRAWER_OPEN)
		return failure_set(f, ERR_DRAWER_COUNTED);
	if (date_compare(out->business_day, d->business_day) != 0) {
		failure_set(f, ERR_DRAWER_OLD);
		failure_text(f, "day", date_iso(out->business_day, iso));
		return ERR_DRAWER_OLD;
	}
	return store_explain(d->store,
	    cash_officers_check(d->store, d->session.staff, out->business_day),
	    f);
}

struct date
till_day(struct desk *d)
{
	struct drawer_session s;

	if (drawer_here(d->store, &s) == KERR_OK && s.state == DRAWER_OPEN)
		return s.business_day;
	return d->business_day;
}

enum kerr
till_second(
    struct desk *d, enum action action, int64_t *staff, struct failure *f)
{
	const struct desk_session *s = &d->session;

	*staff = 0;
	if (!s->second.granted || s->second_action != action ||
	    s->second_staff == 0 || s->second_staff == s->staff)
		return failure_set(f, ERR_SAME_PERSON);
	*staff = s->second_staff;
	return KERR_OK;
}

char *
till_name(struct desk *d, int64_t staff, char *out, size_t out_size)
{
	struct staff_record s;

	out[0] = '\0';
	if (staff != 0 && staff_get(d->store, staff, &s) == KERR_OK)
		text_copy(out, out_size, s.name);
	return out;
}
