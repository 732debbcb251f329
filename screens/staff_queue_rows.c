/* staff_queue_rows.c -- the lines of the queue. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "screens/queue_inside.h"

#define CELL_SIZE 320

const struct list_column queue_columns[] = {
    {N_("Time"), 5, false},
    {N_("Ticket"), 6, false},
    {N_("Notice"), 8, false},
    {N_("Name"), 0, false},
    {N_("Born"), 4, true},
    {N_("Card until"), 10, false},
    {N_("Place"), 6, false},
    {NULL, 0, false},
};

/* The other name only where it fits whole: half of one helps nobody. */
static void
row_name(
    const struct queue_line *l, size_t columns_most, char *out, size_t out_size)
{
	snprintf(out, out_size, "%s  %s", l->name, l->name_other);
	if (l->name_other[0] == '\0' || text_columns(out) > columns_most)
		text_copy(out, out_size, l->name);
}

static void
lang_cell(
    const void *arg, size_t row, size_t column, char *out, size_t out_size)
{
	const struct queue_drawn *r = arg;
	const struct queue_line *l = &r->view->row[row];
	const char *texts[] = {
	    l->time, l->ticket, l->notice, NULL, NULL, l->expiry, l->place};

	if (column == 3)
		row_name(l, r->name_columns, out, out_size);
	else if (column == 4)
		snprintf(out, out_size, "%d", l->born_year);
	else
		text_copy(out, out_size, texts[column]);
}

/* Indexed by enum queue_mark. */
static const enum mark marks[] = {
    [QUEUE_WAITS] = MARK_NONE,
    [QUEUE_HERE] = MARK_NOW,
    [QUEUE_ELSEWHERE] = MARK_NONE,
    [QUEUE_PAUSED] = MARK_NONE,
    [QUEUE_ATTENTION] = MARK_UNKNOWN,
    [QUEUE_PROBLEM] = MARK_PROBLEM,
    [QUEUE_OTHER] = MARK_NONE,
};

static enum mark
lang_mark(const void *arg, size_t row)
{
	const struct queue_drawn *r = arg;
	const struct queue_line *l = &r->view->row[row];

	return l->is_warned ? MARK_PROBLEM : marks[l->mark];
}

static const char *
line_state(const struct queue_line *l)
{
	static const char *const words[] = {
	    [QUEUE_WAITS] = NULL,
	    [QUEUE_HERE] = N_("open at this counter"),
	    [QUEUE_ELSEWHERE] = N_("open at counter {n}"),
	    [QUEUE_PAUSED] = N_("paused"),
	    [QUEUE_ATTENTION] = NULL,
	    [QUEUE_PROBLEM] = NULL,
	    [QUEUE_OTHER] = NULL,
	};

	return l->mark == QUEUE_OTHER ? card_state_name(l->state)
				      : words[l->mark];
}

static void
lang_note(const void *arg, size_t row, char *out, size_t out_size)
{
	const struct queue_drawn *r = arg;
	const struct queue_line *l = &r->view->row[row];
	const char *state = line_state(l);
	struct failure n = {0};
	char text[CELL_SIZE];

	out[0] = '\0';
	failure_set(&n, ERR_INTERNAL);
	failure_number(&n, "n", l->owner_counter);
	if (state != NULL)
		text_copy(out, out_size,
		    app_fill(r->app, text, sizeof(text), state, &n));
	if (l->note == NULL)
		return;
	if (out[0] != '\0')
		text_copy(out + strlen(out), out_size - strlen(out), "; ");
	text_copy(out + strlen(out), out_size - strlen(out),
	    app_text(r->app, l->note));
}

const struct list_rows queue_rows = {
    .cell = lang_cell,
    .mark = lang_mark,
    .note = lang_note,
    .empty = N_("Nothing found. Check what was typed; Esc shows the queue."),
};
