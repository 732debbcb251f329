#include "screens/keys.h"

#include <string.h>

#include "base/secret.h"

#define ESC 0x1bU
#define BEL 0x07U

struct key_row {
	unsigned code; /* final byte, or number before '~' */
	enum ui_key key;
};

/* CSI ... final byte */
static const struct key_row csi_rows[] = {
    {'A', UI_KEY_UP},
    {'B', UI_KEY_DOWN},
    {'C', UI_KEY_RIGHT},
    {'D', UI_KEY_LEFT},
    {'H', UI_KEY_HOME},
    {'F', UI_KEY_END},
    {'Z', UI_KEY_BACKTAB},
    {'P', UI_KEY_F1},
    {'Q', UI_KEY_F2},
    {'R', UI_KEY_F3},
    {'S', UI_KEY_F4},
    {0, UI_KEY_NONE},
};

/* CSI number ~; 21 and 23 (F10, F11) belong to terminals. */
static const struct key_row tilde_rows[] = {
    {1, UI_KEY_HOME},
    {3, UI_KEY_DELETE},
    {4, UI_KEY_END},
    {5, UI_KEY_PAGE_UP},
    {6, UI_KEY_PAGE_DOWN},
    {7, UI_KEY_HOME},
    {8, UI_KEY_END},
    {11, UI_KEY_F1},
    {12, UI_KEY_F2},
    {13, UI_KEY_F3},
    {14, UI_KEY_F4},
    {15, UI_KEY_F5},
    {17, UI_KEY_F6},
    {18, UI_KEY_F7},
    {19, UI_KEY_F8},
    {20, UI_KEY_F9},
    {24, UI_KEY_F12},
    {0, UI_KEY_NONE},
};

/* ESC [ [ letter, the Linux console's first five */
static const struct key_row linux_rows[] = {
    {'A', UI_KEY_F1},
    {'B', UI_KEY_F2},
    {'C', UI_KEY_F3},
    {'D', UI_KEY_F4},
    {'E', UI_KEY_F5},
    {0, UI_KEY_NONE},
};

/* ESC O letter */
static const struct key_row ss3_rows[] = {
    {'A', UI_KEY_UP},
    {'B', UI_KEY_DOWN},
    {'C', UI_KEY_RIGHT},
    {'D', UI_KEY_LEFT},
    {'H', UI_KEY_HOME},
    {'F', UI_KEY_END},
    {'P', UI_KEY_F1},
    {'Q', UI_KEY_F2},
    {'R', UI_KEY_F3},
    {'S', UI_KEY_F4},
    {'M', UI_KEY_ENTER},
    {0, UI_KEY_NONE},
};

/* ESC and a digit: the Alt twins. */
static const struct key_row alt_rows[] = {
    {'1', UI_KEY_F1},
    {'2', UI_KEY_F2},
    {'3', UI_KEY_F3},
    {'4', UI_KEY_F4},
    {'5', UI_KEY_F5},
    {'6', UI_KEY_F6},
    {'7', UI_KEY_F7},
    {'8', UI_KEY_F8},
    {'9', UI_KEY_F9},
    {'0', UI_KEY_F12},
    {0, UI_KEY_NONE},
};

static enum ui_key
row_key(const struct key_row *rows, unsigned code)
{
	while (rows->code != 0 && rows->code != code)
		rows++;
	return rows->key;
}

static bool
is_function_key(enum ui_key key)
{
	return key >= UI_KEY_F1 && key <= UI_KEY_F12;
}

void
keys_learn(struct keys *k, const char *sequence, enum ui_key key)
{
	struct keys_learned *slot;
	size_t len = strlen(sequence);

	/* Single bytes are text or controls already. */
	if (len < 2 || len >= KEYS_SEQUENCE_SIZE || sequence[0] != ESC ||
	    k->learned_count == KEYS_LEARNED_MOST)
		return;
	slot = &k->learned[k->learned_count++];
	memcpy(slot->sequence, sequence, len + 1);
	slot->key = key;
}

