/* desk_private.h -- the inside of struct desk, for the desk room only. */
#ifndef KIOSK_DESK_PRIVATE_H
#define KIOSK_DESK_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "card/agent.h"
#include "desk/card_status.h"
#include "desk/collection.h"
#include "desk/desk.h"
#include "desk/holder_check.h"
#include "desk/password_helper.h"
#include "desk/pin_setting.h"
#include "desk/session.h"

struct audit_note;
struct printer;
struct raster;
struct pin_known;
struct desk;
struct seal_keys;
struct store;
struct visit_rules;

/* What the reader's card is known to be, from place to removal. */
struct desk_reader {
	struct agent *agent; /* NULL: could not be started */
	uint64_t timer;	     /* the running request's deadline */
	uint64_t retry;	     /* when a lost agent is started again */
	int restarts;	     /* in a row: backs off */
	bool halted;	 /* an agent hung on the card that lies there: it is not
	                asked again by itself until it was lifted */
	int64_t started; /* clock_ms of the running agent */
	bool identified; /* who lies there is known, until it is lifted */
	bool open;	 /* the card has power: it must be left */
	bool identifying;
	struct card_identity identity;
	struct failure failed; /* of the last identify */
};

/* The card's status, while its screen is open. */
struct desk_look {
	bool wanted;
	bool reading; /* the request runs */
	/* The agent died of this card: it is not asked again by itself. */
	bool halted;
	struct failure halted_why;
	struct card_status_view view;
};

struct desk_session {
	struct session_view view;
	int64_t staff; /* id, 0: nobody */
	struct secret *code;
	struct password_check check;
	int64_t checked_staff; /* id whose password is checked, 0: unknown no */
	bool unlocking;
	struct session_second second;
	int64_t second_staff;
	enum action second_action;
	bool second_checking; /* the running check is the second person's */
};

/* The right-card step of the case on the screen. */
struct desk_case {
	int64_t watched;       /* case on the screen, 0: none */
	enum card_check check; /* of the card on the reader */
	struct failure failed;
};

/* One request to the card. What comes next is always worked out anew from
 * the journal, so that a cut-off in between cannot leave a stale plan. */
enum pin_op_kind {
	PIN_OP_NONE,	    /* nothing is left to do */
	PIN_OP_SET,	    /* write: first value, change or reset */
	PIN_OP_ASK_BEFORE,  /* does it still hold the value from before? */
	PIN_OP_PROVE_CHOSEN /* does it hold what the resident typed? */
};
struct pin_op {
	enum pin_op_kind kind;
	enum pin_ref ref;
	bool is_again; /* SET of a place that this case has written */
};

struct desk_pins {
	struct pin_setting_view view;
	int64_t session; /* row of the store, 0: none runs */
	struct secret *chosen[PIN_KIND_COUNT];
	struct secret *old[PIN_KIND_COUNT]; /* of a change, as typed */
	bool spend_last[PIN_KIND_COUNT];    /* confirmed twice, for once */
	bool denied[PIN_REF_COUNT];	    /* the card does not hold old */
	bool proved[PIN_KIND_COUNT]; /* chosen is what a written place holds */
	struct pin_op op;	     /* the one at the card, while running */
	bool running;
	bool asking; /* staff asked the card: no resident's session */
	char chip_serial[CHIP_SERIAL_SIZE];
};

/* What runs at the card for the holder check. */
enum holder_runs { HOLDER_RUNS_NOTHING, HOLDER_RUNS_TRIES, HOLDER_RUNS_OPEN };
struct desk_holder {
	struct holder_view view;
	int64_t case_id; /* 0: none is open */
	char chip_serial[CHIP_SERIAL_SIZE];
	enum holder_runs running;
	enum holder_number which; /* of the number at the card */
	int64_t sent_case;	  /* for which it was sent */
	bool is_stale;		  /* what runs was asked for another screen */
	uint8_t *pixels[HOLDER_PICTURES]; /* owned, wiped */
	size_t pixels_len[HOLDER_PICTURES];
};

struct desk_initial {
	struct secret *sign, *digits; /* usable when ready */
	struct secret *first_sign, *first_digits;
	int64_t first_staff;
	char first_name[96];
};

/* Papers: one at the printer at a time. */
struct desk_printing {
	struct printer *printer;
	struct raster *font; /* NULL: not needed, or not opened yet */
	int64_t job;	     /* at the printer, 0: none */
	uint64_t retry;	     /* when what waits is tried again */
	enum kerr last;	     /* of the last sheet */
	int waiting, doubtful;
};

struct desk {
	const struct office_settings *settings;
	struct loop *loop;
	const struct clock *clock;
	struct log *log;
	struct seal_keys *keys;
	struct store *store;
	bool secrets_ok; /* in this process; see desk_has_secrets() */
	struct visit_rules *visits; /* owned; NULL: the built-in rows */
	struct date business_day;
	char closed_said[128];
	desk_changed *changed;
	void *changed_arg;
	struct desk_reader reader;
	struct desk_look look;
	struct desk_session session;
	struct desk_case here;
	struct desk_pins pins;
	struct desk_initial initial;
	struct desk_holder holder;
	int64_t binding; /* card whose chip is looked for, 0: none */
	struct desk_printing printing;
};

