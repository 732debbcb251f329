/* evidence.h -- what was answered at each step, by whom, when. Nothing is
 * overwritten: the newest row of a field counts, the older ones stay. */
#ifndef KIOSK_STORE_EVIDENCE_H
#define KIOSK_STORE_EVIDENCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "rules/case_flow.h"
#include "rules/step_form.h"

struct store;

struct evidence_row {
	int64_t id;
	enum case_step step;
	struct answer answer; /* empty value: was taken back */
	int64_t by;	      /* staff id */
	int64_t at;
};

/*
 * Keep a step's answers: a row for each one that changed, an empty one for
 * each that was taken back. The case must be open here (as in cases.h).
 */
enum kerr evidence_put(struct store *st, int64_t case_id, enum case_step step,
    const struct answers *answers);
/* The answers that count now; none is KERR_OK with count 0. */
enum kerr evidence_get(struct store *st, int64_t case_id, enum case_step step,
    struct answers *out);
/* Everything of a case, oldest first. */
enum kerr evidence_history(struct store *st, int64_t case_id, size_t offset,
    struct evidence_row *rows, size_t most, size_t *count);

#endif
