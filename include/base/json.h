/* json.h -- one JSON document on standard output for the commands (jansson
 * behind it), and reading small documents that we wrote ourselves. */
#ifndef KIOSK_BASE_JSON_H
#define KIOSK_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

struct json; /* opaque, an object or an array being built or read */

struct json *json_object(void);
struct json *json_array(void);
void json_set_text(struct json *object, const char *key, const char *value);
void json_set_number(struct json *object, const char *key, int64_t value);
void json_set_flag(struct json *object, const char *key, bool value);
void json_set_null(struct json *object, const char *key);
/* child is taken over by the parent. */
void json_set(struct json *object, const char *key, struct json *child);
void json_add(struct json *array, struct json *child);
void json_add_text(struct json *array, const char *value);

/* Write with two-space indentation and a newline. Errors: ERR_IO. */
enum kerr json_write(const struct json *j, FILE *out);

/* Read a whole file. Errors: ERR_IO, ERR_CONFIG (file, line, reason). */
enum kerr json_read(const char *path, struct json **out, struct failure *f);
/* Borrowed from j; NULL / fallback when absent or of another type. */
const struct json *json_get(const struct json *object, const char *key);
const char *json_get_text(const struct json *object, const char *key);
int64_t json_get_number(
    const struct json *object, const char *key, int64_t fallback);
size_t json_count(const struct json *array);
const struct json *json_at(const struct json *array, size_t i);

void json_free(struct json **j);

#endif
