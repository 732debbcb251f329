/* agent_driver.h -- waits on a real card agent as the program's loop does. */
#ifndef KIOSK_TESTS_AGENT_DRIVER_H
#define KIOSK_TESTS_AGENT_DRIVER_H

#include <stdbool.h>
#include <sys/types.h>

#include "card/agent.h"

/* In main of a test: become the agent when started as one. */
void agent_driver_main(int argc, char **argv);
/* The next event within 20 s; the test fails when none comes. */
struct agent_event agent_driver_next(struct agent *a);
/* Events up to one that ends a request, or AGENT_GONE; progress is counted
 * into *steps (may be NULL). */
struct agent_event agent_driver_end(struct agent *a, int *steps);
/* Events up to this reader state; AGENT_GONE fails the test. */
void agent_driver_reader(struct agent *a, enum reader_state state);
/* Whether this reader state comes within ms. */
bool agent_driver_sees(struct agent *a, enum reader_state state, int ms);
/* Identify, asking again while another program still holds the card. */
struct agent_event agent_driver_identify(struct agent *a);
/* The process of the newest agent of this process; 0: none. */
pid_t agent_driver_pid(void);

#endif
