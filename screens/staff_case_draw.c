/* staff_case_draw.c -- the collection as it is seen: the road on the left, the
 * one thing to do on the right. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/desk.h"
#include "rules/procedure.h"
#include "screens/case_inside.h"
#include "screens/cash_grid.h"
#include "screens/staff.h"

#define RAIL_COLUMNS 22
#define TEXT_SIZE    512
#define LABEL_WIDE   19

/* Indexed by enum step_mark. */
static const enum mark marks[] = {
    [STEP_TO_COME] = MARK_NONE,
    [STEP_NOW] = MARK_NOW,
    [STEP_DONE] = MARK_DONE,
    [STEP_NOT_NEEDED] = MARK_NONE,
    [STEP_PROBLEM] = MARK_PROBLEM,
    [STEP_DOUBT] = MARK_UNKNOWN,
    [STEP_FOREIGN] = MARK_NONE,
};

static const char *
case_name(const struct case_screen *c)
{
	return c->view.name_roman[0] != '\0' ? c->view.name_roman
					     : c->view.name_kanji;
}

/* "1994-05-17 (Heisei 6)" */
static const char *
case_born(const struct app *app, struct date d, char *out, size_t out_size)
{
	char iso[DATE_ISO_SIZE];
	struct era era = {0};

	date_iso(d, iso);
	if (!date_era(d, &era))
		snprintf(out, out_size, "%s", iso);
	else if (app_lang(app) == LANG_JA)
		snprintf(
		    out, out_size, "%s (%s%d年)", iso, era.kanji, era.year);
	else
		snprintf(
		    out, out_size, "%s (%s %d)", iso, era.english, era.year);
	return out;
}

static void
draw_title(
    struct app *app, const struct case_screen *c, char *out, size_t out_size)
{
	char born[64];

	snprintf(out, out_size, "%s  %s  %s  %s",
	    app_text(app, case_kind_name(c->view.facts.kind)), c->view.notice,
	    case_name(c), case_born(app, c->view.born, born, sizeof(born)));
}

/* The visitor's ticket, and how far the visit is. */
static void
draw_ticket(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	const char *said = c->view.at_counter_at != 0 ? N_("at the counter")
			   : c->view.called_at != 0   ? N_("called")
						      : N_("arrived");

	if (c->view.ticket[0] == '\0')
		return;
	draw_text(a, row, 1, STYLE_DIM, app_text(app, N_("Ticket")));
	draw_text_within(
	    a, row, 11, RAIL_COLUMNS - 12, STYLE_STRONG, c->view.ticket);
	draw_text_within(
	    a, row + 1, 1, RAIL_COLUMNS - 2, STYLE_DIM, app_text(app, said));
}

static void
draw_rail(struct app *app, const struct case_screen *c, const struct area *a)
{
	int row = 0;

	for (int s = 0; s < STEP_COUNT; s++) {
		enum step_mark m = c->view.mark[s];
		enum style style = m == STEP_NOT_NEEDED ? STYLE_DIM
				   : m == STEP_NOW	? STYLE_STRONG
							: STYLE_NORMAL;

		if (m == STEP_FOREIGN)
			continue;
		if (m == STEP_NOT_NEEDED)
			draw_text(a, row, 1, STYLE_DIM, "--");
		else
			draw_mark(a, row, 1, marks[m]);
		draw_text_within(a, row, 4, RAIL_COLUMNS - 5, style,
		    app_text(app, case_step_name((enum case_step)s)));
		row++;
	}
	draw_ticket(app, c, a, row + 1);
}

/* A row of what the case knows. Returns the row after. */
static int
fact(struct app *app, const struct area *a, int row, const char *label,
    const char *value)
{
	if (value[0] == '\0')
		return row;
	draw_text_within(
	    a, row, 0, LABEL_WIDE - 1, STYLE_DIM, app_text(app, label));
	/* nothing that is compared may be cut: an address takes two rows */
	return draw_paragraph(
	    a, row, LABEL_WIDE, a->columns - LABEL_WIDE, STYLE_NORMAL, value);
}

