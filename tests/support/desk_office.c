#include "support/desk_office.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/process.h"
#include "base/seal.h"
#include "base/secret.h"
#include "base/text.h"
#include "desk/session.h"
#include "store/cards.h"
#include "store/people.h"
#include "store/staff.h"
#include "store/store.h"
#include "support/agent_driver.h"
#include "support/desk_money.h"

#define PATIENCE_MS 20000

static const struct {
	const char *number, *name;
	enum role role;
} people[] = {
    {"1001", "Sato", ROLE_CLERK},
    {"1002", "Suzuki", ROLE_CLERK},
    {"2001", "Takahashi", ROLE_SUPERVISOR},
};

static const struct {
	const char *file, *chip, *face, *application, *notice;
	const char *roman, *kanji, *kana;
	struct date born;
	bool foreign;
	const char *status;
	struct date stay;
	bool wants_sign;
} holders[OFFICE_CARDS] = {
    {"tanaka", "400000000000001", "ABCD1234EFGH5678", "12345678901234567890123",
	"N-00140", "", "田中 花子", "たなか はなこ", {1985, 4, 9}, false, "",
	{0}, true},
    {"nguyen", "400000000000002", "ABCD1234EFGH5679", "12345678901234567890124",
	"N-00123", "NGUYEN THI LAN", "", "", {1994, 5, 17}, true, "留学",
	{2028, 3, 31}, true},
    {"child", "400000000000003", "ABCD1234EFGH5680", "12345678901234567890125",
	"N-00131", "LI NA", "李 娜", "", {2014, 2, 28}, true, "家族滞在",
	{2028, 2, 28}, false},
};

void
desk_office_main(int argc, char **argv)
{
	assert_int_equal(secret_init(), KERR_OK);
	(void)process_self();
	agent_driver_main(argc, argv);
	if (argc > 1 && strcmp(argv[1], "--password-helper") == 0)
		session_helper_main(argc, argv);
}

static void
path(char *out, size_t size, const struct desk_office *o, const char *name)
{
	char whole[800];

	snprintf(whole, sizeof(whole), "%s/%s", o->reader.dir, name);
	text_copy(out, size, whole);
}

static void
settings_make(struct desk_office *o, int counter)
{
	struct office_settings *s = &o->settings[counter];

	memset(s, 0, sizeof(*s));
	strcpy(s->name, "調布市");
	strcpy(s->name_latin, "Chofu City");
	strcpy(s->municipality, "132080");
	s->training = true;
	s->language = LANG_EN;
	path(s->store, sizeof(s->store), o, "store/kiosk.db");
	path(s->keys, sizeof(s->keys), o, "kiosk.keys");
	path(s->spool, sizeof(s->spool), o, "spool");
	s->counter = counter;
	s->idle_lock_seconds = 300;
	s->resident_idle_seconds = 120;
	s->transport = READER_TRAINING;
	/* counter 2 has no reader: its socket does not exist */
	text_copy(s->reader, sizeof(s->reader),
	    counter == 1 ? o->reader.socket : "/nonexistent");
	strcpy(s->training_initial_sign, TRAINING_SIGN);
	strcpy(s->training_initial_pin, TRAINING_PIN);
}

static void
staff_make(struct store *st)
{
	struct secret *password =
	    secret_from_bytes(OFFICE_PASSWORD, strlen(OFFICE_PASSWORD));
	struct staff_record s;
	int64_t id;

	memset(&s, 0, sizeof(s));
	assert_int_equal(seal_password_hash(password, s.password), KERR_OK);
	secret_free(&password);
	s.active = true;
	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
		strcpy(s.number, people[i].number);
		strcpy(s.name, people[i].name);
		s.role = people[i].role;
		assert_int_equal(staff_add(st, &s, &id), KERR_OK);
	}
}

static int64_t
card_make(struct store *st, int i)
{
	struct person p;
	struct card_record c;
	int64_t id = 0;

	memset(&p, 0, sizeof(p));
	memset(&c, 0, sizeof(c));
	p.born = holders[i].born;
	p.foreign = holders[i].foreign;
	p.stay_until = holders[i].stay;
	strcpy(p.status, holders[i].status);
	strcpy(p.roman, holders[i].roman);
	strcpy(p.kanji, holders[i].kanji);
	strcpy(p.kana, holders[i].kana);
	strcpy(p.address, "東京都調布市小島町２－３５－１");
	assert_int_equal(people_add(st, &p, &p.id), KERR_OK);
	c.person = p.id;
	c.kind = ISSUE_FIRST;
	strcpy(c.application_id, holders[i].application);
	strcpy(c.face_serial, holders[i].face);
	strcpy(c.chip_serial, holders[i].chip);
	strcpy(c.notice_no, holders[i].notice);
	strcpy(c.place, "A-12");
	c.noticed_on = (struct date){2026, 11, 2};
	c.expiry = (struct date){2028, 2, 28};
	c.wants_sign = holders[i].wants_sign;
	c.wants_auth = true;
	c.state = CARD_NOTICED;
	assert_int_equal(cards_add(st, &c, &p, &id), KERR_OK);
	return id;
}

