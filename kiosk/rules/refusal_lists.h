/* refusal_lists.h -- reasons that several lists share, and the lists of the
 * procedures (refusal_procedures.c). Private to refusal*.c. */
#ifndef KIOSK_RULES_REFUSAL_LISTS_H
#define KIOSK_RULES_REFUSAL_LISTS_H

#include "base/error.h"
#include "rules/refusal.h"

#define ID_INSUFFICIENT \
	{ \
		"ID_INSUFFICIENT", N_("Identity papers are not enough"), \
		    N_("Please come again with one photo document, or with two " \
		       "others. The staff will give you the list."), \
		    false \
	}
#define ID_EXPIRED \
	{ \
		"ID_EXPIRED", N_("Identity document has expired"), \
		    N_("Please come again with a document that is still valid."), \
		    false \
	}
#define GUARDIAN_MISSING \
	{ \
		"GUARDIAN_MISSING", \
		    N_("Legal representative missing, or without proof"), \
		    N_("Please come together with your legal representative and " \
		       "the papers that prove it."), \
		    false \
	}
#define PROXY_REASON_REFUSED \
	{ \
		"PROXY_REASON_REFUSED", \
		    N_("Reason for a proxy is not accepted"), \
		    N_("The holder has to come in person. Please book a new " \
		       "visit."), \
		    false \
	}
#define STAY_EXPIRED_NO_APPLICATION \
	{ \
		"STAY_EXPIRED_NO_APPLICATION", \
		    N_("Document expired, no renewal applied for"), \
		    N_("Please go to the immigration office first."), false \
	}
#define FACE_DOUBT \
	{ \
		"FACE_DOUBT", N_("Face in doubt"), \
		    N_("Please wait. A supervisor will speak with you."), \
		    false \
	}
#define CARD_NOT_HERE \
	{ \
		"CARD_NOT_HERE", N_("The holder's card was not brought"), \
		    N_("Please come again with your card."), false \
	}
#define PROXY_TWO_VISITS \
	{ \
		"PROXY_TWO_VISITS", N_("Proxy: needs two visits"), \
		    N_("The office first writes a letter to the holder. Please " \
		       "come again with the holder's answer."), \
		    false \
	}

#define REFUSALS_END \
	{ \
		NULL, NULL, NULL, false \
	}

/* Those of a step that only procedures have, or NULL. */
const struct refusal *procedure_refusals(enum case_step step);
/* Those of any other step in a procedure. */
extern const struct refusal procedure_refusals_always[];

#endif
