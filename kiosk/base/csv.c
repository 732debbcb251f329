/* csv.c -- see base/csv.h; the only file that knows libcsv. The bytes are fed
 * to it line by line, so that at most one row comes back at a time. */
#include "base/csv.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv_file.h"

#define CELL_MOST 4000

struct csv {
	char *path;
	struct csv_file file;
	size_t at; /* next byte for the parser */
	struct csv_parser parser;
	bool has_parser;
	bool finished;

	int64_t line;	  /* of bytes[at] */
	int64_t row_line; /* first line of the row in work */
	bool row_done;
	char *text; /* the cells of the row, each with its NUL; owned */
	size_t text_len, text_size;
	size_t *start; /* where each cell begins in text; owned */
	const char **cell;
	size_t cell_count, cell_room;

	const char *fault; /* catalogue id: what stopped the reading */
	bool no_memory;
};

enum kerr
csv_open(const char *path, struct csv **out, struct failure *f)
{
	struct csv *c = calloc(1, sizeof(*c));
	enum kerr e = KERR_OK;

	*out = NULL;
	if (c == NULL || (c->path = strdup(path)) == NULL) {
		e = failure_set(f, ERR_MEMORY);
		goto out;
	}
	if ((e = csv_file_read(path, &c->file, f)) != KERR_OK)
		goto out;
	c->at = c->file.start;
	csv_init(&c->parser, CSV_STRICT | CSV_STRICT_FINI);
	c->has_parser = true;
	c->line = 1;
	*out = c;
	c = NULL;
out:
	csv_close(&c);
	return e;
}

void
csv_close(struct csv **c)
{
	if (*c == NULL)
		return;
	if ((*c)->has_parser)
		csv_free(&(*c)->parser);
	free((*c)->path);
	free((*c)->file.bytes);
	free((*c)->text);
	free((*c)->start);
	free((void *)(*c)->cell);
	free(*c);
	*c = NULL;
}

enum csv_encoding
csv_encoding(const struct csv *c)
{
	return c->file.encoding;
}

void
csv_progress(const struct csv *c, int64_t *done, int64_t *all)
{
	*done = (int64_t)c->at;
	*all = (int64_t)c->file.len;
}

/* -- rows -- */

static bool
make_room(struct csv *c, size_t len)
{
	size_t text_size = c->text_size * 2 + len + 1;
	size_t room = c->cell_room * 2 + 16;
	void *larger;

	if (c->text_size - c->text_len < len + 1) {
		if ((larger = realloc(c->text, text_size)) == NULL)
			return false;
		c->text = larger;
		c->text_size = text_size;
	}
	if (c->cell_count < c->cell_room)
		return true;
	if ((larger = realloc(c->start, room * sizeof(*c->start))) == NULL)
		return false;
	c->start = larger;
	larger = realloc((void *)c->cell, room * sizeof(*c->cell));
	if (larger == NULL)
		return false;
	c->cell = larger;
	c->cell_room = room;
	return true;
}

/* libcsv has a whole cell. */
static void
take_cell(void *bytes, size_t len, void *arg)
{
	struct csv *c = arg;

	if (c->fault != NULL || c->no_memory)
		return;
	if (len > CELL_MOST) {
		c->fault = N_("the cell is longer than 4,000 bytes");
		return;
	}
	if (!make_room(c, len)) {
		c->no_memory = true;
		return;
	}
	c->start[c->cell_count++] = c->text_len;
	if (len > 0)
		memcpy(c->text + c->text_len, bytes, len);
	c->text_len += len;
	c->text[c->text_len++] = '\0';
}

static void
take_row(int terminator, void *arg)
{
	struct csv *c = arg;

	(void)terminator;
	c->row_done = true;
}

/* Bytes up to and with the next line end. */
static size_t
line_len(const struct csv *c)
{
	const char *from = c->file.bytes + c->at;
	size_t left = c->file.len - c->at, len;
	const char *lf = memchr(from, '\n', left);
	const char *cr;

	len = lf == NULL ? left : (size_t)(lf - from) + 1;
	cr = memchr(from, '\r', len);
	return cr == NULL ? len : (size_t)(cr - from) + 1;
}

/* A line ends at \n, \r\n or \r; the \r of \r\n does not count. */
static void
count_line(struct csv *c)
{
	char last = c->file.bytes[c->at - 1];

	if (last == '\n' || (last == '\r' && (c->at == c->file.len ||
						 c->file.bytes[c->at] != '\n')))
		c->line++;
}

/* The parser holds the beginning of a row that goes on. */
static bool
is_in_row(const struct csv *c)
{
	return c->parser.entry_pos > 0 || c->cell_count > 0;
}

static void
feed_line(struct csv *c)
{
	const char *from = c->file.bytes + c->at;
	size_t len = line_len(c);
	const char *nul = memchr(from, '\0', len);
	size_t fed = nul == NULL ? len : (size_t)(nul - from);

	if (!is_in_row(c))
		c->row_line = c->line;
	if (csv_parse(&c->parser, from, fed, take_cell, take_row, c) != fed) {
		if (csv_error(&c->parser) == CSV_EPARSE)
			c->fault = N_("a quotation mark stands inside a cell");
		else
			c->no_memory = true;
	} else if (nul != NULL && c->fault == NULL) {
		c->fault = N_("the cell holds a NUL byte");
	} else if (c->parser.entry_pos > CELL_MOST && c->fault == NULL) {
		c->fault = N_("the cell is longer than 4,000 bytes");
	}
	c->at += len;
	count_line(c);
}

/* The last row may lack its line end; an open quote may not lack its end. */
static void
feed_end(struct csv *c)
{
	c->finished = true;
	if (csv_fini(&c->parser, take_cell, take_row, c) == 0)
		return;
	if (csv_error(&c->parser) == CSV_EPARSE)
		c->fault = N_("a quotation mark is not closed");
	else
		c->no_memory = true;
}

static enum kerr
row_failure(const struct csv *c, struct failure *f)
{
	if (c->no_memory)
		return failure_set(f, ERR_MEMORY);
	failure_set(f, ERR_CSV);
	failure_text(f, "file", c->path);
	failure_number(f, "line", c->row_line);
	failure_number(f, "column", (int64_t)c->cell_count + 1);
	failure_text(f, "reason", c->fault);
	return ERR_CSV;
}

enum kerr
csv_next(struct csv *c, struct csv_row *row, struct failure *f)
{
	row->line = 0;
	row->cell_count = 0;
	row->cell = NULL;
	/* A fault ends the reading: nothing after it can be trusted. */
	if (c->fault != NULL || c->no_memory)
		return row_failure(c, f);
	c->row_done = false;
	c->cell_count = 0;
	c->text_len = 0;
	while (!c->row_done && !c->finished) {
		if (c->at < c->file.len)
			feed_line(c);
		else
			feed_end(c);
		if (c->fault != NULL || c->no_memory)
			return row_failure(c, f);
	}
	if (!c->row_done)
		return KERR_OK;
	for (size_t i = 0; i < c->cell_count; i++)
		c->cell[i] = c->text + c->start[i];
	row->line = c->row_line;
	row->cell_count = c->cell_count;
	row->cell = c->cell;
	return KERR_OK;
}
