/* step_form.c -- see rules/step_form.h: which step has which part, and the
 * walk down a form that judges it. */
#include "rules/step_form.h"

#include <string.h>

#include "base/date.h"
#include "rules/step_part.h"

static const struct field no_fields[] = {{.id = NULL}};

static const char *
say_found(const struct case_facts *facts)
{
	(void)facts;
	return N_("Take the card out of its place and keep it at hand.");
}

static const char *
say_right_card(const struct case_facts *facts)
{
	(void)facts;
	return N_("Place the card on the reader: the program checks that it "
		  "is the card of this case.");
}

static const char *
say_fee(const struct case_facts *facts)
{
	if (facts->fee_due_yen > 0)
		return N_(
		    "The fee comes before the card. F8 opens the till; at "
		    "another counter's till it goes on here by itself.");
	if (facts->fee_is_open)
		return N_("What this card costs is not known yet: F8 asks why "
			  "it was made.");
	return N_("The fee is settled.");
}

static const char *
say_pins(const struct case_facts *facts)
{
	if (facts->who == WHO_GUARDIAN)
		return N_("Ask the legal representative to set the PINs on the "
			  "terminal. Do not look at the keys.");
	if (facts->who == WHO_PROXY)
		return N_("The holder is not here. The covered form with the "
			  "PINs is opened by two staff only.");
	return N_("Hand the terminal over: the resident sets the PINs. Do not "
		  "look at the keys.");
}

static const char *
say_approval(const struct case_facts *facts)
{
	(void)facts;
	return N_("A second person looks at the card, the papers and the "
		  "resident, and signs in here.");
}

static const struct step_part part_approval = {no_fields, NULL, say_approval};
static const struct step_part part_found = {no_fields, NULL, say_found};
static const struct step_part part_right_card = {
    no_fields, NULL, say_right_card};
static const struct step_part part_fee = {no_fields, NULL, say_fee};
static const struct step_part part_pins = {no_fields, NULL, say_pins};

static const struct step_part *const parts[STEP_COUNT] = {
    [STEP_FOUND] = &part_found,
    [STEP_WHO] = &step_part_who,
    [STEP_VISIT] = &step_part_visit,
    [STEP_REGISTER] = &step_part_register,
    [STEP_IDENTITY] = &step_part_identity,
    [STEP_RESIDENCE] = &step_part_residence,
    [STEP_NOTIFICATION] = &step_part_notification,
    [STEP_FACE] = &step_part_face,
    [STEP_RIGHT_CARD] = &part_right_card,
    [STEP_FEE] = &part_fee,
    [STEP_CONFIRM] = &step_part_confirm,
    [STEP_PIN_CHOICE] = &step_part_pin_choice,
    [STEP_APPROVAL] = &part_approval,
    [STEP_PINS] = &part_pins,
    [STEP_ACTIVATION] = &step_part_activation,
    [STEP_RECEIPT_FORM] = &step_part_receipt_form,
    [STEP_HAND_OVER] = &step_part_hand_over,
    [STEP_PIN_END] = &step_part_pin_end,
    [STEP_APPLICANT] = &step_part_applicant,
    [STEP_LETTER] = &step_part_letter,
    [STEP_SECOND_VISIT] = &step_part_second_visit,
    [STEP_LOSS] = &step_part_loss,
    [STEP_RECOVERED] = &step_part_recovered,
    [STEP_ENDING] = &step_part_ending,
    [STEP_GIVEN_BACK] = &step_part_given_back,
    [STEP_REISSUE] = &step_part_reissue,
    [STEP_LEAK] = &step_part_leak,
    [STEP_RENEWAL] = &step_part_renewal,
    [STEP_STAY] = &step_part_stay,
    [STEP_NOTE_REISSUE] = &step_part_note_reissue,
    [STEP_NOTE_HAND_OVER] = &step_part_note_hand_over,
    [STEP_APPLICATION] = &step_part_application,
    [STEP_SUSPEND] = &step_part_suspend,
    [STEP_LIFT] = &step_part_lift,
    [STEP_ABOLISH] = &step_part_abolish,
    [STEP_TAKE_BACK] = &step_part_take_back,
    [STEP_NUMBER] = &step_part_number,
    [STEP_ORDER] = &step_part_order,
    [STEP_EXTEND] = &step_part_extend,
    [STEP_PROCEDURE_END] = &step_part_procedure_end,
};

