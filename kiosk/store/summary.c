/* summary.c -- the supervisor's day. Deliveries, refusals and activations
 * count on the business day on which they happened, also when the case was
 * opened on another one. */
#include "store/summary.h"

#include <string.h>

#include "store/cases.h"
#include "store/effects.h"
#include "store/incidents.h"
#include "store/pin_doubt.h"
#include "store/store.h"
#include "store/summary_scope.h"
#include "store/transaction.h"
#include "store/waiting.h"

static const struct {
	const char *code;
	const char *name;
} ages[WAITING_AGE_COUNT] = {
    [WAITING_UNDER_1] = {"under_1_month", N_("under 1 month")},
    [WAITING_1_TO_2] = {"1_to_2_months", N_("1 to 2 months")},
    [WAITING_2_TO_3] = {"2_to_3_months", N_("2 to 3 months")},
    [WAITING_3_TO_6] = {"3_to_6_months", N_("3 to 6 months")},
    [WAITING_OVER_6] = {"over_6_months", N_("over 6 months")},
};

const char *
waiting_age_code(enum waiting_age a)
{
	return a < WAITING_AGE_COUNT ? ages[a].code : "";
}

const char *
waiting_age_name(enum waiting_age a)
{
	return a < WAITING_AGE_COUNT ? ages[a].name : "";
}

static struct summary_scope
scope_of(struct date day, int counter)
{
	struct summary_scope s = {"", "9999-12-31", 0, INT64_MAX, counter};

	if (!date_is_set(day))
		return s;
	date_iso(day, s.from);
	date_iso(day, s.to);
	s.from_utc = utc_of_date(day);
	s.to_utc = s.from_utc + DAY_SECONDS;
	return s;
}

enum kerr
summary_ask(struct store *st, const char *sql, const struct summary_scope *s,
    struct db_statement **q)
{
	enum kerr e;

	if ((e = store_read(st, sql, q)) != KERR_OK)
		return e;
	db_bind_text(*q, ":from", s->from);
	db_bind_text(*q, ":to", s->to);
	db_bind_int(*q, ":counter", s->counter);
	return KERR_OK;
}

#define ENDED_IN " WHERE c.ended_day >= :from AND c.ended_day <= :to" OF_COUNTER

static enum kerr
count_opened(
    struct store *st, const struct summary_scope *s, struct summary *out)
{
	static const char sql[] =
	    "SELECT count(*) FROM case_ c"
	    " WHERE c.business_day >= :from AND c.business_day <= :to" OF_COUNTER;
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = summary_ask(st, sql, s, &q)) != KERR_OK)
		return e;
	return store_number(q, &out->opened);
}

/* One closed case. */
static void
add_delivered(struct db_statement *q, struct summary *out)
{
	enum issue_kind kind = ISSUE_FIRST;
	struct date born = store_column_date(q, 2);
	struct date day = store_column_date(q, 3);
	char code[16];
	int hour = 0, minute, second;

	out->delivered++;
	db_column_text(q, 0, code, sizeof(code));
	if (issue_kind_from_code(code, &kind))
		out->delivered_kind[kind]++;
	out->delivered_foreign += db_column_bool(q, 1);
	if (date_is_set(born) && date_is_set(day) &&
	    date_age(born, day) < AGE_ALONE)
		out->delivered_under_15++;
	time_of_utc(db_column_int(q, 4), &hour, &minute, &second);
	out->delivered_hour[hour % 24]++;
}

static enum kerr
count_delivered(
    struct store *st, const struct summary_scope *s, struct summary *out)
{
	static const char sql[] =
	    "SELECT k.kind, p.is_foreign, p.born, c.ended_day, c.ended_at"
	    "  FROM case_ c JOIN card k ON k.id = c.card"
	    "  JOIN person p ON p.id = c.person" ENDED_IN
	    "   AND c.state = 'closed' AND c.kind = 'collection'";
	struct db_statement *q = NULL;
	bool row = false;
	enum kerr e;

