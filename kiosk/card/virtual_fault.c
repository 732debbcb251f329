/* virtual_fault.c -- the control file: which card lies on the reader and what
 * shall go wrong. */
#include "card/virtual_slot.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *word;
	enum vfault_kind kind;
	int base; /* of the number behind the word; 0: none */
	unsigned long most;
} kinds[] = {
    {"pull-before", VFAULT_PULL_BEFORE, 0, 0},
    {"pull-during", VFAULT_PULL_DURING, 0, 0},
    {"pull-after", VFAULT_PULL_AFTER, 0, 0},
    {"hang", VFAULT_HANG, 0, 0},
    {"empty", VFAULT_EMPTY, 0, 0},
    {"one-byte", VFAULT_ONE_BYTE, 0, 0},
    {"sw=", VFAULT_SW, 16, 0xffff},
    {"delay=", VFAULT_DELAY, 10, 600000},
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

static bool
fault_from(char *kind, const char *at, struct vfault *out)
{
	*out = (struct vfault){0};
	if (at == NULL || !number_from(at, 10, 1000000, &out->at) ||
	    out->at == 0)
		return false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t n = strlen(kinds[i].word);

		if (kinds[i].base == 0 && strcmp(kind, kinds[i].word) != 0)
			continue;
		if (strncmp(kind, kinds[i].word, n) != 0)
			continue;
		out->kind = kinds[i].kind;
		return kinds[i].base == 0 ||
		       number_from(
			   kind + n, kinds[i].base, kinds[i].most, &out->value);
	}
	return false;
}

/* A name is a file name in the folder of cards, never a way out of it. */
static bool
take_card(struct vcontrol *control, const char *name)
{
	if (name == NULL || strlen(name) >= sizeof(control->card) ||
	    strchr(name, '/') != NULL || name[0] == '.')
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

enum vresult
vcontrol_pull(const char *path, const struct vcontrol *control, int gone)
{
	struct vbytes text = {0};
	char line[64];
	enum vresult result = V_OUTSIDE;

	for (size_t i = 0; i < control->fault_count; i++) {
		const struct vfault *f = &control->fault[i];

		if ((int)i == gone)
			continue;
		for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
			if (kinds[k].kind != f->kind)
				continue;
			snprintf(line, sizeof(line),
			    kinds[k].base == 0	  ? "fault %s"
			    : kinds[k].base == 16 ? "fault %s%04X"
						  : "fault %s%u",
			    kinds[k].word, f->value);
			vbytes_put_text(&text, line);
			snprintf(line, sizeof(line), " %u\n", f->at);
			vbytes_put_text(&text, line);
		}
	}
	if (control->trace[0] != '\0') {
		vbytes_put_text(&text, "trace ");
		vbytes_put_text(&text, control->trace);
		vbytes_put_byte(&text, '\n');
	}
	if (!text.failed)
		result = vfile_write(path, text.data, text.len, false);
	vbytes_free(&text);
	return result;
}

int
vcontrol_find_fault(const struct vcontrol *control, unsigned at)
{
	for (size_t i = 0; i < control->fault_count; i++)
		if (control->fault[i].at == at)
			return (int)i;
	return -1;
}
