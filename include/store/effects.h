/* effects.h -- what happens outside this program, told as what it is: done
 * here, seen on the official terminal and recorded, not done, or unknown
 * (design, decision 12). */
#ifndef KIOSK_STORE_EFFECTS_H
#define KIOSK_STORE_EFFECTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct store;

enum effect_state {
	EFFECT_NONE, /* not spoken of yet */
	EFFECT_DONE_HERE,
	EFFECT_RECORDED,
	EFFECT_NOT_DONE,
	EFFECT_UNKNOWN,
	EFFECT_STATE_COUNT
};

struct effect {
	enum effect_state state;
	int64_t at; /* of the effect, as staff said; else of the entry */
	int64_t by; /* staff id */
};

#define EFFECT_ACTIVATION "activation"

const char *effect_state_code(enum effect_state s);
const char *effect_state_name(enum effect_state s); /* catalogue id */
bool effect_state_from_code(const char *code, enum effect_state *out);

/*
 * Set what is known of an effect of an open case owned here. at 0: now.
 * Errors: ERR_CASE_STATE also when it is done or recorded already.
 */
enum kerr effects_set(struct store *st, int64_t case_id, const char *what,
    enum effect_state state, int64_t at);
/* EFFECT_NONE when nothing was said. */
enum kerr effects_get(
    struct store *st, int64_t case_id, const char *what, struct effect *out);

#endif
