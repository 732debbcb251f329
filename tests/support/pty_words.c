/* pty_words.c -- words that the screen wraps over several rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/pty.h"
#include "support/pty_inside.h"

/* Without blanks: a wrapped text has lost some at the ends of its rows. */
static void
squeeze(const char *s, FILE *to)
{
	for (; *s != '\0'; s++)
		if (*s != ' ' && *s != '\n')
			putc(*s, to);
}

/* What stands right of a column on all rows, squeezed; to be freed. */
static char *
words_from(const struct pty *p, int column)
{
	char row[PTY_ROW_SIZE];
	char *all = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&all, &len);

	assert_non_null(to);
	for (int r = 0; r < p->rows; r++)
		squeeze(pty_row_from(p, r, column, row, sizeof(row)), to);
	fclose(to);
	return all;
}

/* The column right of the upright line that every case has; 0: no case. */
static int
beside_road(const struct pty *p)
{
	char here[PTY_ROW_SIZE], below[PTY_ROW_SIZE];
	int row = p->rows / 2;

	for (int c = 1; c < p->columns / 2; c++) {
		pty_row_from(p, row, c, here, sizeof(here));
		pty_row_from(p, row + 1, c, below, sizeof(below));
		if (here[0] == '|' && below[0] == '|')
			return c + 1;
	}
	return 0;
}

static bool
shows_words(const struct pty *p, const char *squeezed)
{
	/* whole rows, and what stands beside the road of a case */
	const int columns[] = {0, beside_road(p)};
	bool found = false;

	for (size_t i = 0; i < 2 && !found; i++) {
		char *shown = words_from(p, columns[i]);

		found = strstr(shown, squeezed) != NULL;
		free(shown);
	}
	return found;
}

bool
pty_shows_words(struct pty *p, const char *words, int deadline_ms)
{
	int64_t end = pty_now_ms() + deadline_ms;
	char *squeezed = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&squeezed, &len);
	bool found;

	assert_non_null(to);
	squeeze(words, to);
	fclose(to);
	assert_true(squeezed[0] != '\0');
	pty_pump(p, 0);
	while (!(found = shows_words(p, squeezed)) && !p->ended &&
	       pty_now_ms() < end)
		pty_pump(p, (int)(end - pty_now_ms()));
	free(squeezed);
	return found;
}

void
pty_expect_words(struct pty *p, const char *words)
{
	char *screen;

	if (pty_shows_words(p, words, PTY_DEADLINE_MS))
		return;
	screen = pty_screen(p);
	/* print_error() would cut the screen */
	fprintf(stderr, "not shown: \"%s\"%s. The screen:\n%s", words,
	    p->ended ? ", and the program has ended" : "", screen);
	free(screen);
	fail();
}
