/* staff_holder_check.c -- what the chip holds of its holder, beside the case.
 * The pictures help the eye; the printed photo decides. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "desk/collection.h"
#include "desk/desk.h"
#include "desk/holder_check.h"
#include "screens/photo.h"
#include "screens/secret_field.h"
#include "screens/staff.h"

#define LEFT_COLUMN   4
#define VALUE_COLUMN  20
#define PHOTO_COLUMNS 30
#define CASE_COLUMN   11
#define CARD_COLUMN   23
#define WORD_COLUMN   35

enum holder_page { PAGE_ALL, PAGE_PHOTO, PAGE_NAME, PAGE_ADDRESS };

struct holder {
	int64_t case_id;
	struct collection_view view;
	enum holder_number which;
	struct secret *typed;
	struct secret_field field;
	enum holder_page page;
};

static void
holder_fresh_field(struct holder *h)
{
	secret_clear(h->typed);
	secret_field_init(&h->field, h->typed, holder_number_len(h->which),
	    SECRET_LINE, secret_accepts_digits);
}

static const struct holder_view *
holder_now(const struct app *app)
{
	return holder_check_get(staff_desk(app));
}

static enum kerr
holder_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct holder *h = calloc(1, sizeof(*h));
	enum kerr e;

	if (h == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = h;
	h->case_id = *(const int64_t *)arg;
	if ((h->typed = secret_new(SECRET_CAPACITY_MOST)) == NULL)
		return failure_set(f, ERR_SECRET_MEMORY);
	holder_fresh_field(h);
	e = collection_load(staff_desk(app), h->case_id, &h->view, f);
	return e == KERR_OK ? holder_check_begin(staff_desk(app), h->case_id, f)
			    : e;
}

static void
holder_close(struct app *app, void *state)
{
	struct holder *h = state;

	holder_check_end(staff_desk(app));
	if (h == NULL)
		return;
	secret_free(&h->typed);
	secret_wipe(h, sizeof(*h));
	free(h);
}

/* -- before it is opened -- */

static void
draw_tries(struct app *app, const struct area *a, int row, int left)
{
	struct failure tries = {0};
	char text[120];
	enum mark mark = left == 0 || left == 1 ? MARK_PROBLEM : MARK_NONE;
	const char *id = left == HOLDER_TRIES_UNKNOWN
			     ? N_("The card does not tell its tries.")
			 : left == 0 ? N_("Locked on this card.")
			 : left == 1 ? N_("Only one try is left.")
				     : N_("Tries left: {left}");

	failure_set(&tries, ERR_INTERNAL);
	failure_number(&tries, "left", left);
	draw_mark(a, row, LEFT_COLUMN, mark);
	draw_text(a, row, VALUE_COLUMN, mark_style(mark),
	    app_fill(app, text, sizeof(text), id, &tries));
}

static void
draw_entry(struct app *app, const struct holder *h, const struct area *a)
{
	static const char *const labels[HOLDER_NUMBER_COUNT] = {
	    [HOLDER_NUMBER_B] = N_("14 digits of the card's face"),
	    [HOLDER_NUMBER_A] = N_("Individual Number, 12 digits"),
	};
	static const char *const asks[HOLDER_NUMBER_COUNT] = {
	    [HOLDER_NUMBER_B] =
		N_("Type from the card's face, without blanks: the birth date "
		   "as printed (year of the era, month, day: 6 digits), the "
		   "year of expiry (4), the security code (4)."),
	    [HOLDER_NUMBER_A] =
		N_("Type the 12 digits from the notification card. They are "
		   "sent to the card, kept nowhere and wiped."),
	};
	int row;

	draw_text(
	    a, 1, LEFT_COLUMN, STYLE_STRONG, app_text(app, labels[h->which]));
	row = draw_paragraph(a, 3, LEFT_COLUMN, a->columns - 8, STYLE_NORMAL,
	    app_text(app, asks[h->which]));
	draw_tries(app, a, row + 1, holder_now(app)->tries_left[h->which]);
	secret_field_draw(&h->field, a, row + 3, VALUE_COLUMN, true);
	draw_paragraph(a, row + 5, LEFT_COLUMN, a->columns - 8, STYLE_DIM,
	    app_text(app, N_("A wrong number costs one of these tries. "
			     "Nothing on the card is changed.")));
}

