/* audit_verify.c -- walking the chains and naming the first broken row. Each
 * walk is one SELECT, so other counters may go on appending meanwhile. */
#include <string.h>

#include "store/audit.h"
#include "store/audit_form.h"
#include "store/store.h"
#include "store/transaction.h"

#define TELL_EVERY 1000

/* Where the walk stands. */
struct walk {
	const struct seal_keys *keys;
	bool started;
	int64_t counter;
	int64_t sequence; /* of the last sound row */
	uint8_t hash[SEAL_HASH_SIZE];
	bool has_head; /* of this chain, as the store has it */
	int64_t head_sequence;
	uint8_t head_hash[SEAL_HASH_SIZE];
};

static const char *const fault_said[AUDIT_FAULT_COUNT] = {
    [AUDIT_SOUND] = N_("The chain is sound."),
    [AUDIT_GAP] = N_("A row is missing before this one."),
    [AUDIT_LINK] = N_("The row does not follow the one before it."),
    [AUDIT_CHANGED] = N_("The row was changed: its seal does not fit."),
    [AUDIT_KEY] = N_("The key of the row is missing: it cannot be checked."),
    [AUDIT_HEAD] = N_("Rows are missing at the end of the chain."),
};

const char *
audit_fault_said(enum audit_fault fault)
{
	return fault < AUDIT_FAULT_COUNT ? fault_said[fault] : "";
}

static enum kerr
broken(struct audit_report *out, enum audit_fault fault, int64_t counter,
    int64_t row)
{
	out->fault = fault;
	out->counter = counter;
	out->row = row;
	return ERR_AUDIT_BROKEN;
}

/* The chain that ends here must end where its head says. */
static enum kerr
end_chain(struct walk *w, struct audit_report *out)
{
	if (!w->started)
		return KERR_OK;
	if (!w->has_head || w->head_sequence > w->sequence)
		return broken(out, AUDIT_HEAD, w->counter, w->sequence + 1);
	if (w->head_sequence < w->sequence)
		return broken(
		    out, AUDIT_HEAD, w->counter, w->head_sequence + 1);
	if (!seal_equal(w->head_hash, w->hash, sizeof(w->hash)))
		return broken(out, AUDIT_HEAD, w->counter, w->sequence);
	return KERR_OK;
}

static void
start_chain(struct walk *w, struct db_statement *q, int64_t counter)
{
	w->started = true;
	w->counter = counter;
	w->sequence = 0;
	memset(w->hash, 0, sizeof(w->hash));
	w->has_head = !db_column_is_null(q, AUDIT_COLUMN_COUNT);
	w->head_sequence = db_column_int(q, AUDIT_COLUMN_COUNT);
	(void)audit_read_hash(q, AUDIT_COLUMN_COUNT + 1, w->head_hash);
}

static enum kerr
check_row(struct walk *w, const struct audit_stored *row, bool whole,
    struct audit_report *out)
{
	uint8_t hash[SEAL_HASH_SIZE];
	const uint8_t *key = NULL;
	enum kerr e;

	if (row->sequence != w->sequence + 1)
		return broken(out, AUDIT_GAP, row->counter, row->sequence);
	if (w->keys != NULL)
		key = seal_keys_get(w->keys, row->key_id);
	if (key == NULL)
		return broken(out, AUDIT_KEY, row->counter, row->sequence);
	if ((e = audit_hash(row, key, hash)) != KERR_OK)
		return e;
	if (!whole || row->version != AUDIT_VERSION ||
	    !seal_equal(hash, row->hash, sizeof(hash)))
		return broken(out, AUDIT_CHANGED, row->counter, row->sequence);
	if (!seal_equal(row->previous, w->hash, sizeof(w->hash)))
		return broken(out, AUDIT_LINK, row->counter, row->sequence);
	w->sequence = row->sequence;
	memcpy(w->hash, row->hash, sizeof(w->hash));
	return KERR_OK;
}

static enum kerr
check_next(struct walk *w, struct db_statement *q, struct audit_report *out)
{
	struct audit_stored row;
	bool whole = audit_read_stored(q, &row);
	enum kerr e;

	if (!w->started || row.counter != w->counter) {
		if ((e = end_chain(w, out)) != KERR_OK)
			return e;
		start_chain(w, q, row.counter);
		out->counters++;
	}
	if ((e = check_row(w, &row, whole, out)) == KERR_OK)
		out->rows++;
	return e;
}

/* A head whose rows are all gone. */
static enum kerr
check_empty_chains(
    struct store *st, int64_t from, int64_t to, struct audit_report *out)
{
	static const char sql[] =
	    "SELECT h.counter FROM audit_head h"
	    " WHERE h.counter >= :from AND h.counter <= :to AND NOT EXISTS"
	    "       (SELECT 1 FROM audit a WHERE a.counter = h.counter)"
	    " ORDER BY h.counter LIMIT 1";
	struct db_statement *q = NULL;
	int64_t counter = 0;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":from", from);
	db_bind_int(q, ":to", to);
	e = store_number(q, &counter);
	if (e == ERR_NOT_FOUND)
		return KERR_OK;
	return e != KERR_OK ? e : broken(out, AUDIT_HEAD, counter, 1);
}

/* An office is founded, and its first account made, with an entry: accounts
 * without one say that the whole audit was taken away, heads and all. */
static enum kerr
check_founded(struct store *st, struct audit_report *out)
{
	static const char sql[] =
	    "SELECT id FROM staff WHERE NOT EXISTS (SELECT 1 FROM audit_head)"
	    " ORDER BY id LIMIT 1";
	struct db_statement *q = NULL;
	int64_t staff = 0;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	e = store_number(q, &staff);
	if (e == ERR_NOT_FOUND)
		return KERR_OK;
	return e != KERR_OK ? e : broken(out, AUDIT_HEAD, 0, 1);
}

static enum kerr
walk_chains(struct store *st, int64_t from, int64_t to,
    void (*progress)(void *arg, int64_t rows), void *arg,
    struct audit_report *out)
{
	static const char sql[] =
	    "SELECT " AUDIT_COLUMNS ", h.sequence, h.hash"
	    "  FROM audit a LEFT JOIN audit_head h ON h.counter = a.counter"
	    " WHERE a.counter >= :from AND a.counter <= :to"
	    " ORDER BY a.counter, a.sequence";
	struct walk w = {.keys = store_keys(st)};
	struct db_statement *q = NULL;
	bool row = false;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":from", from);
	db_bind_int(q, ":to", to);
	while ((e = db_step(q, &row)) == KERR_OK && row) {
		if ((e = check_next(&w, q, out)) != KERR_OK)
			break;
		if (progress != NULL && out->rows % TELL_EVERY == 0)
			progress(arg, out->rows);
	}
	db_release(q);
	return e != KERR_OK ? e : end_chain(&w, out);
}

enum kerr
audit_verify(struct store *st, int counter,
    void (*progress)(void *arg, int64_t rows), void *arg,
    struct audit_report *out)
{
	int64_t from = counter == AUDIT_ALL ? INT64_MIN : counter;
	int64_t to = counter == AUDIT_ALL ? INT64_MAX : counter;
	struct failure *f;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = walk_chains(st, from, to, progress, arg, out)) == KERR_OK)
		e = check_empty_chains(st, from, to, out);
	if (e == KERR_OK && counter == AUDIT_ALL)
		e = check_founded(st, out);
	if (e == ERR_AUDIT_BROKEN) {
		f = store_remember(st, e);
		failure_number(f, "n", out->counter);
		failure_number(f, "row", out->row);
	}
	return e;
}
