/* desk_cards_test.c -- cards that do not simply wait, at the desk: written down
 * by hand, cancelled, destroyed by two people, notification cards; on a real
 * store, and for chips a real card agent with virtual cards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/seal.h"
#include "base/secret.h"
#include "desk/card_acts.h"
#include "desk/card_entry.h"
#include "desk/card_menu.h"
#include "desk/collection.h"
#include "desk/destruction.h"
#include "desk/procedure.h"
#include "desk/queue.h"
#include "desk/session.h"
#include "store/audit.h"
#include "store/cards.h"
#include "store/store.h"
#include "support/desk_office.h"

#define SERIAL	    "WXYZ1234WXYZ5678"
#define OTHER	    "WXYZ1234WXYZ5679"
#define DAY_S	    86400
#define AUDITS_MOST 64

static struct desk_office office;
static struct desk *d;
static struct failure f;

static int
begin(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	desk_office_begin(&office);
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

/* -- what tests share -- */

struct said {
	const char *field, *value;
};

static const struct said suzuki[] = {{"type", "individual"}, {"serial", SERIAL},
    {"expiry", "2028-02-28"}, {"nationality", "national"},
    {"kanji", "鈴木 さくら"}, {"kana", "すずき さくら"}, {"born", "1990-07-01"},
    {"address", "東京都調布市"}, {"auth", "yes"}, {NULL, NULL}};
static const struct said returned[] = {{"type", "notification"},
    {"nationality", "foreign"}, {"roman", "NGUYEN VAN A"},
    {"born", "1991-01-02"}, {"address", "東京都調布市"}, {"status", "永住者"},
    {"where", "post_returned"}, {"number", "R-77"}, {"place", "P-1"},
    {NULL, NULL}};

static struct answers
answers_of(const struct said *said)
{
	struct answers a;

	memset(&a, 0, sizeof(a));
	for (; said->field != NULL; said++)
		assert_int_equal(
		    answers_set(&a, said->field, said->value), KERR_OK);
	return a;
}

static void
set(struct answers *a, const char *field, const char *value)
{
	assert_int_equal(answers_set(a, field, value), KERR_OK);
}

static enum kerr
add_as(const struct answers *a, bool is_said, int64_t person, int64_t *card)
{
	char key[DESK_KEY_SIZE];

	desk_new_key(key);
	memset(&f, 0, sizeof(f));
	return card_entry_add(d, a, is_said, person, key, card, &f);
}

static int64_t
add(const struct said *said)
{
	struct answers a = answers_of(said);
	int64_t card = 0;

	assert_int_equal(
	    add_as(&a, false, CARD_ENTRY_NEW_PERSON, &card), KERR_OK);
	return card;
}

static struct card_menu_view
menu(int64_t card)
{
	struct card_menu_view v;

	assert_int_equal(card_menu_load(d, card, &v, &f), KERR_OK);
	return v;
}

/* Why not; NULL: possible; "-": not in the menu. */
static const char *
why_not(const struct card_menu_view *v, enum card_act act, int which)
{
	for (size_t i = 0; i < v->item_count; i++)
		if (v->item[i].act == act &&
		    (which < 0 || (act == CARD_ACT_CASE
					  ? (int)v->item[i].kind
					  : (int)v->item[i].event) == which))
			return v->item[i].why_not;
	return "-";
}

static struct store *
store_beside(struct seal_keys **keys)
{
	struct store *st = NULL;

	*keys = NULL;
	assert_int_equal(
	    seal_keys_open(office.settings[1].keys, keys, &f), KERR_OK);
	assert_int_equal(store_open(office.settings[1].store, *keys,
			     STORE_COUNTER_NONE, &st, &f),
	    KERR_OK);
	return st;
}

static struct card_record
card_of(int64_t id)
{
	struct seal_keys *keys;
	struct store *st = store_beside(&keys);
	struct card_record c;

	assert_int_equal(cards_get(st, id, &c), KERR_OK);
	store_close(&st);
	seal_keys_free(&keys);
	return c;
}

/* How often the audit says so of an object. */
static int
audits(const char *object, int64_t id, const char *verb)
{
	struct audit_row *rows = calloc(AUDITS_MOST, sizeof(*rows));
	struct seal_keys *keys;
	struct store *st = store_beside(&keys);
	size_t count = 0;
	int n = 0;

	assert_non_null(rows);
	assert_int_equal(
	    audit_of_object(st, object, id, rows, AUDITS_MOST, &count),
	    KERR_OK);
	for (size_t i = 0; i < count; i++)
		n += strcmp(rows[i].verb, verb) == 0;
	free(rows);
	store_close(&st);
	seal_keys_free(&keys);
	return n;
}

static bool
second_ended(void *arg)
{
	return !session_second(arg)->checking;
}

static void
second_person(const char *staff, enum action action)
{
	struct secret *password =
	    secret_from_bytes(OFFICE_PASSWORD, strlen(OFFICE_PASSWORD));

	assert_int_equal(
	    session_second_begin(d, staff, &password, action, &f), KERR_OK);
	desk_office_until(&office, second_ended, d);
	assert_true(session_second(d)->granted);
}

