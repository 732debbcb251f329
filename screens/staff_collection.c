/* staff_collection.c -- one case, one question at a time, the whole road in
 * sight. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "desk/desk.h"
#include "desk/session.h"
#include "screens/case_inside.h"
#include "screens/cashier.h"
#include "screens/staff.h"

static bool
case_is_open(const struct case_screen *c)
{
	return c->view.state == CASE_OPEN && c->view.mine;
}

/* The form follows the step; what was answered before is proposed. */
static void
case_load_form(struct app *app, struct case_screen *c)
{
	const struct field *fields = NULL;
	struct answers before;
	struct failure f = {0};

	if (c->form != NULL && c->form_step == c->view.step)
		return;
	form_free(&c->form);
	if (!case_is_open(c) || c->view.step >= STEP_COUNT)
		return;
	fields = step_fields(c->view.step);
	if (fields[0].id == NULL)
		return;
	memset(&before, 0, sizeof(before));
	if (collection_load_answers(staff_desk(app), c->case_id, c->view.step,
		&before, &f) != KERR_OK ||
	    form_new(fields, &c->view.facts, &before, &c->form) != KERR_OK)
		app_say_failure(app, &f);
	c->form_step = c->view.step;
	secret_wipe(&before, sizeof(before));
}

const char *
case_slip_said(const struct app *app, const struct case_screen *c)
{
	const char *said = collection_slip_said(staff_desk(app), c->case_id);

	return said[0] != '\0' ? app_text(app, said) : "";
}

static void
case_load_extras(struct app *app, struct case_screen *c)
{
	struct desk *d = staff_desk(app);
	struct failure f = {0};

	memset(&c->incident, 0, sizeof(c->incident));
	if (c->view.state == CASE_OPEN)
		(void)collection_incident(d, c->case_id, &c->incident, &f);
	memset(&c->pins, 0, sizeof(c->pins));
	if (c->view.step == STEP_PINS || c->view.state != CASE_OPEN)
		(void)pin_setting_load(d, c->case_id, &c->pins, &f);
	if (c->view.step == STEP_FEE)
		(void)charge_load(d, c->view.fee_card_id, &c->fee, &f);
	if (c->view.state != CASE_OPEN)
		(void)collection_slip(
		    d, c->case_id, c->slip, sizeof(c->slip), &f);
	if (c->view.state != CASE_OPEN && c->slip[0] == '\0')
		text_copy(c->slip, sizeof(c->slip), case_slip_said(app, c));
}

void
case_reload(struct app *app, struct case_screen *c)
{
	struct failure f = {0};

	if (collection_load(staff_desk(app), c->case_id, &c->view, &f) !=
	    KERR_OK) {
		app_say_failure(app, &f);
		return;
	}
	case_load_form(app, c);
	case_load_extras(app, c);
}

void
case_keep(struct app *app, struct case_screen *c)
{
	struct failure f = {0};

	if (c->form == NULL || !case_is_open(c) || !form_is_changed(c->form))
		return;
	if (collection_keep(staff_desk(app), c->case_id, c->form_step,
		form_answers(c->form), &f) != KERR_OK)
		app_say_failure(app, &f);
}

static enum kerr
case_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct case_screen *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = c;
	c->case_id = *(const int64_t *)arg;
	collection_watch(staff_desk(app), c->case_id);
	case_reload(app, c);
	return KERR_OK;
}

static void
case_close(struct app *app, void *state)
{
	struct case_screen *c = state;

	/* the window was closed, or somebody signed out: keep what was typed */
	if (c != NULL)
		case_keep(app, c);
	collection_watch(staff_desk(app), 0);
	if (c != NULL) {
		form_free(&c->form);
		secret_wipe(c, sizeof(*c));
	}
	free(c);
}

static struct request
case_typed(struct app *app, void *state, uint32_t code_point)
{
	struct case_screen *c = state;

	(void)app;
	if (c->form != NULL)
		(void)form_type(c->form, code_point);
	return request_stay();
}

