/* config.h -- INI files with known sections and keys, every fault named with
 * file, line, reason and fix. Uses inih through our own counting reader
 * (Debian's build cuts lines at 200 bytes and numbers none; a longer line is
 * handed over in pieces, see config.c).
 *
 * As inih has it: `name = value` or `name: value` under a [section]; a line
 * that begins with # or ; and all after a blank and a ; is a comment. Unlike
 * inih, a value never goes on in the next line: indentation means nothing. */
#ifndef KIOSK_BASE_CONFIG_H
#define KIOSK_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum config_type {
	CONFIG_TEXT,   /* char[size], UTF-8 */
	CONFIG_PATH,   /* char[size], made absolute against the file's folder */
	CONFIG_NUMBER, /* int64_t within least..most */
	CONFIG_FLAG,   /* bool: yes/no */
	CONFIG_CHOICE  /* int: index into choices */
};

/* One known key. A table of these ends with section NULL. */
struct config_key {
	const char *section;
	const char *key;
	enum config_type type;
	bool required;
	size_t offset;		    /* into the caller's struct */
	size_t size;		    /* TEXT, PATH */
	int64_t least, most;	    /* NUMBER */
	const char *const *choices; /* CHOICE: names, NULL at the end */
	const char *initial;	    /* as it would be written; NULL: "", 0,
				       no, the first choice */
	/* TEXT, PATH that was written and is not empty: NULL, or what is
	 * wrong with it (a catalogue id). */
	const char *(*check)(const char *value);
};

/*
 * Read path into target by keys: first every initial value, then the file.
 * Unknown sections and keys, doubled keys, lines over 4,000 bytes, control
 * characters, bytes that are not UTF-8 and values outside their range are
 * faults; the first one is told. A required key must be there and not be
 * empty. On an error target holds no meaning. Errors: ERR_IO, ERR_CONFIG
 * (file, line, reason), ERR_CONFIG_MISSING (file, key), ERR_MEMORY.
 */
enum kerr config_read(const char *path, const struct config_key *keys,
    void *target, struct failure *f);

#endif
