/* audit_form.c -- the canonical form of an audit row (audit.h). */
#include "store/audit_form.h"

#include <string.h>

#include "store/canonical.h"
#include "store/db.h"

bool
audit_split_fields(
    const char *text, struct audit_field field[AUDIT_FIELDS], size_t *count)
{
	size_t name_len, value_len;

	*count = 0;
	while (*text != '\0') {
		name_len = strcspn(text, "= ");
		if (*count == AUDIT_FIELDS || name_len == 0 ||
		    name_len >= AUDIT_NAME_SIZE || text[name_len] != '=')
			return false;
		memcpy(field[*count].name, text, name_len);
		field[*count].name[name_len] = '\0';
		text += name_len + 1;
		value_len = strcspn(text, " ");
		if (value_len >= AUDIT_VALUE_SIZE)
			return false;
		memcpy(field[*count].value, text, value_len);
		field[*count].value[value_len] = '\0';
		text += value_len;
		(*count)++;
		if (*text == ' ' && *++text == '\0')
			return false;
	}
	return true;
}

/* What cannot be split is hashed as one field without a name, so that the
 * hash still depends on every byte of it. */
static void
add_fields(struct seal_hash *h, const char *text)
{
	struct audit_field field[AUDIT_FIELDS];
	size_t count;

	if (!audit_split_fields(text, field, &count)) {
		canonical_number(h, -1);
		canonical_text(h, text);
		return;
	}
	canonical_number(h, (int64_t)count);
	for (size_t i = 0; i < count; i++) {
		canonical_text(h, field[i].name);
		canonical_text(h, field[i].value);
	}
}

enum kerr
audit_hash(const struct audit_stored *row, const uint8_t key[SEAL_KEY_SIZE],
    uint8_t out[SEAL_HASH_SIZE])
{
	struct seal_hash *h = seal_hash_new(key);

	if (h == NULL)
		return ERR_MEMORY;
	canonical_number(h, row->version);
	canonical_number(h, row->key_id);
	canonical_bytes(h, row->previous, sizeof(row->previous));
	canonical_number(h, row->counter);
	canonical_number(h, row->sequence);
	canonical_number(h, row->at);
	canonical_number(h, row->actor);
	canonical_text(h, row->verb);
	canonical_text(h, row->object);
	canonical_number(h, row->object_id);
	add_fields(h, row->fields);
	seal_hash_end(&h, out);
	return KERR_OK;
}

bool
audit_read_hash(struct db_statement *q, int column, uint8_t *out)
{
	size_t len = 0;
	const uint8_t *bytes = db_column_blob(q, column, &len);

	memset(out, 0, SEAL_HASH_SIZE);
	if (bytes == NULL || len != SEAL_HASH_SIZE)
		return false;
	memcpy(out, bytes, len);
	return true;
}

bool
audit_read_stored(struct db_statement *q, struct audit_stored *out)
{
	out->version = db_column_int(q, 0);
	out->key_id = db_column_int(q, 1);
	out->counter = db_column_int(q, 3);
	out->sequence = db_column_int(q, 4);
	out->at = db_column_int(q, 5);
	out->actor = db_column_int(q, 6);
	db_column_text(q, 7, out->verb, sizeof(out->verb));
	db_column_text(q, 8, out->object, sizeof(out->object));
	out->object_id = db_column_int(q, 9);
	db_column_text(q, 10, out->fields, sizeof(out->fields));
	bool has_previous = audit_read_hash(q, 2, out->previous);
	bool has_hash = audit_read_hash(q, 11, out->hash);

	return has_previous && has_hash;
}
