/* desk_office.h -- a small office for tests of the desk: a real store on a
 * file, the built-in reader with virtual cards, two clerks and a supervisor,
 * three waiting cards. The clock begins at OFFICE_NOW. */
#ifndef TESTS_SUPPORT_DESK_OFFICE_H
#define TESTS_SUPPORT_DESK_OFFICE_H

#include <stdint.h>

#include "base/clock.h"
#include "base/loop.h"
#include "desk/collection.h"
#include "desk/desk.h"
#include "desk/office.h"
#include "support/training_reader.h"

#define OFFICE_NOW	1795658400 /* 2026-11-25 11:00 in Japan */
#define OFFICE_PASSWORD "wooden bridge 12"
#define OFFICE_CODE	"4711"

/* Chip serials and card ids: national, foreign, a child. */
enum office_card { OFFICE_TANAKA, OFFICE_NGUYEN, OFFICE_CHILD, OFFICE_CARDS };

struct desk_office {
	struct training_reader reader;
	struct office_settings settings[3]; /* by counter, 1 and 2 */
	int64_t clock_offset;
	struct clock clock;
	struct loop *loop;
	struct desk *desk[3]; /* NULL: closed */
	int64_t card[OFFICE_CARDS];
};

/* In main of a test: become a helper process when started as one. */
void desk_office_main(int argc, char **argv);

/* Every function fails the test on trouble. */
void desk_office_begin(struct desk_office *o);
void desk_office_end(struct desk_office *o);
/* Open counter n (1, 2) and sign in as staff "1001" or "1002"; "2001" is the
 * supervisor. */
struct desk *desk_office_open(struct desk_office *o, int n, const char *staff);
/* Close it as a program that ends well does. */
void desk_office_close(struct desk_office *o, int n);

/* The holder has had this card for a while; before a counter is opened. */
void desk_office_deliver(struct desk_office *o, enum office_card card);

/* Put a card on the reader (by enum office_card) or lift it (-1), with a fault
 * or NULL. */
void desk_office_put(struct desk_office *o, int card, const char *fault);
/* Turn the loop until the condition holds; fails after 20 s. */
void desk_office_until(
    struct desk_office *o, bool (*holds)(void *arg), void *arg);

/* Answer the steps from the present one up to (not including) step, as a case
 * without trouble does. */
void desk_office_walk(
    struct desk_office *o, int n, int64_t case_id, enum case_step step);
struct collection_view desk_office_view(
    struct desk_office *o, int n, int64_t case_id);
int64_t desk_office_take(struct desk_office *o, int n, enum office_card card);
/* Answers of one step that let it go on. */
struct answers desk_office_answers(
    const struct collection_view *v, enum case_step step);

#endif
