/* session.c -- sign-in, lock, counter code, second person. */
#include "desk/session.h"

#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/secret.h"
#include "base/text.h"
#include "desk/desk_private.h"
#include "desk/sign_in_wait.h"
#include "store/audit.h"
#include "store/days.h"
#include "store/staff.h"
#include "store/store.h"

const struct session_view *
session_get(const struct desk *d)
{
	return &d->session.view;
}

const struct session_second *
session_second(const struct desk *d)
{
	return &d->session.second;
}

bool
session_may(const struct desk *d, enum action action)
{
	return d->session.view.state == SESSION_IN &&
	       rights_allow(d->session.view.role, action);
}

static void session_answered(void *arg, int fd, unsigned events);

/* Look the account up and start the helper. staff is 0 for unknown numbers:
 * they cost the same time. */
static enum kerr
session_check(struct desk *d, const char *number, struct secret **password,
    struct failure *f)
{
	struct staff_record s;
	int64_t left = 0;
	enum kerr e;

	memset(&s, 0, sizeof(s));
	e = staff_find(d->store, number, &s);
	if (e != KERR_OK && e != ERR_NOT_FOUND) {
		secret_free(password);
		return store_explain(d->store, e, f);
	}
	if (e == KERR_OK && (left = sign_in_wait_left(s.failures,
				 s.last_failure_at, desk_now(d))) > 0) {
		secret_free(password);
		failure_set(f, ERR_SIGN_IN_WAIT);
		return failure_number(f, "seconds", left), ERR_SIGN_IN_WAIT;
	}
	d->session.checked_staff = s.id;
	e = password_check_start(&d->session.check, *password, s.password, f);
	secret_free(password);
	if (e == KERR_OK)
		e = loop_watch(d->loop, d->session.check.child.fd,
		    LOOP_READ | LOOP_CLOSED, session_answered, d);
	return e;
}

enum kerr
session_sign_in(struct desk *d, const char *staff_no, struct secret **password,
    struct failure *f)
{
	enum kerr e;

	if (d->session.view.state != SESSION_OUT) {
		secret_free(password);
		return failure_set(f, ERR_INTERNAL);
	}
	if ((e = session_check(d, staff_no, password, f)) != KERR_OK)
		return e;
	d->session.view.failed.code = KERR_OK;
	d->session.view.state = SESSION_CHECKING;
	return KERR_OK;
}

enum kerr
session_unlock(struct desk *d, struct secret **password, struct failure *f)
{
	enum kerr e;

	if (d->session.staff == 0 || d->session.check.child.pid != 0) {
		secret_free(password);
		return failure_set(f, ERR_INTERNAL);
	}
	if ((e = session_check(d, d->session.view.staff_no, password, f)) ==
	    KERR_OK) {
		d->session.unlocking = true;
		d->session.view.failed.code = KERR_OK;
	}
	return e;
}

enum kerr
session_second_begin(struct desk *d, const char *staff_no,
    struct secret **password, enum action action, struct failure *f)
{
	struct session_second *second = &d->session.second;
	enum kerr e;

	memset(second, 0, sizeof(*second));
	if (strcmp(staff_no, d->session.view.staff_no) == 0) {
		secret_free(password);
		return failure_set(f, ERR_SAME_PERSON);
	}
	if (d->session.check.child.pid != 0) {
		secret_free(password);
		return failure_set(f, ERR_INTERNAL);
	}
	if ((e = session_check(d, staff_no, password, f)) == KERR_OK) {
		second->checking = true;
		d->session.second_checking = true;
		d->session.second_action = action;
	}
	return e;
}

void
session_second_end(struct desk *d)
{
	memset(&d->session.second, 0, sizeof(d->session.second));
	d->session.second_staff = 0;
}

/* Today's business day: opened by the first sign-in of the day; a day left
 * open yesterday is closed by it. Inside a transaction. */
static enum kerr
session_open_day(struct desk *d)
{
	struct business_day current;
	struct date today = date_of_utc(desk_now(d));
	struct audit_note note;
	enum kerr e = days_current(d->store, &current);

	if (e != KERR_OK && e != ERR_NOT_FOUND)
		return e;
	if (e == KERR_OK && date_compare(current.day, today) >= 0) {
		d->business_day = current.day;
		return KERR_OK;
	}
	if (e == KERR_OK && (e = days_close(d->store, current.day)) != KERR_OK)
		return e;
	if ((e = days_open(d->store, today)) != KERR_OK)
		return e;
	d->business_day = today;
	audit_note(&note, "day.open", "day", date_days(today));
	return audit_append(d->store, &note);
}

static void
session_enter(struct desk *d, const struct staff_record *s)
{
	struct session_view *v = &d->session.view;

	d->session.staff = s->id;
	v->state = SESSION_IN;
	v->role = s->role;
	v->code_tries_left = COUNTER_CODE_TRIES;
	text_copy(v->staff_no, sizeof(v->staff_no), s->number);
	text_copy(v->name, sizeof(v->name), s->name);
}

/* What a checked password means for the person at the counter, in one
 * transaction with its audit entry. */
