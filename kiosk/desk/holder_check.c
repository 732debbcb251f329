/* holder_check.c -- see desk/holder_check.h. Intent committed, request, result
 * committed (design, decision 3): a wrong number costs the card a try. */
#include "desk/holder_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "desk/case_bundle.h"
#include "desk/desk_private.h"
#include "desk/procedure_private.h"
#include "rules/individual_number.h"
#include "store/audit.h"
#include "store/store.h"

static const struct {
	size_t len;
	enum face_key key;
	const char *code;
} numbers[HOLDER_NUMBER_COUNT] = {
    [HOLDER_NUMBER_B] = {14, FACE_KEY_B, "b"},
    [HOLDER_NUMBER_A] = {INDIVIDUAL_NUMBER_LEN, FACE_KEY_A, "a"},
};

static const enum face_picture faces[HOLDER_PICTURES] = {
    [HOLDER_PHOTO] = FACE_PHOTO,
    [HOLDER_NAME] = FACE_NAME,
    [HOLDER_ADDRESS] = FACE_ADDRESS,
};

size_t
holder_number_len(enum holder_number which)
{
	return numbers[which].len;
}

const struct holder_view *
holder_check_get(const struct desk *d)
{
	return &d->holder.view;
}

/* -- pictures -- */

static void
holder_drop_pictures(struct desk_holder *h)
{
	for (int i = 0; i < HOLDER_PICTURES; i++) {
		if (h->pixels[i] != NULL)
			secret_wipe(h->pixels[i], h->pixels_len[i]);
		free(h->pixels[i]);
		h->pixels[i] = NULL;
		h->view.picture[i] = (struct holder_picture){.pixels = NULL};
	}
}

static void
holder_take_pictures(struct desk *d, const struct card_face *face)
{
	struct desk_holder *h = &d->holder;

	holder_drop_pictures(h);
	for (int i = 0; i < HOLDER_PICTURES; i++) {
		const struct picture *from = &face->picture[faces[i]];
		struct holder_picture *to = &h->view.picture[i];

		h->pixels[i] = agent_face_pixels(
		    d->reader.agent, faces[i], from, &h->pixels_len[i]);
		to->is_broken = from->state == PICTURE_BROKEN;
		if (h->pixels[i] == NULL)
			continue;
		to->pixels = h->pixels[i];
		to->width = from->width;
		to->height = from->height;
		to->channels = from->channels;
	}
}

/* -- the card -- */

static void
holder_forget_tries(struct desk_holder *h)
{
	for (int i = 0; i < HOLDER_NUMBER_COUNT; i++)
		h->view.tries_left[i] = HOLDER_TRIES_UNKNOWN;
}

/* event NULL: the card said nothing. */
static void
holder_fail(struct desk_holder *h, enum kerr e, const struct agent_event *event)
{
	h->view.stage = HOLDER_FAILED;
	reader_explain(&h->view.failed, e, event);
}

/* Ask for the tries when the case's card lies there and nothing else runs. */
void
holder_go(struct desk *d)
{
	struct desk_holder *h = &d->holder;

	if (h->case_id == 0 || h->running != HOLDER_RUNS_NOTHING ||
	    h->view.stage != HOLDER_NO_CARD || d->reader.agent == NULL ||
	    !d->reader.identified || !agent_is_idle(d->reader.agent))
		return;
	if (strcmp(h->chip_serial, d->reader.identity.chip_serial) != 0) {
		holder_fail(h, ERR_HOLDER_CARD, NULL);
		return;
	}
	if (agent_face_tries(d->reader.agent, h->chip_serial) != KERR_OK)
		return;
	h->running = HOLDER_RUNS_TRIES;
	h->view.stage = HOLDER_ASKING;
	reader_posted(d);
}

/* The card was lifted or another one came. What was read of it stays on the
 * screen: now its printed photo is looked at. */
void
holder_card_gone(struct desk *d)
{
	struct desk_holder *h = &d->holder;

	if (h->case_id == 0 || h->view.stage == HOLDER_SHOWN ||
	    h->running == HOLDER_RUNS_OPEN)
		return;
	holder_forget_tries(h);
	h->view.stage = HOLDER_NO_CARD;
}

void
holder_card_failed(struct desk *d, const struct agent_event *event)
{
	struct desk_holder *h = &d->holder;

	if (h->case_id != 0 && h->running == HOLDER_RUNS_NOTHING &&
	    h->view.stage == HOLDER_NO_CARD)
		holder_fail(h, event->error, event);
}

/* What ran has ended. true: nobody waits for it any more, and who waits now
 * asks anew. */
static bool
holder_ends_stale(struct desk *d)
{
	struct desk_holder *h = &d->holder;
	bool stale = h->is_stale;

	h->running = HOLDER_RUNS_NOTHING;
	h->is_stale = false;
	if (stale)
		holder_go(d);
	return stale;
}

