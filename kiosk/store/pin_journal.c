/* pin_journal.c -- the intent before, the result after; never the PIN. Which
 * status may follow which is written in the callers' masks; the WHERE holds
 * the one that was seen. */
#include "store/pin_journal.h"

#include <string.h>

#include "store/pin_sessions.h"
#include "store/store.h"
#include "store/transaction.h"

#define BIT(status) (1U << (status))
#define CODE_SIZE   32

/* One change of one reference. */
struct change {
	int64_t case_id;
	int64_t session; /* 0: none */
	enum pin_ref ref;
	unsigned from; /* allowed, a bit per status */
	enum pin_status to;
	int tries_left;
	const char *how;
};

static void
read_known(struct db_statement *q, void *record)
{
	struct pin_known *k = record;
	char code[CODE_SIZE];

	db_column_text(q, 0, code, sizeof(code));
	if (!pin_status_from_code(code, &k->status))
		k->status = PIN_STATUS_UNKNOWN;
	k->session = db_column_int(q, 1);
	k->tries_left = db_column_is_null(q, 2) ? PIN_TRIES_NOT_TOLD
						: (int)db_column_int(q, 2);
	k->intended_at = db_column_int(q, 3);
	k->result_at = db_column_int(q, 4);
	db_column_text(q, 5, k->how, sizeof(k->how));
}

#define KNOWN_COLUMNS \
	"SELECT status, session, tries_left, intended_at, result_at, how," \
	"       pin_ref FROM pin_state WHERE case_id = :case"

static enum kerr
load_one(
    struct store *st, int64_t case_id, enum pin_ref ref, struct pin_known *out)
{
	static const char sql[] = KNOWN_COLUMNS " AND pin_ref = :ref";
	struct db_statement *q = NULL;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	out->status = PIN_STATUS_NONE;
	out->tries_left = PIN_TRIES_NOT_TOLD;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", case_id);
	db_bind_text(q, ":ref", pin_ref_code(ref));
	e = store_one(q, read_known, out);
	return e == ERR_NOT_FOUND ? KERR_OK : e;
}

enum kerr
pin_journal_load(
    struct store *st, int64_t case_id, struct pin_known out[PIN_REF_COUNT])
{
	enum kerr e = KERR_OK;

	for (int i = 0; i < PIN_REF_COUNT && e == KERR_OK; i++)
		e = load_one(st, case_id, (enum pin_ref)i, &out[i]);
	return e;
}

static void
bind_tries(struct db_statement *q, int tries_left)
{
	if (tries_left == PIN_TRIES_NOT_TOLD)
		db_bind_null(q, ":tries");
	else
		db_bind_int(q, ":tries", tries_left);
}

static enum kerr
write_journal(struct store *st, const struct change *c)
{
	static const char sql[] =
	    "INSERT INTO pin_journal (case_id, session, pin_ref, status,"
	    "  tries_left, at, how, by_staff)"
	    " VALUES (:case, :session, :ref, :status, :tries, :now, :how,"
	    "  :staff)";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", c->case_id);
	db_bind_int_or_null(q, ":session", c->session);
	db_bind_text(q, ":ref", pin_ref_code(c->ref));
	db_bind_text(q, ":status", pin_status_code(c->to));
	bind_tries(q, c->tries_left);
	db_bind_int(q, ":now", store_now(st));
	db_bind_text(q, ":how", c->how);
	db_bind_int_or_null(q, ":staff", store_staff(st));
	return store_done(q);
}

/* The row of a reference that was never spoken of. */
static enum kerr
insert_state(struct store *st, const struct change *c)
{
	static const char sql[] =
	    "INSERT INTO pin_state (case_id, pin_ref, status)"
	    " VALUES (:case, :ref, :none)"
	    " ON CONFLICT (case_id, pin_ref) DO NOTHING";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", c->case_id);
	db_bind_text(q, ":ref", pin_ref_code(c->ref));
	db_bind_text(q, ":none", pin_status_code(PIN_STATUS_NONE));
	return store_done(q);
}

