/* refusal.c -- see rules/refusal.h. */
#include "rules/refusal.h"

#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "rules/procedure.h"
#include "rules/refusal_lists.h"

/* The stop reasons of counter-procedures 2, then what its paragraphs refuse
 * besides (codes ours). What is said to the resident names no third person
 * and no measure that protects one. */
#define NOTICE_MISSING \
	{ \
		"NOTICE_MISSING", \
		    N_("Notice missing, papers instead not enough"), \
		    N_("Please come again with the notice (postcard)."), false \
	}
#define PROXY_PAPERS \
	{ \
		"PROXY_PAPERS", N_("Proxy's papers are not complete"), \
		    N_("Please come again with the notice, the mandate and the " \
		       "papers that are missing."), \
		    false \
	}
#define MOVED_AWAY \
	{ \
		"MOVED_AWAY", N_("Moved away: not registered here"), \
		    N_("This card can no longer be used. Please apply for a new " \
		       "one where you live now."), \
		    false \
	}
#define STATUS_LOST \
	{ \
		"STATUS_LOST", N_("Residence status lost, or record deleted"), \
		    N_("This card can no longer be used. Please speak with the " \
		       "staff of the resident register."), \
		    false \
	}
#define REGISTER_CHANGED \
	{ \
		"REGISTER_CHANGED", N_("Register and card no longer agree"), \
		    N_("Your entry has changed since the card was made. A new " \
		       "application may be needed."), \
		    false \
	}
#define PROTECTION \
	{ \
		"PROTECTION", N_("Protection measure: supervisor decides"), \
		    N_("Please wait. A supervisor will speak with you."), true \
	}
#define NAME_MISMATCH \
	{ \
		"NAME_MISMATCH", N_("Name differs from the register"), \
		    N_("Please have your name corrected first. A new application " \
		       "may be needed."), \
		    false \
	}
#define ADDR_MISMATCH \
	{ \
		"ADDR_MISMATCH", N_("Address differs from the register"), \
		    N_("Please report your address first. A new application may " \
		       "be needed."), \
		    false \
	}
#define STAY_DIFFERS \
	{ \
		"STAY_DIFFERS", N_("Stay on document and register differ"), \
		    N_("Please come again with your newest residence card. New " \
		       "data may take a day to arrive."), \
		    false \
	}
#define CARD_WRONG \
	{ \
		"CARD_WRONG", N_("The right card was not found"), \
		    N_("Your card is not ready today. The office will call you."), \
		    true \
	}
#define CARD_DEFECT \
	{ \
		"CARD_DEFECT", N_("Card is faulty"), \
		    N_("Your card is faulty and will be made again, free of " \
		       "charge. The office will write to you."), \
		    true \
	}
#define CARD_DETAILS \
	{ \
		"CARD_DETAILS", N_("Photo or text on the card is wrong"), \
		    N_("Your card will be corrected or made again. The office " \
		       "will write to you."), \
		    true \
	}
#define CARD_EXPIRED \
	{ \
		"CARD_EXPIRED", N_("My Number card has expired"), \
		    N_("The card has expired before it was collected. Please " \
		       "apply for a new one."), \
		    false \
	}
#define FEE_NOT_PAID \
	{ \
		"FEE_NOT_PAID", N_("Fee is due and not paid"), \
		    N_("Please pay the fee first. The staff will tell you where."), \
		    false \
	}
#define PINS_NOT_SET \
	{ \
		"PINS_NOT_SET", N_("PINs were not set"), \
		    N_("The card can be handed over when its PINs are set. Please " \
		       "book a new visit."), \
		    true \
	}
#define NOT_SIGNED \
	{ \
		"NOT_SIGNED", N_("Receipt form was not signed"), \
		    N_("The card can be handed over when the receipt form is " \
		       "signed."), \
		    true \
	}
#define OLD_CARD_NOT_RETURNED \
	{ \
		"OLD_CARD_NOT_RETURNED", N_("Old card was not given back"), \
		    N_("Please come again with your old card, or report its " \
		       "loss first."), \
		    false \
	}
#define SYSTEM_DOWN \
	{ \
		"SYSTEM_DOWN", N_("Official systems do not work"), \
		    N_("The systems do not work now. Your card stays here; please " \
		       "book a new visit."), \
		    false \
	}
#define DECLINED \
	{ \
		"DECLINED", N_("Resident does not want the card"), \
		    N_("Your card stays here until its term ends."), true \
	}
#define OTHER \
	{ \
		"OTHER", N_("Another reason (write a note)"), \
		    N_("The staff will explain what is needed."), true \
	}

/* Of a PIN change or reset: the card is the holder's and goes back. */
#define PIN_NOT_KNOWN \
	{ \
		"PIN_NOT_KNOWN", N_("PIN forgotten or locked: reset instead"), \
		    N_("Please ask for a reset: bring your card and one other " \
		       "document. It is free."), \
		    false \
	}
#define PIN_NOT_APPROVED \
	{ \
		"PIN_NOT_APPROVED", N_("The second person did not agree"), \
		    N_("The PIN cannot be reset today. The staff will explain " \
		       "what is needed."), \
		    true \
	}
#define CARD_DOES_NOT_WORK \
	{ \
		"CARD_DOES_NOT_WORK", N_("The card does not work"), \
		    N_("Your card cannot be read. The staff will explain how to " \
		       "get a new one."), \
		    true \
	}
#define PINS_SYSTEM_DOWN \
	{ \
		"PINS_SYSTEM_DOWN", \
		    N_("The official systems for PINs do not work"), \
		    N_("The systems do not work now. Please come again."), \
		    false \
	}
