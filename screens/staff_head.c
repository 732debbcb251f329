/* staff_head.c -- what every screen of staff shows in the same places. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/desk.h"
#include "desk/printing.h"
#include "screens/cash_grid.h"
#include "screens/staff.h"
#include "screens/training.h"

#define HEAD_SIZE 256

struct desk *
staff_desk(const struct app *app)
{
	return app_context(app);
}

bool
staff_is_training(const struct app *app, const void *state)
{
	(void)state;
	return desk_settings(staff_desk(app))->training;
}

struct request
staff_open_training(struct app *app, void *state)
{
	(void)app;
	(void)state;
	return request_push(&training_desk_screen, NULL);
}

/* Indexed by enum reader_state. */
static const char *const reader_words[READER_STATE_COUNT] = {
    [READER_STARTING] = N_("starting"),
    [READER_NO_SERVICE] = N_("! card service (pcscd) absent"),
    [READER_NONE] = N_("! none"),
    [READER_EMPTY] = N_("ready, no card"),
    [READER_CARD] = N_("card"),
    [READER_BUSY] = N_("! used by another program"),
    [READER_MANY] = N_("! cards on several readers"),
    [READER_STUCK] = N_("! does not answer"),
};

char *
staff_date(const struct app *app, char *out, size_t out_size, int64_t utc)
{
	static const char *const days[] = {N_("Sun"), N_("Mon"), N_("Tue"),
	    N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat")};
	struct date d = date_of_utc(utc);
	char iso[DATE_ISO_SIZE];

	date_iso(d, iso);
	snprintf(out, out_size, "%s (%s)", iso,
	    app_text(app, days[date_weekday(d)]));
	return out;
}

static void
head_clock(const struct app *app, const struct area *a, int64_t now)
{
	char day[32], text[HEAD_SIZE];
	int hour = 0, minute = 0, second = 0;

	time_of_utc(now, &hour, &minute, &second);
	snprintf(text, sizeof(text), "%s %02d:%02d ",
	    staff_date(app, day, sizeof(day), now), hour, minute);
	draw_text_right(a, 0, a->columns - 30, 30, STYLE_NORMAL, text);
}

static void
head_first(const struct app *app, const struct area *a,
    const struct desk_status *s, const char *title)
{
	struct failure names = {0};
	char text[HEAD_SIZE];

	failure_set(&names, ERR_INTERNAL);
	failure_text(&names, "office",
	    app_lang(app) == LANG_JA ? s->office : s->office_latin);
	failure_number(&names, "n", s->counter);
	if (title == NULL)
		title = app_fill(app, text, sizeof(text),
		    N_("{office}  Counter {n}"), &names);
	draw_text_within(a, 0, 1, a->columns - 31, STYLE_TITLE, title);
	head_clock(app, a, s->now);
}

static int
head_item(const struct app *app, const struct area *a, int column,
    const char *label, const char *value)
{
	int at = draw_text(a, 1, column, STYLE_DIM, app_text(app, label));

	at = draw_text(a, 1, at, STYLE_DIM, ": ");
	return draw_text(a, 1, at, STYLE_NORMAL, value) + 3;
}

/* Half a number or half a date would be worse than none. */
static bool
head_has_room(const struct app *app, const struct area *a, int at,
    const char *label, const char *value)
{
	return at + (int)(text_columns(app_text(app, label)) + 2 +
			  text_columns(value)) <=
	       a->columns;
}

/* Open or counted, and with which float: never what lies in it. */
static int
head_drawer(const struct app *app, const struct area *a, int at,
    const struct desk_status *s)
{
	struct failure sum = {0};
	char text[HEAD_SIZE], yen[24];

	if (s->drawer == 0)
		return at;
	failure_set(&sum, ERR_INTERNAL);
	failure_text(
	    &sum, "yen", cash_yen_said(s->drawer_float_yen, yen, sizeof(yen)));
	app_fill(app, text, sizeof(text),
	    s->drawer == 1 ? N_("open {yen}") : N_("counted {yen}"), &sum);
	if (!head_has_room(app, a, at, N_("drawer"), text))
		text_copy(text, sizeof(text),
		    app_text(
			app, s->drawer == 1 ? N_("in use") : N_("counting")));
	return head_item(app, a, at, N_("drawer"), text);
}

/* Indexed by enum printer_kind. */
static const char *const printer_words[] = {
    [PRINTER_SPOOL] = N_("spool"),
    [PRINTER_DEVICE] = N_("device"),
    [PRINTER_TCP] = N_("network"),
    [PRINTER_COMMAND] = N_("command"),
};

/* What the head says of a printer that is in trouble; NULL: only the count. */
static const char *
trouble_words(enum kerr trouble)
{
	static const struct {
		enum kerr trouble;
		const char *words;
	} rows[] = {
	    {ERR_PRINTER_PAPER, N_("no paper")},
	    {ERR_PRINTER_COVER, N_("cover open")},
	    {ERR_PRINTER_FAULT, N_("fault")},
	    {ERR_PRINTER_ABSENT, N_("not reached")},
	    {ERR_PRINTER_BUSY, N_("busy")},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].trouble == trouble)
			return rows[i].words;
	return NULL;
}

