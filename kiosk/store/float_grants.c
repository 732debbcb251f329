/* float_grants.c -- see cash_officers.h: change money for one fiscal year
 * (counter-procedures 5.2). */
#include <string.h>

#include "rules/fiscal.h"
#include "store/audit.h"
#include "store/cash_officers.h"
#include "store/grant.h"
#include "store/rules_in_force.h"
#include "store/store.h"
#include "store/transaction.h"

#define GRANT_SELECT \
	"SELECT id, staff, fiscal_year, yen, state, proposed_by," \
	"       proposed_at, decided_by, decided_at" \
	"  FROM float_grant"

enum grant_state
grant_state_read(struct db_statement *q, int column)
{
	char code[16];

	db_column_text(q, column, code, sizeof(code));
	if (strcmp(code, "proposed") == 0)
		return GRANT_PROPOSED;
	return strcmp(code, "in_force") == 0 ? GRANT_IN_FORCE : GRANT_REJECTED;
}

enum kerr
grant_fault(struct failure *f, const char *reason)
{
	failure_set(f, ERR_OFFICER);
	failure_text(f, "reason", reason);
	return ERR_OFFICER;
}

enum kerr
grant_judge_second(struct store *st, enum grant_state state,
    int64_t proposed_by, int64_t staff)
{
	int64_t by = store_staff(st);

	if (state != GRANT_PROPOSED)
		return ERR_RULE_STATE;
	if (by == STORE_STAFF_NONE || by == proposed_by || by == staff)
		return ERR_SAME_PERSON;
	return KERR_OK;
}

static void
read_grant(struct db_statement *q, void *record)
{
	struct float_grant *g = record;

	memset(g, 0, sizeof(*g));
	g->id = db_column_int(q, 0);
	g->staff = db_column_int(q, 1);
	g->fiscal_year = (int)db_column_int(q, 2);
	g->yen = db_column_int(q, 3);
	g->state = grant_state_read(q, 4);
	g->proposed_by = db_column_int(q, 5);
	g->proposed_at = db_column_int(q, 6);
	g->decided_by = db_column_int(q, 7);
	g->decided_at = db_column_int(q, 8);
}

static enum kerr
note_grant(struct store *st, const char *verb, const struct float_grant *g)
{
	struct audit_note n;

	audit_note(&n, verb, "float_grant", g->id);
	audit_note_number(&n, "staff", g->staff);
	audit_note_number(&n, "fiscal_year", g->fiscal_year);
	audit_note_number(&n, "yen", g->yen);
	return audit_append(st, &n);
}

enum kerr
float_grants_propose(struct store *st, int64_t staff, int fiscal_year,
    int64_t yen, int64_t *id, struct failure *f)
{
	static const char sql[] =
	    "INSERT INTO float_grant (staff, fiscal_year, yen, state,"
	    "  proposed_by, proposed_at)"
	    " VALUES (:staff, :year, :yen, 'proposed', :by, :now)"
	    " RETURNING id";
	struct float_grant g = {
	    .staff = staff, .fiscal_year = fiscal_year, .yen = yen};
	struct db_statement *q = NULL;
	int64_t most = 0;
	enum kerr e;

	if ((e = rules_limit(st, LIMIT_FLOAT, fiscal_first_day(fiscal_year),
		 &most)) != KERR_OK)
		return e;
	if (yen <= 0)
		return grant_fault(f, N_("the amount is not above 0"));
	if (yen > most)
		return grant_fault(f, N_("it is over the limit for a float"));
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":staff", staff);
	db_bind_int(q, ":year", fiscal_year);
	db_bind_int(q, ":yen", yen);
	db_bind_int_or_null(q, ":by", store_staff(st));
	db_bind_int(q, ":now", store_now(st));
	if ((e = store_done_id(q, id)) != KERR_OK)
		return e;
	g.id = *id;
	return note_grant(st, "float.propose", &g);
}

static enum kerr
get_grant(struct store *st, int64_t id, struct float_grant *out)
{
	static const char sql[] = GRANT_SELECT " WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_one(q, read_grant, out);
}

static enum kerr
decide(struct store *st, const struct float_grant *g, const char *state,
    const char *verb)
{
	static const char sql[] =
	    "UPDATE float_grant SET state = :state, decided_by = :staff,"
	    "       decided_at = :now"
	    " WHERE id = :id AND state = 'proposed'";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", g->id);
	db_bind_text(q, ":state", state);
	db_bind_int_or_null(q, ":staff", store_staff(st));
	db_bind_int(q, ":now", store_now(st));
	if ((e = store_changed(q, ERR_RULE_STATE)) != KERR_OK)
		return e;
	return note_grant(st, verb, g);
}

enum kerr
float_grants_approve(struct store *st, int64_t id)
{
	struct float_grant g;
	enum kerr e;

	if ((e = get_grant(st, id, &g)) != KERR_OK ||
	    (e = grant_judge_second(st, g.state, g.proposed_by, g.staff)) !=
		KERR_OK)
		return e;
	return decide(st, &g, "in_force", "float.approve");
}

enum kerr
float_grants_reject(struct store *st, int64_t id)
{
	struct float_grant g;
	enum kerr e;

	if ((e = get_grant(st, id, &g)) != KERR_OK)
		return e;
	return decide(st, &g, "rejected", "float.reject");
}

/* The newest that was taken counts; by number, since clocks move. */
enum kerr
float_grants_yen(struct store *st, int64_t staff, int fiscal_year, int64_t *yen)
{
	static const char sql[] =
	    "SELECT yen FROM float_grant"
	    " WHERE staff = :staff AND fiscal_year = :year"
	    "   AND state = 'in_force'"
	    " ORDER BY id DESC LIMIT 1";
	struct db_statement *q = NULL;
	enum kerr e;

	*yen = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":staff", staff);
	db_bind_int(q, ":year", fiscal_year);
	e = store_number(q, yen);
	return e == ERR_NOT_FOUND ? KERR_OK : e;
}

enum kerr
float_grants_list(struct store *st, size_t offset, struct float_grant *rows,
    size_t most, size_t *count)
{
	static const char sql[] =
	    GRANT_SELECT " ORDER BY id DESC LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_page(q, most, offset);
	return store_rows(q, read_grant, rows, sizeof(*rows), most, count);
}
