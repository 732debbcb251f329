#include "screens/input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/secret.h"
#include "base/text.h"
#include "screens/keys.h"

#define ESC		0x1bU
#define BURST_MOST	128  /* characters; nobody types or scans more */
#define QUEUE_SIZE	512  /* events */
#define PASTE_QUIET_MS	1000 /* a bracketed paste whose end never comes */
#define PREFIX_QUIET_MS 500  /* a slow scanner that sent its prefix */
#define READ_SIZE	4096

enum text_state {
	TEXT_NONE,     /* nothing held */
	TEXT_HELD,     /* a burst, perhaps a scan */
	TEXT_ENTERED,  /* a burst that ended in Enter */
	TEXT_PASTE,    /* more than anybody types: until it is quiet */
	TEXT_BRACKETED /* until the terminal says it ended */
};

struct queued {
	enum ui_key key;
	uint32_t code_point;
	char *text; /* owned, wiped */
	size_t len;
};

struct input {
	struct input_settings set;
	bool scans;
	struct keys keys;
	int64_t keys_at;    /* last byte of the sequence */
	uint8_t partial[4]; /* of a UTF-8 character */
	size_t partial_len;
	size_t partial_wanted;
	enum text_state state;
	uint32_t held[BURST_MOST];
	size_t held_count;
	size_t run_count; /* characters handed out at once, without a gap */
	int64_t text_at;  /* last byte of text */
	bool after_cr;	  /* CR LF is one Enter */
	char paste[INPUT_PASTE_MOST + 1];
	size_t paste_len;
	size_t end_matched; /* bytes of the end of a bracketed paste */
	struct queued queue[QUEUE_SIZE];
	size_t queue_first;
	size_t queue_count;
	struct queued lent;
};

const char *
ui_key_name(enum ui_key key)
{
	static const char *const names[UI_KEY_COUNT] = {
#define X(k, name) [k] = name,
	    UI_KEYS(X)
#undef X
	};

	if (key <= UI_KEY_NONE || key >= UI_KEY_COUNT || names[key] == NULL)
		return "";
	return names[key];
}

enum kerr
input_new(const struct input_settings *settings, struct input **out)
{
	struct input *in = calloc(1, sizeof(*in));

	*out = in;
	if (in == NULL)
		return ERR_MEMORY;
	in->set = *settings;
	in->scans = true;
	return KERR_OK;
}

static void
queued_wipe(struct queued *q)
{
	if (q->text != NULL) {
		secret_wipe(q->text, q->len);
		free(q->text);
	}
	secret_wipe(q, sizeof(*q));
}

void
input_free(struct input **in)
{
	if (*in == NULL)
		return;
	input_flush(*in);
	secret_wipe(*in, sizeof(**in));
	free(*in);
	*in = NULL;
}

void
input_learn(struct input *in, const char *sequence, enum ui_key key)
{
	keys_learn(&in->keys, sequence, key);
}

/* -- the queue of events -- */

static void
put(struct input *in, struct queued q)
{
	if (in->queue_count == QUEUE_SIZE) {
		queued_wipe(&q);
		return;
	}
	in->queue[(in->queue_first + in->queue_count++) % QUEUE_SIZE] = q;
	secret_wipe(&q, sizeof(q));
}

static void
put_key(struct input *in, enum ui_key key)
{
	put(in, (struct queued){.key = key});
}

static void
put_character(struct input *in, uint32_t code_point)
{
	put(in, (struct queued){.key = UI_KEY_TEXT, .code_point = code_point});
}

static void
put_text(struct input *in, enum ui_key key, const char *text, size_t len)
{
	char *copy = malloc(len + 1);

	if (copy == NULL)
		return; /* as if it had not been typed */
	memcpy(copy, text, len);
	copy[len] = '\0';
	put(in, (struct queued){.key = key, .text = copy, .len = len});
}

