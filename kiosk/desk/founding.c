/* founding.c -- see founding.h. */
#include "desk/founding.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/seal.h"
#include "base/text.h"
#include "desk/office.h"
#include "rules/fee.h"
#include "store/rules_in_force.h"
#include "store/store.h"

#define FOLDER_MODE 0700

enum kerr
founding_make_folder(const char *path, struct failure *f)
{
	char part[OFFICE_PATH_SIZE];
	struct stat found;

	text_copy(part, sizeof(part), path);
	for (char *s = part + 1; *s != '\0'; s++) {
		if (*s != '/')
			continue;
		*s = '\0';
		if (mkdir(part, FOLDER_MODE) != 0 && errno != EEXIST)
			return failure_system(f, ERR_IO, part, errno);
		*s = '/';
	}
	if (mkdir(part, FOLDER_MODE) != 0 && errno != EEXIST)
		return failure_system(f, ERR_IO, part, errno);
	if (stat(part, &found) == 0 && S_ISDIR(found.st_mode))
		return KERR_OK;
	errno = ENOTDIR;
	return failure_system(f, ERR_IO, part, errno);
}

/* The folder of a file. */
static enum kerr
make_parent(const char *file, struct failure *f)
{
	char folder[OFFICE_PATH_SIZE];
	char *slash;

	text_copy(folder, sizeof(folder), file);
	if ((slash = strrchr(folder, '/')) == NULL || slash == folder)
		return KERR_OK;
	*slash = '\0';
	return founding_make_folder(folder, f);
}

static enum kerr
make_folders(const struct office_settings *s, struct failure *f)
{
	enum kerr e;

	if ((e = make_parent(s->store, f)) != KERR_OK ||
	    (e = make_parent(s->keys, f)) != KERR_OK ||
	    (e = make_parent(s->log, f)) != KERR_OK)
		return e;
	return founding_make_folder(s->spool, f);
}

static enum kerr
refuse_what_is_there(const struct office_settings *s, struct failure *f)
{
	if (strcmp(s->store, s->keys) == 0) {
		failure_set(f, ERR_CONFIG);
		failure_text(f, "file", s->store);
		failure_text(f, "line", "-");
		failure_text(
		    f, "reason", N_("store and keys cannot be one file"));
		return ERR_CONFIG;
	}
	if (access(s->store, F_OK) == 0) {
		failure_set(f, ERR_STORE_EXISTS);
		failure_text(f, "file", s->store);
		return ERR_STORE_EXISTS;
	}
	if (access(s->keys, F_OK) == 0) {
		failure_set(f, ERR_KEY_FILE);
		failure_text(f, "file", s->keys);
		failure_text(f, "reason",
		    N_("it is there already, and may be another office's"));
		return ERR_KEY_FILE;
	}
	return KERR_OK;
}

/* The built-in schedule is proposed, not in force: two people take it (design,
 * decision 8). Until then nothing but a first card can be handed over. */
static enum kerr
propose_fees(struct store *st, int64_t now, struct failure *f)
{
	struct rule rules[FEE_PROFILE_MOST];
	size_t count = fee_profile_builtin(rules, FEE_PROFILE_MOST);
	enum kerr e = store_begin(st, STORE_STAFF_NONE, now);

	if (e == KERR_OK)
		e = store_end(st, rules_propose_profile(st, rules, count,
				      FEE_PROFILE_BUILTIN, f));
	return store_explain(st, e, f);
}

enum kerr
founding_begin(const struct office_settings *settings, int64_t now,
    struct founding *out, struct failure *f)
{
	struct office office = {
	    .training = settings->training, .created_at = now};
	enum kerr e;

	*out = (struct founding){NULL, NULL};
	text_copy(office.name, sizeof(office.name), settings->name);
	text_copy(office.municipality, sizeof(office.municipality),
	    settings->municipality);
	if ((e = refuse_what_is_there(settings, f)) != KERR_OK ||
	    (e = make_folders(settings, f)) != KERR_OK ||
	    (e = seal_keys_create(settings->keys, now, f)) != KERR_OK)
		return e;
	if ((e = seal_keys_open(settings->keys, &out->keys, f)) == KERR_OK)
		e = store_create(settings->store, out->keys, STORE_COUNTER_NONE,
		    &office, &out->store, f);
	if (e == KERR_OK && (e = propose_fees(out->store, now, f)) != KERR_OK) {
		store_close(&out->store);
		(void)unlink(settings->store);
	}
	if (e != KERR_OK) {
		founding_end(out);
		(void)unlink(settings->keys);
	}
	return e;
}

void
founding_end(struct founding *founding)
{
	store_close(&founding->store);
	seal_keys_free(&founding->keys);
}
