/* case_inside.h -- the collection screen's inside, shared by the files that
 * draw it (staff_case_draw.c) and act on it (staff_collection.c, staff_case_
 * acts.c). No other screen includes it. */
#ifndef KIOSK_SCREENS_CASE_INSIDE_H
#define KIOSK_SCREENS_CASE_INSIDE_H

#include <stdint.h>

#include "desk/charge.h"
#include "desk/collection.h"
#include "desk/pin_setting.h"
#include "screens/app.h"
#include "screens/form.h"
#include "screens/note.h"

#define CASE_PATH_SIZE 512

struct case_screen {
	int64_t case_id;
	struct collection_view view;
	struct pin_setting_view pins;  /* at STEP_PINS */
	struct incident_view incident; /* id 0: none */
	struct charge_view fee;	       /* at STEP_FEE */
	struct form *form;	       /* NULL: the step has no form */
	enum case_step form_step;
	char slip[CASE_PATH_SIZE]; /* where it lies, or how it stands */
	bool asking;		   /* the card was asked, no answer yet */
	bool awaits_right;	   /* told to place the right card */
	const char *refusal;	   /* chosen, while its remark is asked */
};

/* -- staff_case_draw.c -- */
void case_draw(struct app *app, const void *state, const struct area *area);

/* -- staff_case_acts.c: what the F-keys do -- */
struct request case_refuse(struct app *app, void *state);
struct request case_interrupt(struct app *app, void *state);
struct request case_ticket(struct app *app, void *state);
struct request case_approve(struct app *app, void *state);
struct request case_hand_over_terminal(struct app *app, void *state);
struct request case_record_pins(struct app *app, void *state);
struct request case_ask_card(struct app *app, void *state);
struct request case_read_card(struct app *app, void *state);
struct request case_put_away(struct app *app, void *state);
struct request case_print_again(struct app *app, void *state);
struct request case_language(struct app *app, void *state);

/* -- staff_collection.c -- */
/* Read the case again; the form is made anew when the step changed. */
void case_reload(struct app *app, struct case_screen *c);
/* How the case's last paper stands, translated; "" when there is none. */
const char *case_slip_said(const struct app *app, const struct case_screen *c);
/* Keep what was typed in the form so far. */
void case_keep(struct app *app, struct case_screen *c);

#endif
