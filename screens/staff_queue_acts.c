/* staff_queue_acts.c -- what the keys of the queue do. */
#include <string.h>

#include "base/text.h"
#include "desk/collection.h"
#include "desk/pin_setting.h"
#include "desk/procedure.h"
#include "desk/session.h"
#include "screens/queue_inside.h"
#include "screens/staff.h"
#include "screens/supervisor.h"

static struct request
queue_enter_case(struct app *app, int64_t case_id)
{
	app_say_nothing(app);
	return request_push_copy(
	    &staff_collection_screen, &case_id, sizeof(case_id));
}

/* Two kinds of cards wait, each with a hand-over of its own. */
static enum kerr
queue_begin(struct desk *d, const struct queue *q, const struct queue_line *l,
    int64_t *case_id, struct failure *f)
{
	if (l->type == CARD_TYPE_NOTIFICATION)
		return procedure_open(
		    d, CASE_KIND_NOTIFICATION, l->card_id, q->key, case_id, f);
	return collection_open(d, l->card_id, q->key, case_id, f);
}

/* What Enter does with a line, by its mark: a case goes on, a card that waits is
 * collected; any other shows what can be done with it. */
static struct request
queue_open_line(struct app *app, struct queue *q, const struct queue_line *l)
{
	struct desk *d = staff_desk(app);
	struct failure f = {0};
	int64_t case_id = l->case_id;
	enum kerr e;

	if (l->case_id == 0 && !card_state_waits(l->state))
		return request_push_copy(
		    &staff_card_menu_screen, &l->card_id, sizeof(l->card_id));
	if (l->case_id != 0)
		e = collection_resume(d, l->case_id, &f);
	else
		e = queue_begin(d, q, l, &case_id, &f);
	if (e != KERR_OK) {
		app_say_failure(app, &f);
		queue_reload(app, q);
		return request_stay();
	}
	desk_new_key(q->key);
	q->searched = false;
	text_line_set(&q->find, "", QUEUE_FIND_SIZE, 0);
	return queue_enter_case(app, case_id);
}

static struct request
queue_find(struct app *app, struct queue *q, const char *typed)
{
	struct failure f = {0};

	app_say_nothing(app);
	if (queue_search(staff_desk(app), typed, q->view, &f) != KERR_OK) {
		app_say_failure(app, &f);
		return request_stay();
	}
	q->searched = true;
	list_set_count(&q->list, q->view->row_count);
	list_select(&q->list, 0);
	text_line_set(&q->find, "", QUEUE_FIND_SIZE, 0);
	return request_stay();
}

struct request
queue_enter(struct app *app, void *state)
{
	struct queue *q = state;
	char typed[QUEUE_FIND_SIZE];

	if (q->find.len > 0) {
		text_copy(typed, sizeof(typed), q->find.text);
		return queue_find(app, q, typed);
	}
	if (q->list.count == 0)
		return request_stay();
	return queue_open_line(app, q, &q->view->row[q->list.selected]);
}

/* A scanner found exactly one card: open it, wherever it is in the list. */
struct request
queue_scanned(struct app *app, void *state, const char *text)
{
	struct queue *q = state;

	(void)queue_find(app, q, text);
	if (!q->searched || q->view->row_count != 1)
		return request_stay();
	return queue_open_line(app, q, &q->view->row[0]);
}

/* Everything that can be done with the selected card; without one, what can be
 * done without a card. */
struct request
queue_menu(struct app *app, void *state)
{
	const struct queue *q = state;
	int64_t card_id = 0;

	app_say_nothing(app);
	if (q->list.count > 0)
		card_id = q->view->row[q->list.selected].card_id;
	return request_push_copy(
	    &staff_card_menu_screen, &card_id, sizeof(card_id));
}

static struct request
sign_out_answered(struct app *app, void *state, int answer)
{
	(void)state;
	if (answer != 1)
		return request_stay();
	session_sign_out(staff_desk(app));
	return request_pop_to_root();
}

struct request
queue_back(struct app *app, void *state)
{
	static const struct confirm ask = {
	    .title = N_("Sign out"),
	    .question = N_("You sign out of this counter. Cases that are open "
			   "stay open here."),
	    .yes = N_("Sign out"),
	    .answered = sign_out_answered,
	};
	struct queue *q = state;

	if (q->searched || q->find.len > 0) {
		q->searched = false;
		text_line_set(&q->find, "", QUEUE_FIND_SIZE, 0);
		app_say_nothing(app);
		queue_reload(app, q);
		return request_stay();
	}
	return request_push(&confirm_screen, (void *)(uintptr_t)&ask);
}

struct request
queue_day(struct app *app, void *state)
{
	(void)app;
	(void)state;
	return request_push(&supervisor_day_screen, NULL);
}

bool
queue_may_day(const struct app *app, const void *state)
{
	(void)state;
	return session_may(staff_desk(app), ACTION_SUMMARY);
}

struct request
queue_lock(struct app *app, void *state)
{
	(void)state;
	session_lock(staff_desk(app));
	return request_push(&staff_lock_screen, NULL);
}

static struct request
take_over_answered(struct app *app, void *state, int answer)
{
	struct queue *q = state;
	const struct queue_line *l = &q->view->row[q->list.selected];
	struct failure f = {0};

	if (answer != 1 || q->list.count == 0)
		return request_stay();
	if (collection_take_over(staff_desk(app), l->case_id, &f) != KERR_OK) {
		app_say_failure(app, &f);
		return request_stay();
	}
	return queue_enter_case(app, l->case_id);
}

struct request
queue_take_over(struct app *app, void *state)
{
	const struct queue *q = state;
	const struct queue_line *l = &q->view->row[q->list.selected];
	struct confirm ask = {
	    .title = N_("Take over"),
	    .question = N_("The case of {name} comes from counter {n} to this "
			   "one. Whoever works on it there is stopped; ask "
			   "them first."),
	    .yes = N_("Take over"),
	    .warning = true,
	    .answered = take_over_answered,
	};

	(void)app;
	failure_set(&ask.detail, ERR_INTERNAL);
	failure_text(&ask.detail, "name", l->name);
	failure_number(&ask.detail, "n", l->owner_counter);
	return request_push_copy(&confirm_screen, &ask, sizeof(ask));
}

bool
queue_may_take_over(const struct app *app, const void *state)
{
	const struct queue *q = state;

	return q->list.count > 0 &&
	       q->view->row[q->list.selected].mark == QUEUE_ELSEWHERE &&
	       session_may(staff_desk(app), ACTION_CASE_TAKE_OVER);
}

struct request
queue_initial(struct app *app, void *state)
{
	(void)app;
	(void)state;
	return request_push(&staff_initial_screen, NULL);
}

bool
queue_needs_initial(const struct app *app, const void *state)
{
	struct initial_values_view v;

	(void)state;
	initial_values_get(staff_desk(app), &v);
	return !v.ready && session_may(staff_desk(app), ACTION_INITIAL_VALUES);
}
