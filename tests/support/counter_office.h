/* counter_office.h -- a whole training office in a folder of a test's own, as
 * `kiosk training` makes it, with the clock at 2026-11-24 10:00, and what lies
 * on its counters' readers. Every function fails the test on trouble. */
#ifndef TESTS_SUPPORT_COUNTER_OFFICE_H
#define TESTS_SUPPORT_COUNTER_OFFICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/lang.h"

#define COUNTER_PROGRAM	  KIOSK_BUILD "/kiosk"
#define COUNTER_PATH_SIZE 160
#define COUNTER_LINE_SIZE 64

struct counter_office {
	char dir[64];
	enum lang lang; /* of staff */
};

/* Make one; the first is made by the program, later ones are copies of what
 * the program made. counter_office_forget() in the end removes the pattern. */
void counter_office_begin(struct counter_office *o, enum lang lang);
/* A copy of an office as it lies there now; nobody works in it. */
void counter_office_copy(struct counter_office *o, const char *from);
void counter_office_end(struct counter_office *o);
void counter_office_forget(void);

/* A path below the office. Returns out. */
char *counter_office_path(
    const struct counter_office *o, const char *name, char *out, size_t size);
/* Replace the first `from` in kiosk.ini. */
void counter_office_set(
    const struct counter_office *o, const char *from, const char *to);
/* A whole file, ended by NUL; NULL when there is none. To be freed. */
char *counter_office_read(
    const struct counter_office *o, const char *name, size_t *len);
/* The newest slip in the spool; NULL: none. To be freed. */
char *counter_office_slip(const struct counter_office *o);

/* Run `kiosk ARGUMENTS... --dir OFFICE` (ended by NULL) and want this exit
 * code; what it said goes to out (NULL: nobody wants it). */
void counter_office_run(const struct counter_office *o,
    const char *const arguments[], int code, char *out, size_t out_size);

/* -- the reader of a counter -- */

/* Put a card there by `kiosk training card place`; NULL: remove. */
void counter_office_put(
    const struct counter_office *o, int counter, const char *card);
/* All at once: the card (NULL: none), a fault ("hang 21", NULL: none); the
 * trace goes on in the same file. */
void counter_office_control(const struct counter_office *o, int counter,
    const char *card, const char *fault);
/* Lines of the trace so far. */
size_t counter_office_commands(const struct counter_office *o, int counter);
/* One of them, from 1: "21 0024 01 80 04 9000" or as the reader writes it. */
char *counter_office_command(const struct counter_office *o, int counter,
    size_t n, char out[COUNTER_LINE_SIZE]);
/* Wait until the trace has so many lines. */
void counter_office_wait_commands(
    const struct counter_office *o, int counter, size_t n);

#endif