void
keys_reset(struct keys *k)
{
	secret_wipe(k->bytes, sizeof(k->bytes));
	k->len = 0;
	k->state = KEYS_IDLE;
}

static void
collect(struct keys *k, uint8_t byte)
{
	if (k->len < sizeof(k->bytes))
		k->bytes[k->len] = byte;
	k->len++;
}

void
keys_begin(struct keys *k)
{
	keys_reset(k);
	collect(k, ESC);
	k->state = KEYS_ESC;
}

bool
keys_is_active(const struct keys *k)
{
	return k->state != KEYS_IDLE;
}

/* The key that this terminal's own description gives the sequence. */
static enum ui_key
learned_key(const struct keys *k)
{
	for (size_t i = 0; i < k->learned_count; i++) {
		const char *s = k->learned[i].sequence;

		if (strlen(s) == k->len && memcmp(s, k->bytes, k->len) == 0)
			return k->learned[i].key;
	}
	return UI_KEY_NONE;
}

/* The decimal number at *at, 0 when there is none; at most four digits. */
static unsigned
take_number(const struct keys *k, size_t *at)
{
	unsigned n = 0;

	while (*at < k->len && k->bytes[*at] >= '0' && k->bytes[*at] <= '9') {
		if (n < 1000)
			n = n * 10 + (unsigned)(k->bytes[*at] - '0');
		++*at;
	}
	return n;
}

/* Function keys with Shift, Ctrl or Alt are not the plain ones: F8 moves
 * money, Shift-F8 does nothing. Arrows may carry any modifier. */
static enum ui_key
plain_only(enum ui_key key, bool modified)
{
	return modified && is_function_key(key) ? UI_KEY_NONE : key;
}

static void
decode_csi(const struct keys *k, struct keys_found *found)
{
	size_t at = k->bytes[1] == ESC ? 3 : 2;
	uint8_t last = k->bytes[k->len - 1];
	bool modified = at == 3;
	unsigned number = take_number(k, &at);
	unsigned modifier = 0;

	if (at < k->len && k->bytes[at] == ';') {
		at++;
		modifier = take_number(k, &at);
	}
	if (at != k->len - 1) /* private leader, intermediate, more numbers */
		return;
	modified = modified || modifier > 1;
	if (last == '~' && number == 200 && modifier == 0)
		found->paste = true;
	else if (last == '~')
		found->key = plain_only(row_key(tilde_rows, number), modified);
	else if (number <= 1)
		found->key = plain_only(row_key(csi_rows, last), modified);
}

/* The numeric pad in application mode: j to y are * to 9. */
static void
decode_ss3(const struct keys *k, struct keys_found *found)
{
	bool modified = k->bytes[1] == ESC;
	size_t at = modified ? 3 : 2;
	uint8_t last = k->bytes[k->len - 1];

	modified = take_number(k, &at) > 1 || modified;
	if (at != k->len - 1)
		return;
	if (last >= 'j' && last <= 'y') {
		found->key = UI_KEY_TEXT;
		found->code_point = (uint32_t)last - 'j' + '*';
		return;
	}
	found->key = plain_only(row_key(ss3_rows, last), modified);
}

static enum keys_result
finish(struct keys *k, struct keys_found *found)
{
	if (k->len <= sizeof(k->bytes)) {
		found->key = learned_key(k);
		if (found->key != UI_KEY_NONE)
			;
		else if (k->state == KEYS_CSI)
			decode_csi(k, found);
		else if (k->state == KEYS_SS3)
			decode_ss3(k, found);
		else if (k->state == KEYS_LINUX)
			found->key = row_key(linux_rows, k->bytes[k->len - 1]);
	}
	keys_reset(k);
	return KEYS_DONE;
}

/* -- one function per state -- */