static struct request
case_moved(struct app *app, void *state, enum ui_key key)
{
	struct case_screen *c = state;

	(void)app;
	if (c->form != NULL)
		(void)form_move(c->form, key);
	return request_stay();
}

static struct request
case_pasted(struct app *app, void *state, const char *text)
{
	struct case_screen *c = state;

	(void)app;
	if (c->form != NULL)
		(void)form_paste(c->form, text);
	return request_stay();
}

static struct request
case_scanned(struct app *app, void *state, const char *text)
{
	struct case_screen *c = state;

	(void)app;
	if (c->form != NULL)
		(void)form_scan(c->form, text);
	return request_stay();
}

static void
case_say_done(struct app *app, const struct case_screen *c, enum case_step step)
{
	struct failure done = {0};

	failure_set(&done, ERR_INTERNAL);
	failure_text(&done, "step", app_text(app, case_step_name(step)));
	failure_text(&done, "paper", case_slip_said(app, c));
	if (c->view.state == CASE_CLOSED)
		app_say(app, MARK_DONE,
		    case_kind_hands_over(c->view.facts.kind)
			? N_("Handed over. {paper}")
			: N_("Closed. {paper}"),
		    &done);
	else if (c->view.state == CASE_PAUSED)
		app_say(app, MARK_DONE,
		    N_("The case waits for the answer to the letter. {paper}"),
		    &done);
	else
		app_say(app, MARK_DONE, N_("Done: {step}."), &done);
}

static struct request
case_answer(struct app *app, struct case_screen *c)
{
	static const struct answers nothing;
	enum case_step step = c->view.step;
	struct failure f = {0};
	enum kerr e = collection_answer(staff_desk(app), c->case_id, step,
	    c->form != NULL ? form_answers(c->form) : &nothing, &f);

	if (e != KERR_OK && c->form != NULL)
		form_set_failure(c->form, &f);
	case_reload(app, c);
	/* a hand-over stands even when its slip could not be written */
	if (e != KERR_OK)
		app_say_failure(app, &f);
	else
		case_say_done(app, c, step);
	return request_stay();
}

static struct request
case_next(struct app *app, void *state)
{
	struct case_screen *c = state;

	if (!case_is_open(c))
		return request_pop();
	return case_answer(app, c);
}

static struct request
hand_over_answered(struct app *app, void *state, int answer)
{
	return answer == 1 ? case_answer(app, state) : request_stay();
}

static struct request
case_hand_over(struct app *app, void *state)
{
	static struct confirm ask = {
	    .title = N_("Hand over"),
	    .question =
		N_("The card goes to {name}. The case is closed and the "
		   "slip is printed."),
	    .yes = N_("Hand over and close"),
	    .answered = hand_over_answered,
	};
	const struct case_screen *c = state;
	struct confirm now = ask;

	(void)app;
	failure_set(&now.detail, ERR_INTERNAL);
	failure_text(&now.detail, "name",
	    c->view.name_roman[0] != '\0' ? c->view.name_roman
					  : c->view.name_kanji);
	return request_push_copy(&confirm_screen, &now, sizeof(now));
}

static struct request
case_back(struct app *app, void *state)
{
	struct case_screen *c = state;
	struct failure f = {0};

	if (!case_is_open(c))
		return request_pop();
	case_keep(app, c);
	if (collection_back(staff_desk(app), c->case_id, &f) != KERR_OK)
		return case_interrupt(app, c);
	app_say_nothing(app);
	case_reload(app, c);
	return request_stay();
}

/* The answer of a card that was asked what it holds. */
static void
case_say_asked(struct app *app, struct case_screen *c)
{
	const struct failure *f = &pin_setting_get(staff_desk(app))->failed;

	if (!c->asking || (c->pins.any_unknown && f->code == KERR_OK))
		return;
	c->asking = false;
	if (f->code != KERR_OK)
		app_say_failure(app, f);
	else
		app_say(app, MARK_DONE,
		    N_("The card has answered. Go on with F8."), NULL);
}