static enum kerr
cancel(int64_t card, const char *reason)
{
	struct answers a;

	memset(&a, 0, sizeof(a));
	set(&a, "reason", reason);
	set(&a, "seen", "yes");
	set(&a, "place", "X-1");
	memset(&f, 0, sizeof(f));
	return card_cancel(d, card, &a, &f);
}

/* Two cancelled cards, ready for a destruction that is open. */
static int64_t
begin_destruction(void)
{
	int64_t cards[] = {
	    office.card[OFFICE_TANAKA], office.card[OFFICE_NGUYEN]};
	int64_t id = 0;

	assert_int_equal(cancel(cards[0], "moved_away"), KERR_OK);
	assert_int_equal(cancel(cards[1], "died"), KERR_OK);
	second_person("1002", ACTION_DESTROY);
	assert_int_equal(destruction_begin(d, cards, 2, &id, &f), KERR_OK);
	return id;
}

static char *
paper(const char *path)
{
	char *text = calloc(1, 16384);
	FILE *in = fopen(path, "r");

	assert_non_null(in);
	assert_non_null(text);
	assert_true(fread(text, 1, 16383, in) > 0);
	fclose(in);
	return text;
}

/* -- cards that are in no list -- */

static void
a_card_written_down_by_hand_is_found_and_can_be_worked_with(void **state)
{
	int64_t card = add(suzuki), case_id = 0;
	struct card_menu_view v = menu(card);
	struct queue_view *found = calloc(1, sizeof(*found));
	char key[DESK_KEY_SIZE];

	(void)state;
	assert_int_equal(v.state, CARD_DELIVERED);
	assert_string_equal(v.face_serial, SERIAL);
	assert_false(v.has_chip);
	/* nothing is done with what is in it before its chip is known */
	assert_non_null(why_not(&v, CARD_ACT_CASE, CASE_KIND_PIN_CHANGE));
	assert_null(why_not(&v, CARD_ACT_CASE, CASE_KIND_LOSS));
	assert_null(why_not(&v, CARD_ACT_BIND, -1));
	assert_non_null(why_not(&v, CARD_ACT_CASE, CASE_KIND_COLLECTION));
	assert_int_equal(audits("card", card, "card.register"), 1);
	assert_int_equal(queue_search(d, "suzuki", found, &f), KERR_OK);
	assert_int_equal(found->row_count, 1);
	assert_int_equal(found->row[0].card_id, card);
	assert_int_equal(queue_search(d, SERIAL, found, &f), KERR_OK);
	assert_int_equal(found->row_count, 1);
	free(found);
	desk_new_key(key);
	assert_int_equal(
	    procedure_open(d, CASE_KIND_LOSS, card, key, &case_id, &f),
	    KERR_OK);
	v = menu(card);
	assert_int_equal(v.case_id, case_id);
	assert_null(why_not(&v, CARD_ACT_GO_ON, -1));
	assert_non_null(why_not(&v, CARD_ACT_CASE, CASE_KIND_SUSPENSION));
	assert_int_equal(v.past_count, 1);
}

static void
the_same_form_sent_twice_makes_one_card(void **state)
{
	struct answers a = answers_of(suzuki);
	char key[DESK_KEY_SIZE];
	int64_t first = 0, second = 0;

	(void)state;
	desk_new_key(key);
	assert_int_equal(
	    card_entry_add(d, &a, false, 0, key, &first, &f), KERR_OK);
	assert_int_equal(
	    card_entry_add(d, &a, false, 0, key, &second, &f), KERR_OK);
	assert_int_equal(first, second);
	set(&a, "serial", OTHER);
	assert_int_equal(card_entry_add(d, &a, false, 0, key, &second, &f),
	    ERR_REQUEST_REUSED);
}

static void
a_serial_that_is_in_the_store_leads_to_its_card(void **state)
{
	struct answers a = answers_of(suzuki);
	struct card_twins twins;
	int64_t known = 0, card = 0;

	(void)state;
	set(&a, "serial", "ABCD1234EFGH5678"); /* Tanaka's */
	assert_int_equal(
	    card_entry_look(d, &a, &twins, &known, &f), ERR_CARD_KNOWN);
	assert_int_equal(known, office.card[OFFICE_TANAKA]);
	assert_int_equal(
	    add_as(&a, true, CARD_ENTRY_NEW_PERSON, &card), ERR_CARD_KNOWN);
}

static void
somebody_with_the_same_name_and_birth_is_shown_before_anything_is_kept(
    void **state)
{
	struct answers a = answers_of(suzuki);
	struct card_twins twins;
	int64_t known = 0, card = 0;

	(void)state;
	set(&a, "kanji", "田中　花子");
	set(&a, "kana", "");
	set(&a, "born", "1985-04-09");
	assert_int_equal(card_entry_look(d, &a, &twins, &known, &f), KERR_OK);
	assert_int_equal(twins.count, 1);
	assert_int_equal(twins.row[0].cards, 1);
	assert_int_equal(
	    add_as(&a, false, CARD_ENTRY_NEW_PERSON, &card), ERR_PERSON_KNOWN);
	assert_int_equal(add_as(&a, true, 4711, &card), ERR_NOT_FOUND);
	/* Tanaka's other card only waits: she may hold this one */
	assert_int_equal(add_as(&a, true, twins.row[0].person, &card), KERR_OK);
	assert_int_equal(card_of(card).person, twins.row[0].person);
	/* but never two (counter-procedures 1.9) */
	set(&a, "serial", OTHER);
	assert_int_equal(
	    add_as(&a, true, twins.row[0].person, &card), ERR_CARD_SECOND);
	assert_int_equal(
	    add_as(&a, true, CARD_ENTRY_NEW_PERSON, &card), KERR_OK);
}

