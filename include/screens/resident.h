/* resident.h -- the screens that a resident sees while the terminal is handed
 * over: only the PINs, in their language, and no way out to anything else.
 * One at a time on top of the case's screen; they replace each other. */
#ifndef KIOSK_SCREENS_RESIDENT_H
#define KIOSK_SCREENS_RESIDENT_H

#include "screens/app.h"

/* Chooses the right one for the phase of the running PIN session (desk/
 * pin_setting.h). arg: unused. */
extern const struct screen resident_start_screen;

#endif
