/* say.c -- see root/say.h. */
#include "root/say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/text.h"

#define LINE_SIZE   2048
#define BAR_COLUMNS 30

enum lang
say_lang(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && value[0] != '\0')
			return strncmp(value, "ja", 2) == 0 ? LANG_JA : LANG_EN;
	}
	return LANG_EN;
}

/* What is not an answer of the office, but something outside that failed, is
 * SAY_OUTSIDE; so is everything that is not named here. */
static const struct {
	enum kerr code;
	enum say_exit status;
} exits[] = {
    {KERR_OK, SAY_YES},
    {ERR_USAGE, SAY_USAGE},
    {ERR_NOT_FOUND, SAY_NO},
    {ERR_STORE_EXISTS, SAY_NO},
    {ERR_STORE_CONSTRAINT, SAY_NO},
    {ERR_AUDIT_BROKEN, SAY_NO},
    {ERR_LEDGER_BROKEN, SAY_NO},
    {ERR_CARD_ABSENT, SAY_NO},
    {ERR_SIGN_IN, SAY_NO},
    {ERR_SIGN_IN_WAIT, SAY_NO},
    {ERR_STAFF_INACTIVE, SAY_NO},
    {ERR_STAFF_NUMBER, SAY_NO},
    {ERR_RIGHTS, SAY_NO},
    {ERR_SAME_PERSON, SAY_NO},
    {ERR_RULE, SAY_NO},
    {ERR_RULE_STATE, SAY_NO},
    {ERR_RULE_OVERLAP, SAY_NO},
    {ERR_OFFICER, SAY_NO},
    {ERR_PASSWORD_WEAK, SAY_NO},
    {ERR_COUNTER_TAKEN, SAY_NO},
    {ERR_CSV, SAY_NO},
    {ERR_CSV_ENCODING, SAY_NO},
};

enum say_exit
say_exit_of(enum kerr code)
{
	for (size_t i = 0; i < sizeof(exits) / sizeof(exits[0]); i++)
		if (exits[i].code == code)
			return exits[i].status;
	return SAY_OUTSIDE;
}

enum say_exit
say_failure(const struct failure *f)
{
	char said[LINE_SIZE], next[LINE_SIZE], shown[LINE_SIZE];

	failure_said(said, sizeof(said), say_lang(), f);
	failure_next(next, sizeof(next), say_lang(), f, false);
	fprintf(stderr, "kiosk: %s\n", text_gate(shown, sizeof(shown), said));
	fprintf(stderr, "       %s\n", text_gate(shown, sizeof(shown), next));
	return say_exit_of(f->code);
}

enum say_exit
say_failed(const struct failure *f, bool as_json)
{
	char said[LINE_SIZE], next[LINE_SIZE];
	struct json *document, *error;
	enum say_exit status = say_exit_of(f->code);

	if (!as_json)
		return say_failure(f);
	document = json_new_object();
	error = json_new_object();
	json_set_text(error, "code", error_name(f->code));
	json_set_text(
	    error, "said", failure_said(said, sizeof(said), say_lang(), f));
	json_set_text(error, "next",
	    failure_next(next, sizeof(next), say_lang(), f, false));
	for (size_t i = 0; i < f->argument_count; i++)
		json_set_text(error, f->argument[i].name, f->argument[i].value);
	json_set(document, "error", error);
	(void)json_write(document, stdout);
	json_free(&document);
	return status;
}

enum say_exit
say_usage(const char *reason, bool as_json)
{
	struct failure f;

	failure_set(&f, ERR_USAGE);
	failure_text(&f, "reason", reason);
	return say_failed(&f, as_json);
}

void
say_line(const char *id, const struct failure *arguments)
{
	char filled[LINE_SIZE], shown[LINE_SIZE];
	const char *text = text_in(say_lang(), id);

	if (arguments != NULL)
		text = text_fill(filled, sizeof(filled), text,
		    arguments->argument, arguments->argument_count);
	printf("%s\n", text_gate(shown, sizeof(shown), text));
}

void
say_text(const char *text)
{
	char shown[LINE_SIZE];

	fputs(text_gate(shown, sizeof(shown), text), stdout);
}

void
say_progress(const char *id, int64_t done, int64_t all)
{
	int64_t filled = all > 0 ? done * BAR_COLUMNS / all : 0;
	char bar[BAR_COLUMNS + 1];

	if (!isatty(STDERR_FILENO))
		return;
	for (int64_t i = 0; i < BAR_COLUMNS; i++)
		bar[i] = i < filled ? '#' : '-';
	bar[BAR_COLUMNS] = '\0';
	fprintf(stderr, "\r[%s] %3d %%  %s", bar,
	    all > 0 ? (int)(done * 100 / all) : 0, text_in(say_lang(), id));
	fflush(stderr);
}

void
say_progress_end(void)
{
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}
