/* case_flow.c -- see rules/case_flow.h. */
#include "rules/case_flow.h"

#include <string.h>

#include "base/error.h"

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

static bool
needed_fee(const struct case_facts *facts)
{
	return facts->fee_due_yen > 0;
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

_Static_assert(STEP_COUNT <= 64, "a bit of done for every step");

/* Which steps a kind of case is made of. The papers of a change and of a reset
 * are asked in STEP_VISIT (counter-procedures 3.9); only a reset, which needs
 * no knowledge of the old PIN, is seen by a second person. */
#define PIN_STEPS \
	(BIT(STEP_FOUND) | BIT(STEP_VISIT) | BIT(STEP_RIGHT_CARD) | \
	    BIT(STEP_PIN_CHOICE) | BIT(STEP_PINS) | BIT(STEP_PIN_END))
static const struct {
	uint64_t steps;
	enum case_step last;
} kinds[CASE_KIND_COUNT] = {
    [CASE_KIND_COLLECTION] = {(BIT(STEP_COUNT) - 1) &
				  ~(BIT(STEP_VISIT) | BIT(STEP_PIN_CHOICE) |
				      BIT(STEP_APPROVAL) | BIT(STEP_PIN_END)),
	STEP_HAND_OVER},
    [CASE_KIND_PIN_CHANGE] = {PIN_STEPS, STEP_PIN_END},
    [CASE_KIND_PIN_RESET] = {PIN_STEPS | BIT(STEP_APPROVAL), STEP_PIN_END},
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
	int first = frozen ? STEP_PINS : 0;

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
