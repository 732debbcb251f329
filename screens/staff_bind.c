/* staff_bind.c -- the chip of a card that was written down by hand: place it,
 * compare face and print, bind it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "desk/card_entry.h"
#include "desk/desk.h"
#include "screens/staff.h"

#define MARGIN	  4
#define LABELS	  24
#define TEXT_SIZE 640

static enum kerr
bind_open(struct app *app, void *arg, void **state, struct failure *f)
{
	(void)state;
	return card_bind_begin(staff_desk(app), *(const int64_t *)arg, f);
}

static void
bind_close(struct app *app, void *state)
{
	(void)state;
	card_bind_end(staff_desk(app));
}

static void
draw_pair(const struct app *app, const struct area *a, int row,
    const char *label, const char *value)
{
	draw_text(a, row, MARGIN, STYLE_DIM, app_text(app, label));
	draw_text_within(a, row, MARGIN + LABELS,
	    a->columns - MARGIN - LABELS - 1, STYLE_STRONG, value);
}

/* What lies on the reader, or what is missing. */
static void
draw_check(struct app *app, const struct area *a, int row,
    const struct card_bind_view *v)
{
	static const char *const words[] = {
	    [CHECK_NO_CARD] = N_("Place the holder's card on the reader."),
	    [CHECK_READING] =
		N_("Reading the card: leave it on the reader ..."),
	    [CHECK_RIGHT] =
		N_("The card can be bound. Compare the person in front of you "
		   "with the photo, and the print with the entry above. Then "
		   "press F8."),
	    [CHECK_WRONG] = NULL,
	    [CHECK_FAILED] = NULL,
	};
	static const enum mark marks[] = {
	    [CHECK_NO_CARD] = MARK_NOW,
	    [CHECK_READING] = MARK_NONE,
	    [CHECK_RIGHT] = MARK_DONE,
	    [CHECK_WRONG] = MARK_PROBLEM,
	    [CHECK_FAILED] = MARK_PROBLEM,
	};
	char said[TEXT_SIZE];
	const char *text = said;

	if (words[v->check] != NULL)
		text = app_text(app, words[v->check]);
	else
		(void)failure_said(
		    said, sizeof(said), app_lang(app), &v->failed);
	draw_mark(a, row, 1, marks[v->check]);
	(void)draw_paragraph(
	    a, row, MARGIN, a->columns - 2 * MARGIN, STYLE_NORMAL, text);
}

static void
bind_draw(struct app *app, const void *state, const struct area *area)
{
	struct card_bind_view v;
	struct area body =
	    staff_head(app, area, app_text(app, N_("Bind the chip")));
	char iso[DATE_ISO_SIZE];
	int row = 0;

	(void)state;
	card_bind_get(staff_desk(app), &v);
	draw_cursor(&body, 0, 0);
	draw_pair(app, &body, row++, N_("Name"), v.name);
	draw_pair(
	    app, &body, row++, N_("Serial printed on the card"), v.face_serial);
	draw_pair(app, &body, row++, N_("Card until"), date_iso(v.expiry, iso));
	if (v.chip_serial[0] != '\0') {
		draw_pair(app, &body, row++, N_("Chip serial"), v.chip_serial);
		draw_pair(app, &body, row++, N_("The chip says until"),
		    date_iso(v.chip_expiry, iso));
	}
	draw_check(app, &body, row + 1, &v);
}

static bool
bind_may(const struct app *app, const void *state)
{
	struct card_bind_view v;

	(void)state;
	card_bind_get(staff_desk(app), &v);
	return v.check == CHECK_RIGHT;
}

static struct request
bind_confirm(struct app *app, void *state)
{
	struct failure f = {0};

	(void)state;
	if (card_bind_confirm(staff_desk(app), &f) != KERR_OK) {
		app_say_failure(app, &f);
		return request_stay();
	}
	app_say(app, MARK_DONE, N_("The chip is bound to this entry."), NULL);
	return request_pop();
}

static struct request
bind_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static const struct key_binding bind_keys[] = {
    {.key = UI_KEY_F8,
	.handler = bind_confirm,
	.label = N_("Face compared: bind it"),
	.when = bind_may},
    {.key = UI_KEY_F12,
	.handler = staff_open_training,
	.label = N_("Training desk"),
	.when = staff_is_training},
    {.key = UI_KEY_ESC, .handler = bind_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen staff_bind_screen = {
    .name = "bind",
    .title = N_("Bind the chip"),
    .help = N_("The serial in the chip has nothing to do with the printed one. "
	       "It is bound once, when the holder stands here with the card, "
	       "and from then on proves that it is the right card. No PIN is "
	       "asked."),
    .keys = bind_keys,
    .open = bind_open,
    .draw = bind_draw,
    .close = bind_close,
};