static void
twelve_digits_are_never_kept(void **state)
{
	struct answers a = answers_of(suzuki);
	struct card_twins twins;
	int64_t known = 0, card = 0;

	(void)state;
	set(&a, "address", "調布市 1234-5678-9018");
	assert_int_equal(
	    card_entry_look(d, &a, &twins, &known, &f), ERR_NUMBER_KEPT);
	assert_int_equal(
	    add_as(&a, true, CARD_ENTRY_NEW_PERSON, &card), ERR_NUMBER_KEPT);
	assert_int_equal(card, 0);
}

/* -- the chip -- */

static bool
bind_is(void *arg)
{
	struct card_bind_view v;

	card_bind_get(d, &v);
	return v.check == *(const enum card_check *)arg;
}

static void
wait_for_bind(enum card_check wanted)
{
	desk_office_until(&office, bind_is, &wanted);
}

static void
the_chip_is_bound_when_the_card_lies_there_and_only_once(void **state)
{
	struct answers a = answers_of(suzuki);
	struct card_menu_view v;
	int64_t card = 0;

	(void)state;
	training_make(&office.reader, "suzuki", "400000000000009", 3);
	/* the virtual cards end on that day */
	set(&a, "expiry", "2035-04-09");
	assert_int_equal(
	    add_as(&a, false, CARD_ENTRY_NEW_PERSON, &card), KERR_OK);
	assert_int_equal(card_bind_begin(d, card, &f), KERR_OK);
	assert_int_equal(card_bind_confirm(d, &f), ERR_CARD_ABSENT);
	/* first somebody else's: it belongs to another entry */
	desk_office_put(&office, OFFICE_TANAKA, NULL);
	wait_for_bind(CHECK_WRONG);
	assert_int_equal(card_bind_confirm(d, &f), ERR_CHIP_OTHER);
	desk_office_put(&office, -1, NULL);
	wait_for_bind(CHECK_NO_CARD);
	training_put(&office.reader, "suzuki", NULL);
	wait_for_bind(CHECK_RIGHT);
	assert_int_equal(card_bind_confirm(d, &f), KERR_OK);
	card_bind_end(d);
	v = menu(card);
	assert_null(why_not(&v, CARD_ACT_CASE, CASE_KIND_PIN_CHANGE));
	assert_string_equal(card_of(card).chip_serial, "400000000000009");
	assert_int_equal(audits("card", card, "card.bind"), 1);
	assert_int_equal(card_bind_begin(d, card, &f), ERR_CARD_KNOWN);
	assert_true(menu(card).has_chip);
}

static void
a_chip_that_ends_on_another_day_is_not_bound(void **state)
{
	int64_t card = add(suzuki);

	(void)state;
	training_make(&office.reader, "suzuki", "400000000000009", 3);
	assert_int_equal(card_bind_begin(d, card, &f), KERR_OK);
	training_put(&office.reader, "suzuki", NULL);
	wait_for_bind(CHECK_WRONG);
	assert_int_equal(card_bind_confirm(d, &f), ERR_CHIP_OTHER);
	assert_string_equal(card_of(card).chip_serial, "");
	card_bind_end(d);
}

static void
a_waiting_card_is_not_bound_by_hand(void **state)
{
	(void)state;
	assert_int_equal(
	    card_bind_begin(d, office.card[OFFICE_TANAKA], &f), ERR_CARD_STATE);
}

/* -- cancelling -- */

static void
a_cancelled_card_is_kept_until_it_is_destroyed(void **state)
{
	int64_t card = office.card[OFFICE_TANAKA], case_id = 0;
	struct destruction_due *due = calloc(1, sizeof(*due));
	struct card_record c;
	char key[DESK_KEY_SIZE];

	(void)state;
	assert_int_equal(cancel(card, "card_expired"), ERR_FORM);
	assert_int_equal(cancel(card, "moved_away"), KERR_OK);
	c = card_of(card);
	assert_int_equal(c.state, CARD_CANCELLED);
	assert_string_equal(c.end_reason, "moved_away");
	assert_string_equal(c.place, "X-1");
	assert_int_equal(audits("card", card, "card.cancel"), 1);
	assert_int_equal(cancel(card, "died"), ERR_CARD_STATE);
	desk_new_key(key);
	assert_int_equal(
	    collection_open(d, card, key, &case_id, &f), ERR_CARD_STATE);
	assert_int_equal(destruction_load_due(d, due, &f), KERR_OK);
	assert_int_equal(due->count, 1);
	assert_int_equal(due->row[0].card_id, card);
	assert_int_equal(due->row[0].reason, DESTROY_CANCELLED);
	assert_string_equal(due->row[0].printed, "ABCD1234EFGH5678");
	assert_string_equal(
	    due->row[0].cancelled, "The holder moved to another municipality");
	free(due);
}

