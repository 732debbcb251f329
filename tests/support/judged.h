/* judged.h -- filling in a step's form and asking for the judgement. */
#ifndef KIOSK_TESTS_JUDGED_H
#define KIOSK_TESTS_JUDGED_H

#include "rules/step_form.h"

/* Answers written as "who=self notice=brought representative=A+B": a space
 * ends a value, a plus stands for a space. Fails the test when they do not
 * fit. */
struct answers answers_from(const char *written);

/* What step_judge() says of them, in words that a test can compare: "ok",
 * "missing: <label>", "refused: <reason>", "expired: <date>", "fee: <yen>".
 * Lives until the next call. */
const char *judged(
    enum case_step step, const struct case_facts *facts, const char *written);

#endif
