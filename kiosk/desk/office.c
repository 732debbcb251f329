/* office.c -- the configuration file of an office as one table. */
#include "desk/office.h"

#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/date.h"
#include "base/paper.h"
#include "base/printer.h"
#include "base/raster.h"
#include "card/issuer.h"
#include "rules/municipality_code.h"

static const char *const languages[] = {"ja", "en", NULL};
static const char *const transports[] = {"pcsc", "training", NULL};
/* By enum printer_kind and enum printer_format. */
static const char *const printers[] = {
    "spool", "device", "tcp", "command", NULL};
static const char *const formats[] = {"text", "escpos", NULL};
static const char *const weak_pins[] = {"refuse", "warn", NULL};

static const char *
check_address(const char *value)
{
	struct sockaddr_storage to;
	socklen_t len = 0;

	return printer_address(value, &to, &len)
		   ? NULL
		   : "a number address and a port, such as 192.0.2.7:9100 or "
		     "[2001:db8::7]:9100";
}

static const char *
check_command(const char *value)
{
	struct printer_words words;

	return printer_split(value, &words)
		   ? NULL
		   : "1 to 16 words; a quote that opens must close";
}

static const char *
check_font(const char *value)
{
	struct raster *font = NULL;
	struct failure f;
	enum kerr e = raster_open(value, &font, &f);

	raster_close(&font);
	return e == KERR_OK ? NULL : "no font file that can be used";
}

#define AT(field) offsetof(struct office_settings, field)
#define SIZED(field) \
	.offset = AT(field), \
	.size = sizeof(((struct office_settings *)0)->field)

static const struct config_key keys[] = {
    {.section = "office",
	.key = "name",
	.type = CONFIG_TEXT,
	.required = true,
	SIZED(name)},
    {.section = "office",
	.key = "name_latin",
	.type = CONFIG_TEXT,
	.required = true,
	SIZED(name_latin)},
    {.section = "office",
	.key = "municipality",
	.type = CONFIG_TEXT,
	.required = true,
	SIZED(municipality)},
    {.section = "office",
	.key = "training",
	.type = CONFIG_FLAG,
	.offset = AT(training),
	.initial = "no"},
    {.section = "office",
	.key = "language",
	.type = CONFIG_CHOICE,
	.offset = AT(language),
	.choices = languages,
	.initial = "ja"},
    {.section = "store",
	.key = "path",
	.type = CONFIG_PATH,
	.required = true,
	SIZED(store)},
    {.section = "store",
	.key = "keys",
	.type = CONFIG_PATH,
	.required = true,
	SIZED(keys)},
    {.section = "store",
	.key = "spool",
	.type = CONFIG_PATH,
	.required = true,
	SIZED(spool)},
    {.section = "store",
	.key = "log",
	.type = CONFIG_PATH,
	.required = true,
	SIZED(log)},
    {.section = "counter",
	.key = "number",
	.type = CONFIG_NUMBER,
	.offset = AT(counter),
	.least = 1,
	.most = 99,
	.initial = "1"},
    {.section = "counter",
	.key = "idle_lock_seconds",
	.type = CONFIG_NUMBER,
	.offset = AT(idle_lock_seconds),
	.least = 30,
	.most = 3600,
	.initial = "300"},
    {.section = "counter",
	.key = "scan_prefix",
	.type = CONFIG_TEXT,
	SIZED(scan_prefix)},
    {.section = "reader",
	.key = "transport",
	.type = CONFIG_CHOICE,
	.offset = AT(transport),
	.choices = transports,
	.initial = "pcsc"},
    {.section = "reader", .key = "name", .type = CONFIG_TEXT, SIZED(reader)},
    {.section = "reader",
	.key = "ca_directory",
	.type = CONFIG_PATH,
	SIZED(ca_directory)},
    {.section = "card", .key = "issuer", .type = CONFIG_TEXT, SIZED(issuer)},
    {.section = "printer",
	.key = "kind",
	.type = CONFIG_CHOICE,
	.offset = AT(printer),
	.choices = printers,
	.initial = "spool"},
    {.section = "printer",
	.key = "path",
	.type = CONFIG_PATH,
	SIZED(printer_path)},
    {.section = "printer",
	.key = "address",
	.type = CONFIG_TEXT,
	.check = check_address,
	SIZED(printer_address)},
    {.section = "printer",
	.key = "command",
	.type = CONFIG_TEXT,
	.check = check_command,
	SIZED(printer_command)},
    {.section = "printer",
	.key = "format",
	.type = CONFIG_CHOICE,
	.offset = AT(printer_format),
	.choices = formats,
	.initial = "text"},
    {.section = "printer",
	.key = "columns",
	.type = CONFIG_NUMBER,
	.offset = AT(printer_columns),
	.least = PAPER_COLUMNS_LEAST,
	.most = PAPER_COLUMNS_MOST,
	.initial = "42"},
    {.section = "printer",
	.key = "dots",
	.type = CONFIG_NUMBER,
	.offset = AT(printer_dots),
	.least = 0,
	.most = 2048,
	.initial = "0"},
    {.section = "printer",
	.key = "font",
	.type = CONFIG_PATH,
	.check = check_font,
	.initial = "/usr/share/fonts/opentype/unifont/unifont_jp.otf",
	SIZED(printer_font)},
    {.section = "rules",
	.key = "two_papers_always",
	.type = CONFIG_FLAG,
	.offset = AT(two_papers_always),
	.initial = "no"},
    {.section = "rules",
	.key = "auth_when_declined",
	.type = CONFIG_FLAG,
	.offset = AT(auth_when_declined),
	.initial = "no"},
    {.section = "rules",
	.key = "weak_pin",
	.type = CONFIG_CHOICE,
	.offset = AT(weak_pin),
	.choices = weak_pins,
	.initial = "refuse"},
    {.section = "rules", .key = "visits", .type = CONFIG_PATH, SIZED(visits)},
    {.section = "rules",
	.key = "resident_idle_seconds",
	.type = CONFIG_NUMBER,
	.offset = AT(resident_idle_seconds),
	.least = 20,
	.most = 1800,
	.initial = "120"},
    {.section = "training",
	.key = "cards",
	.type = CONFIG_PATH,
	SIZED(training_cards)},
    {.section = "training",
	.key = "clock",
	.type = CONFIG_TEXT,
	SIZED(training_clock)},
    {.section = "training",
	.key = "initial_sign",
	.type = CONFIG_TEXT,
	SIZED(training_initial_sign)},
    {.section = "training",
	.key = "initial_pin",
	.type = CONFIG_TEXT,
	SIZED(training_initial_pin)},
    {.section = NULL},
};

