/* transport_replay.h -- a card made of recorded bytes: every command must be
 * exactly the next one of the script. For tests; holds no logic of a card. */
#ifndef KIOSK_CARD_TRANSPORT_REPLAY_H
#define KIOSK_CARD_TRANSPORT_REPLAY_H

#include <stdbool.h>
#include <stddef.h>

#include "card/transport.h"

/* One exchange, in hex with or without blanks. A script ends with command
 * NULL. error other than KERR_OK is what the reader says instead of a reply;
 * reply "" is the success with 0 bytes of pcsc-behaviour, "Removal". */
struct wire {
	const char *command;
	const char *reply;
	enum kerr error;
};

/* script is borrowed and must outlive the transport. */
enum kerr transport_replay_open(
    const struct wire *script, struct transport **out);
/* Every step was used, and nothing else was sent. */
bool transport_replay_finished(const struct transport *t);
/* Steps used so far. */
size_t transport_replay_count(const struct transport *t);
/* The card was powered off after the last step. */
bool transport_replay_is_off(const struct transport *t);

#endif
