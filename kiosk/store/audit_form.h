/* audit_form.h -- a row of the audit and its canonical form, shared by what
 * appends and what verifies. For the store room only. */
#ifndef KIOSK_STORE_AUDIT_FORM_H
#define KIOSK_STORE_AUDIT_FORM_H

#include "store/audit.h"

#define AUDIT_VERSION 1
#define AUDIT_FIELDS_SIZE \
	(AUDIT_FIELDS * (AUDIT_NAME_SIZE + AUDIT_VALUE_SIZE + 2))

struct db_statement;

/* As it lies in the store; the field texts are as they are written. */
struct audit_stored {
	int64_t version;
	int64_t key_id;
	uint8_t previous[SEAL_HASH_SIZE];
	int64_t counter;
	int64_t sequence;
	int64_t at;
	int64_t actor;
	char verb[AUDIT_VERB_SIZE];
	char object[AUDIT_OBJECT_SIZE];
	int64_t object_id;
	char fields[AUDIT_FIELDS_SIZE]; /* "name=value name=value" */
	uint8_t hash[SEAL_HASH_SIZE];
};

/* Columns in the order that audit_read_stored() expects, of table a. */
#define AUDIT_COLUMNS \
	"a.version, a.key_id, a.previous, a.counter, a.sequence, a.at," \
	" a.actor, a.verb, a.object, a.object_id, a.fields, a.hash"
#define AUDIT_COLUMN_COUNT 12

/* false when a hash in the store is not of its length. */
bool audit_read_stored(struct db_statement *q, struct audit_stored *out);
/* Exactly that many bytes, or false. */
bool audit_read_hash(struct db_statement *q, int column, uint8_t *out);
/* Errors: ERR_MEMORY. */
enum kerr audit_hash(const struct audit_stored *row,
    const uint8_t key[SEAL_KEY_SIZE], uint8_t out[SEAL_HASH_SIZE]);
/* "a=1 b=2" to fields; false when it is not of that form. */
bool audit_split_fields(
    const char *text, struct audit_field field[AUDIT_FIELDS], size_t *count);

#endif