static int
fact_names(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	const struct collection_view *v = &c->view;

	if (v->name_roman[0] != '\0') {
		row = fact(app, a, row, N_("Name"), v->name_roman);
		row = fact(app, a, row, N_("Name in kanji"), v->name_kanji);
	} else {
		row = fact(app, a, row, N_("Name"), v->name_kanji);
		row = fact(app, a, row, N_("Kana"), v->name_kana);
	}
	return fact(app, a, row, N_("Alias"), v->name_alias);
}

static int
fact_birth_address(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	char born[64];

	row = fact(app, a, row, N_("Birth date"),
	    case_born(app, c->view.born, born, sizeof(born)));
	return fact(app, a, row, N_("Address"), c->view.address);
}

static int
fact_person(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	row = fact_names(app, c, a, row);
	return fact_birth_address(app, c, a, row);
}

static int
fact_residence(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	char iso[DATE_ISO_SIZE];

	row = fact_person(app, c, a, row);
	row = fact(app, a, row, N_("Status"), c->view.status_code);
	row = fact(app, a, row, N_("Stay until"),
	    date_is_set(c->view.stay_until) ? date_iso(c->view.stay_until, iso)
					    : app_text(app, N_("no end")));
	return fact(app, a, row, N_("Card valid until"),
	    date_iso(c->view.card_expiry, iso));
}

static int
fact_card_face(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	char iso[DATE_ISO_SIZE];

	row = fact_names(app, c, a, row);
	row = fact(app, a, row, N_("Address"), c->view.address);
	return fact(app, a, row, N_("Card valid until"),
	    date_iso(c->view.card_expiry, iso));
}

static int
fact_card_place(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	char serial[24];
	size_t len = strlen(c->view.face_serial);

	/* other screens show a serial's last four only (procedures 6) */
	snprintf(serial, sizeof(serial), "...%s",
	    len > 4 ? c->view.face_serial + len - 4 : "");
	row = fact(app, a, row, N_("Place"), c->view.place);
	row = fact(app, a, row, N_("Serial on the face"), serial);
	return fact_card_face(app, c, a, row);
}

/* A card that its holder has, or had: which one it is, and how it stands. */
static int
fact_held_card(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	char iso[DATE_ISO_SIZE], serial[24];
	size_t len = strlen(c->view.face_serial);

	snprintf(serial, sizeof(serial), "...%s",
	    len > 4 ? c->view.face_serial + len - 4 : "");
	row = fact_names(app, c, a, row);
	row = fact(app, a, row, N_("Serial on the face"), serial);
	row = fact(app, a, row, N_("Card valid until"),
	    date_iso(c->view.card_expiry, iso));
	return fact(app, a, row, N_("Card is"),
	    app_text(app, card_state_name(c->view.card_state)));
}

static int
fact_letter(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	char iso[DATE_ISO_SIZE];

	row = fact_names(app, c, a, row);
	row = fact(app, a, row, N_("Address"), c->view.address);
	return fact(app, a, row, N_("Letter of"),
	    date_is_set(c->view.facts.letter_on)
		? date_iso(c->view.facts.letter_on, iso)
		: "");
}

static int
fact_hand_over(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	row = fact_names(app, c, a, row);
	return fact(app, a, row, N_("Still valid"), c->view.old_card);
}

/* A notification card lies somewhere, and shows name, birth and address. */
static int
fact_note(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	row = fact(app, a, row, N_("Place"), c->view.place);
	row = fact(
	    app, a, row, N_("Number of the registered mail"), c->view.notice);
	return fact_person(app, c, a, row);
}