static void
draw_waiting(struct app *app, const struct holder_view *v, const struct area *a)
{
	static const char *const says[] = {
	    [HOLDER_NO_CARD] = N_("Place the card of this case on the reader."),
	    [HOLDER_ASKING] = N_("Asking the card how many tries are left..."),
	    [HOLDER_OPENING] = N_("Reading the card... Please do not lift it."),
	    [HOLDER_FAILED] =
		N_("The card could not be read. F5 begins again."),
	};
	char text[400];

	draw_paragraph(a, 1, LEFT_COLUMN, a->columns - 8, STYLE_STRONG,
	    app_text(app, says[v->stage]));
	if (v->failed.code == KERR_OK)
		return;
	draw_mark(a, 3, LEFT_COLUMN - 3, MARK_PROBLEM);
	draw_paragraph(a, 3, LEFT_COLUMN, a->columns - 8, STYLE_PROBLEM,
	    app_fill(app, text, sizeof(text), error_said(v->failed.code),
		&v->failed));
	draw_paragraph(a, 5, LEFT_COLUMN, a->columns - 8, STYLE_NORMAL,
	    app_text(app, error_next_staff(v->failed.code)));
}

/* -- what was found -- */

static bool
draw_picture(struct app *app, const struct area *a, enum holder_picture_kind k)
{
	const struct holder_picture *p = &holder_now(app)->picture[k];
	const struct photo_source source = {.pixels = p->pixels,
	    .width = p->width,
	    .height = p->height,
	    .channels = p->channels};

	if (p->pixels != NULL &&
	    photo_draw(
		a, &source, k == HOLDER_PHOTO ? PHOTO_PORTRAIT : PHOTO_WRITING))
		return true;
	draw_paragraph(a, 0, 0, a->columns, STYLE_WARN,
	    app_text(app, p->is_broken
			      ? N_("? This picture cannot be shown.")
			      : N_("? There is no picture on the card.")));
	return false;
}

static void
draw_compared(struct app *app, const struct area *a, int row, const char *label,
    struct date in_case, struct date on_card, enum holder_match match)
{
	static const char *const words[] = {
	    [HOLDER_NOT_KNOWN] = N_("not known"),
	    [HOLDER_SAME] = N_("same"),
	    [HOLDER_DIFFERENT] = N_("different"),
	};
	static const enum mark marks[] = {
	    [HOLDER_NOT_KNOWN] = MARK_UNKNOWN,
	    [HOLDER_SAME] = MARK_NONE,
	    [HOLDER_DIFFERENT] = MARK_PROBLEM,
	};
	char iso[DATE_ISO_SIZE];

	draw_mark(a, row, 0, marks[match]);
	draw_text_within(a, row, MARK_COLUMNS + 1,
	    CASE_COLUMN - MARK_COLUMNS - 2, STYLE_NORMAL, app_text(app, label));
	draw_text(a, row, CASE_COLUMN, STYLE_NORMAL, date_iso(in_case, iso));
	draw_text(a, row, CARD_COLUMN, STYLE_NORMAL, date_iso(on_card, iso));
	draw_text(a, row, WORD_COLUMN, mark_style(marks[match]),
	    app_text(app, words[match]));
}

static int
draw_signature(struct app *app, const struct area *a, int row)
{
	static const struct {
		enum mark mark;
		const char *text;
	} rows[] = {
	    [HOLDER_SIGNATURE_UNCHECKED] = {MARK_UNKNOWN,
		N_("The signature could not be checked.")},
	    [HOLDER_SIGNATURE_WRONG] = {MARK_PROBLEM,
		N_("The signature is wrong: name, pictures or birth date were "
		   "changed.")},
	    [HOLDER_SIGNATURE_HOLDS] = {MARK_NONE,
		N_("The signature fits the key on the card. Who issued that "
		   "key cannot be checked here. It does not cover the expiry.")},
	};
	enum holder_signature s = holder_now(app)->signature;

	draw_mark(a, row, 0, rows[s].mark);
	return draw_paragraph(a, row, MARK_COLUMNS + 1,
	    a->columns - MARK_COLUMNS - 1, mark_style(rows[s].mark),
	    app_text(app, rows[s].text));
}