/* The right card was asked for, and now it lies there. */
static void
case_say_right(struct app *app, struct case_screen *c)
{
	if (!c->awaits_right || c->view.check != CHECK_RIGHT)
		return;
	c->awaits_right = false;
	app_say(app, MARK_DONE, N_("This is the card of the case."), NULL);
}

static struct request
case_event(struct app *app, void *state, const void *event)
{
	struct case_screen *c = state;
	enum case_step before = c->view.step;

	(void)event;
	case_reload(app, c);
	case_say_right(app, c);
	if (c->view.step != before && c->view.state == CASE_OPEN)
		case_say_done(app, c, before);
	case_say_asked(app, c);
	return request_stay();
}

/* The fee may be paid at another counter's till meanwhile. */
static struct request
case_tick(struct app *app, void *state)
{
	struct case_screen *c = state;

	if (c->view.step == STEP_FEE && c->view.state == CASE_OPEN)
		case_reload(app, c);
	return request_stay();
}

static struct request
case_resumed(struct app *app, void *state)
{
	case_reload(app, state);
	return request_stay();
}

/* -- which keys work when -- */

/* Back at the PINs when there is nothing left to set. */
static bool
pins_are_set(const struct case_screen *c)
{
	return c->view.step == STEP_PINS && c->pins.all_set;
}

static bool
when_form(const struct app *app, const void *state)
{
	const struct case_screen *c = state;

	(void)app;
	return !case_is_open(c) || pins_are_set(c) ||
	       (c->view.step == STEP_FEE && c->fee.is_settled) ||
	       (c->view.step != STEP_PINS && c->view.step != STEP_HAND_OVER &&
		   c->view.step != STEP_RIGHT_CARD &&
		   c->view.step != STEP_FEE && c->view.step != STEP_APPROVAL);
}

static bool
when_fee(const struct app *app, const void *state)
{
	const struct case_screen *c = state;

	(void)app;
	return case_is_open(c) && c->view.step == STEP_FEE &&
	       !c->fee.is_settled;
}

static struct request
case_charge(struct app *app, void *state)
{
	const struct case_screen *c = state;

	app_say_nothing(app);
	return request_push_copy(&cashier_charge_screen, &c->view.fee_card_id,
	    sizeof(c->view.fee_card_id));
}

static bool
when_hand_over(const struct app *app, const void *state)
{
	const struct case_screen *c = state;

	(void)app;
	return case_is_open(c) && c->view.step == STEP_HAND_OVER;
}

static bool
when_approval(const struct app *app, const void *state)
{
	const struct case_screen *c = state;

	(void)app;
	return case_is_open(c) && c->view.step == STEP_APPROVAL;
}

static bool
when_open(const struct app *app, const void *state)
{
	(void)app;
	return case_is_open(state);
}

static bool
when_pins(const struct app *app, const void *state)
{
	const struct case_screen *c = state;

	(void)app;
	return case_is_open(c) && c->view.step == STEP_PINS && !pins_are_set(c);
}

static bool
when_pins_can_begin(const struct app *app, const void *state)
{
	const struct case_screen *c = state;

	return when_pins(app, state) && !c->pins.any_unknown &&
	       !c->pins.needs_terminal;
}

static bool
when_pins_unknown(const struct app *app, const void *state)
{
	const struct case_screen *c = state;

	return when_pins(app, state) && c->pins.any_unknown;
}

static bool
when_right_card(const struct app *app, const void *state)
{
	const struct case_screen *c = state;

	(void)app;
	return case_is_open(c) && c->incident.id == 0 &&
	       c->view.step == STEP_RIGHT_CARD;
}

static bool
when_incident(const struct app *app, const void *state)
{
	const struct case_screen *c = state;

	(void)app;
	return case_is_open(c) && c->incident.id != 0;
}

