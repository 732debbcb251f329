/* commands_card.c -- the status of a real or virtual card, as the staff's
 * screen has it (desk/card_status.h), with what the store knows of its PINs
 * where there is one. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "card/training_reader.h"
#include "desk/card_status.h"
#include "desk/training.h"
#include "root/commands.h"
#include "root/office.h"

#define WAIT_MS	      10000
#define LABEL_COLUMNS 38
#define LINE_SIZE     1024

/* -- JSON -- */

static void
json_set_or_null(struct json *j, const char *key, const char *value)
{
	if (value[0] != '\0')
		json_set_text(j, key, value);
	else
		json_set_null(j, key);
}

static struct json *
json_pins(const struct card_status_view *v)
{
	struct json *all = json_new_array();

	for (int i = 0; i < PIN_REF_COUNT; i++) {
		struct json *j = json_new_object();
		enum card_pin_state state = v->pin[i].state;

		json_set_text(j, "pin", pin_ref_code((enum pin_ref)i));
		json_set_text(j, "state", card_pin_code(state));
		json_set_flag(j, "locked", state == CARD_PIN_LOCKED);
		if (state == CARD_PIN_TRIES || state == CARD_PIN_LOCKED)
			json_set_number(j, "tries_left", v->pin[i].tries);
		else
			json_set_null(j, "tries_left");
		json_add(all, j);
	}
	return all;
}

static struct json *
json_certificate(enum certificate_use use, const struct card_certificate *c)
{
	struct json *j = json_new_object();
	char iso[DATE_ISO_SIZE];

	json_set_text(j, "use", certificate_use_code(use));
	json_set_text(j, "state", certificate_state_code(c->state));
	if (c->state != CERTIFICATE_PRESENT)
		return j;
	json_set_or_null(j, "holder", c->holder);
	json_set_text(j, "subject", c->subject);
	json_set_text(j, "issuer", c->issuer);
	json_set_text(
	    j, "not_before", date_iso(date_of_utc(c->not_before), iso));
	json_set_text(j, "not_after", date_iso(date_of_utc(c->not_after), iso));
	json_set_text(j, "chain", certificate_chain_code(c->chain));
	return j;
}

static enum kerr
view_as_json(const struct card_status_view *v, bool known)
{
	struct json *j = json_new_object(), *all = json_new_array();
	struct json *authorities = json_new_object();
	char iso[DATE_ISO_SIZE];
	enum kerr e;

	json_set_text(j, "kind", card_kind_code(v->kind));
	json_set_or_null(j, "serial", v->serial);
	json_set_or_null(j, "municipality", v->municipality);
	json_set_or_null(j, "expiry", date_iso(v->expiry, iso));
	json_set_flag(j, "expired", v->expired);
	json_set(j, "pins", json_pins(v));
	/* by the office's cases; null: its store could not be asked */
	if (known) {
		json_set_flag(j, "pins_split", v->pins_split);
		json_set_flag(j, "pins_unknown", v->pins_unknown);
	} else {
		json_set_null(j, "pins_split");
		json_set_null(j, "pins_unknown");
	}
	for (int i = 0; i < CERTIFICATE_USE_COUNT; i++)
		json_add(all, json_certificate(
				  (enum certificate_use)i, &v->certificate[i]));
	json_set(j, "certificates", all);
	json_set_number(authorities, "loaded", v->ca_count);
	json_set_number(authorities, "unreadable", v->ca_bad);
	json_set(j, "authorities", authorities);
	e = json_write(j, stdout);
	json_free(&j);
	return e;
}

/* -- lines -- */

static void
print_line(const char *label, const char *value)
{
	char shown[256];
	size_t wide;

	text_fit(shown, sizeof(shown), label, LABEL_COLUMNS - 1);
	wide = text_columns(shown);
	printf("%s%*s ", shown, (int)(LABEL_COLUMNS - wide), "");
	say_text(value);
	printf("\n");
}

static void
print_words(const char *label, const char *id)
{
	print_line(text_in(say_lang(), label), text_in(say_lang(), id));
}

static void
print_pin(const struct card_status_view *v, enum pin_ref ref)
{
	char label[128], text[256];
	struct failure n;

	snprintf(label, sizeof(label), "%s%s",
	    text_in(say_lang(), pin_kind_name(pin_ref_kind(ref))),
	    ref == PIN_REF_COMMON ? text_in(say_lang(), N_(" (2nd place)"))
				  : "");
	failure_set(&n, KERR_OK);
	failure_number(&n, "n", v->pin[ref].tries);
	snprintf(text, sizeof(text), "%s",
	    v->pin[ref].state == CARD_PIN_LOCKED ? "! " : "");
	text_fill(text + strlen(text), sizeof(text) - strlen(text),
	    text_in(say_lang(), card_pin_said(v->pin[ref].state)), n.argument,
	    n.argument_count);
	print_line(label, text);
}

