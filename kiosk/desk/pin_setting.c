/* pin_setting.c -- the PIN session: who is asked for what, what is held, and
 * how the terminal comes back. Writing is in pin_writing.c. */
#include "desk/pin_setting.h"

#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "desk/case_again.h"
#include "desk/case_bundle.h"
#include "desk/desk_private.h"
#include "desk/pin_work.h"
#include "desk/procedure_private.h"
#include "store/audit.h"
#include "store/evidence.h"
#include "store/pin_journal.h"
#include "store/pin_sessions.h"
#include "store/store.h"

/* Asking for the initial value would tell nothing new. */
bool
pin_was_asked(const struct pin_known *known)
{
	return strcmp(known->how, PIN_HOW_ASKED) == 0 ||
	       strcmp(known->how, PIN_HOW_BEFORE) == 0;
}

static void
view_refs(
    struct pin_setting_view *view, const struct pin_known known[PIN_REF_COUNT])
{
	enum pin_status status[PIN_REF_COUNT];

	view->any_unknown = false;
	view->any_before = false;
	view->any_recorded = false;
	view->all_set = true;
	memset(view->needed, 0, sizeof(view->needed));
	for (int r = 0; r < PIN_REF_COUNT; r++) {
		status[r] = known[r].status;
		view->ref[r].status = known[r].status;
		view->ref[r].tries_left = known[r].tries_left;
		view->ref[r].at = known[r].result_at;
		if (known[r].status == PIN_STATUS_NONE)
			continue;
		view->needed[pin_ref_kind((enum pin_ref)r)] = true;
		/* only the office's initial value can be asked for by staff */
		if (view->kind == CASE_KIND_COLLECTION &&
		    pin_status_is_doubtful(known[r].status) &&
		    !pin_was_asked(&known[r]))
			view->any_unknown = true;
		if (pin_status_is_doubtful(known[r].status) &&
		    strcmp(known[r].how, PIN_HOW_BEFORE) == 0)
			view->any_before = true;
		if (known[r].status == PIN_STATUS_RECORDED)
			view->any_recorded = true;
		if (!pin_status_is_set(known[r].status))
			view->all_set = false;
	}
	view->trouble = pin_trouble_of(status);
}

/* What the card on the reader told last is newer than the journal: a wrong
 * entry of a PIN that is written already costs a try and no status. */
static void
view_tries(const struct desk *d, struct pin_setting_view *view)
{
	const int *told = d->reader.identity.tries_left;

	if (!d->reader.identified || d->here.check != CHECK_RIGHT ||
	    d->here.watched != view->case_id)
		return;
	for (int r = 0; r < PIN_REF_COUNT; r++)
		if (view->ref[r].status != PIN_STATUS_NONE &&
		    told[r] != CARD_TRIES_UNKNOWN)
			view->ref[r].tries_left = told[r];
}

enum kerr
pin_setting_refresh(struct desk *d, struct pin_setting_view *view)
{
	struct pin_known known[PIN_REF_COUNT];
	enum kerr e = pin_journal_load(d->store, view->case_id, known);

	if (e != KERR_OK)
		return e;
	view_refs(view, known);
	view_tries(d, view);
	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		view->task[k] =
		    pin_work_task(view->kind, known, (enum pin_kind)k);
		view->old_given[k] =
		    d->pins.session != 0 && d->pins.old[k] != NULL;
		view->chosen[k] =
		    d->pins.session != 0 && d->pins.chosen[k] != NULL;
	}
	view->needs_terminal =
	    (view->kind == CASE_KIND_PIN_RESET && !reader_can_reset(d)) ||
	    (view->kind == CASE_KIND_COLLECTION && !reader_can_set(d));
	view->initial_missing = view->kind == CASE_KIND_COLLECTION &&
				!initial_values_ready(d) && reader_can_set(d);
	view->secrets_off = !desk_has_secrets(d);
	return KERR_OK;
}

static void
view_holder(struct pin_setting_view *view, const struct case_bundle *b)
{
	text_gate(view->holder, sizeof(view->holder),
	    b->person.roman[0] != '\0' ? b->person.roman : b->person.kanji);
	if (!lang_from_code(b->c.lang, &view->lang))
		view->lang = LANG_JA;
}

enum kerr
pin_setting_load(struct desk *d, int64_t case_id, struct pin_setting_view *out,
    struct failure *f)
{
	struct case_bundle b;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	out->writing = PIN_KIND_COUNT;
	out->case_id = case_id;
	if ((e = case_bundle_load(d, case_id, &b, f)) != KERR_OK)
		return e;
	out->kind = b.facts.kind;
	view_holder(out, &b);
	return store_explain(d->store, pin_setting_refresh(d, out), f);
}

