/* config_value.c -- values by type, and advice for what was mistyped. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config_value.h"
#include "base/text.h"

/* Of a value or a name, so much is quoted in a reason. */
#define QUOTE_SIZE 50
/* Names longer than this are not compared for likeness. */
#define LIKE_MOST 40

/* -- finding -- */

const struct config_key *
config_find_key(
    const struct config_key *keys, const char *section, const char *key)
{
	for (const struct config_key *k = keys; k->section != NULL; k++)
		if (strcmp(k->section, section) == 0 &&
		    strcmp(k->key, key) == 0)
			return k;
	return NULL;
}

bool
config_is_section(const struct config_key *keys, const char *section)
{
	for (const struct config_key *k = keys; k->section != NULL; k++)
		if (strcmp(k->section, section) == 0)
			return true;
	return false;
}

/* -- values -- */

typedef bool set_value(const struct config_key *key, const char *folder,
    const char *value, void *field, char reason[CONFIG_REASON_SIZE]);

static bool
set_text(const struct config_key *key, const char *folder, const char *value,
    void *field, char reason[CONFIG_REASON_SIZE])
{
	(void)folder;
	if (strlen(value) >= key->size) {
		snprintf(reason, CONFIG_REASON_SIZE,
		    "'%s' is too long: at most %zu bytes", key->key,
		    key->size - 1);
		return false;
	}
	strcpy(field, value);
	return true;
}

static bool
set_path(const struct config_key *key, const char *folder, const char *value,
    void *field, char reason[CONFIG_REASON_SIZE])
{
	char *whole = NULL;
	bool done;

	if (value[0] == '/' || value[0] == '\0')
		return set_text(key, folder, value, field, reason);
	if (asprintf(&whole, "%s/%s", folder, value) == -1) {
		snprintf(reason, CONFIG_REASON_SIZE, "out of memory");
		return false;
	}
	done = set_text(key, folder, whole, field, reason);
	free(whole);
	return done;
}

static bool
set_number(const struct config_key *key, const char *folder, const char *value,
    void *field, char reason[CONFIG_REASON_SIZE])
{
	char shown[QUOTE_SIZE], *end = NULL;
	long long n;

	(void)folder;
	errno = 0;
	n = strtoll(value, &end, 10);
	if (errno == 0 && end != value && *end == '\0' && n >= key->least &&
	    n <= key->most) {
		memcpy(field, &(int64_t){n}, sizeof(int64_t));
		return true;
	}
	snprintf(reason, CONFIG_REASON_SIZE,
	    "'%s' is a number from %lld to %lld, not '%s'", key->key,
	    (long long)key->least, (long long)key->most,
	    text_copy(shown, sizeof(shown), value));
	return false;
}

static bool
set_flag(const struct config_key *key, const char *folder, const char *value,
    void *field, char reason[CONFIG_REASON_SIZE])
{
	const bool yes = strcmp(value, "yes") == 0;
	char shown[QUOTE_SIZE];

	(void)folder;
	if (yes || strcmp(value, "no") == 0) {
		memcpy(field, &yes, sizeof(yes));
		return true;
	}
	snprintf(reason, CONFIG_REASON_SIZE, "'%s' is yes or no, not '%s'",
	    key->key, text_copy(shown, sizeof(shown), value));
	return false;
}

static bool
set_choice(const struct config_key *key, const char *folder, const char *value,
    void *field, char reason[CONFIG_REASON_SIZE])
{
	char shown[QUOTE_SIZE];
	size_t len;

	(void)folder;
	for (int i = 0; key->choices[i] != NULL; i++)
		if (strcmp(key->choices[i], value) == 0) {
			memcpy(field, &i, sizeof(i));
			return true;
		}
	snprintf(reason, CONFIG_REASON_SIZE,
	    "'%s' cannot be '%s'; it is one of", key->key,
	    text_copy(shown, sizeof(shown), value));
	for (int i = 0; key->choices[i] != NULL; i++) {
		len = strlen(reason);
		snprintf(reason + len, CONFIG_REASON_SIZE - len, "%s %s",
		    i == 0 ? ":" : ",", key->choices[i]);
	}
	return false;
}

