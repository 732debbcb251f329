/* config.c -- INI files through inih.
 *
 * inih as Debian builds it (release 55) keeps a line in a buffer of 200 bytes
 * and asks our reader for one line at a time. The reader counts the lines of
 * the file itself and hands a long one over in pieces: the first is
 * `name = beginning`, the others begin with a blank, which inih takes for
 * continuations of the same value and gives to the handler one by one. inih
 * trims each piece, so a cut lies only between two characters that are not
 * blank, and never before what would begin a comment. */
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ini.h>

#include "base/config_value.h"
#include "base/text.h"

#define LINE_MOST 4000
/* A name ends within the first piece of its line. */
#define NAME_MOST 100
#define BLANKS	  " \t"

/* One file on its way into the caller's struct. */
struct reading {
	FILE *in;
	const char *path;
	const struct config_key *keys;
	bool *seen; /* one for each key */
	char *folder;
	void *target;
	struct failure *failure;
	enum kerr error;

	int64_t line;		      /* of text, from 1 */
	char text[LINE_MOST + 2];     /* without comment and outer blanks */
	size_t len, at;		      /* what of it inih has */
	const struct config_key *key; /* whose value is being put together */
	char value[LINE_MOST + 1];
	size_t value_len;
};

static void
fault(struct reading *r, const char *reason)
{
	if (r->error != KERR_OK)
		return;
	r->error = failure_set(r->failure, ERR_CONFIG);
	failure_text(r->failure, "file", r->path);
	failure_number(r->failure, "line", r->line);
	failure_text(r->failure, "reason", reason);
}

/* -- lines of the file -- */

/* The next line of the file into text; false at the end or on a fault. */
static bool
get_line(struct reading *r)
{
	int c;

	r->len = r->at = 0;
	r->line++;
	errno = 0;
	while ((c = getc(r->in)) != EOF && c != '\n') {
		if (r->len == LINE_MOST) {
			fault(r, N_("the line is longer than 4,000 bytes"));
			return false;
		}
		r->text[r->len++] = (char)c;
	}
	if (ferror(r->in)) {
		r->error = failure_system(r->failure, ERR_IO, r->path, errno);
		return false;
	}
	r->text[r->len] = '\0';
	return c != EOF || r->len > 0;
}

/* Bytes that no editor shows make a setting differ from what it looks like. */
static bool
is_plain_text(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (((unsigned char)s[i] < 0x20 && s[i] != '\t') ||
		    s[i] == 0x7f)
			return false;
	return true;
}

/* Take away the byte order mark, the outer blanks and the comment. */
static void
trim_line(struct reading *r)
{
	char *start = r->text, *comment;

	if (r->line == 1 && strncmp(start, "\xef\xbb\xbf", 3) == 0)
		start += 3;
	start += strspn(start, BLANKS);
	if (start[0] == '#' || start[0] == ';')
		start[0] = '\0';
	/* As inih has it: a semicolon after a blank. */
	for (comment = start; *comment != '\0'; comment++)
		if (comment[0] == ';' && comment > start &&
		    strchr(BLANKS, comment[-1]) != NULL)
			break;
	while (comment > start && strchr(BLANKS, comment[-1]) != NULL)
		comment--;
	*comment = '\0';
	r->len = (size_t)(comment - start);
	memmove(r->text, start, r->len + 1);
}

static void
check_section(struct reading *r)
{
	char reason[CONFIG_REASON_SIZE];
	char *end = strchr(r->text, ']');

	if (end == NULL || end[1] != '\0') {
		fault(r, N_("a section is a line like: [name]"));
		return;
	}
	*end = '\0';
	if (!config_is_section(r->keys, r->text + 1)) {
		config_explain_section(r->keys, r->text + 1, reason);
		fault(r, reason);
	}
	*end = ']';
}

/* What inih would pass over in silence is found here, where the line is
 * known. */
static void
check_line(struct reading *r)
{
	const char *sign = strpbrk(r->text, "=:");

	if (r->text[0] == '[')
		check_section(r);
	else if (r->text[0] != '\0' && (sign == NULL || sign == r->text ||
					   sign - r->text > NAME_MOST))
		fault(r, N_("a setting is a line like: name = value"));
}

/* The value is whole when its line is over. */
static void
finish_value(struct reading *r)
{
	char reason[CONFIG_REASON_SIZE];

	if (r->key != NULL && r->error == KERR_OK &&
	    (!config_set_value(
		 r->key, r->folder, r->value, r->target, reason) ||
		!config_check_value(r->key, r->target, reason)))
		fault(r, reason);
	r->key = NULL;
}

/* Read, check and trim the next line. */
static bool
next_line(struct reading *r)
{
	finish_value(r);
	if (r->error != KERR_OK || !get_line(r))
		return false;
	if (r->len > 0 && r->text[r->len - 1] == '\r')
		r->text[--r->len] = '\0';
	if (!is_plain_text(r->text, r->len))
		fault(r, N_("the line holds control characters"));
	else if (!text_is_utf8(r->text, r->len))
		fault(r, N_("the line is not UTF-8"));
	if (r->error != KERR_OK)
		return false;
	trim_line(r);
	check_line(r);
	return r->error == KERR_OK;
}

/* -- what inih asks for -- */

/* The length of the next piece of at most most bytes; 0 when no cut is
 * sound. */
