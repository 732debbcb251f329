/* json.h -- one JSON document on standard output for the commands (jansson
 * behind it), and reading small documents that we wrote ourselves. */
#ifndef KIOSK_BASE_JSON_H
#define KIOSK_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

struct json; /* opaque, an object or an array being built or read */

/* NULL when out of memory, which the functions below take and remember.
 * (json_object and json_array are names of jansson itself.) */
struct json *json_new_object(void);
struct json *json_new_array(void);
/* A value that is not UTF-8 is written as the output gate shows it. */
void json_set_text(struct json *object, const char *key, const char *value);
void json_set_number(struct json *object, const char *key, int64_t value);
void json_set_flag(struct json *object, const char *key, bool value);
void json_set_null(struct json *object, const char *key);
/* child is taken over by the parent. */
void json_set(struct json *object, const char *key, struct json *child);
void json_add(struct json *array, struct json *child);
void json_add_text(struct json *array, const char *value);

/*
 * Write with two-space indentation and a newline. Errors: ERR_IO; ERR_MEMORY
 * when any part of any document since the start could not be added, so that
 * one with a hole never passes for a whole one.
 */
enum kerr json_write(const struct json *j, FILE *out);

/* Read a whole file of at most 8 MiB; the reason quotes nothing of it, and
 * its bytes are wiped from memory. Doubled keys are faults.
 * Errors: ERR_IO, ERR_CONFIG (file, line, reason), ERR_MEMORY. */
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
