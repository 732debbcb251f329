/* commands.c -- see root/commands.h. */
#include "root/commands.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "card/training_fault.h"

static const struct command commands[] = {
    {{"init", NULL},
	"--config FILE [--supervisor NUMBER --name NAME --password-stdin]",
	N_("make the folders, keys and store of an office, and its first "
	   "supervisor"),
	command_init},
    {{"staff", "add", NULL},
	"--number N --name NAME --role ROLE --by NUMBER "
	"[--password-stdin] --config FILE",
	N_("add an account; a supervisor or administrator answers for it"),
	command_staff_add},
    {{"import", "arrivals", NULL},
	"FILE.csv [--dry-run] [--json] --config FILE",
	N_("take a delivery list in, as a whole or not at all "
	   "(config/arrivals.md)"),
	command_import_arrivals},
    {{"summary", NULL},
	"[--date 2026-11-24] [--counter N] [--json] --config FILE",
	N_("the day in numbers"), command_summary},
    {{"audit", "verify", NULL}, "[--counter N] [--json] --config FILE",
	N_("check the audit and name the first broken row"),
	command_audit_verify},
    {{"closed-days", "list", NULL}, "[--json] --config FILE",
	N_("the days on which the issuer's systems are closed"),
	command_closed_list},
    {{"closed-days", "add", NULL},
	"--from DAY [--to DAY] [--rule RULE] --said TEXT --config FILE",
	N_("add such days; RULE: saturdays, sundays, "
	   "sunday_after_third_saturday"),
	command_closed_add},
    {{"closed-days", "remove", NULL}, "ROW --config FILE",
	N_("take a row of them away"), command_closed_remove},
    {{"fees", "list", NULL},
	"[--state proposed|in_force|rejected] [--json] --config FILE",
	N_("prices, reasons and limits: in force, proposed or rejected"),
	command_fees_list},
    {{"fees", "propose", NULL},
	"--profile NAME|FILE.csv, or --kind fee|fee_reason|limit --code CODE "
	"--from DAY [--to DAY] --value YEN|free|charged|decided "
	"[--evidence CODE] [--second-person]; --by NUMBER [--password-stdin] "
	"--config FILE",
	N_("propose rows; they change nothing until another person takes "
	   "them"),
	command_fees_propose},
    {{"fees", "adopt", NULL},
	"ROW|PROFILE --by NUMBER [--password-stdin] --config FILE",
	N_("make a proposal of the program your own"), command_fees_adopt},
    {{"fees", "approve", NULL},
	"ROW|PROFILE --by NUMBER [--password-stdin] --config FILE",
	N_("take what another person proposed: it moves money on its days"),
	command_fees_approve},
    {{"fees", "reject", NULL},
	"ROW|PROFILE --by NUMBER [--password-stdin] --config FILE",
	N_("reject proposed rows"), command_fees_reject},
    {{"cash", "book", NULL}, "[--date 2026-11-24] [--json] --config FILE",
	N_("the daily cash book"), command_cash_book},
    {{"cash", "officers", "list"}, "[--json] --config FILE",
	N_("who may take money, and the floats that were granted"),
	command_officers_list},
    {{"cash", "officers", "appoint"},
	"--number STAFF --appointment NO --from DAY [--to DAY] --by NUMBER "
	"[--password-stdin] --config FILE",
	N_("propose an appointment"), command_officers_appoint},
    {{"cash", "officers", "grant"},
	"--number STAFF --year 2026 --value YEN --by NUMBER "
	"[--password-stdin] --config FILE",
	N_("propose a float for a fiscal year"), command_officers_grant},
    {{"cash", "officers", "approve"},
	"officer|float ROW --by NUMBER [--password-stdin] --config FILE",
	N_("take what another person proposed"), command_officers_approve},
    {{"cash", "officers", "reject"},
	"officer|float ROW --by NUMBER [--password-stdin] --config FILE",
	N_("reject a proposal"), command_officers_reject},
    {{"cash", "officers", "end"},
	"ROW --to DAY --by NUMBER [--password-stdin] --config FILE",
	N_("end an appointment"), command_officers_end},
    {{"card", "status", NULL}, "[--reader NAME] [--json] --config FILE",
	N_("what the card on the reader tells without a secret: kind, PIN "
	   "tries, certificates"),
	command_card_status},
    {{"training", NULL},
	"--dir DIR [--clock 2026-11-24T10:00] [--language ja|en]",
	N_("make a training office with invented people and cards"),
	command_training},
    {{"training", "card", "list"}, "--dir DIR [--counter N] [--json]",
	N_("the virtual cards of a training office"), command_card_list},
    {{"training", "card", "place"}, "NAME --dir DIR [--fault KIND:N]",
	N_("put a virtual card on the counter's reader"), command_card_place},
    {{"training", "card", "remove"}, "--dir DIR",
	N_("lift the card from the reader"), command_card_remove},
    {{"training", "card", "pull"}, "--dir DIR",
	N_("tear the card away in the middle of a command"), command_card_pull},
    {{"training", "card", "fault"}, "--fault KIND:N --dir DIR",
	N_("let something go wrong at the N-th command to the card"),
	command_card_fault},
    {{"training", "card", "clear"}, "--dir DIR", N_("take all faults back"),
	command_card_clear},
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))
#define WORDS	 (sizeof(commands[0].word) / sizeof(commands[0].word[0]))

