/* agent_pins.h -- a real card agent on either transport, and what tests ask of
 * the PINs of a card that training_make() made: each reference is changed from
 * the old value to the new one. Every function fails the test on trouble. */
#ifndef TESTS_SUPPORT_AGENT_PINS_H
#define TESTS_SUPPORT_AGENT_PINS_H

#include "base/clock.h"
#include "card/agent.h"
#include "rules/pin.h"

#define AGENT_NEW_PIN  "5678"
#define AGENT_NEW_SIGN "NEWPASS2026"

struct agent_pins {
	struct clock clock;
	struct secret *old[PIN_REF_COUNT], *new[PIN_REF_COUNT];
};

/* Once a program: locked memory, the values. */
void agent_pins_begin(struct agent_pins *p);
void agent_pins_end(struct agent_pins *p);

/* reader as in struct agent_config; command_ms 0: as usual. */
struct agent *agent_pins_start(const struct agent_pins *p,
    enum agent_transport transport, const char *reader, int command_ms);
/* A request of the card with TRAINING_SERIAL, and how it ended. */
struct agent_event agent_pins_set(
    const struct agent_pins *p, struct agent *a, enum pin_ref ref);
struct agent_event agent_pins_prove(
    struct agent *a, enum pin_ref ref, const struct secret *value);
struct agent_event agent_pins_leave(struct agent *a);

#endif
