/* loop_signals.h -- inside the loop: signals as a descriptor to poll. */
#ifndef KIOSK_BASE_LOOP_SIGNALS_H
#define KIOSK_BASE_LOOP_SIGNALS_H

#include "base/loop.h"

struct loop_signals; /* opaque; one in a process */

/* Take the signals of loop_on_signal() over; when *s is there already, only
 * the handler changes. Errors: ERR_MEMORY, ERR_IO. */
enum kerr loop_signals_hear(
    struct loop_signals **s, loop_signal *signal, void *arg);
/* Readable when a signal came; -1 for NULL. */
int loop_signals_fd(const struct loop_signals *s);
/* Give what came to the handler, each signal once. The handler may not end
 * the loop's life. */
void loop_signals_deliver(struct loop_signals *s);
/* Put back what was there before. NULL is allowed. */
void loop_signals_free(struct loop_signals **s);

#endif