/* How many words of the command stand at the beginning of o; 0: another. */
static size_t
matched_words(const struct command *c, const struct options *o)
{
	size_t n = 0;

	while (n < WORDS && c->word[n] != NULL) {
		if (n >= o->word_count || strcmp(c->word[n], o->word[n]) != 0)
			return 0;
		n++;
	}
	return n;
}

/* What --fault KIND:N takes. */
static void
help_faults(void)
{
	size_t count = 0;
	const struct training_fault_kind *kind = training_fault_kinds(&count);

	printf("\n%s\n",
	    text_in(say_lang(),
		N_("--fault KIND:N is for the N-th command since the card got "
		   "power, KIND:N+ for that one and each after it. KIND:")));
	for (size_t i = 0; i < count; i++)
		printf("    %-15s %s\n", kind[i].form,
		    text_in(say_lang(), kind[i].said));
}

enum say_exit
commands_help(void)
{
	printf("kiosk --config FILE [--counter N]\n    %s\n",
	    text_in(say_lang(), N_("open the staff terminal of a counter")));
	for (size_t i = 0; i < COMMANDS; i++) {
		printf("kiosk");
		for (size_t w = 0; w < WORDS && commands[i].word[w] != NULL;
		     w++)
			printf(" %s", commands[i].word[w]);
		printf(" %s\n    %s\n", commands[i].arguments,
		    text_in(say_lang(), commands[i].help));
	}
	help_faults();
	printf("\n%s\n",
	    text_in(say_lang(),
		N_("--dir DIR is short for --config DIR/kiosk.ini. Exit: 0 "
		   "done, 1 the answer is no, 2 wrong usage, 3 something "
		   "outside failed.")));
	return SAY_YES;
}

enum say_exit
commands_run(struct options *o)
{
	const struct command *best = NULL;
	struct failure f;
	size_t most = 0;

	for (size_t i = 0; i < COMMANDS; i++) {
		size_t n = matched_words(&commands[i], o);

		if (n > most) {
			best = &commands[i];
			most = n;
		}
	}
	if (best == NULL) {
		failure_set(&f, ERR_USAGE);
		failure_text(&f, "reason", o->word[0]);
		return say_failed(&f, o->json);
	}
	o->word_count -= most;
	memmove(o->word, o->word + most, o->word_count * sizeof(o->word[0]));
	return best->run(o);
}
