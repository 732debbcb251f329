/* slip.h -- a printed slip as text: Japanese, and the resident's language
 * under each line when it is another one. Never a PIN, never the 12-digit
 * number. A training slip says so on its first and last line. */
#ifndef KIOSK_DESK_SLIP_H
#define KIOSK_DESK_SLIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/lang.h"
#include "base/paper.h"

struct desk;

#define SLIP_LINES_MOST 48
#define SLIP_NOTES_MOST 8
#define SLIP_VALUE_SIZE 256

struct slip_line {
	const char *label;	     /* catalogue id */
	char value[SLIP_VALUE_SIZE]; /* as it is; used when value_id is NULL */
	const char *value_id;	     /* catalogue id, or NULL */
};

struct slip_paper {
	const char *title; /* catalogue id */
	const char *office;
	bool training;
	bool copy; /* of one that was printed before papers were kept */
	enum lang lang;
	struct slip_line line[SLIP_LINES_MOST];
	size_t line_count;
	const char *note[SLIP_NOTES_MOST]; /* catalogue ids */
	size_t note_count;
};

void slip_add(struct slip_paper *s, const char *label, const char *value);
void slip_add_id(struct slip_paper *s, const char *label, const char *value_id);
void slip_add_note(struct slip_paper *s, const char *note);

/* Lay it out. */
void slip_lay(const struct slip_paper *s, struct paper *p);
/* Put the paper of a slip (row and number of store/slips.h; case 0: none) into
 * the journal, in the caller's transaction; *paper is its row there. */
#define SLIP_PAPER "slip" /* kind of these papers */
enum kerr slip_journal(struct desk *d, const struct slip_paper *s, int64_t slip,
    int64_t number, int64_t case_id, int64_t *paper);

/* Number it, put it into the journal in a transaction of its own, print it. A
 * printer in trouble is no error. path: where it lies, "" unless it is in the
 * spool. */
enum kerr slip_print(struct desk *d, struct slip_paper *s, const char *kind,
    char *path, size_t path_size, struct failure *f);

/* "2026-11-24 10:42 (令和8年11月24日)" in Japan time. */
char *slip_time(char *out, size_t out_size, int64_t utc);

#endif