static void
a_card_somebody_is_served_with_is_not_cancelled(void **state)
{
	int64_t case_id = desk_office_take(&office, 1, OFFICE_TANAKA);

	(void)state;
	assert_int_equal(
	    cancel(office.card[OFFICE_TANAKA], "died"), ERR_CARD_IN_CASE);
	assert_int_equal(collection_pause(d, case_id, "other", &f), KERR_OK);
	assert_int_equal(
	    cancel(office.card[OFFICE_TANAKA], "died"), ERR_CARD_IN_CASE);
}

/* -- destruction -- */

static void
two_people_destroy_cards_one_by_one(void **state)
{
	int64_t id = begin_destruction(), card = 0;
	struct destruction_view v;
	char path[512], *text;

	(void)state;
	assert_int_equal(destruction_load(d, id, &v, &f), KERR_OK);
	assert_string_equal(v.first, "Sato");
	assert_string_equal(v.second, "Suzuki");
	assert_int_equal(v.count, 2);
	/* a scanner may write small letters and groups */
	assert_int_equal(
	    destruction_scan(d, id, "abcd 1234 efgh 5678", &card, &f), KERR_OK);
	assert_int_equal(card, office.card[OFFICE_TANAKA]);
	assert_int_equal(card_of(card).state, CARD_DESTROYED);
	assert_int_equal(
	    card_of(office.card[OFFICE_NGUYEN]).state, CARD_CANCELLED);
	assert_int_equal(
	    destruction_by_eye(d, id, office.card[OFFICE_NGUYEN], &f), KERR_OK);
	assert_int_equal(
	    card_of(office.card[OFFICE_NGUYEN]).state, CARD_DESTROYED);
	assert_int_equal(
	    destruction_end(d, id, path, sizeof(path), &f), KERR_OK);
	assert_int_equal(destruction_load(d, id, &v, &f), KERR_OK);
	assert_int_equal(v.state, DESTRUCTION_DONE);
	assert_int_equal(v.destroyed, 2);
	text = paper(path);
	assert_non_null(strstr(text, "ABCD1234EFGH5678"));
	assert_non_null(strstr(text, "ABCD1234EFGH5679"));
	assert_non_null(strstr(text, "Sato"));
	assert_non_null(strstr(text, "Suzuki"));
	assert_null(strstr(text, "田中"));
	free(text);
	assert_int_equal(
	    audits("card", office.card[OFFICE_TANAKA], "card.destroy"), 1);
	assert_int_equal(audits("destruction", id, "destruction.begin"), 1);
	assert_int_equal(audits("destruction", id, "destruction.end"), 1);
}

static void
what_is_destroyed_cannot_be_destroyed_or_brought_back(void **state)
{
	int64_t id = begin_destruction(), again = 0, card = 0;
	int64_t tanaka = office.card[OFFICE_TANAKA], case_id = 0;
	struct destruction_view v;
	char key[DESK_KEY_SIZE], path[512];

	(void)state;
	assert_int_equal(
	    destruction_scan(d, id, "ABCD1234EFGH5678", &card, &f), KERR_OK);
	assert_int_equal(destruction_by_eye(d, id, tanaka, &f), ERR_CASE_STATE);
	/* scanners read twice: it stays confirmed, and nothing stops */
	assert_int_equal(destruction_scan(d, id, "ABCD1234EFGH5678", &card, &f),
	    ERR_DESTROY_AGAIN);
	assert_int_equal(destruction_load(d, id, &v, &f), KERR_OK);
	assert_int_equal(v.state, DESTRUCTION_OPEN);
	assert_int_equal(v.destroyed, 1);
	assert_int_equal(audits("card", tanaka, "card.destroy"), 1);
	assert_int_equal(
	    destruction_end(d, id, path, sizeof(path), &f), KERR_OK);
	second_person("1002", ACTION_DESTROY);
	assert_int_equal(
	    destruction_begin(d, &tanaka, 1, &again, &f), ERR_DESTROY_DUE);
	desk_new_key(key);
	assert_int_equal(
	    collection_open(d, tanaka, key, &case_id, &f), ERR_CARD_STATE);
	assert_int_equal(cancel(tanaka, "died"), ERR_CARD_STATE);
}

static void
a_wrong_card_stops_everything(void **state)
{
	int64_t id = begin_destruction(), card = 0;
	struct destruction_view v;
	char path[512], *text;

	(void)state;
	/* the child's card waits and is nobody's to destroy */
	assert_int_equal(destruction_scan(d, id, "ABCD1234EFGH5680", &card, &f),
	    ERR_DESTROY_WRONG);
	assert_int_equal(card, 0);
	assert_int_equal(destruction_load(d, id, &v, &f), KERR_OK);
	assert_int_equal(v.state, DESTRUCTION_STOPPED);
	assert_int_equal(v.destroyed, 0);
	assert_int_equal(destruction_scan(d, id, "ABCD1234EFGH5678", &card, &f),
	    ERR_CASE_STATE);
	assert_int_equal(
	    destruction_by_eye(d, id, office.card[OFFICE_TANAKA], &f),
	    ERR_CASE_STATE);
	assert_int_equal(
	    card_of(office.card[OFFICE_TANAKA]).state, CARD_CANCELLED);
	assert_int_equal(
	    card_of(office.card[OFFICE_CHILD]).state, CARD_NOTICED);
	assert_int_equal(
	    destruction_end(d, id, path, sizeof(path), &f), KERR_OK);
	text = paper(path);
	assert_non_null(strstr(text, "0 / 2"));
	free(text);
	assert_int_equal(audits("destruction", id, "destruction.stop"), 1);
}

