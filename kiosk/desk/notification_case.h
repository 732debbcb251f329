/* notification_case.h -- the parts of a notification card's cases inside the
 * desk room: whether one may be opened, what its end does, its papers. */
#ifndef KIOSK_DESK_NOTIFICATION_CASE_H
#define KIOSK_DESK_NOTIFICATION_CASE_H

#include "base/error.h"
#include "rules/case_flow.h"

struct card_record;
struct case_bundle;
struct desk;
struct slip_job;
struct slip_paper;

/*
 * Before a case of such a kind is opened, inside its transaction. Errors:
 * ERR_NOTIFICATION_ENDED (date), ERR_PROCEDURE (reason).
 */
enum kerr notification_gate(struct desk *d, enum case_kind kind,
    const struct card_record *card, struct failure *f);
/* The case is closed: the card moves, and a reissue lists the card that will
 * come. Inside the transaction; other kinds of cases are left alone. The hand-
 * over itself is the store's (cases_close()). */
enum kerr notification_finish(struct desk *d, const struct case_bundle *b);

#define SLIP_KIND_NOTIFICATION "notification"
void notification_slip(struct desk *d, struct slip_paper *s,
    const struct case_bundle *b, const struct slip_job *job);

#endif