#define PINS_OTHER \
	{ \
		"PINS_OTHER", N_("Another reason (write a note)"), \
		    N_("The staff will explain what is needed."), true \
	}

/* Every step can meet these. */
#define ALWAYS \
	SYSTEM_DOWN, DECLINED, OTHER, \
	{ \
		NULL, NULL, NULL, false \
	}

static const struct refusal found[] = {CARD_EXPIRED, CARD_WRONG, ALWAYS};
static const struct refusal who[] = {GUARDIAN_MISSING, PROXY_REASON_REFUSED,
    PROXY_PAPERS, NOTICE_MISSING, ALWAYS};
static const struct refusal reg[] = {
    MOVED_AWAY, STATUS_LOST, REGISTER_CHANGED, PROTECTION, ALWAYS};
static const struct refusal identity[] = {ID_INSUFFICIENT, ID_EXPIRED,
    NAME_MISMATCH, ADDR_MISMATCH, CARD_EXPIRED, ALWAYS};
static const struct refusal residence[] = {STATUS_LOST, CARD_EXPIRED,
    STAY_EXPIRED_NO_APPLICATION, NAME_MISMATCH, ADDR_MISMATCH, STAY_DIFFERS,
    ID_INSUFFICIENT, ID_EXPIRED, ALWAYS};
static const struct refusal notification[] = {ALWAYS};
static const struct refusal face[] = {FACE_DOUBT, ALWAYS};
static const struct refusal right_card[] = {CARD_WRONG, CARD_DEFECT, ALWAYS};
static const struct refusal fee[] = {FEE_NOT_PAID, ALWAYS};
static const struct refusal confirm[] = {CARD_DETAILS, CARD_EXPIRED, ALWAYS};
static const struct refusal pins[] = {PINS_NOT_SET, CARD_DEFECT, ALWAYS};
static const struct refusal activation[] = {CARD_DEFECT, CARD_EXPIRED, ALWAYS};
static const struct refusal receipt_form[] = {NOT_SIGNED, ALWAYS};
static const struct refusal hand_over[] = {
    OLD_CARD_NOT_RETURNED, CARD_EXPIRED, ALWAYS};

static const struct refusal visit[] = {ID_INSUFFICIENT, ID_EXPIRED,
    GUARDIAN_MISSING, PROXY_TWO_VISITS, FACE_DOUBT, CARD_NOT_HERE,
    PINS_SYSTEM_DOWN, PINS_OTHER, {NULL, NULL, NULL, false}};
static const struct refusal pin_work[] = {PIN_NOT_KNOWN, PIN_NOT_APPROVED,
    CARD_NOT_HERE, CARD_DOES_NOT_WORK, PINS_SYSTEM_DOWN, PINS_OTHER,
    {NULL, NULL, NULL, false}};

static const struct refusal *const of_step[STEP_COUNT] = {
    [STEP_FOUND] = found,
    [STEP_WHO] = who,
    [STEP_VISIT] = visit,
    [STEP_REGISTER] = reg,
    [STEP_IDENTITY] = identity,
    [STEP_RESIDENCE] = residence,
    [STEP_NOTIFICATION] = notification,
    [STEP_FACE] = face,
    [STEP_RIGHT_CARD] = right_card,
    [STEP_FEE] = fee,
    [STEP_CONFIRM] = confirm,
    [STEP_PIN_CHOICE] = pin_work,
    [STEP_APPROVAL] = pin_work,
    [STEP_PINS] = pins,
    [STEP_ACTIVATION] = activation,
    [STEP_RECEIPT_FORM] = receipt_form,
    [STEP_HAND_OVER] = hand_over,
    [STEP_PIN_END] = pin_work,
};

static const struct choice pausing[] = {
    {"papers", N_("Resident fetches papers or the fee")},
    {"fee_due", N_("Fee is due: waits for the till")},
    {"supervisor", N_("Waits for a supervisor")},
    {"systems", N_("Official systems do not work")},
    {"reader", N_("Reader or card does not work")},
    {"resident", N_("Resident needs a break, or comes back later")},
    {"counter", N_("Goes on at another counter")},
    {"other", N_("Another reason")},
    {NULL, NULL},
};

static const struct choice abandoning[] = {
    {"mistake", N_("Opened by mistake")},
    {"left", N_("Resident left")},
    {"later", N_("Resident comes another day")},
    {"other", N_("Another reason")},
    {NULL, NULL},
};

const struct refusal *
step_refusals(enum case_step step)
{
	const struct refusal *own = procedure_refusals(step);

	if (own != NULL)
		return own;
	return (unsigned)step < STEP_COUNT ? of_step[step] : notification;
}

const struct refusal *
case_refusals(enum case_kind kind, enum case_step step)
{
	if (procedure_refusals(step) != NULL)
		return procedure_refusals(step);
	if (procedure_has_effects(kind)) /* the fee of an express issue */
		return procedure_refusals(STEP_APPLICATION);
	if (kind == CASE_KIND_NOTIFICATION)
		return step_refusals(step);
	/* the steps that it shares with a collection refuse other things */
	if (kind != CASE_KIND_COLLECTION && step != STEP_VISIT)
		return pin_work;
	return step_refusals(step);
}

const struct refusal *
refusal_from_code(const char *code)
{
	for (int s = 0; code != NULL && s < STEP_COUNT; s++)
		for (const struct refusal *r = step_refusals((enum case_step)s);
		     r->code; r++)
			if (strcmp(r->code, code) == 0)
				return r;
	return NULL;
}

const struct choice *
pause_reasons(void)
{
	return pausing;
}

const struct choice *
abandon_reasons(void)
{
	return abandoning;
}
