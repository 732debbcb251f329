/* error.h -- what can go wrong, and the way out, as one list.
 *
 * A function returns a code; where a code alone cannot say which file, how
 * many tries or who has it, it fills a struct failure with named arguments
 * (never personal data). Base and desk never translate: an edge (screen,
 * command, slip) looks the sentences up with error_said() and puts the
 * arguments in by name. Every code has a next step for staff and one for a
 * resident (design, decision 11). */
#ifndef KIOSK_BASE_ERROR_H
#define KIOSK_BASE_ERROR_H

#include <stddef.h>
#include <stdint.h>

/* Marks a text for the catalogue without translating it here. */
#ifndef N_
#define N_(text) text
#endif
/* As N_, for what a resident reads: in all six languages, not only in those
 * of the staff. */
#ifndef R_
#define R_(text) text
#endif

#define ASK_STAFF R_("Please ask the staff.")

/* X(code, what happened, next step for staff, next step for a resident) */
#define KIOSK_ERRORS(X) \
	/* -- the machine -- */ \
	X(ERR_INTERNAL, R_("Something went wrong inside the program."), \
	    N_("Write down the time and tell the administrator."), ASK_STAFF) \
	X(ERR_MEMORY, R_("The machine is out of memory."), \
	    N_("Close other programs and try again."), ASK_STAFF) \
	X(ERR_SECRET_MEMORY, \
	    R_("Memory for secrets cannot be locked, so PINs are off."), \
	    N_("Raise the limit of locked memory (ulimit -l) and start again."), \
	    ASK_STAFF) \
	X(ERR_IO, N_("{file} could not be read or written: {reason}."), \
	    N_("Check the disk and the permissions, then try again."), \
	    ASK_STAFF) \
	X(ERR_NOT_FOUND, N_("There is no such entry."), \
	    N_("Check what was typed and search again."), ASK_STAFF) \
	X(ERR_PERMISSIONS, \
	    N_("{file} can be read or written by others on this machine."), \
	    N_("Make it private: chmod {mode} {file}"), ASK_STAFF) \
	X(ERR_PROCESS, N_("A helper program could not be started: {reason}."), \
	    N_("Check the installation, then try again."), ASK_STAFF) \
	X(ERR_DEADLINE, R_("There was no answer in time."), \
	    N_("Try again; if it stays so, tell the administrator."), \
	    R_("Please wait a moment, then ask the staff.")) \
	X(ERR_NOT_UTF8, R_("The text holds bytes that are not UTF-8."), \
	    N_("Type it again."), R_("Please type it again.")) \
	X(ERR_TOO_LONG, N_("The text is too long: at most {most}."), \
	    N_("Shorten it."), R_("Please shorten it.")) \
	X(ERR_USAGE, N_("The command was not understood: {reason}."), \
	    N_("Read: kiosk --help"), ASK_STAFF) \
	/* -- configuration -- */ \
	X(ERR_CONFIG, N_("{file}, line {line}: {reason}"), \
	    N_("Correct that line, then start again."), ASK_STAFF) \
	X(ERR_CONFIG_MISSING, N_("{file}: the setting {key} is missing."), \
	    N_("Add it (see config/kiosk.example.ini), then start again."), \
	    ASK_STAFF) \
	/* -- the store -- */ \
	X(ERR_STORE_OPEN, N_("The store {file} cannot be opened: {reason}."), \
	    N_("Check the path, the disk and the permissions."), ASK_STAFF) \
	X(ERR_STORE_MISSING, N_("There is no store at {file}."), \
	    N_("Create it: kiosk init --config FILE"), ASK_STAFF) \
	X(ERR_STORE_EXISTS, N_("There is a store at {file} already."), \
	    N_("Nothing was changed. Choose another path."), ASK_STAFF) \
	X(ERR_STORE_NEWER, \
	    N_("The store is of version {version}, newer than this program."), \
	    N_("Start the newer program; this one will not touch it."), \
	    ASK_STAFF) \
	X(ERR_STORE_NETWORK, N_("{file} is on a network file system."), \
	    N_("SQLite needs a local disk: move the store."), ASK_STAFF) \
	X(ERR_STORE_BUSY, R_("The store is busy."), \
	    N_("Try again in a moment."), ASK_STAFF) \
	X(ERR_STORE_FULL, R_("The disk is full: nothing was saved."), \
	    N_("Free some space, then do the last step again."), ASK_STAFF) \
	X(ERR_STORE_READONLY, R_("The store cannot be written."), \
	    N_("Check the permissions of the store and its directory."), \
	    ASK_STAFF) \
	X(ERR_STORE_SYNC, \
	    R_("The disk did not confirm a write: the store was closed."), \
	    N_("Do not go on. Check the disk, then start again."), ASK_STAFF) \
	X(ERR_STORE_CONSTRAINT, N_("The store refused the entry."), \
	    N_("Write down the time and tell the administrator."), ASK_STAFF) \
	X(ERR_STORE_CORRUPT, N_("The store is damaged: {reason}."), \
	    N_("Stop, keep the file, restore the last backup."), ASK_STAFF) \
	X(ERR_REQUEST_REUSED, \
	    N_("This form was sent before with other content."), \
	    N_("Open it again and check what is there."), ASK_STAFF) \
	X(ERR_KEY_FILE, N_("The key file {file} cannot be used: {reason}."), \
	    N_("Restore it from its own backup."), ASK_STAFF) \
	X(ERR_AUDIT_BROKEN, \
	    N_("The audit chain of counter {n} breaks at row {row}."), \
	    N_("Keep the store as it is and tell the supervisor."), ASK_STAFF) \
	/* -- people and rights -- */ \
	X(ERR_SIGN_IN, N_("The staff number or the password is wrong."), \
	    N_("Try again."), ASK_STAFF) \
	X(ERR_SIGN_IN_WAIT, \
	    N_("Too many wrong passwords: wait {seconds} seconds."), \
	    N_("Wait, or ask a supervisor."), ASK_STAFF) \
	X(ERR_STAFF_INACTIVE, N_("This account is not active."), \
	    N_("Ask a supervisor."), ASK_STAFF) \
	X(ERR_RIGHTS, N_("Your role may not do this."), \
	    N_("Ask a supervisor (F7)."), ASK_STAFF) \
	X(ERR_SAME_PERSON, N_("This needs a second person."), \
	    N_("Ask a colleague to sign in here."), ASK_STAFF) \
	X(ERR_STAFF_NUMBER, \
	    N_("This staff number or name cannot be used: {reason}."), \
	    N_("Take 1 to 15 letters, digits or hyphens that nobody has yet."), \
	    ASK_STAFF) \
	X(ERR_PASSWORD_WEAK, N_("This password is too short or too common."), \
	    N_("Use at least {least} characters that nobody would guess."), \
	    ASK_STAFF) \
	X(ERR_CODE_WRONG, N_("The counter code is wrong: {left} more tries."), \
	    N_("Type it again."), ASK_STAFF) \
	X(ERR_CODE_LOCKED, N_("Five wrong counter codes."), \
	    N_("Type your password."), ASK_STAFF) \
	X(ERR_CODE_SHAPE, N_("The counter code is {least} to {most} digits."), \
	    N_("Type it again."), ASK_STAFF) \
	X(ERR_COUNTER_TAKEN, \
	    N_("Counter {n} is already open in another terminal."), \
	    N_("Use that terminal, or start with another --counter."), \
	    ASK_STAFF) \
	/* -- cases -- */ \
	X(ERR_CASE_TAKEN, N_("{who} is serving this card at counter {n}."), \
	    N_("Choose the next visitor, or ask a supervisor to take over."), \
	    ASK_STAFF) \
	X(ERR_CASE_STATE, R_("The case is no longer at this step."), \
	    N_("Look at the case again: it shows where it stands."), \
	    ASK_STAFF) \
	X(ERR_CASE_WRITTEN, N_("PINs were written to this card already."), \
	    N_("Pause the case (F3), or refuse it with a reason (F6)."), \
	    ASK_STAFF) \
	X(ERR_CASE_ACTIVATED, \
	    N_("The activation is done, or nobody knows: the case cannot end so."), \
	    N_("Finish it, or pause it and tell a supervisor."), ASK_STAFF) \
	X(ERR_CARD_STATE, N_("The card is not waiting: it is {state}."), \
	    N_("Check the card's history."), ASK_STAFF) \
	X(ERR_STEP_INCOMPLETE, N_("{field} is still missing."), \
	    N_("Fill it in, or refuse with F6."), R_("Please fill it in.")) \
	X(ERR_NUMBER_KEPT, \
	    N_("This holds a 12-digit Individual Number: it is never kept here."), \
	    N_("Take the number out and try again."), \
	    R_("Please take the number out.")) \
	X(ERR_STEP_REFUSE, \
	    N_("With these answers it cannot go on: {reason}."), \
	    N_("Correct them, pause with F3, or refuse with F6."), ASK_STAFF) \
	X(ERR_FEE_DUE, N_("The fee of this card is not settled: {yen} yen."), \
	    N_("Take it (F8), or record there why nothing is to be paid."), \
	    R_("Please pay the fee first. The staff will tell you where.")) \
	X(ERR_CARD_EXPIRED, N_("The card expired on {date}."), \
	    N_("It cannot be handed over. Refuse with F6."), ASK_STAFF) \
	/* -- procedures -- */ \
	X(ERR_PROCEDURE, N_("This cannot be done with this card: {reason}."), \
	    N_("Choose what fits the card's state."), ASK_STAFF) \
	X(ERR_CARD_REPLACED, \
	    N_("This card was replaced by another one ({new}): it must not be " \
	       "used any more."), \
	    N_("Keep it for destruction, and go on with the new card."), \
	    ASK_STAFF) \
	X(ERR_CARD_ELSEWHERE, N_("This card is of another municipality."), \
	    N_("It cannot be handed over here. Refuse with F6 and tell a " \
	       "supervisor."), \
	    ASK_STAFF) \
	X(ERR_OLD_CARD_HELD, \
	    N_("Another card of this person is still valid ({old})."), \
	    N_("Take it back now, or abolish it first (its own case)."), \
	    ASK_STAFF) \
	X(ERR_CASE_EFFECT, \
	    N_("It was done on the official terminal, or nobody knows: the " \
	       "case cannot end so."), \
	    N_("Finish it, or pause it until the official terminal tells."), \
	    ASK_STAFF) \
	X(ERR_CASE_FEE_PAID, \
	    N_("The fee of this application was paid: it cannot be dropped."), \
	    N_("Have the payment made void first (F3 at the till), or go on."), \
	    ASK_STAFF) \
	X(ERR_APPLICATION_TAKEN, \
	    N_("This application ID belongs to another card in the list."), \
	    N_("Compare the number on the form; each application has its " \
	       "own."), \
	    ASK_STAFF) \
	X(ERR_CASE_OPEN_HERE, N_("A case is open at this counter."), \
	    N_("Finish, pause or abandon it first."), ASK_STAFF) \
	/* -- money -- */ \
	X(ERR_CASH_AMOUNT, N_("This is not an amount of money that can be."), \
	    N_("Count again and type it again."), ASK_STAFF) \
	X(ERR_CASH_SHORT, N_("These notes and coins are not all there."), \
	    N_("Choose others: the drawer does not hold these."), ASK_STAFF) \
	X(ERR_CASH_NO_CHANGE, \
	    N_("The drawer cannot give {yen} yen in change."), \
	    N_("Ask for other money, or pay in small coins (F3) first."), \
	    R_("Please pay with other notes or coins.")) \
	X(ERR_CASH_TENDER, N_("{yen} yen are still missing."), \
	    N_("Enter what is taken until it is enough."), \
	    R_("Please add the missing money.")) \
	X(ERR_CASH_CHANGE, N_("The change must be {yen} yen."), \
	    N_("Correct the change, or let the program choose it."), \
	    ASK_STAFF) \
	X(ERR_CASH_OFFICER, \
	    N_("You are not appointed to take money on this day."), \
	    N_("Ask an appointed colleague; two people appoint (F3)."), \
	    ASK_STAFF) \
	X(ERR_DRAWER_CLOSED, N_("The drawer of this counter is not open."), \
	    N_("Open it with a float first (F3). After its closing nothing is added."), \
	    ASK_STAFF) \
	X(ERR_DRAWER_OPEN, \
	    N_("This counter has its drawer of the day already."), \
	    N_("Go on with it; it is opened once a business day."), ASK_STAFF) \
	X(ERR_DRAWER_COUNTED, N_("The drawer is counted."), \
	    N_("Close it, or let another person count."), ASK_STAFF) \
	X(ERR_DRAWER_UNCOUNTED, N_("The drawer is not counted enough."), \
	    N_("Count it; when it differs, a second person counts too."), \
	    ASK_STAFF) \
	X(ERR_DRAWER_CLOSER, \
	    N_("Who handled or approved money of this drawer cannot close it."), \
	    N_("Ask somebody else to close it."), ASK_STAFF) \
	X(ERR_DRAWER_BLIND, \
	    N_("Sums are shown when the drawers are counted and closed."), \
	    N_("Count and close first."), ASK_STAFF) \
	X(ERR_DAY_CLOSED, N_("No business day is open."), \
	    N_("Open the counter's day first."), ASK_STAFF) \
	X(ERR_FLOAT, N_("Of the granted float {yen} yen are left."), \
	    N_("Take a smaller float, or have more granted by two people."), \
	    ASK_STAFF) \
	X(ERR_FEE_OPEN, N_("A fee of up to {yen} yen is open."), \
	    N_("Take it or record the exemption first."), ASK_STAFF) \
	X(ERR_FEE_NOT_DUE, N_("No such fee is due for this card."), \
	    N_("Take no money."), ASK_STAFF) \
	X(ERR_FEE_SETTLED, N_("This fee is settled already: {receipt}."), \
	    N_("Take no money: look at the receipt."), ASK_STAFF) \
	X(ERR_FEE_NO_PRICE, N_("No price is in force for this: {item}."), \
	    N_("Two people enter the fee schedule first (F3)."), ASK_STAFF) \
	X(ERR_FEE_CHANGED, N_("The price is {yen} yen, not what was shown."), \
	    N_("Nothing was taken. Look at the price and start again."), \
	    ASK_STAFF) \
	X(ERR_FEE_REASON, \
	    N_("No rule is in force for the reason of this card."), \
	    N_("Choose the reason, or enter the fee schedule by two people."), \
	    ASK_STAFF) \
	X(ERR_FEE_CHARGED, N_("This reason is charged: no exemption."), \
	    N_("Take the fee, or correct the reason."), ASK_STAFF) \
	X(ERR_FEE_EVIDENCE, \
	    N_("The exemption needs its evidence: {evidence}."), \
	    N_("Ask for it and enter its number, or take the fee."), \
	    ASK_STAFF) \
	X(ERR_VOID_LATE, N_("The drawer of that entry is closed."), \
	    N_("Make a refund instead."), ASK_STAFF) \
	X(ERR_VOID_ELSEWHERE, N_("That entry is of counter {n}."), \
	    N_("Void it there: its cash lies in that drawer."), ASK_STAFF) \
	X(ERR_REFUND_EARLY, \
	    N_("The drawer of that entry is still open, at counter {n}."), \
	    N_("Void it there."), ASK_STAFF) \
	X(ERR_LEDGER_UNDONE, N_("That entry was undone already."), \
	    N_("Give no money: look at the entry."), ASK_STAFF) \
	X(ERR_LEDGER_KIND, N_("That entry cannot be undone or made so."), \
	    N_("Choose another entry."), ASK_STAFF) \
	X(ERR_CUSTODY, N_("{yen} yen of receipts are in custody."), \
	    N_("Deposit no more than that."), ASK_STAFF) \
	X(ERR_RULE, N_("This rule cannot be proposed: {reason}."), \
	    N_("Correct it and propose it again."), ASK_STAFF) \
	X(ERR_RULE_STATE, \
	    N_("This proposal was decided already, or is nobody's."), \
	    N_("Look at the list again."), ASK_STAFF) \
	X(ERR_RULE_OVERLAP, \
	    N_("A rule for {code} is in force from {from} on."), \
	    N_("Reject this one and propose it with other dates."), ASK_STAFF) \
	X(ERR_OFFICER, N_("This cannot be entered: {reason}."), \
	    N_("Correct it and enter it again."), ASK_STAFF) \
	X(ERR_LEDGER_BROKEN, \
	    N_("The ledger of counter {n} is broken at {row}."), \
	    N_("Take no money here. Keep everything as it is and tell the administrator."), \
	    ASK_STAFF) \
	/* -- cards that do not simply wait -- */ \
	X(ERR_FORM, N_("{field}: {reason}."), N_("Correct it, then go on."), \
	    N_("Please correct it.")) \
	X(ERR_DESTROY_WRONG, \
	    N_("This card is not one of those to be destroyed: all stopped."), \
	    N_("Put it aside and tell a supervisor. What was not confirmed stays."), \
	    ASK_STAFF) \
	X(ERR_CARD_IN_CASE, N_("A case is open with this card."), \
	    N_("End that case first."), ASK_STAFF) \
	X(ERR_DESTROY_AGAIN, \
	    N_("This card was confirmed already: a scanner may read it twice."), \
	    N_("Destroy it, and take the next one."), ASK_STAFF) \
	X(ERR_DESTROY_DUE, N_("One of these cards is no longer due."), \
	    N_("Look at the list again and choose anew."), ASK_STAFF) \
	X(ERR_CARD_KNOWN, \
	    N_("A card with this serial is in the store already."), \
	    N_("Search for the serial: everything is done with that entry."), \
	    ASK_STAFF) \
	X(ERR_CARD_SECOND, \
	    N_("This person has a card that is valid, and cannot hold two."), \
	    N_("Search for it: report its loss, take it back or abolish it first."), \
	    ASK_STAFF) \
	X(ERR_PERSON_KNOWN, \
	    N_("Somebody with this name and date of birth is in the store."), \
	    N_("Say whether it is the same person."), ASK_STAFF) \
	X(ERR_CHIP_OTHER, \
	    N_("The card on the reader does not fit this entry: {reason}."), \
	    N_("Take it away and place the card of this entry."), ASK_STAFF) \
	X(ERR_CHIP_UNBOUND, N_("The chip of this card is not bound yet."), \
	    N_("Pause the case (F3), bind the chip from the card's menu (F2), go on."), \
	    ASK_STAFF) \
	X(ERR_NOTIFICATION_ENDED, \
	    N_("Notification cards have not been reissued since {date}."), \
	    N_("Advise an Individual Number Card, or a certificate of residence with the number."), \
	    R_("Please apply for a My Number Card, or for a certificate of residence that shows the number.")) \
	/* -- readers and cards -- */ \
	X(ERR_PCSC_ABSENT, R_("The card service (pcscd) is not running."), \
	    N_("Start it: systemctl start pcscd. Everything else goes on."), \
	    R_("Please wait. The staff will help you.")) \
	X(ERR_PCSC_LOGGED, \
	    R_("The card service (pcscd) writes down what cards are told, so PINs are off."), \
	    N_("Have pcscd started without --apdu and --debug, then try again."), \
	    R_("Please wait. The staff will help you.")) \
	X(ERR_READER_ABSENT, R_("There is no card reader."), \
	    N_("Plug the reader in, or check its name in the configuration."), \
	    R_("Please wait. The staff will help you.")) \
	X(ERR_READER_MANY, R_("Cards lie on several readers."), \
	    N_("Leave one card, or set the reader's name in the configuration."), \
	    R_("Please wait. The staff will help you.")) \
	X(ERR_READER_BUSY, R_("Another program is using the card."), \
	    N_("Close it, then place the card again."), \
	    R_("Please wait. The staff will help you.")) \
	X(ERR_READER_STUCK, R_("The reader does not answer."), \
	    N_("Lift the card and place it again. If that does not help: systemctl restart pcscd."), \
	    R_("Lift your card and place it again. If that does not help, call the staff.")) \
	X(ERR_READER_LOST, R_("The reader was unplugged."), \
	    N_("Plug it in again."), \
	    R_("Please wait. The staff will help you.")) \
	X(ERR_AGENT_LOST, R_("The card program ended."), \
	    N_("It is started again: place the card once more."), \
	    R_("Please wait. The staff will help you.")) \
	X(ERR_CARD_ABSENT, R_("No card on the reader."), \
	    N_("Place the card on the reader."), \
	    R_("Place your card on the reader.")) \
	X(ERR_CARD_REMOVED, R_("The card was taken away too early."), \
	    N_("Place it again: the program asks the card what it holds."), \
	    R_("Place your card on the reader again.")) \
	X(ERR_CARD_MUTE, R_("The card does not answer."), \
	    N_("Lift it and place it again."), \
	    R_("Lift your card and place it again.")) \
	X(ERR_CARD_REPLY, \
	    R_("The card gave an answer that makes no sense ({sw})."), \
	    N_("Lift it and place it again; if it stays so, the card is faulty."), \
	    ASK_STAFF) \
	X(ERR_CARD_NOT_OURS, R_("This is not an Individual Number Card."), \
	    N_("Place the Individual Number Card."), \
	    R_("Place your My Number Card on the reader.")) \
	X(ERR_CARD_PHONE, R_("This is a phone, not a card."), \
	    N_("Place the plastic card."), \
	    R_("Place your My Number Card on the reader.")) \
	X(ERR_CARD_OTHER, R_("This is another card than the case's card."), \
	    N_("Stop. Put it aside: an incident was opened."), ASK_STAFF) \
	X(ERR_CARD_DELIVERED, \
	    N_("This card was handed over already (notice {notice})."), \
	    N_("Give it to its holder, then place this case's card."), \
	    ASK_STAFF) \
	X(ERR_CARD_NO_FILE, \
	    N_("The card lacks an application or a file ({file})."), \
	    N_("The card may be faulty: pause the case."), ASK_STAFF) \
	X(ERR_CARD_PICTURE, \
	    N_("The card's pictures could not be shown in time."), \
	    N_("Compare with the printed card. It was not changed."), \
	    ASK_STAFF) \
	X(ERR_PIN_FORMAT, R_("The PIN has the wrong length or characters."), \
	    N_("Type it again."), R_("Please type it again.")) \
	X(ERR_PIN_WRONG, R_("The PIN is wrong: {left} tries left."), \
	    N_("Check which PIN it is before trying again."), \
	    R_("Please check and type it again.")) \
	X(ERR_PIN_BLOCKED, R_("This PIN is locked."), \
	    N_("Start a reset: it needs papers and a second person."), \
	    ASK_STAFF) \
	X(ERR_PIN_INITIAL, \
	    R_("The card does not take the office's initial value."), \
	    N_("Check the initial values, or set the PIN at the official terminal."), \
	    ASK_STAFF) \
	X(ERR_PIN_LAST_TRY, R_("Only one try is left, so it was not spent."), \
	    N_("Ask the resident first."), ASK_STAFF) \
	X(ERR_HOLDER_NUMBER, \
	    N_("This number has the wrong length, or its check digit does not fit."), \
	    N_("Nothing was sent to the card. Type it again."), ASK_STAFF) \
	X(ERR_HOLDER_WRONG, \
	    N_("The card does not open with this number: {left} tries left."), \
	    N_("Compare every digit with the printed card, then type it again."), \
	    ASK_STAFF) \
	X(ERR_HOLDER_LOCKED, N_("This number is locked on the card."), \
	    N_("Use the other number, or compare with the printed card only."), \
	    ASK_STAFF) \
	X(ERR_HOLDER_CARD, N_("This is not the card of this case."), \
	    N_("Stop, and press Esc: an incident was opened. It says where that card belongs."), \
	    ASK_STAFF) \
	X(ERR_PIN_UNKNOWN, \
	    R_("It is not known whether this PIN was written."), \
	    N_("Place the card: the program will find out."), \
	    R_("Place your card on the reader again.")) \
	X(ERR_ISSUER_ABSENT, \
	    R_("This cannot be done here: it needs the issuer's terminal."), \
	    N_("Do it on the official terminal and record it here."), \
	    ASK_STAFF) \
	X(ERR_ISSUER_REFUSED, R_("The issuer's module did not do it."), \
	    N_("Do it on the official terminal and record it here."), \
	    ASK_STAFF) \
	X(ERR_ISSUER_MODULE, \
	    N_("The issuer's module {file} cannot be used: {reason}."), \
	    N_("Correct [card] issuer, or the owner and rights of that file."), \
	    ASK_STAFF) \
	X(ERR_INITIAL_MISSING, \
	    R_("The initial values for fresh cards are not entered."), \
	    N_("Two people enter them at the start of the shift."), ASK_STAFF) \
	/* -- the till -- */ \
	X(ERR_DRAWER_OLD, \
	    N_("This drawer is of {day}, an earlier business day."), \
	    N_("Count and close it (F3), then open today's."), ASK_STAFF) \
	/* -- lists from outside -- */ \
	X(ERR_CSV, N_("{file}, line {line}, column {column}: {reason}"), \
	    N_("Correct the list and import it again; nothing was imported."), \
	    ASK_STAFF) \
	X(ERR_CSV_ENCODING, \
	    N_("{file} is neither UTF-8 nor CP932 (byte {byte})."), \
	    N_("Save the list as UTF-8 and import it again."), ASK_STAFF) \
	/* -- paper -- */ \
	X(ERR_SPOOL, N_("The slip could not be put into {file}: {reason}."), \
	    N_("Check the spool folder; the slip can be printed again."), \
	    ASK_STAFF) \
	/* -- printing -- */ \
	X(ERR_FONT, N_("The font {file} cannot be used: {reason}."), \
	    N_("Install fonts-unifont, or name a font under [printer] font."), \
	    ASK_STAFF) \
	X(ERR_PRINTER_ABSENT, N_("The printer cannot be reached."), \
	    N_("Check its power and cable. The paper waits."), ASK_STAFF) \
	X(ERR_PRINTER_BUSY, N_("Another program is using the printer."), \
	    N_("The paper waits until it is free."), ASK_STAFF) \
	X(ERR_PRINTER_PAPER, N_("The printer has no paper."), \
	    N_("Put paper in. The paper waits."), ASK_STAFF) \
	X(ERR_PRINTER_COVER, N_("The printer's cover is open."), \
	    N_("Close it. The paper waits."), ASK_STAFF) \
	X(ERR_PRINTER_FAULT, N_("The printer reports a fault."), \
	    N_("Look for a jam, then switch it off and on."), ASK_STAFF) \
	X(ERR_PRINTER_CUT, N_("The connection to the printer was cut."), \
	    N_("Look what came out, and say it under Papers."), ASK_STAFF) \
	X(ERR_PRINTER_LATE, N_("The printer did not finish in time."), \
	    N_("Look what came out, and say it under Papers."), ASK_STAFF) \
	X(ERR_PRINTER_STOPPED, \
	    N_("The program ended while the paper was printed."), \
	    N_("Look what came out, and say it under Papers."), ASK_STAFF) \
	X(ERR_PRINTER_COMMAND, N_("The print command failed."), \
	    N_("Look what came out, and say it under Papers."), ASK_STAFF) \
	X(ERR_PAPER_STATE, \
	    N_("Somebody has dealt with this paper meanwhile."), \
	    N_("Look at the list again."), ASK_STAFF) \
	X(ERR_PAPER_LIVE, N_("A sheet of this paper still waits."), \
	    N_("Wait until it is printed, or answer what came out."), \
	    ASK_STAFF) \
	/* -- the terminal -- */ \
	X(ERR_TERMINAL_NONE, \
	    N_("The counter needs a terminal (screen and keys)."), \
	    N_("Start it from a terminal window or a console."), ASK_STAFF) \
	X(ERR_TERMINAL_TYPE, \
	    N_("This terminal type is not usable: TERM={term}."), \
	    N_("Set TERM to what the terminal is, for example: TERM=xterm-256color"), \
	    ASK_STAFF) \
	X(ERR_TERMINAL_LOCALE, N_("The locale {locale} is not UTF-8."), \
	    N_("Unset it, or set LC_ALL=C.UTF-8"), ASK_STAFF)

