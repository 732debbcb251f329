/* options.c -- see root/options.h. */
#include "root/options.h"

#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNTER_MOST 99 /* as the configuration allows */
#define TEXT	     256
#define FLAG	     512
#define FIRST	     1024 /* above every character that getopt gives */

#define AT(member) offsetof(struct options, member)

/* One option; a text goes to its pointer, a flag to its bool. */
static const struct {
	const char *name;
	int kind;
	size_t offset;
} known[] = {
    {"config", TEXT, AT(config)},
    {"dir", TEXT, AT(dir)},
    {"appointment", TEXT, AT(appointment)},
    {"by", TEXT, AT(by)},
    {"code", TEXT, AT(code)},
    {"evidence", TEXT, AT(evidence)},
    {"kind", TEXT, AT(kind)},
    {"profile", TEXT, AT(profile)},
    {"state", TEXT, AT(state)},
    {"value", TEXT, AT(value)},
    {"year", TEXT, AT(year)},
    {"second-person", FLAG, AT(second_person)},
    {"clock", TEXT, AT(clock)},
    {"date", TEXT, AT(date)},
    {"fault", TEXT, AT(fault)},
    {"from", TEXT, AT(from)},
    {"language", TEXT, AT(language)},
    {"name", TEXT, AT(name)},
    {"number", TEXT, AT(number)},
    {"reader", TEXT, AT(reader)},
    {"role", TEXT, AT(role)},
    {"rule", TEXT, AT(rule)},
    {"said", TEXT, AT(said)},
    {"supervisor", TEXT, AT(supervisor)},
    {"to", TEXT, AT(to)},
    {"counter", TEXT, AT(counter)}, /* a number: see below */
    {"dry-run", FLAG, AT(dry_run)},
    {"help", FLAG, AT(help)},
    {"json", FLAG, AT(json)},
    {"password-stdin", FLAG, AT(password_stdin)},
    {"version", FLAG, AT(version)},
};
#define KNOWN (sizeof(known) / sizeof(known[0]))

static enum kerr
options_fault(struct failure *f, const char *reason, const char *what)
{
	char text[OPTIONS_REASON];

	snprintf(text, sizeof(text), "%s%s", reason, what);
	failure_set(f, ERR_USAGE);
	return failure_text(f, "reason", text), ERR_USAGE;
}

static bool
read_counter(const char *text, int *out)
{
	char *end = NULL;
	long n = strtol(text, &end, 10);

	if (end == text || *end != '\0' || n < 1 || n > COUNTER_MOST)
		return false;
	*out = (int)n;
	return true;
}

static enum kerr
take(struct options *out, size_t i, const char *value, struct failure *f)
{
	char *at = (char *)out + known[i].offset;

	/* an option forgot its value, and would swallow the next one */
	if (value != NULL && strncmp(value, "--", 2) == 0)
		return options_fault(
		    f, "a value is missing after --", known[i].name);
	if (known[i].kind == FLAG)
		*(bool *)(void *)at = true;
	else if (known[i].offset != AT(counter))
		memcpy(at, &value, sizeof(value));
	else if (!read_counter(value, &out->counter))
		return options_fault(
		    f, "--counter is a number from 1 to 99, not ", value);
	return KERR_OK;
}

static enum kerr
take_word(struct options *out, const char *word, struct failure *f)
{
	if (out->word_count == OPTIONS_WORDS)
		return options_fault(f, "one word too many: ", word);
	out->word[out->word_count++] = word;
	return KERR_OK;
}

/* --dir DIR is short for --config DIR/kiosk.ini. */
static enum kerr
fill_config(struct options *out, struct failure *f)
{
	int n;

	if (out->config != NULL || out->dir == NULL)
		return KERR_OK;
	n = snprintf(out->ini, sizeof(out->ini), "%s/kiosk.ini", out->dir);
	if (n < 0 || (size_t)n >= sizeof(out->ini))
		return options_fault(f, "--dir is too long", "");
	out->config = out->ini;
	return KERR_OK;
}

enum kerr
options_read(int argc, char **argv, struct options *out, struct failure *f)
{
	struct option table[KNOWN + 1] = {0};
	int which = 0, index = 0;
	enum kerr e = KERR_OK;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < KNOWN; i++)
		table[i] = (struct option){known[i].name,
		    known[i].kind == FLAG ? no_argument : required_argument,
		    NULL, FIRST + (int)i};
	opterr = 0;
	/* "-": words are given in their place, options may follow them */
	while (e == KERR_OK &&
	       (which = getopt_long(argc, argv, "-:h", table, &index)) != -1) {
		if (which == 1)
			e = take_word(out, optarg, f);
		else if (which == 'h')
			out->help = true;
		else if (which == ':')
			e = options_fault(
			    f, "a value is missing after ", argv[optind - 1]);
		else if (which == '?')
			e = options_fault(
			    f, "there is no option ", argv[optind - 1]);
		else
			e = take(out, (size_t)(which - FIRST), optarg, f);
	}
	while (e == KERR_OK && optind < argc)
		e = take_word(out, argv[optind++], f);
	return e != KERR_OK ? e : fill_config(out, f);
}
