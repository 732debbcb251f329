/* printing.h -- every paper of the counter: journalled before a byte goes out,
 * printed when the printer can, asked for when nobody knows what came out.
 *
 * A paper is put into the journal in the transaction of what it tells of, and
 * printed after it; a printer that is down stops nothing. What may have come
 * out in part is never sent again by itself: staff say "whole, torn, nothing"
 * (design, decision 3; spoiled papers: counter-procedures 5.3).
 *
 *	if ((e = desk_begin(d, f)) != KERR_OK)
 *		return e;
 *	... the ledger, the receipt's number ...
 *	e = printing_put(d, &what, &paper, &id);
 *	if ((e = desk_end(d, e, &note, f)) != KERR_OK)
 *		return e;
 *	printing_go(d);
 *	... printing_said(d, id) for the message line
 */
#ifndef KIOSK_DESK_PRINTING_H
#define KIOSK_DESK_PRINTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/lang.h"
#include "base/paper.h"
#include "base/printer.h"
#include "rules/print_state.h"

struct desk;

/* Which paper it is. kind and subject together are unique: the same paper put
 * twice is one. */
struct printing_paper {
	const char *kind;  /* "receipt", "slip", "sheet": a code */
	int64_t subject;   /* row it is of: receipt id, slip id */
	int64_t case_id;   /* 0: none */
	const char *label; /* number as people read it: "2026-3-000012" */
	enum lang lang;	   /* of the copy and spoiled marks */
};

/* Inside the caller's transaction. *id is the paper's row, also when it was
 * put before (then nothing changes). Errors: ERR_TOO_LONG, ERR_STORE_*. */
enum kerr printing_put(struct desk *d, const struct printing_paper *what,
    const struct paper *content, int64_t *id);
/* After the commit: print what waits at this counter. Returns at once; with a
 * spool folder the paper lies there then. */
void printing_go(struct desk *d);
/* Both, with a transaction of their own, for papers that tell of no change (a
 * report asked for again). */
enum kerr printing_print(struct desk *d, const struct printing_paper *what,
    const struct paper *content, int64_t *id, struct failure *f);

/* How the paper's newest sheet stands, as a sentence (catalogue id) for the
 * message line: "The paper waits for the printer." */
const char *printing_said(struct desk *d, int64_t paper);
/* The file in the spool that the newest sheet became; "" when it did not. */
char *printing_file(struct desk *d, int64_t paper, char *out, size_t out_size);
/* Paper of a kind and subject; ERR_NOT_FOUND. */
enum kerr printing_find(
    struct desk *d, const char *kind, int64_t subject, int64_t *paper);

/* -- the list of papers -- */

struct printing_row {
	int64_t job;
	int64_t paper;
	char kind[24];
	char label[40];
	enum print_state state;
	int copy;	   /* 0: the original */
	bool replaces;	   /* stands for a spoiled one */
	int64_t at;	   /* of the state */
	enum kerr reason;  /* why it waits or is doubtful; KERR_OK: none */
	char printer[160]; /* where its bytes went */
};
/* This counter's papers: doubtful ones first, then the one that is printed,
 * those that wait, and the newest that are done. */
enum kerr printing_list(struct desk *d, struct printing_row *rows, size_t most,
    size_t *count, struct failure *f);

/* What came out of the printer, said by staff. Of a doubtful paper; also of
 * one that is said to be printed, when it jammed without telling. WHOLE: it is
 * printed. TORN: it is spoiled and kept, a replacement under its number is
 * printed, which is no copy. NOTHING: it is printed again. Errors:
 * ERR_PAPER_STATE when it was answered meanwhile, ERR_RIGHTS. */
enum printing_answer { PAPER_WHOLE, PAPER_TORN, PAPER_NOTHING };
enum kerr printing_say(struct desk *d, int64_t job, enum printing_answer answer,
    struct failure *f);
/* One more sheet, counted and marked as a copy. Errors: ERR_PAPER_LIVE while a
 * sheet of it waits or is doubtful, ERR_RIGHTS. */
enum kerr printing_copy(struct desk *d, int64_t paper, struct failure *f);
/* Try what waits now instead of later. */
void printing_retry(struct desk *d);

/* For the head of every screen. */
struct printing_status {
	enum printer_kind kind;
	bool printing; /* a sheet is at the printer */
	int waiting;   /* of this counter */
	int doubtful;
	/* Why the last sheet did not come out, or what the printer says is
	 * wrong while it prints; KERR_OK: neither. */
	enum kerr trouble;
};
void printing_get_status(struct desk *d, struct printing_status *out);

#endif