static void
store_make(struct desk_office *o)
{
	struct office office = {.training = true, .created_at = OFFICE_NOW};
	struct seal_keys *keys = NULL;
	struct store *st = NULL;
	struct failure f = {0};

	strcpy(office.name, "Chofu City");
	strcpy(office.municipality, "132080");
	assert_int_equal(
	    seal_keys_create(o->settings[1].keys, OFFICE_NOW, &f), KERR_OK);
	assert_int_equal(
	    seal_keys_open(o->settings[1].keys, &keys, &f), KERR_OK);
	assert_int_equal(store_create(o->settings[1].store, keys,
			     STORE_COUNTER_NONE, &office, &st, &f),
	    KERR_OK);
	assert_int_equal(
	    store_begin(st, STORE_STAFF_NONE, OFFICE_NOW), KERR_OK);
	staff_make(st);
	for (int i = 0; i < OFFICE_CARDS; i++)
		o->card[i] = card_make(st, i);
	assert_int_equal(store_commit(st), KERR_OK);
	desk_money_fill(st, OFFICE_NOW);
	store_close(&st);
	seal_keys_free(&keys);
}

void
desk_office_begin(struct desk_office *o)
{
	memset(o, 0, sizeof(*o));
	training_begin(&o->reader);
	assert_int_equal(chmod(o->reader.dir, 0700), 0);
	for (int n = 1; n <= 2; n++)
		settings_make(o, n);
	assert_int_equal(mkdir(o->settings[1].spool, 0700), 0);
	store_make(o);
	for (int i = 0; i < OFFICE_CARDS; i++)
		training_make(&o->reader, holders[i].file, holders[i].chip, 3);
	training_serve(&o->reader);
	o->clock = clock_starting_at(OFFICE_NOW, &o->clock_offset);
	assert_int_equal(loop_new(&o->clock, &o->loop), KERR_OK);
}

void
desk_office_end(struct desk_office *o)
{
	for (int n = 1; n <= 2; n++)
		desk_close(&o->desk[n]);
	loop_free(&o->loop);
	training_end(&o->reader);
}

static bool
signed_in(void *arg)
{
	return session_get(arg)->state != SESSION_CHECKING;
}

struct desk *
desk_office_open(struct desk_office *o, int n, const char *staff)
{
	struct secret *password =
	    secret_from_bytes(OFFICE_PASSWORD, strlen(OFFICE_PASSWORD));
	struct secret *code =
	    secret_from_bytes(OFFICE_CODE, strlen(OFFICE_CODE));
	struct failure f = {0};

	assert_int_equal(desk_open(&o->settings[n], o->loop, &o->clock, NULL,
			     &o->desk[n], &f),
	    KERR_OK);
	assert_int_equal(
	    session_sign_in(o->desk[n], staff, &password, &f), KERR_OK);
	desk_office_until(o, signed_in, o->desk[n]);
	assert_int_equal(session_get(o->desk[n])->state, SESSION_IN);
	assert_int_equal(session_set_code(o->desk[n], &code, &f), KERR_OK);
	return o->desk[n];
}

void
desk_office_close(struct desk_office *o, int n)
{
	desk_close(&o->desk[n]);
}

void
desk_office_deliver(struct desk_office *o, enum office_card card)
{
	struct seal_keys *keys = NULL;
	struct store *st = NULL;
	struct failure f = {0};

	assert_int_equal(
	    seal_keys_open(o->settings[1].keys, &keys, &f), KERR_OK);
	assert_int_equal(
	    store_open(o->settings[1].store, keys, STORE_COUNTER_NONE, &st, &f),
	    KERR_OK);
	assert_int_equal(
	    store_begin(st, STORE_STAFF_NONE, OFFICE_NOW), KERR_OK);
	assert_int_equal(
	    cards_move(st, o->card[card], CARD_EV_AT_COUNTER, 0), KERR_OK);
	assert_int_equal(
	    cards_move(st, o->card[card], CARD_EV_HANDED_OVER, 0), KERR_OK);
	assert_int_equal(store_commit(st), KERR_OK);
	store_close(&st);
	seal_keys_free(&keys);
}

void
desk_office_put(struct desk_office *o, int card, const char *fault)
{
	training_put(&o->reader, card < 0 ? NULL : holders[card].file, fault);
}

void
desk_office_until(struct desk_office *o, bool (*holds)(void *arg), void *arg)
{
	int64_t end = clock_ms(&o->clock) + PATIENCE_MS;

	while (!holds(arg)) {
		if (clock_ms(&o->clock) > end)
			fail_msg("nothing came of it");
		assert_int_equal(loop_turn(o->loop, 200), KERR_OK);
	}
}

