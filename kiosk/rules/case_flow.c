/* case_flow.c -- see rules/case_flow.h. */
#include "rules/case_flow.h"

#include <string.h>

#include "base/error.h"
#include "rules/procedure.h"
#include "rules/visit_rules.h"

/* Foreign residents are identified by their residence card; whoever comes for
 * another person shows papers of their own (counter-procedures 2.6, 2.8). */
static bool
needed_identity(const struct case_facts *facts)
{
	return !facts->foreign || facts->who == WHO_GUARDIAN ||
	       facts->who == WHO_PROXY;
}

static bool
needed_residence(const struct case_facts *facts)
{
	return facts->foreign;
}

static bool
needed_notification(const struct case_facts *facts)
{
	return facts->notification_card_era;
}

/* The fee is taken at the hand-over, of an express card at its application
 * (4.3). */
static bool
needed_fee(const struct case_facts *facts)
{
	bool asked =
	    facts->fee_due_yen > 0 || facts->fee_asked || facts->fee_is_open;

	return asked && (case_kind_hands_over(facts->kind) || facts->express);
}

/* Only those whom the office admits after a letter (3.9). */
static bool
needed_letter(const struct case_facts *facts)
{
	return visit_rule_of(facts)->admitted == VISIT_LETTER;
}

static bool
was_spoken(const struct case_facts *facts, enum case_step step)
{
	return (facts->spoken & STEP_BIT(step)) != 0;
}

/* What was done in this case stays on its road, also when the card's state
 * says by now that it is not needed any more. */
static bool
needed_suspend(const struct case_facts *facts)
{
	if (facts->kind != CASE_KIND_LOSS)
		return true;
	return was_spoken(facts, STEP_SUSPEND) ||
	       (!facts->abolishes && facts->card_state != CARD_SUSPENDED);
}

static bool
needed_abolish(const struct case_facts *facts)
{
	return facts->kind != CASE_KIND_LOSS || facts->abolishes ||
	       was_spoken(facts, STEP_ABOLISH);
}

static bool
needed_pins(const struct case_facts *facts)
{
	return facts->pins_needed;
}

/* In the order of counter-procedures 2.12. */
static const struct {
	const char *code;
	const char *name;
} steps[STEP_COUNT] = {
#define X(step, code, name) [step] = {code, name},
    CASE_STEPS(X)
#undef X
};

#define BIT(step) STEP_BIT(step)
#define ALL	  (BIT(STEP_COUNT) - 1)

_Static_assert(STEP_COUNT <= 64, "a bit of done for every step");

/* Which steps a collection is made of: all but those of the others. */
#define NOT_COLLECTED \
	(BIT(STEP_VISIT) | BIT(STEP_PIN_CHOICE) | BIT(STEP_APPROVAL) | \
	    BIT(STEP_PIN_END) | BIT(STEP_APPLICANT) | BIT(STEP_LETTER) | \
	    BIT(STEP_SECOND_VISIT) | BIT(STEP_LOSS) | BIT(STEP_RECOVERED) | \
	    BIT(STEP_ENDING) | BIT(STEP_GIVEN_BACK) | BIT(STEP_REISSUE) | \
	    BIT(STEP_LEAK) | BIT(STEP_RENEWAL) | BIT(STEP_STAY) | \
	    BIT(STEP_APPLICATION) | BIT(STEP_SUSPEND) | BIT(STEP_LIFT) | \
	    BIT(STEP_ABOLISH) | BIT(STEP_TAKE_BACK) | BIT(STEP_NUMBER) | \
	    BIT(STEP_ORDER) | BIT(STEP_EXTEND) | BIT(STEP_PROCEDURE_END) | \
	    BIT(STEP_NOTE_REISSUE) | BIT(STEP_NOTE_HAND_OVER))

/* Which steps a kind of case is made of. The papers of a change and of a reset
 * are asked in STEP_VISIT (counter-procedures 3.9); only a reset, which needs
 * no knowledge of the old PIN, is seen by a second person. */
