/* residence_status.h -- what a status of residence means at this counter.
 * counter-procedures 1 "Validity", 2.9. The list carries the status as text,
 * in Japanese or English. */
#ifndef KIOSK_RULES_RESIDENCE_STATUS_H
#define KIOSK_RULES_RESIDENCE_STATUS_H

#include <stdbool.h>

/* Permanent and special permanent residents, highly skilled (ii): their card
 * is valid like a national's, and the stay has no end. */
bool residence_status_is_permanent(const char *status);

#endif