const struct pin_setting_view *
pin_setting_get(struct desk *d)
{
	return &d->pins.view;
}

static void
pins_wipe(struct desk *d)
{
	for (int k = 0; k < PIN_KIND_COUNT; k++)
		pin_setting_forget(d, (enum pin_kind)k);
}

static enum kerr
session_may_begin(struct desk *d, const struct case_bundle *b,
    const struct pin_setting_view *now, struct failure *f)
{
	enum kerr e;

	if (b->c.step != STEP_PINS || d->pins.session != 0 || d->pins.asking ||
	    now->all_set)
		return failure_set(f, ERR_CASE_STATE);
	if (!desk_has_secrets(d))
		return failure_set(f, ERR_SECRET_MEMORY);
	if (d->reader.agent != NULL &&
	    (e = agent_may_take_pins(d->reader.agent)) != KERR_OK)
		return failure_set(f, e);
	if (now->needs_terminal)
		return failure_set(f, ERR_ISSUER_ABSENT);
	if (now->initial_missing)
		return failure_set(f, ERR_INITIAL_MISSING);
	if (now->any_unknown)
		return failure_set(f, ERR_PIN_UNKNOWN);
	if (d->here.watched != b->c.id || d->here.check != CHECK_RIGHT)
		return failure_set(f, ERR_CARD_ABSENT);
	return KERR_OK;
}

/* A change or a reset takes effect at once: who came, and the second person,
 * were seen today. */
static enum kerr
seen_today(struct desk *d, struct case_bundle *b, struct failure *f)
{
	return b->facts.kind == CASE_KIND_COLLECTION
		   ? KERR_OK
		   : case_again_guard(d, b, f);
}