/* What the clerk compares at a step. */
static int (*const facts[STEP_COUNT])(
    struct app *, const struct case_screen *, const struct area *, int) = {
    [STEP_REGISTER] = fact_person,
    [STEP_IDENTITY] = fact_person,
    [STEP_RESIDENCE] = fact_residence,
    [STEP_FACE] = fact_names,
    [STEP_RIGHT_CARD] = fact_card_place,
    [STEP_CONFIRM] = fact_card_face,
    [STEP_HAND_OVER] = fact_hand_over,
    [STEP_APPLICANT] = fact_person,
    [STEP_LETTER] = fact_letter,
    [STEP_SECOND_VISIT] = fact_letter,
    [STEP_LOSS] = fact_held_card,
    [STEP_RECOVERED] = fact_held_card,
    [STEP_ENDING] = fact_held_card,
    [STEP_GIVEN_BACK] = fact_held_card,
    [STEP_REISSUE] = fact_held_card,
    [STEP_LEAK] = fact_held_card,
    [STEP_RENEWAL] = fact_held_card,
    [STEP_STAY] = fact_residence,
    [STEP_NOTE_REISSUE] = fact_person,
    [STEP_NOTE_HAND_OVER] = fact_note,
    [STEP_APPLICATION] = fact_names,
    [STEP_SUSPEND] = fact_held_card,
    [STEP_LIFT] = fact_held_card,
    [STEP_ABOLISH] = fact_held_card,
    [STEP_TAKE_BACK] = fact_held_card,
    [STEP_NUMBER] = fact_held_card,
    [STEP_ORDER] = fact_names,
    [STEP_EXTEND] = fact_held_card,
    [STEP_PROCEDURE_END] = fact_held_card,
};

/* Where a card is asked for and none can be read: what one does about it. */
static bool
draw_reader_trouble(struct app *app, const struct case_screen *c,
    const struct area *a, int *row)
{
	struct desk_status s;
	struct failure f = {0};
	char text[TEXT_SIZE];

	desk_get_status(staff_desk(app), &s);
	if (s.reader_trouble == KERR_OK || c->view.check == CHECK_RIGHT)
		return false;
	failure_set(&f, s.reader_trouble);
	draw_mark(a, *row, 0, MARK_PROBLEM);
	*row = draw_paragraph(a, *row, 3, a->columns - 3, STYLE_PROBLEM,
	    failure_said(text, sizeof(text), app_lang(app), &f));
	*row = draw_paragraph(a, *row, 3, a->columns - 3, STYLE_NORMAL,
	    failure_next(text, sizeof(text), app_lang(app), &f, false));
	return true;
}

static int
draw_right_card(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	static const struct {
		enum mark mark;
		const char *said;
	} words[] = {
	    [CHECK_NO_CARD] = {MARK_NOW,
		N_("Place the card of this case on the reader.")},
	    [CHECK_READING] = {MARK_NOW, N_("Reading the card...")},
	    [CHECK_RIGHT] = {MARK_DONE, N_("This is the card of the case.")},
	    [CHECK_WRONG] = {MARK_PROBLEM,
		N_("STOP. This is another person's card.")},
	    [CHECK_FAILED] = {MARK_PROBLEM, N_("The card could not be read.")},
	};
	char text[TEXT_SIZE];

	if (draw_reader_trouble(app, c, a, &row))
		return row;
	draw_mark(a, row, 0, words[c->view.check].mark);
	row = draw_paragraph(a, row, 3, a->columns - 3, STYLE_STRONG,
	    app_text(app, words[c->view.check].said));
	if (c->view.check == CHECK_FAILED ||
	    c->view.check_failed.code == ERR_CARD_DELIVERED)
		row = draw_paragraph(a, row, 3, a->columns - 3, STYLE_NORMAL,
		    failure_said(text, sizeof(text), app_lang(app),
			&c->view.check_failed));
	return row;
}

