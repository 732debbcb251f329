/* training.c -- making a training office. It is made under another name and
 * moved to its place when it is whole, so that an office that was cut off half
 * way is never taken for one. */
#include "desk/training.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/secret.h"
#include "base/text.h"
#include "desk/accounts.h"
#include "desk/founding.h"
#include "desk/office.h"
#include "desk/training_cases.h"
#include "desk/training_logins.h"
#include "desk/training_mend.h"
#include "desk/training_money.h"
#include "desk/training_register.h"
#include "store/store.h"

#define PATH_SIZE (OFFICE_PATH_SIZE + 32)

static const char ini_form[] =
    "; An invented office for training and tests. Nothing in it is real.\n"
    "; Every setting is explained in config/kiosk.example.ini.\n"
    "[office]\n"
    "name = 調布市\n"
    "name_latin = Chofu City\n"
    "municipality = 132080\n"
    "training = yes\n"
    "language = %s\n"
    "\n"
    "[store]\n"
    "path = store/kiosk.db\n"
    "keys = keys/audit.keys\n"
    "spool = spool\n"
    "log = log/kiosk.log\n"
    "\n"
    "[counter]\n"
    "number = 1\n"
    "\n"
    "[reader]\n"
    "transport = training\n"
    "ca_directory = ca\n"
    "\n"
    "[training]\n"
    "cards = cards\n"
    "initial_sign = KAISHI01\n"
    "initial_pin = 2580\n"
    "%s%s%s";

struct making {
	char folder[PATH_SIZE]; /* the name under which it is made */
	char ini[PATH_SIZE + 16];
	struct office_settings settings;
	int64_t now; /* UTC: what "today" is in this office */
	struct founding founding;
	void (*progress)(void *arg, int done, int all);
	void *arg;
	int done, all;
};

bool
training_clock_start(const char *text, int64_t *utc)
{
	char day[DATE_ISO_SIZE] = "";
	struct date date;
	int hour = 0, minute = 0, end = 0;

	if (strlen(text) != 16 ||
	    sscanf(text, "%10[0-9-]T%2d:%2d%n", day, &hour, &minute, &end) !=
		3 ||
	    end != 16 || !date_parse(day, &date) || hour < 0 || hour > 23 ||
	    minute < 0 || minute > 59)
		return false;
	*utc = utc_of_date(date) + hour * 3600 + minute * 60;
	return true;
}

static enum kerr
clock_fault(struct failure *f, const char *file)
{
	failure_set(f, ERR_CONFIG);
	failure_text(f, "file", file);
	failure_text(f, "line", "-");
	failure_text(
	    f, "reason", N_("the clock is written as 2026-11-24T10:00"));
	return ERR_CONFIG;
}

enum kerr
training_clock(const struct office_settings *settings, struct clock *out,
    int64_t *offset, struct failure *f)
{
	int64_t start = 0;

	*out = clock_system();
	if (!settings->training || settings->training_clock[0] == '\0')
		return KERR_OK;
	if (!training_clock_start(settings->training_clock, &start))
		return clock_fault(f, "[training] clock");
	*out = clock_starting_at(start, offset);
	return KERR_OK;
}

static void
making_step(void *arg)
{
	struct making *m = arg;

	m->done++;
	if (m->progress != NULL)
		m->progress(m->arg, m->done, m->all);
}

