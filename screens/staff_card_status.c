/* staff_card_status.c -- the status of the card on the reader: kind, PINs,
 * certificates. It is read when the card is placed and forgotten when the
 * screen closes; no try is spent. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/card_status.h"
#include "desk/desk.h"
#include "screens/staff.h"

#define LABEL_AT  4 /* behind the mark */
#define VALUE_AT  42
#define SECOND_AT 48 /* the right one of two items in a row */
#define TEXT_SIZE 1024

/* What the page is drawn with. */
struct page {
	struct app *app;
	const struct card_status_view *view;
	struct area area;
	int row;
};

static void
page_line(struct page *p, enum mark mark, const char *label, const char *value)
{
	const struct area *a = &p->area;

	if (p->row >= a->rows)
		return;
	draw_mark(a, p->row, 1, mark);
	draw_text_within(
	    a, p->row, LABEL_AT, VALUE_AT - LABEL_AT - 1, STYLE_NORMAL, label);
	draw_text_within(a, p->row, VALUE_AT, a->columns - VALUE_AT - 1,
	    mark == MARK_NONE ? STYLE_STRONG : mark_style(mark), value);
	p->row++;
}

static int
page_item(struct page *p, int column, const char *label, const char *value,
    enum style style)
{
	const struct area *a = &p->area;

	column =
	    draw_text(a, p->row, column, STYLE_DIM, app_text(p->app, label));
	column = draw_text(a, p->row, column, STYLE_DIM, ": ");
	return draw_text(a, p->row, column, style, value);
}

static const char *
or_untold(struct page *p, const char *value)
{
	return value[0] != '\0' ? value
				: app_text(p->app, N_("not told by the card"));
}

/* Municipality and end, then the card's place in the office's list. */
static void
draw_record(struct page *p)
{
	const struct card_status_view *v = p->view;
	char iso[DATE_ISO_SIZE], text[TEXT_SIZE];

	(void)page_item(p, LABEL_AT, N_("Chip serial"), or_untold(p, v->serial),
	    STYLE_STRONG);
	(void)page_item(p, SECOND_AT, N_("Municipality"),
	    or_untold(p, v->municipality), STYLE_STRONG);
	p->row++;
	snprintf(text, sizeof(text), "%s%s",
	    or_untold(p, date_iso(v->expiry, iso)),
	    v->expired ? app_text(p->app, N_("  ! expired")) : "");
	(void)page_item(p, LABEL_AT, N_("Card until"), text,
	    v->expired ? STYLE_PROBLEM : STYLE_STRONG);
	(void)page_item(p, SECOND_AT, N_("Notice"),
	    v->card_id == 0 ? app_text(p->app, N_("not in the list"))
			    : v->notice,
	    STYLE_STRONG);
	p->row++;
}

static enum mark
mark_of_pin(const struct card_status_pin *pin)
{
	static const enum mark marks[CARD_PIN_STATE_COUNT] = {
	    [CARD_PIN_TRIES] = MARK_NONE,
	    [CARD_PIN_LOCKED] = MARK_PROBLEM,
	    [CARD_PIN_ABSENT] = MARK_NONE,
	    [CARD_PIN_UNTOLD] = MARK_UNKNOWN,
	    [CARD_PIN_UNREADABLE] = MARK_UNKNOWN,
	};

	return marks[pin->state];
}

static void
draw_pin(struct page *p, enum pin_ref ref)
{
	const struct card_status_pin *pin = &p->view->pin[ref];
	char label[TEXT_SIZE], text[TEXT_SIZE];
	struct failure n = {0};

	failure_set(&n, ERR_INTERNAL);
	failure_number(&n, "n", pin->tries);
	snprintf(label, sizeof(label), "%s%s",
	    app_text(p->app, pin_kind_name(pin_ref_kind(ref))),
	    ref == PIN_REF_COMMON ? app_text(p->app, N_(" (2nd place)")) : "");
	page_line(p, mark_of_pin(pin), label,
	    app_fill(
		p->app, text, sizeof(text), card_pin_said(pin->state), &n));
}

