/* cashier_fees.c -- the fee schedule, the reasons and the limits: what is in
 * force, what is proposed, and taking a proposal as another person. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/desk.h"
#include "desk/fee_rules.h"
#include "desk/session.h"
#include "screens/cash_grid.h"
#include "screens/cashier.h"
#include "screens/fees_inside.h"
#include "screens/staff.h"

#define TEXT_SIZE   512
#define DETAIL_ROWS 4

static const struct list_column columns[] = {
    {N_("Kind"), 8, false},
    {N_("What"), 0, false},
    {N_("From"), 10, false},
    {N_("Until"), 10, false},
    {N_("Says"), 12, true},
    {NULL, 0, false},
};

struct fees_in_lang {
	const struct fees *s;
	const struct app *app;
};

static void
cell_value(const struct app *app, const struct fee_rule_view *r, char *out,
    size_t out_size)
{
	if (r->rule.kind == RULE_FEE_REASON)
		text_copy(out, out_size, app_text(app, r->outcome));
	else
		cash_yen_said(r->rule.value, out, out_size);
}

static void
fees_cell(
    const void *arg, size_t row, size_t column, char *out, size_t out_size)
{
	const struct fees_in_lang *in = arg;
	const struct fee_rule_view *r = &in->s->row[row];
	char iso[DATE_ISO_SIZE];

	switch (column) {
	case 0:
		text_copy(out, out_size, app_text(in->app, r->kind));
		break;
	case 1:
		text_copy(out, out_size,
		    r->label[0] != '\0' ? app_text(in->app, r->label)
					: r->rule.code);
		break;
	case 2:
		text_copy(out, out_size, date_iso(r->rule.first_day, iso));
		break;
	case 3:
		text_copy(out, out_size, date_iso(r->rule.last_day, iso));
		break;
	default:
		cell_value(in->app, r, out, out_size);
	}
}

static const struct list_rows rows = {
    .cell = fees_cell,
    .empty = N_("Nothing here."),
};

/* Who looks decides what may be done: the desk asks again. */
static void
rules_by(struct app *app, struct rules_by *by)
{
	struct failure ignored;

	(void)desk_rules_by(staff_desk(app), false, by, &ignored);
}

static void
fees_reload(struct app *app, struct fees *s)
{
	struct rules_by by;
	struct failure f = {0};
	size_t count = 0;

	rules_by(app, &by);
	if (fee_rules_list(&by, s->shown, s->row, FEE_RULES_MOST, &count, &f) !=
	    KERR_OK)
		app_say_failure(app, &f);
	list_set_count(&s->list, count);
}

static enum kerr
fees_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct fees *s = calloc(1, sizeof(*s));

	(void)arg;
	if (s == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = s;
	list_init(&s->list, columns, &rows);
	s->shown = FEE_RULE_PROPOSED;
	fees_reload(app, s);
	if (s->list.count == 0) {
		s->shown = FEE_RULE_IN_FORCE;
		fees_reload(app, s);
	}
	return KERR_OK;
}

static void
fees_close(struct app *app, void *state)
{
	(void)app;
	free(state);
}

static const struct fee_rule_view *
selected(const struct fees *s)
{
	return s->list.count > 0 ? &s->row[s->list.selected] : NULL;
}

/* -- what is seen -- */

static const char *const shown_words[] = {
    [FEE_RULE_PROPOSED] = N_("Fee schedule: proposed"),
    [FEE_RULE_IN_FORCE] = N_("Fee schedule: in force"),
    [FEE_RULE_REJECTED] = N_("Fee schedule: rejected"),
};

static void
draw_people(
    struct app *app, const struct fee_rule_view *r, const struct area *a)
{
	struct failure who = {0};
	char text[TEXT_SIZE];

