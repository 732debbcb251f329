/* summary_pins.c -- the PINs of the supervisor's day. */
#include "store/store.h"
#include "store/summary.h"
#include "store/summary_scope.h"
#include "store/transaction.h"

/* The references of one case, as bits. */
struct case_pins {
	int64_t case_id;
	enum case_kind kind;
	unsigned written;
	unsigned named; /* in any other status than "not in this case" */
};

/* A kind is set when all of its places are written: two for JUKI. */
static void
add_kinds(const struct case_pins *pins, struct summary *out)
{
	int64_t *const counts[CASE_KIND_COUNT] = {
	    [CASE_KIND_COLLECTION] = out->pin_kind_set,
	    [CASE_KIND_PIN_CHANGE] = out->pin_kind_changed,
	    [CASE_KIND_PIN_RESET] = out->pin_kind_reset,
	};
	unsigned places[PIN_KIND_COUNT] = {0};

	if (pins->written == 0)
		return;
	out->pin_cards += pins->kind == CASE_KIND_COLLECTION;
	for (int i = 0; i < PIN_REF_COUNT; i++)
		if ((pins->named & 1U << i) != 0)
			places[pin_ref_kind((enum pin_ref)i)] |= 1U << i;
	for (int i = 0; i < PIN_KIND_COUNT; i++)
		if (places[i] != 0 && (places[i] & ~pins->written) == 0)
			counts[pins->kind][i]++;
}

static void
add_pin(struct db_statement *q, struct case_pins *pins, struct summary *out)
{
	enum pin_status status = PIN_STATUS_UNKNOWN;
	enum pin_ref ref;
	char code[24];

	if (db_column_int(q, 0) != pins->case_id) {
		add_kinds(pins, out);
		*pins = (struct case_pins){.case_id = db_column_int(q, 0)};
		db_column_text(q, 4, code, sizeof(code));
		(void)case_kind_from_code(code, &pins->kind);
	}
	db_column_text(q, 1, code, sizeof(code));
	if (!pin_ref_from_code(code, &ref))
		return;
	db_column_text(q, 2, code, sizeof(code));
	(void)pin_status_from_code(code, &status);
	if (status == PIN_STATUS_NONE)
		return;
	pins->named |= 1U << ref;
	if (status == PIN_STATUS_RECORDED)
		out->pin_recorded[ref] += db_column_bool(q, 3);
	if (status != PIN_STATUS_WRITTEN)
		return;
	pins->written |= 1U << ref;
	if (pins->kind == CASE_KIND_COLLECTION)
		out->pin_set[ref] += db_column_bool(q, 3);
}

enum kerr
summary_count_pins(
    struct store *st, const struct summary_scope *s, struct summary *out)
{
	static const char sql[] =
	    "SELECT s.case_id, s.pin_ref, s.status,"
	    "       CASE WHEN s.day >= :from AND s.day <= :to"
	    "            THEN 1 ELSE 0 END, c.kind"
	    "  FROM pin_state s JOIN case_ c ON c.id = s.case_id"
	    " WHERE s.case_id IN (SELECT t.case_id FROM pin_state t"
	    "        WHERE t.day >= :from AND t.day <= :to"
	    "          AND t.status IN ('written', 'recorded'))" OF_COUNTER
	    " ORDER BY s.case_id, s.pin_ref";
	struct case_pins pins = {.case_id = 0};
	struct db_statement *q = NULL;
	bool row = false;
	enum kerr e;

	if ((e = summary_ask(st, sql, s, &q)) != KERR_OK)
		return e;
	while ((e = db_step(q, &row)) == KERR_OK && row)
		add_pin(q, &pins, out);
	db_release(q);
	add_kinds(&pins, out);
	return e;
}