static enum mark
mark_of_chain(enum certificate_chain chain)
{
	static const enum mark marks[CHAIN_COUNT] = {
	    [CHAIN_UNJUDGED] = MARK_NONE,
	    [CHAIN_NO_CA] = MARK_UNKNOWN,
	    [CHAIN_CA_UNKNOWN] = MARK_UNKNOWN,
	    [CHAIN_CA_UNFIT] = MARK_PROBLEM,
	    [CHAIN_CA_DATES] = MARK_PROBLEM,
	    [CHAIN_MISUSE] = MARK_PROBLEM,
	    [CHAIN_NOT_YET] = MARK_PROBLEM,
	    [CHAIN_EXPIRED] = MARK_PROBLEM,
	    [CHAIN_VALID] = MARK_DONE,
	};

	return marks[chain];
}

static void
draw_present(struct page *p, const struct card_certificate *c)
{
	char from[DATE_ISO_SIZE], to[DATE_ISO_SIZE], text[TEXT_SIZE];

	page_line(
	    p, MARK_NONE, app_text(p->app, N_("  Name on it")), c->holder);
	page_line(p, MARK_NONE, app_text(p->app, N_("  Issuer")), c->issuer);
	snprintf(text, sizeof(text), "%s - %s",
	    date_iso(date_of_utc(c->not_before), from),
	    date_iso(date_of_utc(c->not_after), to));
	page_line(p, MARK_NONE, app_text(p->app, N_("  Valid")), text);
	page_line(p, mark_of_chain(c->chain), app_text(p->app, N_("  Chain")),
	    app_text(p->app, certificate_chain_said(c->chain)));
}

static void
draw_certificate(struct page *p, enum certificate_use use)
{
	const struct card_certificate *c = &p->view->certificate[use];
	bool odd = c->state == CERTIFICATE_BROKEN ||
		   c->state == CERTIFICATE_UNREADABLE;

	page_line(p, odd ? MARK_PROBLEM : MARK_NONE,
	    app_text(p->app, certificate_use_said(use)),
	    app_text(p->app, certificate_state_said(c->state)));
	if (c->state == CERTIFICATE_PRESENT)
		draw_present(p, c);
}

static void
draw_bad_files(struct page *p)
{
	struct failure n = {0};
	char text[TEXT_SIZE];

	if (p->view->ca_bad == 0 || p->row >= p->area.rows)
		return;
	failure_set(&n, ERR_INTERNAL);
	failure_number(&n, "n", p->view->ca_bad);
	draw_text_within(&p->area, p->row, 1, p->area.columns - 2, STYLE_WARN,
	    app_fill(p->app, text, sizeof(text),
		N_("! CA files that could not be read: {n}"), &n));
}

static void
draw_warning(struct page *p)
{
	const char *said = card_status_warning(p->view);

	if (said == NULL)
		return;
	draw_mark(&p->area, p->row, 1, MARK_PROBLEM);
	p->row = draw_paragraph(&p->area, p->row, LABEL_AT,
	    p->area.columns - LABEL_AT - 1, STYLE_PROBLEM,
	    app_text(p->app, said));
}

static void
draw_read(struct page *p)
{
	const struct card_status_view *v = p->view;
	bool ours = card_status_is_ours(v);

	if (!ours || v->kind == CARD_KIND_PHONE)
		draw_mark(&p->area, p->row, 1, MARK_PROBLEM);
	draw_text_within(&p->area, p->row, LABEL_AT,
	    p->area.columns - LABEL_AT - 1, STYLE_TITLE,
	    app_text(p->app, card_kind_said(v->kind)));
	p->row++;
	if (!ours)
		return;
	if (v->kind != CARD_KIND_PHONE)
		draw_record(p);
	draw_line(&p->area, p->row++);
	for (int i = 0; i < PIN_REF_COUNT; i++)
		draw_pin(p, (enum pin_ref)i);
	draw_warning(p);
	draw_line(&p->area, p->row++);
	for (int i = 0; i < CERTIFICATE_USE_COUNT; i++)
		draw_certificate(p, (enum certificate_use)i);
	draw_bad_files(p);
}

