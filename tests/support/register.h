/* register.h -- an invented register of any size, as a delivery list that the
 * program imports (config/arrivals.md). The same people for the same numbers:
 * four fifths with names in kanji and kana, the rest in Roman letters. */
#ifndef TESTS_SUPPORT_REGISTER_H
#define TESTS_SUPPORT_REGISTER_H

#define REGISTER_NAME_SIZE 80

/* Write the rows of people first to first + count - 1, each with a card that
 * waits. Fails the test. */
void register_write(const char *path, int first, int count);

/* What a clerk could type for person n. */
char *register_surname(char out[REGISTER_NAME_SIZE], int n); /* kanji, Roman */
char *register_kana(char out[REGISTER_NAME_SIZE], int n);
char *register_notice(char out[REGISTER_NAME_SIZE], int n);

#endif
