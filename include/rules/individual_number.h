/* individual_number.h -- the shape of the numbers that people type.
 * counter-procedures 7.1, 7.2, 1.2, 1.10; individual-number-card 12, 8.
 * The 12-digit number is looked at where it lies and never kept. */
#ifndef KIOSK_RULES_INDIVIDUAL_NUMBER_H
#define KIOSK_RULES_INDIVIDUAL_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* 12 digits with a right check digit, not all zero. */
bool individual_number_is_valid(const char *digits, size_t len);
/* [A-Z]{2}[0-9]{8}[A-Z]{2}; the check rule is not public (residence-card 2). */
bool residence_number_is_shaped(const char *s, size_t len);
/* Application ID: 23 digits. */
bool application_id_is_shaped(const char *s, size_t len);
/* Serial printed on the face: 16 characters A-Z 0-9. */
bool face_serial_is_shaped(const char *s, size_t len);
/* Serial in the chip: 15 digits. */
bool chip_serial_is_shaped(const char *s, size_t len);
/* Municipality code: 5 digits and a check digit (7.7). */
bool municipality_code_is_valid(const char *s, size_t len);

#endif
