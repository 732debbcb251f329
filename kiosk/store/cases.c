/* cases.c -- opening, reading and listing cases. */
#include "store/cases.h"

#include <string.h>

#include "rules/procedure.h"
#include "store/cards.h"

#include "store/pin_doubt.h"
#include "store/store.h"
#include "store/transaction.h"

#define CASE_COLUMNS \
	"SELECT c.id, c.kind, c.card, c.person, c.state, c.step, c.opener," \
	"       c.owner_counter, c.owner_staff, c.lease_until," \
	"       c.business_day, c.opened_at, c.ended_at, c.reason," \
	"       c.ticket, c.arrived_at, c.called_at, c.at_counter_at," \
	"       c.left_at, c.lang" \
	"  FROM case_ c"

/* One reason for attention a line; cases_why() asks them one by one. */
#define DOUBT_PIN \
	"SELECT s.case_id FROM pin_state s JOIN case_ v ON v.id = s.case_id" \
	" WHERE s.status IN ('intended', 'unknown')" \
	"   AND (s.status = 'unknown' OR v.state <> 'open'" \
	"       OR v.lease_until < :now)" \
	"   AND " PIN_DOUBT_STANDS
/* Some are set and others are not, and no resident is at it now. */
#define DOUBT_PARTIAL \
	"SELECT v.id FROM case_ v" \
	" WHERE v.state IN ('open', 'paused')" \
	"   AND EXISTS (SELECT 1 FROM pin_state s WHERE s.case_id = v.id" \
	"        AND s.status IN ('written', 'recorded'))" \
	"   AND EXISTS (SELECT 1 FROM pin_state o WHERE o.case_id = v.id" \
	"        AND o.status IN ('to_set', 'refused'))" \
	"   AND (v.state = 'paused' OR v.lease_until < :now OR NOT EXISTS" \
	"        (SELECT 1 FROM pin_session p WHERE p.case_id = v.id" \
	"          AND p.state IN ('asked', 'taken')))"
/* A case that ended so, as long as no later one of the card took it up: its
 * two places hold two different PINs. */
#define DOUBT_SPLIT \
	"SELECT o.case_id FROM pin_state o" \
	"  JOIN pin_state s ON s.case_id = o.case_id" \
	"  JOIN case_ v ON v.id = o.case_id" \
	" WHERE o.status IN ('to_set', 'refused')" \
	"   AND o.pin_ref IN ('juki', 'common')" \
	"   AND s.pin_ref IN ('juki', 'common')" \
	"   AND s.status IN ('written', 'recorded')" \
	"   AND v.state NOT IN ('open', 'paused')" \
	"   AND NOT EXISTS (SELECT 1 FROM case_ l" \
	"         JOIN pin_state t ON t.case_id = l.id" \
	"        WHERE l.card = v.card AND l.id > v.id" \
	"          AND t.pin_ref IN ('juki', 'common') AND t.status IN" \
	"          ('written', 'recorded', 'unknown', 'intended'))"
#define DOUBT_EFFECTS \
	"SELECT x.case_id FROM effect x JOIN case_ v ON v.id = x.case_id" \
	" WHERE x.state IN ('unknown', 'not_done')" \
	"   AND (x.state = 'unknown' OR v.state IN ('open', 'paused'))"
#define DOUBT_ACTIVATION DOUBT_EFFECTS "   AND x.what = 'activation'"
#define DOUBT_EFFECT	 DOUBT_EFFECTS "   AND x.what <> 'activation'"
#define DOUBT_INCIDENT \
	"SELECT i.case_id FROM incident i" \
	" WHERE i.state = 'open' AND i.case_id > 0"
#define DOUBT_SILENT \
	"SELECT v.id FROM case_ v" \
	" WHERE v.state = 'open' AND v.lease_until < :now"
#define NEEDS_ATTENTION \
	" WHERE c.id IN (" DOUBT_PIN " UNION " DOUBT_EFFECTS \
	" UNION " DOUBT_INCIDENT " UNION " DOUBT_SILENT \
	" UNION " DOUBT_PARTIAL " UNION " DOUBT_SPLIT ")"
#define PINS_IN_PART " WHERE c.id IN (" DOUBT_PARTIAL " UNION " DOUBT_SPLIT ")"

static void
read_case(struct db_statement *q, void *record)
{
	struct case_record *c = record;
	char code[32];

	c->id = db_column_int(q, 0);
	db_column_text(q, 1, c->kind, sizeof(c->kind));
	c->card = db_column_int(q, 2);
	c->person = db_column_int(q, 3);
	db_column_text(q, 4, code, sizeof(code));
	if (!case_state_from_code(code, &c->state))
		c->state = CASE_ABANDONED;
	db_column_text(q, 5, code, sizeof(code));
	if (!case_step_from_code(code, &c->step))
		c->step = STEP_COUNT;
	c->done = 0;
	c->opener = db_column_int(q, 6);
	c->owner_counter = db_column_int(q, 7);
	c->owner_staff = db_column_int(q, 8);
	c->lease_until = db_column_int(q, 9);
	c->business_day = store_column_date(q, 10);
	c->opened_at = db_column_int(q, 11);
	c->ended_at = db_column_int(q, 12);
	db_column_text(q, 13, c->reason, sizeof(c->reason));
	db_column_text(q, 14, c->ticket, sizeof(c->ticket));
	c->arrived_at = db_column_int(q, 15);
	c->called_at = db_column_int(q, 16);
	c->at_counter_at = db_column_int(q, 17);
	c->left_at = db_column_int(q, 18);
	db_column_text(q, 19, c->lang, sizeof(c->lang));
}

