/* rules_decide.c -- see rules_in_force.h: proposing a rule and taking it. */
#include <string.h>

#include "store/audit.h"
#include "store/rule_row.h"
#include "store/rules_in_force.h"
#include "store/store.h"
#include "store/transaction.h"

#define PROFILE_ROWS 200

/* Dates and value go into the audit (design, decision 8). */
static enum kerr
note_rule(struct store *st, const char *verb, int64_t id, const struct rule *r,
    int64_t replaces)
{
	struct audit_note n;
	char iso[DATE_ISO_SIZE];

	audit_note(&n, verb, "rule", id);
	audit_note_code(&n, "kind", rule_kind_code(r->kind));
	audit_note_code(&n, "code", r->code);
	audit_note_code(&n, "from", date_iso(r->first_day, iso));
	audit_note_code(&n, "to", date_iso(r->last_day, iso));
	audit_note_number(&n, "value", r->value);
	audit_note_code(&n, "evidence", r->evidence);
	audit_note_number(&n, "second_person", r->second_person ? 1 : 0);
	audit_note_number(&n, "replaces", replaces);
	return audit_append(st, &n);
}

/* The row in force that holds on the first day and began before it. */
static enum kerr
find_replaced(struct store *st, const struct rule *r, int64_t *id)
{
	static const char sql[] =
	    "SELECT id FROM rule_row"
	    " WHERE kind = :kind AND code = :code AND state = 'in_force'"
	    "   AND first_day < :first"
	    "   AND (last_day IS NULL OR last_day >= :first)"
	    " ORDER BY first_day DESC LIMIT 1";
	struct db_statement *q = NULL;
	enum kerr e;

	*id = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":kind", rule_kind_code(r->kind));
	db_bind_text(q, ":code", r->code);
	store_bind_date(q, ":first", r->first_day);
	e = store_number(q, id);
	return e == ERR_NOT_FOUND ? KERR_OK : e;
}