#define PIN_STEPS \
	(BIT(STEP_FOUND) | BIT(STEP_VISIT) | BIT(STEP_RIGHT_CARD) | \
	    BIT(STEP_PIN_CHOICE) | BIT(STEP_PINS) | BIT(STEP_PIN_END) | \
	    BIT(STEP_LETTER) | BIT(STEP_SECOND_VISIT))
/* Every procedure of a card that its holder has begins with who came and ends
 * with a slip (counter-procedures 4). */
#define PROCEDURE(own) \
	{ \
		BIT(STEP_APPLICANT) | BIT(STEP_LETTER) | \
		    BIT(STEP_SECOND_VISIT) | (own) | BIT(STEP_PROCEDURE_END), \
		    STEP_PROCEDURE_END \
	}
#define NEW_CARD (BIT(STEP_APPLICATION) | BIT(STEP_FEE) | BIT(STEP_ORDER))
static const struct {
	uint64_t steps;
	enum case_step last;
} kinds[CASE_KIND_COUNT] = {
    [CASE_KIND_COLLECTION] = {ALL & ~NOT_COLLECTED, STEP_HAND_OVER},
    [CASE_KIND_PIN_CHANGE] = {PIN_STEPS, STEP_PIN_END},
    [CASE_KIND_PIN_RESET] = {PIN_STEPS | BIT(STEP_APPROVAL), STEP_PIN_END},
    [CASE_KIND_LOSS] =
	PROCEDURE(BIT(STEP_LOSS) | BIT(STEP_SUSPEND) | BIT(STEP_ABOLISH)),
    [CASE_KIND_SUSPENSION] = PROCEDURE(BIT(STEP_SUSPEND)),
    [CASE_KIND_LIFTING] = PROCEDURE(BIT(STEP_RECOVERED) | BIT(STEP_LIFT)),
    [CASE_KIND_ABOLITION] = PROCEDURE(BIT(STEP_ENDING) | BIT(STEP_ABOLISH)),
    [CASE_KIND_RETURN] = PROCEDURE(BIT(STEP_GIVEN_BACK) | BIT(STEP_TAKE_BACK)),
    [CASE_KIND_REISSUE] = PROCEDURE(BIT(STEP_REISSUE) | NEW_CARD),
    [CASE_KIND_NUMBER_CHANGE] =
	PROCEDURE(BIT(STEP_LEAK) | BIT(STEP_NUMBER) | NEW_CARD),
    [CASE_KIND_RENEWAL] = PROCEDURE(BIT(STEP_RENEWAL) | NEW_CARD),
    [CASE_KIND_EXTENSION] = PROCEDURE(BIT(STEP_STAY) | BIT(STEP_EXTEND)),
    /* no chip, no PINs; it is only ever collected here, never forwarded */
    [CASE_KIND_NOTIFICATION] = {BIT(STEP_FOUND) | BIT(STEP_APPLICANT) |
				    BIT(STEP_REGISTER) | BIT(STEP_RESIDENCE) |
				    BIT(STEP_FEE) | BIT(STEP_NOTE_HAND_OVER),
	STEP_NOTE_HAND_OVER},
    [CASE_KIND_NOTIFICATION_LOSS] = PROCEDURE(BIT(STEP_LOSS)),
    [CASE_KIND_NOTIFICATION_REISSUE] =
	PROCEDURE(BIT(STEP_REGISTER) | BIT(STEP_NOTE_REISSUE)),
};

static const struct {
	const char *code;
	const char *name;
} kind_words[CASE_KIND_COUNT] = {
#define X(kind, code, name) [kind] = {code, name},
    CASE_KINDS(X)
#undef X
};

/* Steps that some cases go without; NULL: every case has it. */
static bool (*const needed[STEP_COUNT])(const struct case_facts *facts) = {
    [STEP_IDENTITY] = needed_identity,
    [STEP_RESIDENCE] = needed_residence,
    [STEP_NOTIFICATION] = needed_notification,
    [STEP_FEE] = needed_fee,
    [STEP_PINS] = needed_pins,
    [STEP_LETTER] = needed_letter,
    [STEP_SECOND_VISIT] = needed_letter,
    [STEP_SUSPEND] = needed_suspend,
    [STEP_ABOLISH] = needed_abolish,
};

