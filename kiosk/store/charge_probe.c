/* charge_probe.c -- see ledger.h: is there a disk under the drawer?
 *
 * A small entry is really committed and synced, and room for many more is
 * really taken from the disk, so that a full or failing disk is found before
 * cash is in anybody's hand. */
#include "base/seal.h"
#include "store/ledger.h"
#include "store/store.h"
#include "store/transaction.h"

/* A charge writes about 15 pages of 4 KiB; every counter may have one on the
 * way, and the steps of other work go on beside them. */
#define RESERVE_LEN (4 * 1024 * 1024)

static enum kerr
write_probe(struct store *st)
{
	static const char sql[] =
	    "INSERT INTO charge_probe (counter, probes)"
	    " VALUES (:counter, 1)"
	    " ON CONFLICT (counter) DO UPDATE SET probes = charge_probe.probes + 1";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", store_counter(st));
	return store_done(q);
}

enum kerr
store_can_charge(struct store *st)
{
	const struct seal_keys *keys = store_keys(st);
	enum kerr e;

	if (keys == NULL ||
	    seal_keys_get(keys, seal_keys_current(keys)) == NULL)
		return ERR_KEY_FILE;
	if ((e = store_begin(st, STORE_STAFF_NONE, 0)) != KERR_OK)
		return e;
	if ((e = store_end(st, write_probe(st))) != KERR_OK)
		return e;
	return db_reserve(store_db(st), RESERVE_LEN);
}
