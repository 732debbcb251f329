/* fees.c -- see fees.h. counter-procedures 4.5 and 4.6. */
#include "store/fees.h"

#include <string.h>

#include "base/text.h"
#include "store/audit.h"
#include "store/cards.h"
#include "store/ledger.h"
#include "store/money.h"
#include "store/rules_in_force.h"
#include "store/store.h"
#include "store/transaction.h"

static const struct {
	const char *code;
	const char *name;
	bool settled;
} states[FEE_STATE_COUNT] = {
    [FEE_NOT_DUE] = {"not_due", N_("no fee"), true},
    [FEE_TO_PAY] = {"to_pay", N_("to be paid"), false},
    [FEE_TO_PROVE] = {"to_prove", N_("free with its evidence"), false},
    [FEE_TO_DECIDE] = {"to_decide", N_("the office decides"), false},
    [FEE_WITHOUT_PRICE] = {"without_price", N_("no price in force"), false},
    [FEE_WITHOUT_REASON] = {"without_reason", N_("no rule for the reason"),
	false},
    [FEE_PAID] = {"paid", N_("paid"), true},
    [FEE_EXEMPT] = {"exempt", N_("exempt"), true},
};

const char *
fee_state_code(enum fee_state s)
{
	return (unsigned)s < FEE_STATE_COUNT ? states[s].code : "";
}

const char *
fee_state_name(enum fee_state s)
{
	return (unsigned)s < FEE_STATE_COUNT ? states[s].name : "";
}

bool
fee_state_is_settled(enum fee_state s)
{
	return (unsigned)s < FEE_STATE_COUNT && states[s].settled;
}

/* What of a card decides about its fee. */
struct facts {
	enum fee_item item;
	char reason[FEE_CODE_SIZE];
	bool certificates;
};

static void
read_facts(struct db_statement *q, void *record)
{
	struct facts *f = record;
	char type[24], ordered[FEE_CODE_SIZE], kind[24];

	memset(f, 0, sizeof(*f));
	db_column_text(q, 0, type, sizeof(type));
	db_column_text(q, 5, ordered, sizeof(ordered));
	if (!fee_item_from_code(ordered, &f->item)) {
		f->item = FEE_INDIVIDUAL;
		if (strcmp(type, "notification") == 0)
			f->item = FEE_NOTIFICATION;
		else if (db_column_bool(q, 1))
			f->item = FEE_EXPRESS;
	}
	f->certificates = f->item != FEE_NOTIFICATION &&
			  (db_column_bool(q, 2) || db_column_bool(q, 3));
	db_column_text(q, 6, f->reason, sizeof(f->reason));
	if (f->reason[0] != '\0')
		return;
	db_column_text(q, 7, f->reason, sizeof(f->reason));
	db_column_text(q, 4, kind, sizeof(kind));
	if (strcmp(kind, issue_kind_code(ISSUE_FIRST)) == 0)
		text_copy(f->reason, sizeof(f->reason),
		    fee_reason_code(FEE_REASON_FIRST));
	else if (f->reason[0] == '\0' &&
		 strcmp(kind, issue_kind_code(ISSUE_RENEWAL)) == 0)
		text_copy(f->reason, sizeof(f->reason),
		    fee_reason_code(FEE_REASON_RENEWAL));
}

static enum kerr
load_facts(struct store *st, int64_t card, struct facts *out)
{
	static const char sql[] =
	    "SELECT c.type, c.express, c.wants_sign, c.wants_auth, c.kind,"
	    "       o.item, o.reason, c.reissue_reason"
	    "  FROM card c LEFT JOIN fee_order o ON o.card = c.id"
	    " WHERE c.id = :card";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	return store_one(q, read_facts, out);
}

struct settled {
	int64_t ledger;
	int64_t yen;
	enum ledger_kind kind;
};

static void
read_settled(struct db_statement *q, void *record)
{
	struct settled *s = record;
	char code[24];

	s->ledger = db_column_int(q, 0);
	s->yen = db_column_int(q, 1);
	db_column_text(q, 2, code, sizeof(code));
	if (!ledger_kind_from_code(code, &s->kind))
		s->kind = LEDGER_KIND_COUNT;
}

