/* ledger_form.c -- see ledger_form.h. */
#include "store/ledger_form.h"

#include <string.h>

#include "store/audit_form.h"
#include "store/canonical.h"
#include "store/transaction.h"

static const struct {
	const char *code;
	const char *name;
	int sign;
} kinds[LEDGER_KIND_COUNT] = {
#define X(kind, code, said, sign, receipt) [kind] = {code, said, sign},
    LEDGER_KINDS(X)
#undef X
};

const char *
ledger_kind_code(enum ledger_kind kind)
{
	return (unsigned)kind < LEDGER_KIND_COUNT ? kinds[kind].code : "";
}

const char *
ledger_kind_name(enum ledger_kind kind)
{
	return (unsigned)kind < LEDGER_KIND_COUNT ? kinds[kind].name : "";
}

bool
ledger_kind_from_code(const char *code, enum ledger_kind *out)
{
	for (int k = 0; k < LEDGER_KIND_COUNT; k++) {
		if (strcmp(code, kinds[k].code) == 0) {
			*out = (enum ledger_kind)k;
			return true;
		}
	}
	return false;
}

int
ledger_kind_sign(enum ledger_kind kind)
{
	return (unsigned)kind < LEDGER_KIND_COUNT ? kinds[kind].sign : 0;
}

/* Without 0 O 1 I, which look alike on paper. */
void
ledger_check_text(
    const uint8_t hash[SEAL_HASH_SIZE], char out[LEDGER_CHECK_SIZE])
{
	static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	uint32_t bits = (uint32_t)hash[0] << 12 | (uint32_t)hash[1] << 4 |
			(uint32_t)hash[2] >> 4;

	for (int i = LEDGER_CHECK_SIZE - 2; i >= 0; i--, bits >>= 5)
		out[i] = letters[bits & 31];
	out[LEDGER_CHECK_SIZE - 1] = '\0';
}

/* What each row is about. false when a code is not known. */
static bool
read_about(struct db_statement *q, struct ledger_row *r)
{
	char code[FEE_CODE_SIZE];
	bool known;

	db_column_text(q, 4, code, sizeof(code));
	if (!(known = ledger_kind_from_code(code, &r->kind)))
		r->kind = LEDGER_KIND_COUNT;
	db_column_text(q, 5, code, sizeof(code));
	r->has_item = fee_item_from_code(code, &r->item);
	known = known && (r->has_item || code[0] == '\0');
	db_column_text(q, 6, r->reason, sizeof(r->reason));
	db_column_text(q, 7, r->evidence, sizeof(r->evidence));
	return known;
}

void
ledger_read_stored(struct db_statement *q, void *record)
{
	struct ledger_stored *s = record;
	struct ledger_row *r = &s->row;
	bool known, has_previous, has_hash;

	memset(s, 0, sizeof(*s));
	r->id = db_column_int(q, 0);
	r->counter = (int)db_column_int(q, 1);
	r->sequence = db_column_int(q, 2);
	s->version = db_column_int(q, 3);
	known = read_about(q, r);
	r->yen = db_column_int(q, 8);
	r->tender_yen = db_column_int(q, 9);
	r->change_yen = db_column_int(q, 10);
	r->card = db_column_int(q, 11);
	r->case_id = db_column_int(q, 12);
	r->session = db_column_int(q, 13);
	r->business_day = store_column_date(q, 14);
	r->fiscal_year = (int)db_column_int(q, 15);
	r->receipt_no = db_column_int(q, 16);
	r->points_at = db_column_int(q, 17);
	r->rule = db_column_int(q, 18);
	r->by = db_column_int(q, 19);
	r->approved_by = db_column_int(q, 20);
	r->at = db_column_int(q, 21);
	s->key_id = db_column_int(q, 22);
	has_previous = audit_read_hash(q, 23, s->previous);
	has_hash = audit_read_hash(q, 24, s->hash);
	s->whole = known && has_previous && has_hash;
	ledger_check_text(s->hash, r->check);
}

void
ledger_read_row(struct db_statement *q, void *record)
{
	struct ledger_stored s;

	ledger_read_stored(q, &s);
	*(struct ledger_row *)record = s.row;
}

enum kerr
ledger_hash(const struct ledger_stored *s, const uint8_t key[SEAL_KEY_SIZE],
    uint8_t out[SEAL_HASH_SIZE])
{
	const struct ledger_row *r = &s->row;
	struct seal_hash *h = seal_hash_new(key);
	const int64_t numbers[] = {r->yen, r->tender_yen, r->change_yen,
	    r->card, r->case_id, r->session, date_days(r->business_day),
	    r->fiscal_year, r->receipt_no, r->points_at, r->rule, r->by,
	    r->approved_by, r->at};

	if (h == NULL)
		return ERR_MEMORY;
	canonical_text(h, "ledger");
	canonical_number(h, s->version);
	canonical_number(h, s->key_id);
	canonical_bytes(h, s->previous, sizeof(s->previous));
	canonical_number(h, r->counter);
	canonical_number(h, r->sequence);
	canonical_text(h, ledger_kind_code(r->kind));
	canonical_text(h, r->has_item ? fee_item_code(r->item) : "");
	canonical_text(h, r->reason);
	canonical_text(h, r->evidence);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		canonical_number(h, numbers[i]);
	seal_hash_end(&h, out);
	return KERR_OK;
}