static int
draw_names(struct app *app, const struct holder *h, const struct area *a)
{
	const char *name = h->view.name_roman[0] != '\0' ? h->view.name_roman
							 : h->view.name_kanji;
	struct area written = area_part(a, 2, 0, 2, a->columns);
	struct area address = area_part(a, 5, 0, 2, a->columns);

	draw_text(a, 0, 0, STYLE_STRONG,
	    app_text(app, N_("Compare by eye: case above, chip below")));
	draw_text_within(a, 1, 0, a->columns, STYLE_NORMAL, name);
	(void)draw_picture(app, &written, HOLDER_NAME);
	draw_text_within(a, 4, 0, a->columns, STYLE_NORMAL, h->view.address);
	(void)draw_picture(app, &address, HOLDER_ADDRESS);
	return 7;
}

static void
draw_found(struct app *app, const struct holder *h, const struct area *a)
{
	const struct holder_view *v = holder_now(app);
	struct area photo = area_part(a, 0, 1, a->rows - 1, PHOTO_COLUMNS);
	struct area right = area_part(
	    a, 0, PHOTO_COLUMNS + 3, a->rows, a->columns - PHOTO_COLUMNS - 4);
	int row;

	(void)draw_picture(app, &photo, HOLDER_PHOTO);
	draw_upright(a, 0, PHOTO_COLUMNS + 1, a->rows);
	row = draw_names(app, h, &right);
	draw_text(
	    &right, row, CASE_COLUMN, STYLE_DIM, app_text(app, N_("case")));
	draw_text(
	    &right, row, CARD_COLUMN, STYLE_DIM, app_text(app, N_("chip")));
	draw_compared(app, &right, row + 1, N_("Birth"), v->case_birth,
	    v->birth, v->birth_match);
	draw_compared(app, &right, row + 2, N_("Expiry"), v->case_expiry,
	    v->expiry, v->expiry_match);
	row = draw_signature(app, &right, row + 3);
	(void)draw_paragraph(&right, row, 0, right.columns, STYLE_STRONG,
	    app_text(app, N_("The pictures help; the printed photo decides.")));
	draw_cursor(a, 0, 0);
}

static void
holder_draw(struct app *app, const void *state, const struct area *a)
{
	static const enum holder_picture_kind kinds[] = {
	    [PAGE_PHOTO] = HOLDER_PHOTO,
	    [PAGE_NAME] = HOLDER_NAME,
	    [PAGE_ADDRESS] = HOLDER_ADDRESS,
	};
	const struct holder *h = state;
	const struct holder_view *v = holder_now(app);
	struct area body = staff_head(
	    app, a, app_text(app, N_("What the chip holds of its holder")));
	struct area whole = area_part(&body, 0, 1, body.rows, body.columns - 2);

	if (v->stage == HOLDER_READY)
		draw_entry(app, h, &body);
	else if (v->stage != HOLDER_SHOWN)
		draw_waiting(app, v, &body);
	else if (h->page == PAGE_ALL)
		draw_found(app, h, &body);
	else
		(void)draw_picture(app, &whole, kinds[h->page]);
}

/* -- keys -- */

static struct request
holder_typed(struct app *app, void *state, uint32_t code_point)
{
	struct holder *h = state;

	if (holder_now(app)->stage == HOLDER_READY)
		(void)secret_field_type(&h->field, code_point);
	return request_stay();
}

static struct request
holder_moved(struct app *app, void *state, enum ui_key key)
{
	struct holder *h = state;

	(void)app;
	(void)secret_field_move(&h->field, key);
	return request_stay();
}

static struct request
holder_send(struct app *app, struct holder *h, bool last_confirmed)
{
	struct secret *number = secret_copy(h->typed);
	struct failure f = {0};
	enum kerr e;

	if (number == NULL)
		e = failure_set(&f, ERR_SECRET_MEMORY);
	else
		e = holder_check_open(
		    staff_desk(app), h->which, &number, last_confirmed, &f);
	secret_free(&number);
	secret_clear(h->typed);
	if (e != KERR_OK)
		app_say_failure(app, &f);
	else
		app_say_nothing(app);
	return request_stay();
}

static struct request
last_answered(struct app *app, void *state, int answer)
{
	struct holder *h = state;

	if (answer == 1)
		return holder_send(app, h, true);
	secret_clear(h->typed);
	app_say(app, MARK_NONE, N_("Nothing was sent to the card."), NULL);
	return request_stay();
}