static void
holder_hear_tries(struct desk *d, const struct agent_event *event)
{
	struct desk_holder *h = &d->holder;

	if (holder_ends_stale(d))
		return;
	if (event->error != KERR_OK) {
		holder_fail(h,
		    event->error == ERR_CARD_OTHER ? ERR_HOLDER_CARD
						   : event->error,
		    event);
		return;
	}
	for (int i = 0; i < HOLDER_NUMBER_COUNT; i++)
		h->view.tries_left[i] = event->face.tries_left[numbers[i].key];
	h->view.failed.code = KERR_OK;
	h->view.stage = HOLDER_READY;
}

/* Words of this check for what the card says of any PIN. */
static enum kerr
holder_error(enum kerr e)
{
	static const struct {
		enum kerr card, here;
	} rows[] = {
	    {ERR_PIN_WRONG, ERR_HOLDER_WRONG},
	    {ERR_PIN_BLOCKED, ERR_HOLDER_LOCKED},
	    {ERR_PIN_FORMAT, ERR_HOLDER_NUMBER},
	    {ERR_CARD_OTHER, ERR_HOLDER_CARD},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].card == e)
			return rows[i].here;
	return e;
}

static enum holder_match
holder_compare(struct date a, struct date b)
{
	if (!date_is_set(a) || !date_is_set(b))
		return HOLDER_NOT_KNOWN;
	return date_compare(a, b) == 0 ? HOLDER_SAME : HOLDER_DIFFERENT;
}

static void
holder_show(struct desk *d, const struct card_face *face)
{
	static const enum holder_signature signatures[] = {
	    [FACE_SIGNATURE_UNCHECKED] = HOLDER_SIGNATURE_UNCHECKED,
	    [FACE_SIGNATURE_WRONG] = HOLDER_SIGNATURE_WRONG,
	    [FACE_SIGNATURE_HOLDS] = HOLDER_SIGNATURE_HOLDS,
	};
	struct holder_view *v = &d->holder.view;

	v->stage = HOLDER_SHOWN;
	v->failed.code = KERR_OK;
	v->birth = (struct date){.year = 0};
	v->expiry = (struct date){.year = 0};
	(void)date_parse(face->birth, &v->birth);
	(void)date_parse(face->expiry, &v->expiry);
	v->birth_match = holder_compare(v->birth, v->case_birth);
	v->expiry_match = holder_compare(v->expiry, v->case_expiry);
	v->signature = signatures[face->signature];
	holder_take_pictures(d, face);
}

/* The result of a number, beside its intent. No personal data. */
static void
holder_note_result(struct desk *d, const struct agent_event *event)
{
	static const char *const signatures[] = {
	    [FACE_SIGNATURE_UNCHECKED] = "unchecked",
	    [FACE_SIGNATURE_WRONG] = "wrong",
	    [FACE_SIGNATURE_HOLDS] = "holds",
	};
	struct audit_note note;
	struct failure f;

	if (desk_begin(d, &f) != KERR_OK)
		return;
	audit_note(&note, "face.result", "case", d->holder.sent_case);
	audit_note_code(&note, "number", numbers[d->holder.which].code);
	audit_note_code(&note, "result",
	    event->error == KERR_OK ? "opened" : error_name(event->error));
	if (event->error == KERR_OK)
		audit_note_code(
		    &note, "signature", signatures[event->face.signature]);
	(void)desk_end(d, KERR_OK, &note, &f);
}

static void
holder_hear_face(struct desk *d, const struct agent_event *event)
{
	struct desk_holder *h = &d->holder;
	enum kerr e = holder_error(event->error);

	d->reader.open = false; /* the child has left the card */
	holder_note_result(d, event);
	if (holder_ends_stale(d)) {
		agent_face_forget(d->reader.agent);
		return;
	}
	/* a wrong one costs a try also when the card does not count aloud */
	if (event->tries_left != CARD_TRIES_UNKNOWN || e == ERR_HOLDER_WRONG)
		h->view.tries_left[h->which] = event->tries_left;
	if (e == KERR_OK) {
		holder_show(d, &event->face);
	} else {
		holder_fail(h, e, event);
		if (e == ERR_HOLDER_WRONG)
			reader_tell_left(&h->view.failed, event->tries_left);
		/* a number that was refused may be typed again */
		if (e == ERR_HOLDER_WRONG || e == ERR_HOLDER_LOCKED ||
		    e == ERR_PIN_LAST_TRY)
			h->view.stage = HOLDER_READY;
	}
	agent_face_forget(d->reader.agent);
}

void
holder_event(struct desk *d, const struct agent_event *event)
{
	if (event->kind == AGENT_FACE)
		holder_hear_face(d, event);
	else if (d->holder.running == HOLDER_RUNS_TRIES)
		holder_hear_tries(d, event);
}

bool
holder_is_asking(const struct desk *d)
{
	return d->holder.running == HOLDER_RUNS_TRIES;
}

void
holder_cut_off(struct desk *d, enum kerr why)
{
	struct desk_holder *h = &d->holder;

	if (h->running == HOLDER_RUNS_NOTHING)
		return;
	h->running = HOLDER_RUNS_NOTHING;
	holder_forget_tries(h);
	if (h->case_id != 0 && !h->is_stale)
		holder_fail(h, why, NULL);
	h->is_stale = false;
}

