/* papers.h -- the documents that prove who somebody is, their classes, and
 * how many are enough. counter-procedures 2.2 (one A or two B; some cities
 * want two always), 2.3 (table), 2.4, 2.8. */
#ifndef KIOSK_RULES_PAPERS_H
#define KIOSK_RULES_PAPERS_H

#include <stdbool.h>

#include "rules/refusal.h"

enum paper_class {
	PAPER_UNKNOWN, /* no such code */
	PAPER_A,       /* photo, public, unexpired */
	PAPER_B,       /* name and birth date, or name and address */
	PAPER_NO_PROOF
};

enum paper_dated {
	PAPER_NOT_DATED,
	PAPER_MAY_BE_DATED,
	PAPER_IS_DATED /* always has an end printed on it */
};

/* Every document as a choice, class A first, ended by code NULL. */
extern const struct choice paper_choices[];
enum paper_class paper_class(const char *code);
/* Only class A has to be unexpired; other classes are not dated here. */
enum paper_dated paper_dated(const char *code);
/* It shows a face: class A, or a photo certificate (2.8). */
bool paper_has_photo(const char *code);

/* Whether a second document is asked for beside this first one. */
bool paper_needs_second(const char *first, bool two_always);

#endif
