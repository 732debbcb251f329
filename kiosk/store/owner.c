/* owner.c -- whose case it is: asked before every change of a case. The
 * transaction is a writer's, so the answer holds until it ends. */
#include <string.h>

#include "store/cases.h"
#include "store/store.h"
#include "store/transaction.h"

struct owner {
	char state[16];
	int64_t counter;
	char name[128];
};

static void
read_owner(struct db_statement *q, void *record)
{
	struct owner *o = record;

	db_column_text(q, 0, o->state, sizeof(o->state));
	o->counter = db_column_int(q, 1);
	db_column_text(q, 2, o->name, sizeof(o->name));
}

static enum kerr
load_owner(struct store *st, int64_t id, struct owner *out)
{
	static const char sql[] =
	    "SELECT c.state, c.owner_counter, s.name"
	    "  FROM case_ c LEFT JOIN staff s ON s.id = c.owner_staff"
	    " WHERE c.id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_one(q, read_owner, out);
}

static enum kerr
taken_by(struct store *st, const struct owner *o)
{
	struct failure *f = store_remember(st, ERR_CASE_TAKEN);

	failure_text(f, "who", o->name);
	failure_number(f, "n", o->counter);
	return ERR_CASE_TAKEN;
}

enum kerr
store_case_taken(struct store *st, int64_t id)
{
	struct owner o;
	enum kerr e;

	if ((e = load_owner(st, id, &o)) != KERR_OK)
		return e;
	return taken_by(st, &o);
}

enum kerr
store_own_case(struct store *st, int64_t id)
{
	struct owner o;
	enum kerr e;

	if (!store_is_writing(st))
		return ERR_INTERNAL;
	if ((e = load_owner(st, id, &o)) != KERR_OK)
		return e;
	if (strcmp(o.state, case_state_code(CASE_OPEN)) != 0)
		return ERR_CASE_STATE;
	if (o.counter != store_counter(st))
		return taken_by(st, &o);
	return KERR_OK;
}
