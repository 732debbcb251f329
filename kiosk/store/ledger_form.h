/* ledger_form.h -- a ledger entry as it lies in the store, and its canonical
 * form, shared by what appends, reads and verifies. For the store room only.
 *
 * hash = keyed BLAKE2b-256 of: "ledger", version, key id, previous hash, then
 * every column from counter to at (canonical.h). */
#ifndef KIOSK_STORE_LEDGER_FORM_H
#define KIOSK_STORE_LEDGER_FORM_H

#include "store/ledger.h"

#define LEDGER_VERSION 1
/* The id says counter and sequence; the table checks it. */
#define LEDGER_COUNTER_STEP INT64_C(1000000000000)

struct db_statement;

struct ledger_stored {
	struct ledger_row row;
	int64_t version;
	int64_t key_id;
	uint8_t previous[SEAL_HASH_SIZE];
	uint8_t hash[SEAL_HASH_SIZE];
	bool whole; /* both hashes have their length, all codes are known */
};

/* Columns in the order that ledger_read_stored() expects, of table l. */
#define LEDGER_COLUMNS \
	"l.id, l.counter, l.sequence, l.version, l.kind, l.item, l.reason," \
	" l.evidence, l.yen, l.tender_yen, l.change_yen, l.card, l.case_id," \
	" l.session, l.business_day, l.fiscal_year, l.receipt_no," \
	" l.points_at, l.rule, l.by_staff, l.approved_by, l.at, l.key_id," \
	" l.previous, l.hash"
#define LEDGER_COLUMN_COUNT 25
#define LEDGER_SELECT	    "SELECT " LEDGER_COLUMNS " FROM ledger l"

/* record: struct ledger_stored, struct ledger_row. */
void ledger_read_stored(struct db_statement *q, void *record);
void ledger_read_row(struct db_statement *q, void *record);
/* Errors: ERR_MEMORY. */
enum kerr ledger_hash(const struct ledger_stored *s,
    const uint8_t key[SEAL_KEY_SIZE], uint8_t out[SEAL_HASH_SIZE]);
/* Four characters that nobody confuses, out of the hash's first 20 bits. */
void ledger_check_text(
    const uint8_t hash[SEAL_HASH_SIZE], char out[LEDGER_CHECK_SIZE]);

#endif
