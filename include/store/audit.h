/* audit.h -- who did what, chained and keyed, in the transaction of what was
 * done (design, decision 7). One chain per counter, 0 for commands.
 *
 * Canonical form of a row, each part as a 4-byte big-endian length and its
 * bytes (numbers as 8 bytes big-endian): version, key id, previous hash,
 * counter, sequence, UTC, actor, verb, object type, object id, number of
 * fields, then name and value of each. hash = keyed BLAKE2b-256 of that. Ids
 * and codes only: a value is of A-Z a-z 0-9 _ . : / + - and nothing else, so
 * that no name can slip in.
 *
 * Not stopped: whoever can read the key; and cutting the newest rows together
 * with the head row, which only the signed closing shows. */
#ifndef KIOSK_STORE_AUDIT_H
#define KIOSK_STORE_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/seal.h"

struct store;

#define AUDIT_VERB_SIZE	  40
#define AUDIT_OBJECT_SIZE 24
#define AUDIT_NAME_SIZE	  24
#define AUDIT_VALUE_SIZE  80
#define AUDIT_FIELDS	  10
#define AUDIT_ALL	  (-1) /* every counter */

struct audit_field {
	char name[AUDIT_NAME_SIZE];
	char value[AUDIT_VALUE_SIZE];
};

/* What is to be said; started with audit_note(). */
struct audit_note {
	char verb[AUDIT_VERB_SIZE];	/* "case.pause" */
	char object[AUDIT_OBJECT_SIZE]; /* "case" */
	int64_t object_id;		/* 0: none */
	struct audit_field field[AUDIT_FIELDS];
	size_t field_count;
	bool bad; /* too long, too many or not a code: append refuses */
};

void audit_note(struct audit_note *n, const char *verb, const char *object,
    int64_t object_id);
void audit_note_code(struct audit_note *n, const char *name, const char *value);
void audit_note_number(struct audit_note *n, const char *name, int64_t value);

/* Append to this counter's chain, by the actor and at the time of the
 * transaction. Errors: ERR_INTERNAL (bad note), ERR_KEY_FILE, ERR_STORE_*. */
enum kerr audit_append(struct store *st, const struct audit_note *note);

/* A row as it was read. */
struct audit_row {
	int64_t counter;
	int64_t sequence;
	int64_t at;
	int64_t actor; /* staff id */
	int64_t key_id;
	char verb[AUDIT_VERB_SIZE];
	char object[AUDIT_OBJECT_SIZE];
	int64_t object_id;
	struct audit_field field[AUDIT_FIELDS];
	size_t field_count;
};
/* Rows of one counter from sequence from on. */
enum kerr audit_list(struct store *st, int counter, int64_t from,
    struct audit_row *rows, size_t most, size_t *count);
/* Rows that speak of one object, oldest first. */
enum kerr audit_of_object(struct store *st, const char *object,
    int64_t object_id, struct audit_row *rows, size_t most, size_t *count);

enum audit_fault {
	AUDIT_SOUND,
	AUDIT_GAP,     /* a sequence number is missing: rows were taken out */
	AUDIT_LINK,    /* does not follow the row before */
	AUDIT_CHANGED, /* the content does not match its hash */
	AUDIT_KEY,     /* no key of that id: cannot be checked */
	AUDIT_HEAD,    /* the head names a row that is not the last */
	AUDIT_FAULT_COUNT
};
const char *audit_fault_said(enum audit_fault fault); /* catalogue id */

struct audit_report {
	int64_t rows;	  /* checked and sound */
	int64_t counters; /* chains seen */
	enum audit_fault fault;
	int64_t counter; /* of the first broken row */
	int64_t row;	 /* its sequence */
};
/*
 * Check one chain or AUDIT_ALL, from its beginning; stops at the first fault.
 * progress (NULL is allowed) is told the rows so far, every thousand.
 * Errors: ERR_AUDIT_BROKEN (n, row); the report says why.
 */
enum kerr audit_verify(struct store *st, int counter,
    void (*progress)(void *arg, int64_t rows), void *arg,
    struct audit_report *out);

struct audit_head {
	int64_t counter;
	int64_t sequence;
	uint8_t hash[SEAL_HASH_SIZE];
};
/* The end of every chain, by counter. */
enum kerr audit_heads(
    struct store *st, struct audit_head *rows, size_t most, size_t *count);

#endif
