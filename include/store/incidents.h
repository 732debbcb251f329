/* incidents.h -- what must not be forgotten: a wrong card in the box and its
 * like, open until somebody closes it with a note. */
#ifndef KIOSK_STORE_INCIDENTS_H
#define KIOSK_STORE_INCIDENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/cards.h"

struct store;

#define INCIDENT_KIND_SIZE  24
#define INCIDENT_NOTE_SIZE  400
#define INCIDENT_WRONG_CARD "wrong_card"

struct incident {
	int64_t id;
	char kind[INCIDENT_KIND_SIZE];
	int64_t case_id; /* 0: none */
	int64_t counter;
	char found_serial[CHIP_SERIAL_SIZE]; /* of the wrong card, or "" */
	int64_t found_card;		     /* card of that serial, 0: none */
	int64_t at;
	int64_t by;	   /* staff id */
	int64_t closed_at; /* 0: open */
	int64_t closed_by;
	char note[INCIDENT_NOTE_SIZE];
};

enum kerr incidents_add(struct store *st, const char *kind, int64_t case_id,
    const char *found_serial, int64_t *id);
/* Errors: ERR_NOT_FOUND (none, or closed already). */
enum kerr incidents_close(struct store *st, int64_t id, const char *note);
/* Open ones, oldest first. */
enum kerr incidents_list(struct store *st, size_t offset, struct incident *rows,
    size_t most, size_t *count);
enum kerr incidents_count(struct store *st, int64_t *count);
/* How many of a case are open. */
enum kerr incidents_of_case(struct store *st, int64_t case_id, int64_t *count);
/* Every one of a case, newest first. */
enum kerr incidents_list_case(struct store *st, int64_t case_id,
    struct incident *rows, size_t most, size_t *count);

#endif
