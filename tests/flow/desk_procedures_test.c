/* desk_procedures_test.c -- loss, suspension, abolition, return, reissue,
 * renewal, number change and extension of stay as cases at the desk, on a real
 * store: what each does to the card, and what it never claims. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "desk/arrivals.h"
#include "desk/collection.h"
#include "desk/day.h"
#include "desk/desk_private.h"
#include "desk/pin_case.h"
#include "desk/procedure.h"
#include "rules/procedure.h"
#include "store/card_links.h"
#include "store/cases.h"
#include "store/effects.h"
#include "store/people.h"
#include "store/store.h"
#include "store/transaction.h"
#include "support/desk_money.h"
#include "support/desk_office.h"

#define DAY_S	    86400
#define APPLICATION "99000000000000000000001"
#define SELF \
	"channel=counter;who=self;holder_paper=driving_licence;" \
	"holder_until=2028-01-01;face=same"
#define DONE "effect=recorded;seen_at=10:45"
#define LOST \
	"happened=lost;lost_on=2026-11-20;where=inside;place=home;" \
	"signed=yes;wish="
#define APPLIED \
	"registered=yes;application_id=" APPLICATION \
	";photo=yes;wants_auth=yes;express=no"
#define END "explained=yes;slip=yes"

static struct desk_office office;
static struct desk *d;
static struct failure f;
static int64_t case_id;

static int
begin(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	desk_office_begin(&office);
	desk_office_deliver(&office, OFFICE_TANAKA);
	desk_office_deliver(&office, OFFICE_NGUYEN);
	d = desk_office_open(&office, 1, "1001");
	return 0;
}

static int
end(void **state)
{
	(void)state;
	desk_office_end(&office);
	return 0;
}

/* -- steps that tests share -- */

/* "field=value;field=value" */
static struct answers
answers_of(const char *said)
{
	struct answers a;
	char text[600];
	char *rest = text, *pair;

	memset(&a, 0, sizeof(a));
	assert_true(strlen(said) < sizeof(text));
	strcpy(text, said);
	while ((pair = strsep(&rest, ";")) != NULL) {
		char *value = strchr(pair, '=');

		assert_non_null(value);
		*value++ = '\0';
		assert_int_equal(answers_set(&a, pair, value), KERR_OK);
	}
	return a;
}

static enum kerr
give(enum case_step step, const char *said)
{
	struct answers a = answers_of(said);

	memset(&f, 0, sizeof(f));
	return collection_answer(d, case_id, step, &a, &f);
}

static void
must(enum case_step step, const char *said)
{
	enum kerr e = give(step, said);

	if (e != KERR_OK)
		fail_msg("%s: %s %s", case_step_code(step), error_name(e),
		    f.argument[0].value);
}

static enum kerr
try_open(enum case_kind kind, int64_t card)
{
	char key[DESK_KEY_SIZE];

	desk_new_key(key);
	memset(&f, 0, sizeof(f));
	return procedure_open(d, kind, card, key, &case_id, &f);
}

static void
open_case(enum case_kind kind, int64_t card)
{
	enum kerr e = try_open(kind, card);

	if (e != KERR_OK)
		fail_msg("%s: %s %s", case_kind_code(kind), error_name(e),
		    f.argument[0].value);
}

static struct card_record
card_now(int64_t card)
{
	struct card_record c;

	assert_int_equal(cards_get(d->store, card, &c), KERR_OK);
	return c;
}

static enum card_state
state_of(int64_t card)
{
	return card_now(card).state;
}

static int64_t
attention(void)
{
	int64_t n = -1;

	assert_int_equal(cases_count(d->store, CASES_ATTENTION,
			     clock_now(&office.clock), &n),
	    KERR_OK);
	return n;
}

/* Something behind the program's back that a test cannot wait for. */
static void
set_sql(const char *sql)
{
	assert_int_equal(
	    store_begin(d->store, STORE_STAFF_NONE, OFFICE_NOW), KERR_OK);
	assert_int_equal(db_define(store_db(d->store), sql), KERR_OK);
	assert_int_equal(store_commit(d->store), KERR_OK);
}

/* The newest paper of the case, as text. */
static const char *
slip(void)
{
	static char text[8192];
	char path[600] = "";
	FILE *in;
	size_t n;

	assert_int_equal(
	    collection_slip(d, case_id, path, sizeof(path), &f), KERR_OK);
	in = fopen(path, "r");
	assert_non_null(in);
	n = fread(text, 1, sizeof(text) - 1, in);
	text[n] = '\0';
	fclose(in);
	return text;
}

static void
says(const char *paper, const char *words)
{
	if (strstr(paper, words) == NULL)
		fail_msg("\"%s\" is not said in:\n%s", words, paper);
}

static void
lose(int64_t card, const char *wish)
{
	char loss[200];
	enum case_step effect =
	    strcmp(wish, "abolish") == 0 ? STEP_ABOLISH : STEP_SUSPEND;

	snprintf(loss, sizeof(loss), LOST "%s", wish);
	open_case(CASE_KIND_LOSS, card);
	must(STEP_APPLICANT, SELF);
	must(STEP_LOSS, loss);
	must(effect, DONE);
	must(STEP_PROCEDURE_END, END);
}