const struct field *
step_fields(enum case_step step)
{
	return (unsigned)step < STEP_COUNT ? parts[step]->fields : no_fields;
}

const char *
step_instruction(enum case_step step, const struct case_facts *f)
{
	return (unsigned)step < STEP_COUNT ? parts[step]->instruction(f) : "";
}

bool
field_is_shown(const struct field *field, const struct case_facts *facts,
    const struct answers *a)
{
	return field->shown == NULL || field->shown(facts, a);
}

/* The shown field of that id, or NULL. */
static const struct field *
find_shown(const struct step_view *v, const char *id)
{
	for (const struct field *d = v->fields; d->id != NULL; d++)
		if (strcmp(d->id, id) == 0 &&
		    field_is_shown(d, v->facts, v->answers))
			return d;
	return NULL;
}

const char *
step_value(const struct step_view *v, const char *field)
{
	return find_shown(v, field) != NULL ? answers_get(v->answers, field)
					    : "";
}

bool
step_value_is(const struct step_view *v, const char *field, const char *value)
{
	return strcmp(step_value(v, field), value) == 0;
}

struct date
step_date(const struct step_view *v, const char *field)
{
	struct date d = {0, 0, 0};

	if (!date_parse(step_value(v, field), &d))
		d = (struct date){0, 0, 0};
	return d;
}

enum kerr
step_refused(const struct step_view *v, const char *reason)
{
	failure_set(v->failure, ERR_STEP_REFUSE);
	failure_text(v->failure, "reason", reason);
	return ERR_STEP_REFUSE;
}

enum kerr
step_missing(const struct step_view *v, const char *field)
{
	const struct field *d = find_shown(v, field);

	failure_set(v->failure, ERR_STEP_INCOMPLETE);
	failure_text(v->failure, "field", d != NULL ? d->label : field);
	return ERR_STEP_INCOMPLETE;
}

enum kerr
step_judge_card_expiry(const struct step_view *v)
{
	struct date end = v->facts->card_expiry;
	char iso[DATE_ISO_SIZE];

	/* A card is good on its last day. */
	if (!date_is_set(end) || date_compare(v->facts->today, end) <= 0)
		return KERR_OK;
	failure_set(v->failure, ERR_CARD_EXPIRED);
	failure_text(v->failure, "date", date_iso(end, iso));
	return ERR_CARD_EXPIRED;
}

bool
case_has_representative(const struct case_facts *facts)
{
	return facts->who == WHO_GUARDIAN || facts->who == WHO_PROXY ||
	       facts->who == WHO_REPRESENTATIVE;
}

static bool
is_choice(const struct field *field, const char *value)
{
	for (const struct choice *c = field->choices; c->code != NULL; c++)
		if (strcmp(c->code, value) == 0)
			return true;
	return false;
}

/* What stands there can be read as what the field asks for. */
static bool
is_readable(const struct field *field, const char *value)
{
	struct date d;

	switch (field->type) {
	case FIELD_CHOICE:
		return is_choice(field, value);
	case FIELD_CHECK:
		return strcmp(value, "yes") == 0;
	case FIELD_DATE:
		return date_parse(value, &d);
	case FIELD_TEXT:
		break;
	}
	return value[strspn(value, " ")] != '\0';
}

