/* commands_summary.c -- the day in numbers, as the supervisor's screen has
 * it (desk/day.h). */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/text.h"
#include "desk/day.h"
#include "root/commands.h"
#include "root/office.h"
#include "store/days.h"
#include "store/store.h"

#define LABEL_COLUMNS 30
#define BAR_COLUMNS   30

#define AT(member) offsetof(struct day_view, member)
#define LINES	   (sizeof(lines) / sizeof(lines[0]))

/* Every number of the view that stands alone: its key and its words. */
static const struct {
	const char *key;
	const char *label;
	size_t offset;
} lines[] = {
    {"opened", N_("Cases opened"), AT(opened)},
    {"delivered", N_("Handed over"), AT(delivered)},
    {"delivered_first", N_("first card"), AT(delivered_first)},
    {"delivered_renewal", N_("renewal"), AT(delivered_renewal)},
    {"delivered_reissue", N_("reissue"), AT(delivered_reissue)},
    {"delivered_proxy", N_("to a proxy"), AT(delivered_proxy)},
    {"delivered_under_15", N_("under 15"), AT(delivered_under_15)},
    {"delivered_foreign", N_("foreign resident"), AT(delivered_foreign)},
    {"identity_by_papers", N_("Identity: by papers"), AT(id_rule)},
    {"residence_by_eye", N_("Identity: residence card, by eye"),
	AT(residence_by_eye)},
    {"activation_here", N_("Activation: here"), AT(activation_here)},
    {"activation_recorded", N_("Activation: noted"), AT(activation_recorded)},
    {"refused", N_("Refused"), AT(refused)},
    {"abandoned", N_("Stopped"), AT(abandoned)},
    {"pin_sign_set", N_("PIN: signature"), AT(pins_set[PIN_SIGN])},
    {"pin_auth_set", N_("PIN: log-in"), AT(pins_set[PIN_AUTH])},
    {"pin_juki_set", N_("PIN: register"), AT(pins_set[PIN_JUKI])},
    {"pin_input_set", N_("PIN: card data"), AT(pins_set[PIN_INPUT])},
    {"pin_sign_recorded", N_("PIN: signature, noted"),
	AT(pins_recorded[PIN_SIGN])},
    {"pin_auth_recorded", N_("PIN: log-in, noted"),
	AT(pins_recorded[PIN_AUTH])},
    {"pin_juki_recorded", N_("PIN: register, noted"),
	AT(pins_recorded[PIN_JUKI])},
    {"pin_input_recorded", N_("PIN: card data, noted"),
	AT(pins_recorded[PIN_INPUT])},
    {"pin_sign_changed", N_("PIN change: signature"),
	AT(pins_changed[PIN_SIGN])},
    {"pin_auth_changed", N_("PIN change: log-in"), AT(pins_changed[PIN_AUTH])},
    {"pin_juki_changed", N_("PIN change: register"),
	AT(pins_changed[PIN_JUKI])},
    {"pin_input_changed", N_("PIN change: card data"),
	AT(pins_changed[PIN_INPUT])},
    {"pin_sign_reset", N_("PIN reset: signature"), AT(pins_reset[PIN_SIGN])},
    {"pin_auth_reset", N_("PIN reset: log-in"), AT(pins_reset[PIN_AUTH])},
    {"pin_juki_reset", N_("PIN reset: register"), AT(pins_reset[PIN_JUKI])},
    {"pin_input_reset", N_("PIN reset: card data"), AT(pins_reset[PIN_INPUT])},
    {"pin_cards", N_("Cards with a PIN set here"), AT(pin_cards)},
    {"incidents", N_("Wrong cards"), AT(incidents)},
    {"open_cases", N_("Now: cases open"), AT(open_cases)},
    {"paused", N_("Now: paused"), AT(paused)},
    {"attention", N_("Now: needs attention"), AT(attention)},
    {"incidents_open", N_("Now: wrong cards"), AT(incidents_open)},
    {"pins_unknown", N_("Now: PINs unknown"), AT(pins_unknown)},
    {"pins_in_part", N_("Now: only some PINs set"), AT(in_part)},
    {"waiting", N_("Now: waiting"), AT(waiting)},
};

static int64_t
number_at(const struct day_view *v, size_t i)
{
	return *(
	    const int64_t *)(const void *)((const char *)v + lines[i].offset);
}

/* -- JSON -- */

static void
json_counts(struct json *j, const struct day_view *v)
{
	struct json *reasons = json_new_object(), *ages = json_new_object();
	struct json *hours = json_new_object();
	char hour[16];

	for (size_t i = 0; i < v->reason_count; i++)
		json_set_number(reasons, v->reason[i].code, v->reason[i].count);
	for (size_t i = 0; i < v->age_count; i++)
		json_set_number(ages, v->age[i].code, v->age[i].count);
	for (int h = 0; h < DAY_HOURS; h++) {
		if (v->per_hour[h] == 0)
			continue;
		snprintf(hour, sizeof(hour), "%02d", h);
		json_set_number(hours, hour, v->per_hour[h]);
	}
	json_set(j, "refused_reason", reasons);
	json_set(j, "waiting_age", ages);
	json_set(j, "delivered_hour", hours);
}

