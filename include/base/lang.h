/* lang.h -- texts in the reader's language; the language is an argument.
 *
 * gettext catalogues, one per language, config/locale/<code>.po, compiled to
 * build/locale beside the binary. English is the source text. Two languages
 * can be used at once (a slip carries two). */
#ifndef KIOSK_BASE_LANG_H
#define KIOSK_BASE_LANG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum lang { LANG_JA, LANG_EN, LANG_ZH, LANG_KO, LANG_ES, LANG_PT, LANG_COUNT };

/* Sets LC_CTYPE to a UTF-8 locale (unset or missing locales fall back to
 * C.UTF-8; an explicit non-UTF-8 one is ERR_TERMINAL_LOCALE) and binds the
 * catalogues in directory. The catalogues answer and widths are measured as
 * UTF-8 even when the locale is refused, so that a caller who only writes
 * (a command, a test) may go on. Takes LANGUAGE out of the environment. */
enum kerr lang_init(const char *directory, struct failure *f);
/* The text of an English source id; the id itself where untranslated. */
const char *text_in(enum lang lang, const char *id);
/* "ja"; and the language's own name, "日本語". */
const char *lang_code(enum lang lang);
const char *lang_self(enum lang lang);
/* false when code is none of ours. */
bool lang_from_code(const char *code, enum lang *out);

/* Whole sentences of a failure: what happened / what to do. Returns out. */
char *failure_said(
    char *out, size_t out_size, enum lang lang, const struct failure *f);
char *failure_next(char *out, size_t out_size, enum lang lang,
    const struct failure *f, bool for_resident);

#endif
