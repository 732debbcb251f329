/* pin_case.c -- opening a PIN change or reset, and the second person of a
 * reset. */
#include "desk/pin_case.h"

#include <string.h>

#include "desk/case_bundle.h"
#include "desk/desk_private.h"
#include "rules/answers.h"
#include "store/audit.h"
#include "store/evidence.h"
#include "store/store.h"

enum kerr
pin_case_open(struct desk *d, enum case_kind kind, int64_t card_id,
    const char *key, int64_t *case_id, struct failure *f)
{
	*case_id = 0;
	if (kind != CASE_KIND_PIN_CHANGE && kind != CASE_KIND_PIN_RESET)
		return failure_set(f, ERR_INTERNAL);
	return case_open_kind(d, kind, card_id, key, case_id, f);
}

/* Four eyes: another person than the one signed in, checked for this. */
static bool
is_seen_by_second(const struct desk *d)
{
	return d->session.second.granted &&
	       d->session.second_action == ACTION_PIN_RESET &&
	       d->session.second_staff != 0 &&
	       d->session.second_staff != d->session.staff;
}

enum kerr
pin_case_approve(struct desk *d, int64_t case_id, struct failure *f)
{
	struct case_bundle b;
	struct audit_note note;
	struct answers by;
	enum kerr e;

	if ((e = case_bundle_own(d, case_id, &b, f)) != KERR_OK)
		return e;
	if (b.c.step != STEP_APPROVAL)
		return failure_set(f, ERR_CASE_STATE);
	if (!is_seen_by_second(d))
		return failure_set(f, ERR_SAME_PERSON);
	memset(&by, 0, sizeof(by));
	if ((e = answers_set(&by, "by", d->session.second.staff_no)) !=
		KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	case_note(&note, "case.approve", &b);
	audit_note_number(&note, "second", d->session.second_staff);
	e = evidence_put(d->store, case_id, STEP_APPROVAL, &by);
	if (e == KERR_OK)
		e = case_step_finish(d, &b, STEP_APPROVAL);
	if ((e = desk_end(d, e, &note, f)) == KERR_OK)
		session_second_end(d);
	return e;
}

bool
pin_case_can_reset(const struct desk *d)
{
	return reader_can_reset(d);
}
