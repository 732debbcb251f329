/* json.c -- jansson behind include/base/json.h. A struct json is a json_t in
 * disguise, so that borrowing a part of a document costs nothing. */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "base/json.h"
#include "base/secret.h"
#include "base/text.h"

/* Our own documents are some kilobytes: more is another file by mistake. */
#define JSON_FILE_MOST (8 * 1024 * 1024)

/* jansson tells of missing memory at every call, and nobody would look at
 * forty of them. The first failure is kept here, for good: json_write() then
 * refuses, because a document with a hole must not pass for a whole one. */
static bool incomplete;

static json_t *
real(const struct json *j)
{
	return (json_t *)(uintptr_t)j;
}

static struct json *
disguised(const json_t *j)
{
	if (j == NULL)
		incomplete = true;
	return (struct json *)(uintptr_t)j;
}

struct json *
json_new_object(void)
{
	return disguised(json_object());
}

struct json *
json_new_array(void)
{
	return disguised(json_array());
}

/* Both take value over, also when they fail. */
static void
put(struct json *object, const char *key, json_t *value)
{
	if (json_object_set_new(real(object), key, value) != 0)
		incomplete = true;
}

static void
append(struct json *array, json_t *value)
{
	if (json_array_append_new(real(array), value) != 0)
		incomplete = true;
}

/* A JSON string. What is not UTF-8 is shown by the output gate instead of
 * refused: a file name may hold anything, and the reader of the document
 * needs to see which it was. */
static json_t *
text_value(const char *value)
{
	json_t *j = json_string(value);
	size_t size;
	char *shown = NULL;

	if (j != NULL || value == NULL || text_is_utf8(value, strlen(value)))
		return j;
	size = 16 * strlen(value) + 1;
	if ((shown = malloc(size)) != NULL)
		j = json_string(text_gate(shown, size, value));
	free(shown);
	return j;
}

void
json_set_text(struct json *object, const char *key, const char *value)
{
	put(object, key, text_value(value));
}

void
json_set_number(struct json *object, const char *key, int64_t value)
{
	put(object, key, json_integer(value));
}

void
json_set_flag(struct json *object, const char *key, bool value)
{
	put(object, key, json_boolean(value));
}

void
json_set_null(struct json *object, const char *key)
{
	put(object, key, json_null());
}

void
json_set(struct json *object, const char *key, struct json *child)
{
	put(object, key, real(child));
}

void
json_add(struct json *array, struct json *child)
{
	append(array, real(child));
}

void
json_add_text(struct json *array, const char *value)
{
	append(array, text_value(value));
}

enum kerr
json_write(const struct json *j, FILE *out)
{
	if (j == NULL || incomplete)
		return ERR_MEMORY;
	if (json_dumpf(real(j), out, JSON_INDENT(2)) != 0 ||
	    fputc('\n', out) == EOF || fflush(out) != 0)
		return ERR_IO;
	return KERR_OK;
}

/* The file's bytes in *out (wiped and freed by the caller), *len of them. */
static enum kerr
read_bytes(const char *path, char **out, size_t *len, struct failure *f)
{
	enum kerr e = ERR_INTERNAL;
	struct stat st;
	ssize_t n = 0;
	int fd = -1;

	*len = 0;
	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) == -1 ||
	    fstat(fd, &st) != 0) {
		e = failure_system(f, ERR_IO, path, errno);
		goto out;
	}
	if (!S_ISREG(st.st_mode) || st.st_size > JSON_FILE_MOST) {
		e = failure_file(
		    f, ERR_IO, path, N_("not a file of at most 8 MiB"));
		goto out;
	}
	if ((*out = malloc((size_t)st.st_size + 1)) == NULL) {
		e = failure_set(f, ERR_MEMORY);
		goto out;
	}
	while (*len < (size_t)st.st_size) {
		n = read(fd, *out + *len, (size_t)st.st_size - *len);
		if (n == 0 || (n == -1 && errno != EINTR))
			break;
		*len += n > 0 ? (size_t)n : 0;
	}
	e = n == -1 ? failure_system(f, ERR_IO, path, errno) : KERR_OK;
out:
	if (fd != -1)
		close(fd);
	return e;
}

/* jansson's words without what they quote: the file may hold a key. */
static enum kerr
syntax_failure(struct failure *f, const char *path, json_error_t *error)
{
	char *quote = strstr(error->text, " near ");

	if (json_error_code(error) == json_error_out_of_memory)
		return failure_set(f, ERR_MEMORY);
	if (json_error_code(error) == json_error_duplicate_key)
		snprintf(error->text, sizeof(error->text), "%s",
		    N_("a key is doubled"));
	else if (quote != NULL)
		*quote = '\0';
	failure_set(f, ERR_CONFIG);
	failure_text(f, "file", path);
	failure_number(f, "line", error->line);
	failure_text(f, "reason", error->text);
	return ERR_CONFIG;
}

/* What jansson frees may have held a key. */
static void
free_wiped(void *block)
{
	if (block != NULL)
		secret_wipe(block, malloc_usable_size(block));
	free(block);
}

enum kerr
json_read(const char *path, struct json **out, struct failure *f)
{
	json_error_t error;
	char *bytes = NULL;
	size_t len = 0;
	json_t *j = NULL;
	enum kerr e;

	*out = NULL;
	json_set_alloc_funcs(malloc, free_wiped);
	if ((e = read_bytes(path, &bytes, &len, f)) != KERR_OK)
		goto out;
	j = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &error);
	if (j == NULL) {
		e = syntax_failure(f, path, &error);
		goto out;
	}
	*out = disguised(j);
out:
	secret_wipe(bytes, len);
	free(bytes);
	return e;
}

const struct json *
json_get(const struct json *object, const char *key)
{
	const json_t *found = json_object_get(real(object), key);

	return found != NULL ? disguised(found) : NULL;
}

const char *
json_get_text(const struct json *object, const char *key)
{
	return json_string_value(json_object_get(real(object), key));
}

int64_t
json_get_number(const struct json *object, const char *key, int64_t fallback)
{
	const json_t *found = json_object_get(real(object), key);

	return json_is_integer(found) ? json_integer_value(found) : fallback;
}

size_t
json_count(const struct json *array)
{
	return json_array_size(real(array));
}

const struct json *
json_at(const struct json *array, size_t i)
{
	const json_t *found = json_array_get(real(array), i);

	return found != NULL ? disguised(found) : NULL;
}

void
json_free(struct json **j)
{
	if (j == NULL || *j == NULL)
		return;
	json_decref(real(*j));
	*j = NULL;
}
