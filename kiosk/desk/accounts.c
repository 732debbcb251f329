/* accounts.c -- see accounts.h. */
#include "desk/accounts.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/seal.h"
#include "base/secret.h"
#include "base/text.h"
#include "desk/session.h"
#include "desk/sign_in_wait.h"
#include "store/audit.h"
#include "store/staff.h"
#include "store/store.h"

#define NUMBER_MOST 15 /* what a session carries, desk/session.h */
#define NAME_MOST   96

/* The ones that are tried first, of those that are long enough; lower case. */
static const char *const common[] = {"password12", "password123",
    "password1234", "1234567890", "12345678901", "123456789012", "0123456789",
    "0987654321", "9876543210", "qwertyuiop", "qwerty1234", "1q2w3e4r5t",
    "1qaz2wsx3edc", "asdfghjkl;", "asdfghjkl1", "abcdefghij", "abcd123456",
    "abc1234567", "administrator", "admin12345", "letmein123", "iloveyou12",
    "welcome123", "mynumbercard", "mynumber123", "changeme12", "passw0rd123",
    "p@ssw0rd12", "supervisor", "supervisor1", "zaq12wsxcde", "qazwsxedcr"};

static bool
is_common(const uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++) {
		size_t at = 0;

		if (strlen(common[i]) != n)
			continue;
		while (at < n && tolower(bytes[at]) == common[i][at])
			at++;
		if (at == n)
			return true;
	}
	return false;
}

/* One character again and again, or the same few in turn. */
static bool
is_pattern(const uint8_t *bytes, size_t n)
{
	for (size_t period = 1; period <= 3; period++) {
		size_t at = period;

		while (at < n && bytes[at] == bytes[at - period])
			at++;
		if (at >= n)
			return true;
	}
	return false;
}

static bool
holds_number(const uint8_t *bytes, size_t n, const char *number)
{
	size_t len = strlen(number);

	/* a number of one or two digits stands in many good passwords */
	return (len > 3 && memmem(bytes, n, number, len) != NULL) ||
	       (len == n && memcmp(bytes, number, n) == 0);
}

enum kerr
accounts_judge_password(
    const struct secret *password, const char *number, struct failure *f)
{
	const uint8_t *bytes = secret_bytes(password);
	size_t n = secret_len(password);

	if (secret_characters(password) >= PASSWORD_LEAST &&
	    !is_common(bytes, n) && !is_pattern(bytes, n) &&
	    !holds_number(bytes, n, number))
		return KERR_OK;
	failure_set(f, ERR_PASSWORD_WEAK);
	failure_number(f, "least", PASSWORD_LEAST);
	return ERR_PASSWORD_WEAK;
}

/* What the check of a password says about its owner. */
static enum kerr
judge_person(const struct staff_record *s, bool matched, enum action action)
{
	if (!matched)
		return ERR_SIGN_IN;
	if (!s->active)
		return ERR_STAFF_INACTIVE;
	return rights_allow(s->role, action) ? KERR_OK : ERR_RIGHTS;
}

static enum kerr
note_check(struct store *st, int64_t now, const struct staff_record *s,
    bool matched, enum kerr said, struct failure *f)
{
	struct audit_note note;
	enum kerr e = store_begin(st, s->id, now);

	if (e != KERR_OK)
		return store_explain(st, e, f);
	audit_note(&note, "staff.command", "staff", s->id);
	audit_note_code(
	    &note, "result", said == KERR_OK ? "ok" : error_name(said));
	e = matched ? staff_clear_failures(st, s->id) : staff_failed(st, s->id);
	if (e == KERR_OK)
		e = audit_append(st, &note);
	return store_explain(st, store_end(st, e), f);
}

enum kerr
accounts_check(struct store *st, int64_t now, const char *number,
    const struct secret *password, enum action action, int64_t *id,
    struct failure *f)
{
	struct staff_record s;
	int64_t left = 0;
	bool matched = false;
	enum kerr e, said;

	memset(&s, 0, sizeof(s));
	if ((e = staff_find(st, number, &s)) == ERR_NOT_FOUND)
		return failure_set(f, ERR_SIGN_IN);
	if (e != KERR_OK)
		return store_explain(st, e, f);
	if ((left = sign_in_wait_left(s.failures, s.last_failure_at, now)) >
	    0) {
		failure_set(f, ERR_SIGN_IN_WAIT);
		return failure_number(f, "seconds", left), ERR_SIGN_IN_WAIT;
	}
	matched = seal_password_verify(password, s.password);
	said = judge_person(&s, matched, action);
	if ((e = note_check(st, now, &s, matched, said, f)) != KERR_OK)
		return e;
	*id = s.id;
	return failure_set(f, said);
}

static enum kerr
account_fault(struct failure *f, const char *reason)
{
	failure_set(f, ERR_STAFF_NUMBER);
	return failure_text(f, "reason", reason), ERR_STAFF_NUMBER;
}

enum kerr
accounts_judge(const struct account *a, struct failure *f)
{
	size_t len = strlen(a->number);

	if (len == 0 || len > NUMBER_MOST ||
	    strspn(a->number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "abcdefghijklmnopqrstuvwxyz0123456789-") != len)
		return account_fault(f, N_("its form"));
	if (a->name[0] == '\0' || strlen(a->name) >= NAME_MOST ||
	    !text_is_utf8(a->name, strlen(a->name)))
		return account_fault(f, N_("the name is missing or too long"));
	return accounts_judge_password(a->password, a->number, f);
}

static enum kerr
judge_account(struct store *st, const struct account *a, struct failure *f)
{
	struct staff_record other;
	enum kerr e = accounts_judge(a, f);

	if (e != KERR_OK)
		return e;
	if ((e = staff_find(st, a->number, &other)) == KERR_OK)
		return account_fault(f, N_("somebody has it"));
	return e == ERR_NOT_FOUND ? KERR_OK : store_explain(st, e, f);
}

enum kerr
accounts_add(struct store *st, int64_t now, int64_t by,
    const struct account *account, int64_t *id, struct failure *f)
{
	struct staff_record s;
	struct audit_note note;
	enum kerr e;

	memset(&s, 0, sizeof(s));
	if ((e = judge_account(st, account, f)) != KERR_OK)
		return e;
	text_copy(s.number, sizeof(s.number), account->number);
	text_gate(s.name, sizeof(s.name), account->name);
	s.role = account->role;
	s.active = true;
	if ((e = seal_password_hash(account->password, s.password)) != KERR_OK)
		return failure_set(f, e);
	if ((e = store_begin(st, by, now)) != KERR_OK)
		return store_explain(st, e, f);
	if ((e = staff_add(st, &s, id)) == KERR_OK) {
		audit_note(&note, "staff.add", "staff", *id);
		audit_note_code(&note, "role", role_code(s.role));
		e = audit_append(st, &note);
	}
	return store_explain(st, store_end(st, e), f);
}
