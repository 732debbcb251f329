/* staff_case_acts.c -- what the F-keys of a collection do: first said, then
 * done, then shown. */
#include <string.h>

#include "desk/desk.h"
#include "desk/session.h"
#include "rules/procedure.h"
#include "screens/case_inside.h"
#include "screens/resident.h"
#include "screens/staff.h"

/* -- refuse -- */

static const char *
refusal_label(const void *rows, size_t row)
{
	const struct refusal *r = rows;

	return r[row].label;
}

static const char *
refusal_note(const void *rows, size_t row)
{
	const struct refusal *r = rows;

	return r[row].said;
}

/* What was done, and how its paper stands. */
static void
case_say_paper(struct app *app, const struct case_screen *c, const char *id)
{
	struct failure said = {0};

	failure_set(&said, ERR_INTERNAL);
	failure_text(&said, "paper", case_slip_said(app, c));
	app_say(app, MARK_DONE, id, &said);
}

static struct request
refuse_now(struct app *app, struct case_screen *c, const char *code,
    const char *remark)
{
	struct failure f = {0};

	if (collection_refuse(staff_desk(app), c->case_id, code, remark, &f) !=
	    KERR_OK)
		app_say_failure(app, &f);
	else
		case_say_paper(app, c, N_("Refused. {paper}"));
	case_reload(app, c);
	return request_stay();
}

static struct request
refuse_remark(struct app *app, void *owner, const char *text)
{
	struct case_screen *c = owner;

	(void)refuse_now(app, c, c->refusal, text);
	return request_pop();
}

static struct request
refuse_chosen(struct app *app, void *state, int answer)
{
	struct case_screen *c = state;
	const struct refusal *r =
	    case_refusals(c->view.facts.kind, c->view.step);
	struct note_ask ask = {.title = N_("Refuse"),
	    .question = N_("What exactly? One line for the office; it is not "
			   "printed."),
	    .columns = 60,
	    .required = true,
	    .owner = c,
	    .taken = refuse_remark};

	if (answer < 0)
		return request_stay();
	if (!r[answer].needs_note)
		return refuse_now(app, c, r[answer].code, "");
	c->refusal = r[answer].code;
	return request_push_copy(&staff_note_screen, &ask, sizeof(ask));
}

struct request
case_refuse(struct app *app, void *state)
{
	struct case_screen *c = state;
	const struct refusal *r =
	    case_refusals(c->view.facts.kind, c->view.step);
	struct choose ask = {
	    .title = N_("Refuse"),
	    .question =
		case_kind_hands_over(c->view.facts.kind)
		    ? N_("Why can the card not be handed over today? The "
			 "resident gets a slip that says what to do.")
		    : N_("Why can this not be done today? The resident gets a "
			 "slip that says what to do."),
	    .label = refusal_label,
	    .note = refusal_note,
	    .rows = r,
	    .answered = refuse_chosen,
	};

	case_keep(app, c);
	while (r[ask.count].code != NULL)
		ask.count++;
	return request_push_copy(&choose_screen, &ask, sizeof(ask));
}

/* -- pause and abandon: one list, pauses first -- */

static size_t
choices_count(const struct choice *rows)
{
	size_t n = 0;

	while (rows[n].code != NULL)
		n++;
	return n;
}

static const struct choice *
interrupt_choice(size_t row, bool *abandons)
{
	size_t pauses = choices_count(pause_reasons());

	*abandons = row >= pauses;
	return *abandons ? &abandon_reasons()[row - pauses]
			 : &pause_reasons()[row];
}

static const char *
interrupt_label(const void *rows, size_t row)
{
	bool abandons = false;

	(void)rows;
	return interrupt_choice(row, &abandons)->label;
}

static const char *
interrupt_note(const void *rows, size_t row)
{
	const struct case_facts *facts = rows;
	bool abandons = false;

	(void)interrupt_choice(row, &abandons);
	if (!abandons)
		return "";
	if (procedure_has_effects(facts->kind))
		return N_("Stop: nothing is changed.");
	return case_kind_hands_over(facts->kind)
		   ? N_("Stop: the card goes back to its place.")
		   : N_("Stop: the resident takes the card along.");
}

static const char *
interrupt_said(const struct case_facts *facts, bool abandons)
{
	if (!abandons)
		return N_("Paused. Any counter can go on with it.");
	if (procedure_has_effects(facts->kind))
		return N_("Stopped. Nothing was changed.");
	return case_kind_hands_over(facts->kind)
		   ? N_("Stopped. The card goes back to its place.")
		   : N_("Stopped. Give the resident the card.");
}

