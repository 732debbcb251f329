/* hand_over.c -- see hand_over.h. */
#include "desk/hand_over.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/case_bundle.h"
#include "desk/collection.h"
#include "desk/desk_private.h"
#include "desk/notification_case.h"
#include "desk/printing.h"
#include "desk/procedure_private.h"
#include "desk/slip.h"
#include "desk/till.h"
#include "rules/procedure.h"
#include "rules/step_form.h"
#include "store/audit.h"
#include "store/effects.h"
#include "store/evidence.h"
#include "store/fees.h"
#include "store/pin_journal.h"
#include "store/slips.h"
#include "store/store.h"

#define SLIP_KIND_HAND_OVER "hand_over"
#define SLIP_KIND_REFUSAL   "refusal"
#define SLIP_KIND_PINS	    "pins"
#define SLIPS_OF_CASE_MOST  8

static enum lang
bundle_lang(const struct case_bundle *b)
{
	enum lang lang = LANG_JA;

	(void)lang_from_code(b->c.lang, &lang);
	return lang;
}

/* How a PIN stands, in one word for the resident: both places of the
 * resident register PIN count as one. */
static const char *
pin_kind_said(const struct pin_known known[PIN_REF_COUNT], enum pin_kind kind)
{
	enum pin_status worst = PIN_STATUS_NONE;

	for (int r = 0; r < PIN_REF_COUNT; r++) {
		if (pin_ref_kind((enum pin_ref)r) != kind ||
		    known[r].status == PIN_STATUS_NONE)
			continue;
		if (worst == PIN_STATUS_NONE ||
		    known[r].status != PIN_STATUS_WRITTEN)
			worst = known[r].status;
	}
	return worst == PIN_STATUS_NONE ? NULL : pin_status_name(worst);
}

static void
slip_add_pins(struct desk *d, struct slip_paper *s, int64_t case_id)
{
	struct pin_known known[PIN_REF_COUNT];
	const char *said = NULL;

	if (pin_journal_load(d->store, case_id, known) != KERR_OK)
		return;
	for (int k = 0; k < PIN_KIND_COUNT; k++)
		if ((said = pin_kind_said(known, (enum pin_kind)k)) != NULL)
			slip_add_id(s, pin_kind_name((enum pin_kind)k), said);
}

void
case_slip_head(struct desk *d, struct slip_paper *s,
    const struct case_bundle *b, const struct slip_job *job)
{
	char text[SLIP_VALUE_SIZE];

	memset(s, 0, sizeof(*s));
	s->office = d->settings->name;
	s->training = d->settings->training;
	s->lang = bundle_lang(b);
	snprintf(text, sizeof(text), "%lld-%06lld",
	    (long long)d->settings->counter, (long long)job->number);
	slip_add(s, N_("Slip number"), text);
	slip_add(s, N_("Date"), slip_time(text, sizeof(text), desk_now(d)));
	slip_add(s, N_("Notice number"), b->card.notice_no);
	slip_add(s, N_("Name"),
	    b->person.roman[0] != '\0' ? b->person.roman : b->person.kanji);
	if (b->person.roman[0] != '\0')
		slip_add(s, N_("Name in kanji"), b->person.kanji);
	snprintf(text, sizeof(text), "%lld", (long long)d->settings->counter);
	slip_add(s, N_("Counter"), text);
	slip_add(s, N_("Handled by"), d->session.view.staff_no);
}

static void
slip_hand_over(struct desk *d, struct slip_paper *s,
    const struct case_bundle *b, const struct slip_job *job)
{
	char iso[DATE_ISO_SIZE];
	struct effect activation;

	case_slip_head(d, s, b, job);
	s->title = N_("Individual Number Card handed over");
	slip_add(s, N_("Card valid until"), date_iso(b->card.expiry, iso));
	slip_add_pins(d, s, b->c.id);
	if (effects_get(d->store, b->c.id, EFFECT_ACTIVATION, &activation) ==
	    KERR_OK)
		slip_add_id(
		    s, N_("Activation"), effect_state_name(activation.state));
	slip_add_note(s, N_("We cannot look up your PIN. Do not forget it"));
	slip_add_note(s, N_("Do not keep it with the card"));
	if (b->facts.foreign && !b->facts.permanent)
		slip_add_note(
		    s, N_("After renewing your stay, update this card too"));
}

/* By enum case_kind. */
static const char *const pins_titles[CASE_KIND_COUNT] = {
    [CASE_KIND_COLLECTION] = "",
    [CASE_KIND_PIN_CHANGE] = N_("PIN change"),
    [CASE_KIND_PIN_RESET] = N_("PIN reset"),
};
static const char *const refusal_titles[CASE_KIND_COUNT] = {
    [CASE_KIND_COLLECTION] = N_("We cannot give you the card today"),
    [CASE_KIND_NOTIFICATION] = N_("We cannot give you the card today"),
    [CASE_KIND_PIN_CHANGE] = N_("We cannot change the PIN today"),
    [CASE_KIND_PIN_RESET] = N_("We cannot reset the PIN today"),
};