static int64_t
reissue(int64_t card, const char *reason)
{
	struct card_record c;

	open_case(CASE_KIND_REISSUE, card);
	must(STEP_APPLICANT, SELF);
	must(STEP_REISSUE, reason);
	must(STEP_APPLICATION, APPLIED);
	must(STEP_ORDER, DONE);
	must(STEP_PROCEDURE_END, END);
	assert_int_equal(cards_newer(d->store, card, &c), KERR_OK);
	return c.id;
}

/* A delivery list with the new card, made as the issuer would. */
static enum kerr
arrive(const char *born, const char *more, struct arrivals_report *report)
{
	char path[600];
	FILE *out;

	snprintf(path, sizeof(path), "%s/list.csv", office.reader.dir);
	out = fopen(path, "w");
	assert_non_null(out);
	fprintf(out,
	    "application_id,kind,reissue_reason,face_serial,chip_serial,"
	    "notice_no,noticed_on,name_kanji,name_kana,born,foreign,address,"
	    "expiry,wants_sign,wants_auth,place%s\n" APPLICATION
	    ",reissue,other,ABCD1234EFGH9999,"
	    "400000000000009,N-00900,2026-11-24,田中 花子,たなか はなこ,%s,no,"
	    "東京都調布市小島町９,2036-04-09,no,yes,B-7%s\n",
	    more[0] != '\0' ? ",municipality" : "", born, more);
	fclose(out);
	memset(&f, 0, sizeof(f));
	return arrivals_import(
	    d->store, &office.clock, path, false, NULL, NULL, report, &f);
}

/* -- loss, suspension, found -- */

static void
a_lost_card_is_suspended_and_found_again(void **state)
{
	int64_t card = office.card[OFFICE_TANAKA];

	(void)state;
	lose(card, "suspend");
	assert_int_equal(state_of(card), CARD_SUSPENDED);
	assert_int_equal(attention(), 0);
	says(slip(), "Suspension: recorded by staff");
	says(slip(), "2026-11-26 10:45");
	open_case(CASE_KIND_LIFTING, card);
	assert_int_equal(
	    give(STEP_APPLICANT, "channel=phone;who=self;questions=yes"),
	    ERR_STEP_REFUSE);
	assert_string_equal(failure_argument(&f, "reason"),
	    "a suspension is never lifted by telephone");
	must(STEP_APPLICANT, SELF);
	must(STEP_RECOVERED, "card_here=yes;found_on=2026-11-24;proof=pin");
	must(STEP_LIFT, DONE);
	assert_int_equal(state_of(card), CARD_DELIVERED);
	must(STEP_PROCEDURE_END, END);
}

static void
a_suspension_by_telephone_needs_questions_only(void **state)
{
	int64_t card = office.card[OFFICE_NGUYEN];

	(void)state;
	open_case(CASE_KIND_SUSPENSION, card);
	assert_int_equal(give(STEP_APPLICANT, "channel=phone;who=self"),
	    ERR_STEP_INCOMPLETE);
	must(STEP_APPLICANT, "channel=phone;who=self;questions=yes");
	must(STEP_SUSPEND, DONE);
	must(STEP_PROCEDURE_END, "explained=yes");
	assert_int_equal(state_of(card), CARD_SUSPENDED);
}

static void
the_police_number_is_asked_for_outside_the_home_only(void **state)
{
	(void)state;
	open_case(CASE_KIND_LOSS, office.card[OFFICE_TANAKA]);
	must(STEP_APPLICANT, SELF);
	assert_int_equal(
	    give(STEP_LOSS, "happened=stolen;lost_on=2026-11-20;where=outside;"
			    "place=train;signed=yes;wish=suspend"),
	    ERR_STEP_INCOMPLETE);
	assert_string_equal(failure_argument(&f, "field"), "Police station");
	assert_int_equal(
	    give(STEP_LOSS, "happened=disaster;lost_on=2026-11-20;place=home;"
			    "signed=yes;wish=suspend"),
	    ERR_STEP_INCOMPLETE);
	assert_string_equal(
	    failure_argument(&f, "field"), "Disaster certificate seen");
	assert_int_equal(
	    give(STEP_LOSS, "happened=lost;lost_on=2026-11-27;where=inside;"
			    "place=home;signed=yes;wish=suspend"),
	    ERR_STEP_REFUSE);
	must(STEP_LOSS, "happened=stolen;lost_on=2026-11-20;where=outside;"
			"place=train;police_station=Chofu;"
			"police_number=1234-5;signed=yes;wish=suspend");
}

/* -- what is not done -- */

