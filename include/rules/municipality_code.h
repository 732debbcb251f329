/* municipality_code.h -- the six-digit code of a municipality: five digits
 * and a check digit. counter-procedures 7.7 (G; reproduces 131016, 141003 and
 * Chofu, 132080). The chip holds the five digits only. */
#ifndef KIOSK_RULES_MUNICIPALITY_CODE_H
#define KIOSK_RULES_MUNICIPALITY_CODE_H

#include <stdbool.h>
#include <stddef.h>

#define MUNICIPALITY_CODE_LEN 6

bool municipality_code_is_valid(const char *s, size_t len);

#endif
