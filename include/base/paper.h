/* paper.h -- a receipt, slip or sheet as lines, before anybody knows on what
 * it is printed: one text that is kept with the paper, so that a replacement
 * and a copy say what the original said.
 *
 * Form of the text, a line each: style letters, TAB, what stands on the left,
 * TAB, what stands on the right. Everything is gated (base/text.h), so neither
 * TAB, newline nor a printer's command can come from outside. */
#ifndef KIOSK_BASE_PAPER_H
#define KIOSK_BASE_PAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define PAPER_SIZE	    12288
#define PAPER_COLUMNS_LEAST 32
#define PAPER_COLUMNS_MOST  80
/* Bytes of one laid out line: cells of four bytes with their marks. */
#define PAPER_LINE_SIZE (PAPER_COLUMNS_MOST * 12)

/* How a line looks. */
#define PAPER_PLAIN  0U
#define PAPER_BOLD   1U
#define PAPER_BIG    2U /* twice as wide and as high */
#define PAPER_CENTRE 4U
#define PAPER_RULE   8U /* a line across, without text */
#define PAPER_INDENT 16U

struct paper {
	char text[PAPER_SIZE];
	size_t len;
	bool full; /* something did not fit: not to be printed */
};

void paper_begin(struct paper *p);
/* A line of text; it may become several. "" is an empty line. */
void paper_add(struct paper *p, unsigned style, const char *text);
/* A word on the left, a value that ends at the right edge. */
void paper_add_pair(
    struct paper *p, unsigned style, const char *left, const char *right);
void paper_add_rule(struct paper *p);

/* Put the text that was kept back into p. false when it is none of ours. */
bool paper_set_text(struct paper *p, const char *text);
/* All lines of more after those of p. */
void paper_append(struct paper *p, const struct paper *more);

typedef void paper_line(void *arg, unsigned style, const char *text);
/* Give every line that results at this width (BIG lines take half of it),
 * spaces and rules put in; style keeps BOLD and BIG. */
void paper_lay(
    const struct paper *p, size_t columns, paper_line *line, void *arg);
/* As plain UTF-8 text for a spool folder or a command. */
void paper_write(const struct paper *p, size_t columns, FILE *out);

#endif