/* What is so, and below it what one does. */
static void
draw_sentences(struct page *p, enum mark mark, const struct failure *f)
{
	char said[TEXT_SIZE], next[TEXT_SIZE];
	int columns = p->area.columns - LABEL_AT - 1;

	failure_said(said, sizeof(said), app_lang(p->app), f);
	failure_next(next, sizeof(next), app_lang(p->app), f, false);
	draw_mark(&p->area, p->row, 1, mark);
	p->row = draw_paragraph(
	    &p->area, p->row, LABEL_AT, columns, STYLE_STRONG, said);
	(void)draw_paragraph(
	    &p->area, p->row, LABEL_AT, columns, STYLE_NORMAL, next);
}

static void
draw_waits(struct page *p)
{
	enum reader_state reader = p->view->reader;
	struct failure f = {0};

	if (reader == READER_CARD || reader == READER_STARTING) {
		draw_text(&p->area, p->row, LABEL_AT, STYLE_NORMAL,
		    app_text(p->app, N_("One moment ...")));
		return;
	}
	failure_set(&f, card_status_why(reader));
	draw_sentences(p, reader == READER_EMPTY ? MARK_NOW : MARK_PROBLEM, &f);
}

static void
status_draw(struct app *app, const void *state, const struct area *a)
{
	struct page p = {.app = app, .view = card_status_get(staff_desk(app))};

	(void)state;
	p.area = staff_head(app, a, app_text(app, N_("Status of a card")));
	draw_cursor(&p.area, 0, 0);
	if (p.view->phase == CARD_STATUS_READ)
		draw_read(&p);
	else if (p.view->phase == CARD_STATUS_FAILED)
		draw_sentences(&p, MARK_PROBLEM, &p.view->failed);
	else if (p.view->phase == CARD_STATUS_READING)
		draw_text(&p.area, 0, LABEL_AT, STYLE_NORMAL,
		    app_text(app,
			N_("Reading the card: leave it on the reader ...")));
	else
		draw_waits(&p);
}

static enum kerr
status_open(struct app *app, void *arg, void **state, struct failure *f)
{
	(void)arg;
	(void)state;
	app_say_nothing(app);
	return card_status_begin(staff_desk(app), f);
}

static void
status_close(struct app *app, void *state)
{
	(void)state;
	card_status_end(staff_desk(app));
}

static struct request
status_again(struct app *app, void *state)
{
	(void)state;
	card_status_again(staff_desk(app));
	return request_stay();
}

static bool
status_has_card(const struct app *app, const void *state)
{
	const struct card_status_view *v = card_status_get(staff_desk(app));

	(void)state;
	return v->phase == CARD_STATUS_READ || v->phase == CARD_STATUS_FAILED;
}

static struct request
status_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static const struct key_binding status_keys[] = {
    {.key = UI_KEY_F5,
	.handler = status_again,
	.label = N_("Read again"),
	.when = status_has_card},
    {.key = UI_KEY_F12,
	.handler = staff_open_training,
	.label = N_("Training desk"),
	.when = staff_is_training},
    {.key = UI_KEY_ESC, .handler = status_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen staff_card_status_screen = {
    .name = "card-status",
    .title = N_("Status of a card"),
    .help = N_("Place a card: it is read by itself, as often as one is placed. "
	       "No PIN is asked and no try is spent. A locked PIN is marked "
	       "with \"!\": it needs a reset. The signature certificate shows "
	       "only with its password, which is not asked here. Certificates "
	       "are compared with the CA files that the office installed; "
	       "whether one was revoked only the issuer knows."),
    .keys = status_keys,
    .open = status_open,
    .draw = status_draw,
    .close = status_close,
};
