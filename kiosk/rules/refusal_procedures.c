/* refusal_procedures.c -- for which reasons a procedure of a card that its
 * holder has is refused, and what the resident hears (counter-procedures 1.2,
 * 2.6 to 2.11, 3.9, 4). */
#include <stddef.h>

#include "rules/refusal_lists.h"

#define PROCEDURE_SYSTEM_DOWN \
	{ \
		"PROCEDURE_SYSTEM_DOWN", N_("Official systems do not work"), \
		    N_("The systems do not work now, so nothing was done. " \
		       "Please come again."), \
		    false \
	}
#define WITHDRAWN \
	{ \
		"WITHDRAWN", N_("Visitor does not want it after all"), \
		    N_("Nothing was changed, as you wished."), false \
	}
#define PROCEDURE_OTHER \
	{ \
		"PROCEDURE_OTHER", N_("Another reason (write a note)"), \
		    N_("The staff will explain what is needed."), true \
	}
#define ALWAYS PROCEDURE_SYSTEM_DOWN, WITHDRAWN, PROCEDURE_OTHER, REFUSALS_END

#define PROXY_PAPERS_MISSING \
	{ \
		"PROXY_PAPERS_MISSING", \
		    N_("Mandate, or papers of whoever came, missing"), \
		    N_("Please come again with the holder's mandate and a " \
		       "document of your own."), \
		    false \
	}
#define PERSON_NOT_ADMITTED \
	{ \
		"PERSON_NOT_ADMITTED", N_("This person may not come for it"), \
		    N_("The holder has to come in person."), false \
	}
#define NEVER_BY_PHONE \
	{ \
		"NEVER_BY_PHONE", N_("Not possible by telephone"), \
		    N_("Please come to the office. By telephone the card can " \
		       "only be suspended."), \
		    false \
	}
#define LETTER_NOT_POSSIBLE \
	{ \
		"LETTER_NOT_POSSIBLE", \
		    N_("No letter can be sent to the registered address"), \
		    N_("The letter goes only to the registered address. " \
		       "Please report a new address first."), \
		    true \
	}
#define LETTER_NO_ANSWER \
	{ \
		"LETTER_NO_ANSWER", N_("Holder's answer missing or says no"), \
		    N_("Please come again with the letter that the holder " \
		       "has filled in and signed."), \
		    false \
	}
#define POLICE_FIRST \
	{ \
		"POLICE_FIRST", N_("Police report number missing"), \
		    N_("Please report it to the police first, then come with " \
		       "the report number. Your card can be suspended now."), \
		    false \
	}
#define DISASTER_PAPER \
	{ \
		"DISASTER_PAPER", N_("Disaster certificate missing"), \
		    N_("Please come again with the certificate of the fire " \
		       "or disaster."), \
		    false \
	}
#define NOT_THIS_CARD \
	{ \
		"NOT_THIS_CARD", N_("The card shown is another one"), \
		    N_("This is not the card that was reported. The staff " \
		       "will explain what to do with it."), \
		    true \
	}
#define ABOLISH_FIRST \
	{ \
		"ABOLISH_FIRST", N_("Old card is still valid"), \
		    N_("Please report the loss of your card first. Then a new " \
		       "one can be applied for."), \
		    false \
	}
#define REASON_NOT_SHOWN \
	{ \
		"REASON_NOT_SHOWN", N_("Evidence of the reason missing"), \
		    N_("Please come again with the paper that shows why a new " \
		       "card is needed."), \
		    false \
	}
#define NOT_LIKELY \
	{ \
		"NOT_LIKELY", N_("No leak, or misuse is not likely"), \
		    N_("The number changes only if it leaked and is likely to " \
		       "be misused."), \
		    false \
	}
#define RENEWAL_OLD_CARD \
	{ \
		"RENEWAL_OLD_CARD", N_("Old card not here"), \
		    N_("Please come again with your card, or report its loss " \
		       "first."), \
		    false \
	}
#define SPECIAL_ONCE \
	{ \
		"SPECIAL_ONCE", N_("Special extension given before"), \
		    N_("The extension by two months is possible once. Please " \
		       "come with your new residence card."), \
		    false \
	}
#define STAY_NOT_IN_REGISTER \
	{ \
		"STAY_NOT_IN_REGISTER", \
		    N_("Register does not show the new stay yet"), \
		    N_("Your new period of stay has not arrived here yet. " \
		       "Please come again tomorrow."), \
		    false \
	}
#define EXTENSION_TOO_LATE \
	{ \
		"EXTENSION_TOO_LATE", N_("The card has expired already"), \
		    N_("The card has expired and cannot be extended. Please " \
		       "apply for a new one; it costs a fee."), \
		    false \
	}
#define PHOTO_REFUSED \
	{ \
		"PHOTO_REFUSED", N_("Photo cannot be used"), \
		    N_("Please come again with a photo of the last 6 months: " \
		       "facing front, no hat, plain background."), \
		    false \
	}
#define APPLICATION_STALE \
	{ \
		"APPLICATION_STALE", \
		    N_("Application form is out of date or unreadable"), \
		    N_("Please take a new application form: yours is out of " \
		       "date."), \
		    false \
	}