enum kerr
pin_setting_begin(struct desk *d, int64_t case_id, struct failure *f)
{
	struct pin_setting_view now;
	struct case_bundle b;
	struct audit_note note;
	int64_t session = 0;
	enum kerr e;

	if ((e = case_bundle_own(d, case_id, &b, f)) != KERR_OK ||
	    (e = procedure_gate(d, &b, f)) != KERR_OK ||
	    (e = pin_setting_load(d, case_id, &now, f)) != KERR_OK ||
	    (e = session_may_begin(d, &b, &now, f)) != KERR_OK ||
	    (e = seen_today(d, &b, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	case_note(&note, "pins.begin", &b);
	e = pin_sessions_ask(
	    d->store, case_id, b.card.chip_serial, b.c.lang, &session);
	if (e == KERR_OK)
		e = pin_sessions_take(d->store, session);
	if ((e = desk_end(d, e, &note, f)) != KERR_OK)
		return e;
	pins_wipe(d);
	d->pins.view = now;
	d->pins.view.phase = PIN_PHASE_ENTRY;
	d->pins.session = session;
	text_copy(d->pins.chip_serial, sizeof(d->pins.chip_serial),
	    b.card.chip_serial);
	return KERR_OK;
}

enum kerr
pin_setting_set_lang(struct desk *d, enum lang lang)
{
	struct failure f;

	d->pins.view.lang = lang;
	return collection_set_lang(d, d->pins.view.case_id, lang, &f);
}

/* The numbers of the case that a PIN should not repeat. */
static void
policy_numbers(struct pin_policy_facts *facts, const struct case_bundle *b,
    const struct answers *residence)
{
	const char *all[] = {b->person.phone, b->person.postcode,
	    answers_get(residence, "number")};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i][0] != '\0')
			facts->number[facts->number_count++] = all[i];
}

unsigned
pin_setting_judge(
    struct desk *d, enum pin_kind kind, const struct secret *typed)
{
	struct pin_policy_facts facts = {0};
	struct case_bundle b;
	struct answers residence;
	struct failure f;
	char romaji[sizeof(b.person.kana)];

	memset(&residence, 0, sizeof(residence));
	if (!pin_task_is_repair(d->pins.view.task[kind]) &&
	    case_bundle_load(d, d->pins.view.case_id, &b, &f) == KERR_OK) {
		(void)evidence_get(
		    d->store, b.c.id, STEP_RESIDENCE, &residence);
		facts.birth[0] = b.person.born;
		facts.birth_count = 1;
		facts.name[0] = b.person.roman;
		facts.name[1] = b.person.alias;
		/* a Japanese name has no Roman form but its reading */
		facts.name[2] =
		    text_romaji(romaji, sizeof(romaji), b.person.kana);
		facts.name_count = 3;
		policy_numbers(&facts, &b, &residence);
	}
	return pin_judge(kind, secret_bytes(typed), secret_len(typed), &facts);
}

bool
pin_setting_refuses(const struct desk *d, unsigned verdict)
{
	unsigned refused = PIN_VERDICT_FORM;

	if (d->settings->weak_pin == WEAK_PIN_REFUSE)
		refused |= PIN_VERDICT_WEAK;
	return (verdict & refused) != 0;
}

enum kerr
pin_setting_choose(struct desk *d, enum pin_kind kind, struct secret **value,
    struct failure *f)
{
	struct desk_pins *p = &d->pins;

	if (p->view.phase != PIN_PHASE_ENTRY ||
	    p->view.task[kind] == PIN_TASK_NONE) {
		secret_free(value);
		return failure_set(f, ERR_CASE_STATE);
	}
	if (!secret_is_locked(*value)) {
		secret_free(value);
		return failure_set(f, ERR_SECRET_MEMORY);
	}
	if (pin_setting_refuses(d, pin_setting_judge(d, kind, *value))) {
		secret_free(value);
		return failure_set(f, ERR_PIN_FORMAT);
	}
	secret_free(&p->chosen[kind]);
	p->chosen[kind] = *value;
	*value = NULL;
	p->proved[kind] = false;
	p->view.chosen[kind] = true;
	return KERR_OK;
}

bool
pin_task_asks_old(enum pin_task task)
{
	return task == PIN_TASK_CHANGE || task == PIN_TASK_FINISH;
}

bool
pin_task_is_repair(enum pin_task task)
{
	return task == PIN_TASK_RETYPE || task == PIN_TASK_FINISH;
}

enum kerr
pin_setting_give_old(struct desk *d, enum pin_kind kind, struct secret **value,
    struct failure *f)
{
	struct desk_pins *p = &d->pins;
	const struct pin_policy_facts nothing = {0};
	unsigned verdict =
	    pin_judge(kind, secret_bytes(*value), secret_len(*value), &nothing);
	enum kerr e = KERR_OK;

	if (p->view.phase != PIN_PHASE_ENTRY ||
	    !pin_task_asks_old(p->view.task[kind]))
		e = ERR_CASE_STATE;
	else if (!secret_is_locked(*value))
		e = ERR_SECRET_MEMORY;
	else if ((verdict & PIN_VERDICT_FORM) != 0)
		e = ERR_PIN_FORMAT; /* no card holds it: it costs no try */
	if (e != KERR_OK) {
		secret_free(value);
		return failure_set(f, e);
	}
	pin_setting_forget(d, kind);
	p->old[kind] = *value;
	*value = NULL;
	p->view.old_given[kind] = true;
	return KERR_OK;
}

enum kerr
pin_setting_spend_last(struct desk *d, enum pin_kind kind, struct failure *f)
{
	struct desk_pins *p = &d->pins;

	if (p->view.phase != PIN_PHASE_RESULT ||
	    p->view.failed.code != ERR_PIN_LAST_TRY || p->view.last_try != kind)
		return failure_set(f, ERR_CASE_STATE);
	p->spend_last[kind] = true;
	return pin_setting_continue(d, f);
}

enum kerr
pin_setting_choose_same(struct desk *d, enum pin_kind from, enum pin_kind to)
{
	struct secret *copy = secret_copy(d->pins.chosen[from]);
	struct failure f;

	if (copy == NULL)
		return ERR_SECRET_MEMORY;
	return pin_setting_choose(d, to, &copy, &f);
}

void
pin_setting_forget(struct desk *d, enum pin_kind kind)
{
	struct desk_pins *p = &d->pins;

	secret_free(&p->chosen[kind]);
	secret_free(&p->old[kind]);
	p->view.chosen[kind] = false;
	p->view.old_given[kind] = false;
	p->proved[kind] = false;
	p->spend_last[kind] = false;
	for (int r = 0; r < PIN_REF_COUNT; r++)
		if (pin_ref_kind((enum pin_ref)r) == kind)
			p->denied[r] = false;
}

enum kerr
pin_setting_write(struct desk *d, struct failure *f)
{
	struct desk_pins *p = &d->pins;

	if (p->view.phase != PIN_PHASE_ENTRY)
		return failure_set(f, ERR_CASE_STATE);
	for (int k = 0; k < PIN_KIND_COUNT; k++)
		if (!pin_work_is_ready(p, (enum pin_kind)k))
			return failure_set(f, ERR_CASE_STATE);
	p->view.phase = PIN_PHASE_CARD;
	p->view.failed.code = KERR_OK;
	pin_writing_go(d);
	return KERR_OK;
}

enum kerr
pin_setting_continue(struct desk *d, struct failure *f)
{
	struct desk_pins *p = &d->pins;
	bool held = true;

	if (p->view.phase != PIN_PHASE_RESULT || p->view.all_set)
		return failure_set(f, ERR_CASE_STATE);
	p->view.failed.code = KERR_OK;
	for (int k = 0; k < PIN_KIND_COUNT; k++)
		held = held && pin_work_is_ready(p, (enum pin_kind)k);
	/* what is in doubt is found out with the values still held */
	p->view.phase = held ? PIN_PHASE_CARD : PIN_PHASE_ENTRY;
	if (held)
		pin_writing_go(d);
	return KERR_OK;
}

void
pin_setting_call_staff(struct desk *d)
{
	if (d->pins.session != 0 && d->pins.view.phase != PIN_PHASE_WRITING)
		d->pins.view.phase = PIN_PHASE_HELP;
}

/* The row of the session, and the step when everything is set. */
static enum kerr
session_end_rows(struct desk *d, struct case_bundle *b, enum pin_end how)
{
	static const enum pin_session_state states[] = {
	    [PIN_END_DONE] = PIN_SESSION_DONE,
	    [PIN_END_BACK] = PIN_SESSION_NEEDS_HELP,
	    [PIN_END_WALKED_AWAY] = PIN_SESSION_WALKED_AWAY,
	};
	enum kerr e = pin_sessions_end(d->store, d->pins.session, states[how]);

	if (e == KERR_OK && d->pins.view.all_set)
		e = case_step_finish(d, b, STEP_PINS);
	return e;
}

enum kerr
pin_setting_end(struct desk *d, enum pin_end how, struct failure *f)
{
	struct case_bundle b;
	struct audit_note note;
	enum kerr e;

	if (d->pins.session == 0)
		return KERR_OK;
	if (d->pins.view.phase == PIN_PHASE_WRITING)
		return failure_set(f, ERR_CASE_STATE);
	pins_wipe(d);
	reader_leave(d);
	e = case_bundle_load(d, d->pins.view.case_id, &b, f);
	if (e == KERR_OK)
		e = store_explain(
		    d->store, pin_setting_refresh(d, &d->pins.view), f);
	if (e == KERR_OK && (e = desk_begin(d, f)) == KERR_OK) {
		case_note(&note, "pins.end", &b);
		audit_note_code(
		    &note, "all_set", d->pins.view.all_set ? "yes" : "no");
		e = desk_end(d, session_end_rows(d, &b, how), &note, f);
	}
	if (e != KERR_OK)
		return e;
	memset(&d->pins, 0, sizeof(d->pins));
	d->pins.view.writing = PIN_KIND_COUNT;
	return KERR_OK;
}

void
pin_setting_close(struct desk *d)
{
	struct failure f;

	if (d->pins.session != 0 && d->pins.view.phase != PIN_PHASE_WRITING)
		(void)pin_setting_end(d, PIN_END_WALKED_AWAY, &f);
	pins_wipe(d);
}

enum kerr
pin_setting_record(struct desk *d, int64_t case_id, struct failure *f)
{
	struct pin_known known[PIN_REF_COUNT];
	struct case_bundle b;
	struct audit_note note;
	enum kerr e;

	if ((e = case_bundle_own(d, case_id, &b, f)) != KERR_OK ||
	    (e = procedure_gate(d, &b, f)) != KERR_OK)
		return e;
	if (b.c.step != STEP_PINS || d->pins.session != 0)
		return failure_set(f, ERR_CASE_STATE);
	if ((e = seen_today(d, &b, f)) != KERR_OK)
		return e;
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	case_note(&note, "pins.record", &b);
	e = pin_journal_load(d->store, case_id, known);
	for (int r = 0; e == KERR_OK && r < PIN_REF_COUNT; r++)
		if (known[r].status != PIN_STATUS_NONE &&
		    !pin_status_is_set(known[r].status))
			e = pin_journal_record(
			    d->store, case_id, (enum pin_ref)r);
	if (e == KERR_OK)
		e = case_step_finish(d, &b, STEP_PINS);
	return desk_end(d, e, &note, f);
}
