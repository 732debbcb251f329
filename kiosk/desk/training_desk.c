/* training_desk.c -- which virtual card lies on which counter's reader. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/date.h"
#include "base/text.h"
#include "card/training_reader.h"
#include "desk/desk_private.h"
#include "desk/office.h"
#include "desk/training.h"
#include "desk/training_register.h"
#include "store/cards.h"

/* reader-N.what beside the folder of cards. */
static enum kerr
beside_cards(const struct office_settings *s, const char *what, char *out,
    size_t out_size, struct failure *f)
{
	const char *slash = strrchr(s->training_cards, '/');
	int folder_len = slash != NULL ? (int)(slash - s->training_cards) : 0;
	int n = snprintf(out, out_size, "%.*s/reader-%d.%s", folder_len,
	    s->training_cards, (int)s->counter, what);

	if (n >= 0 && (size_t)n < out_size)
		return KERR_OK;
	failure_set(f, ERR_TOO_LONG);
	return failure_number(f, "most", (int64_t)out_size - 1), ERR_TOO_LONG;
}

enum kerr
training_socket(const struct office_settings *settings, char *out,
    size_t out_size, struct failure *f)
{
	char path[OFFICE_PATH_SIZE], here[OFFICE_PATH_SIZE];
	const size_t most = sizeof(((struct sockaddr_un *)0)->sun_path);
	const char *name = path;
	size_t n;
	enum kerr e = beside_cards(settings, "socket", path, sizeof(path), f);

	if (e != KERR_OK)
		return e;
	/* a socket's name is short: seen from where we stand it may fit */
	if (strlen(path) >= most && getcwd(here, sizeof(here)) != NULL &&
	    (n = strlen(here)) > 0 && strncmp(path, here, n) == 0 &&
	    path[n] == '/')
		name = path + n + 1;
	if (strlen(name) < most && strlen(name) < out_size) {
		text_copy(out, out_size, name);
		return KERR_OK;
	}
	failure_set(f, ERR_TOO_LONG);
	return failure_number(f, "most", (int64_t)most - 1), ERR_TOO_LONG;
}

enum kerr
training_open_reader(const struct office_settings *settings,
    struct training_reader **out, struct failure *f)
{
	char socket[OFFICE_PATH_SIZE], control[OFFICE_PATH_SIZE];
	const struct training_reader_config config = {.socket = socket,
	    .control = control,
	    .cards = settings->training_cards};
	enum kerr e;

	*out = NULL;
	if (!settings->training)
		return failure_set(f, ERR_NOT_FOUND);
	/* without its socket a card can still be made and placed */
	if (training_socket(settings, socket, sizeof(socket), NULL) != KERR_OK)
		socket[0] = '\0';
	if ((e = beside_cards(
		 settings, "control", control, sizeof(control), f)) != KERR_OK)
		return e;
	return training_reader_open(&config, out, f);
}

/* 照合番号B: the birth date with the year of its era, the year of expiry and the
 * security code (individual-number-card 4). */
static void
fill_printed(struct training_card *out, const struct reader_card *card)
{
	char code[TRAINING_CODE_SIZE];
	struct date born;
	struct era era;

	if (!training_register_code(card->name, code) ||
	    !date_parse(card->birth, &born) || !date_era(born, &era))
		return;
	snprintf(out->face_digits, sizeof(out->face_digits), "%02u%.4s%.4s%.4s",
	    (unsigned)era.year % 100, card->birth + 4, card->expiry, code);
	text_copy(out->number, sizeof(out->number), card->number);
}

/* The cards of the office; d (NULL: none) tells which notice is whose. */
static enum kerr
list_cards(const struct office_settings *s, struct desk *d,
    struct training_card *out, size_t most, size_t *all, struct failure *f)
{
	struct training_reader *reader = NULL;
	struct reader_card *card = NULL;
	struct card_record record;
	int64_t id = 0;
	enum kerr e;

	*all = 0;
	if ((e = training_open_reader(s, &reader, f)) == KERR_OK)
		e = training_reader_list(reader, &card, all, f);
	for (size_t i = 0; e == KERR_OK && i < *all && i < most; i++) {
		memset(&out[i], 0, sizeof(out[i]));
		text_copy(out[i].name, sizeof(out[i].name), card[i].name);
		text_gate(out[i].holder, sizeof(out[i].holder), card[i].holder);
		out[i].placed = card[i].is_placed;
		fill_printed(&out[i], &card[i]);
		if (d != NULL && card[i].chip_serial[0] != '\0' &&
		    cards_find(d->store, CARD_BY_CHIP_SERIAL,
			card[i].chip_serial, &id) == KERR_OK &&
		    cards_get(d->store, id, &record) == KERR_OK)
			text_copy(out[i].notice, sizeof(out[i].notice),
			    record.notice_no);
	}
	free(card);
	training_reader_close(&reader);
	return e;
}