	if ((e = summary_ask(st, sql, s, &q)) != KERR_OK)
		return e;
	while ((e = db_step(q, &row)) == KERR_OK && row)
		add_delivered(q, out);
	db_release(q);
	return e;
}

/* The middle one of the closed cases' times; of two, the longer. */
static enum kerr
find_median(
    struct store *st, const struct summary_scope *s, struct summary *out)
{
	static const char sql[] =
	    "SELECT c.ended_at - c.opened_at FROM case_ c" ENDED_IN
	    "   AND c.state = 'closed' AND c.kind = 'collection'"
	    " ORDER BY 1 LIMIT 1 OFFSET :middle";
	struct db_statement *q = NULL;
	enum kerr e;

	out->median_seconds = -1;
	if (out->delivered == 0)
		return KERR_OK;
	if ((e = summary_ask(st, sql, s, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":middle", out->delivered / 2);
	return store_number(q, &out->median_seconds);
}

static void
read_reason(struct db_statement *q, void *record)
{
	struct summary_reason *r = record;

	db_column_text(q, 0, r->code, sizeof(r->code));
	r->count = db_column_int(q, 1);
}

static enum kerr
count_refused(
    struct store *st, const struct summary_scope *s, struct summary *out)
{
	static const char sql[] =
	    "SELECT coalesce(c.reason, ''), count(*) FROM case_ c" ENDED_IN
	    "   AND c.state = 'refused'"
	    " GROUP BY coalesce(c.reason, '') ORDER BY 2 DESC, 1";
	static const char all[] = "SELECT count(*) FROM case_ c" ENDED_IN
				  "   AND c.state = 'refused'";
	static const char abandoned[] = "SELECT count(*) FROM case_ c" ENDED_IN
					"   AND c.state = 'abandoned'";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = summary_ask(st, sql, s, &q)) != KERR_OK ||
	    (e = store_rows(q, read_reason, out->refused_reason,
		 sizeof(out->refused_reason[0]), SUMMARY_REASONS,
		 &out->refused_reason_count)) != KERR_OK ||
	    (e = summary_ask(st, all, s, &q)) != KERR_OK ||
	    (e = store_number(q, &out->refused)) != KERR_OK ||
	    (e = summary_ask(st, abandoned, s, &q)) != KERR_OK)
		return e;
	return store_number(q, &out->abandoned);
}

static enum kerr
count_activations(struct store *st, const struct summary_scope *s,
    enum effect_state state, int64_t *count)
{
	static const char sql[] =
	    "SELECT count(*) FROM effect x JOIN case_ c ON c.id = x.case_id"
	    " WHERE x.day >= :from AND x.day <= :to AND x.what = 'activation'"
	    "   AND x.state = :state" OF_COUNTER;
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = summary_ask(st, sql, s, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":state", effect_state_code(state));
	return store_number(q, count);
}

static enum kerr
count_incidents(
    struct store *st, const struct summary_scope *s, struct summary *out)
{
	static const char sql[] = "SELECT count(*) FROM incident"
				  " WHERE at >= :from AND at < :to"
				  "   AND (:counter = 0 OR counter = :counter)";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":from", s->from_utc);
	db_bind_int(q, ":to", s->to_utc);
	db_bind_int(q, ":counter", s->counter);
	return store_number(q, &out->incidents);
}

static void
read_ages(struct db_statement *q, void *record)
{
	struct summary *out = record;

	out->waiting = db_column_int(q, 0);
	out->waiting_no_notice = db_column_int(q, 1);
	for (int i = 0; i < WAITING_AGE_COUNT; i++)
		out->waiting_age[i] = db_column_int(q, 2 + i);
}

