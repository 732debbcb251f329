/* cashier_officers.c -- who may take money, and the float each was granted:
 * proposed by one person, taken by another. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/cash_people.h"
#include "desk/desk.h"
#include "desk/session.h"
#include "rules/fiscal.h"
#include "screens/ask_form.h"
#include "screens/cash_grid.h"
#include "screens/cashier.h"
#include "screens/list.h"
#include "screens/staff.h"

#define TEXT_SIZE   512
#define DETAIL_ROWS 3

struct officers {
	struct cash_person row[CASH_PEOPLE_MOST];
	struct list list;
	bool approves; /* what is asked about */
};

static const struct list_column columns[] = {
    {N_("Staff"), 6, false},
    {N_("Name"), 0, false},
    {N_("What"), 20, false},
    {N_("From"), 10, false},
    {N_("Until"), 10, false},
    {NULL, 0, false},
};

struct officers_in_lang {
	const struct officers *s;
	const struct app *app;
};

static void
cell_what(const struct app *app, const struct cash_person *r, char *out,
    size_t out_size)
{
	char yen[24];

	if (r->kind == CASH_PERSON_OFFICER)
		snprintf(out, out_size, "%s %s", app_text(app, N_("officer")),
		    r->number);
	else
		snprintf(out, out_size, "%s %s", app_text(app, N_("Float")),
		    cash_yen_said(r->yen, yen, sizeof(yen)));
}

static void
officers_cell(
    const void *arg, size_t row, size_t column, char *out, size_t out_size)
{
	const struct officers_in_lang *in = arg;
	const struct cash_person *r = &in->s->row[row];
	bool grant = r->kind == CASH_PERSON_GRANT;
	struct date first = grant ? fiscal_first_day(r->year) : r->first_day;
	struct date last = grant ? fiscal_last_day(r->year) : r->last_day;
	char iso[DATE_ISO_SIZE];

	switch (column) {
	case 0:
		text_copy(out, out_size, r->staff_no);
		break;
	case 1:
		text_copy(out, out_size, r->name);
		break;
	case 2:
		cell_what(in->app, r, out, out_size);
		break;
	default:
		text_copy(
		    out, out_size, date_iso(column == 3 ? first : last, iso));
	}
}

static enum mark
officers_mark(const void *arg, size_t row)
{
	const struct officers_in_lang *in = arg;
	const struct cash_person *r = &in->s->row[row];

	if (r->state == CASH_PERSON_PROPOSED)
		return MARK_UNKNOWN;
	return r->state == CASH_PERSON_IN_FORCE && !r->is_over ? MARK_DONE
							       : MARK_NONE;
}

static const struct list_rows rows = {
    .cell = officers_cell,
    .mark = officers_mark,
    .empty = N_("Nobody is appointed yet (F4)."),
};

static void
officers_reload(struct app *app, struct officers *s)
{
	struct rules_by by;
	struct desk_status now;
	struct failure f = {0};
	size_t count = 0;

	desk_get_status(staff_desk(app), &now);
	if (desk_people_by(staff_desk(app), &by, &f) != KERR_OK ||
	    cash_people_list(&by, date_of_utc(now.now), s->row,
		CASH_PEOPLE_MOST, &count, &f) != KERR_OK)
		app_say_failure(app, &f);
	list_set_count(&s->list, count);
}

static enum kerr
officers_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct officers *s = calloc(1, sizeof(*s));

	(void)arg;
	if (s == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = s;
	list_init(&s->list, columns, &rows);
	officers_reload(app, s);
	return KERR_OK;
}

static void
officers_close(struct app *app, void *state)
{
	(void)app;
	free(state);
}

static const struct cash_person *
selected(const struct officers *s)
{
	return s->list.count > 0 ? &s->row[s->list.selected] : NULL;
}

static const char *
state_said(const struct cash_person *r)
{
	if (r->state == CASH_PERSON_REJECTED)
		return N_("Proposed by {first}, rejected by {second}.");
	if (r->state == CASH_PERSON_IN_FORCE)
		return N_("Proposed by {first}, taken by {second}.");
	return r->is_own ? N_("Proposed by {first}: somebody takes it who "
			      "neither proposed it nor gets it.")
			 : N_("Proposed by {first}: you may take it (F8).");
}