static void
slip_pins(struct desk *d, struct slip_paper *s, const struct case_bundle *b,
    const struct slip_job *job)
{
	case_slip_head(d, s, b, job);
	s->title = pins_titles[b->facts.kind];
	slip_add_pins(d, s, b->c.id);
	slip_add_note(s, N_("We cannot look up your PIN. Do not forget it"));
	slip_add_note(s, N_("Do not keep it with the card"));
}

static void
slip_refusal(struct desk *d, struct slip_paper *s, const struct case_bundle *b,
    const struct slip_job *job)
{
	const struct refusal *refusal = refusal_from_code(job->reason);

	case_slip_head(d, s, b, job);
	s->title = refusal_titles[b->facts.kind] != NULL
		       ? refusal_titles[b->facts.kind]
		       : case_kind_name(b->facts.kind);
	if (refusal == NULL)
		return;
	if (refusal_titles[b->facts.kind] == NULL)
		slip_add_id(s, N_("Result"), N_("could not be done today"));
	slip_add_id(s, N_("Reason"), refusal->label);
	slip_add_note(s, refusal->said);
}

static const struct {
	const char *kind;
	void (*fill)(struct desk *, struct slip_paper *,
	    const struct case_bundle *, const struct slip_job *);
} papers[] = {
    {SLIP_KIND_HAND_OVER, slip_hand_over},
    {SLIP_KIND_REFUSAL, slip_refusal},
    {SLIP_KIND_PINS, slip_pins},
    {SLIP_KIND_PROCEDURE, procedure_slip},
    {SLIP_KIND_LETTER, procedure_letter_slip},
    {SLIP_KIND_NOTIFICATION, notification_slip},
};

/* The paper of a number; copy: it was printed before papers were kept. */
static enum kerr
slip_write(struct desk *d, const struct case_bundle *b,
    const struct slip_job *job, bool copy, int64_t *paper)
{
	struct slip_paper slip;

	memset(&slip, 0, sizeof(slip));
	for (size_t i = 0; i < sizeof(papers) / sizeof(papers[0]); i++)
		if (strcmp(papers[i].kind, job->kind) == 0)
			papers[i].fill(d, &slip, b, job);
	slip.copy = copy;
	return slip_journal(d, &slip, job->id, job->number, b->c.id, paper);
}

enum kerr
case_slip_take(
    struct desk *d, const struct case_bundle *b, struct slip_job *job)
{
	int64_t paper = 0;
	enum kerr e = slips_intend(
	    d->store, b->c.id, job->kind, b->c.lang, &job->id, &job->number);

	return e == KERR_OK ? slip_write(d, b, job, false, &paper) : e;
}

/* The visit is over with the case; only a visitor with a ticket is timed. */
static enum kerr
visitor_leaves(struct desk *d, const struct case_bundle *b)
{
	if (b->c.ticket[0] == '\0')
		return KERR_OK;
	return cases_set_time(d->store, b->c.id, CASE_LEFT);
}

static const char *
slip_kind_of(enum case_kind kind)
{
	if (kind == CASE_KIND_COLLECTION)
		return SLIP_KIND_HAND_OVER;
	if (kind == CASE_KIND_NOTIFICATION)
		return SLIP_KIND_NOTIFICATION;
	return procedure_has_effects(kind) ? SLIP_KIND_PROCEDURE
					   : SLIP_KIND_PINS;
}

enum kerr
hand_over_commit(struct desk *d, struct case_bundle *b,
    const struct answers *answers, struct failure *f)
{
	bool collected = case_kind_hands_over(b->facts.kind);
	struct slip_job job = {
	    .kind = slip_kind_of(b->facts.kind), .reason = ""};
	struct failure held = {.code = KERR_OK};
	struct audit_note note;
	enum kerr e;

	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	case_note(&note, collected ? "case.hand_over" : "case.close", b);
	e = evidence_put(
	    d->store, b->c.id, case_kind_last_step(b->facts.kind), answers);
	if (e == KERR_OK)
		e = case_step_finish(d, b, case_kind_last_step(b->facts.kind));
	if (e == KERR_OK)
		e = procedure_take_old(d, b, answers, &held);
	if (e == KERR_OK)
		e = notification_finish(d, b);
	if (e == KERR_OK && case_step_next(b->c.done, &b->facts) != STEP_COUNT)
		e = ERR_CASE_STATE; /* something before it is open again */
	/* a payment that another counter made void a moment ago */
	if (e == KERR_OK && collected)
		e = fees_settled(d->store, b->c.card, till_day(d));
	if (e == KERR_OK)
		e = cases_close(d->store, b->c.id);
	if (e == KERR_OK)
		e = visitor_leaves(d, b);
	if (e == KERR_OK)
		e = case_slip_take(d, b, &job);
	if ((e = desk_end(d, e, &note, f)) != KERR_OK) {
		if (e == held.code)
			*f = held;
		return e;
	}
	printing_go(d);
	return KERR_OK;
}