size_t
training_cards(
    struct desk *d, struct training_card *out, size_t most, size_t *all)
{
	if (list_cards(d->settings, d, out, most, all, NULL) != KERR_OK)
		*all = 0;
	return *all < most ? *all : most;
}

enum kerr
training_place(struct desk *d, const char *name, struct failure *f)
{
	struct training_reader *reader = NULL;
	enum kerr e = training_open_reader(d->settings, &reader, f);

	if (e == KERR_OK)
		e = training_reader_clear_faults(reader, f);
	if (e == KERR_OK)
		e = training_reader_place(reader, name, f);
	training_reader_close(&reader);
	return e;
}

enum kerr
training_pull_at(struct desk *d, int n, struct failure *f)
{
	struct training_reader *reader = NULL;
	enum kerr e = training_open_reader(d->settings, &reader, f);

	if (e == KERR_OK)
		e = training_reader_fault(reader, "pull-during", n, f);
	training_reader_close(&reader);
	return e;
}

enum kerr
training_remove(struct desk *d, struct failure *f)
{
	struct training_reader *reader = NULL;
	enum kerr e = training_open_reader(d->settings, &reader, f);

	if (e == KERR_OK)
		e = training_reader_pull(reader, f);
	training_reader_close(&reader);
	return e;
}

/* -- for scripts -- */

static enum kerr
read_office(const char *directory, int counter, struct office_settings *out,
    struct failure *f)
{
	char path[OFFICE_PATH_SIZE];
	struct stat st;
	bool folder = stat(directory, &st) == 0 && S_ISDIR(st.st_mode);
	enum kerr e;

	snprintf(
	    path, sizeof(path), "%s%s", directory, folder ? "/kiosk.ini" : "");
	if ((e = office_read(path, counter, out, f)) != KERR_OK)
		return e;
	if (out->training)
		return KERR_OK;
	failure_set(f, ERR_CONFIG);
	failure_text(f, "file", path);
	failure_text(f, "line", "-");
	failure_text(f, "reason", N_("this is not a training office"));
	return ERR_CONFIG;
}

static enum kerr
do_place(struct training_reader *r, const char *name, struct failure *f)
{
	return training_reader_place(r, name != NULL ? name : "", f);
}

static enum kerr
do_remove(struct training_reader *r, const char *name, struct failure *f)
{
	(void)name;
	return training_reader_remove(r, f);
}

static enum kerr
do_pull(struct training_reader *r, const char *name, struct failure *f)
{
	(void)name;
	return training_reader_pull(r, f);
}

/* Faults are kept until they are taken back here. */
static enum kerr
do_clear(struct training_reader *r, const char *name, struct failure *f)
{
	(void)name;
	return training_reader_clear_faults(r, f);
}

static enum kerr
do_fault(struct training_reader *r, const char *name, struct failure *f)
{
	(void)r;
	(void)name;
	return failure_set(f, KERR_OK);
}

static const struct {
	const char *verb;
	enum kerr (*run)(
	    struct training_reader *r, const char *name, struct failure *f);
} verbs[] = {{"place", do_place}, {"remove", do_remove}, {"pull", do_pull},
    {"fault", do_fault}, {"clear", do_clear}};

enum kerr
training_card_control(const char *directory, int counter, const char *verb,
    const char *name, const char *fault, struct failure *f)
{
	struct office_settings settings;
	struct training_reader *reader = NULL;
	size_t i = 0;
	enum kerr e;

	while (i < sizeof(verbs) / sizeof(verbs[0]) &&
	       strcmp(verbs[i].verb, verb) != 0)
		i++;
	if (i == sizeof(verbs) / sizeof(verbs[0]))
		return failure_set(f, ERR_NOT_FOUND);
	if ((e = read_office(directory, counter, &settings, f)) != KERR_OK ||
	    (e = training_open_reader(&settings, &reader, f)) != KERR_OK)
		return e;
	if (fault != NULL)
		e = training_reader_set_fault(reader, fault, f);
	if (e == KERR_OK)
		e = verbs[i].run(reader, name, f);
	training_reader_close(&reader);
	return e;
}

enum kerr
training_card_list(const char *directory, int counter,
    struct training_card *out, size_t most, size_t *count, struct failure *f)
{
	struct office_settings settings;
	size_t all = 0;
	enum kerr e;

	*count = 0;
	if ((e = read_office(directory, counter, &settings, f)) != KERR_OK ||
	    (e = list_cards(&settings, NULL, out, most, &all, f)) != KERR_OK)
		return e;
	*count = all < most ? all : most;
	return KERR_OK;
}
