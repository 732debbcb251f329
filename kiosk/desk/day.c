/* day.c -- see day.h. */
#include "desk/day.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/case_bundle.h"
#include "desk/desk_private.h"
#include "rules/procedure.h"
#include "rules/refusal.h"
#include "store/days.h"
#include "store/effects.h"
#include "store/incidents.h"
#include "store/pin_journal.h"
#include "store/store.h"
#include "store/summary.h"

static void
day_reasons(struct day_view *out, const struct summary *s)
{
	for (size_t i = 0; i < s->refused_reason_count &&
			   out->reason_count < DAY_REASONS_MOST;
	     i++) {
		struct day_reason *r = &out->reason[out->reason_count++];
		const struct refusal *known =
		    refusal_from_code(s->refused_reason[i].code);

		text_copy(r->code, sizeof(r->code), s->refused_reason[i].code);
		r->label = known != NULL ? known->label : N_("other reason");
		r->count = s->refused_reason[i].count;
	}
}

static void
day_ages(struct day_view *out, const struct summary *s)
{
	for (int a = 0; a < WAITING_AGE_COUNT; a++) {
		struct day_age *age = &out->age[out->age_count++];

		age->code = waiting_age_code((enum waiting_age)a);
		age->label = waiting_age_name((enum waiting_age)a);
		age->count = s->waiting_age[a];
	}
}

/* A PIN of two places counts once (individual-number-card 4.3): as set when
 * every place was written, as recorded when any of them was. */
static void
day_pins(struct day_view *out, const struct summary *s)
{
	memcpy(out->pins_set, s->pin_kind_set, sizeof(out->pins_set));
	memcpy(
	    out->pins_changed, s->pin_kind_changed, sizeof(out->pins_changed));
	memcpy(out->pins_reset, s->pin_kind_reset, sizeof(out->pins_reset));
	for (int r = 0; r < PIN_REF_COUNT; r++) {
		enum pin_kind kind = pin_ref_kind((enum pin_ref)r);

		if (s->pin_recorded[r] > out->pins_recorded[kind])
			out->pins_recorded[kind] = s->pin_recorded[r];
	}
	out->pin_cards = s->pin_cards;
}

static void
day_fill(struct day_view *out, const struct summary *s)
{
	out->opened = s->opened;
	out->delivered = s->delivered;
	out->delivered_first = s->delivered_kind[ISSUE_FIRST];
	out->delivered_renewal = s->delivered_kind[ISSUE_RENEWAL];
	out->delivered_reissue = s->delivered_kind[ISSUE_REISSUE];
	out->delivered_foreign = s->delivered_foreign;
	out->activation_here = s->activation_here;
	out->activation_recorded = s->activation_recorded;
	out->refused = s->refused;
	out->abandoned = s->abandoned;
	memcpy(out->per_hour, s->delivered_hour, sizeof(out->per_hour));
	out->open_cases = s->open;
	out->paused = s->paused;
	out->attention = s->attention;
	out->in_part = s->in_part;
	out->incidents = s->incidents;
	out->incidents_open = s->incidents_open;
	out->median_seconds = s->median_seconds;
	out->delivered_under_15 = s->delivered_under_15;
	out->pins_unknown = s->pins_unknown;
	out->waiting = s->waiting;
	day_pins(out, s);
	day_reasons(out, s);
	day_ages(out, s);
}

/* Numbers that are answers of a step. A residence card is checked by eye only,
 * until its chip is read. */
static enum kerr
day_answers(struct store *st, struct day_view *out)
{
	out->id_rule = out->delivered - out->delivered_foreign;
	out->residence_by_eye = out->delivered_foreign;
	return summary_count_answer(st, out->day, out->counter, STEP_WHO, "who",
	    "proxy", &out->delivered_proxy);
}

enum kerr
day_load_store(struct store *st, struct date day, int counter, int64_t now,
    struct day_view *out, struct failure *f)
{
	struct business_day row;
	struct summary *s = NULL;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return failure_set(f, ERR_MEMORY);
	e = days_get(st, day, &row);
	out->day = day;
	out->counter = counter;
	out->known = e == KERR_OK;
	out->open = e == KERR_OK && row.closed_at == 0;
	if (e == KERR_OK || e == ERR_NOT_FOUND)
		e = summary_make(st, day, counter, date_of_utc(now), now, s);
	if (e == KERR_OK) {
		day_fill(out, s);
		e = day_answers(st, out);
	}
	free(s);
	return store_explain(st, e, f);
}

enum kerr
day_load(struct desk *d, struct date day, int counter, struct day_view *out,
    struct failure *f)
{
	enum kerr e = desk_need(d, ACTION_SUMMARY, f);

