/* date.c -- see base/date.h. The proleptic Gregorian calendar throughout; the
 * lunar dates before 1873 are nobody's birthday any more. */
#include "base/date.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define YEAR_LAST   9999
#define DAYS_BEFORE 719162 /* from 0001-01-01 to 1970-01-01 */
#define DAYS_400    146097
#define PARSE_SIZE  64

/* counter-procedures 7.5; it names no first day of Meiji, which by the edict
 * of its first year counts from that year's new year, 1868-01-25. */
static const struct era_row {
	struct date from;
	const char *english;
	const char *kanji;
	char initial;
} eras[] = {
    {{2019, 5, 1}, "Reiwa", "令和", 'R'},
    {{1989, 1, 8}, "Heisei", "平成", 'H'},
    {{1926, 12, 25}, "Showa", "昭和", 'S'},
    {{1912, 7, 30}, "Taisho", "大正", 'T'},
    {{1868, 1, 25}, "Meiji", "明治", 'M'},
};
#define ERA_COUNT (sizeof(eras) / sizeof(eras[0]))

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
month_days(int year, int month)
{
	static const int days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

/* Days from 0001-01-01 to the first of January of year. */
static int64_t
days_before_year(int year)
{
	int64_t y = year - 1;

	return y * 365 + y / 4 - y / 100 + y / 400;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0 ? 1 : 0);
}

bool
date_is_set(struct date d)
{
	return d.year != 0;
}

bool
date_is_valid(struct date d)
{
	return d.year >= 1 && d.year <= YEAR_LAST && d.month >= 1 &&
	       d.month <= 12 && d.day >= 1 &&
	       d.day <= month_days(d.year, d.month);
}

char *
date_iso(struct date d, char out[DATE_ISO_SIZE])
{
	unsigned year = (unsigned)d.year % (YEAR_LAST + 1);
	unsigned month = (unsigned)d.month % 100, day = (unsigned)d.day % 100;

	out[0] = '\0';
	if (date_is_valid(d))
		snprintf(
		    out, DATE_ISO_SIZE, "%04u-%02u-%02u", year, month, day);
	return out;
}

int
date_compare(struct date a, struct date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

int64_t
date_days(struct date d)
{
	int64_t days;

	if (!date_is_valid(d))
		return 0;
	days = days_before_year(d.year) - DAYS_BEFORE;
	for (int month = 1; month < d.month; month++)
		days += month_days(d.year, month);
	return days + d.day - 1;
}

struct date
date_from_days(int64_t days)
{
	struct date d = {0, 0, 0};
	int64_t left;

	if (days < -DAYS_BEFORE ||
	    days >= days_before_year(YEAR_LAST + 1) - DAYS_BEFORE)
		return d;
	left = days + DAYS_BEFORE;
	/* The estimate is never too early by more than a year. */
	d.year = (int)(left * 400 / DAYS_400) + 1;
	if (days_before_year(d.year) > left)
		d.year--;
	else if (days_before_year(d.year + 1) <= left)
		d.year++;
	left -= days_before_year(d.year);
	for (d.month = 1; left >= month_days(d.year, d.month); d.month++)
		left -= month_days(d.year, d.month);
	d.day = (int)left + 1;
	return d;
}

int
date_weekday(struct date d)
{
	int64_t days = date_days(d) + 4; /* 1970-01-01 was a Thursday */

	return (int)(days - floor_div(days, 7) * 7);
}

struct date
date_add_months(struct date d, int months)
{
	struct date none = {0, 0, 0};
	int64_t at = (int64_t)d.year * 12 + d.month - 1 + months;
	int64_t year = floor_div(at, 12);

	if (!date_is_valid(d) || year < 1 || year > YEAR_LAST)
		return none;
	d.year = (int)year;
	d.month = (int)(at - year * 12) + 1;
	if (d.day > month_days(d.year, d.month))
		d.day = month_days(d.year, d.month);
	return d;
}

struct date
date_add_years(struct date d, int years)
{
	struct date none = {0, 0, 0};

	if (years < -YEAR_LAST || years > YEAR_LAST)
		return none;
	return date_add_months(d, years * 12);
}

int
date_age(struct date born, struct date day)
{
	/* Reached the day before the birthday (counter-procedures 7.6): look
	 * one day ahead. That also gives 28 February to those born on the
	 * 29th, in every year. */
	struct date next = date_from_days(date_days(day) + 1);
	int age = next.year - born.year;

	if (next.month < born.month ||
	    (next.month == born.month && next.day < born.day))
		age--;
	return age;
}

bool
date_era(struct date d, struct era *out)
{
	if (!date_is_valid(d))
		return false;
	for (size_t i = 0; i < ERA_COUNT; i++) {
		if (date_compare(d, eras[i].from) < 0)
			continue;
		out->english = eras[i].english;
		out->kanji = eras[i].kanji;
		out->initial = eras[i].initial;
		out->year = d.year - eras[i].from.year + 1;
		return true;
	}
	return false;
}

/* Seconds since midnight UTC. */
static int64_t
seconds_in_day(int64_t utc)
{
	int64_t in_day = utc % DAY_SECONDS;

	return in_day < 0 ? in_day + DAY_SECONDS : in_day;
}

struct date
date_of_utc(int64_t utc)
{
	int64_t days = floor_div(utc, DAY_SECONDS);

	/* The day first, so that no sum can overflow. */
	if (seconds_in_day(utc) + JST_SECONDS >= DAY_SECONDS)
		days++;
	return date_from_days(days);
}

void
time_of_utc(int64_t utc, int *hour, int *minute, int *second)
{
	int64_t in_day = (seconds_in_day(utc) + JST_SECONDS) % DAY_SECONDS;

	*hour = (int)(in_day / 3600);
	*minute = (int)(in_day / 60 % 60);
	*second = (int)(in_day % 60);
}

int64_t
utc_of_date(struct date d)
{
	return date_days(d) * DAY_SECONDS - JST_SECONDS;
}

/* -- reading what people write -- */

/* A number of least..most digits at *s, which moves on; -1 when none. */
static int
take_number(const char **s, size_t least, size_t most)
{
	int n = 0;
	size_t i = 0;

	for (; i < most && isdigit((unsigned char)(*s)[i]); i++)
		n = n * 10 + ((*s)[i] - '0');
	if (i < least)
		return -1;
	*s += i;
	return n;
}

static bool
take_word(const char **s, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(*s, word, len) != 0)
		return false;
	*s += len;
	return true;
}

