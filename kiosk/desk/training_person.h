/* training_person.h -- one invented person and their card, with the days that
 * follow from the day on which the office is made. */
#ifndef KIOSK_DESK_TRAINING_PERSON_H
#define KIOSK_DESK_TRAINING_PERSON_H

#include <stdint.h>

#include "desk/training_people.h"
#include "store/cards.h"
#include "store/people.h"

#define TRAINING_CARD_NAME_SIZE 32

/* now: UTC. index: of training_people. */
void training_person_record(size_t index, int64_t now, struct person *out);
void training_person_card(
    size_t index, int64_t now, const struct person *p, struct card_record *out);
/* The virtual card's file name: the notice number, or what stands for it. */
void training_person_card_name(size_t index, char out[TRAINING_CARD_NAME_SIZE]);

#endif
