/* training_mend.h -- what a training office made by an earlier version lacks. */
#ifndef KIOSK_DESK_TRAINING_MEND_H
#define KIOSK_DESK_TRAINING_MEND_H

#include "base/error.h"

/*
 * Give the office in directory, whose kiosk.ini is there, a folder with the
 * certificates of its virtual cards' authorities, and name it in kiosk.ini.
 * Nothing else is touched. Errors: ERR_STORE_EXISTS when nothing is lacking or
 * it is no training office; ERR_IO.
 */
enum kerr training_mend(const char *directory, struct failure *f);

#endif
