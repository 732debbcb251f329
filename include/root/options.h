/* options.h -- the command line: words and options, in any order. */
#ifndef KIOSK_ROOT_OPTIONS_H
#define KIOSK_ROOT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

#define OPTIONS_WORDS  6
#define OPTIONS_PATH   512
#define OPTIONS_REASON 160

/* Texts are borrowed from argv; NULL: not given. */
struct options {
	const char *config;
	const char *dir;
	const char *appointment;
	const char *by;
	const char *clock;
	const char *code;
	const char *date;
	const char *evidence;
	const char *fault;
	const char *from;
	const char *kind;
	const char *language;
	const char *name;
	const char *number;
	const char *profile;
	const char *reader;
	const char *role;
	const char *rule;
	const char *said;
	const char *state;
	const char *supervisor;
	const char *to;
	const char *value;
	const char *year;
	int counter; /* 0: not given */
	bool dry_run;
	bool help;
	bool json;
	bool password_stdin;
	bool second_person;
	bool version;
	const char *word[OPTIONS_WORDS]; /* what is no option */
	size_t word_count;
	char ini[OPTIONS_PATH]; /* what config names when only dir is given */
};

/* Errors: ERR_USAGE (reason). Permutes argv. */
enum kerr options_read(
    int argc, char **argv, struct options *out, struct failure *f);

#endif
