/* training_reader.h -- the built-in reader of a training office, from outside:
 * which virtual card lies on it, what shall go wrong, and the server process
 * (build/virtual-card). No card is talked to here; that is the agent's.
 *
 * The control file is one small text that the server looks at all the time:
 * "card NAME", "fault KIND N", "trace FILE". It is always replaced whole. */
#ifndef KIOSK_CARD_TRAINING_READER_H
#define KIOSK_CARD_TRAINING_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct training_reader; /* opaque */

#define TRAINING_NAME_SIZE 200

struct training_reader_config {
	const char *socket;  /* where the server listens */
	const char *control; /* the control file */
	const char *cards;   /* the folder of NAME.card */
	const char *program; /* NULL: virtual-card beside our own binary */
};

/* Keeps copies; starts nothing. Errors: ERR_MEMORY, ERR_TOO_LONG. */
enum kerr training_reader_open(const struct training_reader_config *config,
    struct training_reader **out, struct failure *f);
/* Stops the server when this one started it. NULL is allowed. */
void training_reader_close(struct training_reader **r);

/*
 * Start the server and wait at most two seconds until it listens. It ends with
 * us, however we end. Errors: ERR_PROCESS, ERR_DEADLINE, ERR_READER_BUSY
 * (another server has this socket).
 */
enum kerr training_reader_start(struct training_reader *r, struct failure *f);
void training_reader_stop(struct training_reader *r);
/* Whether the server that we started is alive. */
bool training_reader_is_running(struct training_reader *r);

/* Put a card there, in place of another. Errors: ERR_NOT_FOUND (no such card),
 * ERR_IO. Faults and trace stay as they are. */
enum kerr training_reader_place(
    struct training_reader *r, const char *name, struct failure *f);
/* Lift the card: between commands, as a person would. Errors: ERR_IO. */
enum kerr training_reader_remove(struct training_reader *r, struct failure *f);
/* Tear the card away now, whatever it is doing: to the card it is the same,
 * but the name says what is being tried. Errors: ERR_IO. */
enum kerr training_reader_pull(struct training_reader *r, struct failure *f);
/*
 * Let something go wrong; fault as card/training_fault.h has it, "KIND:N".
 * Errors: ERR_USAGE (no such fault), ERR_NOT_FOUND (no such card), ERR_IO.
 */
enum kerr training_reader_set_fault(
    struct training_reader *r, const char *fault, struct failure *f);
/* The same at the n-th command after power-on. */
enum kerr training_reader_fault(
    struct training_reader *r, const char *kind, int n, struct failure *f);
enum kerr training_reader_clear_faults(
    struct training_reader *r, struct failure *f);
/* Write each command's header, length and status word to file; NULL: stop. */
enum kerr training_reader_trace(
    struct training_reader *r, const char *file, struct failure *f);
/* The card lying there; "" when none does. Errors: ERR_IO. */
enum kerr training_reader_placed(struct training_reader *r,
    char name[TRAINING_NAME_SIZE], struct failure *f);

/*
 * Make a new card in the folder. description is the JSON object that
 * kiosk/card/virtual_make.c documents; its PINs are training values. Errors:
 * ERR_IO (there is one already), ERR_PROCESS (a faulty description: the
 * program says on standard error what is wrong), ERR_DEADLINE.
 */
enum kerr training_reader_make(struct training_reader *r, const char *name,
    const char *description, struct failure *f);

/*
 * Put the certificates of the cards' training authorities into folder, which
 * exists; they are made when there are none. Errors: as above.
 */
enum kerr training_reader_authorities(
    struct training_reader *r, const char *folder, struct failure *f);

struct reader_card {
	char name[TRAINING_NAME_SIZE];
	char holder[256];	  /* UTF-8, as in the chip */
	char birth[9], expiry[9]; /* YYYYMMDD */
	char number[13];	  /* invented; "" when it has none */
	char chip_serial[16];	  /* 15 digits */
	bool is_placed;
};

/*
 * The cards of the folder by name. *out is the caller's to free(); it is NULL
 * when there are none. Errors: ERR_IO, ERR_MEMORY.
 */
enum kerr training_reader_list(struct training_reader *r,
    struct reader_card **out, size_t *count, struct failure *f);

#endif
