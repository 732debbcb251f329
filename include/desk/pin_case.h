/* pin_case.h -- a PIN change (the resident knows the PIN) and a PIN reset (it
 * is forgotten or locked) as cases of their own, on a card that its holder has
 * (counter-procedures 3.9, 3.10). All that comes between opening and the end
 * is desk/collection.h and desk/pin_setting.h; the steps are in
 * rules/case_flow. */
#ifndef KIOSK_DESK_PIN_CASE_H
#define KIOSK_DESK_PIN_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "rules/case_flow.h"

struct desk;

/*
 * Open one on a delivered card, which stays delivered. key: desk_new_key().
 * Errors: ERR_CASE_TAKEN (who, n), ERR_CARD_STATE (not delivered),
 * ERR_CASE_OPEN_HERE, ERR_RIGHTS.
 */
enum kerr pin_case_open(struct desk *d, enum case_kind kind, int64_t card_id,
    const char *key, int64_t *case_id, struct failure *f);
/*
 * The second person agrees to a reset, checked by session_second_begin() with
 * ACTION_PIN_RESET; ends that check. Errors: ERR_SAME_PERSON (nobody else was
 * checked for it), ERR_CASE_STATE.
 */
enum kerr pin_case_approve(struct desk *d, int64_t case_id, struct failure *f);
/* Whether this office's issuer module resets PINs on the chip; else the reset
 * is done on the issuer's terminal and recorded (pin_setting_record()). */
bool pin_case_can_reset(const struct desk *d);

#endif
