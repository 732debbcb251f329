/* effects.c -- outside effects, told as what they are. */
#include "store/effects.h"

#include <string.h>

#include "store/store.h"
#include "store/transaction.h"

static const struct {
	const char *code;
	const char *name;
} states[EFFECT_STATE_COUNT] = {
    [EFFECT_NONE] = {"none", N_("not spoken of yet")},
    [EFFECT_DONE_HERE] = {"done_here", N_("done here")},
    [EFFECT_RECORDED] = {"recorded", N_("recorded by staff")},
    [EFFECT_NOT_DONE] = {"not_done", N_("not done")},
    [EFFECT_UNKNOWN] = {"unknown", N_("unknown")},
};

const char *
effect_state_code(enum effect_state s)
{
	return s < EFFECT_STATE_COUNT ? states[s].code : "";
}

const char *
effect_state_name(enum effect_state s)
{
	return s < EFFECT_STATE_COUNT ? states[s].name : "";
}

bool
effect_state_from_code(const char *code, enum effect_state *out)
{
	for (int i = 0; i < EFFECT_STATE_COUNT; i++) {
		if (strcmp(code, states[i].code) == 0) {
			*out = (enum effect_state)i;
			return true;
		}
	}
	return false;
}

enum kerr
effects_set(struct store *st, int64_t case_id, const char *what,
    enum effect_state state, int64_t at)
{
	static const char sql[] =
	    "INSERT INTO effect (case_id, what, state, at, day, by_staff)"
	    " VALUES (:case, :what, :state, :at,"
	    "  (SELECT day FROM business_day WHERE open_mark = 1), :staff)"
	    " ON CONFLICT (case_id, what) DO UPDATE SET"
	    "  state = excluded.state, at = excluded.at, day = excluded.day,"
	    "  by_staff = excluded.by_staff"
	    " WHERE effect.state NOT IN ('done_here', 'recorded')";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_own_case(st, case_id)) != KERR_OK ||
	    (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", case_id);
	db_bind_text(q, ":what", what);
	db_bind_text(q, ":state", effect_state_code(state));
	db_bind_int(q, ":at", at != 0 ? at : store_now(st));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	return store_changed(q, ERR_CASE_STATE);
}

static void
read_effect(struct db_statement *q, void *record)
{
	struct effect *x = record;
	char code[32];

	db_column_text(q, 0, code, sizeof(code));
	if (!effect_state_from_code(code, &x->state))
		x->state = EFFECT_UNKNOWN;
	x->at = db_column_int(q, 1);
	x->by = db_column_int(q, 2);
}

enum kerr
effects_get(
    struct store *st, int64_t case_id, const char *what, struct effect *out)
{
	static const char sql[] = "SELECT state, at, by_staff FROM effect"
				  " WHERE case_id = :case AND what = :what";
	struct db_statement *q = NULL;
	enum kerr e;

	*out = (struct effect){EFFECT_NONE, 0, 0};
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", case_id);
	db_bind_text(q, ":what", what);
	e = store_one(q, read_effect, out);
	return e == ERR_NOT_FOUND ? KERR_OK : e;
}
