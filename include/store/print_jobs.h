/* print_jobs.h -- the journal of papers: what was to be printed, which sheets
 * of it there were, and what is known of each (design, decision 3).
 *
 *   waiting --+            +-> sent, spooled --+
 *             +-> intended +-> failed (again)  +-- staff: torn ----> spoiled
 *   failed ---+            +-> unknown --------+-- staff: nothing -> waiting
 *                                 +-- staff: whole -> sent
 *
 * intended is committed before the first byte goes out. failed: no byte did;
 * it is tried again. unknown: some may have, and only staff can say. A spoiled
 * sheet is kept (書損, counter-procedures 5.3) and has one replacement, which
 * is waiting and keeps its number and its place among the copies. Every move
 * is a conditional UPDATE, so that of two terminals one wins. */
#ifndef KIOSK_STORE_PRINT_JOBS_H
#define KIOSK_STORE_PRINT_JOBS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "rules/print_state.h"

struct paper;
struct store;

struct print_paper {
	int64_t id;
	int64_t counter;
	char kind[24];
	int64_t subject;
	char label[40];
	int64_t case_id;
	char lang[8];
	int64_t copies; /* asked for so far */
	int64_t at;
};

/* Put a paper with its first sheet into the journal. One of the same kind and
 * subject is there already: *id is its, nothing else happens. counter, copies
 * and at are the store's. Errors: ERR_TOO_LONG when content is not whole. */
enum kerr print_papers_add(struct store *st, const struct print_paper *p,
    const struct paper *content, int64_t *id);
enum kerr print_papers_get(
    struct store *st, int64_t id, struct print_paper *out);
/* Errors: ERR_NOT_FOUND. */
enum kerr print_papers_find(
    struct store *st, const char *kind, int64_t subject, int64_t *id);
/* Its content. Errors: ERR_NOT_FOUND, ERR_STORE_CORRUPT. */
enum kerr print_papers_content(struct store *st, int64_t id, struct paper *out);

/* Newest entries of this counter's ledger that have a receipt number and no
 * paper: what was cut off between the money and its paper. */
enum kerr print_papers_missing(
    struct store *st, int64_t *entries, size_t most, size_t *count);

#define PRINT_PRINTER_SIZE 160
#define PRINT_REASON_SIZE  40

struct print_job {
	int64_t id;
	int64_t paper;
	int64_t nth;
	int64_t counter;
	int64_t copy; /* 0: no copy */
	int64_t replaces;
	enum print_state state;
	char printer[PRINT_PRINTER_SIZE];
	char reason[PRINT_REASON_SIZE]; /* an error's name, or "" */
	int64_t tries;
	int64_t at;
	char kind[24]; /* of the paper */
	char label[40];
	char lang[8];
};

enum kerr print_jobs_get(struct store *st, int64_t id, struct print_job *out);
/* The newest sheet of a paper. */
enum kerr print_jobs_last(
    struct store *st, int64_t paper, struct print_job *out);
/* This counter's oldest one that is to be printed. Errors: ERR_NOT_FOUND. */
enum kerr print_jobs_next(struct store *st, struct print_job *out);

/* Bytes are about to go to printer. Errors: ERR_PAPER_STATE when it is neither
 * waiting nor failed. */
enum kerr print_jobs_intend(struct store *st, int64_t id, const char *printer);
/* SENT, SPOOLED, FAILED or UNKNOWN, with why. Errors: ERR_PAPER_STATE when it
 * is not intended. */
enum kerr print_jobs_result(
    struct store *st, int64_t id, enum print_state state, const char *reason);
/* Whatever this counter intended and never heard of again becomes unknown; for
 * the terminal that has just claimed the counter. */
enum kerr print_jobs_cut_off(struct store *st, const char *reason);

/* What staff say. All: ERR_PAPER_STATE when it is not (any longer) one that
 * can be said so of. */
enum kerr print_jobs_whole(struct store *st, int64_t id);
enum kerr print_jobs_nothing(struct store *st, int64_t id);
enum kerr print_jobs_torn(struct store *st, int64_t id, int64_t *replacement);
/* One more sheet, a copy. Errors: ERR_PAPER_LIVE. */
enum kerr print_jobs_copy(struct store *st, int64_t paper, int64_t *job);

/* Sheets of this counter in one state, oldest first. */
enum kerr print_jobs_in(struct store *st, enum print_state state,
    struct print_job *rows, size_t most, size_t *count);
/* Its newest sheets that are done. */
enum kerr print_jobs_done(
    struct store *st, struct print_job *rows, size_t most, size_t *count);
/* How many of this counter are in a state. */
enum kerr print_jobs_count(
    struct store *st, enum print_state state, int64_t *count);

#endif
