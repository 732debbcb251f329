/* commands_cash.c -- the daily cash book, as the screen and the paper show it
 * (counter-procedures 5.5). */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "desk/cash_book.h"
#include "root/commands.h"
#include "root/office.h"
#include "store/days.h"

/* One table for both forms, so that they cannot say different things. */
struct sum {
	const char *key;
	const char *label;
	int64_t yen;
};
#define SUMS 11

static void
sums_of(const struct cash_book_view *v, struct sum out[SUMS])
{
	const struct sum all[SUMS] = {
	    {"brought_forward", N_("Brought forward"), v->brought_forward},
	    {"received", N_("Received today"), v->received},
	    {"given_back", N_("Given back"), -v->given_back},
	    {"paid_in", N_("Paid in"), v->paid_in},
	    {"paid_out", N_("Paid out"), -v->paid_out},
	    {"over", N_("Over"), v->over},
	    {"short", N_("Short"), -v->short_},
	    {"banked", N_("Banked today"), -v->banked},
	    {"carried_forward", N_("Carried forward"), v->carried_forward},
	    {"float", N_("Float"), v->float_yen},
	    {"custody", N_("Cash in custody"), v->custody},
	};

	memcpy(out, all, sizeof(all));
}

static void
items_as_json(struct json *to, const char *name,
    const struct cash_book_item *rows, size_t count, bool sums)
{
	struct json *all = json_new_array();

	for (size_t i = 0; i < count; i++) {
		struct json *j = json_new_object();

		json_set_text(j, "code", rows[i].code);
		json_set_number(j, "count", rows[i].count);
		if (sums)
			json_set_number(j, "yen", rows[i].yen);
		json_add(all, j);
	}
	json_set(to, name, all);
}

static enum say_exit
book_as_json(const struct cash_book_view *v)
{
	struct sum sum[SUMS];
	char iso[DATE_ISO_SIZE];
	struct json *j = json_new_object();
	enum kerr e;

	sums_of(v, sum);
	json_set_text(j, "day", date_iso(v->day, iso));
	json_set_flag(j, "whole", v->is_whole);
	for (size_t i = 0; v->is_whole && i < SUMS; i++)
		json_set_number(j, sum[i].key, sum[i].yen);
	items_as_json(j, "fees", v->item, v->item_count, v->is_whole);
	items_as_json(j, "entries", v->kind, v->kind_count, v->is_whole);
	e = json_write(j, stdout);
	json_free(&j);
	if (e != KERR_OK)
		return say_exit_of(e);
	return v->is_whole ? SAY_YES : SAY_NO;
}

static void
say_pair(const char *label, int64_t yen)
{
	const char *text = text_in(say_lang(), label);
	int wide = (int)text_columns(text);

	printf("  %s%*s%12lld\n", text, wide < 26 ? 26 - wide : 1, "",
	    (long long)yen);
}

static enum say_exit
book_as_text(const struct cash_book_view *v)
{
	struct sum sum[SUMS];
	struct failure day;
	char iso[DATE_ISO_SIZE];

	sums_of(v, sum);
	failure_set(&day, KERR_OK);
	failure_text(&day, "day", date_iso(v->day, iso));
	say_line(N_("Daily cash book of {day}"), &day);
	for (size_t i = 0; v->is_whole && i < SUMS; i++)
		say_pair(sum[i].label, sum[i].yen);
	if (!v->is_whole)
		say_line(N_("A drawer of this day is open: sums are shown when "
			    "all are closed."),
		    NULL);
	for (size_t i = 0; i < v->kind_count; i++)
		say_pair(v->kind[i].label,
		    v->is_whole ? v->kind[i].yen : v->kind[i].count);
	return v->is_whole ? SAY_YES : SAY_NO;
}

static enum kerr
which_day(const struct options *o, const struct office_open *office,
    struct date *day, struct failure *f)
{
	struct business_day current;

	if (o->date != NULL) {
		if (date_parse(o->date, day))
			return KERR_OK;
		failure_set(f, ERR_USAGE);
		return failure_text(
			   f, "reason", N_("--date is a date: 2026-11-24")),
		       ERR_USAGE;
	}
	*day = days_current(office->store, &current) == KERR_OK
		   ? current.day
		   : date_of_utc(clock_now(&office->clock));
	return KERR_OK;
}

enum say_exit
command_cash_book(struct options *o)
{
	struct office_open office;
	struct cash_book_view view;
	struct date day = {0, 0, 0};
	struct failure f;
	enum kerr e;

	if ((e = office_begin(o, &office, &f)) == KERR_OK &&
	    (e = office_open_store(&office, &f)) == KERR_OK &&
	    (e = which_day(o, &office, &day, &f)) == KERR_OK)
		e = cash_book_load_store(office.store, day, &view, &f);
	office_end(&office);
	if (e != KERR_OK)
		return say_failed(&f, o->json);
	return o->json ? book_as_json(&view) : book_as_text(&view);
}