static enum kerr
view_as_json(const struct day_view *v)
{
	char iso[DATE_ISO_SIZE];
	struct json *j = json_new_object();
	enum kerr e;

	json_set_text(j, "date", date_iso(v->day, iso));
	json_set_number(j, "counter", v->counter);
	json_set_flag(j, "known", v->known);
	json_set_flag(j, "open", v->open);
	for (size_t i = 0; i < LINES; i++)
		json_set_number(j, lines[i].key, number_at(v, i));
	if (v->median_seconds >= 0)
		json_set_number(j, "median_seconds", v->median_seconds);
	else
		json_set_null(j, "median_seconds");
	json_counts(j, v);
	e = json_write(j, stdout);
	json_free(&j);
	return e;
}

/* -- a table -- */

/* label, number and a bar; all is the length of a whole bar. */
static void
print_line(const char *label, int64_t n, int64_t all)
{
	char shown[256];
	size_t wide;

	text_fit(shown, sizeof(shown), label, LABEL_COLUMNS);
	wide = text_columns(shown);
	printf("%s%*s %8lld ", shown, (int)(LABEL_COLUMNS - wide), "",
	    (long long)n);
	for (int64_t i = 0; all > 0 && i < n * BAR_COLUMNS / all; i++)
		putchar('#');
	putchar('\n');
}

static int64_t
largest(const struct day_view *v)
{
	int64_t most = 0;

	for (size_t i = 0; i < LINES; i++)
		most = number_at(v, i) > most ? number_at(v, i) : most;
	return most;
}

static void
print_head(const struct day_view *v)
{
	char iso[DATE_ISO_SIZE];
	const char *state = v->open    ? N_("day open")
			    : v->known ? N_("day closed")
				       : N_("the office was not open");

	printf("%s  %s", date_iso(v->day, iso), text_in(say_lang(), state));
	if (v->counter != 0)
		printf("  #%d", v->counter);
	printf("\n");
}

static void
view_as_text(const struct day_view *v)
{
	int64_t most = largest(v);
	char hour[16];

	print_head(v);
	for (size_t i = 0; i < LINES; i++)
		print_line(
		    text_in(say_lang(), lines[i].label), number_at(v, i), most);
	if (v->median_seconds >= 0)
		print_line(text_in(say_lang(), N_("Minutes (median)")),
		    v->median_seconds / 60, 0);
	printf("\n%s\n", text_in(say_lang(), N_("Refused, by reason")));
	for (size_t i = 0; i < v->reason_count; i++)
		print_line(text_in(say_lang(), v->reason[i].label),
		    v->reason[i].count, v->refused);
	printf("\n%s\n", text_in(say_lang(), N_("Waiting, by age")));
	for (size_t i = 0; i < v->age_count; i++)
		print_line(text_in(say_lang(), v->age[i].label),
		    v->age[i].count, v->waiting);
	printf("\n%s\n", text_in(say_lang(), N_("Handed over per hour")));
	for (int h = 0; h < DAY_HOURS; h++) {
		if (v->per_hour[h] == 0)
			continue;
		snprintf(hour, sizeof(hour), "%02d:00", h);
		print_line(hour, v->per_hour[h], v->delivered);
	}
}

/* Asked for, else the day that is open, else today. */
static struct date
which_day(const struct office_open *office, struct date asked)
{
	struct business_day open;

	if (date_is_set(asked))
		return asked;
	if (days_current(office->store, &open) == KERR_OK)
		return open.day;
	return date_of_utc(clock_now(&office->clock));
}

enum say_exit
command_summary(struct options *o)
{
	struct office_open office;
	struct day_view *v = NULL;
	struct date asked = {0, 0, 0};
	struct failure f;
	enum kerr e;

	if (o->date != NULL && !date_parse(o->date, &asked))
		return say_usage(N_("--date is a date: 2026-11-24"), o->json);
	if ((e = office_begin(o, &office, &f)) == KERR_OK &&
	    (e = office_open_store(&office, &f)) == KERR_OK)
		e = (v = calloc(1, sizeof(*v))) == NULL
			? failure_set(&f, ERR_MEMORY)
			: day_load_store(office.store,
			      which_day(&office, asked), o->counter,
			      clock_now(&office.clock), v, &f);
	office_end(&office);
	if (e == KERR_OK && o->json)
		e = failure_set(&f, view_as_json(v));
	else if (e == KERR_OK)
		view_as_text(v);
	free(v);
	return e == KERR_OK ? SAY_YES : say_failed(&f, o->json);
}
