/* virtual_fault.c -- the control file: which card lies on the reader and what
 * shall go wrong. */
#include "card/virtual_slot.h"

#include <stdlib.h>
#include <string.h>

#define TEXT (-1)

static const struct {
	const char *word;
	enum vfault_kind kind;
	int base; /* of the number behind the word; 0: none, TEXT: no number */
	unsigned long most;
} kinds[] = {
    {"pull-before", VFAULT_PULL_BEFORE, 0, 0},
    {"pull-during", VFAULT_PULL_DURING, 0, 0},
    {"pull-after", VFAULT_PULL_AFTER, 0, 0},
    {"hang", VFAULT_HANG, 0, 0},
    {"empty", VFAULT_EMPTY, 0, 0},
    {"one-byte", VFAULT_ONE_BYTE, 0, 0},
    {"truncate=", VFAULT_TRUNCATE, 10, 65535},
    {"oversize=", VFAULT_OVERSIZE, 10, 65000},
    {"sw=", VFAULT_SW, 16, 0xffff},
    {"sw-after=", VFAULT_SW_AFTER, 16, 0xffff},
    {"delay=", VFAULT_DELAY, 10, 600000},
    {"swap=", VFAULT_SWAP, TEXT, 0},
    {"data=", VFAULT_DATA, TEXT, 0},
};

/* A number and nothing behind it. */
static bool
number_from(const char *text, int base, unsigned long most, unsigned *out)
{
	char *end = NULL;
	unsigned long value = strtoul(text, &end, base);

	if (*text < '0' || end == text || *end != '\0' || value > most)
		return false;
	*out = (unsigned)value;
	return true;
}

/* A name is a file name in the folder of cards, never a way out of it. */
static bool
is_card_name(const char *name)
{
	return name[0] != '\0' && name[0] != '.' &&
	       strlen(name) < VCARD_NAME_MAX && strchr(name, '/') == NULL;
}

/* "7", or "7+". */
static bool
place_from(const char *at, struct vfault *out)
{
	char digits[12];
	size_t n = at != NULL ? strlen(at) : 0;

	if (n == 0 || n >= sizeof(digits))
		return false;
	strcpy(digits, at);
	out->goes_on = digits[n - 1] == '+';
	if (out->goes_on)
		digits[n - 1] = '\0';
	return number_from(digits, 10, 1000000, &out->at) && out->at > 0;
}

/* What a kind names: a card like that of a line "card", or whole bytes. */
static bool
is_argument(enum vfault_kind kind, const char *text)
{
	uint8_t bytes[VCARD_NAME_MAX];

	if (kind == VFAULT_SWAP)
		return is_card_name(text);
	return strlen(text) % 2 == 0 &&
	       vbytes_unhex(text, bytes, strlen(text) / 2);
}

static bool
fault_from(const char *kind, const char *at, struct vfault *out)
{
	*out = (struct vfault){0};
	if (!place_from(at, out) || strlen(kind) >= sizeof(out->text))
		return false;
	strcpy(out->text, kind);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t n = strlen(kinds[i].word);

		if (kinds[i].base == 0 ? strcmp(kind, kinds[i].word) != 0
				       : strncmp(kind, kinds[i].word, n) != 0)
			continue;
		out->kind = kinds[i].kind;
		out->argument = n;
		if (kinds[i].base == TEXT)
			return is_argument(out->kind, kind + n);
		return kinds[i].base == 0 ||
		       number_from(
			   kind + n, kinds[i].base, kinds[i].most, &out->value);
	}
	return false;
}

static bool
take_card(struct vcontrol *control, const char *name)
{
	if (name == NULL || !is_card_name(name))
		return false;
	strcpy(control->card, name);
	return true;
}

static bool
take_line(struct vcontrol *control, char *line)
{
	char *save = NULL;
	char *word = strtok_r(line, " \t\r", &save);
	char *rest = NULL;

	if (word == NULL || word[0] == '#')
		return true;
	if (strcmp(word, "fault") == 0) {
		char *kind = strtok_r(NULL, " \t\r", &save);
		char *at = strtok_r(NULL, " \t\r", &save);

		if (kind == NULL || control->fault_count == VSLOT_FAULTS ||
		    !fault_from(
			kind, at, &control->fault[control->fault_count]))
			return false;
		control->fault_count++;
		return true;
	}
	rest = strtok_r(NULL, "\r", &save);
	if (strcmp(word, "card") == 0)
		return take_card(control, rest);
	if (strcmp(word, "trace") != 0 || rest == NULL ||
	    strlen(rest) >= sizeof(control->trace))
		return false;
	strcpy(control->trace, rest);
	return true;
}

void
vcontrol_parse(char *text, const char *path, struct vcontrol *out)
{
	char *save = NULL;

	*out = (struct vcontrol){0};
	for (char *line = strtok_r(text, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save))
		if (!take_line(out, line))
			vsay(V_USAGE, "%s: a line makes no sense", path);
}

static void
put_line(struct vbytes *text, const char *word, const char *rest)
{
	vbytes_put_text(text, word);
	vbytes_put_text(text, rest);
	vbytes_put_byte(text, '\n');
}

enum vresult
vcontrol_put(const char *path, const struct vcontrol *control, int gone,
    const char *card)
{
	struct vbytes text = {0};
	char line[VCARD_NAME_MAX + 16];
	enum vresult result = V_OUTSIDE;

	if (card[0] != '\0')
		put_line(&text, "card ", card);
	for (size_t i = 0; i < control->fault_count; i++) {
		const struct vfault *f = &control->fault[i];

		if ((int)i == gone)
			continue;
		snprintf(line, sizeof(line), "%s %u%s", f->text, f->at,
		    f->goes_on ? "+" : "");
		put_line(&text, "fault ", line);
	}
	if (control->trace[0] != '\0')
		put_line(&text, "trace ", control->trace);
	if (!text.failed)
		result = vfile_write(path, text.data, text.len, false);
	vbytes_free(&text);
	return result;
}

/* The first that fits: a fault for one command stands before one that goes on
 * when it is written before it. */
int
vcontrol_find_fault(const struct vcontrol *control, unsigned at)
{
	for (size_t i = 0; i < control->fault_count; i++)
		if (control->fault[i].at == at ||
		    (control->fault[i].goes_on && control->fault[i].at < at))
			return (int)i;
	return -1;
}
