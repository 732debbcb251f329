/* sign_in_wait.h -- how long an account waits after wrong passwords. */
#ifndef KIOSK_DESK_SIGN_IN_WAIT_H
#define KIOSK_DESK_SIGN_IN_WAIT_H

#include <stdint.h>

/* Seconds still to wait after so many wrong passwords in a row, the last one
 * at that time; 0: none. */
int64_t sign_in_wait_left(
    int64_t failures, int64_t last_failure_at, int64_t now);

#endif
