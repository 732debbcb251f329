/* ledger_verify.c -- see ledger.h: walking the chains and naming every break.
 * After a break the walk goes on from the broken entry as it stands, so that
 * one fault is named once. That its end was cut off is told by the audit. Receipts, drawers and totals: ledger_agree.c. */
#include <string.h>

#include "store/audit.h"
#include "store/audit_form.h"
#include "store/ledger.h"
#include "store/ledger_agree.h"
#include "store/ledger_form.h"
#include "store/store.h"
#include "store/transaction.h"

#define TELL_EVERY 1000

static const struct {
	const char *code;
	const char *said;
} faults[LEDGER_FAULT_COUNT] = {
    [LEDGER_SOUND] = {"sound", N_("The ledger is sound.")},
    [LEDGER_GAP] = {"gap", N_("An entry is missing before this one.")},
    [LEDGER_LINK] = {"link", N_("The entry does not follow the one before "
				"it.")},
    [LEDGER_CHANGED] = {"changed", N_("The entry was changed: its seal does "
				      "not fit.")},
    [LEDGER_KEY] = {"key", N_("The key of the entry is missing: it cannot be "
			      "checked.")},
    [LEDGER_MISSING] = {"missing", N_("The audit names an entry that is not "
				      "there.")},
    [LEDGER_RECEIPT] = {"receipt", N_("This receipt number is missing.")},
    [LEDGER_DRAWER] = {"drawer", N_("The movements of this drawer do not "
				    "fit its entries.")},
    [LEDGER_TOTAL] = {"total", N_("The kept totals do not fit the entries.")},
};

const char *
ledger_fault_code(enum ledger_fault fault)
{
	return (unsigned)fault < LEDGER_FAULT_COUNT ? faults[fault].code : "";
}

const char *
ledger_fault_said(enum ledger_fault fault)
{
	return (unsigned)fault < LEDGER_FAULT_COUNT ? faults[fault].said : "";
}

void
ledger_broken(struct ledger_report *out, enum ledger_fault fault,
    int64_t counter, int64_t row)
{
	if (out->broken_count == LEDGER_BREAKS)
		return;
	out->broken[out->broken_count++] =
	    (struct ledger_break){fault, counter, row};
}

/* Where the walk stands. */
struct walk {
	const struct seal_keys *keys;
	bool started;
	int64_t counter;
	int64_t sequence; /* of the last entry */
	uint8_t hash[SEAL_HASH_SIZE];
};

static enum kerr
check_row(
    struct walk *w, const struct ledger_stored *s, struct ledger_report *out)
{
	uint8_t hash[SEAL_HASH_SIZE];
	const uint8_t *key = NULL;
	const struct ledger_row *r = &s->row;
	enum kerr e;

	if (w->keys != NULL)
		key = seal_keys_get(w->keys, s->key_id);
	if (key != NULL && (e = ledger_hash(s, key, hash)) != KERR_OK)
		return e;
	if (r->sequence != w->sequence + 1)
		ledger_broken(out, LEDGER_GAP, r->counter, r->sequence);
	else if (key == NULL)
		ledger_broken(out, LEDGER_KEY, r->counter, r->sequence);
	else if (!s->whole || s->version != LEDGER_VERSION ||
		 !seal_equal(hash, s->hash, sizeof(hash)))
		ledger_broken(out, LEDGER_CHANGED, r->counter, r->sequence);
	else if (!seal_equal(s->previous, w->hash, sizeof(w->hash)))
		ledger_broken(out, LEDGER_LINK, r->counter, r->sequence);
	w->sequence = r->sequence;
	memcpy(w->hash, s->hash, sizeof(w->hash));
	out->rows++;
	return KERR_OK;
}

static enum kerr
check_next(struct walk *w, struct db_statement *q, struct ledger_report *out)
{
	struct ledger_stored s;

	ledger_read_stored(q, &s);
	if (!w->started || s.row.counter != w->counter) {
		w->started = true;
		w->counter = s.row.counter;
		w->sequence = 0;
		memset(w->hash, 0, sizeof(w->hash));
		out->counters++;
	}
	return check_row(w, &s, out);
}

/* Ids lie in the order of counter and sequence. */
static enum kerr
walk_chains(struct store *st, int64_t from, int64_t to,
    void (*progress)(void *arg, int64_t rows), void *arg,
    struct ledger_report *out)
{
	static const char sql[] =
	    LEDGER_SELECT " WHERE l.id >= :from AND l.id < :to ORDER BY l.id";
	struct walk w = {.keys = store_keys(st)};
	struct db_statement *q = NULL;
	bool row = false;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":from", from * LEDGER_COUNTER_STEP);
	db_bind_int(q, ":to", (to + 1) * LEDGER_COUNTER_STEP);
	while ((e = db_step(q, &row)) == KERR_OK && row) {
		if ((e = check_next(&w, q, out)) != KERR_OK)
			break;
		if (progress != NULL && out->rows % TELL_EVERY == 0)
			progress(arg, out->rows);
	}
	db_release(q);
	return e;
}

enum kerr
ledger_verify(struct store *st, int counter,
    void (*progress)(void *arg, int64_t rows), void *arg,
    struct ledger_report *out)
{
	int64_t from = counter == AUDIT_ALL ? 0 : counter;
	int64_t to = counter == AUDIT_ALL ? STORE_COUNTER_MOST : counter;
	struct failure *f;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = walk_chains(st, from, to, progress, arg, out)) != KERR_OK ||
	    (e = ledger_agree(st, from, to, out)) != KERR_OK)
		return e;
	if (out->broken_count == 0)
		return KERR_OK;
	f = store_remember(st, ERR_LEDGER_BROKEN);
	failure_number(f, "n", out->broken[0].counter);
	failure_number(f, "row", out->broken[0].row);
	return ERR_LEDGER_BROKEN;
}