static enum kerr
session_judge(struct desk *d, bool matched, const struct staff_record *s,
    bool second, struct failure *f)
{
	struct audit_note note;
	bool signing_in = !second && !d->session.unlocking;
	enum kerr e, said = KERR_OK;

	if (!matched)
		said = failure_set(f, ERR_SIGN_IN);
	else if (!s->active)
		said = failure_set(f, ERR_STAFF_INACTIVE);
	else if (second && !rights_allow(s->role, d->session.second_action))
		said = failure_set(f, ERR_RIGHTS);
	else if (signing_in && !rights_allow(s->role, ACTION_SIGN_IN))
		said = failure_set(f, ERR_RIGHTS);
	e = store_begin(d->store, s->id, desk_now(d));
	if (e != KERR_OK)
		return store_explain(d->store, e, f);
	audit_note(&note,
	    second		   ? "staff.second"
	    : d->session.unlocking ? "staff.unlock"
				   : "staff.sign_in",
	    "staff", s->id);
	audit_note_code(
	    &note, "result", said == KERR_OK ? "ok" : error_name(said));
	if (s->id != 0)
		e = matched ? staff_clear_failures(d->store, s->id)
			    : staff_failed(d->store, s->id);
	if (e == KERR_OK && said == KERR_OK && signing_in)
		e = session_open_day(d);
	e = desk_end(d, e, &note, said == KERR_OK ? f : NULL);
	return e != KERR_OK ? failure_set(f, e) : said;
}

static void
session_second_answered(struct desk *d, const struct staff_record *s,
    enum kerr e, const struct failure *f)
{
	struct session_second *second = &d->session.second;

	second->checking = false;
	second->failed = *f;
	if (e != KERR_OK)
		return;
	second->granted = true;
	d->session.second_staff = s->id;
	text_copy(second->staff_no, sizeof(second->staff_no), s->number);
	text_copy(second->name, sizeof(second->name), s->name);
}

static void
session_first_answered(struct desk *d, const struct staff_record *s,
    enum kerr e, const struct failure *f)
{
	struct session_view *v = &d->session.view;

	v->failed = *f;
	if (d->session.unlocking) {
		d->session.unlocking = false;
		if (e == KERR_OK) {
			v->state = SESSION_IN;
			v->code_tries_left = COUNTER_CODE_TRIES;
		}
		return;
	}
	v->state = SESSION_OUT;
	if (e == KERR_OK)
		session_enter(d, s);
}

static void
session_answered(void *arg, int fd, unsigned events)
{
	struct desk *d = arg;
	struct staff_record s;
	struct failure f;
	bool matched = false, second = d->session.second_checking;
	enum kerr e = KERR_OK;

	(void)events;
	memset(&s, 0, sizeof(s));
	memset(&f, 0, sizeof(f));
	loop_unwatch(d->loop, fd);
	if ((e = password_check_finish(&d->session.check, &matched)) !=
	    KERR_OK) {
		failure_set(&f, e);
		failure_text(&f, "reason", N_("no answer from the helper"));
	} else if (d->session.checked_staff != 0) {
		e = store_explain(d->store,
		    staff_get(d->store, d->session.checked_staff, &s), &f);
	}
	if (e == KERR_OK)
		e = session_judge(d, matched && s.id != 0, &s, second, &f);
	d->session.second_checking = false;
	d->session.checked_staff = 0;
	if (second)
		session_second_answered(d, &s, e, &f);
	else
		session_first_answered(d, &s, e, &f);
	desk_tell(d, DESK_SESSION);
}

void
session_sign_out(struct desk *d)
{
	struct audit_note note;
	struct failure f;

	if (d->session.staff == 0)
		return;
	audit_note(&note, "staff.sign_out", "staff", d->session.staff);
	if (desk_begin(d, &f) == KERR_OK)
		(void)desk_end(d, KERR_OK, &note, &f);
	session_close(d);
}

void
session_close(struct desk *d)
{
	if (d->session.check.child.pid != 0) {
		loop_unwatch(d->loop, d->session.check.child.fd);
		password_check_cancel(&d->session.check);
	}
	secret_free(&d->session.code);
	memset(&d->session, 0, sizeof(d->session));
	d->session.check.child.fd = -1;
}

void
session_lock(struct desk *d)
{
	if (d->session.view.state == SESSION_IN)
		d->session.view.state = SESSION_LOCKED;
}

static bool
code_is_shaped(const struct secret *code)
{
	const uint8_t *b = secret_bytes(code);
	size_t n = secret_len(code);

	if (n < COUNTER_CODE_LEAST || n > COUNTER_CODE_MOST)
		return false;
	for (size_t i = 0; i < n; i++)
		if (b[i] < '0' || b[i] > '9')
			return false;
	return true;
}

enum kerr
session_set_code(struct desk *d, struct secret **code, struct failure *f)
{
	if (!code_is_shaped(*code)) {
		secret_free(code);
		failure_set(f, ERR_CODE_SHAPE);
		failure_number(f, "least", COUNTER_CODE_LEAST);
		failure_number(f, "most", COUNTER_CODE_MOST);
		return ERR_CODE_SHAPE;
	}
	secret_free(&d->session.code);
	d->session.code = *code;
	*code = NULL;
	d->session.view.has_code = true;
	d->session.view.code_tries_left = COUNTER_CODE_TRIES;
	return KERR_OK;
}

enum kerr
session_check_code(struct desk *d, const struct secret *code, struct failure *f)
{
	struct session_view *v = &d->session.view;

	if (d->session.code == NULL || v->code_tries_left == 0)
		return failure_set(f, ERR_CODE_LOCKED);
	if (secret_equals(d->session.code, code)) {
		v->code_tries_left = COUNTER_CODE_TRIES;
		if (v->state == SESSION_LOCKED)
			v->state = SESSION_IN;
		return KERR_OK;
	}
	if (--v->code_tries_left == 0)
		return failure_set(f, ERR_CODE_LOCKED);
	failure_set(f, ERR_CODE_WRONG);
	failure_number(f, "left", v->code_tries_left);
	return ERR_CODE_WRONG;
}
