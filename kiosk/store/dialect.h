/* dialect.h -- DDL of typed tokens, written out for one database (design,
 * decision 9). For the store room only.
 *
 * {id}        a key that the database numbers, never used twice
 * {int}       64 bits
 * {time}      UTC seconds, 64 bits
 * {bool:name} 0 or 1, for the column of that name
 * {text}      words
 * {code}      text that is a key: compared byte by byte
 * {date}      "2026-11-24", compared byte by byte
 * {bytes}     raw bytes
 * {ref:table} the id of a row of that table
 * {row}       after a table: types are enforced
 * {row:key}   the same, and rows lie in the order of their primary key
 * {append_only:table}  a statement of its own: rows of that table are neither
 *             changed nor deleted from now on */
#ifndef KIOSK_STORE_DIALECT_H
#define KIOSK_STORE_DIALECT_H

#include "base/error.h"

struct dialect_token {
	const char *token; /* "{int}", "{ref:" */
	const char *sql;   /* "@" stands for the token's own name */
};

struct dialect {
	const char *name;
	const struct dialect_token *tokens; /* token NULL ends */
};

extern const struct dialect dialect_sqlite;

/* *out is the caller's, to be freed. Errors: ERR_INTERNAL for an unknown
 * token, ERR_MEMORY. */
enum kerr dialect_expand(
    const struct dialect *dialect, const char *ddl, char **out);

#endif
