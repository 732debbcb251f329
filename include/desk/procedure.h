/* procedure.h -- the procedures of a card that its holder has: loss, suspension
 * and its lifting, abolition, return, reissue, number change, renewal,
 * extension of stay, PIN change and reset (counter-procedures 2.11, 3.9, 4).
 *
 * They are cases like a collection: all that comes between opening and the end
 * is desk/collection.h, the steps are in rules/case_flow. What is done on the
 * official terminal is a step of its own that is answered with done, recorded,
 * not done or unknown (design, decision 12); the card's life moves with it, in
 * the same transaction. Not done and unknown keep the case under "Needs
 * attention". */
#ifndef KIOSK_DESK_PROCEDURE_H
#define KIOSK_DESK_PROCEDURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "rules/case_flow.h"

struct desk;

/*
 * Open one on a card, at this counter. key: desk_new_key(). A card that is past
 * its end becomes expired by it where the kind is for such cards.
 * Errors: ERR_PROCEDURE (reason: catalogue id), ERR_CARD_REPLACED (new),
 * ERR_CASE_TAKEN (who, n), ERR_CARD_STATE, ERR_CASE_OPEN_HERE, ERR_RIGHTS,
 * ERR_NOT_FOUND.
 */
enum kerr procedure_open(struct desk *d, enum case_kind kind, int64_t card_id,
    const char *key, int64_t *case_id, struct failure *f);

struct procedure_choice {
	enum case_kind kind;
	const char *name;    /* catalogue id */
	const char *why_not; /* catalogue id, a clause; NULL: possible now */
};

/*
 * Every procedure, possible or not, for the menu of a card. most is at least
 * CASE_KIND_COUNT. Errors: ERR_RIGHTS, ERR_NOT_FOUND.
 */
enum kerr procedure_list(struct desk *d, int64_t card_id,
    struct procedure_choice *rows, size_t most, size_t *count,
    struct failure *f);

#endif