static void
what_is_not_done_stays_under_attention_until_it_is(void **state)
{
	struct day_attention rows[4];
	size_t count = 0;
	int64_t card = office.card[OFFICE_TANAKA];

	(void)state;
	open_case(CASE_KIND_SUSPENSION, card);
	must(STEP_APPLICANT, SELF);
	assert_int_equal(
	    give(STEP_SUSPEND, "effect=not_done"), ERR_STEP_REFUSE);
	assert_int_equal(attention(), 1);
	assert_int_equal(state_of(card), CARD_DELIVERED);
	assert_int_equal(collection_pause(d, case_id, "systems", &f), KERR_OK);
	says(slip(), "Suspension: not done");
	assert_null(strstr(slip(), "recorded"));
	assert_int_equal(day_attention_load(d, rows, 4, &count, &f), KERR_OK);
	assert_int_equal(count, 1);
	assert_string_equal(
	    rows[0].why, "Not done on the official terminal yet.");
	assert_int_equal(collection_resume(d, case_id, &f), KERR_OK);
	must(STEP_SUSPEND, DONE);
	must(STEP_PROCEDURE_END, END);
	assert_int_equal(attention(), 0);
}

/* Nobody said anything: that is not done either. */
static void
a_case_paused_before_its_effect_counts_as_not_done(void **state)
{
	struct effect said;

	(void)state;
	open_case(CASE_KIND_ABOLITION, office.card[OFFICE_TANAKA]);
	must(STEP_APPLICANT, SELF);
	assert_int_equal(collection_pause(d, case_id, "papers", &f), KERR_OK);
	assert_int_equal(attention(), 0); /* nothing was asked for yet */
	assert_int_equal(collection_resume(d, case_id, &f), KERR_OK);
	must(STEP_ENDING, "ending=not_found;final=yes;signed=yes");
	assert_int_equal(collection_pause(d, case_id, "papers", &f), KERR_OK);
	assert_int_equal(attention(), 1);
	assert_int_equal(
	    effects_get(d->store, case_id, "abolition", &said), KERR_OK);
	assert_int_equal(said.state, EFFECT_NOT_DONE);
	says(slip(), "Abolition: not done");
}

static void
what_is_unknown_cannot_be_dropped(void **state)
{
	struct effect said;

	(void)state;
	open_case(CASE_KIND_SUSPENSION, office.card[OFFICE_TANAKA]);
	must(STEP_APPLICANT, SELF);
	assert_int_equal(give(STEP_SUSPEND, "effect=unknown"), ERR_STEP_REFUSE);
	assert_int_equal(
	    collection_abandon(d, case_id, "mistake", &f), ERR_CASE_EFFECT);
	assert_int_equal(collection_refuse(d, case_id, "WITHDRAWN", "", &f),
	    ERR_CASE_EFFECT);
	assert_int_equal(collection_back(d, case_id, &f), ERR_CASE_STATE);
	assert_int_equal(collection_pause(d, case_id, "systems", &f), KERR_OK);
	assert_int_equal(attention(), 1);
	assert_int_equal(collection_resume(d, case_id, &f), KERR_OK);
	must(STEP_SUSPEND, DONE);
	assert_int_equal(
	    effects_get(d->store, case_id, "suspension", &said), KERR_OK);
	assert_int_equal(said.state, EFFECT_RECORDED);
	assert_int_equal(attention(), 0);
}

static void
an_effect_without_its_time_is_not_recorded(void **state)
{
	static const char *const bad[] = {"effect=recorded",
	    "effect=recorded;seen_at=25:00", "effect=recorded;seen_at=11:59",
	    "effect=recorded;seen_on=2026-11-27;seen_at=09:00"};
	struct effect said;

	(void)state;
	open_case(CASE_KIND_SUSPENSION, office.card[OFFICE_TANAKA]);
	must(STEP_APPLICANT, SELF);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_not_equal(give(STEP_SUSPEND, bad[i]), KERR_OK);
		assert_int_equal(
		    effects_get(d->store, case_id, "suspension", &said),
		    KERR_OK);
		assert_int_equal(said.state, EFFECT_NONE);
	}
	must(STEP_SUSPEND, "effect=recorded;seen_on=2026-11-25;seen_at=23:59");
	assert_int_equal(
	    effects_get(d->store, case_id, "suspension", &said), KERR_OK);
	assert_int_equal(said.at, 1795658400 - 11 * 3600 - 60);
}

/* -- abolition, return -- */

static void
an_abolished_card_is_refused_everywhere(void **state)
{
	static const enum case_kind kinds[] = {CASE_KIND_PIN_CHANGE,
	    CASE_KIND_PIN_RESET, CASE_KIND_LIFTING, CASE_KIND_SUSPENSION,
	    CASE_KIND_LOSS, CASE_KIND_ABOLITION, CASE_KIND_RENEWAL,
	    CASE_KIND_EXTENSION};
	int64_t card = office.card[OFFICE_TANAKA];
	char key[DESK_KEY_SIZE];

	(void)state;
	lose(card, "abolish");
	assert_int_equal(state_of(card), CARD_REVOKED);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		assert_int_equal(try_open(kinds[i], card), ERR_PROCEDURE);
		assert_string_equal(failure_argument(&f, "reason"),
		    "it is abolished and never becomes valid again: reissue "
		    "it");
	}
	desk_new_key(key);
	assert_int_equal(
	    collection_open(d, card, key, &case_id, &f), ERR_CARD_STATE);
	/* but it may be handed in when it turns up */
	open_case(CASE_KIND_RETURN, card);
	must(STEP_APPLICANT, SELF);
	must(STEP_GIVEN_BACK,
	    "card_taken=yes;return_why=found_later;charged=yes");
	must(STEP_TAKE_BACK, DONE);
	assert_int_equal(state_of(card), CARD_RETURNED);
}

