/* training.h -- the training desk: a key that places virtual cards on this
 * counter's reader, removes or pulls them. Only in a training office. */
#ifndef KIOSK_SCREENS_TRAINING_H
#define KIOSK_SCREENS_TRAINING_H

#include "screens/app.h"

/* arg: unused. */
extern const struct screen training_desk_screen;

#endif
