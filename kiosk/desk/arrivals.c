/* arrivals.c -- the delivery list, read twice: first every row is judged, and
 * only a list without any fault is read again and written, in one transaction.
 * The digest of both readings must be the same. */
#include "desk/arrivals.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/seal.h"
#include "base/text.h"
#include "desk/arrivals_row.h"
#include "store/audit.h"
#include "store/card_links.h"
#include "store/card_list.h"
#include "store/imports.h"
#include "store/store.h"

#define PROGRESS_ROWS 500

struct pass {
	struct arrivals_judge judge;
	struct arrivals_header header;
	struct store *st;
	struct card_list *cards; /* while writing */
	struct date today;
	struct csv *csv;
	struct arrivals_seen *seen;
	struct seal_hash *hash;
	bool dry_run;
	int64_t rows, known, added;
	char digest[IMPORT_DIGEST_SIZE];
	void (*progress)(void *arg, int64_t done, int64_t all);
	void *arg;
};

static const enum arrivals_column unique[] = {
    COLUMN_APPLICATION, COLUMN_FACE, COLUMN_CHIP};

/* A row that repeats a number of an earlier one. */
static enum kerr
judge_repeats(struct pass *p, const struct arrivals_row *row, bool *good)
{
	const char *number[] = {row->card.application_id, row->card.face_serial,
	    row->card.chip_serial};

	for (size_t i = 0; i < 3; i++) {
		enum arrivals_met met =
		    arrivals_seen_add(p->seen, unique[i], number[i]);

		if (met == ARRIVALS_NO_MEMORY)
			return ERR_MEMORY;
		if (met == ARRIVALS_FIRST)
			continue;
		arrivals_fault(&p->judge, row->line, p->header.said[unique[i]],
		    N_("an earlier row has this number"));
		*good = false;
	}
	return KERR_OK;
}

/* A new card, or one that was applied for here (applied: its id). */
static enum kerr
write_row(struct pass *p, struct arrivals_row *row, int64_t applied)
{
	int64_t id = 0;
	enum kerr e;

	p->added++;
	if (p->cards == NULL)
		return KERR_OK;
	if (applied != 0)
		return cards_arrive(p->st, applied, &row->card, &row->person);
	if ((e = people_add(p->st, &row->person, &row->card.person)) != KERR_OK)
		return e;
	row->person.id = row->card.person;
	return card_list_add(p->cards, &row->card, &row->person, &id);
}

static enum kerr
take_row(struct pass *p, const struct csv_row *cells)
{
	struct arrivals_row row;
	enum arrivals_known known = ARRIVALS_CONFLICT;
	int64_t card = 0;
	bool good;
	enum kerr e;

	p->rows++;
	if (!arrivals_read_cells(&p->judge, &p->header, cells, &row))
		return KERR_OK;
	good = arrivals_judge_row(&p->judge, &p->header, &row, p->today);
	if ((e = judge_repeats(p, &row, &good)) != KERR_OK || !good)
		return e;
	e = arrivals_look_up(&p->judge, &p->header, p->st, &row, &known, &card);
	if (e != KERR_OK || known == ARRIVALS_CONFLICT)
		return e;
	p->known += known == ARRIVALS_KNOWN;
	if (known == ARRIVALS_KNOWN)
		return KERR_OK;
	return write_row(p, &row, known == ARRIVALS_APPLIED ? card : 0);
}

static void
hash_row(struct pass *p, const struct csv_row *cells)
{
	uint64_t mark = cells->cell_count;

	seal_hash_bytes(p->hash, &mark, sizeof(mark));
	for (size_t i = 0; i < cells->cell_count; i++)
		seal_hash_bytes(
		    p->hash, cells->cell[i], strlen(cells->cell[i]) + 1);
}

static void
tell_progress(struct pass *p)
{
	int64_t done = 0, all = 0;

	if (p->progress == NULL || p->rows % PROGRESS_ROWS != 0)
		return;
	csv_progress(p->csv, &done, &all);
	if (!p->dry_run) {
		done = p->cards != NULL ? all + done : done;
		all *= 2;
	}
	p->progress(p->arg, done, all);
}

static enum kerr
take_header(struct pass *p, struct failure *f)
{
	struct csv_row cells;
	enum kerr e = csv_next(p->csv, &cells, f);

	if (e != KERR_OK)
		return e;
	if (cells.line == 0) {
		arrivals_fault(&p->judge, 1, "-",
		    N_("the row with the columns' names is missing"));
		return KERR_OK;
	}
	hash_row(p, &cells);
	arrivals_read_header(&p->judge, &cells, &p->header);
	return KERR_OK;
}