static int
draw_incident(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	struct failure where = {0};
	char text[TEXT_SIZE];
	size_t len = strlen(c->incident.found_serial);

	failure_set(&where, ERR_INTERNAL);
	failure_text(&where, "serial",
	    len > 4 ? c->incident.found_serial + len - 4 : "?");
	failure_text(&where, "notice", c->incident.notice);
	failure_text(&where, "place", c->incident.place);
	draw_mark(a, row, 0, MARK_PROBLEM);
	row = draw_paragraph(a, row, 3, a->columns - 3, STYLE_PROBLEM,
	    app_text(app,
		N_("Another card was on the reader: an incident is open.")));
	row = draw_paragraph(a, row, 3, a->columns - 3, STYLE_NORMAL,
	    app_fill(app, text, sizeof(text),
		c->incident.notice[0] != '\0'
		    ? N_("It belongs to notice {notice}, place {place} (chip "
			 "...{serial}). Put it back there, then press F5.")
		    : N_("It is not in the list (chip ...{serial}). Keep it "
			 "apart and tell a supervisor, then press F5."),
		&where));
	return row + 1;
}

/* Shorter than pin_status_name(): a word in a column. */
static const struct {
	enum mark mark;
	const char *word;
} pin_words[PIN_STATUS_COUNT] = {
    [PIN_STATUS_NONE] = {MARK_NONE, N_("not needed")},
    [PIN_STATUS_TO_SET] = {MARK_NONE, N_("still to set")},
    [PIN_STATUS_INTENDED] = {MARK_UNKNOWN, N_("being written")},
    [PIN_STATUS_WRITTEN] = {MARK_DONE, N_("set")},
    [PIN_STATUS_REFUSED] = {MARK_PROBLEM, N_("not set")},
    [PIN_STATUS_UNKNOWN] = {MARK_UNKNOWN, N_("unknown")},
    [PIN_STATUS_RECORDED] = {MARK_DONE, N_("noted")},
};

#define PIN_WORD_COLUMNS  13
#define PIN_TRIES_COLUMNS 3

static int
draw_pin_row(struct app *app, const struct case_screen *c, const struct area *a,
    int row, enum pin_ref ref)
{
	const struct pin_ref_view *r = &c->pins.ref[ref];
	int word = a->columns - PIN_WORD_COLUMNS - PIN_TRIES_COLUMNS;
	char name[128], tries[16];

	snprintf(name, sizeof(name), "%s%s",
	    app_text(app, pin_kind_name(pin_ref_kind(ref))),
	    ref == PIN_REF_COMMON ? app_text(app, N_(" (2nd place)")) : "");
	draw_mark(a, row, 0, pin_words[r->status].mark);
	draw_text_within(a, row, 3, word - 4, STYLE_NORMAL, name);
	draw_text_within(a, row, word, PIN_WORD_COLUMNS, STYLE_STRONG,
	    app_text(app, pin_words[r->status].word));
	if (r->tries_left >= 0 && r->status != PIN_STATUS_RECORDED) {
		snprintf(tries, sizeof(tries), "%d", r->tries_left);
		draw_text_right(a, row, a->columns - PIN_TRIES_COLUMNS,
		    PIN_TRIES_COLUMNS, STYLE_NORMAL, tries);
	}
	return row + 1;
}

/* The card was asked and says that its value was changed: only the resident
 * can tell what to. */
static bool
pins_await_proof(const struct case_screen *c)
{
	for (int r = 0; r < PIN_REF_COUNT; r++)
		if (c->pins.ref[r].status == PIN_STATUS_UNKNOWN ||
		    c->pins.ref[r].status == PIN_STATUS_INTENDED)
			return true;
	return false;
}

/* A place that has no try left cannot be set here, but by a reset. */
static bool
pins_are_locked(const struct case_screen *c)
{
	if (c->pins.kind == CASE_KIND_PIN_RESET)
		return false;
	for (int r = 0; r < PIN_REF_COUNT; r++)
		if (c->pins.ref[r].status != PIN_STATUS_NONE &&
		    c->pins.ref[r].status != PIN_STATUS_WRITTEN &&
		    c->pins.ref[r].status != PIN_STATUS_RECORDED &&
		    c->pins.ref[r].tries_left == 0)
			return true;
	return false;
}

