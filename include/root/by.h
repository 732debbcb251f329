/* by.h -- commands that somebody answers for: who, checked by password. */
#ifndef KIOSK_ROOT_BY_H
#define KIOSK_ROOT_BY_H

#include "base/error.h"
#include "desk/fee_rules.h"
#include "root/office.h"
#include "rules/rights.h"

/* Open the store and check that o->by, with the password that is asked for (or
 * read with --password-stdin), may do action. Errors: those of
 * office_open_store(), ask_secret() and accounts_check(). */
enum kerr by_begin(const struct options *o, struct office_open *office,
    enum action action, struct rules_by *out, struct failure *f);
/* What came after the words is the number of a row: it, or 0. */
long long by_row(const char *word);

#endif
