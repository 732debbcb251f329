/* printing_papers.c -- papers into the journal, the list of them, and what
 * staff say of a sheet (desk/printing.h). */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "desk/desk_private.h"
#include "desk/printing.h"
#include "desk/session.h"
#include "store/audit.h"
#include "store/print_jobs.h"
#include "store/store.h"

/* -- into the journal -- */

enum kerr
printing_put(struct desk *d, const struct printing_paper *what,
    const struct paper *content, int64_t *id)
{
	struct print_paper p;

	memset(&p, 0, sizeof(p));
	text_copy(p.kind, sizeof(p.kind), what->kind);
	text_copy(p.label, sizeof(p.label), what->label);
	text_copy(p.lang, sizeof(p.lang), lang_code(what->lang));
	p.subject = what->subject;
	p.case_id = what->case_id;
	return print_papers_add(d->store, &p, content, id);
}

enum kerr
printing_print(struct desk *d, const struct printing_paper *what,
    const struct paper *content, int64_t *id, struct failure *f)
{
	struct audit_note note;
	enum kerr e;

	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	e = printing_put(d, what, content, id);
	audit_note(&note, "paper.print", "paper", *id);
	audit_note_code(&note, "kind", what->kind);
	if ((e = desk_end(d, e, &note, f)) == KERR_OK)
		printing_go(d);
	return e;
}

enum kerr
printing_find(struct desk *d, const char *kind, int64_t subject, int64_t *paper)
{
	return print_papers_find(d->store, kind, subject, paper);
}

/* -- how a paper stands -- */

const char *
printing_said(struct desk *d, int64_t paper)
{
	static const char *const said[PRINT_STATE_COUNT] = {
	    [PRINT_WAITING] = N_("The paper waits for the printer."),
	    [PRINT_FAILED] = N_("The paper waits for the printer."),
	    [PRINT_INTENDED] = N_("The paper is being printed."),
	    [PRINT_SENT] = N_("The paper is printed."),
	    [PRINT_SPOOLED] = N_("The slip is in the spool."),
	    [PRINT_UNKNOWN] =
		N_("Nobody knows what came out of the printer: see Papers."),
	    [PRINT_SPOILED] = N_("The paper is spoiled and replaced."),
	};
	struct print_job last;

	if (print_jobs_last(d->store, paper, &last) != KERR_OK)
		return said[PRINT_WAITING];
	return said[last.state];
}

char *
printing_file(struct desk *d, int64_t paper, char *out, size_t out_size)
{
	char name[PRINTING_NAME_SIZE];
	struct print_job last;

	out[0] = '\0';
	if (print_jobs_last(d->store, paper, &last) == KERR_OK &&
	    last.state == PRINT_SPOOLED)
		snprintf(out, out_size, "%s/%s", last.printer,
		    printing_name(&last, name));
	return out;
}

/* The code that the journal names; KERR_OK when it is none of ours. */
static enum kerr
reason_of(const char *name)
{
	for (int code = 1; code < KERR_COUNT; code++)
		if (strcmp(error_name((enum kerr)code), name) == 0)
			return (enum kerr)code;
	return KERR_OK;
}

static void
row_fill(struct printing_row *row, const struct print_job *j)
{
	memset(row, 0, sizeof(*row));
	row->job = j->id;
	row->paper = j->paper;
	text_copy(row->kind, sizeof(row->kind), j->kind);
	text_copy(row->label, sizeof(row->label), j->label);
	text_copy(row->printer, sizeof(row->printer), j->printer);
	row->state = j->state;
	row->copy = (int)j->copy;
	row->replaces = j->replaces != 0;
	row->at = j->at;
	row->reason = reason_of(j->reason);
}

#define LIST_PART 40

static enum kerr
list_add(struct desk *d, bool done, enum print_state state,
    struct printing_row *rows, size_t most, size_t *count)
{
	struct print_job jobs[LIST_PART];
	size_t room = most - *count, got = 0;
	enum kerr e;

	if (room > LIST_PART)
		room = LIST_PART;
	e = done ? print_jobs_done(d->store, jobs, room, &got)
		 : print_jobs_in(d->store, state, jobs, room, &got);
	for (size_t i = 0; e == KERR_OK && i < got; i++)
		row_fill(&rows[(*count)++], &jobs[i]);
	return e;
}

enum kerr
printing_list(struct desk *d, struct printing_row *rows, size_t most,
    size_t *count, struct failure *f)
{
	static const enum print_state order[] = {
	    PRINT_UNKNOWN, PRINT_INTENDED, PRINT_FAILED, PRINT_WAITING};
	enum kerr e = desk_need(d, ACTION_PRINT, f);

	*count = 0;
	if (e != KERR_OK)
		return e;
	for (size_t i = 0; e == KERR_OK && i < sizeof(order) / sizeof(order[0]);
	     i++)
		e = list_add(d, false, order[i], rows, most, count);
	if (e == KERR_OK)
		e = list_add(d, true, PRINT_SENT, rows, most, count);
	return store_explain(d->store, e, f);
}

/* -- what staff say -- */

static const struct {
	const char *verb;
	enum kerr (*say)(struct store *st, int64_t job);
} answers[] = {
    [PAPER_WHOLE] = {"paper.whole", print_jobs_whole},
    [PAPER_TORN] = {"paper.torn", NULL}, /* it has a replacement */
    [PAPER_NOTHING] = {"paper.nothing", print_jobs_nothing},
};

static void
note_job(struct audit_note *n, const char *verb, const struct print_job *j)
{
	audit_note(n, verb, "paper", j->paper);
	audit_note_code(n, "kind", j->kind);
	audit_note_code(n, "label", j->label);
	audit_note_number(n, "sheet", j->nth);
	audit_note_number(n, "copy", j->copy);
	audit_note_code(n, "was", print_state_code(j->state));
}

enum kerr
printing_say(
    struct desk *d, int64_t job, enum printing_answer answer, struct failure *f)
{
	struct audit_note note;
	struct print_job j;
	int64_t replacement = 0;
	enum kerr e;

	if ((e = desk_need(d, ACTION_PRINT, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	e = print_jobs_get(d->store, job, &j);
	if (e == KERR_OK)
		note_job(&note, answers[answer].verb, &j);
	if (e == KERR_OK && answer == PAPER_TORN)
		e = print_jobs_torn(d->store, job, &replacement);
	else if (e == KERR_OK)
		e = answers[answer].say(d->store, job);
	if ((e = desk_end(d, e, &note, f)) != KERR_OK)
		return e;
	if (d->printing.doubtful > 0)
		d->printing.last = KERR_OK;
	printing_retry(d);
	return KERR_OK;
}

enum kerr
printing_copy(struct desk *d, int64_t paper, struct failure *f)
{
	struct audit_note note;
	struct print_job j;
	int64_t copy = 0;
	enum kerr e;

	if ((e = desk_need(d, ACTION_PRINT, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	if ((e = print_jobs_copy(d->store, paper, &copy)) == KERR_OK &&
	    (e = print_jobs_get(d->store, copy, &j)) == KERR_OK)
		note_job(&note, "paper.copy", &j);
	if ((e = desk_end(d, e, &note, f)) == KERR_OK)
		printing_retry(d);
	return e;
}
