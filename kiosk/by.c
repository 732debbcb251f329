/* by.c -- see root/by.h. */
#include "root/by.h"

#include <stdlib.h>

#include "base/secret.h"
#include "desk/accounts.h"
#include "root/ask.h"

enum kerr
by_begin(const struct options *o, struct office_open *office,
    enum action action, struct rules_by *out, struct failure *f)
{
	struct secret *own = NULL;
	enum kerr e;

	if ((e = office_open_store(office, f)) == KERR_OK)
		e = o->password_stdin
			? ask_secret_line(&own, f)
			: ask_secret(N_("Your own password"), &own, f);
	out->st = office->store;
	out->now = clock_now(&office->clock);
	if (e == KERR_OK)
		e = accounts_check(office->store, out->now, o->by, own, action,
		    &out->staff, f);
	secret_free(&own);
	return e;
}

long long
by_row(const char *word)
{
	char *end = NULL;
	long long row = strtoll(word, &end, 10);

	return end == word || *end != '\0' || row < 1 ? 0 : row;
}
