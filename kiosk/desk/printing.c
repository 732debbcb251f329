/* printing.c -- see desk/printing.h: papers to the printer, one at a time. */
#include "desk/printing.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/escpos.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/paper.h"
#include "base/raster.h"
#include "base/text.h"
#include "desk/desk_private.h"
#include "rules/receipt.h"
#include "store/print_jobs.h"
#include "store/store.h"

#define RETRY_MS	10000
#define COLUMNS_DEFAULT 42

static void printing_ended(void *arg, const struct printer_result *r);

/* -- a sheet as bytes -- */

struct sheet {
	uint8_t *bytes; /* owned */
	size_t len;
};

static size_t
columns_of(const struct desk *d)
{
	return d->settings->printer_columns != 0
		   ? (size_t)d->settings->printer_columns
		   : COLUMNS_DEFAULT;
}

static enum kerr
sheet_as_text(struct desk *d, const struct paper *p, struct sheet *out)
{
	char *text = NULL;
	FILE *to = open_memstream(&text, &out->len);
	bool bad;

	if (to == NULL)
		return ERR_MEMORY;
	paper_write(p, columns_of(d), to);
	bad = ferror(to) != 0;
	bad |= fclose(to) != 0;
	out->bytes = (uint8_t *)text;
	return bad ? ERR_MEMORY : KERR_OK;
}

static enum kerr
sheet_as_escpos(struct desk *d, const struct paper *p, struct sheet *out)
{
	struct escpos_bytes b;
	struct failure f;
	enum kerr e = KERR_OK;

	if (d->printing.font == NULL)
		e = raster_open(
		    d->settings->printer_font, &d->printing.font, &f);
	if (e == KERR_OK)
		e = escpos_render(p, columns_of(d), d->printing.font, &b);
	if (e != KERR_OK)
		return e;
	out->bytes = b.bytes;
	out->len = b.len;
	return KERR_OK;
}

static enum kerr
sheet_make(struct desk *d, const struct print_job *j, struct sheet *out)
{
	struct paper content, sheet;
	enum lang lang = LANG_JA;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	(void)lang_from_code(j->lang, &lang);
	if ((e = print_papers_content(d->store, j->paper, &content)) != KERR_OK)
		return e;
	receipt_sheet(&content, (int)j->copy, j->replaces != 0, lang, &sheet);
	if (sheet.full)
		return ERR_TOO_LONG;
	return office_prints_escpos(d->settings)
		   ? sheet_as_escpos(d, &sheet, out)
		   : sheet_as_text(d, &sheet, out);
}

char *
printing_name(const struct print_job *j, char out[PRINTING_NAME_SIZE])
{
	int at = snprintf(out, PRINTING_NAME_SIZE, "%s-%s", j->kind, j->label);

	for (int i = 0; i < at; i++)
		if (!isalnum((unsigned char)out[i]) && out[i] != '-')
			out[i] = '_';
	if (j->copy > 0)
		at += snprintf(out + at, PRINTING_NAME_SIZE - (size_t)at,
		    "-copy%lld", (long long)j->copy);
	if (j->replaces != 0)
		at += snprintf(out + at, PRINTING_NAME_SIZE - (size_t)at,
		    "-again%lld", (long long)j->nth);
	snprintf(out + at, PRINTING_NAME_SIZE - (size_t)at, ".txt");
	return out;
}

/* Where the bytes go, for the journal. */
static const char *
printer_named(const struct desk *d)
{
	const struct office_settings *s = d->settings;
	const char *const names[] = {[PRINTER_SPOOL] = s->spool,
	    [PRINTER_DEVICE] = s->printer_path,
	    [PRINTER_TCP] = s->printer_address,
	    [PRINTER_COMMAND] = s->printer_command};

	return names[s->printer];
}

/* -- one after the other -- */

void
printing_refresh(struct desk *d)
{
	static const enum print_state waits[] = {
	    PRINT_WAITING, PRINT_FAILED, PRINT_INTENDED};
	int64_t count = 0, all = 0;

	for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++)
		if (print_jobs_count(d->store, waits[i], &count) == KERR_OK)
			all += count;
	d->printing.waiting = (int)all;
	if (print_jobs_count(d->store, PRINT_UNKNOWN, &count) == KERR_OK)
		d->printing.doubtful = (int)count;
}

/* Commit what is known now. When even that cannot be written the sheet stays
 * intended, and is a question at the next start. */
static void
keep_result(struct desk *d, int64_t job, const struct printer_result *r)
{
	static const enum print_state states[] = {
	    [PRINTER_SENT] = PRINT_SENT,
	    [PRINTER_SPOOLED] = PRINT_SPOOLED,
	    [PRINTER_NOTHING] = PRINT_FAILED,
	    [PRINTER_UNKNOWN] = PRINT_UNKNOWN,
	};
	struct failure f;

	d->printing.last = r->reason;
	if (r->reason != KERR_OK)
		log_event(d->log, "paper not printed", &r->why);
	if (desk_begin(d, &f) == KERR_OK)
		(void)desk_end(d,
		    print_jobs_result(d->store, job, states[r->end],
			r->reason != KERR_OK ? error_name(r->reason) : ""),
		    NULL, &f);
}