/* A bit for each step of the case that is done. */
static enum kerr
load_done(struct store *st, struct case_record *c)
{
	static const char sql[] =
	    "SELECT step FROM step_done WHERE case_id = :id";
	struct db_statement *q = NULL;
	enum case_step step;
	char code[32];
	bool row = false;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", c->id);
	while ((e = db_step(q, &row)) == KERR_OK && row) {
		db_column_text(q, 0, code, sizeof(code));
		if (case_step_from_code(code, &step))
			c->done |= STEP_BIT(step);
	}
	db_release(q);
	return e;
}

enum kerr
cases_get(struct store *st, int64_t id, struct case_record *out)
{
	static const char sql[] = CASE_COLUMNS " WHERE c.id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	e = store_one(q, read_case, out);
	return e != KERR_OK ? e : load_done(st, out);
}

enum kerr
cases_here(struct store *st, int64_t *id)
{
	static const char sql[] =
	    "SELECT id FROM case_"
	    " WHERE owner_counter = :counter AND state = 'open'";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", store_counter(st));
	return store_number(q, id);
}

enum kerr
cases_of_card(struct store *st, int64_t card, int64_t *id)
{
	static const char sql[] =
	    "SELECT id FROM case_"
	    " WHERE card = :card AND state IN ('open', 'paused')";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	return store_number(q, id);
}

/* The row; the card is taken for it afterwards, or both are rolled back. */
static enum kerr
insert_case(struct store *st, const char *kind, int64_t card,
    struct date business_day, const char *lang, int64_t *id)
{
	static const char sql[] =
	    "INSERT INTO case_ (kind, card, person, state, step, opener,"
	    "  owner_counter, owner_staff, lease_until, business_day,"
	    "  opened_at, lang)"
	    " SELECT :kind, id, person, 'open', :step, :staff, :counter,"
	    "  :staff, :lease, :day, :now, :lang"
	    "  FROM card WHERE id = :card"
	    " RETURNING id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":kind", kind);
	db_bind_int(q, ":card", card);
	db_bind_text(q, ":step", case_step_code(STEP_FOUND));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_int(q, ":lease", store_now(st) + CASE_LEASE_SECONDS);
	store_bind_date(q, ":day", business_day);
	db_bind_int(q, ":now", store_now(st));
	db_bind_text(q, ":lang", lang);
	return store_done_id(q, id);
}

/* A card that its holder has is only locked: the unique index of live cases
 * keeps a second case from it, and its life does not move. */
static enum kerr
lock_held(struct store *st, const char *code, int64_t card)
{
	enum case_kind kind = CASE_KIND_COLLECTION;
	struct card_record held;
	enum kerr e = cards_get(st, card, &held);

	if (!case_kind_from_code(code, &kind))
		return ERR_INTERNAL;
	if (e != KERR_OK || procedure_state_allows(kind, held.state))
		return e;
	failure_text(store_remember(st, ERR_CARD_STATE), "state",
	    card_state_name(held.state));
	return ERR_CARD_STATE;
}

/* The card comes to the counter with the case, and goes back or is handed over
 * with its end. */
static bool
takes_card(const char *kind)
{
	return strcmp(kind, CASE_KIND_COLLECTED) == 0 ||
	       strcmp(kind, CASE_KIND_NOTE_COLLECTED) == 0;
}

/* Only what is of this kind of case: a notification card is no card with PINs,
 * though both may wait. Who has it is told by cards_take(). */
static enum kerr
take_card(struct store *st, const char *kind, int64_t card, int64_t case_id)
{
	struct card_record held;
	enum kerr e = cards_get(st, card, &held);

	if (e != KERR_OK)
		return e;
	if ((held.type == CARD_TYPE_NOTIFICATION) ==
	    (strcmp(kind, CASE_KIND_NOTE_COLLECTED) == 0))
		return cards_take(st, card, case_id);
	failure_text(store_remember(st, ERR_CARD_STATE), "state",
	    card_type_name(held.type));
	return ERR_CARD_STATE;
}

enum kerr
cases_open(struct store *st, const char *kind, int64_t card,
    struct date business_day, const char *lang, int64_t *id)
{
	int64_t other = 0;
	enum kerr e;

