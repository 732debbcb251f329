#include "card/issuer.h"

#include <string.h>

#include "card/issuer_training.h"

static void
builtin_reset(struct individual *c, const char *chip_serial, enum pin_ref ref,
    const struct secret *chosen, struct pin_result *out)
{
	(void)c;
	(void)chip_serial;
	(void)ref;
	(void)chosen;
	/* 4.4: with public commands there is none; no bytes are guessed. */
	*out = (struct pin_result){.outcome = PIN_OUTCOME_UNCHANGED,
	    .error = ERR_ISSUER_ABSENT,
	    .tries_left = CARD_TRIES_UNKNOWN};
}

static void
none_first(struct individual *c, const char *chip_serial, enum pin_ref ref,
    const struct secret *initial, const struct secret *chosen,
    struct pin_result *out)
{
	(void)initial;
	builtin_reset(c, chip_serial, ref, chosen, out);
}

static const struct issuer issuers[] = {
    {.name = ISSUER_BUILTIN,
	.sets = true,
	.pin_first = individual_pin_set,
	.pin_reset = builtin_reset},
    {.name = ISSUER_TRAINING,
	.sets = true,
	.resets = true,
	.invented = true,
	.pin_first = individual_pin_set,
	.pin_reset = issuer_training_reset},
    {.name = ISSUER_NONE, .pin_first = none_first, .pin_reset = builtin_reset},
};

const struct issuer *
issuer_builtin(void)
{
	return &issuers[0];
}

const struct issuer *
issuer_get(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(issuers) / sizeof(issuers[0]); i++)
		if (strcmp(issuers[i].name, name) == 0)
			return &issuers[i];
	return NULL;
}

const struct issuer *
issuer_get_for(const char *name, enum agent_transport transport)
{
	const struct issuer *issuer =
	    name[0] == '\0' ? issuer_builtin() : issuer_get(name);

	if (issuer != NULL && issuer->invented && transport != AGENT_TRAINING)
		return NULL;
	return issuer;
}
