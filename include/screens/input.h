/* input.h -- bytes from the terminal become keys, texts, pastes and scans.
 *
 * Sources of the sequences: ECMA-48 (control sequences), the function keys of
 * xterm, the Linux console and rxvt, and what the terminal's own description
 * says. Pure apart from input_read(): bytes and times come in, events go out,
 * so that it is tested without a terminal.
 *
 * A burst is text whose characters follow each other within scan_gap_ms. A
 * burst that ends in Enter is a scan when it is long enough or begins with the
 * configured prefix, and then comes out whole; a burst of several lines, or of
 * more than anybody types, is a paste. Neither ever becomes a key. Text is
 * held back for scan_gap_ms at most, and not at all while scans are off
 * (PIN and password screens). Every buffer is wiped once it was handed out. */
#ifndef KIOSK_SCREENS_INPUT_H
#define KIOSK_SCREENS_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* X(enum, what the key bar says). F10 and F11 belong to terminals. F1 to F9
 * are also Alt-1 to Alt-9, and F12 is Alt-0. */
#define UI_KEYS(X) \
	X(UI_KEY_F1, "F1") \
	X(UI_KEY_F2, "F2") \
	X(UI_KEY_F3, "F3") \
	X(UI_KEY_F4, "F4") \
	X(UI_KEY_F5, "F5") \
	X(UI_KEY_F6, "F6") \
	X(UI_KEY_F7, "F7") \
	X(UI_KEY_F8, "F8") \
	X(UI_KEY_F9, "F9") \
	X(UI_KEY_F12, "F12") \
	X(UI_KEY_ENTER, "Enter") \
	X(UI_KEY_ESC, "Esc") \
	X(UI_KEY_TAB, "Tab") \
	X(UI_KEY_BACKTAB, "Shift-Tab") \
	X(UI_KEY_UP, "Up") \
	X(UI_KEY_DOWN, "Down") \
	X(UI_KEY_LEFT, "Left") \
	X(UI_KEY_RIGHT, "Right") \
	X(UI_KEY_PAGE_UP, "PgUp") \
	X(UI_KEY_PAGE_DOWN, "PgDn") \
	X(UI_KEY_HOME, "Home") \
	X(UI_KEY_END, "End") \
	X(UI_KEY_BACKSPACE, "Backspace") \
	X(UI_KEY_DELETE, "Delete") \
	X(UI_KEY_REPAINT, "Ctrl-L")

enum ui_key {
	UI_KEY_NONE,
#define X(key, name) key,
	UI_KEYS(X)
#undef X
	    UI_KEY_TEXT, /* a code point was typed */
	UI_KEY_PASTE,	 /* text, bounded */
	UI_KEY_SCAN,	 /* text, without prefix and Enter */
	UI_KEY_COUNT
};

/* The name in the key bar; "" for none. */
const char *ui_key_name(enum ui_key key);

struct ui_event {
	enum ui_key key;
	uint32_t code_point; /* TEXT */
	const char *text;    /* PASTE, SCAN: borrowed until the next take */
	size_t len;
};

#define INPUT_PREFIX_SIZE 8
#define INPUT_PASTE_MOST  4096 /* bytes kept of one paste */

struct input_settings {
	int64_t escape_ms;   /* after which a lone Esc is the Esc key */
	int64_t scan_gap_ms; /* at most between two characters of a scan */
	size_t scan_least;   /* characters of a scan without prefix */
	char scan_prefix[INPUT_PREFIX_SIZE]; /* "": none */
};
#define INPUT_SETTINGS_DEFAULT \
	{ \
		.escape_ms = 50, .scan_gap_ms = 30, .scan_least = 6 \
	}

struct input; /* opaque */

enum kerr input_new(const struct input_settings *settings, struct input **out);
void input_free(struct input **in); /* wipes */

/* A sequence that this terminal sends for key. What is full is ignored. */
void input_learn(struct input *in, const char *sequence, enum ui_key key);
/* Hold text back to find scans, or hand each character out at once. */
void input_set_scans(struct input *in, bool on);

/* Bytes that arrived at now_ms (monotonic). What nobody took is bounded: the
 * oldest stays, the rest is dropped. */
void input_feed(
    struct input *in, const uint8_t *bytes, size_t n, int64_t now_ms);
/* Read what fd holds, once, without waiting; false when it was closed. */
bool input_read(struct input *in, int fd, int64_t now_ms);
/* Milliseconds after which input_settle() is due; -1: nothing is held. */
int64_t input_wait_ms(const struct input *in, int64_t now_ms);
/* Decide what is held and whose time has passed. */
void input_settle(struct input *in, int64_t now_ms);
/* The next event; false when there is none. What the last one lent is wiped. */
bool input_take(struct input *in, struct ui_event *out);
/* Drop what was typed ahead: decoded or half decoded. */
void input_flush(struct input *in);

#endif
