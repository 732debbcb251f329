/* print_state.c -- see rules/print_state.h. */
#include "rules/print_state.h"

#include <string.h>

#include "base/error.h"

static const struct {
	const char *code;
	const char *name;
} states[PRINT_STATE_COUNT] = {
    [PRINT_WAITING] = {"waiting", N_("waits for the printer")},
    [PRINT_FAILED] = {"failed", N_("waits for the printer")},
    [PRINT_INTENDED] = {"intended", N_("is being printed")},
    [PRINT_SENT] = {"sent", N_("printed")},
    [PRINT_SPOOLED] = {"spooled", N_("in the spool")},
    [PRINT_UNKNOWN] = {"unknown", N_("in doubt")},
    [PRINT_SPOILED] = {"spoiled", N_("spoiled, kept")},
};

const char *
print_state_code(enum print_state state)
{
	return (unsigned)state < PRINT_STATE_COUNT ? states[state].code : "";
}

const char *
print_state_name(enum print_state state)
{
	return (unsigned)state < PRINT_STATE_COUNT ? states[state].name : "";
}

bool
print_state_from_code(const char *code, enum print_state *out)
{
	for (int s = 0; s < PRINT_STATE_COUNT; s++) {
		if (strcmp(states[s].code, code) == 0) {
			*out = (enum print_state)s;
			return true;
		}
	}
	return false;
}
