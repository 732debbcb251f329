/* residence_number.h -- the number of a residence card or of a special
 * permanent resident certificate: [A-Z]{2}[0-9]{8}[A-Z]{2}. It belongs to the
 * card and changes with each one; its check rule is not public, so only the
 * shape is judged. counter-procedures 7.2; residence-card 2. */
#ifndef KIOSK_RULES_RESIDENCE_NUMBER_H
#define KIOSK_RULES_RESIDENCE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#define RESIDENCE_NUMBER_LEN  12
#define RESIDENCE_NUMBER_SIZE 13

bool residence_number_is_shaped(const char *s, size_t len);

/*
 * What a person typed as the card prints it: full-width letters and digits
 * narrowed, capitals, spaces and hyphens dropped. false (out "") when the
 * result does not have the shape.
 */
bool residence_number_fold(char out[RESIDENCE_NUMBER_SIZE], const char *typed);

#endif
