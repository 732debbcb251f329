#include "screens/typing.h"

#include <string.h>

#include "base/secret.h"
#include "base/text.h"

#define ESC		0x1bU
#define PASTE_QUIET_MS	1000 /* a bracketed paste whose end never comes */
#define FLOOD_QUIET_MS	250  /* a paste without brackets has ended */
#define PREFIX_QUIET_MS 500  /* a slow scanner that sent its prefix */

static void
put_key(struct typing *t, enum ui_key key)
{
	t->put(t->arg, &(struct ui_event){.key = key});
}

static void
put_character(struct typing *t, uint32_t c)
{
	struct ui_event e = {.key = UI_KEY_TEXT, .code_point = c};

	t->put(t->arg, &e);
	secret_wipe(&e, sizeof(e));
}

static void
put_text(struct typing *t, enum ui_key key, const char *text, size_t len)
{
	t->put(
	    t->arg, &(struct ui_event){.key = key, .text = text, .len = len});
}

/* Characters that nobody means to type: controls, zero width, direction. */
static bool
is_wanted(uint32_t c)
{
	return c >= 0x20 && !(c >= 0x7f && c < 0xa0) &&
	       !(c >= 0x200b && c <= 0x200f) && !(c >= 0x2028 && c <= 0x202e) &&
	       !(c >= 0x2060 && c <= 0x206f) && c != 0xfeff &&
	       (c & 0xfffe) != 0xfffe;
}

static void
paste_add(struct typing *t, uint32_t c)
{
	char bytes[TEXT_POINT_SIZE];
	size_t n = text_encode(c, bytes);

	if (t->paste_len + n <= INPUT_PASTE_MOST) {
		memcpy(t->paste + t->paste_len, bytes, n);
		t->paste_len += n;
	}
	secret_wipe(bytes, sizeof(bytes));
}

static void
held_clear(struct typing *t)
{
	secret_wipe(t->held, t->held_count * sizeof(t->held[0]));
	t->held_count = 0;
	t->state = TYPING_NONE;
}

static void
held_out(struct typing *t)
{
	for (size_t i = 0; i < t->held_count; i++)
		put_character(t, t->held[i]);
	held_clear(t);
}

/* What was held turns out to be the beginning of a paste. */
static void
held_to_paste(struct typing *t)
{
	bool entered = t->state == TYPING_ENTERED;

	t->paste_len = 0;
	for (size_t i = 0; i < t->held_count; i++)
		paste_add(t, t->held[i]);
	held_clear(t);
	if (entered)
		paste_add(t, '\n');
	t->state = TYPING_PASTE;
}

/* Whole, wanted characters only: the bound may have cut one, and between the
 * brackets may stand anything. Never grows. */
static size_t
paste_clean(struct typing *t)
{
	const char *at, *from = t->paste;
	char *to = t->paste;
	uint32_t c;

	t->paste[t->paste_len] = '\0';
	for (at = from; (c = text_next(&from)) != 0; at = from) {
		if ((!is_wanted(c) || c == 0xfffd) && c != '\n' && c != '\t')
			continue;
		memmove(to, at, (size_t)(from - at));
		to += from - at;
	}
	return (size_t)(to - t->paste);
}

static void
paste_out(struct typing *t)
{
	size_t len = paste_clean(t);

	if (len > 0)
		put_text(t, UI_KEY_PASTE, t->paste, len);
	secret_wipe(t->paste, t->paste_len);
	t->paste_len = 0;
	t->end_matched = 0;
	t->state = TYPING_NONE;
}

/* Characters of the prefix at the start of what is held; 0: none. */
static size_t
held_prefix(const struct typing *t)
{
	size_t n = strlen(t->set->scan_prefix);

	if (n == 0 || t->held_count < n)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (t->held[i] != (uint8_t)t->set->scan_prefix[i])
			return 0;
	return n;
}

static void
entered_out(struct typing *t)
{
	char text[TYPING_BURST_MOST * 4 + 1];
	size_t prefix = held_prefix(t);
	size_t len = 0;

	if (prefix == 0 && t->held_count < t->set->scan_least) {
		held_out(t);
		put_key(t, UI_KEY_ENTER);
		return;
	}
	for (size_t i = prefix; i < t->held_count; i++)
		len += text_encode(t->held[i], text + len);
	put_text(t, UI_KEY_SCAN, text, len);
	secret_wipe(text, sizeof(text));
	held_clear(t);
}

