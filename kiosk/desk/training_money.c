/* training_money.c -- see training_money.h. */
#include "desk/training_money.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/date.h"
#include "rules/fee.h"
#include "rules/fiscal.h"
#include "store/cash_officers.h"
#include "store/rules_in_force.h"
#include "store/staff.h"
#include "store/store.h"

#define ENTERS "3001" /* desk/training_logins.c */
#define TAKES  "3002"

static const struct {
	const char *staff;
	int64_t float_yen;
} officers[] = {
    {"1001", 100000},
    {"1002", 100000},
    {"2001", 200000},
};

static enum kerr
find_id(struct store *st, const char *number, int64_t *id)
{
	struct staff_record s;
	enum kerr e = staff_find(st, number, &s);

	if (e == KERR_OK)
		*id = s.id;
	return e;
}

/* What one person entered of an officer, for the other to take. */
struct entered {
	int64_t officer;
	int64_t grant;
};

static enum kerr
enter(struct store *st, struct date day, size_t i, struct entered *out,
    struct failure *f)
{
	struct cash_officer o = {
	    .first_day = fiscal_first_day(fiscal_year(day))};
	enum kerr e;

	(void)snprintf(
	    o.number, sizeof(o.number), "%d-%02zu", fiscal_year(day), i + 1);
	if ((e = find_id(st, officers[i].staff, &o.staff)) != KERR_OK ||
	    (e = cash_officers_propose(st, &o, &out->officer, f)) != KERR_OK)
		return e;
	return float_grants_propose(st, o.staff, fiscal_year(day),
	    officers[i].float_yen, &out->grant, f);
}

#define OFFICERS (sizeof(officers) / sizeof(officers[0]))

static enum kerr
enter_all(struct store *st, int64_t now, struct entered *out, struct failure *f)
{
	int64_t count = 0;
	enum kerr e = rules_adopt_profile(st, FEE_PROFILE_BUILTIN, &count);

	for (size_t i = 0; i < OFFICERS && e == KERR_OK; i++)
		e = enter(st, date_of_utc(now), i, &out[i], f);
	return e;
}

static enum kerr
take_all(struct store *st, const struct entered *entered)
{
	int64_t count = 0;
	enum kerr e = rules_approve_profile(st, FEE_PROFILE_BUILTIN, &count);

	for (size_t i = 0; i < OFFICERS && e == KERR_OK; i++)
		if ((e = cash_officers_approve(st, entered[i].officer)) ==
		    KERR_OK)
			e = float_grants_approve(st, entered[i].grant);
	return e;
}

enum kerr
training_money_fill(struct store *st, int64_t now, struct failure *f)
{
	struct entered entered[OFFICERS];
	int64_t enters = 0, takes = 0;
	enum kerr e;

	if ((e = find_id(st, ENTERS, &enters)) != KERR_OK ||
	    (e = find_id(st, TAKES, &takes)) != KERR_OK ||
	    (e = store_begin(st, enters, now)) != KERR_OK)
		return store_explain(st, e, f);
	e = store_end(st, enter_all(st, now, entered, f));
	if (e != KERR_OK || (e = store_begin(st, takes, now)) != KERR_OK)
		return store_explain(st, e, f);
	return store_explain(st, store_end(st, take_all(st, entered)), f);
}
