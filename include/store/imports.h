/* imports.h -- which delivery lists were taken in, by their digest. */
#ifndef KIOSK_STORE_IMPORTS_H
#define KIOSK_STORE_IMPORTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct store;

#define IMPORT_DIGEST_SIZE 65 /* hex of 32 bytes, with its NUL */

struct import_batch {
	int64_t id;
	char digest[IMPORT_DIGEST_SIZE];
	int64_t rows;
	int64_t at;
	int64_t by;
};

/* Errors: ERR_STORE_CONSTRAINT when this very list was imported before. */
enum kerr imports_add(
    struct store *st, const char *digest, int64_t rows, int64_t *id);
/* Errors: ERR_NOT_FOUND. */
enum kerr imports_find(
    struct store *st, const char *digest, struct import_batch *out);

#endif
