/* agent_pins.c -- see support/agent_pins.h. */
#include "support/agent_pins.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/secret.h"
#include "support/agent_driver.h"
#include "support/training_reader.h"

static struct secret *
value_of(const char *text)
{
	struct secret *s = secret_from_bytes(text, strlen(text));

	assert_non_null(s);
	return s;
}

void
agent_pins_begin(struct agent_pins *p)
{
	assert_int_equal(secret_init(), KERR_OK);
	p->clock = clock_system();
	for (int ref = 0; ref < PIN_REF_COUNT; ref++) {
		bool sign = ref == PIN_REF_SIGN;

		p->old[ref] = value_of(sign ? TRAINING_SIGN : TRAINING_PIN);
		p->new[ref] = value_of(sign ? AGENT_NEW_SIGN : AGENT_NEW_PIN);
	}
}

void
agent_pins_end(struct agent_pins *p)
{
	for (int ref = 0; ref < PIN_REF_COUNT; ref++) {
		secret_free(&p->old[ref]);
		secret_free(&p->new[ref]);
	}
}

struct agent *
agent_pins_start(const struct agent_pins *p, enum agent_transport transport,
    const char *reader, int command_ms)
{
	struct agent_config config = {
	    .transport = transport, .command_ms = command_ms};
	struct agent *a = NULL;
	struct failure f;

	assert_true(strlen(reader) < sizeof(config.reader));
	strcpy(config.reader, reader);
	assert_int_equal(agent_start(&config, &p->clock, &a, &f), KERR_OK);
	return a;
}

struct agent_event
agent_pins_set(const struct agent_pins *p, struct agent *a, enum pin_ref ref)
{
	assert_int_equal(
	    agent_pin_set(a, TRAINING_SERIAL, ref, p->old[ref], p->new[ref]),
	    KERR_OK);
	return agent_driver_end(a, NULL);
}

struct agent_event
agent_pins_prove(struct agent *a, enum pin_ref ref, const struct secret *value)
{
	assert_int_equal(
	    agent_pin_prove(a, TRAINING_SERIAL, ref, value), KERR_OK);
	return agent_driver_end(a, NULL);
}

struct agent_event
agent_pins_leave(struct agent *a)
{
	assert_int_equal(agent_leave(a), KERR_OK);
	return agent_driver_end(a, NULL);
}