static set_value *const setters[] = {
    [CONFIG_TEXT] = set_text,
    [CONFIG_PATH] = set_path,
    [CONFIG_NUMBER] = set_number,
    [CONFIG_FLAG] = set_flag,
    [CONFIG_CHOICE] = set_choice,
};

bool
config_set_value(const struct config_key *key, const char *folder,
    const char *value, void *target, char reason[CONFIG_REASON_SIZE])
{
	if (key->required && value[0] == '\0') {
		snprintf(reason, CONFIG_REASON_SIZE, "'%s' must not be empty",
		    key->key);
		return false;
	}
	return setters[key->type](
	    key, folder, value, (char *)target + key->offset, reason);
}

bool
config_check_value(const struct config_key *key, const void *target,
    char reason[CONFIG_REASON_SIZE])
{
	const char *value = (const char *)target + key->offset;
	const char *wrong = NULL;

	if (key->check == NULL ||
	    (key->type != CONFIG_TEXT && key->type != CONFIG_PATH) ||
	    value[0] == '\0')
		return true;
	if ((wrong = key->check(value)) == NULL)
		return true;
	snprintf(reason, CONFIG_REASON_SIZE, "'%s': %s", key->key, wrong);
	return false;
}

/* -- advice -- */

static size_t
least_of(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Letters to change, add or leave out to make b of a. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[LIKE_MOST + 1];
	size_t a_len = strlen(a), b_len = strlen(b);

	if (a_len > LIKE_MOST || b_len > LIKE_MOST)
		return LIKE_MOST;
	for (size_t j = 0; j <= b_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t above = row[j];
			size_t changed = a[i - 1] != b[j - 1];

			row[j] = least_of(
			    above + 1, row[j - 1] + 1, diagonal + changed);
			diagonal = above;
		}
	}
	return row[b_len];
}

/* Whether a typed name may mean a known one that differs by so much. */
static bool
is_like(const char *typed, size_t differs)
{
	return differs <= 2 && differs < strlen(typed);
}

void
config_explain_section(const struct config_key *keys, const char *section,
    char reason[CONFIG_REASON_SIZE])
{
	const char *meant = NULL;
	size_t nearest = LIKE_MOST;
	char shown[QUOTE_SIZE];
	size_t len;

	for (const struct config_key *k = keys; k->section != NULL; k++) {
		size_t d = distance(section, k->section);

		if (d < nearest) {
			nearest = d;
			meant = k->section;
		}
	}
	snprintf(reason, CONFIG_REASON_SIZE, "unknown section [%s]",
	    text_copy(shown, sizeof(shown), section));
	len = strlen(reason);
	if (meant != NULL && is_like(section, nearest))
		snprintf(reason + len, CONFIG_REASON_SIZE - len,
		    "; did you mean [%s]?", meant);
}

void
config_explain_key(const struct config_key *keys, const char *section,
    const char *key, char reason[CONFIG_REASON_SIZE])
{
	const struct config_key *meant = NULL, *elsewhere = NULL;
	size_t nearest = LIKE_MOST;
	char shown[QUOTE_SIZE];
	size_t len;

	for (const struct config_key *k = keys; k->section != NULL; k++) {
		size_t d = distance(key, k->key);

		if (d == 0)
			elsewhere = k;
		if (strcmp(k->section, section) == 0 && d < nearest) {
			nearest = d;
			meant = k;
		}
	}
	snprintf(reason, CONFIG_REASON_SIZE, "unknown key '%s' in [%s]",
	    text_copy(shown, sizeof(shown), key), section);
	len = strlen(reason);
	if (elsewhere != NULL)
		snprintf(reason + len, CONFIG_REASON_SIZE - len,
		    "; it belongs in [%s]", elsewhere->section);
	else if (meant != NULL && is_like(key, nearest))
		snprintf(reason + len, CONFIG_REASON_SIZE - len,
		    "; did you mean '%s'?", meant->key);
}