enum kerr
rules_propose(struct store *st, const struct rule *rule, const char *profile,
    int64_t *id, struct failure *f)
{
	static const char sql[] =
	    "INSERT INTO rule_row (kind, code, first_day, last_day, value,"
	    "  evidence, second_person, profile, replaces, state, proposed_by,"
	    "  proposed_at)"
	    " VALUES (:kind, :code, :first, :last, :value, :evidence, :second,"
	    "  :profile, :replaces, 'proposed', :staff, :now)"
	    " RETURNING id";
	struct db_statement *q = NULL;
	int64_t replaces = 0;
	enum kerr e;

	if ((e = rule_judge(rule, f)) != KERR_OK ||
	    (e = find_replaced(st, rule, &replaces)) != KERR_OK ||
	    (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":kind", rule_kind_code(rule->kind));
	db_bind_text(q, ":code", rule->code);
	store_bind_date(q, ":first", rule->first_day);
	store_bind_date(q, ":last", rule->last_day);
	db_bind_int(q, ":value", rule->value);
	db_bind_text(q, ":evidence", rule->evidence);
	db_bind_bool(q, ":second", rule->second_person);
	db_bind_text(q, ":profile", profile);
	db_bind_int_or_null(q, ":replaces", replaces);
	db_bind_int_or_null(q, ":staff", store_staff(st));
	db_bind_int(q, ":now", store_now(st));
	if ((e = store_done_id(q, id)) != KERR_OK)
		return e;
	return note_rule(st, "rule.propose", *id, rule, replaces);
}

enum kerr
rules_propose_profile(struct store *st, const struct rule *rules, size_t count,
    const char *profile, struct failure *f)
{
	int64_t id = 0;
	enum kerr e = KERR_OK;

	for (size_t i = 0; i < count && e == KERR_OK; i++)
		e = rules_propose(st, &rules[i], profile, &id, f);
	return e;
}

enum kerr
rules_adopt(struct store *st, int64_t id)
{
	static const char sql[] =
	    "UPDATE rule_row SET proposed_by = :staff, proposed_at = :now"
	    " WHERE id = :id AND state = 'proposed' AND proposed_by IS NULL";
	struct db_statement *q = NULL;
	struct rule_row row;
	enum kerr e;

	if (store_staff(st) == STORE_STAFF_NONE)
		return ERR_RULE_STATE;
	if ((e = rules_get(st, id, &row)) != KERR_OK ||
	    (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_int(q, ":staff", store_staff(st));
	db_bind_int(q, ":now", store_now(st));
	if ((e = store_changed(q, ERR_RULE_STATE)) != KERR_OK)
		return e;
	return note_rule(st, "rule.adopt", id, &row.rule, row.replaces);
}

/* The replaced row ends the day before. It is the one that was named when the
 * rule was proposed, or there is none: else they overlap. */
static enum kerr
end_replaced(struct store *st, const struct rule_row *row)
{
	static const char sql[] =
	    "UPDATE rule_row SET last_day = :before"
	    " WHERE id = :id AND state = 'in_force' AND first_day < :first";
	struct db_statement *q = NULL;
	int64_t id = 0;
	enum kerr e;

	if ((e = find_replaced(st, &row->rule, &id)) != KERR_OK || id == 0 ||
	    id != row->replaces)
		return e;
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	store_bind_date(q, ":first", row->rule.first_day);
	store_bind_date(
	    q, ":before", date_from_days(date_days(row->rule.first_day) - 1));
	return store_changed(q, ERR_RULE_STATE);
}

static void
read_first(struct db_statement *q, void *record)
{
	*(struct date *)record = store_column_date(q, 0);
}

static enum kerr
refuse_overlap(struct store *st, const struct rule *r)
{
	static const char sql[] =
	    "SELECT first_day FROM rule_row"
	    " WHERE kind = :kind AND code = :code AND state = 'in_force'"
	    "   AND (last_day IS NULL OR last_day >= :first)"
	    "   AND first_day <= :last"
	    " ORDER BY first_day LIMIT 1";
	struct db_statement *q = NULL;
	struct failure *f;
	struct date first;
	char iso[DATE_ISO_SIZE];
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":kind", rule_kind_code(r->kind));
	db_bind_text(q, ":code", r->code);
	store_bind_date(q, ":first", r->first_day);
	if (date_is_set(r->last_day))
		store_bind_date(q, ":last", r->last_day);
	else
		db_bind_text(q, ":last", "9999-12-31");
	if ((e = store_one(q, read_first, &first)) != KERR_OK)
		return e == ERR_NOT_FOUND ? KERR_OK : e;
	f = store_remember(st, ERR_RULE_OVERLAP);
	failure_text(f, "code", r->code);
	failure_text(f, "from", date_iso(first, iso));
	return ERR_RULE_OVERLAP;
}

static enum kerr
decide(struct store *st, int64_t id, enum rule_state state)
{
	static const char sql[] =
	    "UPDATE rule_row SET state = :state, decided_by = :staff,"
	    "       decided_at = :now"
	    " WHERE id = :id AND state = 'proposed'";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_text(q, ":state", rule_state_code(state));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	db_bind_int(q, ":now", store_now(st));
	return store_changed(q, ERR_RULE_STATE);
}

enum kerr
rules_approve(struct store *st, int64_t id)
{
	struct rule_row row;
	enum kerr e;

	if ((e = rules_get(st, id, &row)) != KERR_OK)
		return e;
	if (row.state != RULE_PROPOSED || row.proposed_by == STORE_STAFF_NONE)
		return ERR_RULE_STATE;
	if (store_staff(st) == STORE_STAFF_NONE ||
	    store_staff(st) == row.proposed_by)
		return ERR_SAME_PERSON;
	if ((e = end_replaced(st, &row)) != KERR_OK ||
	    (e = refuse_overlap(st, &row.rule)) != KERR_OK ||
	    (e = decide(st, id, RULE_IN_FORCE)) != KERR_OK)
		return e;
	return note_rule(st, "rule.approve", id, &row.rule, row.replaces);
}

enum kerr
rules_reject(struct store *st, int64_t id)
{
	struct rule_row row;
	enum kerr e;

	if ((e = rules_get(st, id, &row)) != KERR_OK ||
	    (e = decide(st, id, RULE_REJECTED)) != KERR_OK)
		return e;
	return note_rule(st, "rule.reject", id, &row.rule, row.replaces);
}

static void
read_id(struct db_statement *q, void *record)
{
	*(int64_t *)record = db_column_int(q, 0);
}

/* Do act to every open proposal of a profile; the first fault ends it, and
 * the caller's transaction. */
static enum kerr
each_of_profile(struct store *st, const char *profile,
    enum kerr (*act)(struct store *st, int64_t id), int64_t *done)
{
	static const char sql[] =
	    "SELECT id FROM rule_row"
	    " WHERE profile = :profile AND state = 'proposed' ORDER BY id"
	    " LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	int64_t ids[PROFILE_ROWS];
	size_t count = 0;
	enum kerr e;

	*done = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":profile", profile);
	store_bind_page(q, PROFILE_ROWS, 0);
	e = store_rows(q, read_id, ids, sizeof(ids[0]), PROFILE_ROWS, &count);
	for (size_t i = 0; i < count && e == KERR_OK; i++)
		if ((e = act(st, ids[i])) == KERR_OK)
			(*done)++;
	return e;
}

/* Those that somebody has adopted already stay that person's. */
static enum kerr
adopt_if_free(struct store *st, int64_t id)
{
	enum kerr e = rules_adopt(st, id);

	return e == ERR_RULE_STATE && store_staff(st) != STORE_STAFF_NONE
		   ? KERR_OK
		   : e;
}

enum kerr
rules_adopt_profile(struct store *st, const char *profile, int64_t *count)
{
	return each_of_profile(st, profile, adopt_if_free, count);
}

enum kerr
rules_approve_profile(struct store *st, const char *profile, int64_t *count)
{
	return each_of_profile(st, profile, rules_approve, count);
}

enum kerr
rules_reject_profile(struct store *st, const char *profile, int64_t *count)
{
	return each_of_profile(st, profile, rules_reject, count);
}
