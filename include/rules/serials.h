/* serials.h -- the shapes of the three numbers that name an application or a
 * card without naming its holder. No source relates the two serials, so
 * neither is derived from the other (design, decision 13). */
#ifndef KIOSK_RULES_SERIALS_H
#define KIOSK_RULES_SERIALS_H

#include <stdbool.h>
#include <stddef.h>

#define APPLICATION_ID_LEN 23
#define FACE_SERIAL_LEN	   16
#define CHIP_SERIAL_LEN	   15

/* Application ID (申請書ID): 23 digits (counter-procedures 1.2). */
bool application_id_is_shaped(const char *s, size_t len);
/* The ID as typed or printed, blanks and hyphens dropped; false: it is none. */
bool application_id_take(const char *typed, char out[APPLICATION_ID_LEN + 1]);
/* Serial printed on the face (製造番号): 16 characters A-Z 0-9
 * (counter-procedures 1.10). */
bool face_serial_is_shaped(const char *s, size_t len);
/* Serial in the chip: 15 digits (individual-number-card 8). */
bool chip_serial_is_shaped(const char *s, size_t len);

#endif
