/* lang.c -- see base/lang.h; the only file that knows gettext.
 *
 * gettext takes its language from the environment, one for the process. Here
 * it is an argument: each language is a text domain of its own ("kiosk-ja"),
 * all looked up under the one locale that glibc always has, C.UTF-8, so that
 * the catalogue is locale/C.UTF-8/LC_MESSAGES/kiosk-ja.mo. */
#include "base/lang.h"

#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

#define LOCALE_ALWAYS "C.UTF-8"

static const struct lang_row {
	const char *code;
	const char *self;
	const char *domain; /* NULL: the source language */
} langs[LANG_COUNT] = {
    [LANG_JA] = {"ja", "日本語", "kiosk-ja"},
    [LANG_EN] = {"en", "English", NULL},
    [LANG_ZH] = {"zh", "简体中文", "kiosk-zh"},
    [LANG_KO] = {"ko", "한국어", "kiosk-ko"},
    [LANG_ES] = {"es", "Español", "kiosk-es"},
    [LANG_PT] = {"pt", "Português", "kiosk-pt"},
};

/* The name that decides LC_CTYPE (POSIX, Base Definitions 8.2); "" unset. */
static const char *
wanted_locale(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && *value != '\0')
			return value;
	}
	return "";
}

/* "ja_JP.eucJP" says what the terminal speaks even when it is not installed. */
static bool
names_other_codeset(const char *locale)
{
	const char *codeset = strchr(locale, '.');

	if (codeset == NULL)
		return false;
	codeset++;
	return strncasecmp(codeset, "UTF-8", 5) != 0 &&
	       strncasecmp(codeset, "utf8", 4) != 0;
}

static enum kerr
set_ctype(struct failure *f)
{
	const char *wanted = wanted_locale();
	bool utf8;

	if (*wanted == '\0' || setlocale(LC_CTYPE, "") == NULL) {
		utf8 = !names_other_codeset(wanted);
		setlocale(LC_CTYPE, LOCALE_ALWAYS);
	} else {
		utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	}
	if (utf8)
		return KERR_OK;
	/* The caller still has a sentence to show: measure it as UTF-8. */
	setlocale(LC_CTYPE, LOCALE_ALWAYS);
	failure_set(f, ERR_TERMINAL_LOCALE);
	failure_text(f, "locale", wanted);
	return ERR_TERMINAL_LOCALE;
}

enum kerr
lang_init(const char *directory, struct failure *f)
{
	/* gettext obeys LANGUAGE before any locale. */
	unsetenv("LANGUAGE");
	setlocale(LC_MESSAGES, LOCALE_ALWAYS);
	for (size_t i = 0; i < LANG_COUNT; i++) {
		if (langs[i].domain == NULL)
			continue;
		bindtextdomain(langs[i].domain, directory);
		bind_textdomain_codeset(langs[i].domain, "UTF-8");
	}
	return set_ctype(f);
}

const char *
text_in(enum lang lang, const char *id)
{
	/* The empty id would give the head of the catalogue. */
	if (id == NULL || *id == '\0')
		return "";
	if (langs[lang].domain == NULL)
		return id;
	return dgettext(langs[lang].domain, id);
}

const char *
lang_code(enum lang lang)
{
	return langs[lang].code;
}

const char *
lang_self(enum lang lang)
{
	return langs[lang].self;
}

bool
lang_from_code(const char *code, enum lang *out)
{
	for (int i = 0; i < LANG_COUNT; i++) {
		if (strcmp(langs[i].code, code) == 0) {
			*out = (enum lang)i;
			return true;
		}
	}
	return false;
}

/* The sentence id with the arguments of f; a value that is a catalogue id
 * itself (a field's label) is translated as well. */
static char *
write_sentence(char *out, size_t out_size, enum lang lang, const char *id,
    const struct failure *f)
{
	struct text_argument argument[FAILURE_ARGUMENTS];
	size_t count = f->argument_count;

	for (size_t i = 0; i < count; i++) {
		argument[i] = f->argument[i];
		text_copy(argument[i].value, sizeof(argument[i].value),
		    text_in(lang, f->argument[i].value));
	}
	return text_fill(out, out_size, text_in(lang, id), argument, count);
}

char *
failure_said(
    char *out, size_t out_size, enum lang lang, const struct failure *f)
{
	return write_sentence(out, out_size, lang, error_said(f->code), f);
}

char *
failure_next(char *out, size_t out_size, enum lang lang,
    const struct failure *f, bool for_resident)
{
	const char *id = for_resident ? error_next_resident(f->code)
				      : error_next_staff(f->code);

	return write_sentence(out, out_size, lang, id, f);
}
