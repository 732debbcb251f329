/* arrivals_header.c -- which cell is which column. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "desk/arrivals_row.h"

static const struct {
	const char *english;
	const char *japanese;
} columns[COLUMN_COUNT] = {
#define X(column, english, japanese) [column] = {english, japanese},
    ARRIVALS_COLUMNS(X)
#undef X
};

/* Without these no card can be handed over rightly. The chip's serial proves
 * the right card (design, decision 13). One of the name columns is needed
 * too. */
static const enum arrivals_column required[] = {COLUMN_APPLICATION, COLUMN_KIND,
    COLUMN_FACE, COLUMN_CHIP, COLUMN_BORN, COLUMN_FOREIGN, COLUMN_ADDRESS,
    COLUMN_EXPIRY, COLUMN_SIGN, COLUMN_AUTH, COLUMN_PLACE};
static const enum arrivals_column names[] = {
    COLUMN_NAME, COLUMN_ROMAN, COLUMN_KANJI, COLUMN_KANA};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

const char *
arrivals_heading(enum arrivals_column column)
{
	return columns[column].english;
}

/* Capitals, full-width letters and spaces for underscores do not matter. */
static void
fold_heading(char *out, size_t out_size, const char *cell)
{
	text_narrow(out, out_size, cell);
	for (char *s = out; *s != '\0'; s++)
		*s = (char)(*s == ' ' ? '_' : tolower((unsigned char)*s));
}

static enum arrivals_column
find_column(const char *cell)
{
	char folded[80], known[80];

	fold_heading(folded, sizeof(folded), cell);
	for (int c = 0; c < COLUMN_COUNT; c++) {
		fold_heading(known, sizeof(known), columns[c].japanese);
		if (strcmp(folded, columns[c].english) == 0 ||
		    strcmp(folded, known) == 0)
			return (enum arrivals_column)c;
	}
	return COLUMN_COUNT;
}

static void
need_columns(struct arrivals_judge *j, const struct csv_row *row,
    const struct arrivals_header *h)
{
	bool named = false;

	for (size_t i = 0; i < COUNT(required); i++)
		if (h->place[required[i]] == COLUMN_ABSENT)
			arrivals_fault(j, row->line,
			    columns[required[i]].english,
			    N_("this column is missing"));
	for (size_t i = 0; i < COUNT(names); i++)
		named = named || h->place[names[i]] != COLUMN_ABSENT;
	if (!named)
		arrivals_fault(j, row->line, columns[COLUMN_ROMAN].english,
		    N_("no column holds a name"));
}

void
arrivals_read_header(struct arrivals_judge *j, const struct csv_row *row,
    struct arrivals_header *out)
{
	for (int c = 0; c < COLUMN_COUNT; c++) {
		out->place[c] = COLUMN_ABSENT;
		text_copy(
		    out->said[c], sizeof(out->said[c]), columns[c].english);
	}
	out->cell_count = row->cell_count;
	for (size_t i = 0; i < row->cell_count; i++) {
		enum arrivals_column c = find_column(row->cell[i]);

		if (c == COLUMN_COUNT) {
			arrivals_fault(j, row->line, row->cell[i],
			    N_("this column is not known"));
		} else if (out->place[c] != COLUMN_ABSENT) {
			arrivals_fault(j, row->line, row->cell[i],
			    N_("this column is there twice"));
		} else {
			out->place[c] = (int)i;
			text_copy(
			    out->said[c], sizeof(out->said[c]), row->cell[i]);
		}
	}
	need_columns(j, row, out);
}
