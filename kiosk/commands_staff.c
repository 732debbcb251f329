/* commands_staff.c -- a new office with its first supervisor, and one more
 * colleague. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/secret.h"
#include "base/text.h"
#include "desk/accounts.h"
#include "desk/founding.h"
#include "root/ask.h"
#include "root/commands.h"
#include "root/office.h"
#include "store/staff.h"
#include "store/store.h"

#define TEXT_SIZE 128

/* Number, name and password of the first supervisor. */
struct first {
	char number[TEXT_SIZE];
	char name[TEXT_SIZE];
	struct secret *password;
};

static enum kerr
take_or_ask(const char *given, const char *question, char *out, size_t out_size,
    struct failure *f)
{
	if (given == NULL)
		return ask_text(question, out, out_size, f);
	text_copy(out, out_size, given);
	return KERR_OK;
}

static enum kerr
ask_first(const struct options *o, struct first *first, struct failure *f)
{
	enum kerr e;

	if ((e = take_or_ask(o->supervisor,
		 N_("Staff number of the first supervisor"), first->number,
		 sizeof(first->number), f)) != KERR_OK ||
	    (e = take_or_ask(o->name, N_("Name"), first->name,
		 sizeof(first->name), f)) != KERR_OK)
		return e;
	return o->password_stdin ? ask_secret_line(&first->password, f)
				 : ask_secret_twice(&first->password, f);
}

/* A founding that was cut off between the store and its first supervisor is
 * completed; a store where people work is left alone. */
static enum kerr
found(struct office_open *office, struct failure *f)
{
	struct founding made = {NULL, NULL};
	struct failure other;
	struct staff_record row;
	size_t count = 0;
	enum kerr e = founding_begin(
	    &office->settings, clock_now(&office->clock), &made, f);

	office->keys = made.keys;
	office->store = made.store;
	if (e != ERR_STORE_EXISTS ||
	    office_open_store(office, &other) != KERR_OK ||
	    staff_list(office->store, 0, &row, 1, &count) != KERR_OK ||
	    count != 0)
		return e;
	return failure_set(f, KERR_OK);
}

static enum say_exit
say_made(const struct options *o, const struct office_open *office)
{
	struct json *j;
	struct failure where;
	enum kerr e;

	if (!o->json) {
		failure_set(&where, KERR_OK);
		failure_text(&where, "store", office->settings.store);
		failure_text(&where, "keys", office->settings.keys);
		say_line(N_("The office is ready: store {store}, keys {keys}. "
			    "Back up the key file apart from the store."),
		    &where);
		return SAY_YES;
	}
	j = json_new_object();
	json_set_text(j, "store", office->settings.store);
	json_set_text(j, "keys", office->settings.keys);
	e = json_write(j, stdout);
	json_free(&j);
	return say_exit_of(e);
}

enum say_exit
command_init(struct options *o)
{
	struct office_open office;
	struct first first = {.password = NULL};
	struct account account = {.role = ROLE_SUPERVISOR};
	struct failure f;
	int64_t id = 0;
	enum say_exit status;
	enum kerr e;

	if ((e = office_begin(o, &office, &f)) == KERR_OK &&
	    (e = ask_first(o, &first, &f)) == KERR_OK) {
		account.number = first.number;
		account.name = first.name;
		account.password = first.password;
		/* before anything is made */
		e = accounts_judge(&account, &f);
	}
	if (e == KERR_OK && (e = found(&office, &f)) == KERR_OK)
		e = accounts_add(office.store, clock_now(&office.clock),
		    STORE_STAFF_NONE, &account, &id, &f);
	status = e == KERR_OK ? say_made(o, &office) : say_failed(&f, o->json);
	secret_free(&first.password);
	office_end(&office);
	return status;
}

static enum kerr
ask_both(const struct options *o, struct secret **own, struct secret **fresh,
    struct failure *f)
{
	enum kerr e;

	if (o->password_stdin)
		return (e = ask_secret_line(own, f)) != KERR_OK
			   ? e
			   : ask_secret_line(fresh, f);
	if ((e = ask_secret(N_("Your own password"), own, f)) != KERR_OK)
		return e;
	fprintf(stderr, "%s\n",
	    text_in(say_lang(), N_("The password of the new account:")));
	return ask_secret_twice(fresh, f);
}

static enum kerr
add_staff(const struct options *o, struct office_open *office,
    struct account *account, int64_t *id, struct failure *f)
{
	struct secret *own = NULL, *fresh = NULL;
	int64_t now = clock_now(&office->clock), by = 0;
	enum kerr e;

	if ((e = office_open_store(office, f)) == KERR_OK &&
	    (e = ask_both(o, &own, &fresh, f)) == KERR_OK &&
	    (e = accounts_check(office->store, now, o->by, own,
		 ACTION_STAFF_ADMIN, &by, f)) == KERR_OK) {
		account->password = fresh;
		e = accounts_add(office->store, now, by, account, id, f);
	}
	secret_free(&own);
	secret_free(&fresh);
	return e;
}

enum say_exit
command_staff_add(struct options *o)
{
	struct office_open office;
	struct account account = {.number = o->number, .name = o->name};
	struct failure f, said;
	int64_t id = 0;
	struct json *j = NULL;
	enum kerr e;

	if (o->number == NULL || o->name == NULL || o->role == NULL ||
	    o->by == NULL)
		return say_usage(N_("staff add needs --number, --name, --role "
				    "and --by"),
		    o->json);
	if (!role_from_code(o->role, &account.role) ||
	    account.role == ROLE_RESIDENT)
		return say_usage(N_("--role is clerk, cashier, supervisor, "
				    "administrator or auditor"),
		    o->json);
	if ((e = office_begin(o, &office, &f)) == KERR_OK)
		e = add_staff(o, &office, &account, &id, &f);
	office_end(&office);
	if (e != KERR_OK)
		return say_failed(&f, o->json);
	if (o->json) {
		j = json_new_object();
		json_set_number(j, "id", id);
		json_set_text(j, "number", o->number);
		e = json_write(j, stdout);
		json_free(&j);
		return say_exit_of(e);
	}
	failure_set(&said, KERR_OK);
	failure_text(&said, "number", o->number);
	say_line(N_("The account {number} is ready."), &said);
	return SAY_YES;
}