static enum kerr
office_fault(struct failure *f, const char *path, const char *reason)
{
	failure_set(f, ERR_CONFIG);
	failure_text(f, "file", path);
	failure_text(f, "line", "-");
	return failure_text(f, "reason", reason), ERR_CONFIG;
}

/* A name that is known, or a path from the root: the agent has another folder
 * than the configuration. */
static bool
issuer_is_known(const struct office_settings *s)
{
	return s->issuer[0] == '\0' || s->issuer[0] == '/' ||
	       issuer_get(s->issuer) != NULL;
}

bool
office_prints_escpos(const struct office_settings *s)
{
	return s->printer == PRINTER_DEVICE || s->printer == PRINTER_TCP ||
	       (s->printer == PRINTER_COMMAND &&
		   s->printer_format == PRINTER_ESCPOS);
}

static const char *
printer_misfit(const struct office_settings *s)
{
	if (s->printer == PRINTER_DEVICE && s->printer_path[0] == '\0')
		return "[printer] kind = device needs path";
	if (s->printer == PRINTER_TCP && s->printer_address[0] == '\0')
		return "[printer] kind = tcp needs address";
	if (s->printer == PRINTER_COMMAND && s->printer_command[0] == '\0')
		return "[printer] kind = command needs command";
	if (s->printer_dots != 0 &&
	    s->printer_columns * RASTER_CELL_COLUMNS > s->printer_dots)
		return "[printer] a column is 12 dots wide: too many columns "
		       "for these dots";
	if (office_prints_escpos(s) && check_font(s->printer_font) != NULL)
		return "[printer] font: install fonts-unifont, or name a font";
	return NULL;
}

/* Settings of which one forbids or needs another. */
static const char *
office_misfit(const struct office_settings *s)
{
	if (!municipality_code_is_valid(
		s->municipality, strlen(s->municipality)))
		return "municipality: 6 digits, the last is the check digit";
	if (!s->training && s->transport == READER_TRAINING)
		return "transport = training needs training = yes";
	if (!s->training &&
	    (s->training_initial_sign[0] != '\0' ||
		s->training_initial_pin[0] != '\0' ||
		s->training_clock[0] != '\0' || s->training_cards[0] != '\0'))
		return "[training] is only for offices with training = yes";
	if (!issuer_is_known(s))
		return "issuer: builtin, none, training or /path/module.so";
	if (strcmp(s->issuer, ISSUER_TRAINING) == 0 &&
	    (!s->training || s->transport != READER_TRAINING))
		return "issuer = training needs the built-in training reader";
	if (s->training && s->training_cards[0] == '\0')
		return "training = yes needs [training] cards";
	return printer_misfit(s);
}

enum kerr
office_read(const char *path, int64_t counter, struct office_settings *out,
    struct failure *f)
{
	const char *misfit = NULL;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = config_read(path, keys, out, f)) != KERR_OK)
		return e;
	if (counter != 0)
		out->counter = counter;
	if ((misfit = office_misfit(out)) != NULL)
		return office_fault(f, path, misfit);
	return KERR_OK;
}