	failure_set(&who, ERR_INTERNAL);
	failure_text(&who, "first",
	    r->is_of_program ? app_text(app, N_("the program"))
			     : r->proposed_by);
	failure_text(&who, "second", r->decided_by);
	draw_text_within(a, 2, 1, a->columns - 2, STYLE_NORMAL,
	    app_fill(app, text, sizeof(text),
		r->state == FEE_RULE_IN_FORCE
		    ? N_("Proposed by {first}, taken by {second}.")
		: r->state == FEE_RULE_REJECTED
		    ? N_("Proposed by {first}, rejected by {second}.")
		    : N_("Proposed by {first}."),
		&who));
	if (r->state != FEE_RULE_PROPOSED)
		return;
	draw_text_within(a, 3, 1, a->columns - 2, STYLE_DIM,
	    app_text(app,
		r->is_of_program
		    ? N_("Make it yours first (F5); another person takes it.")
		: r->is_own ? N_("It is yours: another person takes it.")
			    : N_("You may take it (F8).")));
}

static void
draw_detail(
    struct app *app, const struct fee_rule_view *r, const struct area *a)
{
	char text[TEXT_SIZE];

	draw_line(a, 0);
	snprintf(text, sizeof(text), "%s%s%s%s",
	    r->label[0] != '\0' ? app_text(app, r->label) : r->rule.code,
	    r->evidence[0] != '\0' ? "; " : "",
	    r->evidence[0] != '\0' ? app_text(app, r->evidence) : "",
	    r->rule.second_person ? app_text(app, N_("; with a second person"))
				  : "");
	draw_text_within(a, 1, 1, a->columns - 2, STYLE_NORMAL, text);
	draw_people(app, r, a);
}

static void
fees_draw(struct app *app, const void *state, const struct area *area)
{
	const struct fees *s = state;
	const struct fees_in_lang in = {.s = s, .app = app};
	struct area body =
	    staff_head(app, area, app_text(app, shown_words[s->shown]));
	struct area list =
	    area_part(&body, 0, 0, body.rows - DETAIL_ROWS, body.columns);
	struct area detail = area_below(&body, body.rows - DETAIL_ROWS);

	list_draw(&s->list, &list, app_lang(app), &in, true);
	if (selected(s) != NULL)
		draw_detail(app, selected(s), &detail);
}

static struct request
fees_moved(struct app *app, void *state, enum ui_key key)
{
	struct fees *s = state;

	(void)app;
	(void)list_move(&s->list, key);
	return request_stay();
}

static struct request
fees_other(struct app *app, void *state)
{
	struct fees *s = state;

	s->shown = (enum fee_rule_state)((s->shown + 1) % FEE_RULE_STATE_COUNT);
	list_select(&s->list, 0);
	app_say_nothing(app);
	fees_reload(app, s);
	return request_stay();
}

/* -- deciding -- */

static const char *const act_done[] = {
    [FEE_RULE_ADOPT] =
	N_("The proposal is yours now. Another person takes it."),
    [FEE_RULE_APPROVE] = N_("It is in force on its days."),
    [FEE_RULE_REJECT] = N_("The proposal is rejected."),
};

static struct request
act_answered(struct app *app, void *state, int answer)
{
	struct fees *s = state;
	struct rules_by by;
	struct failure f = {0};
	int64_t count = 0;
	bool whole = s->acted.profile[0] != '\0';
	enum kerr e;

	if (answer != 1)
		return request_stay();
	e = desk_rules_by(staff_desk(app), s->act == FEE_RULE_APPROVE, &by, &f);
	if (e == KERR_OK)
		e = whole ? fee_rules_decide_profile(
				&by, s->acted.profile, s->act, &count, &f)
			  : fee_rules_decide(&by, s->acted.id, s->act, &f);
	if (e != KERR_OK)
		app_say_failure(app, &f);
	else
		app_say(app, MARK_DONE, act_done[s->act], NULL);
	fees_reload(app, s);
	return request_stay();
}

static const struct {
	const char *title, *one, *all, *yes;
} act_words[] = {
    [FEE_RULE_ADOPT] = {N_("Make it yours"),
	N_("You propose {what} from {from} on. Another person has to take it."),
	N_("You propose all rows of the profile {profile} that are open. "
	   "Another person has to take them."),
	N_("Propose")},
    [FEE_RULE_APPROVE] = {N_("Take the proposal"),
	N_("From {from} on this is in force: {what}, {value}. {who} proposed "
	   "it. It moves money."),
	N_("All open rows of the profile {profile} are in force on their "
	   "days. {who} proposed them. They move money."),
	N_("Put in force")},
    [FEE_RULE_REJECT] = {N_("Reject the proposal"),
	N_("The proposal {what} from {from} on is rejected. Nothing else "
	   "changes."),
	N_("All open rows of the profile {profile} are rejected."),
	N_("Reject")},
};

