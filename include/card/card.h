/* card.h -- one open conversation with one smart card: which application is
 * selected, whether the card still answers, how far a request has come.
 *
 * Rules: individual-number-card 2, 3, 4.1, 4.2, 10. Commands are never
 * repeated, with one exception: the first one after power-on, a SELECT, when
 * it answers 6F00. */
#ifndef KIOSK_CARD_CARD_H
#define KIOSK_CARD_CARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "card/agent.h"
#include "card/apdu.h"

struct card; /* opaque */
struct secret;
struct transport;

/* The applications we select, always by their full AID. */
enum card_ap {
	CARD_AP_JPKI,
	CARD_AP_TEXT,	/* 券面入力補助AP */
	CARD_AP_JUKI,	/* 住基AP */
	CARD_AP_COMMON, /* 共通カードAP */
	CARD_AP_VISUAL, /* 券面事項確認AP */
	CARD_AP_STAY,	/* 在留AP, only on 特定在留カード */
	CARD_AP_COUNT
};

/*
 * Called before each command, with its number and how many the request will
 * need at most. false: stop before sending it (the parent is gone).
 */
typedef bool card_step(void *arg, int step, int steps);

/*
 * Connect through t (borrowed, must outlive the card). On success *out is
 * owned by the caller, who ends it with card_close().
 * Errors: transport_connect()'s, ERR_MEMORY.
 */
enum kerr card_open(const struct transport *t, struct card **out);
/* Power the card off, free, set *card to NULL. NULL is allowed. Errors: the
 * power could not be taken away. */
enum kerr card_close(struct card **card);

/* For whoever opens many: a secret of APDU_SECRET_COMMAND_MOST bytes that
 * commands with a secret body are built in, as making locked memory costs more
 * than a command. Borrowed until card_close(), empty then. */
void card_lend(struct card *card, struct secret *command);

/* A new request of at most steps commands begins; step may be NULL. */
void card_begin(struct card *card, int steps, card_step *step, void *arg);
/* A reply was lost or the reader failed: nothing more may be sent. */
bool card_is_lost(const struct card *card);
/* The last status word of this request; 0: none. */
uint16_t card_sw(const struct card *card);
/* The application that is selected; CARD_AP_COUNT: none. */
enum card_ap card_ap(const struct card *card);
/* What was last asked for, as people look it up: "juki", "jpki 0018"; "" when
 * nothing was. */
void card_where(const struct card *card, char out[CARD_WHERE_SIZE]);

/*
 * The functions below return the transport's errors, ERR_AGENT_LOST when
 * step() said stop, ERR_CARD_REMOVED on a lost card, else what the status
 * word means: apdu_error() for a command with a secret, apdu_plain_error()
 * for all others.
 */
/* No command when it is selected already. */
enum kerr card_select_ap(struct card *card, enum card_ap ap);
/* Always sends: what follows must directly follow it (spec 4.3). */
enum kerr card_select_ef(struct card *card, uint16_t ef);
/* READ BINARY of the selected EF; le 1..256. reply is the caller's. */
enum kerr card_read_binary(
    struct card *card, uint16_t offset, size_t le, struct apdu_reply *reply);
/* READ RECORD by short EF identifier, as T15; le 1..256. */
enum kerr card_read_record(struct card *card, uint8_t sfi, uint8_t record,
    size_t le, struct apdu_reply *reply);
/*
 * Ask the counter of the selected EF without spending a try (4.1). KERR_OK:
 * *tries_left is 0 (blocked), a count, or CARD_TRIES_UNKNOWN (verified in
 * this session, or no limit).
 */
enum kerr card_query_tries(struct card *card, int *tries_left);
/* One command with a secret body, sent once; *sent: it may have reached the
 * card. For what only an issuer's module knows. */
enum kerr card_send_secret(struct card *card, const uint8_t header[4],
    const struct secret *value, bool *sent);
/*
 * Any command, as an office's own issuer module makes it, sent once; the reply
 * with its status word goes to reply. What is selected is not known afterwards.
 * Errors: the transport's; ERR_TOO_LONG and ERR_INTERNAL (nothing was sent).
 */
enum kerr card_send_raw(struct card *card, const uint8_t *command,
    size_t command_len, uint8_t *reply, size_t reply_size, size_t *reply_len,
    bool *sent);
/* VERIFY against the selected EF; each call may cost a try. *tries_left as
 * the card says it, CARD_TRIES_UNKNOWN when it does not. */
enum kerr card_verify(
    struct card *card, const struct secret *value, int *tries_left);
/*
 * Change the selected and just verified EF to value, sent once (4.3).
 * *sent tells whether the command may have reached the card.
 */
enum kerr card_change(
    struct card *card, bool jicsap, const struct secret *value, bool *sent);

#endif
