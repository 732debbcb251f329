/* evidence.c -- answers: rows are added, the newest of a field counts. */
#include "store/evidence.h"

#include <string.h>

#include "rules/individual_number.h"
#include "store/store.h"
#include "store/transaction.h"

static enum kerr
add_answer(struct store *st, int64_t case_id, enum case_step step,
    const char *field, const char *value)
{
	static const char sql[] =
	    "INSERT INTO evidence (case_id, step, field, value, by_staff, at)"
	    " VALUES (:case, :step, :field, :value, :staff, :now)";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", case_id);
	db_bind_text(q, ":step", case_step_code(step));
	db_bind_text(q, ":field", field);
	db_bind_text(q, ":value", value);
	db_bind_int_or_null(q, ":staff", store_staff(st));
	db_bind_int(q, ":now", store_now(st));
	return store_done(q);
}

enum kerr
evidence_put(struct store *st, int64_t case_id, enum case_step step,
    const struct answers *answers)
{
	struct answers before;
	const struct answer *a;
	enum kerr e;

	if ((e = store_own_case(st, case_id)) != KERR_OK ||
	    (e = evidence_get(st, case_id, step, &before)) != KERR_OK)
		return e;
	for (size_t i = 0; i < answers->count; i++) {
		a = &answers->item[i];
		if (individual_number_is_within(a->value))
			return ERR_NUMBER_KEPT; /* design, decision 2 */
		if (strcmp(answers_get(&before, a->field), a->value) != 0 &&
		    (e = add_answer(st, case_id, step, a->field, a->value)) !=
			KERR_OK)
			return e;
	}
	for (size_t i = 0; i < before.count; i++) {
		a = &before.item[i];
		if (answers_get(answers, a->field)[0] == '\0' &&
		    (e = add_answer(st, case_id, step, a->field, "")) !=
			KERR_OK)
			return e;
	}
	return KERR_OK;
}

enum kerr
evidence_get(
    struct store *st, int64_t case_id, enum case_step step, struct answers *out)
{
	static const char sql[] =
	    "SELECT field, value FROM evidence"
	    " WHERE case_id = :case AND step = :step ORDER BY id";
	char field[ANSWER_FIELD_SIZE], value[ANSWER_VALUE_SIZE];
	struct db_statement *q = NULL;
	bool row = false;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", case_id);
	db_bind_text(q, ":step", case_step_code(step));
	while ((e = db_step(q, &row)) == KERR_OK && row) {
		db_column_text(q, 0, field, sizeof(field));
		db_column_text(q, 1, value, sizeof(value));
		if ((e = answers_set(out, field, value)) != KERR_OK)
			break;
	}
	db_release(q);
	return e;
}

static void
read_evidence(struct db_statement *q, void *record)
{
	struct evidence_row *r = record;
	char step[32];

	r->id = db_column_int(q, 0);
	db_column_text(q, 1, step, sizeof(step));
	if (!case_step_from_code(step, &r->step))
		r->step = STEP_COUNT;
	db_column_text(q, 2, r->answer.field, sizeof(r->answer.field));
	db_column_text(q, 3, r->answer.value, sizeof(r->answer.value));
	r->by = db_column_int(q, 4);
	r->at = db_column_int(q, 5);
}

enum kerr
evidence_history(struct store *st, int64_t case_id, size_t offset,
    struct evidence_row *rows, size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT id, step, field, value, by_staff, at FROM evidence"
	    " WHERE case_id = :case ORDER BY id LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", case_id);
	store_bind_page(q, most, offset);
	return store_rows(q, read_evidence, rows, sizeof(*rows), most, count);
}
