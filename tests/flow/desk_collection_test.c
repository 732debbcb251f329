/* desk_collection_test.c -- a collection at the desk, on a real store, a real
 * card agent and virtual cards, without a screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/secret.h"
#include "desk/collection.h"
#include "desk/pin_setting.h"
#include "desk/queue.h"
#include "desk/session.h"
#include "support/desk_office.h"

#define NEW_PIN "2580"
/* Of a whole session with five places (card/individual_card.h). */
#define SESSION_COMMANDS 32
#define NEW_SIGN	 "MARIGOLD2026"

static struct desk_office office;
static struct failure f;

static int
begin(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	desk_office_begin(&office);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	desk_office_end(&office);
	return 0;
}

/* -- what a test waits for -- */

static int64_t waited_case;

static enum card_check
check_now(void)
{
	return desk_office_view(&office, 1, waited_case).check;
}

static bool
card_is_right(void *arg)
{
	(void)arg;
	return check_now() == CHECK_RIGHT;
}

static bool
card_is_wrong(void *arg)
{
	(void)arg;
	return check_now() == CHECK_WRONG;
}

static bool
card_is_off(void *arg)
{
	(void)arg;
	return check_now() == CHECK_NO_CARD;
}

static bool
writing_ended(void *arg)
{
	return pin_setting_get(arg)->phase == PIN_PHASE_RESULT;
}

static bool
asking_ended(void *arg)
{
	struct pin_setting_view v;

	(void)arg;
	assert_int_equal(
	    pin_setting_load(office.desk[1], waited_case, &v, &f), KERR_OK);
	return !v.any_unknown;
}

/* -- steps that tests share -- */

/* Open a card at counter 1 and go up to the PINs with it on the reader. */
static int64_t
up_to_pins(enum office_card card)
{
	waited_case = desk_office_take(&office, 1, card);
	desk_office_walk(&office, 1, waited_case, STEP_RIGHT_CARD);
	desk_office_put(&office, (int)card, NULL);
	desk_office_until(&office, card_is_right, NULL);
	desk_office_walk(&office, 1, waited_case, STEP_PINS);
	return waited_case;
}

static void
choose(struct desk *d, enum pin_kind kind, const char *value)
{
	struct secret *s = secret_from_bytes(value, strlen(value));

	assert_int_equal(pin_setting_choose(d, kind, &s, &f), KERR_OK);
	assert_null(s);
}

static void
choose_all(struct desk *d)
{
	const struct pin_setting_view *v = pin_setting_get(d);

	for (int k = 0; k < PIN_KIND_COUNT; k++)
		if (v->task[k] != PIN_TASK_NONE)
			choose(d, (enum pin_kind)k,
			    k == PIN_SIGN ? NEW_SIGN : NEW_PIN);
}

static void
write_pins(struct desk *d)
{
	assert_int_equal(pin_setting_write(d, &f), KERR_OK);
	desk_office_until(&office, writing_ended, d);
}

static size_t
changes(void)
{
	return training_count_of(&office.reader, "0024", 1) +
	       training_count_of(&office.reader, "8032", 1);
}