void
typing_decide(struct typing *t)
{
	if (t->state == TYPING_HELD)
		held_out(t);
	else if (t->state == TYPING_ENTERED)
		entered_out(t);
	else if (t->state != TYPING_NONE)
		paste_out(t);
	t->run_count = 0;
}

void
typing_character(struct typing *t, uint32_t c, int64_t now_ms)
{
	if (!is_wanted(c))
		return;
	t->text_at = now_ms;
	if (t->state == TYPING_ENTERED || t->held_count == TYPING_BURST_MOST ||
	    t->run_count == TYPING_BURST_MOST) {
		t->run_count = 0;
		held_to_paste(t);
	}
	if (t->state == TYPING_PASTE) {
		paste_add(t, c);
	} else if (!t->scans) {
		t->run_count++;
		put_character(t, c);
	} else {
		t->held[t->held_count++] = c;
		t->state = TYPING_HELD;
	}
}

/* An Enter that stands alone is the key at once; one that follows text
 * closely, or is followed by more, is decided when it is quiet. */
void
typing_enter(struct typing *t, bool more_follows, int64_t now_ms)
{
	if (t->state == TYPING_PASTE) {
		paste_add(t, '\n');
	} else if (t->state == TYPING_ENTERED) {
		held_to_paste(t);
		paste_add(t, '\n');
	} else if (t->state == TYPING_HELD || (more_follows && t->scans)) {
		t->state = TYPING_ENTERED;
	} else {
		t->run_count = 0;
		put_key(t, UI_KEY_ENTER);
		return;
	}
	t->text_at = now_ms;
}

void
typing_key(struct typing *t, enum ui_key key, int64_t now_ms)
{
	if (t->state == TYPING_ENTERED)
		held_to_paste(t);
	if (t->state == TYPING_PASTE) { /* a paste holds no commands */
		t->text_at = now_ms;
		return;
	}
	typing_decide(t);
	if (key != UI_KEY_NONE)
		put_key(t, key);
}

static int64_t
quiet_ms(const struct typing *t)
{
	if (t->state == TYPING_BRACKETED)
		return PASTE_QUIET_MS;
	if (t->state == TYPING_PASTE)
		return FLOOD_QUIET_MS;
	if (t->state == TYPING_HELD && held_prefix(t) > 0)
		return PREFIX_QUIET_MS;
	return t->set->scan_gap_ms;
}

int64_t
typing_due(const struct typing *t)
{
	return t->state == TYPING_NONE ? -1 : t->text_at + quiet_ms(t) + 1;
}

void
typing_settle(struct typing *t, int64_t now_ms)
{
	if (t->run_count > 0 && now_ms - t->text_at > t->set->scan_gap_ms)
		t->run_count = 0;
	if (t->state != TYPING_NONE && now_ms - t->text_at > quiet_ms(t))
		typing_decide(t);
}

void
typing_paste_begin(struct typing *t, int64_t now_ms)
{
	typing_decide(t);
	t->state = TYPING_BRACKETED;
	t->text_at = now_ms;
}

bool
typing_is_bracketed(const struct typing *t)
{
	return t->state == TYPING_BRACKETED;
}

void
typing_paste_byte(struct typing *t, uint8_t byte, int64_t now_ms)
{
	static const char end[] = "\033[201~";

	t->text_at = now_ms;
	if (byte == (uint8_t)end[t->end_matched]) {
		if (end[++t->end_matched] == '\0')
			paste_out(t);
		return;
	}
	t->end_matched = byte == ESC ? 1 : 0;
	if (byte == '\r')
		byte = '\n';
	if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f)
		return;
	if (t->paste_len < INPUT_PASTE_MOST)
		t->paste[t->paste_len++] = (char)byte;
}

void
typing_set_scans(struct typing *t, bool on)
{
	if (t->scans != on &&
	    (t->state == TYPING_HELD || t->state == TYPING_ENTERED))
		typing_decide(t);
	t->scans = on;
}

void
typing_flush(struct typing *t)
{
	if (t->state == TYPING_HELD || t->state == TYPING_ENTERED)
		held_clear(t);
	/* A paste under way goes on being one, or its rest would be typed. */
	secret_wipe(t->paste, t->paste_len);
	t->paste_len = 0;
	t->run_count = 0;
}

void
typing_init(struct typing *t, const struct input_settings *set, typing_put *put,
    void *arg)
{
	*t = (struct typing){.set = set, .scans = true, .put = put, .arg = arg};
}