static enum kerr
load_settled(
    struct store *st, int64_t card, enum fee_item item, struct settled *out)
{
	static const char sql[] =
	    "SELECT l.id, l.yen, l.kind"
	    "  FROM fee_settled f JOIN ledger l ON l.id = f.ledger"
	    " WHERE f.card = :card AND f.item = :item AND f.undone = 0";
	struct db_statement *q = NULL;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	db_bind_text(q, ":item", fee_item_code(item));
	e = store_one(q, read_settled, out);
	return e == ERR_NOT_FOUND ? KERR_OK : e;
}

/* What the reason says, before the price is known. */
static enum kerr
judge_reason(struct store *st, struct date day, struct fee_due *due)
{
	struct rule_row row;
	enum kerr e;

	due->state = FEE_NOT_DUE;
	/* never on first collection, whatever was entered (0.1) */
	if (strcmp(due->reason, fee_reason_code(FEE_REASON_FIRST)) == 0)
		return KERR_OK;
	e = rules_on(st, RULE_FEE_REASON, due->reason, day, &row);
	if (e == ERR_NOT_FOUND) {
		due->state = FEE_WITHOUT_REASON;
		return KERR_OK;
	}
	if (e != KERR_OK)
		return e;
	text_copy(due->evidence, sizeof(due->evidence), row.rule.evidence);
	due->second_person = row.rule.second_person;
	if (row.rule.value == FEE_CHARGED)
		due->state = FEE_TO_PAY;
	else if (row.rule.value == FEE_DECIDED)
		due->state = FEE_TO_DECIDE;
	else if (due->evidence[0] != '\0')
		due->state = FEE_TO_PROVE;
	return KERR_OK;
}

static enum kerr
find_price(struct store *st, struct date day, struct fee_due *due)
{
	struct rule_row row;
	enum kerr e =
	    rules_on(st, RULE_FEE, fee_item_code(due->item), day, &row);

	if (e == ERR_NOT_FOUND) {
		if (due->state == FEE_TO_PAY)
			due->state = FEE_WITHOUT_PRICE;
		return KERR_OK;
	}
	if (e != KERR_OK)
		return e;
	due->yen = row.rule.value;
	due->rule = row.id;
	if (due->yen == 0)
		due->state = FEE_NOT_DUE;
	return KERR_OK;
}

static enum kerr
judge_item(struct store *st, int64_t card, const struct facts *f,
    enum fee_item item, struct date day, struct fee_due *due)
{
	struct settled s;
	enum kerr e;

	memset(due, 0, sizeof(*due));
	due->item = item;
	text_copy(due->reason, sizeof(due->reason), f->reason);
	if ((e = load_settled(st, card, item, &s)) != KERR_OK)
		return e;
	if (s.ledger != 0) {
		due->state = s.kind == LEDGER_CHARGE ? FEE_PAID : FEE_EXEMPT;
		due->yen = s.yen;
		due->ledger = s.ledger;
		return KERR_OK;
	}
	if ((e = judge_reason(st, day, due)) != KERR_OK ||
	    due->state == FEE_NOT_DUE || due->state == FEE_WITHOUT_REASON)
		return e;
	return find_price(st, day, due);
}

enum kerr
fees_due(struct store *st, int64_t card, struct date day, struct fee_due *rows,
    size_t most, size_t *count)
{
	struct fee_due certificate;
	struct facts f;
	enum kerr e;

	*count = 0;
	if (most == 0)
		return ERR_INTERNAL;
	if ((e = load_facts(st, card, &f)) != KERR_OK ||
	    (e = judge_item(st, card, &f, f.item, day, &rows[0])) != KERR_OK)
		return e;
	*count = 1;
	if (!f.certificates || most < 2)
		return KERR_OK;
	if ((e = judge_item(
		 st, card, &f, FEE_CERTIFICATE, day, &certificate)) != KERR_OK)
		return e;
	/* only where an office has a price for it (4.5) */
	if (certificate.rule != 0 || certificate.ledger != 0)
		rows[(*count)++] = certificate;
	return KERR_OK;
}