static void
one_person_alone_destroys_nothing(void **state)
{
	int64_t card = office.card[OFFICE_TANAKA], id = 0;
	struct secret *password =
	    secret_from_bytes(OFFICE_PASSWORD, strlen(OFFICE_PASSWORD));

	(void)state;
	assert_int_equal(cancel(card, "died"), KERR_OK);
	assert_int_equal(
	    destruction_begin(d, &card, 1, &id, &f), ERR_SAME_PERSON);
	/* oneself is no second person, and one for something else is none */
	assert_int_equal(
	    session_second_begin(d, "1001", &password, ACTION_DESTROY, &f),
	    ERR_SAME_PERSON);
	secret_free(&password);
	second_person("1002", ACTION_PIN_RESET);
	assert_int_equal(
	    destruction_begin(d, &card, 1, &id, &f), ERR_SAME_PERSON);
	assert_int_equal(card_of(card).state, CARD_CANCELLED);
}

/* Between choosing and the second person's password somebody collected it. */
static void
what_is_no_longer_due_refuses_the_whole(void **state)
{
	int64_t cards[] = {
	    office.card[OFFICE_TANAKA], office.card[OFFICE_CHILD]};
	int64_t id = 0;

	(void)state;
	assert_int_equal(cancel(cards[0], "died"), KERR_OK);
	second_person("1002", ACTION_DESTROY);
	assert_int_equal(
	    destruction_begin(d, cards, 2, &id, &f), ERR_DESTROY_DUE);
	assert_int_equal(audits("destruction", 1, "destruction.begin"), 0);
}

/* counter-procedures 1.7: a card whose end has passed in the box. */
static void
an_expired_card_is_cancelled_and_destroyed_in_one(void **state)
{
	struct destruction_due *due = calloc(1, sizeof(*due));
	int64_t tanaka = office.card[OFFICE_TANAKA], id = 0, card = 0;
	struct card_move moves[8];
	struct seal_keys *keys;
	struct store *st;
	size_t count = 0;

	(void)state;
	office.clock_offset += 500 * DAY_S; /* 2028-04: past 2028-02-28 */
	assert_int_equal(destruction_load_due(d, due, &f), KERR_OK);
	assert_int_equal(due->count, 3);
	assert_int_equal(due->row[0].reason, DESTROY_EXPIRED);
	second_person("1002", ACTION_DESTROY);
	assert_int_equal(destruction_begin(d, &tanaka, 1, &id, &f), KERR_OK);
	assert_int_equal(
	    destruction_scan(d, id, "ABCD1234EFGH5678", &card, &f), KERR_OK);
	free(due);
	st = store_beside(&keys);
	assert_int_equal(cards_moves(st, tanaka, moves, 8, &count), KERR_OK);
	store_close(&st);
	seal_keys_free(&keys);
	assert_int_equal(count, 3);
	assert_int_equal(moves[1].to, CARD_CANCELLED);
	assert_int_equal(moves[2].to, CARD_DESTROYED);
	assert_string_equal(card_of(tanaka).end_reason, "card_expired");
}

/* -- notification cards -- */

static void
a_returned_notification_card_waits_and_is_destroyed_after_its_term(void **state)
{
	int64_t card = add(returned), id = 0, found = 0;
	struct destruction_due *due = calloc(1, sizeof(*due));
	struct queue_view *q = calloc(1, sizeof(*q));
	struct card_menu_view v = menu(card);

	(void)state;
	assert_int_equal(v.type, CARD_TYPE_NOTIFICATION);
	assert_int_equal(v.state, CARD_POST_RETURNED);
	assert_string_equal(
	    why_not(&v, CARD_ACT_BIND, -1), "-"); /* no chip, no PINs */
	assert_string_equal(
	    why_not(&v, CARD_ACT_CASE, CASE_KIND_PIN_CHANGE), "-");
	assert_string_equal(
	    why_not(&v, CARD_ACT_CASE, CASE_KIND_COLLECTION), "-");
	assert_int_equal(queue_load(d, q, &f), KERR_OK);
	assert_int_equal(q->waiting, OFFICE_CARDS + 1);
	assert_int_equal(destruction_load_due(d, due, &f), KERR_OK);
	assert_int_equal(due->count, 0);
	office.clock_offset += 95 * DAY_S;
	assert_int_equal(destruction_load_due(d, due, &f), KERR_OK);
	assert_int_equal(due->count, 1);
	assert_int_equal(due->row[0].reason, DESTROY_POST_TERM_OVER);
	second_person("2001", ACTION_DESTROY);
	assert_int_equal(destruction_begin(d, &card, 1, &id, &f), KERR_OK);
	assert_int_equal(destruction_scan(d, id, "r-77", &found, &f), KERR_OK);
	assert_int_equal(card_of(card).state, CARD_DESTROYED);
	free(due);
	free(q);
}