static enum kerr
write_state(
    struct store *st, const struct change *c, const struct pin_known *before)
{
	static const char sql[] =
	    "UPDATE pin_state SET status = :to, session = :session,"
	    "       tries_left = :tries, intended_at = :intended,"
	    "       result_at = :result, how = :how, day ="
	    "       (SELECT day FROM business_day WHERE open_mark = 1)"
	    " WHERE case_id = :case AND pin_ref = :ref AND status = :from";
	bool intent = c->to == PIN_STATUS_INTENDED;
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", c->case_id);
	db_bind_text(q, ":ref", pin_ref_code(c->ref));
	db_bind_text(q, ":from", pin_status_code(before->status));
	db_bind_text(q, ":to", pin_status_code(c->to));
	db_bind_int_or_null(
	    q, ":session", c->session != 0 ? c->session : before->session);
	bind_tries(q, c->tries_left);
	db_bind_int_or_null(
	    q, ":intended", intent ? store_now(st) : before->intended_at);
	db_bind_int_or_null(q, ":result",
	    intent || c->to == PIN_STATUS_TO_SET ? 0 : store_now(st));
	db_bind_text(q, ":how", c->how);
	return store_changed(q, ERR_CASE_STATE);
}

/* Journal and state together. */
static enum kerr
apply(struct store *st, const struct change *c)
{
	struct pin_known before;
	enum kerr e;

	if (!store_is_writing(st))
		return ERR_INTERNAL;
	if ((e = load_one(st, c->case_id, c->ref, &before)) != KERR_OK)
		return e;
	if ((BIT(before.status) & c->from) == 0)
		return BIT(before.status) & (BIT(PIN_STATUS_INTENDED) |
						BIT(PIN_STATUS_UNKNOWN))
			   ? ERR_PIN_UNKNOWN
			   : ERR_CASE_STATE;
	if ((e = insert_state(st, c)) != KERR_OK ||
	    (e = write_state(st, c, &before)) != KERR_OK)
		return e;
	return write_journal(st, c);
}

static void
read_code(struct db_statement *q, void *record)
{
	db_column_text(q, 0, record, CODE_SIZE);
}

/*
 * What an earlier visit for the same card left in this place: the card does
 * not hold the office's initial value any more, or nobody knows. The newest
 * such visit counts; none is PIN_STATUS_NONE.
 */
static enum kerr
left_before(
    struct store *st, int64_t case_id, enum pin_ref ref, enum pin_status *out)
{
	static const char sql[] =
	    "SELECT s.status FROM case_ me"
	    "  JOIN case_ c ON c.card = me.card AND c.kind = me.kind"
	    "  JOIN pin_state s ON s.case_id = c.id"
	    " WHERE me.id = :case AND me.kind = 'collection' AND c.id < :case AND s.pin_ref = :ref"
	    "   AND s.status IN ('written', 'recorded', 'unknown', 'intended')"
	    " ORDER BY c.id DESC LIMIT 1";
	struct db_statement *q = NULL;
	char code[CODE_SIZE] = "";
	enum kerr e;

	*out = PIN_STATUS_NONE;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", case_id);
	db_bind_text(q, ":ref", pin_ref_code(ref));
	e = store_one(q, read_code, code);
	if (e == ERR_NOT_FOUND)
		return KERR_OK;
	if (e == KERR_OK && !pin_status_from_code(code, out))
		*out = PIN_STATUS_UNKNOWN;
	return e;
}

/* How a needed place begins: to be set, or as an earlier visit left it. */
static enum kerr
plan_needed(struct store *st, struct change *c)
{
	enum pin_status before;
	enum kerr e = left_before(st, c->case_id, c->ref, &before);

	if (e != KERR_OK || before == PIN_STATUS_NONE)
		return e;
	c->to = PIN_STATUS_UNKNOWN;
	/* a written one need not be asked for the initial value again */
	c->how = before == PIN_STATUS_WRITTEN || before == PIN_STATUS_RECORDED
		     ? PIN_HOW_BEFORE
		     : PIN_HOW_CUT_OFF;
	return KERR_OK;
}

enum kerr
pin_journal_plan(
    struct store *st, int64_t case_id, const bool needed[PIN_REF_COUNT])
{
	struct pin_known known[PIN_REF_COUNT];
	enum kerr e;

	if ((e = store_own_case(st, case_id)) != KERR_OK ||
	    (e = pin_journal_load(st, case_id, known)) != KERR_OK)
		return e;
	for (int i = 0; i < PIN_REF_COUNT && e == KERR_OK; i++) {
		struct change c = {.case_id = case_id,
		    .ref = (enum pin_ref)i,
		    .from = BIT(PIN_STATUS_NONE) | BIT(PIN_STATUS_TO_SET),
		    .to = needed[i] ? PIN_STATUS_TO_SET : PIN_STATUS_NONE,
		    .tries_left = PIN_TRIES_NOT_TOLD,
		    .how = PIN_HOW_PLANNED};

		/* the card refused it and keeps its value: it may be left out */
		if (!needed[i])
			c.from |= BIT(PIN_STATUS_REFUSED);
		if ((BIT(known[i].status) & c.from) == 0 ||
		    known[i].status == c.to)
			continue;
		if (needed[i])
			e = plan_needed(st, &c);
		if (e == KERR_OK)
			e = apply(st, &c);
	}
	return e;
}

