/* registration.h -- a card that is in no list: what staff write down of its
 * holder and of the card, and which of it makes sense (counter-procedures 0,
 * 1 "Validity", 1.10, 7.1, 7.3). The twelve digits of an Individual Number are
 * refused in every field (design, decision 2). */
#ifndef KIOSK_RULES_REGISTRATION_H
#define KIOSK_RULES_REGISTRATION_H

#include <stdbool.h>

#include "rules/step_form.h"

/*
 * Fields: type (codes of card_type.h), nationality (national, foreign), roman,
 * kanji, kana, alias, born, address, status, stay; of an Individual Number Card
 * serial, expiry, sign, auth; of a notification card where (posted,
 * post_returned, held), number, place.
 */
const struct field *registration_fields(void);
const char *registration_instruction(void); /* catalogue id */
/* Of the facts only today counts. Errors: ERR_NUMBER_KEPT before all others,
 * ERR_STEP_INCOMPLETE
 * (field), ERR_FORM (field, reason). */
enum kerr registration_judge(const struct case_facts *facts,
    const struct answers *answers, struct failure *f);

#endif