static void
events_are_entered_where_the_table_has_them(void **state)
{
	int64_t card = add(returned);

	(void)state;
	/* never forwarded: it does not go back to the post */
	assert_int_equal(
	    card_enter_event(d, card, CARD_EV_POSTED, "", &f), ERR_CARD_STATE);
	assert_int_equal(card_enter_event(d, card, CARD_EV_HELD, "", &f),
	    ERR_STEP_INCOMPLETE);
	assert_int_equal(
	    card_enter_event(d, card, CARD_EV_HELD, "123456789018", &f),
	    ERR_NUMBER_KEPT);
	assert_int_equal(
	    card_enter_event(d, card, CARD_EV_HELD, "P-9", &f), KERR_OK);
	assert_int_equal(card_of(card).state, CARD_HELD);
	assert_string_equal(card_of(card).place, "P-9");
	assert_int_equal(audits("card", card, "card.event"), 1);
	/* what procedures and second persons do is not entered by hand */
	assert_int_equal(
	    card_enter_event(d, card, CARD_EV_DESTROY, "x", &f), ERR_INTERNAL);
	assert_int_equal(card_enter_event(d, office.card[OFFICE_TANAKA],
			     CARD_EV_CANCEL, "x", &f),
	    ERR_INTERNAL);
	assert_int_equal(card_enter_event(d, office.card[OFFICE_TANAKA],
			     CARD_EV_HELD, "x", &f),
	    ERR_INTERNAL);
}

/* Answers of every step of a notification card's cases. */
static const struct {
	enum case_step step;
	const char *field, *value;
} note_answers[] = {
    {STEP_APPLICANT, "who", "self"},
    {STEP_APPLICANT, "holder_paper", "residence_card"},
    {STEP_APPLICANT, "holder_until", "2030-01-01"},
    {STEP_APPLICANT, "face", "same"},
    {STEP_REGISTER, "alive", "yes"},
    {STEP_REGISTER, "lives_here", "yes"},
    {STEP_REGISTER, "unchanged", "yes"},
    {STEP_REGISTER, "no_protection", "yes"},
    {STEP_RESIDENCE, "kind", "residence_card"},
    {STEP_RESIDENCE, "number", "AB12345678CD"},
    {STEP_RESIDENCE, "by_eye", "not_fitted"},
    {STEP_RESIDENCE, "until", "2030-01-01"},
    {STEP_RESIDENCE, "name", "same"},
    {STEP_RESIDENCE, "birth", "same"},
    {STEP_RESIDENCE, "address", "same"},
    {STEP_RESIDENCE, "stay", "same"},
    {STEP_RESIDENCE, "photo", "photo"},
    {STEP_LOSS, "happened", "lost"},
    {STEP_LOSS, "lost_on", "2019-05-01"},
    {STEP_LOSS, "where", "inside"},
    {STEP_LOSS, "place", "at home"},
    {STEP_LOSS, "signed", "yes"},
    {STEP_NOTE_REISSUE, "reason", "lost"},
    {STEP_NOTE_REISSUE, "form", "yes"},
    {STEP_NOTE_HAND_OVER, "right_card", "yes"},
    {STEP_NOTE_HAND_OVER, "number_covered", "yes"},
    {STEP_NOTE_HAND_OVER, "signed_by", "holder"},
    {STEP_NOTE_HAND_OVER, "handed", "yes"},
    {STEP_PROCEDURE_END, "explained", "yes"},
    {STEP_PROCEDURE_END, "slip", "yes"},
};

static enum kerr
open_note(enum case_kind kind, int64_t card, int64_t *case_id)
{
	char key[DESK_KEY_SIZE];

	desk_new_key(key);
	memset(&f, 0, sizeof(f));
	return procedure_open(d, kind, card, key, case_id, &f);
}

/* Answer the present step; the one after it. */
static enum case_step
answer_note(int64_t case_id)
{
	enum case_step step = desk_office_view(&office, 1, case_id).step;
	struct answers a;

	memset(&a, 0, sizeof(a));
	for (size_t i = 0; i < sizeof(note_answers) / sizeof(note_answers[0]);
	     i++)
		if (note_answers[i].step == step)
			set(&a, note_answers[i].field, note_answers[i].value);
	if (collection_answer(d, case_id, step, &a, &f) != KERR_OK)
		fail_msg("%s: %s %s", case_step_code(step), error_name(f.code),
		    f.argument[0].value);
	return desk_office_view(&office, 1, case_id).step;
}

static void
walk_note(int64_t case_id)
{
	while (answer_note(case_id) != STEP_COUNT)
		;
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).state, CASE_CLOSED);
}

static char *
slip_of(int64_t case_id)
{
	char path[512];

	assert_int_equal(
	    collection_slip(d, case_id, path, sizeof(path), &f), KERR_OK);
	return paper(path);
}

