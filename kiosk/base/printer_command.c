/* printer_command.c -- a command such as lp: the document is its standard
 * input, its exit status the answer. */
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/loop.h"
#include "base/printer_inside.h"

#define PROGRAM_SIZE 512

bool
printer_split(const char *command, struct printer_words *out)
{
	size_t count = 0, at = 0;
	const char *s = command;
	char quote = '\0';

	memset(out, 0, sizeof(*out));
	for (;;) {
		s += strspn(s, " \t");
		if (*s == '\0')
			return count > 0;
		if (count == PRINTER_WORDS_MOST)
			return false;
		out->word[count++] = out->text + at;
		for (; *s != '\0' && (quote != '\0' || !strchr(" \t", *s));
		     s++) {
			if (at + 1 >= sizeof(out->text))
				return false;
			if (quote != '\0' && *s == quote)
				quote = '\0';
			else if (quote == '\0' && (*s == '\'' || *s == '"'))
				quote = *s;
			else
				out->text[at++] = *s;
		}
		if (quote != '\0' || at + 1 >= sizeof(out->text))
			return false;
		out->text[at++] = '\0';
	}
}

/* A file in memory that the command reads at its own pace, so that it can
 * never block us. -1: there is no memory for it. */
static int
hold(const uint8_t *bytes, size_t len)
{
	int fd = memfd_create("paper", MFD_CLOEXEC);

	if (fd != -1 && (write(fd, bytes, len) != (ssize_t)len ||
			    lseek(fd, 0, SEEK_SET) != 0)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* Only these two say for certain that nothing was printed (sysexits.h: try
 * again later; not available). Whoever else fails may have begun. */
static void
judge(struct printer *p, int status)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		printer_finish(p, PRINTER_SENT, KERR_OK);
	else if (WIFEXITED(status) &&
		 (WEXITSTATUS(status) == EX_TEMPFAIL ||
		     WEXITSTATUS(status) == EX_UNAVAILABLE))
		printer_finish(p, PRINTER_NOTHING, ERR_PRINTER_ABSENT);
	else
		printer_finish(p, PRINTER_UNKNOWN, ERR_PRINTER_COMMAND);
}

static void
ended(void *arg, int fd, unsigned events)
{
	struct printer *p = arg;
	int status = 0;

	(void)fd;
	(void)events;
	if (process_ended(&p->child, &status))
		judge(p, status);
}

static void
late(void *arg)
{
	struct printer *p = arg;

	p->timer = 0;
	printer_finish(p, PRINTER_UNKNOWN, ERR_PRINTER_LATE);
}

bool
printer_command_begin(struct printer *p, struct printer_result *r)
{
	struct printer_words words;
	char program[PROGRAM_SIZE];
	struct process_start how = {.program = program,
	    .argv = words.word,
	    .shared_fd = -1,
	    .keep_environment = true,
	    .has_no_channel = true};
	struct failure f;
	enum kerr e = ERR_PRINTER_ABSENT;

	if (printer_split(p->settings.command, &words) &&
	    process_find(words.word[0], program, sizeof(program)) &&
	    (how.input_fd = hold(p->bytes, p->len)) != -1) {
		if (process_start(&how, &p->child, &f) == KERR_OK)
			e = KERR_OK;
		close(how.input_fd);
	}
	if (e != KERR_OK) {
		printer_stop(p, PRINTER_NOTHING, e, r);
		return true;
	}
	p->step = STEP_COMMAND;
	p->fd = process_end_fd(&p->child);
	if (p->fd == -1 ||
	    loop_watch(p->loop, p->fd, LOOP_READ, ended, p) != KERR_OK) {
		printer_stop(p, PRINTER_UNKNOWN, ERR_MEMORY, r);
		return true;
	}
	printer_wait(p, PRINTER_COMMAND_MS, late);
	return false;
}