static void
retry_due(void *arg)
{
	struct desk *d = arg;

	d->printing.retry = 0;
	printing_go(d);
	desk_tell(d, DESK_PAPERS);
}

static void
retry_later(struct desk *d)
{
	loop_cancel(d->loop, &d->printing.retry);
	(void)loop_after(d->loop, RETRY_MS, retry_due, d, &d->printing.retry);
}

/* The intent is committed before the first byte leaves (decision 3). */
static enum kerr
intend(struct desk *d, const struct print_job *j)
{
	struct failure f;
	enum kerr e = desk_begin(d, &f);

	if (e != KERR_OK)
		return e;
	e = print_jobs_intend(d->store, j->id, printer_named(d));
	return desk_end(d, e, NULL, &f);
}

/* Whether the next one may be begun at once. */
static bool
begin_sheet(struct desk *d, const struct print_job *j, const struct sheet *s)
{
	char name[PRINTING_NAME_SIZE];
	struct printer_document document = {.bytes = s->bytes,
	    .len = s->len,
	    .is_escpos = office_prints_escpos(d->settings),
	    .name = printing_name(j, name)};
	struct printer_result now;

	if (!printer_begin(
		d->printing.printer, &document, printing_ended, d, &now)) {
		d->printing.job = j->id;
		return false;
	}
	keep_result(d, j->id, &now);
	if (now.end == PRINTER_NOTHING)
		retry_later(d);
	return now.end != PRINTER_NOTHING;
}

static bool
begin_next(struct desk *d)
{
	struct print_job j;
	struct sheet s;
	bool more = false;
	enum kerr e;

	if (print_jobs_next(d->store, &j) != KERR_OK)
		return false;
	if ((e = sheet_make(d, &j, &s)) == KERR_OK)
		e = intend(d, &j);
	if (e == KERR_OK)
		more = begin_sheet(d, &j, &s);
	else if (e == ERR_PAPER_STATE)
		more = true; /* it is another's by now */
	else
		retry_later(d);
	if (e != KERR_OK)
		d->printing.last = e;
	free(s.bytes);
	return more;
}

void
printing_go(struct desk *d)
{
	while (!printer_is_busy(d->printing.printer) && begin_next(d))
		;
	printing_refresh(d);
}

static void
printing_ended(void *arg, const struct printer_result *r)
{
	struct desk *d = arg;
	int64_t job = d->printing.job;

	d->printing.job = 0;
	keep_result(d, job, r);
	if (r->end == PRINTER_NOTHING)
		retry_later(d);
	else
		printing_go(d);
	printing_refresh(d);
	desk_tell(d, DESK_PAPERS);
}

void
printing_retry(struct desk *d)
{
	loop_cancel(d->loop, &d->printing.retry);
	printing_go(d);
}

/* -- from start to end -- */

/* What is intended and not at the printer: the end of it was never kept. */
enum kerr
printing_settle(struct desk *d)
{
	struct failure f;
	int64_t left = 0;
	enum kerr e;

	if (d->printing.job != 0)
		return KERR_OK;
	e = print_jobs_count(d->store, PRINT_INTENDED, &left);
	if (e != KERR_OK || left == 0)
		return e;
	if ((e = desk_begin(d, &f)) == KERR_OK)
		e = desk_end(d,
		    print_jobs_cut_off(
			d->store, error_name(ERR_PRINTER_STOPPED)),
		    NULL, &f);
	printing_refresh(d);
	return e;
}

enum kerr
printing_open(struct desk *d)
{
	const struct printer_settings s = {
	    .kind = (enum printer_kind)d->settings->printer,
	    .path = d->settings->printer_path,
	    .address = d->settings->printer_address,
	    .command = d->settings->printer_command,
	    .spool = d->settings->spool};
	enum kerr e;

	if ((e = printer_new(&s, d->loop, &d->printing.printer)) != KERR_OK ||
	    (e = printing_settle(d)) != KERR_OK)
		return e;
	printing_refresh(d);
	if (d->printing.waiting > 0)
		(void)loop_after(d->loop, 0, retry_due, d, &d->printing.retry);
	return e;
}

void
printing_close(struct desk *d)
{
	if (d->loop != NULL)
		loop_cancel(d->loop, &d->printing.retry);
	printer_free(&d->printing.printer);
	raster_close(&d->printing.font);
}

void
printing_get_status(struct desk *d, struct printing_status *out)
{
	memset(out, 0, sizeof(*out));
	out->kind = (enum printer_kind)d->settings->printer;
	out->printing = d->printing.job != 0;
	out->waiting = d->printing.waiting;
	out->doubtful = d->printing.doubtful;
	out->trouble = out->printing ? printer_trouble(d->printing.printer)
				     : d->printing.last;
}
