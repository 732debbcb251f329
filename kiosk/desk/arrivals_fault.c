/* arrivals_fault.c -- what is wrong in a delivery list, with line and column.
 * A fault never quotes a cell: it may be a name. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "desk/arrivals_row.h"

static struct arrivals_fault *
next_fault(struct arrivals_judge *j, int64_t line, const char *column)
{
	struct arrivals_report *r = j->report;
	struct arrivals_fault *fault;

	r->fault_count++;
	if (r->fault_kept == ARRIVALS_FAULTS_MOST)
		return NULL;
	fault = &r->fault[r->fault_kept++];
	fault->line = line;
	text_gate(fault->column, sizeof(fault->column), column);
	return fault;
}

void
arrivals_fault(struct arrivals_judge *j, int64_t line, const char *column,
    const char *reason)
{
	struct arrivals_fault *fault = next_fault(j, line, column);

	if (fault == NULL)
		return;
	failure_set(&fault->what, ERR_CSV);
	failure_text(&fault->what, "file", j->file);
	failure_number(&fault->what, "line", line);
	failure_text(&fault->what, "column", fault->column);
	failure_text(&fault->what, "reason", reason);
}

static const char *
argument_of(const struct failure *f, const char *name)
{
	for (size_t i = 0; i < f->argument_count; i++)
		if (strcmp(f->argument[i].name, name) == 0)
			return f->argument[i].value;
	return "-";
}

void
arrivals_fault_read(struct arrivals_judge *j, const struct failure *f)
{
	long long line = 0;
	struct arrivals_fault *fault;

	(void)sscanf(argument_of(f, "line"), "%lld", &line);
	fault = next_fault(j, (int64_t)line, argument_of(f, "column"));
	if (fault != NULL)
		fault->what = *f;
}
