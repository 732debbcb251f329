/* training_people.h -- the invented people of a training office, and the cards
 * that wait for them. Ages and days are told from the day on which the office
 * is made, so that there are always children and stays that end soon. */
#ifndef KIOSK_DESK_TRAINING_PEOPLE_H
#define KIOSK_DESK_TRAINING_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "rules/lifecycle.h"
#include "store/cards.h"

#define TRAINING_NO_SLOT (-1000) /* no reservation */

struct training_person {
	const char *roman;
	const char *kanji;
	const char *alias;
	const char *kana;
	/* Born on this day, or so many days before today ("-200"), or so many
	 * years and 40 days before it ("7y"). */
	const char *born;
	char sex;	    /* as in the chip: 1 male, 2 female */
	const char *status; /* "" for nationals */
	int stay_days;	    /* end of the stay from today; 0: none */
	const char *address;
	const char *postcode;
	const char *phone;
	const char *household;
	enum issue_kind kind;
	const char *reason; /* of a reissue */
	int fee_yen;
	enum card_state state;
	int noticed_days; /* before today; 0: no notice */
	int slot;	  /* reservation, in ten minutes from now */
	bool no_certificates;
};

extern const struct training_person training_people[];
extern const size_t training_people_count;

#endif