static struct request
holder_enter(struct app *app, void *state)
{
	static const struct confirm ask = {
	    .title = N_("The last try"),
	    .question =
		N_("Only one try is left for this number. If it is wrong, the "
		   "number is locked on this card, and nothing here unlocks "
		   "it. The printed card can be compared without it."),
	    .yes = N_("Spend the last try"),
	    .warning = true,
	    .answered = last_answered,
	};
	struct holder *h = state;

	if (secret_len(h->typed) != holder_number_len(h->which)) {
		app_say(app, MARK_PROBLEM,
		    N_("Digits are missing. Nothing was sent."), NULL);
		return request_stay();
	}
	if (holder_now(app)->tries_left[h->which] == 1)
		return request_push_copy(&confirm_screen, &ask, sizeof(ask));
	return holder_send(app, h, false);
}

static struct request
holder_other_number(struct app *app, void *state)
{
	struct holder *h = state;

	h->which =
	    h->which == HOLDER_NUMBER_B ? HOLDER_NUMBER_A : HOLDER_NUMBER_B;
	holder_fresh_field(h);
	app_say_nothing(app);
	return request_stay();
}

static struct request
holder_again(struct app *app, void *state)
{
	struct holder *h = state;
	struct failure f = {0};

	h->page = PAGE_ALL;
	secret_clear(h->typed);
	app_say_nothing(app);
	if (holder_check_begin(staff_desk(app), h->case_id, &f) != KERR_OK)
		app_say_failure(app, &f);
	return request_stay();
}

static struct request
holder_turn(struct holder *h, enum holder_page page)
{
	h->page = h->page == page ? PAGE_ALL : page;
	return request_stay();
}

static struct request
holder_photo(struct app *app, void *state)
{
	(void)app;
	return holder_turn(state, PAGE_PHOTO);
}

static struct request
holder_name(struct app *app, void *state)
{
	(void)app;
	return holder_turn(state, PAGE_NAME);
}

static struct request
holder_address(struct app *app, void *state)
{
	(void)app;
	return holder_turn(state, PAGE_ADDRESS);
}

static struct request
holder_back(struct app *app, void *state)
{
	struct holder *h = state;

	app_say_nothing(app);
	return h->page == PAGE_ALL ? request_pop() : holder_turn(h, h->page);
}

/* What was typed goes when its card goes. */
static struct request
holder_event(struct app *app, void *state, const void *event)
{
	struct holder *h = state;
	const struct holder_view *v = holder_now(app);

	(void)event;
	if (v->stage != HOLDER_READY)
		secret_clear(h->typed);
	if (v->stage == HOLDER_READY && v->failed.code != KERR_OK)
		app_say_failure(app, &v->failed);
	return request_stay();
}

static bool
when_ready(const struct app *app, const void *state)
{
	(void)state;
	return holder_now(app)->stage == HOLDER_READY;
}

static bool
when_shown(const struct app *app, const void *state)
{
	(void)state;
	return holder_now(app)->stage == HOLDER_SHOWN;
}

static bool
when_ended(const struct app *app, const void *state)
{
	(void)state;
	return holder_now(app)->stage == HOLDER_SHOWN ||
	       holder_now(app)->stage == HOLDER_FAILED;
}

static const struct key_binding holder_keys[] = {
    {.key = UI_KEY_ENTER,
	.handler = holder_enter,
	.label = N_("Open"),
	.when = when_ready},
    {.key = UI_KEY_F2,
	.handler = holder_photo,
	.label = N_("Photo"),
	.when = when_shown},
    {.key = UI_KEY_F3,
	.handler = holder_name,
	.label = N_("Name"),
	.when = when_shown},
    {.key = UI_KEY_F4,
	.handler = holder_address,
	.label = N_("Address"),
	.when = when_shown},
    {.key = UI_KEY_F5,
	.handler = holder_again,
	.label = N_("Read again"),
	.when = when_ended},
    {.key = UI_KEY_F9,
	.handler = holder_other_number,
	.label = N_("Other number"),
	.when = when_ready},
    {.key = UI_KEY_F12,
	.handler = staff_open_training,
	.label = N_("Training"),
	.when = staff_is_training},
    {.key = UI_KEY_ESC, .handler = holder_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen staff_holder_check_screen = {
    .name = "holder_check",
    .title = N_("What the chip holds of its holder"),
    .help = N_("A number opens the pictures in the chip: 14 digits from the "
	       "printed face, or the 12-digit number of the notification card. "
	       "Compare the person, the printed photo and this one. The "
	       "printed photo decides."),
    .keys = holder_keys,
    .flags = SCREEN_NO_SCANS,
    .open = holder_open,
    .draw = holder_draw,
    .moved = holder_moved,
    .typed = holder_typed,
    .event = holder_event,
    .close = holder_close,
};
