/* keys.h -- escape sequences: one byte in, at last a key out.
 *
 * Grammar: ECMA-48 control sequences, SS3, and strings, which are swallowed
 * whole; so no half of a sequence is ever taken for text. Used by input only.
 * Tables: xterm's ctlseqs, console_codes(4), rxvt's reference. */
#ifndef KIOSK_SCREENS_KEYS_H
#define KIOSK_SCREENS_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "screens/input.h"

#define KEYS_SEQUENCE_SIZE 24
#define KEYS_LEARNED_MOST  40

enum keys_state {
	KEYS_IDLE,
	KEYS_ESC,
	KEYS_ESC_ESC,
	KEYS_CSI,
	KEYS_SS3,
	KEYS_LINUX, /* ESC [ [ and one letter */
	KEYS_MOUSE, /* ESC [ M and three bytes */
	KEYS_STRING,
	KEYS_STRING_ESC
};

enum keys_result {
	KEYS_MORE,   /* the sequence goes on */
	KEYS_DONE,   /* found.key, found.code_point or found.paste */
	KEYS_UNTAKEN /* the sequence broke off; look at the byte anew */
};

struct keys_learned {
	char sequence[KEYS_SEQUENCE_SIZE];
	enum ui_key key;
};

struct keys {
	enum keys_state state;
	uint8_t bytes[KEYS_SEQUENCE_SIZE];
	size_t len;    /* may pass the size: then nothing matches */
	size_t wanted; /* MOUSE: bytes to come */
	struct keys_learned learned[KEYS_LEARNED_MOST];
	size_t learned_count;
};

struct keys_found {
	enum ui_key key;     /* NONE: the sequence means nothing to us */
	uint32_t code_point; /* TEXT: keypad in application mode */
	bool alt;	     /* an Alt twin */
	bool paste;	     /* a bracketed paste begins */
};

void keys_learn(struct keys *k, const char *sequence, enum ui_key key);
/* Begin a sequence: an Esc byte came. */
void keys_begin(struct keys *k);
bool keys_is_active(const struct keys *k);
enum keys_result keys_push(
    struct keys *k, uint8_t byte, struct keys_found *found);
/* Nothing more came: a lone Esc is the key, anything longer is dropped. */
enum ui_key keys_expire(struct keys *k);
/* Wipe what was collected, keep what was learned. */
void keys_reset(struct keys *k);

#endif
