/* procedure_private.h -- the parts of a procedure inside the desk room. */
#ifndef KIOSK_DESK_PROCEDURE_PRIVATE_H
#define KIOSK_DESK_PROCEDURE_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "rules/case_flow.h"

struct answers;
struct card_record;
struct case_bundle;
struct desk;
struct slip_job;
struct slip_paper;

/* -- procedure_facts.c -- */
/* What the evidence and effects of a procedure say about its facts. */
enum kerr procedure_facts_load(struct desk *d, struct case_bundle *b);
/* And the answers that are just given. */
void procedure_hear(
    struct case_bundle *b, enum case_step step, const struct answers *a);

/* -- procedure_gate.c: which card can be in which case -- */
/*
 * Before a case is opened, inside its transaction. Errors: ERR_PROCEDURE
 * (reason), ERR_CARD_REPLACED (new).
 */
enum kerr procedure_gate_open(
    struct desk *d, enum case_kind kind, int64_t card_id, struct failure *f);
/* While it goes on: another card may have taken its place meanwhile. */
enum kerr procedure_gate(
    struct desk *d, const struct case_bundle *b, struct failure *f);
/*
 * Which other card of the person is still valid, for the hand-over: sets
 * facts.old_card. rows of the case's bundle.
 */
enum kerr procedure_find_old(struct desk *d, struct case_bundle *b);
/* The old card was taken back at the hand-over, as the answers say: it moves.
 * Inside the transaction. Errors: ERR_OLD_CARD_HELD (old). */
enum kerr procedure_take_old(struct desk *d, struct case_bundle *b,
    const struct answers *answers, struct failure *f);

/* -- procedure_effects.c -- */
/* What staff say of an effect, also when it keeps the case here. judged: what
 * the rules said of the answers. */
enum kerr procedure_effect_commit(struct desk *d, struct case_bundle *b,
    enum case_step step, const struct answers *answers, enum kerr judged,
    struct failure *f);
/* Pause before an effect is done: it counts as not done, and the visitor gets
 * a slip that says so. */
enum kerr procedure_pause(struct desk *d, struct case_bundle *b,
    const char *reason, struct failure *f);

/* -- procedure_application.c -- */
/* The card that will come, by the answers of STEP_APPLICATION. Inside the
 * transaction. */
enum kerr procedure_apply(
    struct desk *d, struct case_bundle *b, const struct answers *answers);
/* The case ends without it. Inside the transaction. */
enum kerr procedure_withdraw(struct desk *d, const struct case_bundle *b);
/* Answers as they are kept: an application ID without blanks. */
enum kerr procedure_tidy(
    enum case_step step, const struct answers *in, struct answers *out);

/* -- procedure_letter.c -- */
#define PAUSE_INQUIRY "inquiry"
/* The inquiry letter: its number and the pause are committed, then the paper
 * is made (counter-procedures 3.9). */
enum kerr procedure_letter_commit(struct desk *d, struct case_bundle *b,
    const struct answers *answers, struct failure *f);

/* -- procedure_slip.c -- */
#define SLIP_KIND_PROCEDURE "procedure"
#define SLIP_KIND_LETTER    "letter"
void procedure_slip(struct desk *d, struct slip_paper *s,
    const struct case_bundle *b, const struct slip_job *job);
void procedure_letter_slip(struct desk *d, struct slip_paper *s,
    const struct case_bundle *b, const struct slip_job *job);

/* -- collection_steps.c -- */
/* The end of a step, inside the transaction. */
enum kerr case_step_commit(struct desk *d, struct case_bundle *b,
    enum case_step step, const struct answers *answers, struct failure *f);

#endif
