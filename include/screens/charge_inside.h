/* charge_inside.h -- the charge screen's inside, shared by the file that acts
 * (cashier_charge.c), the one for exemptions (cashier_exempt.c) and the one
 * that draws (cashier_charge_draw.c). */
#ifndef KIOSK_SCREENS_CHARGE_INSIDE_H
#define KIOSK_SCREENS_CHARGE_INSIDE_H

#include "desk/cashier.h"
#include "desk/charge.h"
#include "desk/desk.h"
#include "screens/app.h"
#include "screens/cash_grid.h"
#include "screens/text_line.h"

struct charge_screen {
	int64_t card;
	struct charge_view view;
	struct till_view drawer;
	struct charge_plan plan;
	struct failure barred;	 /* why no money can be taken here */
	struct text_line amount; /* digits, as typed */
	struct cash_grid tender; /* the pieces of it */
	bool by_pieces;		 /* the focus is on the pieces */
	bool is_done;
	struct charge_done done;
	char key[DESK_KEY_SIZE];
	/* the reason, and an exemption by it */
	struct charge_reason reason[CHARGE_REASONS_MOST];
	size_t reason_count;
	size_t chosen;
	char number[CHARGE_EVIDENCE_SIZE]; /* of the paper */
};

/* -- cashier_charge_draw.c -- */
void charge_draw(struct app *app, const void *state, const struct area *area);

/* -- cashier_charge.c -- */
/* Read fee and drawer again. */
void charge_reload(struct app *app, struct charge_screen *c);
/* Whether money can be taken here and something is due. */
bool charge_can_take(const struct charge_screen *c);

/* -- cashier_exempt.c -- */
struct request charge_ask_reason(struct app *app, void *state);

/* -- cashier_tender.c: what people hand over -- */
/* The next sensible amount after yen, for so much due; round again from the
 * last one. */
int64_t tender_next(int64_t due_yen, int64_t yen, bool forward);
/* The pieces that an amount most likely is made of. */
void tender_pieces(int64_t yen, struct cash *out);
#define TENDERS_MOST 6
/* All of them, from the exact sum up; returns how many. */
size_t tender_list(int64_t due_yen, int64_t out[TENDERS_MOST]);

#endif
