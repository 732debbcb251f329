/* commands_audit.c -- whether the audit chains hold. */
#include <stdio.h>

#include "base/json.h"
#include "root/commands.h"
#include "root/office.h"
#include "store/audit.h"
#include "store/store.h"

static void
progress(void *arg, int64_t rows)
{
	const int64_t *all = arg;

	say_progress(N_("checking the audit"), rows < *all ? rows : *all, *all);
}

/* How many rows there will be, for the bar. */
static int64_t
count_rows(struct store *st)
{
	struct audit_head heads[STORE_COUNTER_MOST + 1];
	size_t count = 0;
	int64_t all = 0;

	if (audit_heads(st, heads, STORE_COUNTER_MOST + 1, &count) != KERR_OK)
		return 0;
	for (size_t i = 0; i < count; i++)
		all += heads[i].sequence;
	return all;
}

static enum say_exit
report_as_json(const struct audit_report *r, enum kerr e)
{
	static const char *const codes[AUDIT_FAULT_COUNT] = {
	    "sound", "gap", "link", "changed", "key", "head"};
	struct json *j = json_new_object();

	json_set_flag(j, "sound", e == KERR_OK);
	json_set_number(j, "rows", r->rows);
	json_set_number(j, "counters", r->counters);
	if (e != KERR_OK) {
		json_set_number(j, "counter", r->counter);
		json_set_number(j, "row", r->row);
		json_set_text(j, "fault", codes[r->fault]);
	}
	(void)json_write(j, stdout);
	json_free(&j);
	return say_exit_of(e);
}

static enum say_exit
report_as_text(
    const struct audit_report *r, enum kerr e, const struct failure *f)
{
	struct failure n;

	failure_set(&n, KERR_OK);
	failure_number(&n, "rows", r->rows);
	failure_number(&n, "counters", r->counters);
	failure_number(&n, "n", r->counter);
	failure_number(&n, "row", r->row);
	if (e == KERR_OK) {
		say_line(N_("The audit is sound: {rows} rows in {counters} "
			    "chains."),
		    &n);
		return SAY_YES;
	}
	say_line(N_("First broken row: counter {n}, row {row}."), &n);
	say_line(audit_fault_said(r->fault), NULL);
	return say_failure(f);
}

enum say_exit
command_audit_verify(struct options *o)
{
	struct office_open office;
	struct audit_report report = {0};
	struct failure f;
	int64_t all = 0;
	enum kerr e;

	if ((e = office_begin(o, &office, &f)) == KERR_OK &&
	    (e = office_open_store(&office, &f)) == KERR_OK) {
		all = count_rows(office.store);
		e = audit_verify(office.store,
		    o->counter != 0 ? o->counter : AUDIT_ALL, progress, &all,
		    &report);
		e = store_explain(office.store, e, &f);
		say_progress_end();
	}
	office_end(&office);
	if (e != KERR_OK && e != ERR_AUDIT_BROKEN)
		return say_failed(&f, o->json);
	return o->json ? report_as_json(&report, e)
		       : report_as_text(&report, e, &f);
}