int64_t desk_now(const struct desk *d);
void desk_tell(struct desk *d, enum desk_change what);
/* Whether PINs, initial values and numbers of a card may be typed: memory for
 * them can be locked here and in the agent. */
bool desk_has_secrets(const struct desk *d);

/* -- one transaction a step -- */
/* Begin as the signed-in person; *f says why not. */
enum kerr desk_begin(struct desk *d, struct failure *f);
/* Append note (NULL: none) when e is KERR_OK, commit or roll back, explain. */
enum kerr desk_end(struct desk *d, enum kerr e, const struct audit_note *note,
    struct failure *f);
/* ERR_RIGHTS into f unless the signed-in person may. */
enum kerr desk_need(struct desk *d, enum action action, struct failure *f);

/* -- reader.c -- */
/* The office's own issuer module can be loaded; nothing is started. */
enum kerr reader_check(const struct desk *d, struct failure *f);
enum kerr reader_start(struct desk *d);
void reader_stop(struct desk *d);
/* Ask who the card is, unless that runs or is known. */
void reader_identify(struct desk *d);
/* A request was posted: watch its deadline. */
void reader_posted(struct desk *d);
/* Why no card can be read now, whatever lies there; KERR_OK: it can. */
enum kerr reader_trouble(const struct desk *d);
/* Whether this office's issuer module can reset a PIN (card/issuer.h). */
bool reader_can_reset(const struct desk *d);
/* And whether first PINs are set here at all. */
bool reader_can_set(const struct desk *d);
/* Leave the card: nothing verified stays, other programs may use it. What
 * is known of it is kept; the agent compares the serial at each request. */
void reader_leave(struct desk *d);
/* The failure e with what the card said and where; event NULL: it said
 * nothing. */
void reader_explain(
    struct failure *f, enum kerr e, const struct agent_event *event);
/* {left} of a wrong PIN or number; the card need not tell it. */
void reader_tell_left(struct failure *f, int tries_left);

/* -- card_status.c: what reader.c tells -- */
/* Nothing is shown of any card. */
void card_status_forget(struct desk *d);
/* Read the card when the screen waits for one and nothing else runs. */
void card_status_go(struct desk *d);
/* A card came or went. */
void card_status_moved(struct desk *d);
void card_status_inspected(struct desk *d, const struct agent_event *event);
void card_status_failed(struct desk *d, const struct agent_event *event);

/* -- printing.c -- */
/* What this counter never heard the end of becomes doubtful; what waits is
 * tried in the first turn of the loop. */
enum kerr printing_open(struct desk *d);
void printing_close(struct desk *d);
void printing_refresh(struct desk *d);
/* A sheet whose end could not be kept becomes a question. */
enum kerr printing_settle(struct desk *d);
#define PRINTING_NAME_SIZE 120
/* The name of a sheet's file in the spool. */
struct print_job;
char *printing_name(const struct print_job *j, char out[PRINTING_NAME_SIZE]);

/* -- session.c -- */
void session_close(struct desk *d);

/* -- collection_card.c: what reader.c tells -- */
void collection_card_seen(struct desk *d);
void collection_card_gone(
    struct desk *d, enum kerr why, const struct agent_event *event);
/* Why nothing can be done with this kind of card; KERR_OK: it is ours. */
enum kerr card_kind_unusable(enum card_kind kind);

/* -- pin_writing.c: what reader.c tells -- */
void pin_writing_event(struct desk *d, const struct agent_event *event);
void pin_writing_card_seen(struct desk *d);
/* The card could not be read. */
void pin_writing_card_failed(
    struct desk *d, enum kerr why, const struct agent_event *event);
/* The agent is gone: what was at the card is unknown. */
void pin_writing_cut_off(struct desk *d, enum kerr why);
/* Post the next operation when the right card lies there. */
void pin_writing_go(struct desk *d);

/* -- holder_check.c: what reader.c tells -- */
/* AGENT_FACE, AGENT_FACE_TRIES, and AGENT_FAILED while it asks. */
void holder_event(struct desk *d, const struct agent_event *event);
bool holder_is_asking(const struct desk *d);
void holder_card_gone(struct desk *d);
/* Nobody could tell which card lies there. */
void holder_card_failed(struct desk *d, const struct agent_event *event);
void holder_cut_off(struct desk *d, enum kerr why);
/* Go on when the card is there and free. */
void holder_go(struct desk *d);

/* -- pin_setting.c -- */
bool pin_was_asked(const struct pin_known *known);
void pin_setting_close(struct desk *d);
/* Statuses, needs and tasks from the store into the view. */
enum kerr pin_setting_refresh(struct desk *d, struct pin_setting_view *view);
void initial_values_open(struct desk *d);
/* Both of them: one alone is never kept. */
bool initial_values_ready(const struct desk *d);
/* Borrowed, or NULL when they are not entered. */
const struct secret *initial_value_for(const struct desk *d, enum pin_ref ref);

#endif