/* Some are set and others are not: what is so, and how it is repaired. */
static const char *
pins_repair(const struct case_screen *c)
{
	static const char *const split[CASE_KIND_COUNT] = {
	    [CASE_KIND_COLLECTION] =
		N_("The resident register PIN is set in only one of its two "
		   "places: the chip holds two different PINs. Repair it: F8, "
		   "and the resident types the same PIN again. If it is "
		   "forgotten: reset it on the official terminal, then F9."),
	    [CASE_KIND_PIN_CHANGE] =
		N_("The resident register PIN is changed in only one of its "
		   "two places: the chip holds two different PINs. Repair it: "
		   "F8, and the resident types the old and the new PIN again. "
		   "If one is forgotten: refuse (F6) and open a reset."),
	    [CASE_KIND_PIN_RESET] =
		N_("The resident register PIN is reset in only one of its two "
		   "places: the chip holds two different PINs. Repair it: F8, "
		   "and the resident chooses it once more, the same or another "
		   "one. Both places get it."),
	};

	if (c->pins.trouble.split)
		return split[c->pins.kind];
	return N_("Only {n} of {all} PINs are set. F8: the resident goes on "
		  "with the others. What is set stays set.");
}

/* What is to be done about the PINs, by what is known of them. */
static const char *
pins_advice(const struct case_screen *c)
{
	if (c->pins.all_set && c->pins.any_recorded)
		return N_("Every PIN of this case is set, or noted as set on "
			  "the official terminal. Enter goes on.");
	if (c->pins.all_set)
		return N_("Every PIN of this case is set. Enter goes on.");
	if (c->pins.needs_terminal)
		return c->pins.kind == CASE_KIND_PIN_RESET
			   ? N_("This office cannot reset a PIN on the chip: "
				"it needs the issuer's terminal. Reset it "
				"there, see that it is done, and record it "
				"here with F9.")
			   : N_("This office does not set first PINs on the "
				"chip: they need the issuer's terminal. Set "
				"them there, see that it is done, and record "
				"it here with F9.");
	if (c->pins.secrets_off)
		return N_("PINs cannot be typed here: memory for them cannot "
			  "be locked. Raise the limit (ulimit -l) and start "
			  "again; or set the PINs on the official terminal and "
			  "record it (F9).");
	if (pins_are_locked(c))
		return N_("A PIN of this card is locked (no tries left) and "
			  "cannot be set here. Reset it on the official "
			  "terminal, then record it with F9; or refuse the "
			  "card with F6.");
	if (c->pins.any_unknown)
		return N_("It is not known whether these PINs were written. "
			  "With the card on the reader and the resident's "
			  "consent, F8 asks the card with the office's initial "
			  "value. If the PIN was written, this costs one of "
			  "its tries; typing the right PIN gives it back.");
	if (c->pins.initial_missing)
		return N_("The initial values of fresh cards are not entered "
			  "here. Enter them from the queue (F5), or set the "
			  "PINs on the official terminal and record it (F9).");
	if (c->pins.any_before)
		return N_("An earlier visit set the PINs marked ?. Press F8: "
			  "the resident types the PINs chosen then once more, "
			  "and the card says whether they are the ones.");
	if (c->pins.trouble.unknown && c->pins.kind == CASE_KIND_PIN_CHANGE)
		return N_("It is not known whether the PIN marked ? was "
			  "changed. Press F8: the resident types the PIN from "
			  "before and the new one again; the card says which "
			  "of them it holds, and the change is finished.");
	if (c->pins.trouble.unknown && c->pins.kind == CASE_KIND_PIN_RESET)
		return N_("It is not known whether the PIN marked ? was "
			  "reset. Press F8: the resident chooses it again, and "
			  "the card is asked for it first.");
	if (c->pins.kind == CASE_KIND_PIN_RESET)
		return N_("The resident chooses new PINs on this screen: press "
			  "F8. If the card refuses, reset them on the issuer's "
			  "terminal and record it (F9).");
	if (c->pins.kind == CASE_KIND_PIN_CHANGE)
		return N_("The resident types the present PIN and a new one on "
			  "this screen: press F8. A wrong present PIN costs a "
			  "try. If it is not known, refuse (F6) and open a "
			  "reset.");
	if (c->view.check != CHECK_RIGHT)
		return N_("Place the card of this case on the reader.");
	if (pins_await_proof(c))
		return N_("The card was asked: a PIN marked ? was changed. "
			  "Press F8: the resident types the PIN chosen before "
			  "once more; the card then says whether it is the "
			  "one, and the try comes back.");
	return N_("The resident sets the PINs on this screen. Turn the "
		  "keyboard to the resident and press F8. With your counter "
		  "code you take the terminal back.");
}

