/* supervisor.h -- the supervisor's screens. */
#ifndef KIOSK_SCREENS_SUPERVISOR_H
#define KIOSK_SCREENS_SUPERVISOR_H

#include "screens/app.h"

/* The day in numbers and bars. arg: unused. */
extern const struct screen supervisor_day_screen;

#endif