static enum kerr
intend(struct store *st, int64_t session, enum pin_ref ref, unsigned from)
{
	struct change c = {.session = session,
	    .ref = ref,
	    .from = from,
	    .to = PIN_STATUS_INTENDED,
	    .tries_left = PIN_TRIES_NOT_TOLD,
	    .how = PIN_HOW_SENDING};
	struct pin_session s;
	enum kerr e;

	if ((e = pin_sessions_get(st, session, &s)) != KERR_OK)
		return e;
	if (s.state != PIN_SESSION_ASKED && s.state != PIN_SESSION_TAKEN)
		return ERR_CASE_STATE;
	if ((e = store_own_case(st, s.case_id)) != KERR_OK)
		return e;
	c.case_id = s.case_id;
	return apply(st, &c);
}

enum kerr
pin_journal_intend(struct store *st, int64_t session, enum pin_ref ref)
{
	return intend(
	    st, session, ref, BIT(PIN_STATUS_TO_SET) | BIT(PIN_STATUS_REFUSED));
}

enum kerr
pin_journal_intend_again(struct store *st, int64_t session, enum pin_ref ref)
{
	return intend(st, session, ref, BIT(PIN_STATUS_WRITTEN));
}

/* Never refused because the session or the case has moved on: what the card
 * said is true. Only the session that sent it may tell it. */
enum kerr
pin_journal_result(struct store *st, int64_t session, enum pin_ref ref,
    enum pin_status status, int tries_left)
{
	struct change c = {.session = session,
	    .ref = ref,
	    .from = BIT(PIN_STATUS_INTENDED) | BIT(PIN_STATUS_UNKNOWN),
	    .to = status,
	    .tries_left = tries_left,
	    .how = PIN_HOW_ANSWERED};
	struct pin_session s;
	struct pin_known known;
	enum kerr e;

	if (status != PIN_STATUS_WRITTEN && status != PIN_STATUS_REFUSED &&
	    status != PIN_STATUS_UNKNOWN)
		return ERR_INTERNAL;
	if ((e = pin_sessions_get(st, session, &s)) != KERR_OK ||
	    (e = load_one(st, s.case_id, ref, &known)) != KERR_OK)
		return e;
	if (known.session != session)
		return ERR_CASE_STATE;
	c.case_id = s.case_id;
	return apply(st, &c);
}

enum kerr
pin_journal_reconcile(struct store *st, int64_t case_id, int64_t session,
    enum pin_ref ref, enum pin_status status, int tries_left)
{
	struct change c = {.case_id = case_id,
	    .session = session,
	    .ref = ref,
	    .from = BIT(PIN_STATUS_INTENDED) | BIT(PIN_STATUS_UNKNOWN),
	    .to = status,
	    .tries_left = tries_left,
	    .how = PIN_HOW_ASKED};
	enum kerr e;

	if (status != PIN_STATUS_WRITTEN && status != PIN_STATUS_TO_SET &&
	    status != PIN_STATUS_UNKNOWN)
		return ERR_INTERNAL;
	if ((e = store_own_case(st, case_id)) != KERR_OK)
		return e;
	return apply(st, &c);
}

enum kerr
pin_journal_tries(
    struct store *st, int64_t case_id, enum pin_ref ref, int tries_left)
{
	static const char sql[] = "UPDATE pin_state SET tries_left = :tries"
				  " WHERE case_id = :case AND pin_ref = :ref";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_own_case(st, case_id)) != KERR_OK ||
	    (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", case_id);
	db_bind_text(q, ":ref", pin_ref_code(ref));
	bind_tries(q, tries_left);
	return store_changed(q, ERR_CASE_STATE);
}

enum kerr
pin_journal_record(struct store *st, int64_t case_id, enum pin_ref ref)
{
	struct change c = {.case_id = case_id,
	    .ref = ref,
	    .from = BIT(PIN_STATUS_TO_SET) | BIT(PIN_STATUS_REFUSED) |
		    BIT(PIN_STATUS_UNKNOWN),
	    .to = PIN_STATUS_RECORDED,
	    .tries_left = PIN_TRIES_NOT_TOLD,
	    .how = PIN_HOW_STAFF};
	enum kerr e;

	if ((e = store_own_case(st, case_id)) != KERR_OK)
		return e;
	return apply(st, &c);
}

