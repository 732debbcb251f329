/* procedure_slip.c -- the papers of a procedure: what the visitor takes along,
 * and the inquiry letter to the holder. They claim no more than is known of
 * each effect (design, decision 12). */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "desk/case_bundle.h"
#include "desk/desk_private.h"
#include "desk/hand_over.h"
#include "desk/procedure_private.h"
#include "desk/slip.h"
#include "rules/procedure.h"
#include "rules/reissue.h"
#include "store/effects.h"
#include "store/evidence.h"
#include "store/store.h"

/* Each effect of this case, as it stands. */
static bool
add_effects(struct desk *d, struct slip_paper *s, const struct case_bundle *b)
{
	struct effect said;
	char at[SLIP_VALUE_SIZE];
	bool done = true;

	for (int i = 0; i < STEP_COUNT; i++) {
		const struct procedure_effect *x =
		    procedure_effect((enum case_step)i);

		if (x == NULL || !case_step_needed(x->step, &b->facts) ||
		    effects_get(d->store, b->c.id, x->code, &said) != KERR_OK)
			continue;
		slip_add_id(s, x->name, effect_state_name(said.state));
		if (said.state == EFFECT_RECORDED)
			slip_add(s, N_("Seen on the official terminal"),
			    slip_time(at, sizeof(at), said.at));
		done = done && (said.state == EFFECT_DONE_HERE ||
				   said.state == EFFECT_RECORDED);
	}
	return done;
}

static void
add_application(
    struct desk *d, struct slip_paper *s, const struct case_bundle *b)
{
	const struct reissue_reason *why;
	struct card_record c;

	if (b->new_card == 0 || cards_get(d->store, b->new_card, &c) != KERR_OK)
		return;
	if ((why = reissue_reason_find(c.reissue_reason)) != NULL)
		slip_add_id(s, N_("Reason"), why->label);
	slip_add(s, N_("Application ID"), c.application_id);
	if (c.express)
		slip_add_id(s, N_("Issue"), N_("express"));
}

/* What was reported, for the resident's own records. */
static void
add_loss(struct desk *d, struct slip_paper *s, const struct case_bundle *b)
{
	struct answers a;

	if (!case_kind_has_step(b->facts.kind, STEP_LOSS) ||
	    evidence_get(d->store, b->c.id, STEP_LOSS, &a) != KERR_OK)
		return;
	slip_add(s, N_("Lost on"), answers_get(&a, "lost_on"));
	slip_add(s, N_("Place of the loss"), answers_get(&a, "place"));
	slip_add(s, N_("Police station"), answers_get(&a, "police_station"));
	slip_add(
	    s, N_("Police report number"), answers_get(&a, "police_number"));
	slip_add(s, N_("Disaster certificate"), answers_get(&a, "certificate"));
}

static void
add_expiry(struct slip_paper *s, const struct case_bundle *b)
{
	char iso[DATE_ISO_SIZE];

	if (b->facts.kind == CASE_KIND_EXTENSION)
		slip_add(
		    s, N_("Card valid until"), date_iso(b->card.expiry, iso));
}

#define NOTES_MOST 3
#define NEW_CARD_NOTES \
	N_("The new card comes in about a month. You will get a notice by " \
	   "post."), \
	    N_("Bring your old card then, if you still have it")

/* What the visitor should know, once all is done. */
static const char *const notes[CASE_KIND_COUNT][NOTES_MOST] = {
    [CASE_KIND_LOSS] =
	{N_("If you find the card, come here with it. It is never made valid "
	    "again by telephone."),
	    N_("The signature certificate has lapsed. You can get a new one "
	       "here.")},
    [CASE_KIND_SUSPENSION] =
	{N_("If you find the card, come here with it. It is never made valid "
	    "again by telephone."),
	    N_("The signature certificate has lapsed. You can get a new one "
	       "here.")},
    [CASE_KIND_LIFTING] = {N_("The signature certificate has lapsed. You can "
			      "get a new one here.")},
    [CASE_KIND_ABOLITION] =
	{N_("The card never becomes valid again. For a new one, apply with a "
	    "photo."),
	    N_("If you find the old card, bring it to the office")},
    [CASE_KIND_RETURN] = {N_("If you want a card again later, it costs a "
			     "fee.")},
    [CASE_KIND_REISSUE] = {NEW_CARD_NOTES},
    [CASE_KIND_NUMBER_CHANGE] = {NEW_CARD_NOTES},
    [CASE_KIND_RENEWAL] = {NEW_CARD_NOTES},
    [CASE_KIND_EXTENSION] = {N_("After renewing your stay, update this card "
				"too")},
    [CASE_KIND_NOTIFICATION_LOSS] =
	{N_("If you find the notification card, tell this office"),
	    N_("Notification cards were made again until 22 May 2020 only. "
	       "Apply for a My Number Card, or for a certificate of residence "
	       "that shows the number.")},
    [CASE_KIND_NOTIFICATION_REISSUE] =
	{N_("The new notification card comes to this office. You will get a "
	    "notice by post and collect it here in person."),
	    N_("The fee is paid when you collect it")},
};

static void
add_notes(struct slip_paper *s, const struct case_bundle *b, bool done)
{
	enum case_kind kind = b->facts.kind;

	if (!done) {
		slip_add_note(
		    s, N_("Not everything is done yet, as it says above. The "
			  "office goes on with it."));
		return;
	}
	if (kind == CASE_KIND_LOSS && b->facts.abolishes)
		kind = CASE_KIND_ABOLITION;
	for (int i = 0; i < NOTES_MOST && notes[kind][i] != NULL; i++)
		slip_add_note(s, notes[kind][i]);
	if (kind == CASE_KIND_EXTENSION && b->facts.special)
		slip_add_note(
		    s, N_("Come again before that day with your new residence "
			  "card. Nothing is extended by itself."));
}

void
procedure_slip(struct desk *d, struct slip_paper *s,
    const struct case_bundle *b, const struct slip_job *job)
{
	case_slip_head(d, s, b, job);
	s->title = case_kind_name(b->facts.kind);
	add_loss(d, s, b);
	add_application(d, s, b);
	add_expiry(s, b);
	add_notes(s, b, add_effects(d, s, b));
}

void
procedure_letter_slip(struct desk *d, struct slip_paper *s,
    const struct case_bundle *b, const struct slip_job *job)
{
	enum case_step who = case_kind_has_step(b->facts.kind, STEP_APPLICANT)
				 ? STEP_APPLICANT
				 : STEP_VISIT;
	struct answers a;

	case_slip_head(d, s, b, job);
	s->title = N_("Inquiry to the holder of the card");
	slip_add(s, N_("Address"), b->person.address);
	slip_add_id(s, N_("Procedure"), case_kind_name(b->facts.kind));
	if (evidence_get(d->store, b->c.id, who, &a) == KERR_OK)
		slip_add(s, N_("Who came for you"),
		    answers_get(&a, "representative"));
	slip_add_note(
	    s, N_("Somebody came to this office for you. If you agree, fill "
		  "in the answer, sign it and give it to that person."));
	slip_add_note(
	    s, N_("If you know nothing of it, tell this office at once."));
	slip_add_note(s, N_("Answer:  I agree [ ]   I do not agree [ ]"));
	slip_add_note(s, N_("Date ____________  Signature _________________"));
}