/* A split is told whatever else is so; that only some are set, when nothing
 * heavier is. */
static int
draw_pins_advice(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	const struct pin_trouble *t = &c->pins.trouble;
	bool heavier = t->unknown || pins_are_locked(c);
	struct failure n = {0};
	char text[TEXT_SIZE];

	if (t->split || (t->some && !heavier)) {
		failure_set(&n, ERR_INTERNAL);
		failure_number(&n, "n", t->set);
		failure_number(&n, "all", t->needed);
		draw_mark(a, row, 0, MARK_PROBLEM);
		row = draw_paragraph(a, row, 3, a->columns - 3, STYLE_PROBLEM,
		    app_fill(app, text, sizeof(text), pins_repair(c), &n));
		if (!heavier)
			return row;
	}
	return draw_paragraph(
	    a, row, 0, a->columns, STYLE_NORMAL, app_text(app, pins_advice(c)));
}

static int
draw_pins(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	bool long_advice = c->pins.any_unknown || c->pins.trouble.split;
	char text[TEXT_SIZE];

	row = draw_pins_advice(app, c, a, row) + !long_advice;
	draw_text(a, row, 3, STYLE_DIM, app_text(app, N_("PIN")));
	draw_text_right(a, row, a->columns - 14, 14, STYLE_DIM,
	    app_text(app, N_("tries left")));
	row++;
	for (int r = 0; r < PIN_REF_COUNT; r++)
		if (c->pins.ref[r].status != PIN_STATUS_NONE)
			row = draw_pin_row(app, c, a, row, (enum pin_ref)r);
	/* the longer advice takes the row between them */
	row = draw_right_card(app, c, a, long_advice ? row : row + 1);
	if (c->pins.failed.code != KERR_OK)
		row = draw_paragraph(a, row, 3, a->columns - 3, STYLE_WARN,
		    failure_said(
			text, sizeof(text), app_lang(app), &c->pins.failed));
	return row;
}

/* By enum due_state. */
static const struct {
	enum mark mark;
	const char *said;
} fee_words[] = {
    [DUE_NOTHING] = {MARK_DONE, N_("Nothing is to be paid.")},
    [DUE_TO_PAY] = {MARK_PROBLEM, N_("To be paid before the hand-over.")},
    [DUE_TO_PROVE] = {MARK_PROBLEM,
	N_("Free when it is proven, else to be paid: {evidence}.")},
    [DUE_TO_DECIDE] = {MARK_PROBLEM,
	N_("The office decides: paid, or exempt with {evidence}.")},
    [DUE_NO_PRICE] = {MARK_PROBLEM,
	N_("No price is in force: two people enter the schedule (F3 of the "
	   "queue).")},
    [DUE_NO_REASON] = {MARK_PROBLEM,
	N_("The reason has no rule in force: choose the reason (F8).")},
    [DUE_PAID] = {MARK_DONE, N_("Paid, receipt {receipt}. Not asked again.")},
    [DUE_EXEMPT] = {MARK_DONE, N_("Exempt. Not asked again.")},
};