enum kerr
refusal_commit(struct desk *d, struct case_bundle *b,
    const struct refusal *refusal, const char *remark, struct failure *f)
{
	struct slip_job job = {
	    .kind = SLIP_KIND_REFUSAL, .reason = refusal->code};
	struct answers kept;
	struct audit_note note;
	enum kerr e;

	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	case_note(&note, "case.refuse", b);
	audit_note_code(&note, "reason", refusal->code);
	audit_note_code(&note, "step", case_step_code(b->c.step));
	e = evidence_get(d->store, b->c.id, b->c.step, &kept);
	if (e == KERR_OK && remark[0] != '\0')
		e = answers_set(&kept, "refusal_note", remark);
	if (e == KERR_OK)
		e = evidence_put(d->store, b->c.id, b->c.step, &kept);
	if (e == KERR_OK)
		e = procedure_withdraw(d, b);
	if (e == KERR_OK)
		e = cases_refuse(
		    d->store, b->c.id, refusal->code, CARD_EV_ABORTED);
	if (e == KERR_OK)
		e = visitor_leaves(d, b);
	if (e == KERR_OK)
		e = case_slip_take(d, b, &job);
	if ((e = desk_end(d, e, &note, f)) == KERR_OK)
		printing_go(d);
	return e;
}

static enum kerr
slip_last(struct desk *d, int64_t case_id, struct slip *out)
{
	struct slip rows[SLIPS_OF_CASE_MOST];
	size_t count = 0;
	enum kerr e =
	    slips_of_case(d->store, case_id, rows, SLIPS_OF_CASE_MOST, &count);

	if (e == KERR_OK && count == 0)
		e = ERR_NOT_FOUND;
	if (e == KERR_OK)
		*out = rows[count - 1];
	return e;
}

/* The paper of the case's last slip. Errors: ERR_NOT_FOUND when there is no
 * slip; *paper 0 when it is older than the journal of papers. */
static enum kerr
slip_paper_of(
    struct desk *d, int64_t case_id, struct slip *last, int64_t *paper)
{
	enum kerr e = slip_last(d, case_id, last);

	*paper = 0;
	if (e != KERR_OK)
		return e;
	e = printing_find(d, SLIP_PAPER, last->id, paper);
	return e == ERR_NOT_FOUND ? KERR_OK : e;
}

enum kerr
collection_slip(struct desk *d, int64_t case_id, char *path, size_t path_size,
    struct failure *f)
{
	struct slip last;
	int64_t paper = 0;
	enum kerr e = slip_paper_of(d, case_id, &last, &paper);

	path[0] = '\0';
	if (e == ERR_NOT_FOUND)
		return KERR_OK;
	if (e != KERR_OK)
		return store_explain(d->store, e, f);
	if (paper != 0)
		(void)printing_file(d, paper, path, path_size);
	return KERR_OK;
}

const char *
collection_slip_said(struct desk *d, int64_t case_id)
{
	struct slip last;
	int64_t paper = 0;

	if (slip_paper_of(d, case_id, &last, &paper) != KERR_OK || paper == 0)
		return "";
	return printing_said(d, paper);
}

/* Made anew from the case, for a slip of which no paper was kept. */
static enum kerr
slip_again_old(struct desk *d, int64_t case_id, const struct slip *last,
    int64_t *paper, struct failure *f)
{
	struct case_bundle b;
	struct slip_job job = {
	    .id = last->id, .number = last->number, .kind = last->kind};
	enum kerr e;

	if ((e = case_bundle_load(d, case_id, &b, f)) != KERR_OK)
		return e;
	job.reason = b.c.reason;
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	e = slip_write(d, &b, &job, true, paper);
	if ((e = desk_end(d, e, NULL, f)) == KERR_OK)
		printing_go(d);
	return e;
}

enum kerr
collection_slip_again(struct desk *d, int64_t case_id, char *path,
    size_t path_size, struct failure *f)
{
	struct slip last;
	int64_t paper = 0;
	enum kerr e;

	path[0] = '\0';
	if ((e = desk_need(d, ACTION_CASE_WORK, f)) != KERR_OK)
		return e;
	if ((e = slip_paper_of(d, case_id, &last, &paper)) != KERR_OK)
		return store_explain(d->store, e, f);
	e = paper == 0 ? slip_again_old(d, case_id, &last, &paper, f)
		       : printing_copy(d, paper, f);
	if (e == KERR_OK)
		(void)printing_file(d, paper, path, path_size);
	return e;
}