/* "waiting 2", "? 1 in doubt", "! no paper, waiting 1" */
static int
head_printer(const struct app *app, const struct area *a, int at,
    const struct desk_status *s)
{
	struct printing_status p;
	struct failure n = {0};
	char text[HEAD_SIZE], words[HEAD_SIZE] = "", count[HEAD_SIZE];
	const char *trouble;

	printing_get_status(staff_desk(app), &p);
	trouble = trouble_words(p.trouble);
	failure_set(&n, ERR_INTERNAL);
	failure_number(&n, "n", p.doubtful > 0 ? p.doubtful : p.waiting);
	if (p.doubtful > 0)
		app_fill(app, words, sizeof(words), N_("? {n} in doubt"), &n);
	else if (p.waiting > 0)
		snprintf(words, sizeof(words), "%s%s%s%s",
		    trouble != NULL ? "! " : "",
		    trouble != NULL ? app_text(app, trouble) : "",
		    trouble != NULL ? ", " : "",
		    app_fill(app, count, sizeof(count), N_("waiting {n}"), &n));
	else
		text_copy(words, sizeof(words),
		    app_text(app, p.kind == PRINTER_SPOOL && !s->spool_ok
				      ? N_("! spool not writable")
				      : printer_words[p.kind]));
	return head_item(
	    app, a, at, N_("printer"), text_fit(text, sizeof(text), words, 32));
}

static void
head_second(
    const struct app *app, const struct area *a, const struct desk_status *s)
{
	char text[HEAD_SIZE], day[DATE_ISO_SIZE];
	int at = 1;

	if (s->clerk[0] != '\0')
		at = head_item(app, a, at, N_("staff"),
		    text_fit(text, sizeof(text), s->clerk, 16));
	at = head_item(app, a, at, N_("reader"),
	    app_text(app, s->reader == READER_CARD && s->card_read
			      ? N_("card read")
			      : reader_words[s->reader]));
	at = head_printer(app, a, at, s);
	at = head_drawer(app, a, at, s);
	date_iso(s->business_day, day);
	if (day[0] != '\0' && head_has_room(app, a, at, N_("day"), day))
		(void)head_item(app, a, at, N_("day"), day);
}

struct area
staff_head(struct app *app, const struct area *a, const char *title)
{
	struct desk_status s;
	struct failure said = {0};
	char text[HEAD_SIZE];
	int row = 2;

	desk_get_status(staff_desk(app), &s);
	head_first(app, a, &s, title);
	head_second(app, a, &s);
	if (s.closed_said[0] != '\0') {
		failure_set(&said, ERR_INTERNAL);
		failure_text(&said, "said", s.closed_said);
		draw_mark(a, row, 1, MARK_PROBLEM);
		draw_text_within(a, row, 4, a->columns - 5, STYLE_WARN,
		    app_fill(app, text, sizeof(text),
			N_("The issuer's systems are closed today: {said}"),
			&said));
		row++;
	}
	if (!s.secrets_ok) {
		draw_mark(a, row, 1, MARK_PROBLEM);
		draw_text_within(a, row, 4, a->columns - 5, STYLE_PROBLEM,
		    app_text(app, error_said(ERR_SECRET_MEMORY)));
		draw_text_within(a, row + 1, 4, a->columns - 5, STYLE_NORMAL,
		    app_text(app, error_next_staff(ERR_SECRET_MEMORY)));
		row += 2;
	}
	draw_line(a, row);
	return area_below(a, row + 1);
}