bool
input_take(struct input *in, struct ui_event *out)
{
	struct queued *q = &in->queue[in->queue_first];

	queued_wipe(&in->lent);
	*out = (struct ui_event){.key = UI_KEY_NONE};
	if (in->queue_count == 0)
		return false;
	in->lent = *q;
	secret_wipe(q, sizeof(*q));
	in->queue_first = (in->queue_first + 1) % QUEUE_SIZE;
	in->queue_count--;
	out->key = in->lent.key;
	out->code_point = in->lent.code_point;
	out->text = in->lent.text;
	out->len = in->lent.len;
	return true;
}

/* -- text: typed, scanned or pasted -- */

size_t
ui_encode(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
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
paste_add(struct input *in, uint32_t c)
{
	char bytes[4];
	size_t n = ui_encode(c, bytes);

	if (in->paste_len + n <= INPUT_PASTE_MOST) {
		memcpy(in->paste + in->paste_len, bytes, n);
		in->paste_len += n;
	}
	secret_wipe(bytes, sizeof(bytes));
}

static void
held_clear(struct input *in)
{
	secret_wipe(in->held, in->held_count * sizeof(in->held[0]));
	in->held_count = 0;
	in->state = TEXT_NONE;
}

static void
held_out(struct input *in)
{
	for (size_t i = 0; i < in->held_count; i++)
		put_character(in, in->held[i]);
	held_clear(in);
}

/* What was held turns out to be the beginning of a paste. */
static void
held_to_paste(struct input *in)
{
	bool entered = in->state == TEXT_ENTERED;

	in->paste_len = 0;
	for (size_t i = 0; i < in->held_count; i++)
		paste_add(in, in->held[i]);
	held_clear(in);
	if (entered)
		paste_add(in, '\n');
	in->state = TEXT_PASTE;
}

/* Whole, wanted characters only: the bound may have cut one, and between the
 * brackets may stand anything. Never grows. */
static size_t
paste_clean(struct input *in)
{
	const char *from = in->paste;
	char *to = in->paste;
	uint32_t c;

	in->paste[in->paste_len] = '\0';
	while ((c = text_next(&from)) != 0)
		if ((is_wanted(c) && c != 0xfffd) || c == '\n' || c == '\t')
			to += ui_encode(c, to);
	return (size_t)(to - in->paste);
}

static void
paste_out(struct input *in)
{
	size_t len = paste_clean(in);

	if (len > 0)
		put_text(in, UI_KEY_PASTE, in->paste, len);
	secret_wipe(in->paste, in->paste_len);
	in->paste_len = 0;
	in->end_matched = 0;
	in->state = TEXT_NONE;
}

/* Characters of the prefix at the start of what is held; 0: none. */
static size_t
held_prefix(const struct input *in)
{
	size_t n = strlen(in->set.scan_prefix);

	if (n == 0 || in->held_count < n)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (in->held[i] != (uint8_t)in->set.scan_prefix[i])
			return 0;
	return n;
}

static void
entered_out(struct input *in)
{
	char text[BURST_MOST * 4];
	size_t prefix = held_prefix(in);
	size_t len = 0;

	if (prefix == 0 && in->held_count < in->set.scan_least) {
		held_out(in);
		put_key(in, UI_KEY_ENTER);
		return;
	}
	for (size_t i = prefix; i < in->held_count; i++)
		len += ui_encode(in->held[i], text + len);
	put_text(in, UI_KEY_SCAN, text, len);
	secret_wipe(text, sizeof(text));
	held_clear(in);
}

static void
text_out(struct input *in)
{
	if (in->state == TEXT_HELD)
		held_out(in);
	else if (in->state == TEXT_ENTERED)
		entered_out(in);
	else if (in->state != TEXT_NONE)
		paste_out(in);
	in->run_count = 0;
}

static void
on_character(struct input *in, uint32_t c, int64_t now_ms)
{
	if (!is_wanted(c))
		return;
	in->text_at = now_ms;
	if (in->state == TEXT_ENTERED || in->held_count == BURST_MOST ||
	    in->run_count == BURST_MOST) {
		in->run_count = 0;
		held_to_paste(in);
	}
	if (in->state == TEXT_PASTE) {
		paste_add(in, c);
	} else if (!in->scans) {
		in->run_count++;
		put_character(in, c);
	} else {
		in->held[in->held_count++] = c;
		in->state = TEXT_HELD;
	}
}

/* An Enter that stands alone is the key at once; one that follows text
 * closely, or is followed by more, is decided when it is quiet. */
static void
on_enter(struct input *in, bool more_follows, int64_t now_ms)
{
	if (in->state == TEXT_PASTE) {
		paste_add(in, '\n');
	} else if (in->state == TEXT_ENTERED) {
		held_to_paste(in);
		paste_add(in, '\n');
	} else if (in->state == TEXT_HELD || (more_follows && in->scans)) {
		in->state = TEXT_ENTERED;
	} else {
		in->run_count = 0;
		put_key(in, UI_KEY_ENTER);
		return;
	}
	in->text_at = now_ms;
}

static void
on_key(struct input *in, enum ui_key key, int64_t now_ms)
{
	if (in->state == TEXT_ENTERED)
		held_to_paste(in);
	if (in->state == TEXT_PASTE) { /* a paste holds no commands */
		in->text_at = now_ms;
		return;
	}
	text_out(in);
	if (key != UI_KEY_NONE)
		put_key(in, key);
}

static void
on_control(struct input *in, uint8_t byte, bool more_follows, int64_t now_ms)
{
	bool after_cr = in->after_cr;

	in->after_cr = byte == '\r';
	if (byte == '\n' && after_cr)
		return;
	if (byte == '\r' || byte == '\n')
		on_enter(in, more_follows, now_ms);
	else if (byte == '\t')
		on_key(in, UI_KEY_TAB, now_ms);
	else if (byte == '\b' || byte == 0x7f)
		on_key(in, UI_KEY_BACKSPACE, now_ms);
	else if (byte == 0x0c)
		on_key(in, UI_KEY_REPAINT, now_ms);
}

/* -- bytes -- */

static size_t
utf8_wanted(uint8_t first)
{
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	if (first >= 0xf0 && first <= 0xf4)
		return 4;
	return 0;
}

static void
partial_clear(struct input *in)
{
	secret_wipe(in->partial, sizeof(in->partial));
	in->partial_len = 0;
	in->partial_wanted = 0;
}

/* One byte of text; what is not UTF-8 is dropped. */
static void
on_text_byte(struct input *in, uint8_t byte, int64_t now_ms)
{
	char whole[5] = {0};
	const char *at = whole;

	in->after_cr = false;
	if (byte < 0x80) {
		partial_clear(in);
		on_character(in, byte, now_ms);
		return;
	}
	if ((byte & 0xc0) != 0x80) {
		partial_clear(in);
		in->partial_wanted = utf8_wanted(byte);
	}
	if (in->partial_wanted == 0)
		return;
	in->partial[in->partial_len++] = byte;
	if (in->partial_len < in->partial_wanted)
		return;
	memcpy(whole, in->partial, in->partial_len);
	if (text_is_utf8(whole, in->partial_len))
		on_character(in, text_next(&at), now_ms);
	secret_wipe(whole, sizeof(whole));
	partial_clear(in);
}

/* Inside a bracketed paste: kept up to the bound, ended by ESC [ 201 ~ only. */
static void
on_paste_byte(struct input *in, uint8_t byte, int64_t now_ms)
{
	static const char end[] = "\033[201~";

	in->text_at = now_ms;
	if (byte == (uint8_t)end[in->end_matched]) {
		if (end[++in->end_matched] == '\0')
			paste_out(in);
		return;
	}
	in->end_matched = byte == ESC ? 1 : 0;
	if (byte == '\r')
		byte = '\n';
	if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f)
		return;
	if (in->paste_len < INPUT_PASTE_MOST)
		in->paste[in->paste_len++] = (char)byte;
}

