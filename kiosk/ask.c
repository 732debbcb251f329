/* ask.c -- see root/ask.h. */
#include "root/ask.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/secret.h"
#include "root/say.h"

#define KEY_END	   0x04 /* ^D */
#define KEY_BREAK  0x03 /* ^C */
#define KEY_DELETE 0x7f
#define KEY_BACK   0x08

static enum kerr
gave_up(struct failure *f)
{
	failure_set(f, ERR_USAGE);
	failure_text(f, "reason", N_("an answer is missing"));
	return ERR_USAGE;
}

/* One byte of standard input, past every buffer of the C library. */
static bool
next_byte(uint8_t *byte)
{
	ssize_t n;

	do
		n = read(STDIN_FILENO, byte, 1);
	while (n < 0 && errno == EINTR);
	return n == 1;
}

static enum kerr
read_secret(struct secret *s, bool keys, struct failure *f)
{
	uint8_t byte = 0;
	bool any = false;
	enum kerr e = KERR_OK;

	while (e == KERR_OK && next_byte(&byte)) {
		any = true;
		if (byte == '\n' || byte == '\r')
			break;
		if (keys && (byte == KEY_END || byte == KEY_BREAK))
			e = gave_up(f);
		else if (keys && (byte == KEY_DELETE || byte == KEY_BACK))
			secret_pop_character(s);
		else if ((e = secret_push(s, byte)) != KERR_OK) {
			failure_set(f, e);
			failure_number(f, "most", SECRET_CAPACITY_MOST);
		}
	}
	secret_wipe(&byte, sizeof(byte));
	return e == KERR_OK && !any ? gave_up(f) : e;
}

static enum kerr
read_new(struct secret **out, bool keys, struct failure *f)
{
	enum kerr e;

	if ((*out = secret_new_even_unlocked(SECRET_CAPACITY_MOST)) == NULL)
		return failure_set(f, ERR_MEMORY);
	if ((e = read_secret(*out, keys, f)) != KERR_OK)
		secret_free(out);
	return e;
}

enum kerr
ask_secret_line(struct secret **out, struct failure *f)
{
	return read_new(out, false, f);
}

enum kerr
ask_secret(const char *question, struct secret **out, struct failure *f)
{
	struct termios before, quiet;
	enum kerr e;

	*out = NULL;
	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &before) != 0)
		return failure_set(f, ERR_TERMINAL_NONE);
	/* keys arrive one by one: no signal can leave the terminal mute */
	quiet = before;
	quiet.c_lflag &= (tcflag_t) ~(ECHO | ICANON | ISIG);
	quiet.c_cc[VMIN] = 1;
	quiet.c_cc[VTIME] = 0;
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	/* asked only now: what is typed after the question is not shown */
	fprintf(stderr, "%s: ", text_in(say_lang(), question));
	fflush(stderr);
	e = read_new(out, true, f);
	(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
	fputc('\n', stderr);
	return e;
}

enum kerr
ask_secret_twice(struct secret **out, struct failure *f)
{
	struct secret *again = NULL;
	bool same = false;
	enum kerr e;

	while ((e = ask_secret(N_("Password"), out, f)) == KERR_OK && !same) {
		e = ask_secret(N_("The same password again"), &again, f);
		same = e == KERR_OK && secret_equals(*out, again);
		secret_free(&again);
		if (same)
			break;
		secret_free(out);
		if (e != KERR_OK)
			break;
		fprintf(stderr, "%s\n",
		    text_in(say_lang(), N_("They differ. Once more.")));
	}
	return e;
}

enum kerr
ask_text(const char *question, char *out, size_t out_size, struct failure *f)
{
	uint8_t byte = 0;
	size_t n = 0;

	if (!isatty(STDIN_FILENO))
		return failure_set(f, ERR_TERMINAL_NONE);
	fprintf(stderr, "%s: ", text_in(say_lang(), question));
	fflush(stderr);
	while (next_byte(&byte) && byte != '\n' && n + 1 < out_size)
		out[n++] = (char)byte;
	out[n] = '\0';
	return n == 0 ? gave_up(f) : KERR_OK;
}