enum kerr {
	KERR_OK = 0,
#define X(code, said, staff, resident) code,
	KIOSK_ERRORS(X)
#undef X
	    KERR_COUNT
};

#define FAILURE_ARGUMENTS  4
#define FAILURE_NAME_SIZE  12
#define FAILURE_VALUE_SIZE 200

/* One named argument of a sentence: {name} becomes value. */
struct text_argument {
	char name[FAILURE_NAME_SIZE];
	char value[FAILURE_VALUE_SIZE];
};

/* A code with what it needs to become a sentence; no personal data. */
struct failure {
	enum kerr code;
	struct text_argument argument[FAILURE_ARGUMENTS];
	size_t argument_count;
};

/* The English sentence (a catalogue id) for what happened. Never NULL. */
const char *error_said(enum kerr code);
/* The English sentence for the next step, for staff or for a resident. */
const char *error_next_staff(enum kerr code);
const char *error_next_resident(enum kerr code);
/* The code's own name, "ERR_IO", for logs. Never NULL. */
const char *error_name(enum kerr code);

/*
 * Set f (NULL is allowed) to code without arguments; returns code, so that
 * `return failure_set(f, ERR_X);` reads as one step.
 */
enum kerr failure_set(struct failure *f, enum kerr code);
/*
 * Add one argument; a value that is too long is cut at a character. Both
 * return f->code. f may be NULL (then KERR_OK is returned).
 */
enum kerr failure_text(struct failure *f, const char *name, const char *value);
enum kerr failure_number(struct failure *f, const char *name, int64_t value);

/* The value of an argument, borrowed from f; NULL when f has none of that
 * name. */
const char *failure_argument(const struct failure *f, const char *name);

/*
 * Set f (NULL is allowed) to code with {file} and {reason}, a catalogue id;
 * returns code.
 */
enum kerr failure_file(
    struct failure *f, enum kerr code, const char *file, const char *reason);
/* The same, the reason being what the C library says of an errno
 * (base/system_reasons.h). */
enum kerr failure_system(
    struct failure *f, enum kerr code, const char *file, int number);

#endif