static void
a_returned_notification_card_is_collected_in_person(void **state)
{
	int64_t card = add(returned), case_id = 0;
	char key[DESK_KEY_SIZE], *slip;

	(void)state;
	/* it waits, but it is no card for a collection with PINs */
	desk_new_key(key);
	assert_int_equal(
	    collection_open(d, card, key, &case_id, &f), ERR_CARD_STATE);
	assert_int_equal(open_note(CASE_KIND_NOTIFICATION_LOSS, card, &case_id),
	    ERR_PROCEDURE);
	assert_int_equal(
	    open_note(CASE_KIND_NOTIFICATION, card, &case_id), KERR_OK);
	assert_int_equal(card_of(card).state, CARD_IN_COLLECTION);
	walk_note(case_id);
	assert_int_equal(card_of(card).state, CARD_COLLECTED);
	assert_int_equal(audits("case", case_id, "case.hand_over"), 1);
	slip = slip_of(case_id);
	assert_non_null(strstr(slip, "R-77"));
	free(slip);
	assert_int_equal(
	    open_note(CASE_KIND_NOTIFICATION, card, &case_id), ERR_PROCEDURE);
}

static void
a_refused_visitor_leaves_the_notification_card_where_it_was(void **state)
{
	int64_t card = add(returned), case_id = 0;

	(void)state;
	assert_int_equal(
	    card_enter_event(d, card, CARD_EV_HELD, "P-9", &f), KERR_OK);
	assert_int_equal(
	    open_note(CASE_KIND_NOTIFICATION, card, &case_id), KERR_OK);
	/* nobody destroys what somebody is served with */
	assert_int_equal(card_enter_event(d, card, CARD_EV_HELD, "P-1", &f),
	    ERR_CARD_IN_CASE);
	assert_int_equal(
	    collection_refuse(d, case_id, "PERSON_NOT_ADMITTED", "", &f),
	    KERR_OK);
	assert_int_equal(card_of(card).state, CARD_HELD);
	assert_int_equal(
	    open_note(CASE_KIND_NOTIFICATION, card, &case_id), KERR_OK);
	assert_int_equal(collection_abandon(d, case_id, "left", &f), KERR_OK);
	assert_int_equal(card_of(card).state, CARD_HELD);
}

static void
a_proxy_does_not_get_a_notification_card(void **state)
{
	int64_t card = add(returned), case_id = 0;
	struct answers a;

	(void)state;
	assert_int_equal(
	    open_note(CASE_KIND_NOTIFICATION, card, &case_id), KERR_OK);
	memset(&a, 0, sizeof(a));
	set(&a, "who", "proxy");
	set(&a, "representative", "SOMEBODY");
	assert_int_equal(collection_answer(d, case_id, STEP_APPLICANT, &a, &f),
	    ERR_STEP_REFUSE);
}

static void
a_lost_notification_card_is_declared_and_may_be_found(void **state)
{
	int64_t card = add(returned), case_id = 0;
	char *slip;

	(void)state;
	assert_int_equal(
	    open_note(CASE_KIND_NOTIFICATION, card, &case_id), KERR_OK);
	walk_note(case_id);
	assert_int_equal(
	    open_note(CASE_KIND_NOTIFICATION_LOSS, card, &case_id), KERR_OK);
	walk_note(case_id);
	assert_int_equal(card_of(card).state, CARD_LOST);
	slip = slip_of(case_id);
	assert_non_null(strstr(slip, "at home"));
	free(slip);
	/* counter-procedures 4.5: never again after 2020-05-22 */
	assert_int_equal(
	    open_note(CASE_KIND_NOTIFICATION_REISSUE, card, &case_id),
	    ERR_NOTIFICATION_ENDED);
	assert_string_equal(failure_argument(&f, "date"), "2020-05-22");
	assert_int_equal(
	    card_enter_event(d, card, CARD_EV_FOUND, "", &f), KERR_OK);
	assert_int_equal(card_of(card).state, CARD_COLLECTED);
}

/* An office of 2020: the clock stands before anybody signs in. */
static int
begin_2020(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	desk_office_begin(&office);
	office.clock_offset =
	    utc_of_date((struct date){2020, 5, 22}) + 10 * 3600 - OFFICE_NOW;
	d = desk_office_open(&office, 1, "1001");
	return 0;
}