static struct request
interrupt_chosen(struct app *app, void *state, int answer)
{
	struct case_screen *c = state;
	const struct choice *why = NULL;
	struct failure f = {0};
	bool abandons = false;
	enum kerr e;

	if (answer < 0)
		return request_stay();
	why = interrupt_choice((size_t)answer, &abandons);
	e = abandons
		? collection_abandon(staff_desk(app), c->case_id, why->code, &f)
		: collection_pause(staff_desk(app), c->case_id, why->code, &f);
	if (e != KERR_OK) {
		app_say_failure(app, &f);
		case_reload(app, c);
		return request_stay();
	}
	case_reload(app, c); /* it is left: nothing more is kept of the form */
	app_say(app, MARK_DONE, interrupt_said(&c->view.facts, abandons), NULL);
	return request_pop();
}

struct request
case_interrupt(struct app *app, void *state)
{
	struct case_screen *c = state;
	struct choose ask = {
	    .title = N_("Pause or stop"),
	    .question = N_("Why? A paused case can go on at any counter; what "
			   "was done so far is kept."),
	    .count = choices_count(pause_reasons()) +
		     choices_count(abandon_reasons()),
	    .label = interrupt_label,
	    .note = interrupt_note,
	    .rows = &c->view.facts,
	    .answered = interrupt_chosen,
	};

	case_keep(app, c);
	return request_push_copy(&choose_screen, &ask, sizeof(ask));
}

/* -- ticket: called by number, never by name -- */

static struct request
ticket_taken(struct app *app, void *owner, const char *text)
{
	struct case_screen *c = owner;
	struct failure f = {0};

	if (collection_set_ticket(staff_desk(app), c->case_id, text, &f) !=
	    KERR_OK)
		app_say_failure(app, &f);
	case_reload(app, c);
	return request_pop();
}

static struct request
ticket_number(struct case_screen *c)
{
	struct note_ask ask = {.title = N_("Ticket"),
	    .question = N_("Number of the visitor's ticket. Call by number, "
			   "never by name."),
	    .initial = c->view.ticket,
	    .columns = 8,
	    .owner = c,
	    .taken = ticket_taken};

	return request_push_copy(&staff_note_screen, &ask, sizeof(ask));
}

static const struct {
	const char *label;
	enum visitor_event event;
} visits[] = {
    {N_("Called now"), VISITOR_CALLED},
    {N_("At the counter now"), VISITOR_AT_COUNTER},
    {N_("Change the number"), VISITOR_ARRIVED},
};
#define VISITS (sizeof(visits) / sizeof(visits[0]))

static const char *
visit_label(const void *rows, size_t row)
{
	(void)rows;
	return visits[row].label;
}

static struct request
visit_chosen(struct app *app, void *state, int answer)
{
	struct case_screen *c = state;
	struct failure f = {0};

	if (answer < 0)
		return request_stay();
	if (visits[answer].event == VISITOR_ARRIVED)
		return ticket_number(c);
	if (collection_visitor(staff_desk(app), c->case_id,
		visits[answer].event, &f) != KERR_OK)
		app_say_failure(app, &f);
	case_reload(app, c);
	return request_stay();
}

struct request
case_ticket(struct app *app, void *state)
{
	struct case_screen *c = state;
	struct choose ask = {
	    .title = N_("Ticket"),
	    .count = VISITS,
	    .label = visit_label,
	    .answered = visit_chosen,
	};

	case_keep(app, c);
	if (c->view.ticket[0] == '\0')
		return ticket_number(c);
	return request_push_copy(&choose_screen, &ask, sizeof(ask));
}

/* -- PINs -- */

struct request
case_approve(struct app *app, void *state)
{
	struct case_screen *c = state;

	app_say_nothing(app);
	return request_push_copy(
	    &staff_approval_screen, &c->case_id, sizeof(c->case_id));
}

struct request
case_hand_over_terminal(struct app *app, void *state)
{
	struct case_screen *c = state;
	struct failure f = {0};
	struct request r;

	if (!session_get(staff_desk(app))->has_code) {
		failure_set(&f, ERR_CODE_LOCKED);
		app_say_failure(app, &f);
		return request_stay();
	}
	if (pin_setting_begin(staff_desk(app), c->case_id, &f) != KERR_OK) {
		app_say_failure(app, &f);
		case_reload(app, c);
		return request_stay();
	}
	app_say_nothing(app);
	r = request_push(&resident_start_screen, NULL);
	r.drop_typed = true;
	return r;
}

static struct request
record_answered(struct app *app, void *state, int answer)
{
	struct case_screen *c = state;
	struct failure f = {0};

	if (answer != 1)
		return request_stay();
	if (pin_setting_record(staff_desk(app), c->case_id, &f) != KERR_OK)
		app_say_failure(app, &f);
	else
		app_say(app, MARK_DONE,
		    N_("Recorded: PINs set on the official terminal."), NULL);
	case_reload(app, c);
	return request_stay();
}

