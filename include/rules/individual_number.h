/* individual_number.h -- the check digit of the 12-digit Individual Number.
 * counter-procedures 7.1; individual-number-card 12.
 * The number is looked at where it lies (struct secret) and never kept. */
#ifndef KIOSK_RULES_INDIVIDUAL_NUMBER_H
#define KIOSK_RULES_INDIVIDUAL_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#define INDIVIDUAL_NUMBER_LEN 12

/* The check digit (0 to 9) that the first 11 ASCII digits ask for; -1 when
 * there are fewer than 11 or one of them is no digit. */
int individual_number_check_digit(const char *digits, size_t len);

/*
 * 12 ASCII digits with a right check digit, not all zero. About 2 % of
 * single-digit errors pass by design of the digit: it is no proof of anything.
 */
bool individual_number_is_valid(const char *digits, size_t len);

/*
 * Whether text that will be kept holds such a number: 12 digits in a row or in
 * groups of four, full-width too, that are no part of a longer number or word.
 */
bool individual_number_is_within(const char *text);

#endif
