/* training.h -- the training office: an invented register, invented staff,
 * virtual cards that keep their state, and the training desk that places,
 * removes and pulls them. Nothing of it works in a real office. */
#ifndef KIOSK_DESK_TRAINING_H
#define KIOSK_DESK_TRAINING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct clock;
struct desk;
struct office_settings;
struct training_reader;

struct training_wish {
	const char *clock;    /* "2026-11-24T10:00" in Japan; NULL: now */
	const char *language; /* of staff, "ja" or "en"; NULL: ja */
};
/* Make the office in directory (created 0700): kiosk.ini, store, keys, cards,
 * spool, without asking. One that is there and lacks the authorities of its
 * cards, as earlier versions made it, gets them. progress may be NULL. Errors:
 * ERR_STORE_EXISTS (it lacks nothing);
 * ERR_CONFIG when the clock is no time. */
enum kerr training_create(const char *directory,
    const struct training_wish *wish,
    void (*progress)(void *arg, int done, int all), void *arg,
    struct failure *f);
/* "2026-11-24T10:00" in Japan as UTC; false when it is no time. */
bool training_clock_start(const char *text, int64_t *utc);

/* The office's clock: the machine's; in a training office with a clock of its
 * own one that begins there at every start. *offset is the clock's memory.
 * Errors: ERR_CONFIG. */
enum kerr training_clock(const struct office_settings *settings,
    struct clock *out, int64_t *offset, struct failure *f);

/*
 * The built-in reader of the settings' counter: socket (the agent's reader
 * name) and control file lie beside the folder of cards. *out is ended with
 * training_reader_close(). Errors: ERR_TOO_LONG, ERR_MEMORY.
 */
enum kerr training_open_reader(const struct office_settings *settings,
    struct training_reader **out, struct failure *f);
/* Path of that socket. Errors: ERR_TOO_LONG. */
enum kerr training_socket(const struct office_settings *settings, char *out,
    size_t out_size, struct failure *f);

struct training_card {
	char name[64]; /* file name without ".card" */
	char holder[160];
	char notice[24]; /* "" when not in the list */
	bool placed;	 /* lies on this counter's reader */
	/* for the holder check: what is printed on it, and on the notification
	 * card; invented, "" when it has none */
	char face_digits[15], number[13];
};
/* Cards of this office. Returns how many were filled. */
size_t training_cards(
    struct desk *d, struct training_card *out, size_t most, size_t *all);
/* Put it there in place of another; takes training_pull_at() back. */
enum kerr training_place(struct desk *d, const char *name, struct failure *f);
/* Lift it: at once, even in the middle of a command (a pull). */
enum kerr training_remove(struct desk *d, struct failure *f);
/* Tear it away at the n-th command of a conversation with it: the command
 * takes effect, its answer is lost. */
enum kerr training_pull_at(struct desk *d, int n, struct failure *f);

/*
 * The same for scripts: an office directory or its kiosk.ini, and a counter (0:
 * as configured). verb: place (name), remove, pull, fault; fault: "KIND:N"
 * (card/training_fault.h) or NULL, set before the verb is done. Errors:
 * ERR_USAGE (no such fault), ERR_NOT_FOUND (no such card or verb), ERR_CONFIG (not a training office), ERR_IO.
 */
enum kerr training_card_control(const char *directory, int counter,
    const char *verb, const char *name, const char *fault, struct failure *f);
/* The cards of such an office; as training_cards(). */
enum kerr training_card_list(const char *directory, int counter,
    struct training_card *out, size_t most, size_t *count, struct failure *f);

#endif
