/* sandbox.h -- the card agent locks itself in: after this call the process
 * can talk over what it holds and to AF_UNIX sockets, and nothing else. */
#ifndef KIOSK_CARD_SANDBOX_H
#define KIOSK_CARD_SANDBOX_H

#include "base/error.h"

enum sandbox_width {
	SANDBOX_STRICT, /* an allow-list; all else answers EPERM */
	SANDBOX_WIDE	/* for sanitizers, whose runtime needs files and
			   threads: only what must never happen is refused */
};

/* The width this build needs. */
enum sandbox_width sandbox_width_of_build(void);
/*
 * No way back. Both widths: exec kills the process; sockets other than
 * AF_UNIX and files opened for writing answer EPERM. STRICT: no file can be
 * opened at all, no process made, no memory made executable.
 * Errors: ERR_PROCESS.
 */
enum kerr sandbox_enter(enum sandbox_width width);

#endif
