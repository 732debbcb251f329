/* training_register.c -- see training_register.h. */
#include "desk/training_register.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "card/training_reader.h"
#include "desk/office.h"
#include "desk/training.h"
#include "desk/training_person.h"
#include "rules/individual_number.h"
#include "store/audit.h"
#include "store/closed_days.h"
#include "store/store.h"

#define MUNICIPALITY_DIGITS 5

/* What a resident of this office had chosen for a card that is with them. */
#define CHOSEN_SIGN   "TRAINING7"
#define CHOSEN_DIGITS "4649"

/* Cards to try what must go wrong with: nobody of the list has them. */
static const struct {
	const char *file;
	const char *kind;
	const char *name;
	const char *chip_serial;
} strangers[] = {
    {"stranger", "plastic", "見本　太郎", "909999999999901"},
    {"phone", "phone", "見本　花子", "909999999999902"},
    {"other-card", "other", "", ""},
};
#define STRANGER_INDEX 900 /* behind all people of the list */
#define STRANGERS      (sizeof(strangers) / sizeof(strangers[0]))

static bool
has_virtual_card(size_t index)
{
	enum card_state state = training_people[index].state;

	return state != CARD_APPLIED && state != CARD_DESTROYED;
}

int
training_register_cards(void)
{
	int n = (int)STRANGERS;

	for (size_t i = 0; i < training_people_count; i++)
		n += has_virtual_card(i);
	return n;
}

static enum kerr
add_person(struct store *st, size_t index, int64_t now)
{
	struct person p;
	struct card_record c;
	int64_t id = 0;
	enum kerr e;

	training_person_record(index, now, &p);
	training_person_card(index, now, &p, &c);
	if ((e = people_add(st, &p, &p.id)) != KERR_OK)
		return e;
	c.person = p.id;
	return cards_add(st, &c, &p, &id);
}

/* counter-procedures 10: the Sunday after each third Saturday. */
static enum kerr
add_closed_days(struct store *st)
{
	struct closed_days row = {.from = {2016, 1, 1},
	    .rule = "sunday_after_third_saturday",
	    .said = "J-LIS 保守日 / issuer maintenance: no hand-over, no PINs"};
	int64_t id = 0;

	return closed_days_add(st, &row, &id);
}

enum kerr
training_register_fill(struct store *st, const struct office_settings *settings,
    int64_t now, struct failure *f)
{
	struct audit_note note;
	enum kerr e;

	(void)settings;
	if ((e = store_begin(st, STORE_STAFF_NONE, now)) != KERR_OK)
		return store_explain(st, e, f);
	e = add_closed_days(st);
	for (size_t i = 0; i < training_people_count && e == KERR_OK; i++)
		e = add_person(st, i, now);
	if (e == KERR_OK) {
		audit_note(&note, "training.create", "office", 1);
		audit_note_number(
		    &note, "cards", (int64_t)training_people_count);
		e = audit_append(st, &note);
	}
	return store_explain(st, store_end(st, e), f);
}

/* -- virtual cards -- */

/* YYYYMMDD */
static void
set_day(struct json *j, const char *key, struct date d)
{
	char text[32];

	snprintf(text, sizeof(text), "%04d%02d%02d", d.year, d.month, d.day);
	json_set_text(j, key, text);
}

/* An Individual Number that is nobody's: from the index, with its check
 * digit (counter-procedures 7.1). */
static void
set_number(struct json *j, size_t index)
{
	char number[INDIVIDUAL_NUMBER_LEN + 1];
	int digit;

	snprintf(number, sizeof(number), "%011u",
	    700000000U + (unsigned)index * 7654321U);
	digit = individual_number_check_digit(number, 11);
	snprintf(number + 11, sizeof(number) - 11, "%d", digit);
	json_set_text(j, "number", number);
}

static void
set_pins(struct json *j, const char *sign, const char *digits)
{
	struct json *pins = json_new_object();

	json_set_text(pins, "sign", sign);
	json_set_text(pins, "auth", digits);
	json_set_text(pins, "input", digits);
	json_set_text(pins, "juki", digits);
	json_set_text(pins, "common", digits);
	json_set(j, "pins", pins);
}

static void
code_of(size_t index, char out[TRAINING_CODE_SIZE])
{
	snprintf(out, TRAINING_CODE_SIZE, "%04u",
	    (1200U + (unsigned)index * 13U) % 10000U);
}