struct collection_view
desk_office_view(struct desk_office *o, int n, int64_t case_id)
{
	struct collection_view v;
	struct failure f = {0};

	assert_int_equal(collection_load(o->desk[n], case_id, &v, &f), KERR_OK);
	return v;
}

int64_t
desk_office_take(struct desk_office *o, int n, enum office_card card)
{
	char key[DESK_KEY_SIZE];
	struct failure f = {0};
	int64_t case_id = 0;

	desk_new_key(key);
	assert_int_equal(
	    collection_open(o->desk[n], o->card[card], key, &case_id, &f),
	    KERR_OK);
	collection_watch(o->desk[n], case_id);
	return case_id;
}

/* Answers that let a step go on; a field twice: the second is for children. */
static const struct {
	enum case_step step;
	const char *field, *value;
} right_answers[] = {
    {STEP_WHO, "who", "self"},
    {STEP_WHO, "notice", "brought"},
    {STEP_VISIT, "who", "self"},
    {STEP_VISIT, "face", "same"},
    {STEP_VISIT, "other_paper", "driving_licence"},
    {STEP_VISIT, "other_until", "2028-01-01"},
    {STEP_PIN_CHOICE, "auth", "yes"},
    {STEP_PIN_CHOICE, "juki", "yes"},
    {STEP_PIN_END, "card_back", "yes"},
    {STEP_REGISTER, "alive", "yes"},
    {STEP_REGISTER, "lives_here", "yes"},
    {STEP_REGISTER, "unchanged", "yes"},
    {STEP_REGISTER, "no_protection", "yes"},
    {STEP_IDENTITY, "holder_paper", "driving_licence"},
    {STEP_IDENTITY, "holder_until", "2028-01-01"},
    {STEP_IDENTITY, "holder_same", "same"},
    {STEP_RESIDENCE, "kind", "residence_card"},
    {STEP_RESIDENCE, "number", "AB12345678CD"},
    {STEP_RESIDENCE, "by_eye", "not_fitted"},
    {STEP_RESIDENCE, "until", "2028-03-31"},
    {STEP_RESIDENCE, "name", "same"},
    {STEP_RESIDENCE, "birth", "same"},
    {STEP_RESIDENCE, "address", "same"},
    {STEP_RESIDENCE, "stay", "same"},
    {STEP_RESIDENCE, "photo", "photo"},
    {STEP_NOTIFICATION, "notification", "returned"},
    {STEP_FACE, "face", "same"},
    {STEP_FACE, "compared", "card_and_paper"},
    {STEP_FACE, "machine", "not_used"},
    {STEP_CONFIRM, "photo", "yes"},
    {STEP_CONFIRM, "name", "yes"},
    {STEP_CONFIRM, "address", "yes"},
    {STEP_CONFIRM, "expiry", "yes"},
    {STEP_ACTIVATION, "activation", "recorded"},
    {STEP_ACTIVATION, "seen_at", "11:05"},
    {STEP_RECEIPT_FORM, "signed_by", "holder"},
    {STEP_RECEIPT_FORM, "reply", "signed"},
    {STEP_HAND_OVER, "old_cards", "none"},
    {STEP_HAND_OVER, "handed", "yes"},
    {STEP_HAND_OVER, "memo", "yes"},
};

struct answers
desk_office_answers(const struct collection_view *v, enum case_step step)
{
	struct answers a;

	(void)v;
	memset(&a, 0, sizeof(a));
	for (size_t i = 0; i < sizeof(right_answers) / sizeof(right_answers[0]);
	     i++)
		if (right_answers[i].step == step)
			assert_int_equal(answers_set(&a, right_answers[i].field,
					     right_answers[i].value),
			    KERR_OK);
	return a;
}

void
desk_office_walk(
    struct desk_office *o, int n, int64_t case_id, enum case_step step)
{
	struct collection_view v = desk_office_view(o, n, case_id);
	struct failure f = {0};
	struct answers a;
	enum case_step was;

	while (v.step != step && v.step != STEP_COUNT) {
		was = v.step;
		if (was == STEP_FEE && v.facts.fee_is_open) {
			desk_money_pay(o, n, case_id);
			v = desk_office_view(o, n, case_id);
			assert_true(v.step != was);
			continue;
		}
		a = desk_office_answers(&v, was);
		if (collection_answer(o->desk[n], case_id, was, &a, &f) !=
		    KERR_OK)
			fail_msg("step %s: %s %s %s", case_step_code(was),
			    error_name(f.code), f.argument[0].value,
			    f.argument[1].value);
		v = desk_office_view(o, n, case_id);
		assert_true(v.step != was);
	}
}