/* -- a new card -- */

static void
a_lost_card_is_reissued_only_after_its_abolition(void **state)
{
	int64_t card = office.card[OFFICE_TANAKA];

	(void)state;
	open_case(CASE_KIND_REISSUE, card);
	must(STEP_APPLICANT, SELF);
	assert_int_equal(
	    give(STEP_REISSUE, "reason=lost;old_card=kept"), ERR_STEP_REFUSE);
	assert_int_equal(
	    collection_refuse(d, case_id, "ABOLISH_FIRST", "", &f), KERR_OK);
	lose(card, "abolish");
	assert_int_equal(
	    card_now(reissue(card, "reason=lost")).state, CARD_APPLIED);
}

static void
the_new_card_is_known_from_its_application_and_comes_with_the_list(void **state)
{
	int64_t old = office.card[OFFICE_TANAKA];
	struct arrivals_report report;
	struct card_record c;
	struct card_move moves[8];
	struct person p;
	size_t count = 0;
	int64_t new;

	(void)state;
	lose(old, "abolish");
	new = reissue(old, "reason=lost");
	says(slip(), APPLICATION);
	c = card_now(new);
	assert_int_equal(c.replaces, old);
	assert_int_equal(c.kind, ISSUE_REISSUE);
	assert_string_equal(c.reissue_reason, "lost");
	assert_int_equal(arrive("1985-04-09", "", &report), KERR_OK);
	assert_int_equal(report.imported, 1);
	c = card_now(new);
	assert_int_equal(c.state, CARD_NOTICED);
	assert_int_equal(c.replaces, old);
	assert_string_equal(c.reissue_reason, "lost");
	assert_string_equal(c.chip_serial, "400000000000009");
	assert_string_equal(c.notice_no, "N-00900");
	assert_int_equal(people_get(d->store, c.person, &p), KERR_OK);
	assert_string_equal(p.address, "東京都調布市小島町９");
	assert_int_equal(cards_moves(d->store, new, moves, 8, &count), KERR_OK);
	assert_int_equal(count, 4); /* applied, received, setup_ok, notice */
	/* the same list again changes nothing */
	assert_int_equal(arrive("1985-04-09", "", &report), KERR_OK);
	assert_int_equal(report.known, 1);
}

static void
a_list_that_names_another_person_does_not_fill_the_application(void **state)
{
	struct arrivals_report report;
	int64_t new;

	(void)state;
	lose(office.card[OFFICE_TANAKA], "abolish");
	new = reissue(office.card[OFFICE_TANAKA], "reason=lost");
	assert_int_equal(arrive("1985-04-10", "", &report), ERR_CSV);
	assert_string_equal(report.fault[0].column, "born");
	assert_int_equal(state_of(new), CARD_APPLIED);
}

static void
an_application_id_belongs_to_one_card(void **state)
{
	int64_t card = office.card[OFFICE_TANAKA];
	struct card_record c;

	(void)state;
	lose(card, "abolish");
	open_case(CASE_KIND_REISSUE, card);
	must(STEP_APPLICANT, SELF);
	must(STEP_REISSUE, "reason=lost");
	assert_int_equal(
	    give(STEP_APPLICATION, "registered=yes;photo=yes;express=no;"
				   "application_id=1234567890123456789012"),
	    ERR_STEP_REFUSE);
	assert_int_equal(
	    give(STEP_APPLICATION, "registered=yes;photo=yes;express=no;"
				   "application_id=12345678901234567890123"),
	    ERR_APPLICATION_TAKEN);
	must(STEP_APPLICATION, "registered=yes;photo=yes;express=no;"
			       "application_id=9900 0000 0000 0000 0000 001");
	assert_int_equal(cards_newer(d->store, card, &c), KERR_OK);
	assert_string_equal(c.application_id, APPLICATION);
	/* withdrawn, the ID and the old card are free again */
	assert_int_equal(collection_abandon(d, case_id, "left", &f), KERR_OK);
	assert_int_equal(state_of(c.id), CARD_CANCELLED);
	assert_int_equal(
	    card_now(reissue(card, "reason=lost")).state, CARD_APPLIED);
}

