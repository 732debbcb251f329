/* ledger.c -- see ledger.h: appending an entry to its counter's chain. */
#include "store/ledger.h"

#include <string.h>

#include "base/text.h"
#include "rules/fiscal.h"
#include "store/audit.h"
#include "store/audit_form.h"
#include "store/days.h"
#include "store/ledger_form.h"
#include "store/money.h"
#include "store/receipts.h"
#include "store/store.h"
#include "store/transaction.h"

enum kerr
ledger_set_reason(struct ledger_row *row, const char *reason)
{
	if (strlen(reason) >= sizeof(row->reason))
		return ERR_TOO_LONG;
	text_copy(row->reason, sizeof(row->reason), reason);
	return KERR_OK;
}

enum kerr
ledger_business_day(struct store *st, struct date *out)
{
	struct business_day day;
	enum kerr e = days_current(st, &day);

	if (e == KERR_OK)
		*out = day.day;
	return e == ERR_NOT_FOUND ? ERR_DAY_CLOSED : e;
}

/* -- the chain -- */

static void
read_last(struct db_statement *q, void *record)
{
	struct ledger_stored *s = record;

	s->row.sequence = db_column_int(q, 0) + 1;
	(void)audit_read_hash(q, 1, s->previous);
}

/* Sequence and previous hash of the entry to come. There is no head beside the
 * chain: that entries are missing at its end is told by the audit, which names
 * each and has a head of its own. */
static enum kerr
follow_last(struct store *st, struct ledger_stored *s)
{
	static const char sql[] =
	    "SELECT sequence, hash FROM ledger WHERE id > :from AND id < :to"
	    " ORDER BY id DESC LIMIT 1";
	struct db_statement *q = NULL;
	enum kerr e;

	s->row.sequence = 1;
	memset(s->previous, 0, sizeof(s->previous));
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":from", s->row.counter * LEDGER_COUNTER_STEP);
	db_bind_int(q, ":to", (s->row.counter + 1) * LEDGER_COUNTER_STEP);
	e = store_one(q, read_last, s);
	return e == ERR_NOT_FOUND ? KERR_OK : e;
}

static void
bind_row(struct db_statement *q, const struct ledger_row *r)
{
	db_bind_int(q, ":id", r->id);
	db_bind_int(q, ":counter", r->counter);
	db_bind_int(q, ":sequence", r->sequence);
	db_bind_text(q, ":kind", ledger_kind_code(r->kind));
	db_bind_text(q, ":item", r->has_item ? fee_item_code(r->item) : "");
	db_bind_text(q, ":reason", r->reason);
	db_bind_text(q, ":evidence", r->evidence);
	db_bind_int(q, ":yen", r->yen);
	db_bind_int(q, ":tender", r->tender_yen);
	db_bind_int(q, ":change", r->change_yen);
	db_bind_int_or_null(q, ":card", r->card);
	db_bind_int_or_null(q, ":case", r->case_id);
	db_bind_int_or_null(q, ":session", r->session);
	store_bind_date(q, ":day", r->business_day);
	db_bind_int(q, ":year", r->fiscal_year);
	db_bind_int_or_null(q, ":receipt", r->receipt_no);
	db_bind_int_or_null(q, ":points_at", r->points_at);
	db_bind_int_or_null(q, ":rule", r->rule);
	db_bind_int_or_null(q, ":by", r->by);
	db_bind_int_or_null(q, ":approved_by", r->approved_by);
	db_bind_int(q, ":at", r->at);
}

static enum kerr
insert_row(struct store *st, const struct ledger_stored *s)
{
	static const char sql[] =
	    "INSERT INTO ledger (id, counter, sequence, version, kind, item,"
	    "  reason, evidence, yen, tender_yen, change_yen, card, case_id,"
	    "  session, business_day, fiscal_year, receipt_no, points_at, rule,"
	    "  by_staff, approved_by, at, key_id, previous, hash)"
	    " VALUES (:id, :counter, :sequence, :version, :kind, :item,"
	    "  :reason, :evidence, :yen, :tender, :change, :card, :case,"
	    "  :session, :day, :year, :receipt, :points_at, :rule,"
	    "  :by, :approved_by, :at, :key_id, :previous, :hash)";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	bind_row(q, &s->row);
	db_bind_int(q, ":version", s->version);
	db_bind_int(q, ":key_id", s->key_id);
	db_bind_blob(q, ":previous", s->previous, sizeof(s->previous));
	db_bind_blob(q, ":hash", s->hash, sizeof(s->hash));
	return store_done(q);
}