	if (e != KERR_OK)
		return e;
	return day_load_store(d->store,
	    date_is_set(day) ? day : d->business_day, counter, desk_now(d), out,
	    f);
}

/* The heaviest reason first. */
static const struct {
	enum case_why why;
	bool is_doubt;
	const char *said;
} reasons[] = {
    {CASE_WHY_PIN, true, N_("PIN unknown: opens with a check.")},
    {CASE_WHY_SPLIT, false,
	N_("Resident register PIN set in one place only: reset it.")},
    {CASE_WHY_INCIDENT, false,
	N_("Wrong card found: put it back in its place.")},
    {CASE_WHY_PARTIAL, false, N_("Only some of its PINs are set: go on.")},
    {CASE_WHY_ACTIVATION, false, N_("Activation not done yet.")},
    {CASE_WHY_SILENT, true, N_("Its counter went silent: take it over.")},
};

static bool
is_split(struct desk *d, int64_t case_id)
{
	struct pin_known known[PIN_REF_COUNT];
	enum pin_status status[PIN_REF_COUNT];

	if (pin_journal_load(d->store, case_id, known) != KERR_OK)
		return false;
	for (int r = 0; r < PIN_REF_COUNT; r++)
		status[r] = known[r].status;
	return pin_trouble_of(status).split;
}

/* What is said of the effects of a procedure: unknown is heavier. */
static const char *
effects_why(struct desk *d, const struct case_record *c, bool *is_doubt)
{
	const char *why = NULL;
	struct effect said;

	*is_doubt = false;

	for (int s = 0; s < STEP_COUNT; s++) {
		const struct procedure_effect *x =
		    procedure_effect((enum case_step)s);

		if (x == NULL ||
		    effects_get(d->store, c->id, x->code, &said) != KERR_OK)
			continue;
		*is_doubt = said.state == EFFECT_UNKNOWN;
		if (*is_doubt)
			return N_("Unknown whether it was done: look at the "
				  "official terminal.");
		if (said.state == EFFECT_NOT_DONE)
			why = N_("Not done on the official terminal yet.");
	}
	return why;
}

/* Why a case is in the list. */
static void
attention_why(
    struct desk *d, const struct case_record *c, struct day_attention *a)
{
	bool is_doubt = false;
	const char *effects = effects_why(d, c, &is_doubt);
	struct effect activation = {0};
	unsigned why = 0;

	a->why = reasons[sizeof(reasons) / sizeof(reasons[0]) - 1].said;
	a->is_doubt = true;
	if (effects != NULL) {
		a->why = effects;
		a->is_doubt = is_doubt;
		return;
	}
	if (effects_get(d->store, c->id, EFFECT_ACTIVATION, &activation) ==
		KERR_OK &&
	    activation.state == EFFECT_UNKNOWN) {
		a->why =
		    N_("Activation unknown: look at the official terminal.");
		return;
	}
	if (cases_why(d->store, c->id, desk_now(d), &why) != KERR_OK)
		return;
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		if ((why & reasons[i].why) == 0)
			continue;
		a->why = reasons[i].said;
		a->is_doubt = reasons[i].is_doubt;
		if (reasons[i].why == CASE_WHY_PARTIAL && is_split(d, c->id))
			a->why = N_("Resident register PIN set in one place "
				    "only: go on with it.");
		return;
	}
}

enum kerr
day_attention_load(struct desk *d, struct day_attention *out, size_t most,
    size_t *count, struct failure *f)
{
	struct case_record *rows = NULL;
	struct case_bundle b;
	size_t found = 0;
	enum kerr e;

	*count = 0;
	if ((e = desk_need(d, ACTION_QUEUE, f)) != KERR_OK)
		return e;
	if ((rows = calloc(most, sizeof(*rows))) == NULL)
		return failure_set(f, ERR_MEMORY);
	e = cases_list(
	    d->store, CASES_ATTENTION, desk_now(d), 0, rows, most, &found);
	for (size_t i = 0; e == KERR_OK && i < found; i++) {
		struct day_attention *a = &out[*count];

		if (case_bundle_load(d, rows[i].id, &b, f) != KERR_OK)
			continue;
		memset(a, 0, sizeof(*a));
		a->case_id = rows[i].id;
		a->card_id = rows[i].card;
		a->counter = (int)rows[i].owner_counter;
		a->since = rows[i].opened_at;
		a->is_over =
		    rows[i].state != CASE_OPEN && rows[i].state != CASE_PAUSED;
		attention_why(d, &rows[i], a);
		text_copy(a->notice, sizeof(a->notice), b.card.notice_no);
		text_copy(a->name, sizeof(a->name),
		    b.person.roman[0] != '\0' ? b.person.roman
					      : b.person.kanji);
		(*count)++;
	}
	free(rows);
	return store_explain(d->store, e, f);
}
