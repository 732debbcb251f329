/* bare_session.h -- a PIN session of five references with nothing around it:
 * the 32 commands that include/card/individual_card.h lists, sent one after
 * another by whoever can exchange one command for one reply. It shares no code
 * with the card room. */
#ifndef TESTS_SUPPORT_BARE_SESSION_H
#define TESTS_SUPPORT_BARE_SESSION_H

#include <stddef.h>
#include <stdint.h>

#define BARE_COMMANDS 32

/* Send one command; the reply's bytes, at most 258. Fails the test. */
typedef size_t bare_exchange(
    void *arg, const uint8_t *command, size_t len, uint8_t reply[258]);

struct bare_values {
	const char *sign, *digits;
};

/* All five from old to new; fails the test unless the card grants each. */
void bare_session_run(bare_exchange *exchange, void *arg,
    const struct bare_values *old, const struct bare_values *new);

#endif
