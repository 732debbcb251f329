/* arrivals_fault.c -- what is wrong in a delivery list, with line and column.
 * A fault never quotes a cell: it may be a name. */
#include <stdlib.h>

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

void
arrivals_fault_read(struct arrivals_judge *j, const struct failure *f)
{
	const char *line = failure_argument(f, "line");
	const char *column = failure_argument(f, "column");
	struct arrivals_fault *fault;

	fault = next_fault(j, line != NULL ? strtoll(line, NULL, 10) : 0,
	    column != NULL ? column : "-");
	if (fault != NULL)
		fault->what = *f;
}
