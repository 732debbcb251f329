/* supervisor_day_draw.c -- the day as it is seen: tables on the left, bars on
 * the right, what stands now above. Numbers that people compare stand in
 * columns, right-aligned. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "desk/desk.h"
#include "screens/day_inside.h"
#include "screens/staff.h"

#define TEXT_SIZE   256
#define LINES_MOST  12
#define TABLE_ROW   2  /* below what stands now */
#define NUMBER_WIDE 6  /* columns of a number */
#define BARS_LEAST  25 /* columns of the charts at 80x24 */
#define GAP	    2
#define AGES_ROWS   (1 + 5) /* heading and one row per age */

/* A line of a table; second is NO_NUMBER where there is one number only. */
#define NO_NUMBER (-1)
struct line {
	const char *label; /* catalogue id */
	int indent;
	int64_t first;
	int64_t second;
};

/* -- what stands now -- */

static void
draw_now(struct app *app, const struct day_view *v, const struct area *a)
{
	const struct {
		const char *label;
		int64_t count;
		bool warns;
	} items[] = {
	    {N_("Needs attention"), v->attention, true},
	    {N_("Paused"), v->paused, false},
	    {N_("Cases open"), v->open_cases, false},
	    {N_("PINs unknown"), v->pins_unknown, true},
	    {N_("set in part"), v->in_part, true},
	    {N_("Wrong cards"), v->incidents_open, true},
	};
	char number[32];
	int at = draw_text(a, 0, 1, STYLE_DIM, app_text(app, N_("Now:"))) + 1;

	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
		bool warns = items[i].warns && items[i].count > 0;
		const char *label = app_text(app, items[i].label);

		snprintf(number, sizeof(number), " %" PRId64 "%s",
		    items[i].count, warns ? " !" : "");
		if (at + (int)(text_columns(label) + text_columns(number)) >
		    a->columns)
			break; /* the last ones are part of the first */
		at = draw_text(a, 0, at, STYLE_NORMAL, label);
		at = draw_text(
			 a, 0, at, warns ? STYLE_WARN : STYLE_STRONG, number) +
		     3;
	}
}

/* -- tables -- */

static void
draw_table(struct app *app, const struct area *a, const struct line *lines,
    size_t count)
{
	int second = a->columns - NUMBER_WIDE;

	for (size_t i = 0; i < count; i++) {
		const struct line *l = &lines[i];
		bool two = l->second != NO_NUMBER;
		int first = two ? second - NUMBER_WIDE : second;
		enum style style = l->indent == 0 ? STYLE_STRONG : STYLE_NORMAL;

		draw_text_within(a, (int)i, l->indent, first - l->indent, style,
		    app_text(app, l->label));
		if (l->first != NO_NUMBER)
			draw_number(
			    a, (int)i, first, NUMBER_WIDE, style, l->first);
		if (two)
			draw_number(
			    a, (int)i, second, NUMBER_WIDE, style, l->second);
	}
}

static void
draw_median(
    struct app *app, const struct day_view *v, const struct area *a, int row)
{
	int at = a->columns - NUMBER_WIDE;
	char text[32];

	snprintf(text, sizeof(text), "%" PRId64 ".%" PRId64,
	    v->median_seconds / 60, v->median_seconds % 60 / 6);
	draw_text_within(
	    a, row, 0, at, STYLE_STRONG, app_text(app, N_("Minutes (median)")));
	draw_text_right(a, row, at, NUMBER_WIDE, STYLE_STRONG,
	    v->median_seconds < 0 ? "-" : text);
}

static int
draw_cases(struct app *app, const struct day_view *v, const struct area *a)
{
	const struct line lines[] = {
	    {N_("Handed over"), 0, v->delivered, NO_NUMBER},
	    {N_("first card"), 1, v->delivered_first, NO_NUMBER},
	    {N_("renewal"), 1, v->delivered_renewal, NO_NUMBER},
	    {N_("reissue"), 1, v->delivered_reissue, NO_NUMBER},
	    {N_("to a proxy"), 1, v->delivered_proxy, NO_NUMBER},
	    {N_("under 15"), 1, v->delivered_under_15, NO_NUMBER},
	    {N_("non-Japanese"), 1, v->delivered_foreign, NO_NUMBER},
	    {N_("Stopped"), 0, v->abandoned, NO_NUMBER},
	    {N_("Wrong cards"), 0, v->incidents, NO_NUMBER},
	};
	int rows = (int)(sizeof(lines) / sizeof(lines[0]));

	draw_table(app, a, lines, (size_t)rows);
	draw_median(app, v, a, rows);
	return rows + 1;
}

