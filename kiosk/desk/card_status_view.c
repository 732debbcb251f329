/* card_status_view.c -- what the card agent learned, as people see it. */
#include <string.h>

#include "base/text.h"
#include "desk/card_status_private.h"
#include "desk/desk_private.h"
#include "desk/office.h"

static struct card_status_pin
fill_pin(const struct agent_event *e, enum pin_ref ref)
{
	struct card_status_pin pin = {CARD_PIN_ABSENT, 0};
	int tries = e->identity.tries_left[ref];

	if (e->inspection.pin_error[ref] != KERR_OK)
		pin.state = CARD_PIN_UNREADABLE;
	else if (!e->identity.pin_present[ref])
		pin.state = CARD_PIN_ABSENT;
	else if (tries == CARD_TRIES_UNKNOWN)
		pin.state = CARD_PIN_UNTOLD;
	else if (tries == CARD_TRIES_BLOCKED)
		pin.state = CARD_PIN_LOCKED;
	else
		pin = (struct card_status_pin){CARD_PIN_TRIES, tries};
	return pin;
}

void
card_status_fill(struct card_status_view *out, const struct agent_event *e,
    struct date today)
{
	memset(out, 0, sizeof(*out));
	out->phase = CARD_STATUS_READ;
	out->reader = e->reader;
	out->kind = e->identity.kind;
	text_copy(out->serial, sizeof(out->serial), e->identity.chip_serial);
	text_copy(out->municipality, sizeof(out->municipality),
	    e->identity.municipality);
	if (!date_parse(e->identity.expiry, &out->expiry))
		out->expiry = (struct date){0, 0, 0};
	out->expired =
	    date_is_set(out->expiry) && date_compare(out->expiry, today) < 0;
	for (int i = 0; i < PIN_REF_COUNT; i++)
		out->pin[i] = fill_pin(e, (enum pin_ref)i);
	memcpy(out->certificate, e->inspection.certificate,
	    sizeof(out->certificate));
	out->ca_count = e->inspection.ca_count;
	out->ca_bad = e->inspection.ca_bad;
}

void
card_status_fail(struct card_status_view *out, const struct agent_event *e)
{
	memset(out, 0, sizeof(*out));
	out->phase = CARD_STATUS_FAILED;
	out->reader = e->reader;
	reader_explain(&out->failed, e->error, e);
}

void
card_status_config(
    const struct office_settings *settings, struct agent_config *out)
{
	memset(out, 0, sizeof(*out));
	out->transport = settings->transport == READER_TRAINING ? AGENT_TRAINING
								: AGENT_PCSC;
	text_copy(out->reader, sizeof(out->reader), settings->reader);
	text_copy(out->ca_directory, sizeof(out->ca_directory),
	    settings->ca_directory);
}

enum kerr
card_status_why(enum reader_state reader)
{
	static const enum kerr why[READER_STATE_COUNT] = {
	    [READER_STARTING] = ERR_DEADLINE,
	    [READER_NO_SERVICE] = ERR_PCSC_ABSENT,
	    [READER_NONE] = ERR_READER_ABSENT,
	    [READER_EMPTY] = ERR_CARD_ABSENT,
	    [READER_CARD] = ERR_DEADLINE,
	    [READER_BUSY] = ERR_READER_BUSY,
	    [READER_MANY] = ERR_READER_MANY,
	    [READER_STUCK] = ERR_READER_STUCK,
	};

	return (unsigned)reader < READER_STATE_COUNT ? why[reader]
						     : ERR_INTERNAL;
}

bool
card_status_is_ours(const struct card_status_view *v)
{
	return v->phase == CARD_STATUS_READ && v->kind != CARD_KIND_OTHER &&
	       v->kind != CARD_KIND_UNKNOWN;
}