static enum kerr
seal_row(struct store *st, struct ledger_stored *s)
{
	const struct seal_keys *keys = store_keys(st);
	const uint8_t *key = NULL;
	enum kerr e;

	if (keys == NULL ||
	    (key = seal_keys_get(keys, seal_keys_current(keys))) == NULL)
		return ERR_KEY_FILE;
	s->key_id = seal_keys_current(keys);
	if ((e = ledger_hash(s, key, s->hash)) == KERR_OK)
		ledger_check_text(s->hash, s->row.check);
	return e;
}

/* -- what goes with each entry -- */

static bool
gets_receipt(const struct ledger_row *row)
{
	static const bool has_receipt[LEDGER_KIND_COUNT] = {
#define X(kind, code, said, sign, receipt) [kind] = receipt != 0,
	    LEDGER_KINDS(X)
#undef X
	};

	/* undoing an exemption moves no money */
	return has_receipt[row->kind] && row->session != 0;
}

/* The next number is one more than the last: no other transaction writes
 * meanwhile, and no entry is ever deleted. */
static enum kerr
give_receipt(struct store *st, struct ledger_row *row)
{
	int64_t last = 0;
	enum kerr e;

	row->receipt_no = 0;
	if (!gets_receipt(row))
		return KERR_OK;
	e = receipts_last(st, row->counter, row->fiscal_year, &last);
	if (e == KERR_OK)
		row->receipt_no = last + 1;
	return e;
}

static enum kerr
add_total(struct store *st, const struct ledger_row *row)
{
	static const char sql[] =
	    "INSERT INTO ledger_total (business_day, counter, kind, item,"
	    "  entries, yen, first_id, last_id)"
	    " VALUES (:day, :counter, :kind, :item, 1, :yen, :id, :id)"
	    " ON CONFLICT (business_day, counter, kind, item) DO UPDATE SET"
	    "  entries = ledger_total.entries + 1,"
	    "  yen = ledger_total.yen + excluded.yen,"
	    "  last_id = excluded.last_id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":day", row->business_day);
	db_bind_int(q, ":counter", row->counter);
	db_bind_text(q, ":kind", ledger_kind_code(row->kind));
	db_bind_text(q, ":item", row->has_item ? fee_item_code(row->item) : "");
	db_bind_int(q, ":yen", row->yen);
	db_bind_int(q, ":id", row->id);
	return store_done(q);
}

/* The rest is in the entry, which is sealed itself. */
static enum kerr
note_entry(struct store *st, const struct ledger_row *row)
{
	struct audit_note n;
	char verb[AUDIT_VERB_SIZE] = "ledger.";

	text_copy(verb + 7, sizeof(verb) - 7, ledger_kind_code(row->kind));
	audit_note(&n, verb, "ledger", row->id);
	audit_note_number(&n, "yen", row->yen);
	if (row->has_item)
		audit_note_code(&n, "item", fee_item_code(row->item));
	if (row->card != 0)
		audit_note_number(&n, "card", row->card);
	if (row->receipt_no != 0)
		audit_note_number(&n, "receipt", row->receipt_no);
	if (row->approved_by != 0)
		audit_note_number(&n, "approved_by", row->approved_by);
	audit_note_code(&n, "check", row->check);
	return audit_append(st, &n);
}

enum kerr
ledger_append(struct store *st, struct ledger_row *row)
{
	struct ledger_stored s = {.version = LEDGER_VERSION};
	enum kerr e;

	row->counter = store_counter(st);
	row->by = store_staff(st);
	row->at = store_now(st);
	row->fiscal_year = fiscal_year(row->business_day);
	if ((e = give_receipt(st, row)) != KERR_OK)
		return e;
	s.row = *row;
	if ((e = follow_last(st, &s)) != KERR_OK)
		return e;
	s.row.id = s.row.counter * LEDGER_COUNTER_STEP + s.row.sequence;
	if ((e = seal_row(st, &s)) != KERR_OK ||
	    (e = insert_row(st, &s)) != KERR_OK ||
	    (e = add_total(st, &s.row)) != KERR_OK)
		return e;
	*row = s.row;
	return note_entry(st, row);
}

enum kerr
ledger_keep_note(struct store *st, int64_t id, const char *note)
{
	static const char sql[] =
	    "INSERT INTO ledger_note (ledger, text) VALUES (:ledger, :text)";
	struct db_statement *q = NULL;
	enum kerr e;

	if (note == NULL || note[0] == '\0')
		return KERR_OK;
	if (strlen(note) >= LEDGER_NOTE_SIZE)
		return ERR_TOO_LONG;
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":ledger", id);
	db_bind_text(q, ":text", note);
	return store_done(q);
}
