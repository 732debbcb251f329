/* agent.h -- the parent's side of the card agent: one child process per
 * reader that alone touches cards (design 1, "the card agent").
 *
 * The parent posts one request at a time and gets events; nothing here waits.
 * A PIN crosses once per request and both ends wipe it. Every request has a
 * deadline; a late agent is killed, reported, and started again by the owner
 * (agent_restart), never in a loop. */
#ifndef KIOSK_CARD_AGENT_H
#define KIOSK_CARD_AGENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "card/certificate.h"
#include "card/face.h"
#include "rules/pin.h"

struct clock;
struct secret;
struct agent; /* opaque */

#define CARD_TRIES_UNKNOWN (-1)
#define CARD_TRIES_BLOCKED 0
#define READER_NAME_SIZE   128
#define CA_DIRECTORY_SIZE  512
#define CHIP_SERIAL_SIZE   16 /* 15 digits, individual-number-card 8 */
#define ISSUER_NAME_SIZE   512
#define CARD_WHERE_SIZE	   16	      /* "common 001C" */
#define ISSUER_TRAINING	   "training" /* for the built-in reader only */
#define ISSUER_BUILTIN	   "builtin"
#define ISSUER_NONE	   "none" /* not even first PINs are set here */

enum agent_transport {
	AGENT_PCSC,    /* pcscd through libpcsclite */
	AGENT_TRAINING /* the built-in reader of a training office */
};

struct agent_config {
	enum agent_transport transport;
	char reader[READER_NAME_SIZE]; /* PCSC: name or its beginning, "" any;
	                                  TRAINING: path of the reader's socket */
	/* A name of card/issuer.h, "" the built-in one, or the path of the
	 * office's own module (card/issuer_module.h). */
	char issuer[ISSUER_NAME_SIZE];
	bool training; /* the office's cards are virtual */
	/* Folder of the authorities' certificates, "": none; read when the
	 * child starts, before it locks itself in. */
	char ca_directory[CA_DIRECTORY_SIZE];
	int command_ms; /* 0: 30,000; tests shorten it */
};

enum reader_state {
	READER_STARTING,
	READER_NO_SERVICE, /* pcscd absent */
	READER_NONE,
	READER_EMPTY,
	READER_CARD,
	READER_BUSY, /* another program holds the card */
	READER_MANY, /* cards on several readers and no name configured */
	READER_STUCK,
	READER_STATE_COUNT
};

enum card_kind {
	CARD_KIND_UNKNOWN,
	CARD_KIND_PLASTIC,
	CARD_KIND_PHONE,
	CARD_KIND_COMBINED, /* also a residence card (在留AP present) */
	CARD_KIND_OTHER	    /* not one of ours */
};

/* What an identify request learns; no try is spent. */
struct card_identity {
	enum card_kind kind;
	char chip_serial[CHIP_SERIAL_SIZE];
	char municipality[8];		 /* 5 digits */
	char expiry[9];			 /* YYYYMMDD as on the chip */
	int tries_left[PIN_REF_COUNT];	 /* or CARD_TRIES_UNKNOWN */
	bool pin_present[PIN_REF_COUNT]; /* the EF exists */
};

/* What an inspect request learns beside the identity; no try is spent and no
 * secret is asked for. A part that could not be read says why. */
struct card_inspection {
	enum kerr record_error; /* of serial, municipality and expiry */
	enum kerr pin_error[PIN_REF_COUNT];
	struct card_certificate certificate[CERTIFICATE_USE_COUNT];
	int ca_count; /* authorities that were loaded */
	int ca_bad;   /* files (or the folder) that could not be */
};

enum agent_event_kind {
	AGENT_READER,	  /* reader state changed: .reader */
	AGENT_PROGRESS,	  /* .step of .steps of the running request */
	AGENT_IDENTITY,	  /* an identify request ended well: .identity */
	AGENT_INSPECTED,  /* an inspect request: .identity .inspection */
	AGENT_FACE_TRIES, /* .face.tries_left */
	AGENT_FACE,	  /* a face request ended: .error, else .face */
	AGENT_PIN,    /* a set/prove request ended: .ref .error .tries_left */
	AGENT_LEFT,   /* a leave request ended: nothing verified remains */
	AGENT_FAILED, /* identify, inspect or leave ended badly: .error */
	AGENT_GONE    /* the child ended or was killed: .error says why; a PIN
	                    request in flight is unknown */
};

/* How far a PIN request came, so that the journal can say what is known. */
enum pin_outcome {
	PIN_OUTCOME_WRITTEN,   /* change 9000, proof 9000 */
	PIN_OUTCOME_UNCHANGED, /* the change was never sent, or was refused and
	                          the old value was seen to hold */
	PIN_OUTCOME_UNKNOWN    /* the change was sent, its answer was lost */
};

struct agent_event {
	enum agent_event_kind kind;
	enum reader_state reader;
	char reader_name[READER_NAME_SIZE];
	int step, steps;
	bool picturing; /* PROGRESS: the card was left, pictures are decoded */
	struct card_identity identity;
	struct card_inspection inspection;
	struct card_face face;
	enum pin_ref ref;
	enum pin_outcome outcome;
	enum kerr error; /* KERR_OK, or why */
	uint16_t sw;	 /* last status word, 0 when none */
	/* What was asked for when it ended badly: "juki", "jpki 0018", "". */
	char where[CARD_WHERE_SIZE];
	int tries_left;
};

