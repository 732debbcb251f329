/* training_cards.c -- the folder of virtual cards. */
#include "card/training_cards.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "card/training_reader.h"

#define SUFFIX	   ".card"
#define SUFFIX_LEN (sizeof(SUFFIX) - 1)

bool
training_cards_has(const char *folder, const char *name)
{
	char path[PATH_MAX];

	return name[0] != '\0' && name[0] != '.' &&
	       strlen(name) < TRAINING_NAME_SIZE &&
	       strpbrk(name, "/\r\n") == NULL &&
	       snprintf(path, sizeof(path), "%s/%s" SUFFIX, folder, name) <
		   (int)sizeof(path) &&
	       access(path, R_OK) == 0;
}

static int
is_card(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > SUFFIX_LEN && n - SUFFIX_LEN < TRAINING_NAME_SIZE &&
	       entry->d_name[0] != '.' &&
	       strcmp(entry->d_name + n - SUFFIX_LEN, SUFFIX) == 0;
}

static void
fill_text(const struct json *j, const char *key, char *out, size_t out_size)
{
	const char *value = json_get_text(j, key);

	snprintf(out, out_size, "%s", value != NULL ? value : "");
}

/* A card that cannot be read is listed without its holder. */
static void
fill_card(const char *folder, const char *file, struct reader_card *out)
{
	char path[PATH_MAX];
	struct json *j = NULL;

	*out = (struct reader_card){0};
	snprintf(out->name, sizeof(out->name), "%.*s",
	    (int)(strlen(file) - SUFFIX_LEN), file);
	if (snprintf(path, sizeof(path), "%s/%s", folder, file) >=
		(int)sizeof(path) ||
	    json_read(path, &j, NULL) != KERR_OK)
		return;
	fill_text(j, "name", out->holder, sizeof(out->holder));
	fill_text(j, "chip_serial", out->chip_serial, sizeof(out->chip_serial));
	fill_text(j, "birth", out->birth, sizeof(out->birth));
	fill_text(j, "expiry", out->expiry, sizeof(out->expiry));
	fill_text(j, "number", out->number, sizeof(out->number));
	json_free(&j);
}

enum kerr
training_cards_list(const char *folder, struct reader_card **out, size_t *count,
    struct failure *f)
{
	struct dirent **entry = NULL;
	struct reader_card *card = NULL;
	int n = scandir(folder, &entry, is_card, alphasort);
	enum kerr e = KERR_OK;

	*out = NULL;
	*count = 0;
	if (n < 0)
		return failure_system(f, ERR_IO, folder, errno);
	if (n > 0 && (card = calloc((size_t)n, sizeof(*card))) == NULL)
		e = failure_set(f, ERR_MEMORY);
	for (int i = 0; i < n; i++) {
		if (card != NULL)
			fill_card(folder, entry[i]->d_name, &card[i]);
		free(entry[i]);
	}
	free(entry);
	if (e == KERR_OK) {
		*out = card;
		*count = (size_t)n;
	}
	return e;
}