enum kerr
fees_settled(struct store *st, int64_t card, struct date day)
{
	struct fee_due rows[FEE_ITEM_COUNT];
	int64_t yen = 0;
	size_t count = 0;
	bool settled = true;
	enum kerr e;

	if ((e = fees_due(st, card, day, rows, FEE_ITEM_COUNT, &count)) !=
	    KERR_OK)
		return e;
	for (size_t i = 0; i < count; i++) {
		if (fee_state_is_settled(rows[i].state))
			continue;
		settled = false;
		yen += rows[i].yen;
	}
	if (settled)
		return KERR_OK;
	failure_number(store_remember(st, ERR_FEE_OPEN), "yen", yen);
	return ERR_FEE_OPEN;
}

static enum kerr
refuse_settled(struct store *st, int64_t card)
{
	static const char sql[] = "SELECT ledger FROM fee_settled"
				  " WHERE card = :card AND undone = 0 LIMIT 1";
	struct db_statement *q = NULL;
	struct ledger_row row;
	int64_t ledger = 0;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	if ((e = store_number(q, &ledger)) != KERR_OK)
		return e == ERR_NOT_FOUND ? KERR_OK : e;
	if ((e = ledger_get(st, ledger, &row)) != KERR_OK)
		return e;
	return ledger_refuse_settled(st, &row);
}

enum kerr
fees_settle(struct store *st, int64_t card, enum fee_item item, int64_t ledger)
{
	static const char sql[] =
	    "INSERT INTO fee_settled (card, item, undone, ledger)"
	    " VALUES (:card, :item, 0, :ledger)";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	db_bind_text(q, ":item", fee_item_code(item));
	db_bind_int(q, ":ledger", ledger);
	return store_done(q);
}

enum kerr
fees_reopen(
    struct store *st, const struct ledger_row *settled_by, int64_t undone)
{
	static const char sql[] =
	    "UPDATE fee_settled SET undone = :undone"
	    " WHERE card = :card AND item = :item AND undone = 0"
	    "   AND ledger = :ledger";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":undone", undone);
	db_bind_int(q, ":card", settled_by->card);
	db_bind_text(q, ":item", fee_item_code(settled_by->item));
	db_bind_int(q, ":ledger", settled_by->id);
	return store_changed(q, ERR_LEDGER_UNDONE);
}

enum kerr
fees_order(
    struct store *st, int64_t card, enum fee_item item, enum fee_reason reason)
{
	static const char sql[] =
	    "INSERT INTO fee_order (card, item, reason, at, by_staff)"
	    " VALUES (:card, :item, :reason, :now, :staff)"
	    " ON CONFLICT (card) DO UPDATE SET item = excluded.item,"
	    "  reason = excluded.reason, at = excluded.at,"
	    "  by_staff = excluded.by_staff";
	struct db_statement *q = NULL;
	struct audit_note n;
	struct facts f;
	enum kerr e;

	if (fee_item_code(item)[0] == '\0' || item == FEE_CERTIFICATE ||
	    fee_reason_code(reason)[0] == '\0')
		return ERR_FEE_REASON;
	if ((e = load_facts(st, card, &f)) != KERR_OK ||
	    (e = refuse_settled(st, card)) != KERR_OK ||
	    (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	db_bind_text(q, ":item", fee_item_code(item));
	db_bind_text(q, ":reason", fee_reason_code(reason));
	db_bind_int(q, ":now", store_now(st));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	if ((e = store_done(q)) != KERR_OK)
		return e;
	audit_note(&n, "fee.order", "card", card);
	audit_note_code(&n, "item", fee_item_code(item));
	audit_note_code(&n, "reason", fee_reason_code(reason));
	audit_note_code(&n, "before", f.reason);
	return audit_append(st, &n);
}