static void
on_sequence(struct input *in, const struct keys_found *found, bool alone,
    int64_t now_ms)
{
	if (found->paste) {
		text_out(in);
		in->state = TEXT_BRACKETED;
		in->text_at = now_ms;
	} else if (found->key == UI_KEY_TEXT) {
		on_character(in, found->code_point, now_ms);
	} else if (found->alt && !alone) {
		/* Esc and a digit typed ahead look like Alt and the digit. */
		on_key(in, UI_KEY_NONE, now_ms);
	} else {
		on_key(in, found->key, now_ms);
	}
}

static void
on_byte(
    struct input *in, uint8_t byte, bool first_two, bool last, int64_t now_ms)
{
	struct keys_found found;
	enum keys_result r;

	if (in->state == TEXT_BRACKETED) {
		on_paste_byte(in, byte, now_ms);
		return;
	}
	if (keys_is_active(&in->keys)) {
		in->keys_at = now_ms;
		r = keys_push(&in->keys, byte, &found);
		if (r == KEYS_DONE)
			on_sequence(in, &found, first_two && last, now_ms);
		if (r != KEYS_UNTAKEN)
			return;
	}
	if (byte == ESC) {
		partial_clear(in);
		in->keys_at = now_ms;
		keys_begin(&in->keys);
	} else if (byte < 0x20 || byte == 0x7f) {
		on_control(in, byte, !last, now_ms);
	} else {
		on_text_byte(in, byte, now_ms);
	}
}

