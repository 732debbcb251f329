/* slip.c -- see slip.h. */
#include "desk/slip.h"

#include <stdio.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/desk_private.h"
#include "desk/printing.h"
#include "store/slips.h"

#define SLIP_LINE_SIZE 1024

static const char band[] = N_("TRAINING - invented people - not valid");
static const char copy_mark[] = N_("COPY");

void
slip_add(struct slip_paper *s, const char *label, const char *value)
{
	if (s->line_count == SLIP_LINES_MOST || value[0] == '\0')
		return;
	s->line[s->line_count].label = label;
	s->line[s->line_count].value_id = NULL;
	text_gate(s->line[s->line_count].value, SLIP_VALUE_SIZE, value);
	s->line_count++;
}

void
slip_add_id(struct slip_paper *s, const char *label, const char *value_id)
{
	if (s->line_count == SLIP_LINES_MOST)
		return;
	s->line[s->line_count].label = label;
	s->line[s->line_count].value_id = value_id;
	s->line_count++;
}

void
slip_add_note(struct slip_paper *s, const char *note)
{
	if (s->note_count < SLIP_NOTES_MOST)
		s->note[s->note_count++] = note;
}

char *
slip_time(char *out, size_t out_size, int64_t utc)
{
	char iso[DATE_ISO_SIZE] = "";
	struct era era = {0};
	int hour = 0, minute = 0, second = 0;
	struct date d = date_of_utc(utc);

	time_of_utc(utc, &hour, &minute, &second);
	date_iso(d, iso);
	if (date_era(d, &era))
		snprintf(out, out_size, "%s %02d:%02d (%s%d年%d月%d日)", iso,
		    hour, minute, era.kanji, era.year, d.month, d.day);
	else
		snprintf(out, out_size, "%s %02d:%02d", iso, hour, minute);
	return out;
}

/* The Japanese text, and the resident's beneath it. */
static void
slip_both(
    struct paper *p, const struct slip_paper *s, unsigned style, const char *id)
{
	paper_add(p, style, text_in(LANG_JA, id));
	if (s->lang != LANG_JA)
		paper_add(p, style & ~PAPER_BIG, text_in(s->lang, id));
}

static void
slip_lay_line(struct paper *p, enum lang lang, const struct slip_line *l)
{
	const char *value =
	    l->value_id != NULL ? text_in(lang, l->value_id) : l->value;
	char line[SLIP_LINE_SIZE];

	snprintf(line, sizeof(line), "%s: %s", text_in(lang, l->label), value);
	paper_add(p, PAPER_INDENT, line);
}

void
slip_lay(const struct slip_paper *s, struct paper *p)
{
	paper_begin(p);
	if (s->training)
		slip_both(p, s, PAPER_CENTRE, band);
	if (s->copy)
		slip_both(p, s, PAPER_CENTRE | PAPER_BIG, copy_mark);
	paper_add(p, PAPER_PLAIN, "");
	paper_add(p, PAPER_BOLD, s->office);
	slip_both(p, s, PAPER_BOLD, s->title);
	paper_add(p, PAPER_PLAIN, "");
	for (size_t i = 0; i < s->line_count; i++) {
		slip_lay_line(p, LANG_JA, &s->line[i]);
		if (s->lang != LANG_JA)
			slip_lay_line(p, s->lang, &s->line[i]);
	}
	paper_add(p, PAPER_PLAIN, "");
	for (size_t i = 0; i < s->note_count; i++)
		slip_both(p, s, PAPER_INDENT, s->note[i]);
	if (s->training) {
		paper_add(p, PAPER_PLAIN, "");
		slip_both(p, s, PAPER_CENTRE, band);
	}
}

enum kerr
slip_journal(struct desk *d, const struct slip_paper *s, int64_t slip,
    int64_t number, int64_t case_id, int64_t *paper)
{
	char label[40];
	struct printing_paper what = {.kind = SLIP_PAPER,
	    .subject = slip,
	    .case_id = case_id,
	    .label = label,
	    .lang = s->lang};
	struct paper content;

	slip_lay(s, &content);
	snprintf(label, sizeof(label), "%02lld-%06lld",
	    (long long)d->settings->counter, (long long)number);
	return printing_put(d, &what, &content, paper);
}

enum kerr
slip_print(struct desk *d, struct slip_paper *s, const char *kind, char *path,
    size_t path_size, struct failure *f)
{
	int64_t id = 0, number = 0, paper = 0;
	char text[40];
	enum kerr e;

	path[0] = '\0';
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	e = slips_intend(d->store, 0, kind, lang_code(s->lang), &id, &number);
	snprintf(text, sizeof(text), "%lld-%06lld",
	    (long long)d->settings->counter, (long long)number);
	slip_add(s, N_("Slip number"), text);
	if (e == KERR_OK)
		e = slip_journal(d, s, id, number, 0, &paper);
	if ((e = desk_end(d, e, NULL, f)) != KERR_OK)
		return e;
	printing_go(d);
	(void)printing_file(d, paper, path, path_size);
	return KERR_OK;
}