enum kerr
pin_journal_cut_off(struct store *st, int64_t case_id, int64_t *count)
{
	struct pin_known known[PIN_REF_COUNT];
	enum kerr e;

	*count = 0;
	if ((e = pin_journal_load(st, case_id, known)) != KERR_OK)
		return e;
	for (int i = 0; i < PIN_REF_COUNT; i++) {
		struct change c = {.case_id = case_id,
		    .ref = (enum pin_ref)i,
		    .from = BIT(PIN_STATUS_INTENDED),
		    .to = PIN_STATUS_UNKNOWN,
		    .tries_left = PIN_TRIES_NOT_TOLD,
		    .how = PIN_HOW_CUT_OFF};

		if (known[i].status != PIN_STATUS_INTENDED)
			continue;
		if ((e = apply(st, &c)) != KERR_OK)
			return e;
		(*count)++;
	}
	return KERR_OK;
}

/* -- a card, over all its cases -- */

struct told {
	int64_t case_id;
	enum pin_ref ref;
	enum pin_status status;
};

static void
read_told(struct db_statement *q, void *record)
{
	struct told *t = record;
	char code[CODE_SIZE];

	t->case_id = db_column_int(q, 0);
	db_column_text(q, 1, code, sizeof(code));
	if (!pin_ref_from_code(code, &t->ref))
		t->ref = PIN_REF_COUNT;
	db_column_text(q, 2, code, sizeof(code));
	if (!pin_status_from_code(code, &t->status))
		t->status = PIN_STATUS_UNKNOWN;
}

/* The newest row of a card that says what a place holds. */
static enum kerr
newest_told(struct store *st, int64_t card, enum pin_ref ref, struct told *out)
{
	static const char sql[] =
	    "SELECT s.case_id, s.pin_ref, s.status FROM case_ c"
	    "  JOIN pin_state s ON s.case_id = c.id"
	    " WHERE c.card = :card AND s.pin_ref = :ref AND s.status IN"
	    "       ('written', 'recorded', 'unknown', 'intended')"
	    " ORDER BY c.id DESC LIMIT 1";
	struct db_statement *q = NULL;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	db_bind_text(q, ":ref", pin_ref_code(ref));
	e = store_one(q, read_told, out);
	return e == ERR_NOT_FOUND ? KERR_OK : e;
}

enum kerr
pin_journal_card(struct store *st, int64_t card, struct pin_card *out)
{
	struct told told[PIN_REF_COUNT];
	const struct told *a = &told[PIN_REF_JUKI], *b = &told[PIN_REF_COMMON];
	enum kerr e = KERR_OK;

	memset(out, 0, sizeof(*out));
	for (int r = 0; r < PIN_REF_COUNT && e == KERR_OK; r++) {
		e = newest_told(st, card, (enum pin_ref)r, &told[r]);
		if (!pin_status_is_doubtful(told[r].status))
			continue;
		out->unknown = true;
		if (told[r].case_id > out->case_id)
			out->case_id = told[r].case_id;
	}
	if (e != KERR_OK || out->unknown)
		return e;
	out->split = a->case_id != b->case_id;
	if (out->split)
		out->case_id =
		    a->case_id > b->case_id ? a->case_id : b->case_id;
	return KERR_OK;
}

static void
read_doubt(struct db_statement *q, void *record)
{
	struct pin_doubt *d = record;
	char code[CODE_SIZE];

	d->case_id = db_column_int(q, 0);
	db_column_text(q, 1, code, sizeof(code));
	if (!pin_ref_from_code(code, &d->ref))
		d->ref = PIN_REF_COUNT;
	db_column_text(q, 2, code, sizeof(code));
	if (!pin_status_from_code(code, &d->status))
		d->status = PIN_STATUS_UNKNOWN;
	d->intended_at = db_column_int(q, 3);
}

enum kerr
pin_journal_doubts(
    struct store *st, struct pin_doubt *rows, size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT case_id, pin_ref, status, intended_at FROM pin_state"
	    " WHERE status IN ('intended', 'unknown')"
	    " ORDER BY case_id, pin_ref LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_page(q, most, 0);
	return store_rows(q, read_doubt, rows, sizeof(*rows), most, count);
}
