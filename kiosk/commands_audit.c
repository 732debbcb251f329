/* commands_audit.c -- whether the chains of the audit and of the ledger hold. */
#include <stdio.h>

#include "base/json.h"
#include "root/commands.h"
#include "root/office.h"
#include "store/audit.h"
#include "store/ledger.h"
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

/* What both checks found. e and f are of the first that is not sound. */
struct found {
	struct audit_report audit;
	struct ledger_report ledger;
	enum kerr audit_said, ledger_said;
	enum kerr e;
	struct failure f;
};

static struct json *
ledger_as_json(const struct ledger_report *r, enum kerr e)
{
	struct json *j = json_new_object(), *breaks = json_new_array(), *one;

	json_set_flag(j, "sound", e == KERR_OK);
	json_set_number(j, "rows", r->rows);
	json_set_number(j, "counters", r->counters);
	for (size_t i = 0; i < r->broken_count; i++) {
		one = json_new_object();
		json_set_text(
		    one, "fault", ledger_fault_code(r->broken[i].fault));
		json_set_number(one, "counter", r->broken[i].counter);
		json_set_number(one, "row", r->broken[i].row);
		json_add(breaks, one);
	}
	json_set(j, "breaks", breaks);
	return j;
}

static enum say_exit
report_as_json(const struct found *found)
{
	static const char *const codes[AUDIT_FAULT_COUNT] = {
	    "sound", "gap", "link", "changed", "key", "head"};
	const struct audit_report *r = &found->audit;
	struct json *j = json_new_object();

	json_set_flag(j, "sound", found->audit_said == KERR_OK);
	json_set_number(j, "rows", r->rows);
	json_set_number(j, "counters", r->counters);
	if (found->audit_said != KERR_OK) {
		json_set_number(j, "counter", r->counter);
		json_set_number(j, "row", r->row);
		json_set_text(j, "fault", codes[r->fault]);
	}
	json_set(
	    j, "ledger", ledger_as_json(&found->ledger, found->ledger_said));
	(void)json_write(j, stdout);
	json_free(&j);
	return say_exit_of(found->e);
}

static void
say_numbers(const char *sentence, int64_t rows, int64_t counters, int64_t n,
    int64_t row)
{
	struct failure f;

	failure_set(&f, KERR_OK);
	failure_number(&f, "rows", rows);
	failure_number(&f, "counters", counters);
	failure_number(&f, "n", n);
	failure_number(&f, "row", row);
	say_line(sentence, &f);
}

static void
say_audit(const struct audit_report *r, enum kerr e)
{
	if (e == KERR_OK) {
		say_numbers(N_("The audit is sound: {rows} rows in {counters} "
			       "chains."),
		    r->rows, r->counters, 0, 0);
		return;
	}
	say_numbers(N_("First broken row: counter {n}, row {row}."), 0, 0,
	    r->counter, r->row);
	say_line(audit_fault_said(r->fault), NULL);
}

static void
say_ledger(const struct ledger_report *r, enum kerr e)
{
	if (e == KERR_OK) {
		say_numbers(N_("The ledger is sound: {rows} entries in "
			       "{counters} chains."),
		    r->rows, r->counters, 0, 0);
		return;
	}
	for (size_t i = 0; i < r->broken_count; i++) {
		say_numbers(N_("Ledger of counter {n}, {row}:"), 0, 0,
		    r->broken[i].counter, r->broken[i].row);
		say_line(ledger_fault_said(r->broken[i].fault), NULL);
	}
}

static enum say_exit
report_as_text(const struct found *found)
{
	say_audit(&found->audit, found->audit_said);
	say_ledger(&found->ledger, found->ledger_said);
	return found->e == KERR_OK ? SAY_YES : say_failure(&found->f);
}

/* Both, also when the first is broken. What is no answer ends it. */
static enum kerr
verify(struct store *st, int counter, int64_t all, struct found *out)
{
	enum kerr e;

	out->audit_said =
	    audit_verify(st, counter, progress, &all, &out->audit);
	out->e = store_explain(st, out->audit_said, &out->f);
	if (out->e != KERR_OK && out->e != ERR_AUDIT_BROKEN)
		return out->e;
	e = ledger_verify(st, counter, progress, &all, &out->ledger);
	out->ledger_said = e;
	if (out->e == KERR_OK || (e != KERR_OK && e != ERR_LEDGER_BROKEN))
		out->e = store_explain(st, e, &out->f);
	return e == ERR_LEDGER_BROKEN ? KERR_OK : e;
}

enum say_exit
command_audit_verify(struct options *o)
{
	struct office_open office;
	struct found found = {.e = KERR_OK};
	enum kerr e;

	if ((e = office_begin(o, &office, &found.f)) == KERR_OK &&
	    (e = office_open_store(&office, &found.f)) == KERR_OK) {
		e = verify(office.store,
		    o->counter != 0 ? o->counter : AUDIT_ALL,
		    count_rows(office.store), &found);
		say_progress_end();
	}
	office_end(&office);
	if (e != KERR_OK)
		return say_failed(&found.f, o->json);
	return o->json ? report_as_json(&found) : report_as_text(&found);
}
