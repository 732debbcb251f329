/* say.h -- what the program says outside its screens: sentences on standard
 * error in the caller's language, and the exit codes. */
#ifndef KIOSK_ROOT_SAY_H
#define KIOSK_ROOT_SAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/lang.h"

/* Exit codes, the same for every command. */
enum say_exit {
	SAY_YES = 0,	/* done */
	SAY_NO = 1,	/* the answer is no */
	SAY_USAGE = 2,	/* wrong usage */
	SAY_OUTSIDE = 3 /* something outside failed */
};

/* Japanese when LC_ALL, LC_MESSAGES or LANG (the first one set) begins with
 * "ja", else English. */
enum lang say_lang(void);
enum say_exit say_exit_of(enum kerr code);

/* What happened and what to do, on standard error. Returns the exit code. */
enum say_exit say_failure(const struct failure *f);
/* The same for a command: with as_json as the one document on standard
 * output. */
enum say_exit say_failed(const struct failure *f, bool as_json);
/* Wrong usage; reason is a catalogue id. */
enum say_exit say_usage(const char *reason, bool as_json);
/* One line on standard output: a catalogue id with arguments (NULL: none),
 * through the output gate. */
void say_line(const char *id, const struct failure *arguments);
/* A text from outside, gated, on standard output. */
void say_text(const char *text);

/* A bar on standard error while something long runs; only on a terminal. */
void say_progress(const char *id, int64_t done, int64_t all);
/* Take the bar away. */
void say_progress_end(void);

#endif
