#include "screens/message.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define MESSAGE_SIZE 1024

void
message_clear(struct message *m)
{
	*m = (struct message){.mark = MARK_NONE};
}

void
message_set(struct message *m, enum mark mark, const char *id,
    const struct failure *detail)
{
	message_clear(m);
	m->mark = mark;
	m->id = id;
	if (detail != NULL)
		m->detail = *detail;
}

void
message_set_failure(
    struct message *m, const struct failure *f, bool for_resident)
{
	message_clear(m);
	if (f->code == KERR_OK)
		return;
	m->mark = MARK_PROBLEM;
	m->detail = *f;
	m->for_resident = for_resident;
}

char *
message_text(
    const struct message *m, enum lang lang, char *out, size_t out_size)
{
	size_t len;

	if (m->id != NULL)
		return text_fill(out, out_size, text_in(lang, m->id),
		    m->detail.argument, m->detail.argument_count);
	text_copy(out, out_size, "");
	if (m->detail.code == KERR_OK)
		return out;
	failure_said(out, out_size, lang, &m->detail);
	len = strlen(out);
	if (len + 2 < out_size) {
		out[len++] = ' ';
		failure_next(out + len, out_size - len, lang, &m->detail,
		    m->for_resident);
	}
	return out;
}

/* Columns left of the text: a blank, the mark, a blank. */
static int
text_column(const struct message *m)
{
	return m->mark == MARK_NONE ? 1 : 2 + MARK_COLUMNS;
}

int
message_rows(const struct message *m, enum lang lang, int columns)
{
	char text[MESSAGE_SIZE];
	int rows =
	    draw_paragraph_rows(message_text(m, lang, text, sizeof(text)),
		columns - text_column(m));

	if (rows < 1)
		return 1;
	return rows > MESSAGE_ROWS_MOST ? MESSAGE_ROWS_MOST : rows;
}

void
message_draw(const struct message *m, enum lang lang, const struct area *a)
{
	char text[MESSAGE_SIZE];
	int column = text_column(m);

	draw_blank(a, STYLE_NORMAL);
	message_text(m, lang, text, sizeof(text));
	if (m->mark != MARK_NONE)
		draw_mark(a, 0, 1, m->mark);
	draw_paragraph(
	    a, 0, column, a->columns - column, mark_style(m->mark), text);
}