static void
the_old_card_is_refused_wherever_it_would_be_used(void **state)
{
	static const enum case_kind kinds[] = {CASE_KIND_PIN_CHANGE,
	    CASE_KIND_PIN_RESET, CASE_KIND_REISSUE, CASE_KIND_NUMBER_CHANGE,
	    CASE_KIND_RENEWAL};
	int64_t old = office.card[OFFICE_TANAKA];
	int64_t new = reissue(old, "reason=damaged;old_card=kept");
	struct procedure_choice rows[CASE_KIND_COUNT];
	char key[DESK_KEY_SIZE];
	size_t count = 0;

	(void)state;
	assert_true(new != 0);
	assert_int_equal(state_of(old), CARD_DELIVERED);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		assert_int_equal(try_open(kinds[i], old), ERR_CARD_REPLACED);
		assert_string_equal(failure_argument(&f, "new"), "...0001");
	}
	desk_new_key(key);
	assert_int_equal(
	    collection_open(d, old, key, &case_id, &f), ERR_CARD_REPLACED);
	assert_int_equal(
	    procedure_list(d, old, rows, CASE_KIND_COUNT, &count, &f), KERR_OK);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(
		    rows[i].why_not == NULL, procedure_ends_card(rows[i].kind));
	/* stopping it stays possible */
	lose(old, "suspend");
	assert_int_equal(state_of(old), CARD_SUSPENDED);
}

/* A PIN case that was paused when the new card was handed over. */
static void
a_case_of_a_card_that_was_replaced_meanwhile_does_not_go_on(void **state)
{
	int64_t old = office.card[OFFICE_TANAKA];
	struct answers a;

	(void)state;
	open_case(CASE_KIND_PIN_CHANGE, old);
	assert_int_equal(collection_pause(d, case_id, "resident", &f), KERR_OK);
	set_sql("UPDATE card SET kind = 'renewal', state = 'delivered',"
		" replaces = 1 WHERE id = 3");
	assert_int_equal(office.card[OFFICE_CHILD], 3);
	assert_int_equal(collection_resume(d, case_id, &f), KERR_OK);
	a = answers_of("who=self;face=same");
	assert_int_equal(collection_answer(d, case_id, STEP_VISIT, &a, &f),
	    ERR_CARD_REPLACED);
	assert_string_equal(failure_argument(&f, "new"), "N-00131");
}

/* -- the hand-over -- */

/* A collection of that card, its steps before the hand-over done. */
static void
stand_before_hand_over(int64_t card)
{
	char key[DESK_KEY_SIZE];
	char sql[400];

	snprintf(sql, sizeof(sql),
	    "UPDATE card SET chip_serial = '400000000000099', kind = 'first'"
	    " WHERE id = %lld;", /* its fee is another story */
	    (long long)card);
	set_sql(sql);
	desk_new_key(key);
	assert_int_equal(collection_open(d, card, key, &case_id, &f), KERR_OK);
	snprintf(sql, sizeof(sql),
	    "UPDATE case_ SET step = 'fee' WHERE id = %lld;",
	    (long long)case_id);
	set_sql(sql);
	if (desk_office_view(&office, 1, case_id).facts.fee_is_open)
		desk_money_pay(&office, 1, case_id);
	snprintf(sql, sizeof(sql),
	    "INSERT INTO step_done (case_id, step, done_at, counter)"
	    " SELECT %lld, s.code, %lld, 1 FROM (SELECT 'who' AS code"
	    " UNION SELECT 'register' UNION SELECT 'identity'"
	    " UNION SELECT 'residence' UNION SELECT 'notification'"
	    " UNION SELECT 'face' UNION SELECT 'right_card'"
	    " UNION SELECT 'confirm' UNION SELECT 'pins'"
	    " UNION SELECT 'activation' UNION SELECT 'receipt_form') s;",
	    (long long)case_id, (long long)OFFICE_NOW);
	set_sql(sql);
	snprintf(sql, sizeof(sql),
	    "UPDATE case_ SET step = 'hand_over' WHERE id = %lld;"
	    "INSERT INTO effect (case_id, what, state, at) VALUES"
	    " (%lld, 'activation', 'recorded', 5);"
	    "DELETE FROM pin_state WHERE case_id = %lld;",
	    (long long)case_id, (long long)case_id, (long long)case_id);
	set_sql(sql);
}

#define HANDED "handed=yes;memo=yes;old_cards="

static void
the_old_card_is_taken_back_at_the_hand_over(void **state)
{
	int64_t old = office.card[OFFICE_TANAKA];
	int64_t new = reissue(old, "reason=damaged;old_card=kept");
	struct arrivals_report report;

	(void)state;
	assert_int_equal(arrive("1985-04-09", "", &report), KERR_OK);
	stand_before_hand_over(new);
	assert_string_equal(
	    desk_office_view(&office, 1, case_id).old_card, "N-00140");
	assert_int_equal(give(STEP_HAND_OVER, HANDED "none"), ERR_STEP_REFUSE);
	assert_int_equal(
	    give(STEP_HAND_OVER, HANDED "abolished"), ERR_STEP_REFUSE);
	assert_int_equal(give(STEP_HAND_OVER, HANDED "kept"), ERR_STEP_REFUSE);
	assert_int_equal(state_of(new), CARD_IN_COLLECTION);
	must(STEP_HAND_OVER, HANDED "my_number");
	assert_int_equal(state_of(old), CARD_RETURNED);
	assert_int_equal(state_of(new), CARD_DELIVERED);
	assert_int_equal(
	    try_open(CASE_KIND_PIN_CHANGE, old), ERR_CARD_REPLACED);
	assert_string_equal(failure_argument(&f, "new"), "N-00900");
}

