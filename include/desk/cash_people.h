/* cash_people.h -- who may take money, and the float each was granted: one
 * person proposes, another, who is not the one it is about, takes it
 * (counter-procedures 5.1, 5.2). As in fee_rules.h for screens and commands. */
#ifndef KIOSK_DESK_CASH_PEOPLE_H
#define KIOSK_DESK_CASH_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "desk/fee_rules.h"

enum cash_person_kind { CASH_PERSON_OFFICER, CASH_PERSON_GRANT };
enum cash_person_state {
	CASH_PERSON_PROPOSED,
	CASH_PERSON_IN_FORCE,
	CASH_PERSON_REJECTED
};

struct cash_person {
	enum cash_person_kind kind;
	int64_t id;
	int64_t staff;
	char staff_no[24];
	char name[128];
	char number[32]; /* OFFICER: of the appointment */
	struct date first_day, last_day;
	int year;    /* GRANT: fiscal year */
	int64_t yen; /* GRANT */
	enum cash_person_state state;
	bool is_over; /* the appointment has ended */
	bool is_own;  /* proposed by the asker, or about them */
	char proposed_by[128];
	char decided_by[128];
};
#define CASH_PEOPLE_MOST 200

/* Officers, then grants, newest first. Errors: those of the store. */
enum kerr cash_people_list(const struct rules_by *by, struct date today,
    struct cash_person *rows, size_t most, size_t *count, struct failure *f);
/* Errors: ERR_OFFICER (reason), ERR_NOT_FOUND (no such staff number). */
enum kerr cash_people_appoint(const struct rules_by *by, const char *staff_no,
    const char *number, struct date first, struct date last, struct failure *f);
enum kerr cash_people_grant(const struct rules_by *by, const char *staff_no,
    int year, int64_t yen, struct failure *f);
/* Errors: ERR_SAME_PERSON, ERR_RULE_STATE. */
enum kerr cash_people_decide(const struct rules_by *by,
    enum cash_person_kind kind, int64_t id, bool approve, struct failure *f);
/* The appointment ends with that day: one person is enough. */
enum kerr cash_people_end(
    const struct rules_by *by, int64_t id, struct date last, struct failure *f);

/* The signed-in person, when allowed (ACTION_CASH_OFFICERS). */
enum kerr desk_people_by(
    struct desk *d, struct rules_by *out, struct failure *f);

#endif
