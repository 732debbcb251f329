/* apdu.h -- one command to a card and its reply.
 *
 * Rules: ISO/IEC 7816-4 (short commands, cases 1 to 4); status words as in
 * individual-number-card 9. Nothing here logs: a body may be a PIN. */
#ifndef KIOSK_CARD_APDU_H
#define KIOSK_CARD_APDU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/secret.h"

struct transport;

#define APDU_COMMAND_MOST (4 + 1 + 255 + 1)
#define APDU_REPLY_MOST	  (256 + 2)
#define APDU_DATA_MOST	  4096 /* of one reply over several rounds */
#define APDU_ROUNDS_MOST  64   /* of 61xx and 6Cxx (design 1) */

/* Room for a command with a secret body, and the longest such body. */
#define APDU_SECRET_COMMAND_MOST SECRET_CAPACITY_MOST
#define APDU_SECRET_MOST	 (APDU_SECRET_COMMAND_MOST - 5)

#define SW_DONE		     0x9000
#define SW_FIRST_AFTER_POWER 0x6f00 /* individual-number-card 9 */

struct apdu {
	uint8_t cla, ins, p1, p2;
	const uint8_t *data; /* borrowed; NULL: none */
	size_t data_len;     /* 0..255 */
	size_t le;	     /* 0: no Le; 1..256 */
};

struct apdu_reply {
	uint8_t data[APDU_DATA_MOST];
	size_t data_len;
	uint16_t sw;
};

/* Bytes written to out; 0 when data or le do not fit a short command. */
size_t apdu_encode(const struct apdu *a, uint8_t out[APDU_COMMAND_MOST]);

/*
 * Send a command without a secret and take its whole reply: 61xx fetches
 * more, 6Cxx repeats with the right Le, at most APDU_ROUNDS_MOST rounds.
 * KERR_OK means that there is a status word, whatever it says. Errors: the
 * transport's; ERR_CARD_REMOVED for a reply under two bytes, which is a lost
 * reply and never a status word (pcsc-behaviour, "Removal"); ERR_CARD_REPLY
 * for endless rounds or too many bytes.
 */
enum kerr apdu_exchange(
    const struct transport *t, const struct apdu *a, struct apdu_reply *reply);
/*
 * Send CLA INS P1 P2 with a secret as its body, exactly once: no rounds, so
 * that no status word can make a VERIFY or a change go out twice. The command
 * is built in locked memory and wiped. An empty body is refused, as it would
 * ask for the counter. Errors: as above; ERR_PIN_FORMAT, ERR_SECRET_MEMORY
 * (both: nothing was sent).
 */
enum kerr apdu_exchange_secret(const struct transport *t,
    const uint8_t header[4], const struct secret *body, uint16_t *sw);
/* The same in a command of the caller's, of APDU_SECRET_COMMAND_MOST bytes:
 * making locked memory costs as much as a command. It is empty afterwards. */
enum kerr apdu_exchange_secret_in(const struct transport *t,
    struct secret *command, const uint8_t header[4], const struct secret *body,
    uint16_t *sw);

/* What a status word means as the answer to a PIN (individual-number-card 9,
 * 4.2). */
enum kerr apdu_error(uint16_t sw);
/* The same of a command without one, of which no word speaks of a PIN:
 * KERR_OK, ERR_CARD_NO_FILE or ERR_CARD_REPLY. */
enum kerr apdu_plain_error(uint16_t sw);
/* Tries left as the status word tells them: 0 for blocked,
 * CARD_TRIES_UNKNOWN when it does not say. */
int apdu_tries(uint16_t sw);

#endif