static void
an_abolished_old_card_needs_no_taking_back(void **state)
{
	int64_t old = office.card[OFFICE_TANAKA];
	struct arrivals_report report;
	int64_t new;

	(void)state;
	lose(old, "abolish");
	new = reissue(old, "reason=lost");
	assert_int_equal(arrive("1985-04-09", "", &report), KERR_OK);
	stand_before_hand_over(new);
	assert_string_equal(desk_office_view(&office, 1, case_id).old_card, "");
	must(STEP_HAND_OVER, HANDED "abolished");
	assert_int_equal(state_of(new), CARD_DELIVERED);
}

/* No link tells, but name and birth date do. */
static void
a_second_valid_card_of_the_same_name_is_asked_about(void **state)
{
	int64_t child = office.card[OFFICE_CHILD];

	(void)state;
	set_sql("UPDATE person SET roman = 'LI NA', born = '2014-02-28',"
		" is_foreign = 1 WHERE id = 1");
	stand_before_hand_over(child);
	assert_int_equal(desk_office_view(&office, 1, case_id).facts.old_card,
	    OLD_CARD_NAMESAKE);
	assert_int_equal(
	    give(STEP_HAND_OVER, HANDED "none"), ERR_STEP_INCOMPLETE);
	must(STEP_HAND_OVER, HANDED "namesake");
	assert_int_equal(state_of(office.card[OFFICE_TANAKA]), CARD_DELIVERED);
	assert_int_equal(state_of(child), CARD_DELIVERED);
}

static void
a_card_of_another_municipality_or_past_its_end_is_not_handed_over(void **state)
{
	int64_t child = office.card[OFFICE_CHILD];

	(void)state;
	stand_before_hand_over(child);
	set_sql("UPDATE card SET municipality = '131016' WHERE id = 3");
	assert_int_equal(
	    give(STEP_HAND_OVER, HANDED "none"), ERR_CARD_ELSEWHERE);
	set_sql("UPDATE card SET municipality = '132080',"
		" expiry = '2026-11-25' WHERE id = 3");
	assert_int_equal(give(STEP_HAND_OVER, HANDED "none"), ERR_CARD_EXPIRED);
	set_sql("UPDATE card SET expiry = '2026-11-26' WHERE id = 3");
	must(STEP_HAND_OVER, HANDED "none");
}

static void
a_list_tells_whose_municipality_a_card_is_of(void **state)
{
	struct arrivals_report report;
	int64_t new;

	(void)state;
	lose(office.card[OFFICE_TANAKA], "abolish");
	new = reissue(office.card[OFFICE_TANAKA], "reason=lost");
	assert_int_equal(arrive("1985-04-09", ",131017", &report), ERR_CSV);
	assert_int_equal(arrive("1985-04-09", ",131016", &report), KERR_OK);
	assert_string_equal(card_now(new).municipality, "131016");
	stand_before_hand_over(new);
	assert_int_equal(
	    give(STEP_HAND_OVER, HANDED "abolished"), ERR_CARD_ELSEWHERE);
}

/* No price of the express issue is in force here: nothing can be taken. */
static void
an_express_application_stands_before_its_fee(void **state)
{
	int64_t card = office.card[OFFICE_TANAKA];

	(void)state;
	lose(card, "abolish");
	open_case(CASE_KIND_REISSUE, card);
	must(STEP_APPLICANT, SELF);
	must(STEP_REISSUE, "reason=lost");
	assert_int_equal(
	    give(STEP_APPLICATION, "registered=yes;photo=yes;express=yes;"
				   "event_on=2026-10-26;"
				   "application_id=" APPLICATION),
	    ERR_STEP_REFUSE);
	must(STEP_APPLICATION, "registered=yes;photo=yes;express=yes;"
			       "event_on=2026-10-27;"
			       "application_id=" APPLICATION);
	assert_int_equal(desk_office_view(&office, 1, case_id).step, STEP_FEE);
	assert_int_not_equal(give(STEP_FEE, "x=y"), KERR_OK);
	assert_int_equal(collection_back(d, case_id, &f), KERR_OK);
	must(STEP_APPLICATION, APPLIED);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).step, STEP_ORDER);
}

/* -- number change, renewal -- */

static void
a_number_change_takes_the_old_card_and_orders_a_new_one(void **state)
{
	int64_t old = office.card[OFFICE_TANAKA];
	struct card_record c;

	(void)state;
	open_case(CASE_KIND_NUMBER_CHANGE, old);
	must(STEP_APPLICANT, SELF);
	assert_int_equal(give(STEP_LEAK, "origin=request;likely=no;leak=lost;"
					 "old_card=taken"),
	    ERR_STEP_REFUSE);
	must(STEP_LEAK, "origin=request;likely=yes;leak=put on the web;"
			"old_card=taken");
	must(STEP_APPLICATION, APPLIED);
	must(STEP_NUMBER, DONE);
	assert_int_equal(state_of(old), CARD_RETURNED);
	must(STEP_ORDER, DONE);
	must(STEP_PROCEDURE_END, END);
	assert_int_equal(cards_newer(d->store, old, &c), KERR_OK);
	assert_string_equal(c.reissue_reason, "number_change");
}

