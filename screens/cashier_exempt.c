/* cashier_exempt.c -- why a card was made: chosen from the reasons in force,
 * with the paper that proves it and a second person where that is asked. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "desk/session.h"
#include "screens/ask_form.h"
#include "screens/charge_inside.h"
#include "screens/second.h"
#include "screens/staff.h"

static const struct field number_fields[] = {
    {.id = "number",
	.label = N_("Number of the paper"),
	.hint = N_("or what identifies it; no names"),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 40},
    {.id = NULL},
};

static const char *
reason_label(const void *rows, size_t row)
{
	const struct charge_reason *r = rows;

	return r[row].label;
}

static const char *
reason_note(const void *rows, size_t row)
{
	const struct charge_reason *all = rows, *r = &all[row];

	if (r->outcome == FEE_CHARGED)
		return r->is_present ? N_("the reason now: charged")
				     : N_("charged");
	if (r->is_present && r->evidence[0] == '\0')
		return N_("the reason now: free");
	if (r->is_present && r->needs_second)
		return N_("the reason now: free with its evidence, and a "
			  "second person");
	if (r->is_present)
		return N_("the reason now: free with its evidence");
	if (r->evidence[0] != '\0' && r->needs_second)
		return N_("free with its evidence, and a second person");
	if (r->evidence[0] != '\0')
		return N_("free with its evidence");
	return r->needs_second ? N_("free, with a second person") : N_("free");
}

static bool
set_now(struct app *app, struct charge_screen *c)
{
	struct failure f = {0};

	if (charge_set_reason(staff_desk(app), c->card,
		c->reason[c->chosen].code, c->number, c->key, &f) != KERR_OK) {
		app_say_failure(app, &f);
		return false;
	}
	app_say(app, MARK_DONE,
	    c->reason[c->chosen].outcome == FEE_CHARGED
		? N_("The reason is kept: the fee is charged.")
		: N_("The reason is kept: nothing is to be paid."),
	    NULL);
	desk_new_key(c->key);
	return true;
}

static struct request
second_granted(struct app *app, void *owner)
{
	return set_now(app, owner) ? request_pop() : request_stay();
}

static struct request
ask_second(struct app *app, struct charge_screen *c, bool replaces)
{
	struct second_ask ask = {.title = N_("Second person of an exemption"),
	    .question = N_("{notice}: {reason}. The fee of {yen} yen is not "
			   "taken. You looked at the paper that proves it."),
	    .action = ACTION_CASH_APPROVE,
	    .owner = c,
	    .granted = second_granted};
	struct request r;
	char yen[24];

	failure_set(&ask.detail, ERR_INTERNAL);
	failure_text(&ask.detail, "notice", c->view.notice);
	failure_text(
	    &ask.detail, "reason", app_text(app, c->reason[c->chosen].label));
	failure_text(&ask.detail, "yen",
	    cash_yen_said(c->view.due_yen, yen, sizeof(yen)));
	r = request_push_copy(&second_screen, &ask, sizeof(ask));
	if (replaces)
		r.kind = REQUEST_REPLACE;
	return r;
}

static struct request
number_taken(struct app *app, void *owner, const struct answers *answers,
    struct failure *f)
{
	struct charge_screen *c = owner;

	text_copy(c->number, sizeof(c->number), answers_get(answers, "number"));
	if (c->reason[c->chosen].needs_second)
		return ask_second(app, c, true);
	if (charge_set_reason(staff_desk(app), c->card,
		c->reason[c->chosen].code, c->number, c->key, f) != KERR_OK)
		return request_stay();
	app_say(app, MARK_DONE,
	    N_("The reason is kept: nothing is to be paid."), NULL);
	desk_new_key(c->key);
	return request_pop();
}

static struct request
ask_number(struct app *app, struct charge_screen *c)
{
	const struct charge_reason *r = &c->reason[c->chosen];
	struct ask_form ask = {.title = N_("Exempt from the fee"),
	    .question = N_("{reason}. To be shown: {evidence}."),
	    .fields = number_fields,
	    .does = N_("Exempt"),
	    .owner = c,
	    .taken = number_taken};

	failure_set(&ask.detail, ERR_INTERNAL);
	failure_text(&ask.detail, "reason", app_text(app, r->label));
	failure_text(&ask.detail, "evidence", app_text(app, r->evidence));
	return request_push_copy(&ask_form_screen, &ask, sizeof(ask));
}

static struct request
reason_chosen(struct app *app, void *state, int answer)
{
	struct charge_screen *c = state;
	const struct charge_reason *r = NULL;

	if (answer < 0)
		return request_stay();
	c->chosen = (size_t)answer;
	c->number[0] = '\0';
	r = &c->reason[c->chosen];
	if (r->outcome != FEE_CHARGED && r->evidence[0] != '\0')
		return ask_number(app, c);
	if (r->outcome != FEE_CHARGED && r->needs_second)
		return ask_second(app, c, false);
	(void)set_now(app, c);
	charge_reload(app, c);
	return request_stay();
}

struct request
charge_ask_reason(struct app *app, void *state)
{
	struct charge_screen *c = state;
	struct failure f = {0};
	struct choose ask = {
	    .title = N_("Why was the card made?"),
	    .question = N_("The reason decides who pays. What the delivery "
			   "list says may be wrong; a change is kept with "
			   "your name."),
	    .label = reason_label,
	    .note = reason_note,
	    .rows = c->reason,
	    .answered = reason_chosen,
	};

	if (charge_reasons(staff_desk(app), c->card, c->reason,
		CHARGE_REASONS_MOST, &c->reason_count, &f) != KERR_OK) {
		app_say_failure(app, &f);
		return request_stay();
	}
	ask.count = c->reason_count;
	return request_push_copy(&choose_screen, &ask, sizeof(ask));
}