static void
print_certificate(const struct card_status_view *v, enum certificate_use use)
{
	const struct card_certificate *c = &v->certificate[use];
	char from[DATE_ISO_SIZE], to[DATE_ISO_SIZE], text[LINE_SIZE];

	print_words(
	    certificate_use_said(use), certificate_state_said(c->state));
	if (c->state != CERTIFICATE_PRESENT)
		return;
	print_line(text_in(say_lang(), N_("  Name on it")), c->holder);
	print_line(text_in(say_lang(), N_("  Issuer")), c->issuer);
	snprintf(text, sizeof(text), "%s - %s",
	    date_iso(date_of_utc(c->not_before), from),
	    date_iso(date_of_utc(c->not_after), to));
	print_line(text_in(say_lang(), N_("  Valid")), text);
	print_words(N_("  Chain"), certificate_chain_said(c->chain));
}

static void
print_bad_files(const struct card_status_view *v)
{
	struct failure n;

	if (v->ca_bad == 0)
		return;
	failure_set(&n, KERR_OK);
	failure_number(&n, "n", v->ca_bad);
	say_line(N_("! CA files that could not be read: {n}"), &n);
}

static void
view_as_text(const struct card_status_view *v)
{
	char iso[DATE_ISO_SIZE], text[64];
	const char *none = text_in(say_lang(), N_("not told by the card"));

	print_words(N_("Kind"), card_kind_said(v->kind));
	if (!card_status_is_ours(v))
		return;
	if (v->kind != CARD_KIND_PHONE) {
		print_line(text_in(say_lang(), N_("Chip serial")),
		    v->serial[0] != '\0' ? v->serial : none);
		print_line(text_in(say_lang(), N_("Municipality")),
		    v->municipality[0] != '\0' ? v->municipality : none);
		snprintf(text, sizeof(text), "%s%s", date_iso(v->expiry, iso),
		    v->expired ? text_in(say_lang(), N_("  ! expired")) : "");
		print_line(text_in(say_lang(), N_("Card until")),
		    date_is_set(v->expiry) ? text : none);
	}
	for (int i = 0; i < PIN_REF_COUNT; i++)
		print_pin(v, (enum pin_ref)i);
	if (card_status_warning(v) != NULL)
		printf("! %s\n", text_in(say_lang(), card_status_warning(v)));
	for (int i = 0; i < CERTIFICATE_USE_COUNT; i++)
		print_certificate(v, (enum certificate_use)i);
	print_bad_files(v);
}

/* -- the reader -- */

/* In a training office the built-in reader is there while its counter is
 * open; else it is started for this look. */
static enum kerr
open_reader(struct office_settings *s, const char *name,
    struct training_reader **reader, struct failure *f)
{
	enum kerr e;

	if (s->transport != READER_TRAINING) {
		if (name != NULL)
			text_copy(s->reader, sizeof(s->reader), name);
		return KERR_OK;
	}
	if ((e = training_socket(s, s->reader, sizeof(s->reader), f)) !=
		KERR_OK ||
	    (e = training_open_reader(s, reader, f)) != KERR_OK)
		return e;
	e = training_reader_start(*reader, f);
	return e == ERR_READER_BUSY ? failure_set(f, KERR_OK) : e;
}

static void
say_waits(void *arg)
{
	(void)arg;
	fprintf(stderr, "%s\n",
	    text_in(say_lang(), N_("Place the card on the reader.")));
}

enum say_exit
command_card_status(struct options *o)
{
	struct card_status_view v;
	struct training_reader *reader = NULL;
	struct failure unasked;
	bool known = false;
	struct office_open office;
	struct failure f;
	enum kerr e;

	if (o->word_count != 0)
		return say_usage(N_("there is a word too many"), o->json);
	if ((e = office_begin(o, &office, &f)) == KERR_OK &&
	    (e = open_reader(&office.settings, o->reader, &reader, &f)) ==
		KERR_OK)
		e = card_status_read(&office.settings, &office.clock, WAIT_MS,
		    say_waits, NULL, &v, &f);
	training_reader_close(&reader);
	/* a card is told also where there is no store */
	known = e == KERR_OK && office_open_store(&office, &unasked) == KERR_OK;
	if (known)
		card_status_look_up(office.store, &v);
	office_end(&office);
	if (e != KERR_OK)
		return say_failed(&f, o->json);
	if (o->json && (e = view_as_json(&v, known)) != KERR_OK)
		return failure_set(&f, e), say_failed(&f, o->json);
	if (!o->json)
		view_as_text(&v);
	return card_status_is_ours(&v) ? SAY_YES : SAY_NO;
}