static void
a_card_goes_from_the_queue_to_its_holder(void **state)
{
	struct desk *d = desk_office_open(&office, 1, "1001");
	struct collection_view v;
	char slip[600];
	struct stat st;
	size_t looked;
	int64_t id;

	(void)state;
	id = up_to_pins(OFFICE_NGUYEN);
	looked = training_count(&office.reader);
	assert_int_equal(pin_setting_begin(d, id, &f), KERR_OK);
	choose_all(d);
	write_pins(d);
	assert_int_equal(pin_setting_get(d)->failed.code, KERR_OK);
	assert_true(pin_setting_get(d)->all_set);
	assert_int_equal(changes(), PIN_REF_COUNT);
	assert_int_equal(pin_setting_end(d, PIN_END_DONE, &f), KERR_OK);
	assert_true(
	    training_count(&office.reader) - looked <= SESSION_COMMANDS);
	desk_office_walk(&office, 1, id, STEP_COUNT);
	v = desk_office_view(&office, 1, id);
	assert_int_equal(v.state, CASE_CLOSED);
	assert_int_equal(v.card_state, CARD_DELIVERED);
	assert_int_equal(
	    collection_slip(d, id, slip, sizeof(slip), &f), KERR_OK);
	assert_int_equal(stat(slip, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void
a_child_sets_no_signature_password(void **state)
{
	struct desk *d = desk_office_open(&office, 1, "1001");
	int64_t id = desk_office_take(&office, 1, OFFICE_CHILD);
	struct answers a;
	struct pin_setting_view v;

	(void)state;
	memset(&a, 0, sizeof(a));
	assert_int_equal(answers_set(&a, "who", "self"), KERR_OK);
	assert_int_equal(answers_set(&a, "notice", "brought"), KERR_OK);
	assert_int_equal(
	    collection_answer(d, id, STEP_WHO, &a, &f), ERR_STEP_REFUSE);
	assert_int_equal(pin_setting_load(d, id, &v, &f), KERR_OK);
	assert_false(v.needed[PIN_SIGN]);
	assert_true(v.needed[PIN_AUTH] && v.needed[PIN_JUKI]);
}

static void
another_card_stops_the_case_and_opens_one_incident(void **state)
{
	struct desk *d = desk_office_open(&office, 1, "1001");
	struct incident_view incident;
	static const struct answers nothing;
	int64_t id = desk_office_take(&office, 1, OFFICE_NGUYEN);

	(void)state;
	waited_case = id;
	desk_office_walk(&office, 1, id, STEP_RIGHT_CARD);
	desk_office_put(&office, OFFICE_TANAKA, NULL);
	desk_office_until(&office, card_is_wrong, NULL);
	assert_int_equal(collection_incident(d, id, &incident, &f), KERR_OK);
	assert_string_equal(incident.notice, "N-00140");
	assert_string_equal(incident.place, "A-12");
	assert_int_equal(
	    collection_answer(d, id, STEP_RIGHT_CARD, &nothing, &f),
	    ERR_STEP_INCOMPLETE);
	/* the right one does not pass either while the other lies about */
	desk_office_put(&office, -1, NULL);
	desk_office_until(&office, card_is_off, NULL);
	desk_office_put(&office, OFFICE_NGUYEN, NULL);
	desk_office_until(&office, card_is_right, NULL);
	assert_int_equal(
	    desk_office_view(&office, 1, id).step, STEP_RIGHT_CARD);
	assert_int_equal(
	    collection_incident_close(d, id, "back in A-12", &f), KERR_OK);
	assert_int_equal(desk_office_view(&office, 1, id).step, STEP_CONFIRM);
	assert_int_equal(
	    collection_incident(d, id, &incident, &f), ERR_NOT_FOUND);
	/* nothing was verified on, or written to, the stranger's card */
	assert_int_equal(changes(), 0);
}

static void
two_terminals_never_work_on_one_card(void **state)
{
	struct desk *second = NULL;
	char key[DESK_KEY_SIZE];
	int64_t id = 0;

	(void)state;
	(void)desk_office_open(&office, 1, "1001");
	second = desk_office_open(&office, 2, "1002");
	(void)desk_office_take(&office, 1, OFFICE_NGUYEN);
	desk_new_key(key);
	assert_int_equal(
	    collection_open(second, office.card[OFFICE_NGUYEN], key, &id, &f),
	    ERR_CASE_TAKEN);
	assert_string_equal(f.argument[0].value, "Sato");
	assert_string_equal(f.argument[1].value, "1");
	assert_int_equal(desk_open(&office.settings[1], office.loop,
			     &office.clock, NULL, &office.desk[0], &f),
	    ERR_COUNTER_TAKEN);
}

static void
the_same_form_sent_twice_opens_one_case(void **state)
{
	struct desk *d = desk_office_open(&office, 1, "1001");
	char key[DESK_KEY_SIZE];
	int64_t first = 0, again = 0;

	(void)state;
	desk_new_key(key);
	assert_int_equal(
	    collection_open(d, office.card[OFFICE_TANAKA], key, &first, &f),
	    KERR_OK);
	assert_int_equal(
	    collection_open(d, office.card[OFFICE_TANAKA], key, &again, &f),
	    KERR_OK);
	assert_int_equal(first, again);
	assert_int_equal(
	    collection_open(d, office.card[OFFICE_NGUYEN], key, &again, &f),
	    ERR_REQUEST_REUSED);
}

static void
a_paused_case_goes_on_at_another_counter(void **state)
{
	struct desk *first = desk_office_open(&office, 1, "1001");
	struct desk *second = desk_office_open(&office, 2, "1002");
	int64_t id = desk_office_take(&office, 1, OFFICE_TANAKA);
	struct answers kept;

	(void)state;
	desk_office_walk(&office, 1, id, STEP_FACE);
	assert_int_equal(
	    collection_pause(first, id, pause_reasons()[0].code, &f), KERR_OK);
	assert_int_equal(collection_resume(second, id, &f), KERR_OK);
	assert_int_equal(desk_office_view(&office, 2, id).step, STEP_FACE);
	assert_int_equal(
	    collection_load_answers(second, id, STEP_IDENTITY, &kept, &f),
	    KERR_OK);
	assert_string_equal(
	    answers_get(&kept, "holder_paper"), "driving_licence");
	assert_int_equal(collection_back(first, id, &f), ERR_CASE_TAKEN);
}

static void
a_refused_card_goes_back_to_its_place_with_a_slip(void **state)
{
	struct desk *d = desk_office_open(&office, 1, "1001");
	int64_t id = desk_office_take(&office, 1, OFFICE_TANAKA);
	const struct refusal *why = step_refusals(STEP_WHO);
	struct collection_view v;
	char slip[600];

	(void)state;
	assert_int_equal(collection_refuse(d, id, why[0].code,
			     why[0].needs_note ? "why" : "", &f),
	    KERR_OK);
	v = desk_office_view(&office, 1, id);
	assert_int_equal(v.state, CASE_REFUSED);
	assert_int_equal(v.card_state, CARD_NOTICED);
	assert_int_equal(
	    collection_slip(d, id, slip, sizeof(slip), &f), KERR_OK);
	assert_true(slip[0] != '\0');
}

static void
changed_answers_open_the_later_steps_again(void **state)
{
	struct desk *d = desk_office_open(&office, 1, "1001");
	int64_t id = desk_office_take(&office, 1, OFFICE_TANAKA);
	struct collection_view v;
	struct answers a;

	(void)state;
	desk_office_walk(&office, 1, id, STEP_FACE);
	assert_int_equal(collection_back(d, id, &f), KERR_OK);
	assert_int_equal(collection_back(d, id, &f), KERR_OK);
	v = desk_office_view(&office, 1, id);
	assert_int_equal(v.step, STEP_IDENTITY);
	a = desk_office_answers(&v, STEP_IDENTITY);
	assert_int_equal(
	    collection_answer(d, id, STEP_IDENTITY, &a, &f), KERR_OK);
	/* the same answers: straight back to where it was */
	assert_int_equal(desk_office_view(&office, 1, id).step, STEP_FACE);
	assert_int_equal(collection_back(d, id, &f), KERR_OK);
	assert_int_equal(collection_back(d, id, &f), KERR_OK);
	assert_int_equal(
	    answers_set(&a, "holder_until", "2029-01-01"), KERR_OK);
	assert_int_equal(
	    collection_answer(d, id, STEP_IDENTITY, &a, &f), KERR_OK);
	assert_int_equal(
	    desk_office_view(&office, 1, id).step, STEP_NOTIFICATION);
}

/* The card is pulled while it answers the n-th command of the session: what
 * the journal says must be what the card holds, and the rest can be set. */
static void
pulled_at(const char *fault)
{
	struct desk *d = desk_office_open(&office, 1, "1001");
	int64_t id = up_to_pins(OFFICE_NGUYEN);
	const struct pin_setting_view *v = NULL;

	/* the fault counts from the next power-on: the card was left */
	desk_office_put(&office, OFFICE_NGUYEN, fault);
	assert_int_equal(pin_setting_begin(d, id, &f), KERR_OK);
	choose_all(d);
	write_pins(d);
	v = pin_setting_get(d);
	if (v->all_set || v->failed.code == KERR_OK)
		fail_msg("%s was not noticed", fault);
	/* back with the values still held: it is found out, and finished */
	desk_office_put(&office, -1, NULL);
	desk_office_until(&office, card_is_off, NULL);
	assert_int_equal(pin_setting_continue(d, &f), KERR_OK);
	desk_office_put(&office, OFFICE_NGUYEN, NULL);
	desk_office_until(&office, writing_ended, d);
	v = pin_setting_get(d);
	if (!v->all_set)
		fail_msg("%s: %s", fault, error_name(v->failed.code));
	assert_int_equal(pin_setting_end(d, PIN_END_DONE, &f), KERR_OK);
	assert_int_equal(
	    desk_office_view(&office, 1, id).step, STEP_ACTIVATION);
	desk_office_close(&office, 1);
	desk_office_put(&office, -1, NULL);
}

/* Commands of a PIN session (card/individual_card.h): the serial, then five
 * places; the last one leaves. */
#define FIRST_PIN_COMMAND 1
#define LAST_PIN_COMMAND  31

static void
a_pulled_card_is_asked_and_finished(void **state)
{
	static const char *const kinds[] = {
	    "pull-before", "pull-during", "pull-after"};
	char fault[32];

	for (int n = FIRST_PIN_COMMAND; n < LAST_PIN_COMMAND; n++) {
		snprintf(fault, sizeof(fault), "%s %d", kinds[n % 3], n);
		pulled_at(fault);
		(void)end(state);
		(void)begin(state);
	}
}

static void
a_program_that_ends_in_between_leaves_the_truth(void **state)
{
	struct desk *d = desk_office_open(&office, 1, "1001");
	int64_t id = up_to_pins(OFFICE_NGUYEN);
	struct pin_setting_view v;

	(void)state;
	/* the effect happens, the answer is lost, the program goes away */
	desk_office_put(&office, OFFICE_NGUYEN, "pull-during 18");
	assert_int_equal(pin_setting_begin(d, id, &f), KERR_OK);
	choose_all(d);
	write_pins(d);
	desk_office_close(&office, 1);

	d = desk_office_open(&office, 1, "1001");
	assert_int_equal(collection_resume(d, id, &f), KERR_OK);
	collection_watch(d, id);
	assert_int_equal(pin_setting_load(d, id, &v, &f), KERR_OK);
	assert_false(v.all_set);
	desk_office_put(&office, -1, NULL);
	desk_office_put(&office, OFFICE_NGUYEN, NULL);
	desk_office_until(&office, card_is_right, NULL);
	if (v.any_unknown) {
		assert_int_equal(pin_setting_begin(d, id, &f), ERR_PIN_UNKNOWN);
		assert_int_equal(pin_setting_ask_card(d, id, &f), KERR_OK);
		desk_office_until(&office, asking_ended, NULL);
	}
	assert_int_equal(pin_setting_begin(d, id, &f), KERR_OK);
	choose_all(d);
	write_pins(d);
	if (!pin_setting_get(d)->all_set)
		fail_msg("%s", error_name(pin_setting_get(d)->failed.code));
	assert_int_equal(pin_setting_end(d, PIN_END_DONE, &f), KERR_OK);
}

/* PINs that were written before a refusal are on the chip: at the next visit
 * the resident proves them instead of being asked for new ones. */
static void
a_refused_card_keeps_its_pins_for_the_next_visit(void **state)
{
	struct desk *d = desk_office_open(&office, 1, "1001");
	int64_t id = up_to_pins(OFFICE_NGUYEN);
	const struct refusal *why = step_refusals(STEP_ACTIVATION);
	const struct pin_setting_view *v = NULL;

	(void)state;
	assert_int_equal(pin_setting_begin(d, id, &f), KERR_OK);
	choose_all(d);
	write_pins(d);
	assert_int_equal(pin_setting_end(d, PIN_END_DONE, &f), KERR_OK);
	assert_int_equal(
	    collection_abandon(d, id, abandon_reasons()[0].code, &f),
	    ERR_CASE_WRITTEN);
	assert_int_equal(
	    collection_refuse(d, id, why[0].code, "why", &f), KERR_OK);
	desk_office_put(&office, -1, NULL);
	desk_office_until(&office, card_is_off, NULL);

	id = up_to_pins(OFFICE_NGUYEN);
	assert_int_equal(pin_setting_begin(d, id, &f), KERR_OK);
	v = pin_setting_get(d);
	for (int k = 0; k < PIN_KIND_COUNT; k++)
		assert_int_equal(v->task[k], PIN_TASK_RETYPE);
	choose_all(d);
	write_pins(d);
	assert_true(v->all_set);
	assert_int_equal(changes(), 0); /* of this visit: only proofs */
	assert_int_equal(pin_setting_end(d, PIN_END_DONE, &f), KERR_OK);
}

static void
a_card_that_was_handed_over_opens_no_incident(void **state)
{
	struct desk *d = desk_office_open(&office, 1, "1001");
	struct incident_view incident;
	int64_t id = up_to_pins(OFFICE_NGUYEN);

	(void)state;
	assert_int_equal(pin_setting_record(d, id, &f), KERR_OK);
	desk_office_walk(&office, 1, id, STEP_COUNT);
	waited_case = desk_office_take(&office, 1, OFFICE_TANAKA);
	desk_office_walk(&office, 1, waited_case, STEP_RIGHT_CARD);
	desk_office_until(&office, card_is_wrong, NULL);
	assert_int_equal(
	    desk_office_view(&office, 1, waited_case).check_failed.code,
	    ERR_CARD_DELIVERED);
	assert_int_equal(
	    collection_incident(d, waited_case, &incident, &f), ERR_NOT_FOUND);
}

static void
the_queue_finds_a_card_by_whatever_is_typed(void **state)
{
	static const char *const typed[] = {"N-00140", "n00140", "田中",
	    "はなこ", "タナカ", "tanaka", "hana", "12345678901234567890123",
	    "400000000000001", "abcd1234efgh5678"};
	struct desk *d = desk_office_open(&office, 1, "1001");
	struct queue_view *v = calloc(1, sizeof(*v));

	(void)state;
	assert_int_equal(queue_load(d, v, &f), KERR_OK);
	assert_int_equal(v->waiting, OFFICE_CARDS);
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		assert_int_equal(queue_search(d, typed[i], v, &f), KERR_OK);
		if (v->row_count != 1 ||
		    v->row[0].card_id != office.card[OFFICE_TANAKA])
			fail_msg("%s finds %zu", typed[i], v->row_count);
	}
	free(v);
}

static void
wrong_passwords_cost_a_growing_wait(void **state)
{
	struct desk *d = desk_office_open(&office, 1, "1001");
	struct secret *wrong = NULL;

	(void)state;
	session_lock(d);
	for (int i = 0; i < 3; i++) {
		wrong = secret_from_bytes("not the one", 11);
		assert_int_equal(session_unlock(d, &wrong, &f), KERR_OK);
		while (session_get(d)->failed.code == KERR_OK)
			assert_int_equal(loop_turn(office.loop, 200), KERR_OK);
	}
	wrong = secret_from_bytes("not the one", 11);
	assert_int_equal(session_unlock(d, &wrong, &f), ERR_SIGN_IN_WAIT);
	/* it survives a restart */
	desk_office_close(&office, 1);
	assert_int_equal(desk_open(&office.settings[1], office.loop,
			     &office.clock, NULL, &office.desk[1], &f),
	    KERR_OK);
	wrong = secret_from_bytes("not the one", 11);
	assert_int_equal(session_sign_in(office.desk[1], "1001", &wrong, &f),
	    ERR_SIGN_IN_WAIT);
}

static void
five_wrong_counter_codes_need_the_password(void **state)
{
	struct desk *d = desk_office_open(&office, 1, "1001");
	struct secret *wrong = secret_from_bytes("9999", 4);
	struct secret *right = secret_from_bytes(OFFICE_CODE, 4);

	(void)state;
	session_lock(d);
	for (int i = 0; i < 4; i++)
		assert_int_equal(
		    session_check_code(d, wrong, &f), ERR_CODE_WRONG);
	assert_int_equal(session_check_code(d, wrong, &f), ERR_CODE_LOCKED);
	assert_int_equal(session_check_code(d, right, &f), ERR_CODE_LOCKED);
	assert_int_equal(session_get(d)->state, SESSION_LOCKED);
	secret_free(&wrong);
	secret_free(&right);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_card_goes_from_the_queue_to_its_holder),
	    STORY(a_child_sets_no_signature_password),
	    STORY(another_card_stops_the_case_and_opens_one_incident),
	    STORY(two_terminals_never_work_on_one_card),
	    STORY(the_same_form_sent_twice_opens_one_case),
	    STORY(a_paused_case_goes_on_at_another_counter),
	    STORY(a_refused_card_goes_back_to_its_place_with_a_slip),
	    STORY(changed_answers_open_the_later_steps_again),
	    STORY(a_pulled_card_is_asked_and_finished),
	    STORY(a_program_that_ends_in_between_leaves_the_truth),
	    STORY(a_refused_card_keeps_its_pins_for_the_next_visit),
	    STORY(a_card_that_was_handed_over_opens_no_incident),
	    STORY(the_queue_finds_a_card_by_whatever_is_typed),
	    STORY(wrong_passwords_cost_a_growing_wait),
	    STORY(five_wrong_counter_codes_need_the_password),
	};

	desk_office_main(argc, argv);
	return cmocka_run_group_tests_name(
	    "desk_collection", tests, NULL, NULL);
}