/* -- what the screen asks for -- */

static bool
is_step_of_check(enum case_step step)
{
	return step == STEP_FACE || step == STEP_RIGHT_CARD ||
	       step == STEP_CONFIRM;
}

enum kerr
holder_check_begin(struct desk *d, int64_t case_id, struct failure *f)
{
	struct desk_holder *h = &d->holder;
	struct case_bundle b;
	enum kerr e;

	if ((e = case_bundle_own(d, case_id, &b, f)) != KERR_OK)
		return e;
	if ((e = procedure_gate(d, &b, f)) != KERR_OK)
		return e;
	if (!is_step_of_check(b.c.step))
		return failure_set(f, ERR_CASE_STATE);
	if (!desk_has_secrets(d))
		return failure_set(f, ERR_SECRET_MEMORY);
	holder_check_end(d);
	h->case_id = case_id;
	memcpy(h->chip_serial, b.card.chip_serial, sizeof(h->chip_serial));
	h->view.stage = HOLDER_NO_CARD;
	h->view.case_birth = b.person.born;
	h->view.case_expiry = b.card.expiry;
	holder_forget_tries(h);
	if (d->reader.identified)
		holder_go(d);
	else
		reader_identify(d);
	return KERR_OK;
}

void
holder_check_end(struct desk *d)
{
	struct desk_holder *h = &d->holder;
	struct desk_holder kept = {.running = h->running,
	    .is_stale = h->running != HOLDER_RUNS_NOTHING,
	    .which = h->which,
	    .sent_case = h->sent_case};

	holder_drop_pictures(h);
	secret_wipe(h, sizeof(*h));
	*h = kept; /* its answer is still to come */
	holder_forget_tries(h);
}

/* Whether the digits can be a number at all; looked at where they lie. */
static bool
is_number(enum holder_number which, const struct secret *number)
{
	const uint8_t *at = secret_bytes(number);
	size_t len = secret_len(number);

	if (len != numbers[which].len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (at[i] < '0' || at[i] > '9')
			return false;
	return which != HOLDER_NUMBER_A ||
	       individual_number_is_valid((const char *)at, len);
}

static enum kerr
holder_may_send(const struct desk *d, enum holder_number which,
    const struct secret *number, bool last_confirmed)
{
	const struct desk_holder *h = &d->holder;
	int left = h->view.tries_left[which];

	if (!desk_has_secrets(d) || !secret_is_locked(number))
		return ERR_SECRET_MEMORY;
	if (!is_number(which, number))
		return ERR_HOLDER_NUMBER;
	if (h->case_id == 0 || h->view.stage == HOLDER_NO_CARD ||
	    d->reader.agent == NULL)
		return ERR_CARD_ABSENT;
	if (h->view.stage != HOLDER_READY ||
	    h->running != HOLDER_RUNS_NOTHING ||
	    !agent_is_idle(d->reader.agent))
		return ERR_DEADLINE;
	if (left == CARD_TRIES_BLOCKED)
		return ERR_HOLDER_LOCKED;
	return left == 1 && !last_confirmed ? ERR_PIN_LAST_TRY : KERR_OK;
}

static enum kerr
holder_note_intent(struct desk *d, enum holder_number which,
    bool last_confirmed, struct failure *f)
{
	struct case_bundle b;
	struct audit_note note;
	enum kerr e;

	if ((e = case_bundle_own(d, d->holder.case_id, &b, f)) != KERR_OK)
		return e;
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	case_note(&note, "face.open", &b);
	audit_note_code(&note, "number", numbers[which].code);
	audit_note_number(&note, "left", d->holder.view.tries_left[which]);
	audit_note_code(&note, "last", last_confirmed ? "confirmed" : "no");
	return desk_end(d, KERR_OK, &note, f);
}

static enum kerr
holder_send(struct desk *d, enum holder_number which,
    const struct secret *number, bool last_confirmed, struct failure *f)
{
	struct desk_holder *h = &d->holder;
	bool last = last_confirmed && h->view.tries_left[which] == 1;
	enum kerr e;

	if ((e = holder_note_intent(d, which, last, f)) != KERR_OK)
		return e;
	e = agent_face_open(
	    d->reader.agent, h->chip_serial, numbers[which].key, last, number);
	if (e != KERR_OK)
		return failure_set(f, e);
	h->which = which;
	h->sent_case = h->case_id;
	h->running = HOLDER_RUNS_OPEN;
	h->view.stage = HOLDER_OPENING;
	h->view.failed.code = KERR_OK;
	reader_posted(d);
	return KERR_OK;
}

enum kerr
holder_check_open(struct desk *d, enum holder_number which,
    struct secret **number, bool last_confirmed, struct failure *f)
{
	enum kerr e = holder_may_send(d, which, *number, last_confirmed);

	if (e == ERR_PIN_LAST_TRY)
		return failure_set(f, e);
	if (e != KERR_OK)
		(void)failure_set(f, e);
	else
		e = holder_send(d, which, *number, last_confirmed, f);
	secret_free(number);
	return e;
}
