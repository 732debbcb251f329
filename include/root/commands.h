/* commands.h -- what kiosk does without a screen, as one table of words. */
#ifndef KIOSK_ROOT_COMMANDS_H
#define KIOSK_ROOT_COMMANDS_H

#include "root/options.h"
#include "root/say.h"

/* One command; the words it begins with, and what --help says. */
struct command {
	const char *word[3];   /* NULL: no further word */
	const char *arguments; /* as typed; not translated */
	const char *help;      /* catalogue id */
	/* o->word holds what came after the words. */
	enum say_exit (*run)(struct options *o);
};

/* Find and run what the words name. */
enum say_exit commands_run(struct options *o);
enum say_exit commands_help(void);

/* kiosk/commands_staff.c */
enum say_exit command_init(struct options *o);
enum say_exit command_staff_add(struct options *o);
/* kiosk/commands_import.c, _audit.c, _summary.c, _closed.c */
enum say_exit command_import_arrivals(struct options *o);
enum say_exit command_audit_verify(struct options *o);
enum say_exit command_summary(struct options *o);
enum say_exit command_closed_list(struct options *o);
enum say_exit command_closed_add(struct options *o);
enum say_exit command_closed_remove(struct options *o);
/* kiosk/commands_fees.c */
enum say_exit command_fees_list(struct options *o);
enum say_exit command_fees_propose(struct options *o);
enum say_exit command_fees_adopt(struct options *o);
enum say_exit command_fees_approve(struct options *o);
enum say_exit command_fees_reject(struct options *o);
/* kiosk/commands_cash.c */
enum say_exit command_cash_book(struct options *o);
/* kiosk/commands_officers.c */
enum say_exit command_officers_list(struct options *o);
enum say_exit command_officers_appoint(struct options *o);
enum say_exit command_officers_grant(struct options *o);
enum say_exit command_officers_approve(struct options *o);
enum say_exit command_officers_reject(struct options *o);
enum say_exit command_officers_end(struct options *o);
/* kiosk/commands_card.c */
enum say_exit command_card_status(struct options *o);
/* kiosk/commands_training.c */
enum say_exit command_training(struct options *o);
enum say_exit command_card_list(struct options *o);
enum say_exit command_card_place(struct options *o);
enum say_exit command_card_remove(struct options *o);
enum say_exit command_card_pull(struct options *o);
enum say_exit command_card_fault(struct options *o);
enum say_exit command_card_clear(struct options *o);

#endif