/* A notice of exactly one month ago is "1 to 2 months". */
static enum kerr
count_waiting(struct store *st, struct date today, struct summary *out)
{
	static const char sql[] =
	    "SELECT count(*),"
	    "  coalesce(sum(CASE WHEN d = '' THEN 1 ELSE 0 END), 0),"
	    "  coalesce(sum(CASE WHEN d > :m1 THEN 1 ELSE 0 END), 0),"
	    "  coalesce(sum(CASE WHEN d <= :m1 AND d > :m2"
	    "    THEN 1 ELSE 0 END), 0),"
	    "  coalesce(sum(CASE WHEN d <= :m2 AND d > :m3"
	    "    THEN 1 ELSE 0 END), 0),"
	    "  coalesce(sum(CASE WHEN d <= :m3 AND d > :m6"
	    "    THEN 1 ELSE 0 END), 0),"
	    "  coalesce(sum(CASE WHEN d <= :m6 AND d <> ''"
	    "    THEN 1 ELSE 0 END), 0)"
	    " FROM (SELECT coalesce(second_notice_on, noticed_on, '') AS d"
	    "         FROM card WHERE waits = 1) AS waiting";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":m1", date_add_months(today, -1));
	store_bind_date(q, ":m2", date_add_months(today, -2));
	store_bind_date(q, ":m3", date_add_months(today, -3));
	store_bind_date(q, ":m6", date_add_months(today, -6));
	return store_one(q, read_ages, out);
}

static enum kerr
count_standing(
    struct store *st, struct date today, int64_t now, struct summary *out)
{
	static const char unknown[] =
	    "SELECT count(*) FROM pin_state s JOIN case_ v ON v.id = s.case_id"
	    " WHERE s.status IN ('intended', 'unknown') AND " PIN_DOUBT_STANDS;
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = cases_count(st, CASES_OPEN, now, &out->open)) != KERR_OK ||
	    (e = cases_count(st, CASES_PAUSED, now, &out->paused)) != KERR_OK ||
	    (e = cases_count(st, CASES_ATTENTION, now, &out->attention)) !=
		KERR_OK ||
	    (e = cases_count(st, CASES_IN_PART, now, &out->in_part)) !=
		KERR_OK ||
	    (e = incidents_count(st, &out->incidents_open)) != KERR_OK ||
	    (e = store_read(st, unknown, &q)) != KERR_OK ||
	    (e = store_number(q, &out->pins_unknown)) != KERR_OK)
		return e;
	return count_waiting(st, today, out);
}

enum kerr
summary_make(struct store *st, struct date business_day, int counter,
    struct date today, int64_t now, struct summary *out)
{
	struct summary_scope s = scope_of(business_day, counter);
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = count_opened(st, &s, out)) != KERR_OK ||
	    (e = count_delivered(st, &s, out)) != KERR_OK ||
	    (e = find_median(st, &s, out)) != KERR_OK ||
	    (e = count_refused(st, &s, out)) != KERR_OK ||
	    (e = summary_count_pins(st, &s, out)) != KERR_OK ||
	    (e = count_activations(
		 st, &s, EFFECT_DONE_HERE, &out->activation_here)) != KERR_OK ||
	    (e = count_activations(st, &s, EFFECT_RECORDED,
		 &out->activation_recorded)) != KERR_OK ||
	    (e = count_incidents(st, &s, out)) != KERR_OK)
		return e;
	return count_standing(st, today, now, out);
}

enum kerr
summary_count_answer(struct store *st, struct date business_day, int counter,
    enum case_step step, const char *field, const char *value, int64_t *count)
{
	static const char sql[] =
	    "SELECT count(*) FROM case_ c" ENDED_IN
	    "   AND c.state = 'closed' AND :value ="
	    "       (SELECT v.value FROM evidence v"
	    "         WHERE v.case_id = c.id AND v.step = :step"
	    "           AND v.field = :field ORDER BY v.id DESC LIMIT 1)";
	struct summary_scope s = scope_of(business_day, counter);
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = summary_ask(st, sql, &s, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":step", case_step_code(step));
	db_bind_text(q, ":field", field);
	db_bind_text(q, ":value", value);
	return store_number(q, count);
}
