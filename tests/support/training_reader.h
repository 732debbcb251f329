/* training_reader.h -- the built-in reader with virtual cards, started by a
 * test in a folder of its own. Every function fails the test on trouble. */
#ifndef KIOSK_TESTS_TRAINING_READER_H
#define KIOSK_TESTS_TRAINING_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/process.h"

#define TRAINING_PATH_SIZE 160

/* PINs of every card made here. */
#define TRAINING_SERIAL "400000000000001"
#define TRAINING_PIN	"1234"
#define TRAINING_SIGN	"PASSWORD1234"

struct training_reader {
	char dir[TRAINING_PATH_SIZE];
	char socket[TRAINING_PATH_SIZE];
	char control[TRAINING_PATH_SIZE];
	char trace[TRAINING_PATH_SIZE];
	struct process server; /* pid 0: not running */
};

/* Makes the folder; the reader is not started yet. */
void training_begin(struct training_reader *r);
/* Start the reader's program and wait until it listens. */
void training_serve(struct training_reader *r);
void training_stop(struct training_reader *r);
/* Stops and removes everything. */
void training_end(struct training_reader *r);

/* Make DIR/cards/NAME.card; auth_tries are left on the AUTH reference. */
void training_make(const struct training_reader *r, const char *name,
    const char *serial, int auth_tries);
/* As above from a whole description (virtual_make.c). */
void training_make_described(
    const struct training_reader *r, const char *name, const char *text);
/* DIR/ca with the certificates of the cards' authorities; out is its path. */
void training_publish(
    const struct training_reader *r, char out[TRAINING_PATH_SIZE]);
/* The same without the mark of training: it knows no reset, as a real one. */
void training_make_real(const struct training_reader *r, const char *name,
    const char *serial, int auth_tries);
/* A copy of a card as it is now: the same chip memory. */
void training_copy(
    const struct training_reader *r, const char *from, const char *to);
/* Put a card on the reader (NULL: lift it), with a fault ("hang 3", NULL:
 * none); the trace begins anew. Returns when the reader saw it. Between two
 * cards the reader must be empty once. */
void training_put(
    const struct training_reader *r, const char *card, const char *fault);
/* Commands in the trace. */
size_t training_count(const struct training_reader *r);
/* Those whose header begins so, with Lc from least_lc on. */
size_t training_count_of(
    const struct training_reader *r, const char *header, unsigned least_lc);

#endif
