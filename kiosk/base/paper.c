/* paper.c -- see base/paper.h. */
#include "base/paper.h"

#include <string.h>

#include "base/text.h"

#define INDENT	  2
#define GATE_SIZE 1024

/* Letters of the kept text, by bit. */
static const struct {
	unsigned style;
	char letter;
} letters[] = {
    {PAPER_BOLD, 'b'},
    {PAPER_BIG, 'B'},
    {PAPER_CENTRE, 'c'},
    {PAPER_RULE, 'r'},
    {PAPER_INDENT, 'i'},
};
#define LETTER_COUNT (sizeof(letters) / sizeof(letters[0]))

void
paper_begin(struct paper *p)
{
	p->text[0] = '\0';
	p->len = 0;
	p->full = false;
}

/* Whole lines or nothing: half of one would be printed as if it were all. */
static void
keep(struct paper *p, const char *line, size_t len)
{
	if (p->full || len >= PAPER_SIZE - p->len) {
		p->full = true;
		return;
	}
	memcpy(p->text + p->len, line, len);
	p->len += len;
	p->text[p->len] = '\0';
}

void
paper_add_pair(
    struct paper *p, unsigned style, const char *left, const char *right)
{
	char line[2 * GATE_SIZE + LETTER_COUNT + 4], gated[GATE_SIZE];
	size_t at = 0;

	for (size_t i = 0; i < LETTER_COUNT; i++)
		if ((style & letters[i].style) != 0)
			line[at++] = letters[i].letter;
	at += (size_t)snprintf(line + at, sizeof(line) - at, "\t%s",
	    text_gate(gated, sizeof(gated), left));
	at += (size_t)snprintf(line + at, sizeof(line) - at, "\t%s\n",
	    text_gate(gated, sizeof(gated), right));
	keep(p, line, at);
}

void
paper_add(struct paper *p, unsigned style, const char *text)
{
	paper_add_pair(p, style, text, "");
}

void
paper_add_rule(struct paper *p)
{
	paper_add_pair(p, PAPER_RULE, "", "");
}

void
paper_append(struct paper *p, const struct paper *more)
{
	keep(p, more->text, more->len);
	p->full = p->full || more->full;
}

/* -- reading it back -- */

/* One line of the text, its parts by pointer and length. */
struct kept {
	unsigned style;
	const char *left, *right;
	size_t left_len, right_len;
};

/* The line at *s, which moves on. false at the end and when it is none. */
static bool
next_kept(const char **s, struct kept *k)
{
	const char *at = *s, *end = strchr(at, '\n');

	memset(k, 0, sizeof(*k));
	for (; end != NULL && at < end && *at != '\t'; at++) {
		size_t i = 0;

		while (i < LETTER_COUNT && letters[i].letter != *at)
			i++;
		if (i == LETTER_COUNT)
			return false;
		k->style |= letters[i].style;
	}
	if (end == NULL || at == end)
		return false;
	k->left = at + 1;
	k->left_len = strcspn(k->left, "\t\n");
	if (k->left[k->left_len] != '\t')
		return false;
	k->right = k->left + k->left_len + 1;
	k->right_len = strcspn(k->right, "\t\n");
	*s = end + 1;
	return k->right[k->right_len] == '\n';
}

bool
paper_set_text(struct paper *p, const char *text)
{
	struct kept k;
	const char *s = text;

	paper_begin(p);
	if (strlen(text) >= PAPER_SIZE)
		return false;
	while (*s != '\0')
		if (!next_kept(&s, &k))
			return false;
	keep(p, text, strlen(text));
	return true;
}

/* -- at a width -- */

struct laying {
	size_t columns; /* of the paper's line at hand */
	unsigned style;
	bool right; /* what comes ends at the right edge */
	paper_line *line;
	void *arg;
};

/* Spaces, then the text. */
static void
give(const struct laying *l, size_t before, const char *text, size_t len)
{
	char out[PAPER_LINE_SIZE];

	if (before + len >= sizeof(out))
		len = sizeof(out) - 1 - before;
	memset(out, ' ', before);
	memcpy(out + before, text, len);
	out[before + len] = '\0';
	l->line(l->arg, l->style & (PAPER_BOLD | PAPER_BIG), out);
}

static void
give_wrapped(void *arg, const char *start, size_t len)
{
	const struct laying *l = arg;
	char text[PAPER_LINE_SIZE];
	size_t used, before = (l->style & PAPER_INDENT) != 0 ? INDENT : 0;

	if (len >= sizeof(text))
		len = sizeof(text) - 1;
	memcpy(text, start, len);
	text[len] = '\0';
	used = text_columns(text);
	if (l->right && used < l->columns)
		before = l->columns - used;
	else if ((l->style & PAPER_CENTRE) != 0 && used < l->columns)
		before = (l->columns - used) / 2;
	give(l, before, text, len);
}

static void
give_rule(const struct laying *l)
{
	char dashes[PAPER_COLUMNS_MOST];

	memset(dashes, '-', l->columns);
	give(l, 0, dashes, l->columns);
}

/* Both parts on one line when they fit with two spaces, else one below the
 * other. */
static void
give_pair(struct laying *l, const char *left, const char *right)
{
	char line[2 * GATE_SIZE + PAPER_COLUMNS_MOST];
	size_t indent = (l->style & PAPER_INDENT) != 0 ? INDENT : 0;
	size_t used = indent + text_columns(left) + text_columns(right);
	size_t len = strlen(left), gap = l->columns - used;

	if (used + 2 > l->columns) {
		text_wrap(left, l->columns - indent, give_wrapped, l);
		l->right = true;
		text_wrap(right, l->columns, give_wrapped, l);
		return;
	}
	memcpy(line, left, len);
	memset(line + len, ' ', gap);
	memcpy(line + len + gap, right, strlen(right) + 1);
	give(l, indent, line, strlen(line));
}

static void
lay_one(struct laying *l, const struct kept *k)
{
	char left[GATE_SIZE], right[GATE_SIZE];
	size_t indent = (k->style & PAPER_INDENT) != 0 ? INDENT : 0;

	l->style = k->style;
	l->right = false;
	snprintf(left, sizeof(left), "%.*s", (int)k->left_len, k->left);
	snprintf(right, sizeof(right), "%.*s", (int)k->right_len, k->right);
	if ((k->style & PAPER_RULE) != 0)
		give_rule(l);
	else if (right[0] != '\0')
		give_pair(l, left, right);
	else if (left[0] == '\0')
		give(l, 0, "", 0);
	else
		text_wrap(left, l->columns - indent, give_wrapped, l);
}

void
paper_lay(const struct paper *p, size_t columns, paper_line *line, void *arg)
{
	struct laying l = {.line = line, .arg = arg};
	const char *s = p->text;
	struct kept k;

	if (columns > PAPER_COLUMNS_MOST)
		columns = PAPER_COLUMNS_MOST;
	while (*s != '\0' && next_kept(&s, &k)) {
		l.columns = (k.style & PAPER_BIG) != 0 ? columns / 2 : columns;
		lay_one(&l, &k);
	}
}

static void
write_line(void *arg, unsigned style, const char *text)
{
	(void)style;
	fprintf(arg, "%s\n", text);
}

void
paper_write(const struct paper *p, size_t columns, FILE *out)
{
	paper_lay(p, columns, write_line, out);
}