static int64_t
sum_of(const int64_t pins[PIN_KIND_COUNT])
{
	int64_t sum = 0;

	for (int k = 0; k < PIN_KIND_COUNT; k++)
		sum += pins[k];
	return sum;
}

static void
draw_checks(struct app *app, const struct day_view *v, const struct area *a)
{
	const struct line lines[] = {
	    {N_("Identity"), 0, NO_NUMBER, NO_NUMBER},
	    {N_("by papers"), 1, v->id_rule, NO_NUMBER},
	    {N_("residence card seen"), 1, v->residence_by_eye, NO_NUMBER},
	    {N_("Set up"), 0, NO_NUMBER, NO_NUMBER},
	    {N_("Activation"), 1, v->activation_here, v->activation_recorded},
	    {N_("PIN: signature"), 1, v->pins_set[PIN_SIGN],
		v->pins_recorded[PIN_SIGN]},
	    {N_("PIN: log-in"), 1, v->pins_set[PIN_AUTH],
		v->pins_recorded[PIN_AUTH]},
	    {N_("PIN: register"), 1, v->pins_set[PIN_JUKI],
		v->pins_recorded[PIN_JUKI]},
	    {N_("PIN: card data"), 1, v->pins_set[PIN_INPUT],
		v->pins_recorded[PIN_INPUT]},
	    /* two other numbers, said in the label: `kiosk summary` has them
	     * for each PIN */
	    {N_("PINs changed, reset"), 0, sum_of(v->pins_changed),
		sum_of(v->pins_reset)},
	};
	int heads = 3; /* the row that says what the two numbers are */

	draw_table(app, a, lines, sizeof(lines) / sizeof(lines[0]));
	draw_text_right(a, heads, a->columns - 2 * NUMBER_WIDE, NUMBER_WIDE,
	    STYLE_DIM, app_text(app, N_("here")));
	draw_text_right(a, heads, a->columns - NUMBER_WIDE, NUMBER_WIDE,
	    STYLE_DIM, app_text(app, N_("noted")));
}

/* What does not fit is counted in the last row, never left out. */
static void
draw_reasons(struct app *app, const struct day_view *v, const struct area *a)
{
	size_t room = a->rows > 1 ? (size_t)a->rows - 1 : 0;
	size_t shown = v->reason_count <= room ? v->reason_count
		       : room > 0	       ? room - 1
					       : 0;
	int64_t rest = 0;

	draw_number(a, 0, 0, NUMBER_WIDE, STYLE_STRONG, v->refused);
	draw_text(
	    a, 0, NUMBER_WIDE + 1, STYLE_STRONG, app_text(app, N_("Refused")));
	for (size_t i = 0; i < v->reason_count; i++) {
		int row = (int)i + 1;

		if (i >= shown) {
			rest += v->reason[i].count;
			continue;
		}
		draw_number(
		    a, row, 0, NUMBER_WIDE, STYLE_NORMAL, v->reason[i].count);
		draw_text_within(a, row, NUMBER_WIDE + 2,
		    a->columns - NUMBER_WIDE - 2, STYLE_NORMAL,
		    app_text(app, v->reason[i].label));
	}
	if (rest == 0 || room == 0)
		return;
	draw_number(a, (int)shown + 1, 0, NUMBER_WIDE, STYLE_NORMAL, rest);
	draw_text(a, (int)shown + 1, NUMBER_WIDE + 2, STYLE_NORMAL,
	    app_text(app, N_("other reasons")));
}

static void
draw_tables(struct app *app, const struct day_view *v, const struct area *a)
{
	int cases = (a->columns - GAP) * 9 / 20;
	struct area part = area_part(a, 0, 0, a->rows, cases);
	int rows = draw_cases(app, v, &part);

	part = area_part(a, 0, cases + GAP, a->rows, a->columns);
	draw_checks(app, v, &part);
	draw_line(a, rows);
	part = area_below(a, rows + 1);
	draw_reasons(app, v, &part);
}

