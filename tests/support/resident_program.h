/* resident_program.h -- the counter program from the case's screen on, for
 * tests that hand the terminal over: a real desk on a real store and reader,
 * signed in as "1001", one case open. It ends when that screen is left. */
#ifndef TESTS_SUPPORT_RESIDENT_PROGRAM_H
#define TESTS_SUPPORT_RESIDENT_PROGRAM_H

#include <stdint.h>

#include "desk/office.h"

/* What its main() would be: settings is a file that resident_program_settings()
 * wrote, case_id a number. */
int resident_program_main(const char *settings, const char *case_id);
void resident_program_settings(
    const char *path, const struct office_settings *s);

#endif
