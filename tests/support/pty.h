/* pty.h -- a program on a pseudo-terminal: press its keys, read its cells.
 *
 * The terminal is libvterm's. Every wait ends by what the program did or by a
 * deadline, and a test that waits in vain fails with the screen in its
 * message. All functions that fail do so through cmocka. */
#ifndef TESTS_SUPPORT_PTY_H
#define TESTS_SUPPORT_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define PTY_DEADLINE_MS 20000

struct pty; /* opaque */

struct pty_how {
	const char *const *argv; /* argv[0] is the program's path */
	/* NAME=VALUE, ended by NULL; added to PATH and the sanitisers'
	 * options. TERM is xterm-256color and the locale C.UTF-8 unless said
	 * otherwise; "NAME" alone takes a variable away. */
	const char *const *environment;
	int rows;    /* 0: 24 */
	int columns; /* 0: 80 */
};

struct pty *pty_start(const struct pty_how *how);
/* Kill the program if it still runs, and release all. Sets *p to NULL. */
void pty_free(struct pty **p);
pid_t pty_pid(const struct pty *p);

/*
 * Press keys as a person does: "Sato<Enter><F6><Alt-8>abc". Names: F1 to F12,
 * Enter Esc Tab Shift-Tab Up Down Left Right PgUp PgDn Home End Backspace
 * Delete Space, Alt-x, Ctrl-x; "<<" is "<". After a text or an Esc it waits as
 * long as a hand needs, so that neither becomes a scan or a sequence.
 */
void pty_press(struct pty *p, const char *keys);
/* A scanner: the text and Enter in one burst. */
void pty_scan(struct pty *p, const char *text);
/* Between the brackets of a paste. */
void pty_paste(struct pty *p, const char *text, size_t n);
/* Bytes as they are, in one write. */
void pty_send(struct pty *p, const void *bytes, size_t n);

/* Wait until text stands in a row of the screen / in none. */
void pty_expect(struct pty *p, const char *text);
void pty_expect_gone(struct pty *p, const char *text);
/* The same for a text that may be wrapped over several rows, of the whole
 * screen or of what stands beside the road of a case. */
void pty_expect_words(struct pty *p, const char *words);
bool pty_shows_words(struct pty *p, const char *words, int deadline_ms);
bool pty_shows(struct pty *p, const char *text, int deadline_ms);
/* Wait until the program has read its keys and draws no more. */
void pty_settle(struct pty *p);
/* Wait until the screen is the one in the file; KIOSK_UPDATE_SCREENS=1 writes
 * the file instead, to be read before it is committed. */
void pty_expect_screen(struct pty *p, const char *path);

/* One row without blanks at its end; the caller's buffer. Returns out. */
char *pty_row(const struct pty *p, int row, char *out, size_t out_size);
/* The same from a column on. */
char *pty_row_from(
    const struct pty *p, int row, int column, char *out, size_t out_size);
/* All rows, each ended by a line feed; to be freed. */
char *pty_screen(const struct pty *p);
void pty_cursor(const struct pty *p, int *row, int *column);
/* Whether any cell of the row has a colour / stands in reverse. */
bool pty_row_has_colour(const struct pty *p, int row);
bool pty_row_has_reverse(const struct pty *p, int row);

void pty_resize(struct pty *p, int rows, int columns);
/* Take the terminal away: what closing the window does. */
void pty_hang_up(struct pty *p);
void pty_kill(struct pty *p, int signal_number);
/* Wait for its end; the status as waitpid() gives it. */
int pty_wait(struct pty *p);
/* As above: fails unless it left with this code by itself. */
void pty_expect_exit(struct pty *p, int code);

/* Every byte that the program sent to the terminal so far (borrowed). */
const char *pty_bytes(const struct pty *p, size_t *n);
/* How often a text stands in those bytes. */
size_t pty_count_bytes(const struct pty *p, const char *text);

/* The path of the running test binary (static). */
const char *pty_self(void);

#endif