/* -- bars -- */

static int64_t
most_of(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void
draw_bar_row(const struct area *a, int row, int label_wide, const char *label,
    int64_t value, int64_t most)
{
	int bar = label_wide + NUMBER_WIDE + 1;

	draw_text_within(a, row, 0, label_wide, STYLE_NORMAL, label);
	draw_number(a, row, label_wide, NUMBER_WIDE - 1, STYLE_NORMAL, value);
	draw_bar(
	    a, row, bar - 1, a->columns - bar + 1, STYLE_NORMAL, value, most);
}

static int
draw_hours(struct app *app, const struct day_view *v, const struct area *a)
{
	struct day_hours h =
	    day_hours_fit(v->per_hour, a->rows > 2 ? a->rows - 1 : 1);
	int64_t most = 0;
	char label[32];

	draw_text_within(a, 0, 0, a->columns, STYLE_STRONG,
	    app_text(app, N_("Handed over per hour")));
	for (int i = 0; i < h.rows; i++)
		most = most_of(most, day_hours_sum(v->per_hour, &h, i));
	for (int i = 0; i < h.rows; i++) {
		int from = h.from + i * h.each;

		snprintf(label, sizeof(label),
		    h.each > 1 ? "%02d-%02d" : "%02d", from, from + h.each - 1);
		draw_bar_row(a, i + 1, 5, label,
		    day_hours_sum(v->per_hour, &h, i), most);
	}
	return h.rows + 1;
}

static void
draw_ages(struct app *app, const struct day_view *v, const struct area *a)
{
	int64_t most = 0;

	draw_text_within(
	    a, 0, 0, 13, STYLE_STRONG, app_text(app, N_("Waiting")));
	draw_number(a, 0, 13, NUMBER_WIDE - 1, STYLE_STRONG, v->waiting);
	for (size_t i = 0; i < v->age_count; i++)
		most = most_of(most, v->age[i].count);
	for (size_t i = 0; i < v->age_count; i++)
		draw_bar_row(a, (int)i + 1, 13, app_text(app, v->age[i].label),
		    v->age[i].count, most);
}

static void
draw_bars(struct app *app, const struct day_view *v, const struct area *a)
{
	struct area part = area_top(a, a->rows - AGES_ROWS);
	int used = draw_hours(app, v, &part);

	/* a blank row between the charts where there is one */
	part = area_below(a, used + (used + AGES_ROWS < a->rows ? 1 : 0));
	draw_ages(app, v, &part);
}

/* -- all -- */

static void
day_title(struct app *app, const struct day_view *v, char *out, size_t out_size)
{
	struct failure names = {0};
	char day[64], counter[64];
	const char *state = v->open    ? N_("day open")
			    : v->known ? N_("day closed")
				       : N_("not open");

	failure_number(&names, "n", v->counter);
	failure_text(&names, "day",
	    staff_date(app, day, sizeof(day), utc_of_date(v->day)));
	failure_text(&names, "which",
	    v->counter == 0 ? app_text(app, N_("all counters"))
			    : app_fill(app, counter, sizeof(counter),
				  N_("counter {n}"), &names));
	failure_text(&names, "state", app_text(app, state));
	app_fill(app, out, out_size, N_("Day {day}, {which}, {state}"), &names);
}

void
day_draw(struct app *app, const void *state, const struct area *a)
{
	const struct day_screen *s = state;
	struct area body, part;
	char title[TEXT_SIZE];
	int bars;

	day_title(app, &s->view, title, sizeof(title));
	body = staff_head(app, a, title);
	draw_now(app, &s->view, &body);
	draw_line(&body, TABLE_ROW - 1);
	part = area_below(&body, TABLE_ROW);
	/* of a wider window a third of what is gained goes to the bars */
	bars = BARS_LEAST + (body.columns - 80) / 3;
	body = area_part(&part, 0, 1, part.rows, part.columns - bars - 4);
	draw_tables(app, &s->view, &body);
	draw_upright(&part, 0, part.columns - bars - 2, part.rows);
	body = area_part(&part, 0, part.columns - bars, part.rows, bars - 1);
	draw_bars(app, &s->view, &body);
	draw_cursor(a, 2, 1);
}