static struct request
fees_ask(struct app *app, struct fees *s, enum fee_rule_act act)
{
	bool whole = selected(s)->profile[0] != '\0';
	struct confirm ask = {.title = act_words[act].title,
	    .question = whole ? act_words[act].all : act_words[act].one,
	    .yes = act_words[act].yes,
	    .warning = act == FEE_RULE_APPROVE,
	    .answered = act_answered};
	char value[64], iso[DATE_ISO_SIZE];

	s->acted = *selected(s);
	s->act = act;
	app_say_nothing(app);
	failure_set(&ask.detail, ERR_INTERNAL);
	cell_value(app, &s->acted, value, sizeof(value));
	if (whole)
		failure_text(&ask.detail, "profile", s->acted.profile);
	else
		failure_text(
		    &ask.detail, "what", app_text(app, s->acted.label));
	failure_text(
	    &ask.detail, "from", date_iso(s->acted.rule.first_day, iso));
	failure_text(&ask.detail, "value", value);
	failure_text(&ask.detail, "who", s->acted.proposed_by);
	return request_push_copy(&confirm_screen, &ask, sizeof(ask));
}

static struct request
fees_adopt(struct app *app, void *state)
{
	return fees_ask(app, state, FEE_RULE_ADOPT);
}

static struct request
fees_approve(struct app *app, void *state)
{
	return fees_ask(app, state, FEE_RULE_APPROVE);
}

static struct request
fees_reject(struct app *app, void *state)
{
	return fees_ask(app, state, FEE_RULE_REJECT);
}

static struct request
fees_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static struct request
fees_resumed(struct app *app, void *state)
{
	fees_reload(app, state);
	return request_stay();
}

static bool
when_adopts(const struct app *app, const void *state)
{
	const struct fee_rule_view *r = selected(state);

	return r != NULL && r->state == FEE_RULE_PROPOSED && r->is_of_program &&
	       session_may(staff_desk(app), ACTION_RULE_PROPOSE);
}

static bool
when_approves(const struct app *app, const void *state)
{
	const struct fee_rule_view *r = selected(state);

	return r != NULL && r->state == FEE_RULE_PROPOSED &&
	       !r->is_of_program && !r->is_own &&
	       session_may(staff_desk(app), ACTION_RULE_APPROVE);
}

static bool
when_proposed(const struct app *app, const void *state)
{
	const struct fee_rule_view *r = selected(state);

	return r != NULL && r->state == FEE_RULE_PROPOSED &&
	       session_may(staff_desk(app), ACTION_RULE_PROPOSE);
}

static bool
when_may_propose(const struct app *app, const void *state)
{
	(void)state;
	return session_may(staff_desk(app), ACTION_RULE_PROPOSE);
}

static const struct key_binding fees_keys[] = {
    {.key = UI_KEY_F8,
	.handler = fees_approve,
	.label = N_("Put in force"),
	.when = when_approves},
    {.key = UI_KEY_F5,
	.handler = fees_adopt,
	.label = N_("Make it yours"),
	.when = when_adopts},
    {.key = UI_KEY_F6,
	.handler = fees_reject,
	.label = N_("Reject"),
	.when = when_proposed},
    {.key = UI_KEY_F4,
	.handler = fees_propose,
	.label = N_("Propose"),
	.when = when_may_propose},
    {.key = UI_KEY_F2, .handler = fees_other, .label = N_("Other rows")},
    {.key = UI_KEY_ESC, .handler = fees_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen cashier_fees_screen = {
    .name = "fees",
    .title = N_("Fee schedule"),
    .help = N_("Prices, reasons and limits take effect only as rows that one "
	       "person proposed and another took. F2 goes from proposed rows "
	       "to those in force and to rejected ones. Rows of one profile "
	       "are decided together."),
    .moving = N_("Up and Down choose a line."),
    .keys = fees_keys,
    .open = fees_open,
    .draw = fees_draw,
    .moved = fees_moved,
    .resumed = fees_resumed,
    .close = fees_close,
};