#define REGISTER_SPEAKS_AGAINST \
	{ \
		"REGISTER_SPEAKS_AGAINST", \
		    N_("Register speaks against it (write a note)"), \
		    N_("Please speak with the staff of the resident " \
		       "register."), \
		    true \
	}
#define EXPRESS_NOT_POSSIBLE \
	{ \
		"EXPRESS_NOT_POSSIBLE", N_("Express issue is not possible"), \
		    N_("Express issue is not possible. A normal application " \
		       "takes about a month."), \
		    false \
	}
#define PROCEDURE_FEE_NOT_PAID \
	{ \
		"PROCEDURE_FEE_NOT_PAID", N_("Fee of express issue not paid"), \
		    N_("The fee of an express issue is paid at the " \
		       "application. Nothing was ordered."), \
		    false \
	}

const struct refusal procedure_refusals_always[] = {ALWAYS};

static const struct refusal applicant[] = {ID_INSUFFICIENT, ID_EXPIRED,
    GUARDIAN_MISSING, PROXY_REASON_REFUSED, PROXY_PAPERS_MISSING,
    PROXY_TWO_VISITS, PERSON_NOT_ADMITTED, FACE_DOUBT, NEVER_BY_PHONE, ALWAYS};
static const struct refusal letter[] = {LETTER_NOT_POSSIBLE, ALWAYS};
static const struct refusal second_visit[] = {
    LETTER_NO_ANSWER, PROXY_PAPERS_MISSING, ALWAYS};
static const struct refusal loss[] = {POLICE_FIRST, DISASTER_PAPER, ALWAYS};
static const struct refusal recovered[] = {
    CARD_NOT_HERE, NOT_THIS_CARD, ALWAYS};
static const struct refusal reissue[] = {
    ABOLISH_FIRST, REASON_NOT_SHOWN, ALWAYS};
static const struct refusal leak[] = {NOT_LIKELY, REASON_NOT_SHOWN, ALWAYS};
static const struct refusal renewal[] = {RENEWAL_OLD_CARD, ALWAYS};
static const struct refusal stay[] = {STAY_EXPIRED_NO_APPLICATION,
    STAY_NOT_IN_REGISTER, SPECIAL_ONCE, EXTENSION_TOO_LATE, CARD_NOT_HERE,
    ALWAYS};
static const struct refusal application[] = {PHOTO_REFUSED, APPLICATION_STALE,
    REGISTER_SPEAKS_AGAINST, EXPRESS_NOT_POSSIBLE, PROCEDURE_FEE_NOT_PAID,
    ALWAYS};
static const struct refusal extend[] = {EXTENSION_TOO_LATE, ALWAYS};

/* Of a notification card: what is asked for is over, or is another's. */
#define NOTIFICATION_ENDED \
	{ \
		"NOTIFICATION_ENDED", \
		    N_("Notification cards are not reissued any more"), \
		    N_("Please apply for a My Number Card, or for a " \
		       "certificate of residence that shows the number."), \
		    false \
	}
#define NOTE_NOT_HERE \
	{ \
		"NOTE_NOT_HERE", N_("The notification card was not found"), \
		    N_("Your notification card is not ready today. The " \
		       "office will call you."), \
		    true \
	}
#define NOTE_DETAILS \
	{ \
		"NOTE_DETAILS", N_("What is printed on it is wrong"), \
		    N_("Please report the change first. The staff will tell " \
		       "you where."), \
		    true \
	}
static const struct refusal note_reissue[] = {
    NOTIFICATION_ENDED, REASON_NOT_SHOWN, ALWAYS};
static const struct refusal note_hand_over[] = {
    NOTE_NOT_HERE, NOTE_DETAILS, ALWAYS};

static const struct refusal *const of_step[STEP_COUNT] = {
    [STEP_APPLICANT] = applicant,
    [STEP_LETTER] = letter,
    [STEP_SECOND_VISIT] = second_visit,
    [STEP_LOSS] = loss,
    [STEP_RECOVERED] = recovered,
    [STEP_ENDING] = procedure_refusals_always,
    [STEP_GIVEN_BACK] = recovered,
    [STEP_REISSUE] = reissue,
    [STEP_LEAK] = leak,
    [STEP_RENEWAL] = renewal,
    [STEP_STAY] = stay,
    [STEP_NOTE_REISSUE] = note_reissue,
    [STEP_NOTE_HAND_OVER] = note_hand_over,
    [STEP_APPLICATION] = application,
    [STEP_SUSPEND] = procedure_refusals_always,
    [STEP_LIFT] = procedure_refusals_always,
    [STEP_ABOLISH] = procedure_refusals_always,
    [STEP_TAKE_BACK] = procedure_refusals_always,
    [STEP_NUMBER] = procedure_refusals_always,
    [STEP_ORDER] = procedure_refusals_always,
    [STEP_EXTEND] = extend,
    [STEP_PROCEDURE_END] = procedure_refusals_always,
};

const struct refusal *
procedure_refusals(enum case_step step)
{
	return (unsigned)step < STEP_COUNT ? of_step[step] : NULL;
}
