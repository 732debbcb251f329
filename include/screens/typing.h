/* typing.h -- telling what a person types from what a scanner or a clipboard
 * sends, by the gaps between the characters. Used by input only; the rules are
 * told there. Characters, keys and times in; events out through put(). */
#ifndef KIOSK_SCREENS_TYPING_H
#define KIOSK_SCREENS_TYPING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "screens/input.h"

#define TYPING_BURST_MOST 128 /* characters; nobody types or scans more */

/* Takes an event; texts are borrowed for the call. */
typedef void typing_put(void *arg, const struct ui_event *event);

enum typing_state {
	TYPING_NONE,	 /* nothing held */
	TYPING_HELD,	 /* a burst, perhaps a scan */
	TYPING_ENTERED,	 /* a burst that ended in Enter */
	TYPING_PASTE,	 /* more than anybody types: until it is quiet */
	TYPING_BRACKETED /* until the terminal says it ended */
};

struct typing {
	const struct input_settings *set; /* borrowed */
	typing_put *put;
	void *arg;
	bool scans;
	enum typing_state state;
	uint32_t held[TYPING_BURST_MOST];
	size_t held_count;
	size_t run_count; /* characters handed out at once, without a gap */
	int64_t text_at;  /* last character */
	char paste[INPUT_PASTE_MOST + 1];
	size_t paste_len;
	size_t end_matched; /* bytes of the end of a bracketed paste */
};

void typing_init(struct typing *t, const struct input_settings *set,
    typing_put *put, void *arg);
void typing_set_scans(struct typing *t, bool on);
void typing_character(struct typing *t, uint32_t c, int64_t now_ms);
/* more_follows: the same read held more bytes. */
void typing_enter(struct typing *t, bool more_follows, int64_t now_ms);
/* Any other key; UI_KEY_NONE is one that means nothing. */
void typing_key(struct typing *t, enum ui_key key, int64_t now_ms);
void typing_paste_begin(struct typing *t, int64_t now_ms);
bool typing_is_bracketed(const struct typing *t);
void typing_paste_byte(struct typing *t, uint8_t byte, int64_t now_ms);
/* When what is held is decided; -1: nothing is held. */
int64_t typing_due(const struct typing *t);
void typing_settle(struct typing *t, int64_t now_ms);
/* Decide now what is held. */
void typing_decide(struct typing *t);
/* Forget what is held. */
void typing_flush(struct typing *t);

#endif
