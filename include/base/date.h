/* date.h -- civil dates, Japanese eras, ages, the counter's time zone.
 *
 * Times in the store are UTC seconds (int64_t). Counters live in Japan: UTC+9,
 * no summer time since 1951. Eras: counter-procedures 7.5. Ages: legal age is
 * reached the day before the birthday (counter-procedures 7.6). */
#ifndef KIOSK_BASE_DATE_H
#define KIOSK_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DATE_ISO_SIZE 11 /* "2026-11-24" */
#define JST_SECONDS   (9 * 3600)
#define DAY_SECONDS   86400

/* A civil date; year 0 means "no date". */
struct date {
	int year;
	int month; /* 1..12 */
	int day;   /* 1..31 */
};

bool date_is_set(struct date d);
bool date_is_valid(struct date d);
/* "2026-11-24"; also "2026/11/24", "20261124", and era forms "R8.11.24",
 * "令和8年11月24日", "平成元年1月8日". false when it is no date. */
bool date_parse(const char *s, struct date *out);
char *date_iso(struct date d, char out[DATE_ISO_SIZE]); /* "" for none */
int date_compare(struct date a, struct date b);		/* <0, 0, >0 */
int64_t date_days(struct date d);			/* since 1970-01-01 */
struct date date_from_days(int64_t days);
int date_weekday(struct date d); /* 0 = Sunday */
/* Same day n years later; 29 February becomes 28 February (undocumented
 * anywhere; decided here, counter-procedures 1.10 table note). */
struct date date_add_years(struct date d, int years);
struct date date_add_months(struct date d, int months);
/* Whole years by law on day: counted from the day before the birthday. */
int date_age(struct date born, struct date day);

/* Era of a date: english "Heisei", kanji "平成", initial 'H', and its year.
 * false before Meiji. */
struct era {
	const char *english;
	const char *kanji;
	char initial;
	int year;
};
bool date_era(struct date d, struct era *out);

/* The Japanese civil date and the time of day of a UTC time. */
struct date date_of_utc(int64_t utc);
void time_of_utc(int64_t utc, int *hour, int *minute, int *second);
int64_t utc_of_date(struct date d); /* 00:00 in Japan */

#endif