struct request
case_record_pins(struct app *app, void *state)
{
	static const struct confirm ask = {
	    .title = N_("PINs set on the official terminal"),
	    .question = N_("You saw on the official terminal that the resident "
			   "set every PIN that is still missing here. This is "
			   "recorded with your name; nothing is written to the "
			   "card."),
	    .yes = N_("Record it"),
	    .answered = record_answered,
	};

	(void)app;
	(void)state;
	return request_push(&confirm_screen, (void *)(uintptr_t)&ask);
}

static struct request
ask_answered(struct app *app, void *state, int answer)
{
	struct case_screen *c = state;
	struct failure f = {0};

	if (answer != 1)
		return request_stay();
	if (pin_setting_ask_card(staff_desk(app), c->case_id, &f) != KERR_OK)
		app_say_failure(app, &f);
	else
		app_say(app, MARK_NONE, N_("Asking the card..."), NULL);
	c->asking = f.code == KERR_OK;
	case_reload(app, c);
	return request_stay();
}

struct request
case_ask_card(struct app *app, void *state)
{
	static const struct confirm ask = {
	    .title = N_("Ask the card"),
	    .question =
		N_("The resident agrees that the card is asked with the "
		   "office's initial value. Where the PIN was written "
		   "already this costs one try; the resident then types "
		   "the chosen PIN and gets the try back. A last try is "
		   "never spent."),
	    .yes = N_("The resident agrees: ask"),
	    .answered = ask_answered,
	};

	(void)app;
	(void)state;
	return request_push(&confirm_screen, (void *)(uintptr_t)&ask);
}

/* -- the card on the reader -- */

struct request
case_read_card(struct app *app, void *state)
{
	struct case_screen *c = state;
	struct failure f = {0};

	if (collection_check_card(staff_desk(app), c->case_id, &f) != KERR_OK)
		app_say_failure(app, &f);
	case_reload(app, c);
	return request_stay();
}

static struct request
put_away_taken(struct app *app, void *owner, const char *text)
{
	struct case_screen *c = owner;
	struct failure f = {0};

	if (collection_incident_close(staff_desk(app), c->case_id, text, &f) !=
	    KERR_OK)
		app_say_failure(app, &f);
	else
		app_say(app, MARK_DONE,
		    N_("The incident is closed. Now place the right card."),
		    NULL);
	c->awaits_right = f.code == KERR_OK;
	case_reload(app, c);
	return request_pop();
}

struct request
case_put_away(struct app *app, void *state)
{
	struct case_screen *c = state;
	struct note_ask ask = {.title = N_("Other card put away"),
	    .question = N_("Where was the other card put? The box is counted "
			   "before closing."),
	    .initial = c->incident.place,
	    .columns = 60,
	    .required = true,
	    .owner = c,
	    .taken = put_away_taken};

	(void)app;
	return request_push_copy(&staff_note_screen, &ask, sizeof(ask));
}

/* -- paper and language -- */

struct request
case_print_again(struct app *app, void *state)
{
	struct case_screen *c = state;
	struct failure f = {0};

	if (collection_slip_again(staff_desk(app), c->case_id, c->slip,
		sizeof(c->slip), &f) != KERR_OK)
		app_say_failure(app, &f);
	else
		case_say_paper(app, c, N_("A copy was asked for. {paper}"));
	return request_stay();
}

static const enum lang offered[] = {
    LANG_JA, LANG_EN, LANG_ZH, LANG_KO, LANG_ES, LANG_PT};

static const char *
language_label(const void *rows, size_t row)
{
	const enum lang *all = rows;

	return lang_self(all[row]);
}

static struct request
language_chosen(struct app *app, void *state, int answer)
{
	struct case_screen *c = state;
	struct failure f = {0};

	if (answer < 0)
		return request_stay();
	if (collection_set_lang(
		staff_desk(app), c->case_id, offered[answer], &f) != KERR_OK)
		app_say_failure(app, &f);
	case_reload(app, c);
	return request_stay();
}

struct request
case_language(struct app *app, void *state)
{
	struct case_screen *c = state;
	struct choose ask = {
	    .title = N_("Resident's language"),
	    .question = N_("For the PIN screens and for slips."),
	    .count = sizeof(offered) / sizeof(offered[0]),
	    .label = language_label,
	    .rows = offered,
	    .answered = language_chosen,
	};

	case_keep(app, c);
	return request_push_copy(&choose_screen, &ask, sizeof(ask));
}
