/* initial_values.c -- the office's initial values for fresh cards: typed by
 * two people, kept in locked memory, never in a file of a real office
 * (design, decision 1). */
#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "desk/desk_private.h"
#include "desk/pin_setting.h"
#include "store/audit.h"

void
initial_values_open(struct desk *d)
{
	const struct office_settings *s = d->settings;

	if (!desk_has_secrets(d) || !s->training ||
	    s->training_initial_sign[0] == '\0' ||
	    s->training_initial_pin[0] == '\0')
		return;
	d->initial.sign = secret_from_bytes(
	    s->training_initial_sign, strlen(s->training_initial_sign));
	d->initial.digits = secret_from_bytes(
	    s->training_initial_pin, strlen(s->training_initial_pin));
	if (!initial_values_ready(d))
		initial_values_forget(d); /* never one of the two */
}

bool
initial_values_ready(const struct desk *d)
{
	return d->initial.sign != NULL && d->initial.digits != NULL;
}

const struct secret *
initial_value_for(const struct desk *d, enum pin_ref ref)
{
	return ref == PIN_REF_SIGN ? d->initial.sign : d->initial.digits;
}

void
initial_values_get(const struct desk *d, struct initial_values_view *out)
{
	memset(out, 0, sizeof(*out));
	out->ready = initial_values_ready(d);
	out->first_done = d->initial.first_staff != 0;
	text_copy(
	    out->first_name, sizeof(out->first_name), d->initial.first_name);
}

static void
initial_forget_first(struct desk *d)
{
	secret_free(&d->initial.first_sign);
	secret_free(&d->initial.first_digits);
	d->initial.first_staff = 0;
	d->initial.first_name[0] = '\0';
}

void
initial_values_forget(struct desk *d)
{
	initial_forget_first(d);
	secret_free(&d->initial.sign);
	secret_free(&d->initial.digits);
}

static enum kerr
initial_judge(const struct secret *sign, const struct secret *digits)
{
	const struct pin_policy_facts nothing = {0};
	unsigned bad =
	    pin_judge(PIN_SIGN, secret_bytes(sign), secret_len(sign), &nothing);

	bad |= pin_judge(
	    PIN_AUTH, secret_bytes(digits), secret_len(digits), &nothing);
	return (bad & PIN_VERDICT_FORM) != 0 ? ERR_PIN_FORMAT : KERR_OK;
}

static enum kerr
initial_first(struct desk *d, struct secret **sign, struct secret **digits)
{
	d->initial.first_sign = *sign;
	d->initial.first_digits = *digits;
	*sign = *digits = NULL;
	d->initial.first_staff = d->session.staff;
	text_copy(d->initial.first_name, sizeof(d->initial.first_name),
	    d->session.view.name);
	return KERR_OK;
}

static enum kerr
initial_second(struct desk *d, struct secret **sign, struct secret **digits,
    struct failure *f)
{
	struct audit_note note;
	bool same = secret_equals(*sign, d->initial.first_sign) &&
		    secret_equals(*digits, d->initial.first_digits);
	enum kerr e;

	if (!d->session.second.granted ||
	    d->session.second_staff == d->initial.first_staff)
		return failure_set(f, ERR_SAME_PERSON);
	initial_forget_first(d);
	if (!same) {
		failure_set(f, ERR_STEP_REFUSE);
		failure_text(f, "reason",
		    N_("the two entries differ, both were forgotten"));
		return ERR_STEP_REFUSE;
	}
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	audit_note(&note, "initial_values.enter", "staff", d->session.staff);
	audit_note_number(&note, "second", d->session.second_staff);
	if ((e = desk_end(d, KERR_OK, &note, f)) != KERR_OK)
		return e;
	secret_free(&d->initial.sign);
	secret_free(&d->initial.digits);
	d->initial.sign = *sign;
	d->initial.digits = *digits;
	*sign = *digits = NULL;
	return KERR_OK;
}

enum kerr
initial_values_enter(struct desk *d, struct secret **sign,
    struct secret **digits, struct failure *f)
{
	enum kerr e = desk_need(d, ACTION_INITIAL_VALUES, f);

	if (e == KERR_OK && (!desk_has_secrets(d) || !secret_is_locked(*sign) ||
				!secret_is_locked(*digits)))
		e = failure_set(f, ERR_SECRET_MEMORY);
	if (e == KERR_OK)
		e = failure_set(f, initial_judge(*sign, *digits));
	if (e == KERR_OK)
		e = d->initial.first_staff == 0
			? initial_first(d, sign, digits)
			: initial_second(d, sign, digits, f);
	secret_free(sign);
	secret_free(digits);
	return e;
}