bool
training_register_code(const char *card, char out[TRAINING_CODE_SIZE])
{
	char name[TRAINING_CARD_NAME_SIZE];

	for (size_t i = 0; i < training_people_count; i++) {
		training_person_card_name(i, name);
		if (strcmp(name, card) == 0)
			return code_of(i, out), true;
	}
	for (size_t i = 0; i < STRANGERS; i++)
		if (strcmp(strangers[i].file, card) == 0)
			return code_of(STRANGER_INDEX + i, out), true;
	return false;
}

static void
set_common(struct json *j, const struct office_settings *s, size_t index)
{
	char municipality[MUNICIPALITY_DIGITS + 1], code[TRAINING_CODE_SIZE];

	snprintf(municipality, sizeof(municipality), "%.5s", s->municipality);
	code_of(index, code);
	json_set_text(j, "municipality", municipality);
	json_set_text(j, "security_code", code);
	set_number(j, index);
}

static struct json *
describe_person(const struct office_settings *s, size_t index, int64_t now)
{
	const struct training_person *t = &training_people[index];
	struct json *j = json_new_object();
	struct person p;
	struct card_record c;
	char sex[2] = {t->sex, '\0'};
	bool chosen = t->state >= CARD_DELIVERED && t->state != CARD_CANCELLED;

	training_person_record(index, now, &p);
	training_person_card(index, now, &p, &c);
	json_set_text(j, "kind", "plastic");
	json_set_text(j, "name", p.roman[0] != '\0' ? p.roman : p.kanji);
	json_set_text(j, "address", p.address);
	json_set_text(j, "sex", sex);
	json_set_text(j, "chip_serial", c.chip_serial);
	json_set_flag(j, "training", true); /* its PINs can be reset */
	json_set_flag(j, "sign", c.wants_sign);
	json_set_flag(j, "auth", c.wants_auth);
	set_day(j, "birth", p.born);
	set_day(j, "expiry", c.expiry);
	set_day(j, "issued", c.issued_on);
	set_common(j, s, index);
	set_pins(j, chosen ? CHOSEN_SIGN : s->training_initial_sign,
	    chosen ? CHOSEN_DIGITS : s->training_initial_pin);
	return j;
}

static struct json *
describe_stranger(const struct office_settings *s, size_t index, int64_t now)
{
	struct json *j = json_new_object();
	struct date today = date_of_utc(now);

	json_set_text(j, "kind", strangers[index].kind);
	if (strangers[index].name[0] == '\0')
		return j;
	json_set_text(j, "name", strangers[index].name);
	json_set_text(j, "address", "東京都調布市架空町九十九番地");
	json_set_text(j, "sex", "1");
	json_set_text(j, "chip_serial", strangers[index].chip_serial);
	set_day(j, "birth", (struct date){1980, 5, 5});
	set_day(j, "expiry", date_add_years(today, 6));
	set_common(j, s, STRANGER_INDEX + index);
	set_pins(j, CHOSEN_SIGN, CHOSEN_DIGITS);
	return j;
}

/* j is taken over. */
static enum kerr
make_card(struct training_reader *reader, const char *name, struct json *j,
    struct failure *f)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	enum kerr e;

	e = out == NULL ? ERR_MEMORY : json_write(j, out);
	if (out != NULL && fclose(out) != 0)
		e = ERR_MEMORY;
	if (e == KERR_OK)
		e = training_reader_make(reader, name, text, f);
	else
		failure_set(f, e);
	free(text);
	json_free(&j);
	return e;
}

enum kerr
training_register_make_cards(const struct office_settings *settings,
    int64_t now, void (*made)(void *arg), void *arg, struct failure *f)
{
	struct training_reader *reader = NULL;
	char name[TRAINING_CARD_NAME_SIZE];
	enum kerr e = training_open_reader(settings, &reader, f);

	for (size_t i = 0; i < training_people_count && e == KERR_OK; i++) {
		if (!has_virtual_card(i))
			continue;
		training_person_card_name(i, name);
		e = make_card(
		    reader, name, describe_person(settings, i, now), f);
		made(arg);
	}
	for (size_t i = 0; i < STRANGERS && e == KERR_OK; i++) {
		e = make_card(reader, strangers[i].file,
		    describe_stranger(settings, i, now), f);
		made(arg);
	}
	if (e == KERR_OK)
		e = training_reader_authorities(
		    reader, settings->ca_directory, f);
	training_reader_close(&reader);
	return e;
}