static bool
when_printed(const struct app *app, const void *state)
{
	const struct case_screen *c = state;

	(void)app;
	return c->view.state == CASE_CLOSED || c->view.state == CASE_REFUSED;
}

/* desk/holder_check.h: where the chip's own pictures help. */
static bool
when_pictures(const struct app *app, const void *state)
{
	const struct case_screen *c = state;

	(void)app;
	return case_is_open(c) && c->incident.id == 0 &&
	       (c->view.step == STEP_FACE || c->view.step == STEP_RIGHT_CARD ||
		   c->view.step == STEP_CONFIRM);
}

static struct request
case_pictures(struct app *app, void *state)
{
	struct case_screen *c = state;

	case_keep(app, c);
	return request_push(&staff_holder_check_screen, &c->case_id);
}

static void
says_next(struct app *app, const void *state, char *out, size_t out_size)
{
	const char *id = case_is_open(state) ? N_("Next") : N_("Next visitor");

	snprintf(out, out_size, "%s", app_text(app, id));
}

static const struct key_binding case_keys[] = {
    {.key = UI_KEY_ENTER,
	.handler = case_next,
	.says = says_next,
	.when = when_form},
    {.key = UI_KEY_F8,
	.handler = case_charge,
	.label = N_("The fee"),
	.when = when_fee},
    {.key = UI_KEY_F8,
	.handler = case_approve,
	.label = N_("Second person"),
	.when = when_approval},
    {.key = UI_KEY_F8,
	.handler = case_hand_over,
	.label = N_("Hand over"),
	.when = when_hand_over},
    {.key = UI_KEY_F8,
	.handler = case_hand_over_terminal,
	.label = N_("Set the PINs"),
	.when = when_pins_can_begin},
    {.key = UI_KEY_F8,
	.handler = case_ask_card,
	.label = N_("Ask the card"),
	.when = when_pins_unknown},
    {.key = UI_KEY_F9,
	.handler = case_pictures,
	.label = N_("Pictures"),
	.when = when_pictures},
    {.key = UI_KEY_F9,
	.handler = case_record_pins,
	.label = N_("Set elsewhere"),
	.when = when_pins},
    {.key = UI_KEY_F5,
	.handler = case_read_card,
	.label = N_("Read again"),
	.when = when_right_card},
    {.key = UI_KEY_F5,
	.handler = case_put_away,
	.label = N_("Put away"),
	.when = when_incident},
    {.key = UI_KEY_F5,
	.handler = case_print_again,
	.label = N_("Print again"),
	.when = when_printed},
    {.key = UI_KEY_F2,
	.handler = case_language,
	.label = N_("Language"),
	.when = when_open},
    {.key = UI_KEY_F3,
	.handler = case_interrupt,
	.label = N_("Pause, stop"),
	.when = when_open},
    {.key = UI_KEY_F4,
	.handler = case_ticket,
	.label = N_("Ticket"),
	.when = when_open},
    {.key = UI_KEY_F6,
	.handler = case_refuse,
	.label = N_("Refuse"),
	.when = when_open},
    {.key = UI_KEY_F12,
	.handler = staff_open_training,
	.label = N_("Training"),
	.when = staff_is_training},
    {.key = UI_KEY_ESC, .handler = case_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen staff_collection_screen = {
    .name = "collection",
    .title = N_("Collection"),
    .help = N_("The left side shows every step of the case. Answer what the "
	       "right side asks; Enter goes on, Esc goes one step back. F6 "
	       "refuses with a reason, F3 pauses the case so that any counter "
	       "can go on with it."),
    .moving = N_("Tab and arrows move between the fields, Space ticks."),
    .keys = case_keys,
    .open = case_open,
    .draw = case_draw,
    .moved = case_moved,
    .typed = case_typed,
    .pasted = case_pasted,
    .scanned = case_scanned,
    .event = case_event,
    .tick = case_tick,
    .resumed = case_resumed,
    .close = case_close,
};