static int
draw_fee_item(struct app *app, const struct charge_item *item,
    const struct area *a, int row)
{
	struct failure what = {0};
	char text[TEXT_SIZE], yen[24];

	cash_yen_said(item->yen, yen, sizeof(yen));
	draw_mark(a, row, 0, fee_words[item->state].mark);
	draw_text_within(a, row, 3, a->columns - 18, STYLE_STRONG,
	    app_text(app, fee_item_name(item->item)));
	if (item->state != DUE_NOTHING && item->state != DUE_NO_PRICE) {
		snprintf(
		    text, sizeof(text), "%s %s", yen, app_text(app, N_("JPY")));
		draw_text_right(
		    a, row, a->columns - 14, 14, STYLE_STRONG, text);
	}
	failure_set(&what, ERR_INTERNAL);
	failure_text(&what, "evidence", app_text(app, item->evidence));
	failure_text(&what, "receipt", item->receipt);
	return draw_paragraph(a, row + 1, 3, a->columns - 3, STYLE_NORMAL,
	    app_fill(
		app, text, sizeof(text), fee_words[item->state].said, &what));
}

static int
draw_fee(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	struct failure claim = {0};
	char text[TEXT_SIZE], yen[24];

	if (c->fee.reason[0] != '\0')
		row = fact(
		    app, a, row, N_("Reason"), app_text(app, c->fee.reason));
	row++;
	for (size_t i = 0; i < c->fee.item_count; i++)
		row = draw_fee_item(app, &c->fee.item[i], a, row);
	if (!c->fee.claim_differs)
		return row;
	failure_set(&claim, ERR_INTERNAL);
	failure_text(
	    &claim, "yen", cash_yen_said(c->fee.claim_yen, yen, sizeof(yen)));
	draw_mark(a, row + 1, 0, MARK_PROBLEM);
	return draw_paragraph(a, row + 1, 3, a->columns - 3, STYLE_WARN,
	    app_fill(app, text, sizeof(text),
		N_("The delivery list says {yen} yen. The schedule counts."),
		&claim));
}

/* Steps that are no form. */
static int (*const bodies[STEP_COUNT])(
    struct app *, const struct case_screen *, const struct area *, int) = {
    [STEP_RIGHT_CARD] = draw_right_card,
    [STEP_PINS] = draw_pins,
    [STEP_FEE] = draw_fee,
};

/* The card keeps what was written before the case was ended or paused. */
static void
draw_left_behind(
    struct app *app, const struct case_screen *c, const struct area *a, int row)
{
	const struct pin_trouble *t = &c->pins.trouble;
	const char *said = N_("Some of the PINs are set and others are not. "
			      "The next visit for this card goes on there.");

	if (!t->some || c->view.state == CASE_CLOSED ||
	    (c->view.facts.kind != CASE_KIND_COLLECTION && !t->split))
		return;
	if (c->view.facts.kind != CASE_KIND_COLLECTION &&
	    c->view.state == CASE_REFUSED)
		said = N_("The resident register PIN is set in only one of its "
			  "two places: open a PIN reset for this card. Until "
			  "then it stays under \"Needs attention\".");
	draw_mark(a, row, 0, MARK_PROBLEM);
	(void)draw_paragraph(
	    a, row, 3, a->columns - 3, STYLE_PROBLEM, app_text(app, said));
}