/* The era that *s begins with, or NULL. */
static const struct era_row *
take_era(const char **s)
{
	for (size_t i = 0; i < ERA_COUNT; i++) {
		if (take_word(s, eras[i].kanji))
			return &eras[i];
		if (toupper((unsigned char)**s) == eras[i].initial) {
			(*s)++;
			return &eras[i];
		}
	}
	return NULL;
}

static int
take_year(const char **s, const struct era_row *era)
{
	int year;

	if (era == NULL)
		return take_number(s, 4, 4);
	if (take_word(s, "元"))
		year = 1;
	else
		year = take_number(s, 1, 2);
	return year < 1 ? -1 : era->from.year + year - 1;
}

/* Month and day after the year: "年11月24日", "-11-24" with one and the same
 * sign, or "1124" right after a Western year. */
static bool
take_month_day(const char **s, bool western, struct date *d)
{
	char sign[2] = {**s, '\0'};

	if (take_word(s, "年")) {
		d->month = take_number(s, 1, 2);
		if (!take_word(s, "月"))
			return false;
		d->day = take_number(s, 1, 2);
		return take_word(s, "日");
	}
	if (western && isdigit((unsigned char)sign[0])) {
		d->month = take_number(s, 2, 2);
		d->day = take_number(s, 2, 2);
		return true;
	}
	if (sign[0] == '\0' || strchr("-/.", sign[0]) == NULL)
		return false;
	(*s)++;
	d->month = take_number(s, 1, 2);
	if (!take_word(s, sign))
		return false;
	d->day = take_number(s, 1, 2);
	return true;
}

/* An era's year and day must lie within that era. */
static bool
is_in_era(struct date d, const struct era_row *row)
{
	struct era era;

	return date_era(d, &era) && era.initial == row->initial;
}

bool
date_parse(const char *s, struct date *out)
{
	char narrow[PARSE_SIZE];
	const char *at = narrow;
	const struct era_row *era;
	struct date d = {0, 0, 0};

	if (strlen(s) >= sizeof(narrow))
		return false;
	text_narrow(narrow, sizeof(narrow), s);
	at += strspn(at, " ");
	era = take_era(&at);
	d.year = take_year(&at, era);
	if (d.year < 0 || !take_month_day(&at, era == NULL, &d))
		return false;
	at += strspn(at, " ");
	if (*at != '\0' || !date_is_valid(d))
		return false;
	if (era != NULL && !is_in_era(d, era))
		return false;
	*out = d;
	return true;
}
