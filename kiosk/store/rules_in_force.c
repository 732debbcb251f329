/* rules_in_force.c -- see rules_in_force.h: reading the rules. */
#include "store/rules_in_force.h"

#include <string.h>

#include "store/rule_row.h"
#include "store/store.h"
#include "store/transaction.h"

static const struct {
	const char *code;
	const char *name;
} states[RULE_STATE_COUNT] = {
    [RULE_PROPOSED] = {"proposed", N_("proposed")},
    [RULE_IN_FORCE] = {"in_force", N_("in force")},
    [RULE_REJECTED] = {"rejected", N_("rejected")},
};

const char *
rule_state_code(enum rule_state s)
{
	return (unsigned)s < RULE_STATE_COUNT ? states[s].code : "";
}

const char *
rule_state_name(enum rule_state s)
{
	return (unsigned)s < RULE_STATE_COUNT ? states[s].name : "";
}

void
rule_row_read(struct db_statement *q, void *record)
{
	struct rule_row *r = record;
	char code[32];

	memset(r, 0, sizeof(*r));
	r->id = db_column_int(q, 0);
	db_column_text(q, 1, code, sizeof(code));
	if (!rule_kind_from_code(code, &r->rule.kind))
		r->rule.kind = RULE_KIND_COUNT;
	db_column_text(q, 2, r->rule.code, sizeof(r->rule.code));
	r->rule.first_day = store_column_date(q, 3);
	r->rule.last_day = store_column_date(q, 4);
	r->rule.value = db_column_int(q, 5);
	db_column_text(q, 6, r->rule.evidence, sizeof(r->rule.evidence));
	r->rule.second_person = db_column_bool(q, 7);
	db_column_text(q, 8, r->profile, sizeof(r->profile));
	r->replaces = db_column_int(q, 9);
	db_column_text(q, 10, code, sizeof(code));
	r->state = RULE_REJECTED; /* one that is not known is not in force */
	for (int s = 0; s < RULE_STATE_COUNT; s++)
		if (strcmp(code, states[s].code) == 0)
			r->state = (enum rule_state)s;
	r->proposed_by = db_column_int(q, 11);
	r->proposed_at = db_column_int(q, 12);
	r->decided_by = db_column_int(q, 13);
	r->decided_at = db_column_int(q, 14);
}

enum kerr
rules_on(struct store *st, enum rule_kind kind, const char *code,
    struct date day, struct rule_row *out)
{
	static const char sql[] = RULE_ROW_SELECT
	    " WHERE kind = :kind AND code = :code AND state = 'in_force'"
	    "   AND first_day <= :day"
	    "   AND (last_day IS NULL OR last_day >= :day)"
	    " ORDER BY first_day DESC LIMIT 1";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":kind", rule_kind_code(kind));
	db_bind_text(q, ":code", code);
	store_bind_date(q, ":day", day);
	return store_one(q, rule_row_read, out);
}

enum kerr
rules_limit(
    struct store *st, enum cash_limit limit, struct date day, int64_t *value)
{
	struct rule_row row;
	enum kerr e;

	*value = cash_limit_builtin(limit);
	e = rules_on(st, RULE_LIMIT, cash_limit_code(limit), day, &row);
	if (e == KERR_OK)
		*value = row.rule.value;
	return e == ERR_NOT_FOUND ? KERR_OK : e;
}

enum kerr
rules_get(struct store *st, int64_t id, struct rule_row *out)
{
	static const char sql[] = RULE_ROW_SELECT " WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_one(q, rule_row_read, out);
}

enum kerr
rules_list(struct store *st, enum rule_state state, size_t offset,
    struct rule_row *rows, size_t most, size_t *count)
{
	static const char sql[] = RULE_ROW_SELECT
	    " WHERE state = :state ORDER BY kind, code, first_day, id"
	    " LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":state", rule_state_code(state));
	store_bind_page(q, most, offset);
	return store_rows(q, rule_row_read, rows, sizeof(*rows), most, count);
}