/* Start the child. Events come through agent_fd(). Errors: ERR_PROCESS,
 * ERR_MEMORY. clock is borrowed. */
enum kerr agent_start(const struct agent_config *config,
    const struct clock *clock, struct agent **out, struct failure *f);
/*
 * Start one and wait until it is ready or says why not, then end it: a module
 * that cannot be used is named before anybody sits at the counter. Errors:
 * ERR_ISSUER_MODULE, those of agent_start().
 */
enum kerr agent_check(const struct agent_config *config,
    const struct clock *clock, struct failure *f);
/* What the office's own module can do; known once the agent is ready. */
bool agent_module_resets(const struct agent *a);
/* For the poll loop. -1 after AGENT_GONE. */
int agent_fd(const struct agent *a);
/* When the running request's deadline is due, in ms from now; -1: none. */
int64_t agent_due_ms(const struct agent *a);
/*
 * Take one event. false: none waits now. Call when agent_fd() is readable and
 * when agent_due_ms() has passed (a late child is killed here: AGENT_GONE).
 */
bool agent_next(struct agent *a, struct agent_event *out);
bool agent_is_idle(const struct agent *a); /* a request may be posted */
/* Whether values may be sent to a card now: posting a PIN request answers the
 * same. Errors: ERR_PCSC_LOGGED (card/pcscd_log.h), ERR_SECRET_MEMORY (the
 * child could not lock memory for them; cards are read all the same). */
enum kerr agent_may_take_pins(struct agent *a);
/* false once the child has said that it could not lock memory for values. */
bool agent_has_secrets(const struct agent *a);
enum reader_state agent_reader(const struct agent *a);

/*
 * Read who the card is: kind, serial, municipality, expiry, counters. Always
 * the first request after a card came; begins an exclusive session.
 * Errors (posting): ERR_DEADLINE (a request runs), ERR_AGENT_LOST.
 */
enum kerr agent_identify(struct agent *a);
/*
 * Read all that the card tells without a secret: what identify learns, for a
 * phone too, and its certificates, judged as of now (UTC seconds). Begins an
 * exclusive session. Errors (posting): as above.
 */
enum kerr agent_inspect(struct agent *a, int64_t now);
/*
 * In the session whose serial is chip_serial (the child compares it again and
 * touches no other card): verify initial, change to chosen, verify chosen.
 * The caller has committed the intent. Answers AGENT_PIN.
 */
enum kerr agent_pin_set(struct agent *a, const char *chip_serial,
    enum pin_ref ref, const struct secret *initial,
    const struct secret *chosen);
/*
 * The same with the value that the resident typed as the present one
 * (individual-number-card 4.3): a wrong one costs a try, and is told as
 * ERR_PIN_WRONG with the tries left. The last try is spent only with
 * spend_last, else ERR_PIN_LAST_TRY: the caller has asked twice.
 */
enum kerr agent_pin_change(struct agent *a, const char *chip_serial,
    enum pin_ref ref, const struct secret *old, const struct secret *chosen,
    bool spend_last);
/*
 * A new value without the old one, also when it is locked: the issuer's
 * operation (card/issuer.h). ERR_ISSUER_ABSENT: it needs the issuer's terminal.
 */
enum kerr agent_pin_reset(struct agent *a, const char *chip_serial,
    enum pin_ref ref, const struct secret *chosen);
/*
 * Ask whether a reference holds value: one VERIFY, never when only one try is
 * left (ERR_PIN_LAST_TRY) or the serial differs. Answers AGENT_PIN with
 * KERR_OK (it does), ERR_PIN_WRONG or another error; outcome is UNCHANGED.
 */
enum kerr agent_pin_prove(struct agent *a, const char *chip_serial,
    enum pin_ref ref, const struct secret *value);
/* The same, and with the last try: the caller has asked twice. */
enum kerr agent_pin_prove_with_last(struct agent *a, const char *chip_serial,
    enum pin_ref ref, const struct secret *value);
/*
 * How many tries the two numbers that open the card's face have left; none is
 * spent. Answers AGENT_FACE_TRIES, or AGENT_FAILED.
 */
enum kerr agent_face_tries(struct agent *a, const char *chip_serial);
/*
 * Open the face of the card whose serial is chip_serial with number (12 or 14
 * digits), one VERIFY; the last try is spent only when may_spend_last. The
 * card is left before its pictures are decoded. Answers AGENT_FACE; pixels of
 * a picture that is ready wait in the shared area until agent_face_forget().
 */
enum kerr agent_face_open(struct agent *a, const char *chip_serial,
    enum face_key key, bool may_spend_last, const struct secret *number);
/*
 * A copy of the pixels of a ready picture of the last AGENT_FACE; the caller
 * wipes and frees it. NULL: none, or no memory.
 */
uint8_t *agent_face_pixels(const struct agent *a, enum face_picture which,
    const struct picture *picture, size_t *len);
/* Wipe the shared area; whoever has seen AGENT_FACE calls it. */
void agent_face_forget(struct agent *a);
/* End the session: select another application, power the card off. */
enum kerr agent_leave(struct agent *a);
/* Kill and start the child again (after AGENT_GONE or a stuck reader). */
enum kerr agent_restart(struct agent *a, struct failure *f);
/* Leave cleanly; waits 500 ms for it. A child that the card still keeps leaves
 * as soon as it answers, and is gone after 5 s in any case. */
void agent_stop(struct agent **a);

/* The child's main: argv as process_start gave it. Never returns. */
_Noreturn void agent_child_main(int argc, char **argv);

#endif
