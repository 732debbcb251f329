/* print_state.h -- how a sheet of a paper stands; store/print_jobs.h has the
 * moves between them. */
#ifndef KIOSK_RULES_PRINT_STATE_H
#define KIOSK_RULES_PRINT_STATE_H

#include <stdbool.h>

enum print_state {
	PRINT_WAITING,	/* for the printer */
	PRINT_FAILED,	/* no byte went out: it is tried again */
	PRINT_INTENDED, /* bytes go out now */
	PRINT_SENT,
	PRINT_SPOOLED,
	PRINT_UNKNOWN, /* only staff can say what came out */
	PRINT_SPOILED, /* kept; another sheet stands for it */
	PRINT_STATE_COUNT
};

const char *print_state_code(enum print_state state);
const char *print_state_name(enum print_state state); /* catalogue id */
bool print_state_from_code(const char *code, enum print_state *out);

#endif
