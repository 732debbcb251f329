/* fees_inside.h -- the fee schedule's inside, shared by the file that shows and
 * decides (cashier_fees.c) and the one that proposes (cashier_propose.c). */
#ifndef KIOSK_SCREENS_FEES_INSIDE_H
#define KIOSK_SCREENS_FEES_INSIDE_H

#include "desk/fee_rules.h"
#include "screens/app.h"
#include "screens/list.h"

struct fees {
	struct fee_rule_view row[FEE_RULES_MOST];
	struct list list;
	enum fee_rule_state shown;
	struct fee_rule_view acted; /* while it is asked about */
	enum fee_rule_act act;
};

/* -- cashier_propose.c -- */
struct request fees_propose(struct app *app, void *state);

#endif