static void
a_notification_card_was_reissued_until_its_last_day(void **state)
{
	int64_t card = add(returned), case_id = 0, newer = 0;
	struct card_menu_view v;
	struct case_facts fee;
	struct card_record c;
	struct answers a;

	(void)state;
	assert_int_equal(
	    open_note(CASE_KIND_NOTIFICATION, card, &case_id), KERR_OK);
	walk_note(case_id);
	assert_int_equal(
	    open_note(CASE_KIND_NOTIFICATION_LOSS, card, &case_id), KERR_OK);
	walk_note(case_id);
	assert_int_equal(
	    open_note(CASE_KIND_NOTIFICATION_REISSUE, card, &case_id), KERR_OK);
	walk_note(case_id);
	assert_int_equal(card_of(card).state, CARD_REISSUED);
	v = menu(card);
	newer = v.replaced_by.card_id;
	assert_int_not_equal(newer, 0);
	c = card_of(newer);
	assert_int_equal(c.type, CARD_TYPE_NOTIFICATION);
	assert_int_equal(c.state, CARD_APPLIED);
	assert_int_equal(c.replaces, card);
	assert_string_equal(c.reissue_reason, "lost");
	/* the old one is refused everywhere */
	assert_int_equal(
	    open_note(CASE_KIND_NOTIFICATION_REISSUE, card, &case_id),
	    ERR_CARD_REPLACED);
	/* the new one comes to the office, and is collected there */
	assert_int_equal(
	    card_enter_event(d, newer, CARD_EV_RECEIVED, "P-2", &f), KERR_OK);
	assert_int_equal(card_of(newer).state, CARD_HELD);
	assert_int_equal(
	    open_note(CASE_KIND_NOTIFICATION, newer, &case_id), KERR_OK);
	/* a reissue costs 500 yen (4.5): nothing is handed over before that is
	 * settled, and in this office nobody has entered prices yet */
	while (answer_note(case_id) != STEP_FEE)
		;
	fee = desk_office_view(&office, 1, case_id).facts;
	assert_true(fee.fee_is_open);
	memset(&a, 0, sizeof(a));
	assert_int_equal(
	    collection_answer(d, case_id, STEP_FEE, &a, &f), ERR_FEE_DUE);
	assert_int_equal(desk_office_view(&office, 1, case_id).step, STEP_FEE);
}

/* -- rights -- */

static void
nobody_without_the_right_sees_or_does_any_of_it(void **state)
{
	struct answers a = answers_of(suzuki);
	struct destruction_due *due = calloc(1, sizeof(*due));
	struct card_menu_view v;
	struct card_twins twins;
	int64_t id = 0, card = office.card[OFFICE_TANAKA];

	(void)state;
	session_lock(d);
	assert_int_equal(card_menu_open(d, card, &v, &f), ERR_RIGHTS);
	assert_int_equal(card_entry_look(d, &a, &twins, &id, &f), ERR_RIGHTS);
	assert_int_equal(
	    add_as(&a, true, CARD_ENTRY_NEW_PERSON, &id), ERR_RIGHTS);
	assert_int_equal(cancel(card, "died"), ERR_RIGHTS);
	assert_int_equal(destruction_load_due(d, due, &f), ERR_RIGHTS);
	assert_int_equal(destruction_begin(d, &card, 1, &id, &f), ERR_RIGHTS);
	assert_int_equal(card_bind_begin(d, card, &f), ERR_RIGHTS);
	assert_int_equal(
	    card_enter_event(d, card, CARD_EV_HELD, "x", &f), ERR_RIGHTS);
	free(due);
}

static void
opening_the_menu_is_a_look_up_that_is_audited(void **state)
{
	int64_t card = office.card[OFFICE_TANAKA];
	struct card_menu_view v;

	(void)state;
	assert_int_equal(card_menu_open(d, card, &v, &f), KERR_OK);
	assert_int_equal(card_menu_load(d, card, &v, &f), KERR_OK);
	assert_int_equal(audits("card", card, "card.look"), 1);
	assert_int_equal(card_menu_open(d, 4711, &v, &f), ERR_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_card_written_down_by_hand_is_found_and_can_be_worked_with),
	    TEST(the_same_form_sent_twice_makes_one_card),
	    TEST(a_serial_that_is_in_the_store_leads_to_its_card),
	    TEST(
		somebody_with_the_same_name_and_birth_is_shown_before_anything_is_kept),
	    TEST(twelve_digits_are_never_kept),
	    TEST(the_chip_is_bound_when_the_card_lies_there_and_only_once),
	    TEST(a_chip_that_ends_on_another_day_is_not_bound),
	    TEST(a_waiting_card_is_not_bound_by_hand),
	    TEST(a_cancelled_card_is_kept_until_it_is_destroyed),
	    TEST(a_card_somebody_is_served_with_is_not_cancelled),
	    TEST(two_people_destroy_cards_one_by_one),
	    TEST(what_is_destroyed_cannot_be_destroyed_or_brought_back),
	    TEST(a_wrong_card_stops_everything),
	    TEST(one_person_alone_destroys_nothing),
	    TEST(what_is_no_longer_due_refuses_the_whole),
	    TEST(an_expired_card_is_cancelled_and_destroyed_in_one),
	    TEST(
		a_returned_notification_card_waits_and_is_destroyed_after_its_term),
	    TEST(events_are_entered_where_the_table_has_them),
	    TEST(a_returned_notification_card_is_collected_in_person),
	    TEST(a_refused_visitor_leaves_the_notification_card_where_it_was),
	    TEST(a_proxy_does_not_get_a_notification_card),
	    TEST(a_lost_notification_card_is_declared_and_may_be_found),
	    cmocka_unit_test_setup_teardown(
		a_notification_card_was_reissued_until_its_last_day, begin_2020,
		end),
	    TEST(nobody_without_the_right_sees_or_does_any_of_it),
	    TEST(opening_the_menu_is_a_look_up_that_is_audited),
	};

	desk_office_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
