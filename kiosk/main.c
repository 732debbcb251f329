/* main.c -- the composition root: which role this process has, and how it
 * ends. Nothing else in the program leaves it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/lang.h"
#include "base/process.h"
#include "base/secret.h"
#include "card/agent.h"
#include "desk/session.h"
#include "root/commands.h"
#include "root/counter.h"
#include "root/options.h"
#include "root/say.h"

#define KIOSK_VERSION "0.1.0"
#define PATH_SIZE     4096

/* Roles that our own binary takes on as a child (base/process.h). */
static const struct {
	const char *argument;
	void (*run)(int argc, char **argv);
} roles[] = {
    {"--card-agent", agent_child_main},
    {"--password-helper", session_helper_main},
};

static void
take_role(int argc, char **argv)
{
	if (argc < 2)
		return;
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (strcmp(argv[1], roles[i].argument) == 0)
			roles[i].run(argc, argv);
}

/* The catalogues lie in locale/ beside our own binary. */
static enum kerr
find_words(struct failure *f)
{
	char folder[PATH_SIZE];
	const char *self = process_self();
	const char *slash = strrchr(self, '/');

	snprintf(folder, sizeof(folder), "%.*s/locale",
	    slash != NULL ? (int)(slash - self) : 0, self);
	return lang_init(folder, f);
}

static enum say_exit
open_counter(const struct options *o, enum kerr words, struct failure *f)
{
	if (words != KERR_OK)
		return say_failure(f); /* a screen needs UTF-8 */
	if (o->config == NULL) {
		failure_set(f, ERR_USAGE);
		failure_text(f, "reason", N_("--config FILE is missing"));
		return say_failure(f);
	}
	return counter_run(o, f) == KERR_OK ? SAY_YES : say_failure(f);
}

/* Also of a command line that could not be read. */
static bool
wants_json(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--json") == 0)
			return true;
	return false;
}

int
main(int argc, char **argv)
{
	struct options o;
	struct failure f = {0}, usage = {0};
	enum kerr words;

	/* desk asks again and turns PINs off when memory cannot be locked */
	if (secret_init() == ERR_INTERNAL) {
		failure_set(&f, ERR_INTERNAL);
		return (int)say_failed(&f, wants_json(argc, argv));
	}
	take_role(argc, argv);
	(void)process_self();
	umask(077);
	words = find_words(&f);
	if (options_read(argc, argv, &o, &usage) != KERR_OK)
		return (int)say_failed(&usage, wants_json(argc, argv));
	if (o.help)
		return (int)commands_help();
	if (o.version) {
		printf("kiosk %s\n", KIOSK_VERSION);
		return SAY_YES;
	}
	if (o.word_count != 0)
		return (int)commands_run(&o);
	return (int)open_counter(&o, words, &f);
}
