/* training_logins.h -- the invented staff of a training office; the sign-in
 * screen shows them (desk/session.h). */
#ifndef KIOSK_DESK_TRAINING_LOGINS_H
#define KIOSK_DESK_TRAINING_LOGINS_H

#include <stddef.h>

#include "desk/session.h"

struct training_login {
	const char *number;
	const char *name;
	enum role role;
	const char *password;
};

extern const struct training_login training_logins[];
extern const size_t training_logins_count;

#endif