static void
draw_ended(struct app *app, const struct case_screen *c, const struct area *a)
{
	static const char *const said[] = {
	    [CASE_OPEN] = N_("Another counter works on this case."),
	    [CASE_PAUSED] = N_("Paused. Any counter can go on with it."),
	    [CASE_REFUSED] = N_("Refused. The card goes back to its place. "
				"Give the resident the slip."),
	    [CASE_ABANDONED] = N_("Stopped. The card goes back to its place."),
	    [CASE_CLOSED] = N_("Handed over. Give the resident the slip."),
	};
	/* the card was never ours to put back */
	static const char *const said_of_pins[] = {
	    [CASE_OPEN] = N_("Another counter works on this case."),
	    [CASE_PAUSED] = N_("Paused. Any counter can go on with it."),
	    [CASE_REFUSED] = N_("Refused. Give the resident the card and the "
				"slip."),
	    [CASE_ABANDONED] = N_("Stopped. Give the resident the card."),
	    [CASE_CLOSED] = N_("Closed. Give the resident the slip."),
	};
	/* it may be lost, or stay here */
	static const char *const said_of_procedures[] = {
	    [CASE_OPEN] = N_("Another counter works on this case."),
	    [CASE_PAUSED] = N_("Paused. Any counter can go on with it. A "
			       "paper that was made lies in the spool."),
	    [CASE_REFUSED] = N_("Refused. Give the visitor the slip."),
	    [CASE_ABANDONED] = N_("Stopped. Nothing was changed."),
	    [CASE_CLOSED] = N_("Closed. Give the visitor the slip."),
	};
	bool collected = case_kind_hands_over(c->view.facts.kind);
	const char *const *words = procedure_has_effects(c->view.facts.kind)
				       ? said_of_procedures
				   : collected ? said
					       : said_of_pins;
	const struct refusal *why = refusal_from_code(c->view.end_reason);
	int row = draw_paragraph(a, 0, 0, a->columns, STYLE_STRONG,
	    app_text(app, words[c->view.state]));

	row = fact(app, a, row + 1, N_("Name"), case_name(c));
	row = fact(app, a, row, N_("Place"),
	    c->view.state == CASE_CLOSED || !collected ? "" : c->view.place);
	if (why != NULL) {
		row =
		    fact(app, a, row, N_("Reason"), app_text(app, why->label));
		row = draw_paragraph(a, row + 1, 0, a->columns, STYLE_NORMAL,
		    app_text(app, why->said));
	}
	row = fact(app, a, row, N_("Slip"), c->slip);
	draw_left_behind(app, c, a, row + 1);
	draw_cursor(a, 0, 0);
}

static void
draw_step(struct app *app, const struct case_screen *c, const struct area *a)
{
	enum case_step step = c->view.step;
	struct area form;
	int row = 0;

	draw_cursor(a, 0, 0);
	draw_text(
	    a, row++, 0, STYLE_TITLE, app_text(app, case_step_name(step)));
	row = draw_paragraph(a, row, 0, a->columns, STYLE_NORMAL,
	    app_text(app, step_instruction(step, &c->view.facts)));
	row++;
	if (c->incident.id != 0)
		row = draw_incident(app, c, a, row);
	if (facts[step] != NULL)
		row = facts[step](app, c, a, row) + 1;
	if (bodies[step] != NULL)
		row = bodies[step](app, c, a, row) + 1;
	if (c->form == NULL)
		return;
	form = area_below(a, row);
	form_draw(c->form, &form, app_lang(app));
}

void
case_draw(struct app *app, const void *state, const struct area *a)
{
	const struct case_screen *c = state;
	struct area body, rail, right;
	char title[TEXT_SIZE];

	draw_title(app, c, title, sizeof(title));
	body = staff_head(app, a, title);
	rail = area_part(&body, 0, 0, body.rows, RAIL_COLUMNS);
	right = area_part(&body, 0, RAIL_COLUMNS + 2, body.rows,
	    body.columns - RAIL_COLUMNS - 3);
	draw_rail(app, c, &rail);
	draw_upright(&body, 0, RAIL_COLUMNS, body.rows);
	if (c->view.state == CASE_OPEN && c->view.mine &&
	    c->view.step < STEP_COUNT)
		draw_step(app, c, &right);
	else
		draw_ended(app, c, &right);
}
