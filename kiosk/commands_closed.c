/* commands_closed.c -- the days on which the issuer's systems are closed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "root/commands.h"
#include "root/office.h"
#include "store/audit.h"
#include "store/closed_days.h"
#include "store/store.h"

#define ROWS_MOST 500

static void
row_as_json(struct json *all, const struct closed_days *row, int64_t id)
{
	char iso[DATE_ISO_SIZE];
	struct json *j = json_new_object();

	json_set_number(j, "id", id);
	json_set_text(j, "from", date_iso(row->from, iso));
	json_set_text(j, "to", date_iso(row->to, iso));
	json_set_text(j, "rule", row->rule);
	json_set_text(j, "said", row->said);
	json_add(all, j);
}

static void
row_as_text(const struct closed_days *row, int64_t id)
{
	char from[DATE_ISO_SIZE], to[DATE_ISO_SIZE];

	printf("%4lld  %-10s  %-10s  %-28s  ", (long long)id,
	    date_iso(row->from, from), date_iso(row->to, to), row->rule);
	say_text(row->said);
	printf("\n");
}

static void
list(const struct closed_days *rows, const int64_t *ids, size_t count,
    bool as_json)
{
	struct json *all = as_json ? json_new_array() : NULL;

	for (size_t i = 0; i < count; i++) {
		if (as_json)
			row_as_json(all, &rows[i], ids[i]);
		else
			row_as_text(&rows[i], ids[i]);
	}
	if (as_json)
		(void)json_write(all, stdout);
	json_free(&all);
}

enum say_exit
command_closed_list(struct options *o)
{
	struct office_open office;
	struct closed_days *rows = calloc(ROWS_MOST, sizeof(*rows));
	int64_t ids[ROWS_MOST];
	struct failure f;
	size_t count = 0;
	enum kerr e;

	if ((e = office_begin(o, &office, &f)) == KERR_OK &&
	    (e = office_open_store(&office, &f)) == KERR_OK)
		e = rows == NULL ? failure_set(&f, ERR_MEMORY)
				 : store_explain(office.store,
				       closed_days_list(office.store, rows, ids,
					   ROWS_MOST, &count),
				       &f);
	office_end(&office);
	if (e == KERR_OK)
		list(rows, ids, count, o->json);
	free(rows);
	return e == KERR_OK ? SAY_YES : say_failed(&f, o->json);
}

/* The row that the options describe; NULL, or the reason why it is none. */
static const char *
describe(const struct options *o, struct closed_days *row)
{
	memset(row, 0, sizeof(*row));
	if (o->from == NULL || !date_parse(o->from, &row->from))
		return N_("--from is a date: 2026-11-24");
	if (o->to != NULL && !date_parse(o->to, &row->to))
		return N_("--to is a date: 2026-11-24");
	if (date_is_set(row->to) && date_compare(row->to, row->from) < 0)
		return N_("--to lies before --from");
	if (o->rule != NULL && !calendar_rule_is_known(o->rule))
		return N_("--rule is saturdays, sundays or "
			  "sunday_after_third_saturday");
	if (o->rule == NULL && o->to == NULL)
		row->to = row->from;
	if (o->said == NULL || o->said[0] == '\0' ||
	    strlen(o->said) >= sizeof(row->said))
		return N_("--said is what staff shall read: 1 to 119 bytes");
	text_copy(row->rule, sizeof(row->rule), o->rule != NULL ? o->rule : "");
	text_gate(row->said, sizeof(row->said), o->said);
	return NULL;
}

/* One change with its audit entry; add 0: the row id is taken away. */
static enum kerr
change(struct office_open *office, const struct closed_days *add, int64_t *id,
    struct failure *f)
{
	struct store *st = office->store;
	struct audit_note note;
	enum kerr e =
	    store_begin(st, STORE_STAFF_NONE, clock_now(&office->clock));

	if (e != KERR_OK)
		return store_explain(st, e, f);
	e = add != NULL ? closed_days_add(st, add, id)
			: closed_days_remove(st, *id);
	if (e == KERR_OK) {
		audit_note(&note,
		    add != NULL ? "closed_days.add" : "closed_days.remove",
		    "closed_days", *id);
		e = audit_append(st, &note);
	}
	return store_explain(st, store_end(st, e), f);
}

static enum say_exit
run_change(struct options *o, const struct closed_days *add, int64_t id)
{
	struct office_open office;
	struct failure f;
	struct json *j = NULL;
	enum kerr e;

	if ((e = office_begin(o, &office, &f)) == KERR_OK &&
	    (e = office_open_store(&office, &f)) == KERR_OK)
		e = change(&office, add, &id, &f);
	office_end(&office);
	if (e != KERR_OK)
		return say_failed(&f, o->json);
	if (!o->json) {
		printf("%lld\n", (long long)id);
		return SAY_YES;
	}
	j = json_new_object();
	json_set_number(j, "id", id);
	e = json_write(j, stdout);
	json_free(&j);
	return say_exit_of(e);
}

enum say_exit
command_closed_add(struct options *o)
{
	struct closed_days row;
	const char *reason = describe(o, &row);

	return reason != NULL ? say_usage(reason, o->json)
			      : run_change(o, &row, 0);
}

enum say_exit
command_closed_remove(struct options *o)
{
	char *end = NULL;
	long long id = o->word_count == 1 ? strtoll(o->word[0], &end, 10) : 0;

	if (end == NULL || *end != '\0' || id < 1)
		return say_usage(
		    N_("closed-days remove needs the number of a row"),
		    o->json);
	return run_change(o, NULL, id);
}
