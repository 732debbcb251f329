/* case_bundle.h -- a case with its card and its person, and the facts that
 * rules decide by. Read once at the start of a step. */
#ifndef KIOSK_DESK_CASE_BUNDLE_H
#define KIOSK_DESK_CASE_BUNDLE_H

#include <stdbool.h>

#include "base/error.h"
#include "rules/case_flow.h"
#include "rules/pin.h"
#include "store/cards.h"
#include "store/cases.h"
#include "store/people.h"

struct answers;
struct audit_note;
struct desk;

struct case_bundle {
	struct case_record c;
	struct card_record card;
	struct person person;
	struct case_facts facts;
	bool chosen[PIN_KIND_COUNT]; /* of a PIN change or reset */
	bool activated;		     /* done, recorded or unknown */
	int64_t new_card;	     /* applied for in this case; 0: none */
	char old_name[40];	     /* of a card that is still valid, or "" */
	/* That, or a PIN was written: no way back behind it. In a PIN change or
	 * reset: a PIN is unknown, or written in one of its two places. In any
	 * other procedure: an effect is done, recorded or unknown. */
	bool frozen;
	bool pins_unknown; /* of one or more only the card can tell, and will */
};

/* Errors: ERR_NOT_FOUND, ERR_STORE_*. */
enum kerr case_bundle_load(struct desk *d, int64_t case_id,
    struct case_bundle *out, struct failure *f);
/* As above, and the case is open at this counter, the person may work on it.
 * Errors: ERR_RIGHTS, ERR_CASE_TAKEN (who, n), ERR_CASE_STATE. */
enum kerr case_bundle_own(struct desk *d, int64_t case_id,
    struct case_bundle *out, struct failure *f);

/* What the answers of STEP_WHO say about the facts. */
void case_bundle_hear_who(struct case_bundle *b, const struct answers *who);

/* And of STEP_PIN_CHOICE. */
void case_bundle_hear_choice(
    struct case_bundle *b, const struct answers *choice);

/* Which references this case's resident sets. */
void case_bundle_needs(const struct desk *d, const struct case_bundle *b,
    bool needed[PIN_REF_COUNT]);

/* Start an audit note about a case: verb, case, card. */
void case_note(
    struct audit_note *note, const char *verb, const struct case_bundle *b);

/* A new case of this kind at this counter, once per key. Errors: those of
 * collection_open(). */
enum kerr case_open_kind(struct desk *d, enum case_kind kind, int64_t card_id,
    const char *key, int64_t *case_id, struct failure *f);

/* Mark step done, and make the next needed one the case's step. Inside a
 * transaction; b->c follows. */
enum kerr case_step_finish(
    struct desk *d, struct case_bundle *b, enum case_step step);
/* The case's step becomes the first needed one that is not done. */
enum kerr case_step_go_on(struct desk *d, struct case_bundle *b);

#endif
