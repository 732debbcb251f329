#include "screens/input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/secret.h"
#include "base/text.h"
#include "screens/keys.h"
#include "screens/typing.h"

#define ESC	   0x1bU
#define QUEUE_SIZE 512 /* events */
#define READ_SIZE  4096

struct queued {
	enum ui_key key;
	uint32_t code_point;
	char *text; /* owned, wiped */
	size_t len;
};

struct input {
	struct input_settings set;
	struct keys keys;
	int64_t keys_at;    /* last byte of the sequence */
	uint8_t partial[4]; /* of a UTF-8 character */
	size_t partial_len;
	size_t partial_wanted;
	struct typing typing;
	bool after_cr; /* CR LF is one Enter */
	int64_t cr_at;
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

/* Takes an event of typing in; texts are copied. */
static void
put_event(void *arg, const struct ui_event *event)
{
	struct queued q = {.key = event->key,
	    .code_point = event->code_point,
	    .len = event->len};

	if (event->text != NULL) {
		if ((q.text = malloc(event->len + 1)) == NULL)
			return; /* as if it had not been typed */
		memcpy(q.text, event->text, event->len);
		q.text[event->len] = '\0';
	}
	put(arg, q);
	secret_wipe(&q, sizeof(q));
}

enum kerr
input_new(const struct input_settings *settings, struct input **out)
{
	struct input *in = calloc(1, sizeof(*in));

	*out = in;
	if (in == NULL)
		return ERR_MEMORY;
	in->set = *settings;
	typing_init(&in->typing, &in->set, put_event, in);
	return KERR_OK;
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

static void
on_control(struct input *in, uint8_t byte, bool more_follows, int64_t now_ms)
{
	bool after_cr =
	    in->after_cr && now_ms - in->cr_at <= in->set.scan_gap_ms;

	in->after_cr = byte == '\r';
	in->cr_at = now_ms;
	if (byte == '\n' && after_cr)
		return;
	if (byte == '\r' || byte == '\n')
		typing_enter(&in->typing, more_follows, now_ms);
	else if (byte == '\t')
		typing_key(&in->typing, UI_KEY_TAB, now_ms);
	else if (byte == '\b' || byte == 0x7f)
		typing_key(&in->typing, UI_KEY_BACKSPACE, now_ms);
	else if (byte == 0x0c)
		typing_key(&in->typing, UI_KEY_REPAINT, now_ms);
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
		typing_character(&in->typing, byte, now_ms);
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
		typing_character(&in->typing, text_next(&at), now_ms);
	secret_wipe(whole, sizeof(whole));
	partial_clear(in);
}

static void
on_sequence(struct input *in, const struct keys_found *found, bool alone,
    int64_t now_ms)
{
	if (found->paste) {
		typing_paste_begin(&in->typing, now_ms);
	} else if (found->key == UI_KEY_TEXT) {
		typing_character(&in->typing, found->code_point, now_ms);
	} else if (found->alt && !alone) {
		/* Esc and a digit typed ahead look like Alt and the digit. */
		typing_key(&in->typing, UI_KEY_NONE, now_ms);
	} else {
		typing_key(&in->typing, found->key, now_ms);
	}
}

static void
on_byte(
    struct input *in, uint8_t byte, bool first_two, bool last, int64_t now_ms)
{
	struct keys_found found;
	enum keys_result r;

	if (typing_is_bracketed(&in->typing)) {
		typing_paste_byte(&in->typing, byte, now_ms);
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

int64_t
input_wait_ms(const struct input *in, int64_t now_ms)
{
	int64_t due = typing_due(&in->typing);
	int64_t escape = in->keys_at + in->set.escape_ms;

	if (keys_is_active(&in->keys) && (due < 0 || escape < due))
		due = escape;
	if (due < 0)
		return -1;
	return due > now_ms ? due - now_ms : 0;
}

void
input_settle(struct input *in, int64_t now_ms)
{
	typing_settle(&in->typing, now_ms);
	if (keys_is_active(&in->keys) &&
	    now_ms - in->keys_at >= in->set.escape_ms)
		typing_key(&in->typing, keys_expire(&in->keys), now_ms);
}

void
input_set_scans(struct input *in, bool on)
{
	typing_set_scans(&in->typing, on);
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
	typing_flush(&in->typing);
	partial_clear(in);
	keys_reset(&in->keys);
}
