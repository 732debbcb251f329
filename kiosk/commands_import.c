/* commands_import.c -- taking a delivery list in. */
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "desk/arrivals.h"
#include "root/commands.h"
#include "root/office.h"

#define LINE_SIZE 1024

static void
progress(void *arg, int64_t done, int64_t all)
{
	(void)arg;
	say_progress(N_("reading the list"), done, all);
}

static struct json *
fault_as_json(const struct arrivals_fault *fault)
{
	const char *reason = failure_argument(&fault->what, "reason");
	char said[LINE_SIZE];
	struct json *j = json_new_object();

	json_set_number(j, "line", fault->line);
	json_set_text(j, "column", fault->column);
	if (reason != NULL)
		json_set_text(j, "reason", reason);
	json_set_text(j, "said",
	    failure_said(said, sizeof(said), say_lang(), &fault->what));
	return j;
}

static void
report_as_json(const struct arrivals_report *r, bool dry_run)
{
	struct json *j = json_new_object();
	struct json *faults = json_new_array();

	json_set_flag(j, "dry_run", dry_run);
	json_set_number(j, "rows", r->rows);
	json_set_number(j, "imported", r->imported);
	json_set_number(j, "known", r->known);
	json_set_number(j, "fault_count", r->fault_count);
	for (size_t i = 0; i < r->fault_kept; i++)
		json_add(faults, fault_as_json(&r->fault[i]));
	json_set(j, "faults", faults);
	(void)json_write(j, stdout);
	json_free(&j);
}

static void
report_as_text(const struct arrivals_report *r, bool dry_run)
{
	char said[LINE_SIZE];
	struct failure n;

	for (size_t i = 0; i < r->fault_kept; i++) {
		say_text(failure_said(
		    said, sizeof(said), say_lang(), &r->fault[i].what));
		printf("\n");
	}
	failure_set(&n, KERR_OK);
	failure_number(&n, "rows", r->rows);
	failure_number(&n, "new", r->imported);
	failure_number(&n, "known", r->known);
	failure_number(&n, "faults", r->fault_count);
	if (r->fault_count != 0)
		say_line(N_("{faults} faults in {rows} rows: nothing was "
			    "imported."),
		    &n);
	else if (dry_run)
		say_line(N_("{rows} rows without a fault, {known} of them "
			    "known. Nothing was imported: this was a trial."),
		    &n);
	else
		say_line(N_("{rows} rows: {new} imported, {known} known "
			    "already."),
		    &n);
}

enum say_exit
command_import_arrivals(struct options *o)
{
	struct office_open office;
	struct arrivals_report *report = calloc(1, sizeof(*report));
	struct failure f;
	enum say_exit status;
	enum kerr e;

	if (o->word_count != 1) {
		free(report);
		return say_usage(N_("import arrivals needs one file"), o->json);
	}
	if ((e = office_begin(o, &office, &f)) == KERR_OK &&
	    (e = office_open_store(&office, &f)) == KERR_OK)
		e = report == NULL ? failure_set(&f, ERR_MEMORY)
				   : arrivals_import(office.store,
					 &office.clock, o->word[0], o->dry_run,
					 progress, NULL, report, &f);
	say_progress_end();
	office_end(&office);
	if (e == KERR_OK || (report != NULL && report->fault_count != 0)) {
		(o->json ? report_as_json : report_as_text)(report, o->dry_run);
		status = e == KERR_OK ? SAY_YES : SAY_NO;
	} else {
		status = say_failed(&f, o->json);
	}
	free(report);
	return status;
}
