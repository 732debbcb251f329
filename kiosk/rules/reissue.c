/* reissue.c -- see rules/reissue.h. */
#include "rules/reissue.h"

#include <stddef.h>
#include <string.h>

#include "base/error.h"

/* X(code, label, evidence, the old card must have ended) */
#define CHOSEN(X) \
	X("lost", N_("Lost"), NULL, true) \
	X("stolen", N_("Stolen"), N_("Police report number"), true) \
	X("disaster", N_("Fire or other disaster"), \
	    N_("Disaster certificate"), true) \
	X("discarded", N_("Thrown away by the holder"), NULL, true) \
	X("burnt", N_("Burnt by the holder"), NULL, true) \
	X("damaged", N_("Damaged by the holder"), NULL, false) \
	X("defect", N_("Does not work, not the holder's fault"), \
	    N_("What was found on the card"), false) \
	X("field_full", N_("Additional field is full"), NULL, false) \
	X("adoption", N_("Adoption"), N_("Paper that shows it"), false) \
	X("sex_entry", N_("Entry of sex changed"), N_("Paper that shows it"), \
	    false) \
	X("face_authentication", N_("To or from a face-authentication card"), \
	    NULL, false) \
	X("office_error", N_("Error of the office or of the issuer"), \
	    N_("What went wrong"), false) \
	X("lapsed", N_("Lapsed through a missed procedure"), NULL, true) \
	X("given_back", N_("Given back, wanted again"), NULL, true) \
	X("stay_expired", N_("Expired: stay not extended in time"), NULL, \
	    true) \
	X("reentered", N_("Left Japan and came back"), NULL, true) \
	X("other", N_("Another reason"), N_("Which reason"), false)

const struct reissue_reason reissue_reasons[] = {
#define X(code, label, evidence, ended) {code, label, evidence, ended, true},
    CHOSEN(X)
#undef X
	{REISSUE_NUMBER_CHANGE, N_("Number changed after a leak"), NULL, false,
	    false},
    {REISSUE_OLD_CARD_MISSING, N_("Renewal, old card cannot be given back"),
	NULL, false, false},
    {NULL, NULL, NULL, false, false},
};

const struct choice reissue_choices[] = {
#define X(code, label, evidence, ended) {code, label},
    CHOSEN(X)
#undef X
	{NULL, NULL},
};

const struct reissue_reason *
reissue_reason_find(const char *code)
{
	for (const struct reissue_reason *r = reissue_reasons; r->code; r++)
		if (strcmp(r->code, code) == 0)
			return r;
	return NULL;
}
