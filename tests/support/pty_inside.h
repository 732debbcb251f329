/* pty_inside.h -- what pty.c and pty_keys.c share; for no one else. */
#ifndef TESTS_SUPPORT_PTY_INSIDE_H
#define TESTS_SUPPORT_PTY_INSIDE_H

#include <stdint.h>
#include <vterm.h>

#include "support/pty.h"

#define PTY_ROW_SIZE 8192
/* A hand's pause after a text or an Esc: more than the program's own limits for
 * a scan (30 ms) and for an escape sequence (50 ms). */
#define PTY_HAND_MS 70

struct pty {
	int master;
	int slave; /* ours too, to see what the program has not read */
	int pid_fd;
	pid_t pid;
	bool ended;
	int status;
	VTerm *vt;
	VTermScreen *screen;
	int rows;
	int columns;
	char *bytes;
	size_t bytes_len;
	size_t bytes_size;
};

int64_t pty_now_ms(void);
bool pty_pump(struct pty *p, int ms);
/* Look at the terminal for as long as a hand pauses. */
void pty_pause(struct pty *p, int ms);
/* Send, and wait until the program has read so much. */
void pty_send_read(struct pty *p, const void *bytes, size_t n);
/* Until the program has read what was typed and waits again. */
void pty_wait_read(struct pty *p);

#endif
