/* step_part.h -- how one step's form, sentence and rules are written down, for
 * the files of this room that hold them (kiosk/rules/step_*.c). Other rooms
 * use step_form.h. */
#ifndef KIOSK_RULES_STEP_PART_H
#define KIOSK_RULES_STEP_PART_H

#include "base/date.h"
#include "rules/step_form.h"

/* A form under judgement; all borrowed. */
struct step_view {
	const struct field *fields;
	const struct case_facts *facts;
	const struct answers *answers;
	struct failure *failure;
};

/*
 * A rule looks at its field once that is answered (or may stay empty), in the
 * order of the form: what it refuses is told before anything further down is
 * asked for. Rules of one field run in the order of the table.
 */
struct step_rule {
	const char *field; /* NULL ends */
	enum kerr (*judge)(const struct step_view *v);
};

struct step_part {
	const struct field *fields;
	const struct step_rule *rules; /* NULL: only what is missing */
	const char *(*instruction)(const struct case_facts *facts);
};

/* Judge any form that is written down so, from the top, as step_judge() does
 * the forms of steps. */
enum kerr step_part_judge(const struct step_part *part,
    const struct case_facts *facts, const struct answers *answers,
    struct failure *f);
/* The same for a form that is no step of a case: what is refused is ERR_FORM
 * (field, reason), since nothing is handed over and no F6 refuses it. */
enum kerr step_part_judge_form(const struct step_part *part,
    const struct case_facts *facts, const struct answers *answers,
    struct failure *f);

extern const struct step_part step_part_who;
extern const struct step_part step_part_register;
extern const struct step_part step_part_identity;
extern const struct step_part step_part_residence;
extern const struct step_part step_part_notification;
extern const struct step_part step_part_face;
extern const struct step_part step_part_confirm;
extern const struct step_part step_part_activation;
extern const struct step_part step_part_receipt_form;
extern const struct step_part step_part_hand_over;
extern const struct step_part step_part_visit;
extern const struct step_part step_part_pin_choice;
extern const struct step_part step_part_pin_end;
extern const struct step_part step_part_applicant;
extern const struct step_part step_part_letter;
extern const struct step_part step_part_second_visit;
extern const struct step_part step_part_loss;
extern const struct step_part step_part_recovered;
extern const struct step_part step_part_ending;
extern const struct step_part step_part_given_back;
extern const struct step_part step_part_reissue;
extern const struct step_part step_part_leak;
extern const struct step_part step_part_renewal;
extern const struct step_part step_part_stay;
extern const struct step_part step_part_note_reissue;
extern const struct step_part step_part_note_hand_over;
extern const struct step_part step_part_application;
extern const struct step_part step_part_suspend;
extern const struct step_part step_part_lift;
extern const struct step_part step_part_abolish;
extern const struct step_part step_part_take_back;
extern const struct step_part step_part_number;
extern const struct step_part step_part_order;
extern const struct step_part step_part_extend;
extern const struct step_part step_part_procedure_end;

/* The value of a field that is shown, else "". */
const char *step_value(const struct step_view *v, const char *field);
bool step_value_is(
    const struct step_view *v, const char *field, const char *value);
/* The date of a field that is shown; unset when there is none. */
struct date step_date(const struct step_view *v, const char *field);

enum kerr step_refused(const struct step_view *v, const char *reason);
/* The field is needed after all, given the other answers. */
enum kerr step_missing(const struct step_view *v, const char *field);
/* ERR_CARD_EXPIRED when the case's card is past its end (1.7, 2.9). */
enum kerr step_judge_card_expiry(const struct step_view *v);

/* The rules of identity papers (2.2 to 2.4), for fields of any step: a document
 * that proves nothing; one that has expired, or whose date is not given though
 * it has one; a second one that is the first once more. */
enum kerr step_judge_paper(const struct step_view *v, const char *field);
enum kerr step_judge_paper_until(
    const struct step_view *v, const char *field, const char *until);
enum kerr step_judge_second_paper(
    const struct step_view *v, const char *first, const char *second);
/* Same or different (choices "same", "differs"): refused when different. */
enum kerr step_judge_same(
    const struct step_view *v, const char *field, const char *reason);
extern const struct choice step_same_choices[];

/* "10:45"; the time is told in field. */
enum kerr step_judge_time_of_day(const struct step_view *v, const char *field);
/* A day that has come: refused when it lies in the future. */
enum kerr step_judge_not_future(const struct step_view *v, const char *field);
/* The reasons for which a holder cannot come (2.7). */
extern const struct choice step_reason_choices[];
enum kerr step_judge_reason(const struct step_view *v, const char *field);

/* Who came, and whether these people may (2.6), for a field named who. */
extern const struct choice step_who_choices[];
enum kerr step_judge_who(const struct step_view *v);
/* The proof of authority of a legal representative (2.6), for fields named
 * authority and authority_date. */
extern const struct choice step_authority_choices[];
bool step_shows_guardian(
    const struct case_facts *facts, const struct answers *a);
bool step_shows_certificate(
    const struct case_facts *facts, const struct answers *a);
enum kerr step_judge_authority(const struct step_view *v);
enum kerr step_judge_certificate(const struct step_view *v);

/* Somebody else than the holder stands at the counter. */
bool case_has_representative(const struct case_facts *facts);

#endif
