/* dialect.c -- typed tokens to column types. */
#include "store/dialect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct dialect_token sqlite_tokens[] = {
    {"{id}", "INTEGER PRIMARY KEY AUTOINCREMENT"},
    {"{int}", "INTEGER"},
    {"{time}", "INTEGER"},
    {"{bool:", "INTEGER NOT NULL CHECK (@ IN (0, 1))"},
    {"{text}", "TEXT"},
    {"{code}", "TEXT COLLATE BINARY"},
    {"{date}", "TEXT COLLATE BINARY"},
    {"{bytes}", "BLOB"},
    {"{ref:", "INTEGER REFERENCES @ (id)"},
    {"{row}", "STRICT"},
    {"{row:key}", "STRICT, WITHOUT ROWID"},
    {"{append_only:", "CREATE TRIGGER @_no_update BEFORE UPDATE ON @"
		      " BEGIN SELECT RAISE(ABORT, 'append only'); END;"
		      "CREATE TRIGGER @_no_delete BEFORE DELETE ON @"
		      " BEGIN SELECT RAISE(ABORT, 'append only'); END;"},
    {NULL, NULL},
};

const struct dialect dialect_sqlite = {"sqlite", sqlite_tokens};

/* The token at text, and where its own name begins and how long it is. */
static const struct dialect_token *
token_at(const struct dialect *dialect, const char *text, size_t *len,
    const char **name, size_t *name_len)
{
	const char *end = strchr(text, '}');
	const struct dialect_token *t = dialect->tokens;
	size_t token_len;

	for (; end != NULL && t->token != NULL; t++) {
		token_len = strlen(t->token);
		if (strncmp(text, t->token, token_len) != 0)
			continue;
		*len = (size_t)(end - text) + 1;
		*name = text + token_len;
		*name_len = *len > token_len ? *len - token_len - 1 : 0;
		return t;
	}
	return NULL;
}

static void
put_token(
    FILE *to, const struct dialect_token *t, const char *name, size_t name_len)
{
	for (const char *s = t->sql; *s != '\0'; s++) {
		if (*s == '@')
			(void)fwrite(name, 1, name_len, to);
		else
			(void)fputc(*s, to);
	}
}

enum kerr
dialect_expand(const struct dialect *dialect, const char *ddl, char **out)
{
	const struct dialect_token *t;
	const char *name = NULL;
	size_t out_len = 0, len = 0, name_len = 0;
	enum kerr e = KERR_OK;
	FILE *to;

	*out = NULL;
	if ((to = open_memstream(out, &out_len)) == NULL)
		return ERR_MEMORY;
	for (const char *s = ddl; *s != '\0' && e == KERR_OK; s += len) {
		len = 1;
		if (*s != '{')
			(void)fputc(*s, to);
		else if ((t = token_at(dialect, s, &len, &name, &name_len)) !=
			 NULL)
			put_token(to, t, name, name_len);
		else
			e = ERR_INTERNAL;
	}
	if (ferror(to) != 0)
		e = ERR_MEMORY;
	if (fclose(to) != 0 && e == KERR_OK)
		e = ERR_MEMORY;
	if (e != KERR_OK) {
		free(*out);
		*out = NULL;
	}
	return e;
}
