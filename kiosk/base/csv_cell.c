/* csv_cell.c -- writing a cell (base/csv.h). */
#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "base/text_build.h"

/* Signs that make a spreadsheet run a cell; the wide ones do in Japanese. */
static bool
is_formula(const char *value)
{
	static const char *const first[] = {
	    "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};

	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++)
		if (strncmp(value, first[i], strlen(first[i])) == 0)
			return true;
	return false;
}

static bool
needs_quotes(const char *value)
{
	size_t len = strlen(value);

	return len > 0 && (strpbrk(value, ",\"\r\n\t") != NULL ||
			      value[0] == ' ' || value[len - 1] == ' ');
}

char *
csv_cell(char *out, size_t out_size, const char *value)
{
	bool quoted = needs_quotes(value);
	struct text_build b;
	size_t columns, n;

	/* What is cut must still close its quotation mark. */
	if (quoted && out_size < 3)
		return text_copy(out, out_size, "");
	b = text_build_in(out, out_size - (quoted ? 1 : 0));
	if (quoted)
		text_build_add(&b, "\"", 1);
	if (is_formula(value))
		text_build_add(&b, "'", 1);
	for (; (n = text_cluster(value, &columns)) > 0 && !b.full; value += n) {
		if (*value == '"')
			text_build_add(&b, "\"\"", 2);
		else
			text_build_add(&b, value, n);
	}
	if (quoted) {
		b.out_size = out_size;
		b.full = false;
		text_build_add(&b, "\"", 1);
	}
	return out;
}
