/* procedure_letter.c -- the office writes to the holder before a freely chosen
 * proxy gets anything (counter-procedures 3.9): the case waits for the answer,
 * at any counter. */
#include "base/date.h"
#include "desk/case_bundle.h"
#include "desk/desk_private.h"
#include "desk/hand_over.h"
#include "desk/printing.h"
#include "desk/procedure_private.h"
#include "rules/step_form.h"
#include "store/audit.h"
#include "store/store.h"

enum kerr
procedure_letter_commit(struct desk *d, struct case_bundle *b,
    const struct answers *answers, struct failure *f)
{
	struct slip_job job = {.kind = SLIP_KIND_LETTER, .reason = ""};
	struct answers sent = *answers;
	struct audit_note note;
	char iso[DATE_ISO_SIZE];
	enum kerr e;

	e = answers_set(&sent, "sent_on", date_iso(b->facts.today, iso));
	if (e != KERR_OK)
		return failure_set(f, e);
	procedure_hear(b, STEP_LETTER, &sent);
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	case_note(&note, "case.letter", b);
	e = case_step_commit(d, b, STEP_LETTER, &sent, f);
	if (e == KERR_OK)
		e = cases_pause(d->store, b->c.id, PAUSE_INQUIRY);
	if (e == KERR_OK)
		e = case_slip_take(d, b, &job);
	if ((e = desk_end(d, e, &note, f)) == KERR_OK)
		printing_go(d);
	return e;
}
