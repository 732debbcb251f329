/* commands_training.c -- making a training office, and its virtual cards from
 * a script. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "desk/training.h"
#include "root/commands.h"

#define CARDS_MOST 500

static void
progress(void *arg, int done, int all)
{
	(void)arg;
	say_progress(N_("making the training office"), done, all);
}

enum say_exit
command_training(struct options *o)
{
	const struct training_wish wish = {o->clock, o->language};
	struct failure f, where;
	enum lang lang;
	enum kerr e;

	if (o->dir == NULL || o->word_count != 0)
		return say_usage(N_("training needs --dir DIR"), o->json);
	if (o->language != NULL && (!lang_from_code(o->language, &lang) ||
				       (lang != LANG_JA && lang != LANG_EN)))
		return say_usage(N_("--language is ja or en"), o->json);
	e = training_create(o->dir, &wish, progress, NULL, &f);
	say_progress_end();
	if (e != KERR_OK)
		return say_failed(&f, o->json);
	failure_set(&where, KERR_OK);
	failure_text(&where, "dir", o->dir);
	say_line(N_("The training office is in {dir}. Open it with: kiosk "
		    "--config {dir}/kiosk.ini"),
	    &where);
	return SAY_YES;
}

static enum say_exit
list_as_json(const struct training_card *card, size_t count)
{
	struct json *all = json_new_array();
	enum kerr e;

	for (size_t i = 0; i < count; i++) {
		struct json *j = json_new_object();

		json_set_text(j, "name", card[i].name);
		json_set_text(j, "holder", card[i].holder);
		json_set_flag(j, "placed", card[i].placed);
		json_add(all, j);
	}
	e = json_write(all, stdout);
	json_free(&all);
	return say_exit_of(e);
}

enum say_exit
command_card_list(struct options *o)
{
	struct training_card *card = NULL;
	struct failure f;
	size_t count = 0;
	enum say_exit status = SAY_YES;

	if (o->config == NULL)
		return say_usage(N_("training card needs --dir DIR"), o->json);
	if ((card = calloc(CARDS_MOST, sizeof(*card))) == NULL)
		return failure_set(&f, ERR_MEMORY), say_failed(&f, o->json);
	if (training_card_list(o->config, o->counter, card, CARDS_MOST, &count,
		&f) != KERR_OK) {
		status = say_failed(&f, o->json);
	} else if (o->json) {
		status = list_as_json(card, count);
	} else {
		for (size_t i = 0; i < count; i++) {
			printf("%c ", card[i].placed ? '*' : ' ');
			say_text(card[i].name);
			printf("  ");
			say_text(card[i].holder);
			printf("\n");
		}
	}
	free(card);
	return status;
}

static enum say_exit
control(struct options *o, const char *verb, size_t words)
{
	struct failure f;

	if (o->config == NULL)
		return say_usage(N_("training card needs --dir DIR"), o->json);
	if (o->word_count != words)
		return say_usage(words == 1 ? N_("name one card")
					    : N_("there is a word too many"),
		    o->json);
	if (training_card_control(o->config, o->counter, verb, o->word[0],
		o->fault, &f) != KERR_OK)
		return say_failed(&f, o->json);
	return SAY_YES;
}

enum say_exit
command_card_place(struct options *o)
{
	return control(o, "place", 1);
}

enum say_exit
command_card_remove(struct options *o)
{
	return control(o, "remove", 0);
}

enum say_exit
command_card_pull(struct options *o)
{
	return control(o, "pull", 0);
}

enum say_exit
command_card_fault(struct options *o)
{
	if (o->fault == NULL)
		return say_usage(N_("--fault KIND:N is missing"), o->json);
	return control(o, "fault", 0);
}

enum say_exit
command_card_clear(struct options *o)
{
	return control(o, "clear", 0);
}
