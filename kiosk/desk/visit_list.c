/* visit_list.c -- see visit_list.h. */
#include "desk/visit_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/date.h"
#include "rules/procedure.h"
#include "rules/visit_rules.h"

#define COLUMN_COUNT 10

static const char *const columns[COLUMN_COUNT] = {"procedure", "who",
    "admitted", "holder_id", "comer_id", "authority", "mandate", "reason",
    "from", "to"};

struct reading {
	const char *path;
	int64_t line;
	struct failure *f;
};

static enum kerr
fault(const struct reading *r, const char *reason)
{
	failure_set(r->f, ERR_CONFIG);
	failure_text(r->f, "file", r->path);
	failure_number(r->f, "line", r->line);
	failure_text(r->f, "reason", reason);
	return ERR_CONFIG;
}

static bool
take_flag(bool *out, const char *cell)
{
	*out = strcmp(cell, "yes") == 0;
	return *out || strcmp(cell, "no") == 0;
}

static bool
take_day(struct date *out, const char *cell)
{
	*out = (struct date){0, 0, 0};
	return cell[0] == '\0' || date_parse(cell, out);
}

static enum kerr
take_header(const struct reading *r, const struct csv_row *row)
{
	if (row->cell_count != COLUMN_COUNT)
		return fault(r, N_("this is not the list's first row"));
	for (int c = 0; c < COLUMN_COUNT; c++)
		if (strcmp(row->cell[c], columns[c]) != 0)
			return fault(r, N_("this is not the list's first row"));
	return KERR_OK;
}

/* Who a row is about, and whether it can be said at all. */
static enum kerr
judge_row(const struct reading *r, const struct visit_rule *rule)
{
	if (!procedure_is_kind(rule->kind))
		return fault(r, N_("a collection has rules of its own"));
	if (rule->who == WHO_SELF && rule->admitted != VISIT_YES)
		return fault(r, N_("the holder may always come"));
	if (rule->authority && rule->who != WHO_GUARDIAN &&
	    rule->who != WHO_REPRESENTATIVE)
		return fault(
		    r, N_("only a legal representative proves authority"));
	if (rule->admitted == VISIT_LETTER && rule->who != WHO_PROXY)
		return fault(r, N_("only a proxy needs a letter"));
	if (date_is_set(rule->from) && date_is_set(rule->to) &&
	    date_compare(rule->to, rule->from) < 0)
		return fault(r, N_("its last day lies before its first"));
	return KERR_OK;
}

static enum kerr
take_row(
    const struct reading *r, const struct csv_row *row, struct visit_rules *out)
{
	struct visit_rule *rule = &out->row[out->count];
	const char *const *cell = row->cell;
	bool flags;

	if (row->cell_count != COLUMN_COUNT)
		return fault(
		    r, N_("the row has another number of cells than the "
			  "header"));
	if (out->count == VISIT_RULES_MOST)
		return fault(r, N_("the list has too many rows"));
	memset(rule, 0, sizeof(*rule));
	if (!case_kind_from_code(cell[0], &rule->kind))
		return fault(r, N_("this procedure is not known"));
	if (!who_from_code(cell[1], &rule->who))
		return fault(
		    r, N_("who is self, guardian, representative or proxy"));
	if (!visit_admitted_from_code(cell[2], &rule->admitted))
		return fault(r, N_("admitted is yes, no or letter"));
	flags = take_flag(&rule->holder_id, cell[3]) &&
		take_flag(&rule->comer_id, cell[4]) &&
		take_flag(&rule->authority, cell[5]) &&
		take_flag(&rule->mandate, cell[6]) &&
		take_flag(&rule->reason, cell[7]);
	if (!flags)
		return fault(r, N_("this is neither yes nor no"));
	if (!take_day(&rule->from, cell[8]) || !take_day(&rule->to, cell[9]))
		return fault(r, N_("this is no date"));
	out->count++;
	if (visit_rules_overlap(out) != out->count)
		return fault(
		    r, N_("an earlier row holds on some of these days"));
	return judge_row(r, rule);
}

static enum kerr
read_rows(struct csv *csv, struct reading *r, struct visit_rules *out)
{
	struct csv_row row;
	bool header = false;
	enum kerr e;

	while ((e = csv_next(csv, &row, r->f)) == KERR_OK && row.line != 0) {
		r->line = row.line;
		if (row.cell[0][0] == '#')
			continue; /* a remark */
		e = header ? take_row(r, &row, out) : take_header(r, &row);
		header = true;
		if (e != KERR_OK)
			return e;
	}
	return e;
}

enum kerr
visit_list_read(const char *path, struct visit_rules **out, struct failure *f)
{
	struct reading r = {path, 1, f};
	struct csv *csv = NULL;
	enum kerr e;

	*out = calloc(1, sizeof(**out));
	if (*out == NULL)
		return failure_set(f, ERR_MEMORY);
	if ((e = csv_open(path, &csv, f)) == KERR_OK)
		e = read_rows(csv, &r, *out);
	csv_close(&csv);
	if (e != KERR_OK) {
		free(*out);
		*out = NULL;
	}
	return e;
}
