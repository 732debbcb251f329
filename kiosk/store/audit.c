/* audit.c -- saying who did what, and reading it. */
#include "store/audit.h"

#include <stdio.h>
#include <string.h>

#include "store/audit_form.h"
#include "store/store.h"
#include "store/transaction.h"

/* Codes only: no letter of a name outside ASCII, no blank between two words. */
static bool
is_code(const char *s)
{
	return s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			   "abcdefghijklmnopqrstuvwxyz"
			   "0123456789_.:/+-")] == '\0';
}

static void
keep(struct audit_note *n, char *out, size_t out_size, const char *value)
{
	if (strlen(value) >= out_size || !is_code(value)) {
		n->bad = true;
		return;
	}
	memcpy(out, value, strlen(value) + 1);
}

void
audit_note(struct audit_note *n, const char *verb, const char *object,
    int64_t object_id)
{
	memset(n, 0, sizeof(*n));
	keep(n, n->verb, sizeof(n->verb), verb);
	keep(n, n->object, sizeof(n->object), object);
	n->object_id = object_id;
	n->bad = n->bad || verb[0] == '\0' || object[0] == '\0';
}

void
audit_note_code(struct audit_note *n, const char *name, const char *value)
{
	struct audit_field *f;

	if (n->field_count == AUDIT_FIELDS || name[0] == '\0') {
		n->bad = true;
		return;
	}
	f = &n->field[n->field_count++];
	keep(n, f->name, sizeof(f->name), name);
	keep(n, f->value, sizeof(f->value), value);
}

void
audit_note_number(struct audit_note *n, const char *name, int64_t value)
{
	char digits[24];

	(void)snprintf(digits, sizeof(digits), "%lld", (long long)value);
	audit_note_code(n, name, digits);
}

static void
join_fields(const struct audit_note *n, char out[AUDIT_FIELDS_SIZE])
{
	size_t len = 0;

	out[0] = '\0';
	for (size_t i = 0; i < n->field_count; i++)
		len += (size_t)snprintf(out + len, AUDIT_FIELDS_SIZE - len,
		    "%s%s=%s", i == 0 ? "" : " ", n->field[i].name,
		    n->field[i].value);
}

static void
read_head(struct db_statement *q, void *record)
{
	struct audit_head *h = record;

	h->counter = db_column_int(q, 0);
	h->sequence = db_column_int(q, 1);
	(void)audit_read_hash(q, 2, h->hash);
}

/* Sequence 0 and an empty hash before the first row. */
static enum kerr
load_head(struct store *st, struct audit_head *head)
{
	static const char sql[] = "SELECT counter, sequence, hash"
				  "  FROM audit_head WHERE counter = :counter";
	struct db_statement *q = NULL;
	enum kerr e;

	memset(head, 0, sizeof(*head));
	head->counter = store_counter(st);
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", store_counter(st));
	e = store_one(q, read_head, head);
	return e == ERR_NOT_FOUND ? KERR_OK : e;
}

static enum kerr
insert_row(struct store *st, const struct audit_stored *row)
{
	static const char sql[] =
	    "INSERT INTO audit (counter, sequence, version, at, actor, verb,"
	    "  object, object_id, fields, key_id, previous, hash)"
	    " VALUES (:counter, :sequence, :version, :at, :actor, :verb,"
	    "  :object, :object_id, :fields, :key_id, :previous, :hash)";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", row->counter);
	db_bind_int(q, ":sequence", row->sequence);
	db_bind_int(q, ":version", row->version);
	db_bind_int(q, ":at", row->at);
	db_bind_int(q, ":actor", row->actor);
	db_bind_text(q, ":verb", row->verb);
	db_bind_text(q, ":object", row->object);
	db_bind_int(q, ":object_id", row->object_id);
	db_bind_text(q, ":fields", row->fields);
	db_bind_int(q, ":key_id", row->key_id);
	db_bind_blob(q, ":previous", row->previous, sizeof(row->previous));
	db_bind_blob(q, ":hash", row->hash, sizeof(row->hash));
	return store_done(q);
}

static enum kerr
write_head(struct store *st, const struct audit_stored *row)
{
	static const char sql[] =
	    "INSERT INTO audit_head (counter, sequence, hash)"
	    " VALUES (:counter, :sequence, :hash)"
	    " ON CONFLICT (counter) DO UPDATE SET"
	    "  sequence = excluded.sequence, hash = excluded.hash";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", row->counter);
	db_bind_int(q, ":sequence", row->sequence);
	db_bind_blob(q, ":hash", row->hash, sizeof(row->hash));
	return store_done(q);
}

enum kerr
audit_append(struct store *st, const struct audit_note *note)
{
	const struct seal_keys *keys = store_keys(st);
	const uint8_t *key = NULL;
	struct audit_stored row = {.version = AUDIT_VERSION};
	struct audit_head head;
	enum kerr e;

	if (note->bad)
		return ERR_INTERNAL;
	if (keys == NULL ||
	    (key = seal_keys_get(keys, seal_keys_current(keys))) == NULL)
		return ERR_KEY_FILE;
	if ((e = load_head(st, &head)) != KERR_OK)
		return e;
	row.key_id = seal_keys_current(keys);
	memcpy(row.previous, head.hash, sizeof(row.previous));
	row.counter = store_counter(st);
	row.sequence = head.sequence + 1;
	row.at = store_now(st);
	row.actor = store_staff(st);
	memcpy(row.verb, note->verb, sizeof(row.verb));
	memcpy(row.object, note->object, sizeof(row.object));
	row.object_id = note->object_id;
	join_fields(note, row.fields);
	if ((e = audit_hash(&row, key, row.hash)) != KERR_OK ||
	    (e = insert_row(st, &row)) != KERR_OK)
		return e;
	return write_head(st, &row);
}

static void
read_row(struct db_statement *q, void *record)
{
	struct audit_row *r = record;
	struct audit_stored s;

	memset(r, 0, sizeof(*r));
	(void)audit_read_stored(q, &s);
	r->counter = s.counter;
	r->sequence = s.sequence;
	r->at = s.at;
	r->actor = s.actor;
	r->key_id = s.key_id;
	memcpy(r->verb, s.verb, sizeof(r->verb));
	memcpy(r->object, s.object, sizeof(r->object));
	r->object_id = s.object_id;
	(void)audit_split_fields(s.fields, r->field, &r->field_count);
}

enum kerr
audit_list(struct store *st, int counter, int64_t from, struct audit_row *rows,
    size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT " AUDIT_COLUMNS " FROM audit a"
	    " WHERE a.counter = :counter AND a.sequence >= :from"
	    " ORDER BY a.sequence LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", counter);
	db_bind_int(q, ":from", from);
	store_bind_page(q, most, 0);
	return store_rows(q, read_row, rows, sizeof(*rows), most, count);
}

enum kerr
audit_of_object(struct store *st, const char *object, int64_t object_id,
    struct audit_row *rows, size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT " AUDIT_COLUMNS " FROM audit a"
	    " WHERE a.object = :object AND a.object_id = :id"
	    " ORDER BY a.at, a.counter, a.sequence"
	    " LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":object", object);
	db_bind_int(q, ":id", object_id);
	store_bind_page(q, most, 0);
	return store_rows(q, read_row, rows, sizeof(*rows), most, count);
}

enum kerr
audit_heads(
    struct store *st, struct audit_head *rows, size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT counter, sequence, hash FROM audit_head"
	    " ORDER BY counter LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_page(q, most, 0);
	return store_rows(q, read_head, rows, sizeof(*rows), most, count);
}