/* Every row once. Faults are in the report; an error is something else. */
static enum kerr
read_rows(struct pass *p, struct failure *f)
{
	struct csv_row cells;
	enum kerr e = take_header(p, f);

	if (p->judge.report->fault_count != 0)
		return e; /* without a header no cell means anything */
	while (e == KERR_OK && (e = csv_next(p->csv, &cells, f)) == KERR_OK &&
	       cells.line != 0) {
		hash_row(p, &cells);
		e = store_explain(p->st, take_row(p, &cells), f);
		tell_progress(p);
	}
	if (e != ERR_CSV)
		return e;
	arrivals_fault_read(&p->judge, f);
	return KERR_OK;
}

/* One reading of path from the beginning. */
static enum kerr
read_list(struct pass *p, const char *path, struct failure *f)
{
	uint8_t digest[SEAL_HASH_SIZE];
	enum kerr e;

	p->rows = p->known = p->added = 0;
	p->seen = arrivals_seen_new();
	p->hash = seal_hash_new(NULL);
	if (p->seen == NULL || p->hash == NULL)
		e = failure_set(f, ERR_MEMORY);
	else if ((e = csv_open(path, &p->csv, f)) == KERR_OK)
		e = read_rows(p, f);
	if (p->hash != NULL) {
		seal_hash_end(&p->hash, digest);
		seal_hex(digest, sizeof(digest), p->digest);
	}
	arrivals_seen_free(&p->seen);
	csv_close(&p->csv);
	return e;
}

/* The first fault stands for all. */
static enum kerr
tell_faults(const struct arrivals_report *report, struct failure *f)
{
	if (report->fault_count == 0)
		return KERR_OK;
	if (f != NULL)
		*f = report->fault[0].what;
	return ERR_CSV;
}

static enum kerr
changed_meanwhile(const char *path, struct failure *f)
{
	return failure_file(
	    f, ERR_IO, path, N_("it was changed while it was read"));
}

/* Batch and audit entry; the same list may have been taken in before, when
 * rows that it lacked then came from another one. */
static enum kerr
note_import(struct pass *p)
{
	struct import_batch batch;
	struct audit_note note;
	int64_t id = 0;
	enum kerr e = imports_find(p->st, p->digest, &batch);

	if (e == KERR_OK)
		id = batch.id;
	else if (e != ERR_NOT_FOUND ||
		 (e = imports_add(p->st, p->digest, p->rows, &id)) != KERR_OK)
		return e;
	audit_note(&note, "arrivals.import", "import", id);
	audit_note_number(&note, "rows", p->rows);
	audit_note_number(&note, "new", p->added);
	audit_note_number(&note, "known", p->known);
	return audit_append(p->st, &note);
}

/* Read again and write; what was judged must be what is written. */
static enum kerr
write_rows(struct pass *p, const char *path, struct failure *f)
{
	char judged[IMPORT_DIGEST_SIZE];
	enum kerr e;

	text_copy(judged, sizeof(judged), p->digest);
	if ((p->cards = card_list_new(p->st)) == NULL)
		return failure_set(f, ERR_MEMORY);
	if ((e = read_list(p, path, f)) == KERR_OK)
		e = tell_faults(p->judge.report, f);
	if (e == KERR_OK && strcmp(judged, p->digest) != 0)
		e = changed_meanwhile(path, f);
	if (e == KERR_OK)
		e = store_explain(p->st, card_list_end(p->cards), f);
	card_list_free(&p->cards);
	return e;
}

static enum kerr
write_list(struct pass *p, const char *path, int64_t now, struct failure *f)
{
	enum kerr e;

	if ((e = store_begin(p->st, STORE_STAFF_NONE, now)) != KERR_OK)
		return store_explain(p->st, e, f);
	if ((e = write_rows(p, path, f)) != KERR_OK) {
		store_rollback(p->st);
		return e;
	}
	return store_explain(p->st, store_end(p->st, note_import(p)), f);
}

enum kerr
arrivals_import(struct store *st, const struct clock *clock, const char *path,
    bool dry_run, void (*progress)(void *arg, int64_t done, int64_t all),
    void *arg, struct arrivals_report *report, struct failure *f)
{
	struct pass *p = calloc(1, sizeof(*p));
	const char *slash = strrchr(path, '/');
	int64_t now = clock_now(clock);
	enum kerr e;

	memset(report, 0, sizeof(*report));
	if (p == NULL)
		return failure_set(f, ERR_MEMORY);
	p->judge.file = slash != NULL ? slash + 1 : path;
	p->judge.report = report;
	p->st = st;
	p->today = date_of_utc(now);
	p->dry_run = dry_run;
	p->progress = progress;
	p->arg = arg;
	if ((e = read_list(p, path, f)) == KERR_OK)
		e = tell_faults(report, f);
	report->rows = p->rows;
	report->known = p->known;
	if (e == KERR_OK && !dry_run && p->added > 0 &&
	    (e = write_list(p, path, now, f)) == KERR_OK)
		report->imported = p->added;
	free(p);
	return e;
}
