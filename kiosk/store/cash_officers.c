/* cash_officers.c -- see cash_officers.h: appointments. */
#include "store/cash_officers.h"

#include <string.h>

#include "store/audit.h"
#include "store/grant.h"
#include "store/store.h"
#include "store/transaction.h"

#define OFFICER_SELECT \
	"SELECT id, staff, number, first_day, last_day, state, proposed_by," \
	"       proposed_at, decided_by, decided_at" \
	"  FROM cash_officer"

static void
read_officer(struct db_statement *q, void *record)
{
	struct cash_officer *o = record;

	memset(o, 0, sizeof(*o));
	o->id = db_column_int(q, 0);
	o->staff = db_column_int(q, 1);
	db_column_text(q, 2, o->number, sizeof(o->number));
	o->first_day = store_column_date(q, 3);
	o->last_day = store_column_date(q, 4);
	o->state = grant_state_read(q, 5);
	o->proposed_by = db_column_int(q, 6);
	o->proposed_at = db_column_int(q, 7);
	o->decided_by = db_column_int(q, 8);
	o->decided_at = db_column_int(q, 9);
}

static enum kerr
note_officer(struct store *st, const char *verb, const struct cash_officer *o)
{
	struct audit_note n;
	char iso[DATE_ISO_SIZE];

	audit_note(&n, verb, "cash_officer", o->id);
	audit_note_number(&n, "staff", o->staff);
	audit_note_code(&n, "number", o->number);
	audit_note_code(&n, "from", date_iso(o->first_day, iso));
	audit_note_code(&n, "to", date_iso(o->last_day, iso));
	return audit_append(st, &n);
}

/* The number goes into the audit, which takes codes only. */
static const char *
fault_of(const struct cash_officer *o)
{
	size_t len = strlen(o->number);

	if (len == 0 || strspn(o->number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					  "abcdefghijklmnopqrstuvwxyz"
					  "0123456789-/.") != len)
		return N_("the appointment number is letters, digits, - / .");
	if (!date_is_valid(o->first_day))
		return N_("the first day is missing or no date");
	if (date_is_set(o->last_day) &&
	    (!date_is_valid(o->last_day) ||
		date_compare(o->last_day, o->first_day) < 0))
		return N_("the last day is before the first, or no date");
	return NULL;
}

enum kerr
cash_officers_propose(struct store *st, const struct cash_officer *o,
    int64_t *id, struct failure *f)
{
	static const char sql[] =
	    "INSERT INTO cash_officer (staff, number, first_day, last_day,"
	    "  state, proposed_by, proposed_at)"
	    " VALUES (:staff, :number, :first, :last, 'proposed', :by, :now)"
	    " RETURNING id";
	struct cash_officer kept = *o;
	struct db_statement *q = NULL;
	const char *fault = fault_of(o);
	enum kerr e;

	if (fault != NULL)
		return grant_fault(f, fault);
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":staff", o->staff);
	db_bind_text(q, ":number", o->number);
	store_bind_date(q, ":first", o->first_day);
	store_bind_date(q, ":last", o->last_day);
	db_bind_int_or_null(q, ":by", store_staff(st));
	db_bind_int(q, ":now", store_now(st));
	if ((e = store_done_id(q, id)) != KERR_OK)
		return e;
	kept.id = *id;
	return note_officer(st, "officer.propose", &kept);
}

static enum kerr
decide(struct store *st, int64_t id, const char *state, const char *verb)
{
	static const char sql[] =
	    "UPDATE cash_officer SET state = :state, decided_by = :staff,"
	    "       decided_at = :now"
	    " WHERE id = :id AND state = 'proposed'";
	struct db_statement *q = NULL;
	struct cash_officer o;
	enum kerr e;

	if ((e = cash_officers_get(st, id, &o)) != KERR_OK)
		return e;
	if (strcmp(state, "in_force") == 0 &&
	    (e = grant_judge_second(st, o.state, o.proposed_by, o.staff)) !=
		KERR_OK)
		return e;
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_text(q, ":state", state);
	db_bind_int_or_null(q, ":staff", store_staff(st));
	db_bind_int(q, ":now", store_now(st));
	if ((e = store_changed(q, ERR_RULE_STATE)) != KERR_OK)
		return e;
	return note_officer(st, verb, &o);
}

enum kerr
cash_officers_approve(struct store *st, int64_t id)
{
	return decide(st, id, "in_force", "officer.approve");
}

enum kerr
cash_officers_reject(struct store *st, int64_t id)
{
	return decide(st, id, "rejected", "officer.reject");
}

enum kerr
cash_officers_end(struct store *st, int64_t id, struct date last_day)
{
	static const char sql[] =
	    "UPDATE cash_officer SET last_day = :last"
	    " WHERE id = :id AND state = 'in_force' AND first_day <= :last"
	    "   AND (last_day IS NULL OR last_day > :last)";
	struct db_statement *q = NULL;
	struct cash_officer o;
	enum kerr e;

	if (!date_is_valid(last_day))
		return ERR_RULE_STATE;
	if ((e = cash_officers_get(st, id, &o)) != KERR_OK ||
	    (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	store_bind_date(q, ":last", last_day);
	if ((e = store_changed(q, ERR_RULE_STATE)) != KERR_OK)
		return e;
	o.last_day = last_day;
	return note_officer(st, "officer.end", &o);
}

/* Appointed, and the account still works. */
enum kerr
cash_officers_check(struct store *st, int64_t staff, struct date day)
{
	static const char sql[] =
	    "SELECT o.id FROM cash_officer o JOIN staff s ON s.id = o.staff"
	    " WHERE o.staff = :staff AND o.state = 'in_force'"
	    "   AND o.first_day <= :day"
	    "   AND (o.last_day IS NULL OR o.last_day >= :day)"
	    "   AND s.active = 1"
	    " LIMIT 1";
	struct db_statement *q = NULL;
	int64_t id = 0;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":staff", staff);
	store_bind_date(q, ":day", day);
	e = store_number(q, &id);
	return e == ERR_NOT_FOUND ? ERR_CASH_OFFICER : e;
}

enum kerr
cash_officers_get(struct store *st, int64_t id, struct cash_officer *out)
{
	static const char sql[] = OFFICER_SELECT " WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_one(q, read_officer, out);
}

enum kerr
cash_officers_list(struct store *st, size_t offset, struct cash_officer *rows,
    size_t most, size_t *count)
{
	static const char sql[] =
	    OFFICER_SELECT " ORDER BY id DESC LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_page(q, most, offset);
	return store_rows(q, read_officer, rows, sizeof(*rows), most, count);
}
