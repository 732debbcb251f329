/* fee_profile.c -- see fee_profile.h. */
#include "desk/fee_profile.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "desk/fee_rules.h"

/* The columns, in this order; the first line names them. */
enum column { KIND, CODE, FROM, TO, VALUE, EVIDENCE, SECOND, COLUMNS };
static const char *const headings[COLUMNS] = {
    "kind", "code", "from", "to", "value", "evidence", "second_person"};

static enum kerr
profile_fault(const char *path, const struct csv_row *row, enum column column,
    const char *reason, struct failure *f)
{
	failure_set(f, ERR_CSV);
	failure_text(f, "file", path);
	failure_number(f, "line", row->line);
	failure_text(f, "column", headings[column]);
	failure_text(f, "reason", reason);
	return ERR_CSV;
}

/* What is wrong with a row, and in which column; NULL: nothing. */
static const char *
take_row(const struct csv_row *row, struct rule *r, enum column *at)
{
	memset(r, 0, sizeof(*r));
	*at = KIND;
	if (row->cell_count != COLUMNS)
		return N_("seven columns are needed");
	if (!rule_kind_from_code(row->cell[KIND], &r->kind))
		return N_("fee, fee_reason or limit");
	*at = CODE;
	if (strlen(row->cell[CODE]) >= sizeof(r->code))
		return N_("no known code");
	text_copy(r->code, sizeof(r->code), row->cell[CODE]);
	*at = FROM;
	if (!date_parse(row->cell[FROM], &r->first_day))
		return N_("no date");
	*at = TO;
	if (row->cell[TO][0] != '\0' &&
	    !date_parse(row->cell[TO], &r->last_day))
		return N_("no date");
	*at = VALUE;
	if (!fee_rules_value(r->kind, row->cell[VALUE], &r->value))
		return N_("yen, or free, charged, decided for a reason");
	*at = EVIDENCE;
	if (strlen(row->cell[EVIDENCE]) >= sizeof(r->evidence))
		return N_("no known code");
	text_copy(r->evidence, sizeof(r->evidence), row->cell[EVIDENCE]);
	*at = SECOND;
	r->second_person = strcmp(row->cell[SECOND], "yes") == 0;
	return r->second_person || strcmp(row->cell[SECOND], "no") == 0
		   ? NULL
		   : N_("yes or no");
}

static enum kerr
take_headings(const char *path, const struct csv_row *row, struct failure *f)
{
	for (size_t i = 0; i < COLUMNS; i++)
		if (i >= row->cell_count ||
		    strcmp(row->cell[i], headings[i]) != 0)
			return profile_fault(path, row, (enum column)i,
			    N_("this column is missing in the first line"), f);
	return KERR_OK;
}

static enum kerr
read_rows(
    const char *path, struct csv *csv, struct fee_profile *p, struct failure *f)
{
	struct csv_row row;
	enum kerr e = csv_next(csv, &row, f);

	if (e == KERR_OK)
		e = take_headings(path, &row, f);
	while (e == KERR_OK && (e = csv_next(csv, &row, f)) == KERR_OK &&
	       row.cell_count != 0) {
		enum column at = KIND;
		const char *why = p->count == FEE_PROFILE_MOST
				      ? N_("too many rows")
				      : take_row(&row, &p->rule[p->count], &at);

		if (why != NULL)
			return profile_fault(path, &row, at, why, f);
		p->count++;
	}
	return e;
}

/* "config/fees/typical-2016.csv" is called typical-2016. */
static void
name_after(const char *path, char *out, size_t out_size)
{
	const char *base = strrchr(path, '/');
	size_t n = 0;

	base = base != NULL ? base + 1 : path;
	for (; base[n] != '\0' && base[n] != '.' && n + 1 < out_size; n++)
		out[n] = isalnum((unsigned char)base[n]) ? base[n] : '-';
	out[n] = '\0';
}

enum kerr
fee_profile_read(
    const char *name_or_path, struct fee_profile **out, struct failure *f)
{
	struct fee_profile *p = calloc(1, sizeof(*p));
	struct csv *csv = NULL;
	enum kerr e = KERR_OK;

	*out = NULL;
	if (p == NULL)
		return failure_set(f, ERR_MEMORY);
	if (strcmp(name_or_path, FEE_PROFILE_BUILTIN) == 0) {
		text_copy(p->name, sizeof(p->name), FEE_PROFILE_BUILTIN);
		p->count = fee_profile_builtin(p->rule, FEE_PROFILE_MOST);
	} else {
		name_after(name_or_path, p->name, sizeof(p->name));
		if ((e = csv_open(name_or_path, &csv, f)) == KERR_OK)
			e = read_rows(name_or_path, csv, p, f);
		csv_close(&csv);
	}
	if (e == KERR_OK)
		*out = p;
	else
		free(p);
	return e;
}

void
fee_profile_free(struct fee_profile **p)
{
	free(*p);
	*p = NULL;
}