static void
a_card_is_renewed_from_three_months_before_its_end(void **state)
{
	int64_t old = office.card[OFFICE_TANAKA];
	struct card_record c;

	(void)state;
	set_sql("UPDATE card SET expiry = '2027-02-27' WHERE id = 1");
	assert_int_equal(try_open(CASE_KIND_RENEWAL, old), ERR_PROCEDURE);
	assert_string_equal(failure_argument(&f, "reason"),
	    "it is too early: from three months before its end");
	set_sql("UPDATE card SET expiry = '2027-02-26' WHERE id = 1");
	open_case(CASE_KIND_RENEWAL, old);
	must(STEP_APPLICANT, SELF);
	assert_int_equal(
	    give(STEP_RENEWAL, "old_card=missing"), ERR_STEP_REFUSE);
	must(STEP_RENEWAL, "old_card=kept");
	must(STEP_APPLICATION, APPLIED);
	must(STEP_ORDER, DONE);
	must(STEP_PROCEDURE_END, END);
	assert_int_equal(cards_newer(d->store, old, &c), KERR_OK);
	assert_int_equal(c.kind, ISSUE_RENEWAL);
	assert_string_equal(c.reissue_reason, "");
	/* the old one is valid until the new one is handed over */
	open_case(CASE_KIND_PIN_CHANGE, old);
}

static void
a_card_past_its_end_becomes_expired_with_its_reissue(void **state)
{
	int64_t card = office.card[OFFICE_NGUYEN];

	(void)state;
	set_sql("UPDATE card SET expiry = '2026-11-25' WHERE id = 2");
	assert_int_equal(try_open(CASE_KIND_EXTENSION, card), ERR_PROCEDURE);
	assert_int_equal(state_of(card), CARD_DELIVERED);
	assert_int_equal(try_open(CASE_KIND_RENEWAL, card), ERR_PROCEDURE);
	assert_string_equal(failure_argument(&f, "reason"),
	    "it expired with the stay: that is a reissue");
	open_case(CASE_KIND_REISSUE, card);
	assert_int_equal(state_of(card), CARD_EXPIRED);
	must(STEP_APPLICANT, SELF);
	must(STEP_REISSUE, "reason=stay_expired");
}

/* -- extension of stay -- */

static void
the_card_is_extended_with_the_stay_and_never_beyond_it(void **state)
{
	int64_t card = office.card[OFFICE_NGUYEN];

	(void)state;
	open_case(CASE_KIND_EXTENSION, card);
	must(STEP_APPLICANT, SELF);
	assert_int_equal(
	    give(STEP_STAY, "form=normal;stay_new=2028-02-28;register_new=yes;"
			    "residence_card=yes;card_here=yes"),
	    ERR_STEP_REFUSE);
	must(STEP_STAY, "form=normal;stay_new=2030-03-31;register_new=yes;"
			"residence_card=yes;card_here=yes");
	assert_int_equal(
	    give(STEP_EXTEND, DONE ";expiry_new=2030-04-01"), ERR_STEP_REFUSE);
	assert_int_equal(
	    give(STEP_EXTEND, DONE ";expiry_new=2028-02-28"), ERR_STEP_REFUSE);
	must(STEP_EXTEND, DONE ";expiry_new=2030-03-31");
	assert_int_equal(card_now(card).expiry.year, 2030);
	must(STEP_PROCEDURE_END, END);
	says(slip(), "2030-03-31");
}

static void
the_special_extension_is_two_months_and_given_once(void **state)
{
	static const char special[] =
	    "form=special;applied=yes;second_visit=yes;residence_card=yes;"
	    "card_here=yes";
	int64_t card = office.card[OFFICE_NGUYEN];

	(void)state;
	set_sql("UPDATE card SET expiry = '2026-12-31' WHERE id = 2");
	open_case(CASE_KIND_EXTENSION, card);
	must(STEP_APPLICANT, SELF);
	must(STEP_STAY, special);
	must(STEP_EXTEND, DONE);
	must(STEP_PROCEDURE_END, END);
	assert_int_equal(card_now(card).expiry.year, 2027);
	assert_int_equal(card_now(card).expiry.month, 2);
	assert_int_equal(card_now(card).expiry.day, 28);
	open_case(CASE_KIND_EXTENSION, card);
	must(STEP_APPLICANT, SELF);
	assert_int_equal(give(STEP_STAY, special), ERR_STEP_REFUSE);
	assert_string_equal(failure_argument(&f, "reason"),
	    "the special extension is given once, and was given before");
}

static void
an_extension_is_for_foreign_residents_with_an_end_of_stay(void **state)
{
	(void)state;
	assert_int_equal(
	    try_open(CASE_KIND_EXTENSION, office.card[OFFICE_TANAKA]),
	    ERR_PROCEDURE);
	set_sql("UPDATE person SET status = '永住者', stay_until = NULL"
		" WHERE id = 2");
	assert_int_equal(
	    try_open(CASE_KIND_EXTENSION, office.card[OFFICE_NGUYEN]),
	    ERR_PROCEDURE);
}