static enum keys_result
push_after_esc(struct keys *k, uint8_t byte, struct keys_found *found)
{
	bool twice = k->state == KEYS_ESC_ESC;

	switch (byte) {
	case '[':
		k->state = KEYS_CSI;
		return KEYS_MORE;
	case 'O':
		k->state = KEYS_SS3;
		return KEYS_MORE;
	case ESC:
		k->len = 2; /* more of them tell nothing more */
		k->state = KEYS_ESC_ESC;
		return KEYS_MORE;
	case ']':
	case 'P':
	case 'X':
	case '^':
	case '_':
		k->state = KEYS_STRING;
		return KEYS_MORE;
	default:
		break;
	}
	if (!twice) {
		found->key = row_key(alt_rows, byte);
		found->alt = found->key != UI_KEY_NONE;
	}
	if (found->key == UI_KEY_NONE)
		return finish(k, found);
	keys_reset(k);
	return KEYS_DONE;
}

static enum keys_result
push_csi(struct keys *k, uint8_t byte, struct keys_found *found)
{
	bool first = k->len == 3 || (k->bytes[1] == ESC && k->len == 4);

	if (byte == ESC || byte >= 0x7f)
		return KEYS_UNTAKEN;
	if (byte < 0x40) /* parameters; stray controls are swallowed */
		return KEYS_MORE;
	if (byte == '[' && first) {
		k->state = KEYS_LINUX;
		return KEYS_MORE;
	}
	if (byte == 'M' && first) {
		k->state = KEYS_MOUSE;
		k->wanted = 3;
		return KEYS_MORE;
	}
	return finish(k, found);
}

static enum keys_result
push_ss3(struct keys *k, uint8_t byte, struct keys_found *found)
{
	if (byte < 0x20 || byte >= 0x7f)
		return KEYS_UNTAKEN;
	if (byte >= '0' && byte <= '9')
		return KEYS_MORE;
	return finish(k, found);
}

static enum keys_result
push_linux(struct keys *k, uint8_t byte, struct keys_found *found)
{
	if (byte < 0x20 || byte >= 0x7f)
		return KEYS_UNTAKEN;
	return finish(k, found);
}

static enum keys_result
push_mouse(struct keys *k, uint8_t byte, struct keys_found *found)
{
	(void)byte;
	if (--k->wanted > 0)
		return KEYS_MORE;
	return finish(k, found);
}

static enum keys_result
push_string(struct keys *k, uint8_t byte, struct keys_found *found)
{
	if (k->state == KEYS_STRING_ESC) {
		if (byte == '\\')
			return finish(k, found);
		keys_begin(k);
		return keys_push(k, byte, found);
	}
	if (byte == BEL)
		return finish(k, found);
	if (byte == ESC)
		k->state = KEYS_STRING_ESC;
	return KEYS_MORE;
}

enum keys_result
keys_push(struct keys *k, uint8_t byte, struct keys_found *found)
{
	static enum keys_result (*const push[])(
	    struct keys *, uint8_t, struct keys_found *) = {
	    [KEYS_ESC] = push_after_esc,
	    [KEYS_ESC_ESC] = push_after_esc,
	    [KEYS_CSI] = push_csi,
	    [KEYS_SS3] = push_ss3,
	    [KEYS_LINUX] = push_linux,
	    [KEYS_MOUSE] = push_mouse,
	    [KEYS_STRING] = push_string,
	    [KEYS_STRING_ESC] = push_string,
	};
	enum keys_result r;

	*found = (struct keys_found){.key = UI_KEY_NONE};
	if (k->state == KEYS_IDLE)
		return KEYS_UNTAKEN;
	collect(k, byte);
	r = push[k->state](k, byte, found);
	if (r == KEYS_UNTAKEN)
		keys_reset(k);
	return r;
}

enum ui_key
keys_expire(struct keys *k)
{
	bool lone = k->state == KEYS_ESC || k->state == KEYS_ESC_ESC;

	keys_reset(k);
	return lone ? UI_KEY_ESC : UI_KEY_NONE;
}
