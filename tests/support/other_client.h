/* other_client.h -- another program on the machine that uses the same card
 * over PC/SC: a bare one, which selects no application but the one it asks
 * about. What it finds verified somebody left so (individual-number-card 10).
 * Every function fails the test on trouble. */
#ifndef TESTS_SUPPORT_OTHER_CLIENT_H
#define TESTS_SUPPORT_OTHER_CLIENT_H

#include <stdbool.h>

#include <winscard.h>

#include "rules/pin.h"

struct other_client {
	SCARDCONTEXT context;
	const char *reader; /* borrowed */
};

void other_client_begin(struct other_client *o, const char *reader);
void other_client_end(struct other_client *o);

/* Waits for programs that are about to leave the card. */
SCARDHANDLE other_client_connect(const struct other_client *o);
/* The status word of a command in hex: "00A4020C020018". */
unsigned other_client_says(SCARDHANDLE card, const char *hex);
/* Whether a PIN (signature, log-in, card data), or a number that opens the
 * card's face, counts as given now: what it protects is had. Asking selects its
 * application, which ends what was verified in others: ask first for what was
 * verified last. */
bool other_client_finds_verified(
    const struct other_client *o, enum pin_ref ref);
bool other_client_finds_face_open(const struct other_client *o);
/* Somebody has the card for himself. */
bool other_client_is_shut_out(const struct other_client *o);
bool other_client_sees_card(const struct other_client *o);

#endif