static const struct {
	const char *code;
	const char *name;
} states[CASE_STATE_COUNT] = {
    [CASE_OPEN] = {"open", N_("open")},
    [CASE_PAUSED] = {"paused", N_("paused")},
    [CASE_REFUSED] = {"refused", N_("refused")},
    [CASE_ABANDONED] = {"abandoned", N_("abandoned")},
    [CASE_CLOSED] = {"closed", N_("closed")},
};

bool
case_kind_has_step(enum case_kind kind, enum case_step step)
{
	return (unsigned)kind < CASE_KIND_COUNT &&
	       (unsigned)step < STEP_COUNT &&
	       (kinds[kind].steps & BIT(step)) != 0;
}

enum case_step
case_kind_last_step(enum case_kind kind)
{
	return kinds[kind].last;
}

const char *
case_kind_code(enum case_kind kind)
{
	return (unsigned)kind < CASE_KIND_COUNT ? kind_words[kind].code : "";
}

const char *
case_kind_name(enum case_kind kind)
{
	return (unsigned)kind < CASE_KIND_COUNT ? kind_words[kind].name : "";
}

bool
case_kind_from_code(const char *code, enum case_kind *out)
{
	for (int k = 0; code != NULL && k < CASE_KIND_COUNT; k++) {
		if (strcmp(kind_words[k].code, code) == 0) {
			*out = (enum case_kind)k;
			return true;
		}
	}
	return false;
}

bool
case_kind_hands_over(enum case_kind kind)
{
	return kind == CASE_KIND_COLLECTION || kind == CASE_KIND_NOTIFICATION;
}

bool
case_step_needed(enum case_step step, const struct case_facts *facts)
{
	if (!case_kind_has_step(facts->kind, step))
		return false;
	return needed[step] == NULL || needed[step](facts);
}

enum case_step
case_step_next(uint64_t done, const struct case_facts *facts)
{
	for (int s = 0; s < STEP_COUNT; s++) {
		enum case_step step = (enum case_step)s;

		if ((done & STEP_BIT(s)) == 0 && case_step_needed(step, facts))
			return step;
	}
	return STEP_COUNT;
}

enum case_step
case_step_before(
    enum case_step step, const struct case_facts *facts, bool frozen)
{
	/* What the chip or the official terminal has done stays done. */
	int first = !frozen				 ? 0
		    : procedure_has_effects(facts->kind) ? STEP_COUNT
							 : STEP_PINS;

	for (int s = (int)step - 1; s >= first; s--)
		if (case_step_needed((enum case_step)s, facts))
			return (enum case_step)s;
	return STEP_COUNT;
}

const char *
case_step_code(enum case_step step)
{
	return (unsigned)step < STEP_COUNT ? steps[step].code : "";
}

const char *
case_step_name(enum case_step step)
{
	return (unsigned)step < STEP_COUNT ? steps[step].name : "";
}

bool
case_step_from_code(const char *code, enum case_step *out)
{
	for (int s = 0; code != NULL && s < STEP_COUNT; s++) {
		if (strcmp(steps[s].code, code) == 0) {
			*out = (enum case_step)s;
			return true;
		}
	}
	return false;
}

const char *
case_state_code(enum case_state s)
{
	return (unsigned)s < CASE_STATE_COUNT ? states[s].code : "";
}

const char *
case_state_name(enum case_state s)
{
	return (unsigned)s < CASE_STATE_COUNT ? states[s].name : "";
}

bool
case_state_from_code(const char *code, enum case_state *out)
{
	for (int s = 0; code != NULL && s < CASE_STATE_COUNT; s++) {
		if (strcmp(states[s].code, code) == 0) {
			*out = (enum case_state)s;
			return true;
		}
	}
	return false;
}