static void
officers_draw(struct app *app, const void *state, const struct area *area)
{
	const struct officers *s = state;
	const struct officers_in_lang in = {.s = s, .app = app};
	const struct cash_person *r = selected(s);
	struct failure who = {0};
	char text[TEXT_SIZE];
	struct area body = staff_head(
	    app, area, app_text(app, N_("Cash officers and floats")));
	struct area list =
	    area_part(&body, 0, 0, body.rows - DETAIL_ROWS, body.columns);
	struct area detail = area_below(&body, body.rows - DETAIL_ROWS);

	list_draw(&s->list, &list, app_lang(app), &in, true);
	if (r == NULL)
		return;
	failure_set(&who, ERR_INTERNAL);
	failure_text(&who, "first", r->proposed_by);
	failure_text(&who, "second", r->decided_by);
	draw_line(&detail, 0);
	(void)draw_paragraph(&detail, 1, 1, detail.columns - 2, STYLE_NORMAL,
	    app_fill(app, text, sizeof(text), state_said(r), &who));
}

static struct request
officers_moved(struct app *app, void *state, enum ui_key key)
{
	struct officers *s = state;

	(void)app;
	(void)list_move(&s->list, key);
	return request_stay();
}

/* -- entering -- */

static const struct field appoint_fields[] = {
    {.id = "staff",
	.label = N_("Staff number"),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 15},
    {.id = "number",
	.label = N_("Number of the appointment"),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 20},
    {.id = "from",
	.label = N_("First day"),
	.type = FIELD_DATE,
	.required = true},
    {.id = "to",
	.label = N_("Last day"),
	.hint = N_("empty: no end"),
	.type = FIELD_DATE},
    {.id = NULL},
};

static struct request
appoint_taken(
    struct app *app, void *owner, const struct answers *a, struct failure *f)
{
	struct rules_by by;
	struct date first = {0}, last = {0};

	(void)owner;
	(void)date_parse(answers_get(a, "from"), &first);
	(void)date_parse(answers_get(a, "to"), &last);
	if (desk_people_by(staff_desk(app), &by, f) != KERR_OK ||
	    cash_people_appoint(&by, answers_get(a, "staff"),
		answers_get(a, "number"), first, last, f) != KERR_OK)
		return request_stay();
	app_say(app, MARK_DONE,
	    N_("Proposed. It changes nothing until another person takes it."),
	    NULL);
	return request_pop();
}

static struct request
officers_appoint(struct app *app, void *state)
{
	struct ask_form ask = {.title = N_("Appoint a cash officer"),
	    .question = N_("Only appointed staff take money."),
	    .fields = appoint_fields,
	    .does = N_("Propose"),
	    .owner = state,
	    .taken = appoint_taken};

	app_say_nothing(app);
	return request_push_copy(&ask_form_screen, &ask, sizeof(ask));
}

static const struct field grant_fields[] = {
    {.id = "staff",
	.label = N_("Staff number"),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 15},
    {.id = "year",
	.label = N_("Fiscal year"),
	.hint = N_("2026: April 2026 to March 2027"),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 4},
    {.id = "yen",
	.label = N_("Yen"),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 9},
    {.id = NULL},
};

static struct request
grant_taken(
    struct app *app, void *owner, const struct answers *a, struct failure *f)
{
	struct rules_by by;
	int64_t year = 0, yen = 0;

	(void)owner;
	if (!fee_rules_value(RULE_LIMIT, answers_get(a, "year"), &year) ||
	    !fee_rules_value(RULE_LIMIT, answers_get(a, "yen"), &yen)) {
		failure_set(f, ERR_CASH_AMOUNT);
		return request_stay();
	}
	if (desk_people_by(staff_desk(app), &by, f) != KERR_OK ||
	    cash_people_grant(
		&by, answers_get(a, "staff"), (int)year, yen, f) != KERR_OK)
		return request_stay();
	app_say(app, MARK_DONE,
	    N_("Proposed. It changes nothing until another person takes it."),
	    NULL);
	return request_pop();
}

static struct request
officers_grant(struct app *app, void *state)
{
	struct ask_form ask = {.title = N_("Grant a float"),
	    .question = N_("For change only, for one fiscal year."),
	    .fields = grant_fields,
	    .does = N_("Propose"),
	    .owner = state,
	    .taken = grant_taken};

	app_say_nothing(app);
	return request_push_copy(&ask_form_screen, &ask, sizeof(ask));
}

/* -- deciding -- */

static struct request
decide_answered(struct app *app, void *state, int answer)
{
	struct officers *s = state;
	struct rules_by by;
	struct failure f = {0};

	if (answer != 1)
		return request_stay();
	if (desk_people_by(staff_desk(app), &by, &f) != KERR_OK ||
	    cash_people_decide(&by, selected(s)->kind, selected(s)->id,
		s->approves, &f) != KERR_OK)
		app_say_failure(app, &f);
	else
		app_say(app, MARK_DONE,
		    s->approves ? N_("It is in force on its days.")
				: N_("The proposal is rejected."),
		    NULL);
	officers_reload(app, s);
	return request_stay();
}

