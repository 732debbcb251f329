/* card_menu_inside.h -- the card menu's inside, shared by the files that act
 * (staff_card_menu.c) and draw (staff_card_menu_draw.c). No other screen
 * includes it. */
#ifndef KIOSK_SCREENS_CARD_MENU_INSIDE_H
#define KIOSK_SCREENS_CARD_MENU_INSIDE_H

#include "desk/card_menu.h"
#include "desk/desk.h"
#include "screens/app.h"
#include "screens/list.h"

#define CARD_MENU_GENERAL 3

/* One line: something to do with the card, or a screen that needs none. */
struct card_menu_row {
	const struct card_menu_item *item; /* in the view, or NULL */
	const struct screen *screen;
	const char *name; /* catalogue ids */
	const char *words;
	const char *why_not;
};

struct card_menu {
	struct card_menu_view view; /* card_id 0: no card */
	struct card_menu_row row[CARD_MENU_ITEMS + CARD_MENU_GENERAL];
	struct list list;
	enum card_event event; /* asked about */
	char key[DESK_KEY_SIZE];
};

/* -- staff_card_menu_draw.c -- */
void card_menu_list_init(struct card_menu *m);
/* The rows of what the view holds; who is signed in decides about some. */
void card_menu_collect(const struct app *app, struct card_menu *m);
void card_menu_draw(
    struct app *app, const void *state, const struct area *area);

#endif