static enum kerr
write_ini(struct making *m, const struct training_wish *wish, struct failure *f)
{
	const char *clock = wish->clock != NULL ? wish->clock : "";
	int fd = open(m->ini, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *out = fd != -1 ? fdopen(fd, "w") : NULL;
	bool written;

	if (out == NULL) {
		if (fd != -1)
			close(fd);
		return failure_system(f, ERR_IO, m->ini, errno);
	}
	written = fprintf(out, ini_form,
		      wish->language != NULL ? wish->language : "ja",
		      clock[0] != '\0' ? "clock = " : "", clock,
		      clock[0] != '\0' ? "\n" : "") > 0;
	if (fclose(out) != 0 || !written)
		return failure_system(f, ERR_IO, m->ini, errno);
	return KERR_OK;
}

static enum kerr
add_staff(struct making *m, struct failure *f)
{
	enum kerr e = KERR_OK;

	for (size_t i = 0; i < training_logins_count && e == KERR_OK; i++) {
		const struct training_login *l = &training_logins[i];
		struct secret *password = secret_from_bytes_even_unlocked(
		    l->password, strlen(l->password));
		const struct account account = {
		    l->number, l->name, l->role, password};
		int64_t id = 0;

		e = password == NULL ? failure_set(f, ERR_MEMORY)
				     : accounts_add(m->founding.store, m->now,
					   STORE_STAFF_NONE, &account, &id, f);
		secret_free(&password);
		making_step(m);
	}
	return e;
}

static enum kerr
fill(struct making *m, const struct training_wish *wish, struct failure *f)
{
	enum kerr e;

	m->all = (int)training_logins_count + training_register_cards();
	if ((e = write_ini(m, wish, f)) != KERR_OK ||
	    (e = office_read(m->ini, 0, &m->settings, f)) != KERR_OK ||
	    (e = founding_make_folder(m->settings.training_cards, f)) !=
		KERR_OK ||
	    (e = founding_make_folder(m->settings.ca_directory, f)) !=
		KERR_OK ||
	    (e = founding_begin(&m->settings, m->now, &m->founding, f)) !=
		KERR_OK)
		return e;
	if ((e = add_staff(m, f)) == KERR_OK &&
	    (e = training_money_fill(m->founding.store, m->now, f)) ==
		KERR_OK &&
	    (e = training_register_fill(
		 m->founding.store, &m->settings, m->now, f)) == KERR_OK &&
	    (e = training_cases_fill(m->founding.store, m->now, f)) == KERR_OK)
		e = training_register_make_cards(
		    &m->settings, m->now, making_step, m, f);
	founding_end(&m->founding);
	return e;
}

static int
remove_entry(
    const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	return remove(path);
}

/* The folder above directory, which may be missing. */
static enum kerr
make_room(const char *directory, struct failure *f)
{
	char above[OFFICE_PATH_SIZE];
	char *slash;

	text_copy(above, sizeof(above), directory);
	if ((slash = strrchr(above, '/')) == NULL || slash == above)
		return KERR_OK;
	*slash = '\0';
	return founding_make_folder(above, f);
}

static enum kerr
move_to_place(struct making *m, const char *directory, struct failure *f)
{
	if (rename(m->folder, directory) == 0)
		return KERR_OK;
	if (errno != ENOTEMPTY && errno != EEXIST)
		return failure_system(f, ERR_IO, directory, errno);
	failure_set(f, ERR_STORE_EXISTS);
	return failure_text(f, "file", directory), ERR_STORE_EXISTS;
}

static enum kerr
make(struct making *m, const char *directory, const struct training_wish *wish,
    struct failure *f)
{
	char there[PATH_SIZE];
	enum kerr e;

	snprintf(there, sizeof(there), "%s/kiosk.ini", directory);
	if (access(there, F_OK) == 0)
		return training_mend(directory, f);
	if ((e = make_room(directory, f)) != KERR_OK)
		return e;
	snprintf(m->folder, sizeof(m->folder), "%s.XXXXXX", directory);
	if (mkdtemp(m->folder) == NULL)
		return failure_system(f, ERR_IO, m->folder, errno);
	snprintf(m->ini, sizeof(m->ini), "%s/kiosk.ini", m->folder);
	if ((e = fill(m, wish, f)) == KERR_OK)
		e = move_to_place(m, directory, f);
	if (e != KERR_OK)
		(void)nftw(m->folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	return e;
}

enum kerr
training_create(const char *directory, const struct training_wish *wish,
    void (*progress)(void *arg, int done, int all), void *arg,
    struct failure *f)
{
	struct clock clock = clock_system();
	char place[OFFICE_PATH_SIZE];
	struct making *m = NULL;
	enum kerr e;

	text_copy(place, sizeof(place), directory);
	for (size_t n = strlen(place); n > 1 && place[n - 1] == '/'; n--)
		place[n - 1] = '\0';
	if ((m = calloc(1, sizeof(*m))) == NULL)
		return failure_set(f, ERR_MEMORY);
	m->progress = progress;
	m->arg = arg;
	m->now = clock_now(&clock);
	if (wish->clock != NULL && !training_clock_start(wish->clock, &m->now))
		e = clock_fault(f, "--clock");
	else
		e = make(m, place, wish, f);
	free(m);
	return e;
}