static struct request
officers_ask(struct app *app, struct officers *s, bool approves)
{
	const struct cash_person *r = selected(s);
	struct confirm ask = {.title = approves ? N_("Take the proposal")
						: N_("Reject the proposal"),
	    .question = approves ? N_("{name}: {what}. {who} proposed it.")
				 : N_("{name}: {what} is rejected."),
	    .yes = approves ? N_("Put in force") : N_("Reject"),
	    .warning = approves,
	    .answered = decide_answered};
	char what[64];

	s->approves = approves;
	app_say_nothing(app);
	cell_what(app, r, what, sizeof(what));
	failure_set(&ask.detail, ERR_INTERNAL);
	failure_text(&ask.detail, "name", r->name);
	failure_text(&ask.detail, "what", what);
	failure_text(&ask.detail, "who", r->proposed_by);
	return request_push_copy(&confirm_screen, &ask, sizeof(ask));
}

static struct request
officers_approve(struct app *app, void *state)
{
	return officers_ask(app, state, true);
}

static struct request
officers_reject(struct app *app, void *state)
{
	return officers_ask(app, state, false);
}

static struct request
end_answered(struct app *app, void *state, int answer)
{
	struct officers *s = state;
	struct rules_by by;
	struct desk_status now;
	struct failure f = {0};

	if (answer != 1)
		return request_stay();
	desk_get_status(staff_desk(app), &now);
	if (desk_people_by(staff_desk(app), &by, &f) != KERR_OK ||
	    cash_people_end(&by, selected(s)->id, date_of_utc(now.now), &f) !=
		KERR_OK)
		app_say_failure(app, &f);
	else
		app_say(app, MARK_DONE, N_("The appointment ends with today."),
		    NULL);
	officers_reload(app, s);
	return request_stay();
}

static struct request
officers_end(struct app *app, void *state)
{
	const struct officers *s = state;
	struct confirm ask = {.title = N_("End an appointment"),
	    .question = N_("{name} takes no money after today."),
	    .yes = N_("End it"),
	    .warning = true,
	    .answered = end_answered};

	app_say_nothing(app);
	failure_set(&ask.detail, ERR_INTERNAL);
	failure_text(&ask.detail, "name", selected(s)->name);
	return request_push_copy(&confirm_screen, &ask, sizeof(ask));
}

static struct request
officers_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static struct request
officers_resumed(struct app *app, void *state)
{
	officers_reload(app, state);
	return request_stay();
}

static bool
when_takes(const struct app *app, const void *state)
{
	const struct cash_person *r = selected(state);

	(void)app;
	return r != NULL && r->state == CASH_PERSON_PROPOSED && !r->is_own;
}

static bool
when_proposed(const struct app *app, const void *state)
{
	const struct cash_person *r = selected(state);

	(void)app;
	return r != NULL && r->state == CASH_PERSON_PROPOSED;
}

static bool
when_appointed(const struct app *app, const void *state)
{
	const struct cash_person *r = selected(state);

	(void)app;
	return r != NULL && r->kind == CASH_PERSON_OFFICER &&
	       r->state == CASH_PERSON_IN_FORCE && !r->is_over;
}

static const struct key_binding officers_keys[] = {
    {.key = UI_KEY_F8,
	.handler = officers_approve,
	.label = N_("Put in force"),
	.when = when_takes},
    {.key = UI_KEY_F6,
	.handler = officers_reject,
	.label = N_("Reject"),
	.when = when_proposed},
    {.key = UI_KEY_F9,
	.handler = officers_end,
	.label = N_("End it"),
	.when = when_appointed},
    {.key = UI_KEY_F4, .handler = officers_appoint, .label = N_("Appoint")},
    {.key = UI_KEY_F5, .handler = officers_grant, .label = N_("Float")},
    {.key = UI_KEY_ESC, .handler = officers_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen cashier_officers_screen = {
    .name = "officers",
    .title = N_("Cash officers and floats"),
    .help = N_("Only appointed staff take money, on the days of their "
	       "appointment, with the float they were granted for the fiscal "
	       "year. Each row needs two people, and nobody decides about "
	       "themselves. One person is enough to end an appointment."),
    .moving = N_("Up and Down choose a line."),
    .keys = officers_keys,
    .open = officers_open,
    .draw = officers_draw,
    .moved = officers_moved,
    .resumed = officers_resumed,
    .close = officers_close,
};
