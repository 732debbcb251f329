/* loop.h -- one poll loop per process: descriptors, timers, signals.
 * Owned by main. Signals arrive through a self-pipe, never in a handler. */
#ifndef KIOSK_BASE_LOOP_H
#define KIOSK_BASE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct clock;
struct loop; /* opaque */

/* What happened on a descriptor. */
#define LOOP_READ   1U
#define LOOP_WRITE  2U
#define LOOP_CLOSED 4U

typedef void loop_ready(void *arg, int fd, unsigned events);
typedef void loop_timer(void *arg);
typedef void loop_signal(void *arg, int signal_number);

/* clock is copied. */
enum kerr loop_new(const struct clock *clock, struct loop **out);
void loop_free(struct loop **l);

/* Watch fd (borrowed) for events; again with other events changes it.
 * LOOP_CLOSED is told without asking, at every turn until it is unwatched. */
enum kerr loop_watch(
    struct loop *l, int fd, unsigned events, loop_ready *ready, void *arg);
void loop_unwatch(struct loop *l, int fd);

/* Call timer once after_ms from now, in a later turn; *id (never 0) cancels
 * it, and is harmless when it has fired. */
enum kerr loop_after(struct loop *l, int64_t after_ms, loop_timer *timer,
    void *arg, uint64_t *id);
void loop_cancel(struct loop *l, uint64_t *id); /* sets *id to 0 */

/* Deliver SIGHUP, SIGTERM, SIGINT, SIGWINCH, SIGCHLD to signal. Ignores
 * SIGPIPE, SIGTSTP, SIGQUIT, SIGTTIN, SIGTTOU. One handler per process; several
 * of one signal before a turn arrive as one. loop_free() puts back what was
 * there before. */
enum kerr loop_on_signal(struct loop *l, loop_signal *signal, void *arg);

/* Wait at most wait_ms (-1: until something happens) and dispatch what is
 * ready: signals, descriptors, timers. A callback may add and remove watches
 * and timers, also its own. Errors: ERR_MEMORY, ERR_IO. */
enum kerr loop_turn(struct loop *l, int64_t wait_ms);
/* Turn until loop_stop(), which may also come before. */
enum kerr loop_run(struct loop *l);
void loop_stop(struct loop *l);

#endif