	*id = 0;
	if (!store_is_writing(st))
		return ERR_INTERNAL;
	if ((e = cases_here(st, &other)) == KERR_OK)
		return ERR_CASE_OPEN_HERE;
	if (e != ERR_NOT_FOUND)
		return e;
	/* A card that is in a case cannot be taken: cards_take() says why. */
	e = cases_of_card(st, card, &other);
	if (e == KERR_OK && !takes_card(kind))
		return store_case_taken(st, other);
	if (e == KERR_OK) {
		e = cards_take(st, card, 0);
		return e == KERR_OK ? ERR_CASE_STATE : e;
	}
	if (e == ERR_NOT_FOUND)
		e = takes_card(kind) ? KERR_OK : lock_held(st, kind, card);
	if (e != KERR_OK || (e = insert_case(st, kind, card, business_day, lang,
				 id)) != KERR_OK)
		return e;
	return takes_card(kind) ? take_card(st, kind, card, *id) : KERR_OK;
}

static enum kerr
bind_list(struct store *st, const char *sql, enum case_filter filter,
    int64_t now, struct db_statement **q)
{
	enum kerr e;

	if ((e = store_read(st, sql, q)) == KERR_OK &&
	    (filter == CASES_ATTENTION || filter == CASES_IN_PART))
		db_bind_int(*q, ":now", now);
	return e;
}

enum kerr
cases_list(struct store *st, enum case_filter filter, int64_t now,
    size_t offset, struct case_record *rows, size_t most, size_t *count)
{
	static const char *const sql[CASE_FILTER_COUNT] = {
	    [CASES_OPEN] =
		CASE_COLUMNS " WHERE c.state = 'open'"
			     " ORDER BY c.id LIMIT :most OFFSET :offset",
	    [CASES_PAUSED] =
		CASE_COLUMNS " WHERE c.state = 'paused'"
			     " ORDER BY c.id LIMIT :most OFFSET :offset",
	    [CASES_ATTENTION] = CASE_COLUMNS NEEDS_ATTENTION
	    " ORDER BY c.id LIMIT :most OFFSET :offset",
	    [CASES_IN_PART] = CASE_COLUMNS PINS_IN_PART
	    " ORDER BY c.id LIMIT :most OFFSET :offset",
	};
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = bind_list(st, sql[filter], filter, now, &q)) != KERR_OK)
		return e;
	store_bind_page(q, most, offset);
	e = store_rows(q, read_case, rows, sizeof(*rows), most, count);
	for (size_t i = 0; e == KERR_OK && i < *count; i++)
		e = load_done(st, &rows[i]);
	return e;
}

enum kerr
cases_count(
    struct store *st, enum case_filter filter, int64_t now, int64_t *count)
{
	static const char *const sql[CASE_FILTER_COUNT] = {
	    [CASES_OPEN] = "SELECT count(*) FROM case_ c"
			   " WHERE c.state = 'open'",
	    [CASES_PAUSED] = "SELECT count(*) FROM case_ c"
			     " WHERE c.state = 'paused'",
	    [CASES_ATTENTION] = "SELECT count(*)"
				" FROM case_ c" NEEDS_ATTENTION,
	    [CASES_IN_PART] = "SELECT count(*) FROM case_ c" PINS_IN_PART,
	};
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = bind_list(st, sql[filter], filter, now, &q)) != KERR_OK)
		return e;
	return store_number(q, count);
}

enum kerr
cases_why(struct store *st, int64_t id, int64_t now, unsigned *why)
{
	static const struct {
		enum case_why why;
		const char *sql;
		bool by_time;
	} doubts[] = {
	    {CASE_WHY_PIN, DOUBT_PIN " AND s.case_id = :id LIMIT 1", true},
	    {CASE_WHY_ACTIVATION,
		DOUBT_ACTIVATION " AND x.case_id = :id LIMIT 1", false},
	    {CASE_WHY_EFFECT, DOUBT_EFFECT " AND x.case_id = :id LIMIT 1",
		false},
	    {CASE_WHY_INCIDENT, DOUBT_INCIDENT " AND i.case_id = :id LIMIT 1",
		false},
	    {CASE_WHY_SILENT, DOUBT_SILENT " AND v.id = :id LIMIT 1", true},
	    {CASE_WHY_PARTIAL, DOUBT_PARTIAL " AND v.id = :id LIMIT 1", true},
	    {CASE_WHY_SPLIT, DOUBT_SPLIT " AND v.id = :id LIMIT 1", false},
	};
	struct db_statement *q = NULL;
	int64_t found;
	enum kerr e = KERR_OK;

	*why = 0;
	for (size_t i = 0; i < sizeof(doubts) / sizeof(doubts[0]); i++) {
		if ((e = store_read(st, doubts[i].sql, &q)) != KERR_OK)
			return e;
		db_bind_int(q, ":id", id);
		if (doubts[i].by_time)
			db_bind_int(q, ":now", now);
		e = store_number(q, &found);
		if (e == KERR_OK)
			*why |= doubts[i].why;
		else if (e != ERR_NOT_FOUND)
			return e;
	}
	return KERR_OK;
}
