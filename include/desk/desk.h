/* desk.h -- what every use case stands on: the store, the reader, the clock,
 * the settings and who is signed in at this counter. One per process. */
#ifndef KIOSK_DESK_DESK_H
#define KIOSK_DESK_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "card/agent.h"
#include "desk/office.h"

struct clock;
struct log;
struct loop;
struct desk; /* opaque */

/* What may have changed; the screen on top looks again. */
enum desk_change {
	DESK_READER,  /* reader or card came, went, was read */
	DESK_SESSION, /* a password was checked, the session was locked */
	DESK_PINS,    /* the PIN session moved on */
	DESK_PAPERS   /* a paper came out, waits or is doubtful */
};
typedef void desk_changed(void *arg, enum desk_change what);

/*
 * Open the office at a counter: store, keys, lock of the counter
 * (ERR_COUNTER_TAKEN when another terminal has it), card agent. settings,
 * loop, clock and log are borrowed. A missing reader is no error.
 * Errors: those of the store and the key file.
 */
enum kerr desk_open(const struct office_settings *settings, struct loop *loop,
    const struct clock *clock, struct log *log, struct desk **out,
    struct failure *f);
/* Wipe what is secret, end a PIN session as walked away, leave the card,
 * give the lock back. NULL is allowed. */
void desk_close(struct desk **d);

void desk_on_change(struct desk *d, desk_changed *changed, void *arg);

/* What every screen of staff shows in the same places. Borrowed texts live
 * until the next call. */
struct desk_status {
	const char *office;	  /* Japanese */
	const char *office_latin; /* the same in Latin letters */
	int counter;
	bool training;
	struct date business_day; /* unset before the first sign-in */
	int64_t now;		  /* UTC */
	const char *clerk;	  /* "" when nobody is signed in */
	enum reader_state reader;
	enum kerr reader_trouble; /* why no card can be read; KERR_OK: none */
	bool card_read;		  /* the card on the reader was identified */
	const char *closed_said;  /* issuer closed today: the office's words */
	bool spool_ok;		  /* slips can be written */
	/* The drawer of this counter: 0 none, 1 open, 2 being counted. */
	int drawer;
	int64_t drawer_float_yen; /* its float; never what lies in it */
	bool secrets_ok;	  /* memory can be locked: PINs may be typed */
};
void desk_get_status(struct desk *d, struct desk_status *out);

const struct office_settings *desk_settings(const struct desk *d);

/* Things to do when nobody works: checkpoint, lease of the open case. The
 * app calls it from a timer every few seconds. */
void desk_idle(struct desk *d);

/* A key for one form, made when it opens (design, decision 4). */
#define DESK_KEY_SIZE 33
void desk_new_key(char key[DESK_KEY_SIZE]);

#endif