void
input_feed(struct input *in, const uint8_t *bytes, size_t n, int64_t now_ms)
{
	input_settle(in, now_ms);
	for (size_t i = 0; i < n; i++)
		on_byte(in, bytes[i], i < 2, i + 1 == n, now_ms);
}

bool
input_read(struct input *in, int fd, int64_t now_ms)
{
	uint8_t bytes[READ_SIZE];
	ssize_t n = read(fd, bytes, sizeof(bytes));

	if (n > 0) {
		input_feed(in, bytes, (size_t)n, now_ms);
		secret_wipe(bytes, (size_t)n);
	}
	/* The terminal reads without waiting: 0 is "nothing now". */
	return n >= 0 || errno == EINTR || errno == EAGAIN;
}

/* -- time -- */

static int64_t
text_quiet_ms(const struct input *in)
{
	if (in->state == TEXT_BRACKETED)
		return PASTE_QUIET_MS;
	if (in->state == TEXT_HELD && held_prefix(in) > 0)
		return PREFIX_QUIET_MS;
	return in->set.scan_gap_ms;
}

int64_t
input_wait_ms(const struct input *in, int64_t now_ms)
{
	int64_t due = INT64_MAX;

	if (in->state != TEXT_NONE)
		due = in->text_at + text_quiet_ms(in) + 1;
	if (keys_is_active(&in->keys) && in->keys_at + in->set.escape_ms < due)
		due = in->keys_at + in->set.escape_ms;
	if (due == INT64_MAX)
		return -1;
	return due > now_ms ? due - now_ms : 0;
}

void
input_settle(struct input *in, int64_t now_ms)
{
	if (in->run_count > 0 && now_ms - in->text_at > in->set.scan_gap_ms)
		in->run_count = 0;
	if (in->state != TEXT_NONE && now_ms - in->text_at > text_quiet_ms(in))
		text_out(in);
	if (keys_is_active(&in->keys) &&
	    now_ms - in->keys_at >= in->set.escape_ms)
		on_key(in, keys_expire(&in->keys), now_ms);
}

void
input_set_scans(struct input *in, bool on)
{
	if (in->scans != on &&
	    (in->state == TEXT_HELD || in->state == TEXT_ENTERED))
		text_out(in);
	in->scans = on;
}

void
input_flush(struct input *in)
{
	queued_wipe(&in->lent);
	while (in->queue_count > 0) {
		queued_wipe(&in->queue[in->queue_first]);
		in->queue_first = (in->queue_first + 1) % QUEUE_SIZE;
		in->queue_count--;
	}
	if (in->state == TEXT_HELD || in->state == TEXT_ENTERED)
		held_clear(in);
	/* A paste under way goes on being one, or its rest would be typed. */
	secret_wipe(in->paste, in->paste_len);
	in->paste_len = 0;
	in->run_count = 0;
	partial_clear(in);
	keys_reset(&in->keys);
}