static size_t
piece_len(const struct reading *r, size_t most)
{
	const char *piece = r->text + r->at;
	const char *sign = r->at == 0 ? strpbrk(piece, "=:") : piece;
	size_t len = r->len - r->at;
	size_t least;

	if (len <= most)
		return len;
	least = sign != NULL ? (size_t)(sign - piece) + 1 : 1;
	for (len = most; len > least; len--)
		if (strchr(BLANKS, piece[len - 1]) == NULL &&
		    strchr(BLANKS ";#", piece[len]) == NULL)
			return len;
	return 0;
}

/* Give inih the next piece, as fgets() would give a line. */
static char *
give_piece(char *out, int size, void *arg)
{
	struct reading *r = arg;
	const bool continued = r->at < r->len;
	size_t len;

	if (!continued && !next_line(r))
		return NULL;
	if ((len = piece_len(r, (size_t)size - 2)) == 0 && r->len > 0) {
		fault(r, N_("too many blanks, ';' or '#' in a row"));
		return NULL;
	}
	out[0] = ' ';
	memcpy(out + continued, r->text + r->at, len);
	out[continued + len] = '\0';
	r->at += len;
	return out;
}

/* The first piece of a setting. */
static void
begin_value(struct reading *r, const char *section, const char *name)
{
	char reason[CONFIG_REASON_SIZE];
	const struct config_key *k = config_find_key(r->keys, section, name);

	r->value_len = 0;
	if (section[0] == '\0')
		fault(r, N_("a setting stands before the first [section]"));
	else if (k == NULL) {
		config_explain_key(r->keys, section, name, reason);
		fault(r, reason);
	} else if (r->seen[k - r->keys]) {
		snprintf(reason, sizeof(reason),
		    "'%s' is set a second time in [%s]", name, section);
		fault(r, reason);
	} else {
		r->seen[k - r->keys] = true;
		r->key = k;
	}
}

static int
take_piece(void *arg, const char *section, const char *name, const char *value)
{
	struct reading *r = arg;
	size_t len = strlen(value);

	if (r->error != KERR_OK)
		return 0;
	if (r->key == NULL)
		begin_value(r, section, name);
	if (r->value_len + len > LINE_MOST)
		fault(r, N_("the value is too long"));
	if (r->error != KERR_OK)
		return 0;
	memcpy(r->value + r->value_len, value, len + 1);
	r->value_len += len;
	return 1;
}

/* -- the whole -- */

/* The absolute folder of path, for the caller to free; NULL with errno. */
static char *
folder_of(const char *path)
{
	char copy[PATH_MAX];

	if (strlen(path) >= sizeof(copy)) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	return realpath(dirname(strcpy(copy, path)), NULL);
}

/* What an absent key means, as it would be written. */
static const char *
initial_of(const struct config_key *k)
{
	static const char *const nothing[] = {
	    [CONFIG_TEXT] = "",
	    [CONFIG_PATH] = "",
	    [CONFIG_NUMBER] = "0",
	    [CONFIG_FLAG] = "no",
	};

	if (k->initial != NULL)
		return k->initial;
	return k->type == CONFIG_CHOICE ? k->choices[0] : nothing[k->type];
}

/* A table whose own initial value is refused is a fault of the program. */
static enum kerr
set_initial_values(struct reading *r)
{
	char reason[CONFIG_REASON_SIZE];

	for (const struct config_key *k = r->keys; k->section != NULL; k++) {
		struct config_key absent = *k;

		absent.required = false;
		if (k->initial == NULL) /* 0 may lie outside the range */
			absent.least = absent.most = 0;
		if (!config_set_value(
			&absent, r->folder, initial_of(k), r->target, reason))
			return failure_set(r->failure, ERR_INTERNAL);
	}
	return KERR_OK;
}

static enum kerr
find_missing(struct reading *r)
{
	char name[CONFIG_REASON_SIZE];

	for (const struct config_key *k = r->keys; k->section != NULL; k++) {
		if (!k->required || r->seen[k - r->keys])
			continue;
		snprintf(name, sizeof(name), "[%s] %s", k->section, k->key);
		failure_set(r->failure, ERR_CONFIG_MISSING);
		failure_text(r->failure, "file", r->path);
		failure_text(r->failure, "key", name);
		return ERR_CONFIG_MISSING;
	}
	return KERR_OK;
}

/* Parse what is open; r is filled. */
static enum kerr
parse(struct reading *r)
{
	int parsed;

	if ((r->error = set_initial_values(r)) != KERR_OK)
		return r->error;
	parsed = ini_parse_stream(give_piece, r, take_piece, r);
	finish_value(r);
	if (parsed != 0)
		fault(r, N_("the line cannot be understood"));
	return r->error != KERR_OK ? r->error : find_missing(r);
}

enum kerr
config_read(const char *path, const struct config_key *keys, void *target,
    struct failure *f)
{
	struct reading *r = calloc(1, sizeof(*r));
	size_t count = 0;
	enum kerr e;

	while (keys[count].section != NULL)
		count++;
	if (r == NULL || (r->seen = calloc(count + 1, sizeof(bool))) == NULL) {
		e = failure_set(f, ERR_MEMORY);
		goto out;
	}
	r->path = path;
	r->keys = keys;
	r->target = target;
	r->failure = f;
	if ((r->in = fopen(path, "re")) == NULL ||
	    (r->folder = folder_of(path)) == NULL) {
		e = failure_system(f, ERR_IO, path, errno);
		goto out;
	}
	e = parse(r);
out:
	if (r != NULL) {
		if (r->in != NULL)
			fclose(r->in);
		free(r->folder);
		free(r->seen);
	}
	free(r);
	return e;
}
