/* card_status_private.h -- what the counter and the command share about
 * reading a card's status. */
#ifndef KIOSK_DESK_CARD_STATUS_PRIVATE_H
#define KIOSK_DESK_CARD_STATUS_PRIVATE_H

#include "desk/card_status.h"

/* An AGENT_INSPECTED event as a view; today decides what is expired. */
void card_status_fill(struct card_status_view *out,
    const struct agent_event *event, struct date today);
/* A request that ended badly, or the agent's end. */
void card_status_fail(
    struct card_status_view *out, const struct agent_event *event);
/* What the settings say about agent and authorities. */
void card_status_config(
    const struct office_settings *settings, struct agent_config *out);

#endif