static enum kerr
judge_field(const struct step_view *v, const struct field *field,
    const struct step_rule *rules)
{
	const char *value = answers_get(v->answers, field->id);
	enum kerr e;

	if (value[0] == '\0' ? field->required : !is_readable(field, value))
		return step_missing(v, field->id);
	for (const struct step_rule *r = rules; r && r->field != NULL; r++) {
		if (strcmp(r->field, field->id) != 0)
			continue;
		if ((e = r->judge(v)) != KERR_OK)
			return e;
	}
	return KERR_OK;
}

static enum kerr
judge_without_form(const struct step_view *v, enum case_step step)
{
	if (step == STEP_FEE &&
	    (v->facts->fee_due_yen > 0 || v->facts->fee_is_open)) {
		failure_set(v->failure, ERR_FEE_DUE);
		failure_number(v->failure, "yen", v->facts->fee_due_yen);
		return ERR_FEE_DUE;
	}
	if (step == STEP_RIGHT_CARD || step == STEP_PINS ||
	    step == STEP_APPROVAL)
		return step_missing(v, case_step_name(step));
	return KERR_OK;
}

/* Where an end of the card that has passed meanwhile must come to light: at
 * once, and again before the effects that cannot be taken back (a case may
 * have been paused for days). The residence step has its own place for it. */
static bool
looks_at_card_expiry(enum case_step step)
{
	/* an extension that comes too late is none (2.11) */
	return step == STEP_STAY || step == STEP_FOUND || step == STEP_VISIT ||
	       step == STEP_IDENTITY || step == STEP_CONFIRM ||
	       step == STEP_ACTIVATION || step == STEP_HAND_OVER;
}

/* Where the end of a card is looked at, so is whose it is: another office's
 * card is not handed over here. */
static enum kerr
judge_card(const struct step_view *v)
{
	if (v->facts->kind == CASE_KIND_COLLECTION && v->facts->elsewhere)
		return failure_set(v->failure, ERR_CARD_ELSEWHERE);
	return step_judge_card_expiry(v);
}

/* *at: the field at which it ended. */
static enum kerr
judge_fields(const struct step_view *v, const struct step_rule *rules,
    const struct field **at)
{
	enum kerr e = KERR_OK;

	for (const struct field *d = v->fields; e == KERR_OK && d->id; d++) {
		*at = d;
		if (field_is_shown(d, v->facts, v->answers))
			e = judge_field(v, d, rules);
	}
	return e;
}

enum kerr
step_part_judge(const struct step_part *part, const struct case_facts *facts,
    const struct answers *answers, struct failure *f)
{
	const struct step_view v = {part->fields, facts, answers, f};
	const struct field *at = NULL;

	return judge_fields(&v, part->rules, &at);
}

enum kerr
step_part_judge_form(const struct step_part *part,
    const struct case_facts *facts, const struct answers *answers,
    struct failure *f)
{
	struct failure said = {.code = KERR_OK};
	const struct step_view v = {part->fields, facts, answers, &said};
	const struct field *at = NULL;
	enum kerr e = judge_fields(&v, part->rules, &at);

	if (e == ERR_STEP_REFUSE) {
		failure_set(f, ERR_FORM);
		failure_text(f, "field", at->label);
		failure_text(f, "reason", failure_argument(&said, "reason"));
		return ERR_FORM;
	}
	if (e != KERR_OK && f != NULL)
		*f = said;
	return e;
}

enum kerr
step_judge(enum case_step step, const struct case_facts *facts,
    const struct answers *answers, struct failure *f)
{
	struct step_view v = {no_fields, facts, answers, f};
	enum kerr e = KERR_OK;

	if ((unsigned)step >= STEP_COUNT)
		return failure_set(f, ERR_INTERNAL);
	v.fields = parts[step]->fields;
	if (looks_at_card_expiry(step))
		e = judge_card(&v);
	if (e == KERR_OK && v.fields[0].id == NULL)
		return judge_without_form(&v, step);
	return e == KERR_OK ? step_part_judge(parts[step], facts, answers, f)
			    : e;
}
