#include <stdio.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/pty.h"
#include "support/pty_inside.h"

struct key_name {
	const char *name;
	const char *bytes;
};

/* What xterm sends. */
static const struct key_name key_names[] = {
    {"F1", "\033OP"},
    {"F2", "\033OQ"},
    {"F3", "\033OR"},
    {"F4", "\033OS"},
    {"F5", "\033[15~"},
    {"F6", "\033[17~"},
    {"F7", "\033[18~"},
    {"F8", "\033[19~"},
    {"F9", "\033[20~"},
    {"F10", "\033[21~"},
    {"F11", "\033[23~"},
    {"F12", "\033[24~"},
    {"Shift-F8", "\033[19;2~"},
    {"Enter", "\r"},
    {"Esc", "\033"},
    {"Tab", "\t"},
    {"Shift-Tab", "\033[Z"},
    {"Up", "\033[A"},
    {"Down", "\033[B"},
    {"Right", "\033[C"},
    {"Left", "\033[D"},
    {"Home", "\033[H"},
    {"End", "\033[F"},
    {"PgUp", "\033[5~"},
    {"PgDn", "\033[6~"},
    {"Delete", "\033[3~"},
    {"Backspace", "\177"},
    {"Space", " "},
    {NULL, NULL},
};

static void
press_name(struct pty *p, const char *name, size_t len)
{
	char pair[2] = {'\033', '\0'};

	if (len == 5 && strncmp(name, "Alt-", 4) == 0) {
		pair[1] = name[4];
		pty_send_read(p, pair, 2);
		return;
	}
	if (len == 6 && strncmp(name, "Ctrl-", 5) == 0) {
		pair[0] = (char)(name[5] & 0x1f);
		pty_send_read(p, pair, 1);
		return;
	}
	for (const struct key_name *k = key_names; k->name != NULL; k++) {
		if (strlen(k->name) != len || strncmp(k->name, name, len) != 0)
			continue;
		pty_send_read(p, k->bytes, strlen(k->bytes));
		if (strcmp(k->name, "Esc") == 0 ||
		    strcmp(k->name, "Space") == 0)
			pty_pause(p, PTY_HAND_MS);
		return;
	}
	fail_msg("no key is called <%.*s>", (int)len, name);
}

static void
press_text(struct pty *p, const char *text, size_t n)
{
	pty_send_read(p, text, n);
	pty_pause(p, PTY_HAND_MS);
}

void
pty_press(struct pty *p, const char *keys)
{
	while (*keys != '\0' && !p->ended) {
		size_t text = strcspn(keys, "<");
		const char *end;

		if (text > 0) {
			press_text(p, keys, text);
			keys += text;
		} else if (keys[1] == '<') {
			press_text(p, keys, 1);
			keys += 2;
		} else {
			end = strchr(keys, '>');
			assert_non_null(end);
			press_name(p, keys + 1, (size_t)(end - keys - 1));
			keys = end + 1;
		}
	}
}