/* -- proxies -- */

#define PROXY \
	"channel=counter;who=proxy;representative=Suzuki;" \
	"holder_paper=driving_licence;holder_until=2028-01-01;" \
	"comer_paper=passport;comer_until=2029-01-01"

static void
a_proxy_waits_for_the_holders_answer_to_a_letter(void **state)
{
	int64_t card = office.card[OFFICE_TANAKA];
	struct case_record c;

	(void)state;
	open_case(CASE_KIND_ABOLITION, card);
	must(STEP_APPLICANT, PROXY);
	must(STEP_LETTER, "address=yes;told=yes");
	assert_int_equal(cases_get(d->store, case_id, &c), KERR_OK);
	assert_int_equal(c.state, CASE_PAUSED);
	assert_string_equal(c.reason, "inquiry");
	assert_int_equal(attention(), 0);
	says(slip(), "Inquiry to the holder of the card");
	says(slip(), "東京都調布市小島町２－３５－１");
	assert_int_equal(collection_resume(d, case_id, &f), KERR_OK);
	assert_int_equal(
	    give(STEP_SECOND_VISIT, "reply=signed;same_proxy=yes;mandate=yes"),
	    ERR_STEP_REFUSE);
	assert_string_equal(failure_argument(&f, "reason"),
	    "the letter was made today and cannot be answered yet");
	assert_int_equal(collection_pause(d, case_id, "resident", &f), KERR_OK);
	office.clock_offset += 5 * DAY_S;
	assert_int_equal(collection_resume(d, case_id, &f), KERR_OK);
	assert_int_equal(give(STEP_SECOND_VISIT,
			     "reply=not_brought;same_proxy=yes;mandate=yes"),
	    ERR_STEP_REFUSE);
	must(STEP_SECOND_VISIT, "reply=signed;same_proxy=yes;mandate=yes");
	must(STEP_ENDING, "ending=died;final=yes;signed=yes");
	must(STEP_ABOLISH, DONE);
	assert_int_equal(state_of(card), CARD_REVOKED);
}

static void
a_form_that_is_sent_twice_opens_one_case(void **state)
{
	char key[DESK_KEY_SIZE];
	int64_t again = 0;

	(void)state;
	desk_new_key(key);
	assert_int_equal(procedure_open(d, CASE_KIND_LOSS,
			     office.card[OFFICE_TANAKA], key, &case_id, &f),
	    KERR_OK);
	assert_int_equal(procedure_open(d, CASE_KIND_LOSS,
			     office.card[OFFICE_TANAKA], key, &again, &f),
	    KERR_OK);
	assert_int_equal(again, case_id);
	assert_int_equal(try_open(CASE_KIND_LOSS, office.card[OFFICE_NGUYEN]),
	    ERR_CASE_OPEN_HERE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
	    TEST(a_lost_card_is_suspended_and_found_again),
	    TEST(a_suspension_by_telephone_needs_questions_only),
	    TEST(the_police_number_is_asked_for_outside_the_home_only),
	    TEST(what_is_not_done_stays_under_attention_until_it_is),
	    TEST(a_case_paused_before_its_effect_counts_as_not_done),
	    TEST(what_is_unknown_cannot_be_dropped),
	    TEST(an_effect_without_its_time_is_not_recorded),
	    TEST(an_abolished_card_is_refused_everywhere),
	    TEST(a_lost_card_is_reissued_only_after_its_abolition),
	    TEST(
		the_new_card_is_known_from_its_application_and_comes_with_the_list),
	    TEST(
		a_list_that_names_another_person_does_not_fill_the_application),
	    TEST(an_application_id_belongs_to_one_card),
	    TEST(the_old_card_is_refused_wherever_it_would_be_used),
	    TEST(a_case_of_a_card_that_was_replaced_meanwhile_does_not_go_on),
	    TEST(the_old_card_is_taken_back_at_the_hand_over),
	    TEST(an_abolished_old_card_needs_no_taking_back),
	    TEST(a_second_valid_card_of_the_same_name_is_asked_about),
	    TEST(
		a_card_of_another_municipality_or_past_its_end_is_not_handed_over),
	    TEST(a_list_tells_whose_municipality_a_card_is_of),
	    TEST(an_express_application_stands_before_its_fee),
	    TEST(a_number_change_takes_the_old_card_and_orders_a_new_one),
	    TEST(a_card_is_renewed_from_three_months_before_its_end),
	    TEST(a_card_past_its_end_becomes_expired_with_its_reissue),
	    TEST(the_card_is_extended_with_the_stay_and_never_beyond_it),
	    TEST(the_special_extension_is_two_months_and_given_once),
	    TEST(an_extension_is_for_foreign_residents_with_an_end_of_stay),
	    TEST(a_proxy_waits_for_the_holders_answer_to_a_letter),
	    TEST(a_form_that_is_sent_twice_opens_one_case),
	};

	desk_office_main(argc, argv);
	return cmocka_run_group_tests_name(
	    "desk_procedures", tests, NULL, NULL);
}
