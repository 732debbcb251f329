/* ask.h -- questions of a command: on the terminal, or lines of standard
 * input. What must not be seen goes into struct secret only. */
#ifndef KIOSK_ROOT_ASK_H
#define KIOSK_ROOT_ASK_H

#include <stddef.h>

#include "base/error.h"

struct secret;

/* One line of standard input. Errors: ERR_USAGE (it ended), ERR_TOO_LONG,
 * ERR_MEMORY. */
enum kerr ask_secret_line(struct secret **out, struct failure *f);
/* Ask on the terminal without showing what is typed. question: catalogue id.
 * Errors: also ERR_TERMINAL_NONE, ERR_USAGE (given up with ^C or ^D). */
enum kerr ask_secret(
    const char *question, struct secret **out, struct failure *f);
/* Twice, until both are the same. */
enum kerr ask_secret_twice(struct secret **out, struct failure *f);
/* A plain line on the terminal. Errors: as above. */
enum kerr ask_text(
    const char *question, char *out, size_t out_size, struct failure *f);

#endif
