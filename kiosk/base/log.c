/* log.c -- the technical log. One line is one write, so that the lines of
 * several terminals never mix; what comes from outside is gated and quoted,
 * so that no value can look like another line or another argument. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"

struct log {
	int fd;
	bool is_cut; /* the last line did not fit on the disk */
	struct clock clock;
};

/* A line on its way; what does not fit is left out, the newline never is. */
struct line {
	char text[4000];
	size_t len;
};

/* A regular file of ours that nobody else can read. */
static enum kerr
check_private(int fd, const char *path, struct failure *f)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return failure_system(f, ERR_IO, path, errno);
	if (!S_ISREG(st.st_mode))
		return failure_file(f, ERR_IO, path, N_("it is not a file"));
	if (st.st_uid != geteuid())
		return failure_file(
		    f, ERR_IO, path, N_("it belongs to another user"));
	if ((st.st_mode & 077) != 0) {
		failure_set(f, ERR_PERMISSIONS);
		failure_text(f, "file", path);
		failure_text(f, "mode", "600");
		return ERR_PERMISSIONS;
	}
	return KERR_OK;
}

enum kerr
log_open(const char *path, const struct clock *clock, struct log **out,
    struct failure *f)
{
	struct log *l = calloc(1, sizeof(*l));
	enum kerr e;

	*out = NULL;
	if (l == NULL)
		return failure_set(f, ERR_MEMORY);
	l->clock = *clock;
	/* Not blocking: the path may be a pipe that nobody reads. */
	l->fd = open(path,
	    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
	    0600);
	if (l->fd == -1) {
		e = failure_system(f, ERR_IO, path, errno);
		goto out;
	}
	if ((e = check_private(l->fd, path, f)) != KERR_OK)
		goto out;
	*out = l;
	l = NULL;
out:
	log_close(&l);
	return e;
}

void
log_close(struct log **l)
{
	if (l == NULL || *l == NULL)
		return;
	if ((*l)->fd != -1)
		close((*l)->fd);
	free(*l);
	*l = NULL;
}

static void
add_byte(struct line *line, char c)
{
	if (line->len < sizeof(line->text) - 1) /* room for the newline */
		line->text[line->len++] = c;
}

static void
add_text(struct line *line, const char *s)
{
	char shown[FAILURE_VALUE_SIZE * 4];

	text_gate(shown, sizeof(shown), s);
	for (const char *p = shown; *p != '\0'; p++)
		add_byte(line, *p);
}

/* name="value", with quotes and backslashes inside marked. */
static void
add_argument(struct line *line, const char *name, const char *value)
{
	char shown[FAILURE_VALUE_SIZE * 4];

	add_byte(line, ' ');
	add_text(line, name);
	add_byte(line, '=');
	add_byte(line, '"');
	text_gate(shown, sizeof(shown), value);
	for (const char *p = shown; *p != '\0'; p++) {
		if (*p == '"' || *p == '\\')
			add_byte(line, '\\');
		add_byte(line, *p);
	}
	add_byte(line, '"');
}

/* "2026-11-24T01:02:03Z 4711 " */
static void
begin_line(struct log *l, struct line *line, const char *what)
{
	time_t now = (time_t)clock_now(&l->clock);
	char stamp[80];
	struct tm utc = {0};

	line->len = 0;
	if (l->is_cut)
		add_byte(line, '\n');
	gmtime_r(&now, &utc);
	snprintf(stamp, sizeof(stamp), "%04d-%02d-%02dT%02d:%02d:%02dZ %ld ",
	    utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
	    utc.tm_min, utc.tm_sec, (long)getpid());
	add_text(line, stamp);
	add_text(line, what);
}

/* A log that cannot be written stops nobody's work. */
static void
end_line(struct log *l, struct line *line)
{
	ssize_t n;

	line->text[line->len++] = '\n';
	do {
		n = write(l->fd, line->text, line->len);
	} while (n == -1 && errno == EINTR);
	if (n > 0)
		l->is_cut = (size_t)n < line->len;
}

void
log_event(struct log *l, const char *what, const struct failure *f)
{
	struct line line;

	if (l == NULL)
		return;
	begin_line(l, &line, what);
	if (f != NULL) {
		add_byte(&line, ' ');
		add_text(&line, error_name(f->code));
		for (size_t i = 0; i < f->argument_count; i++)
			add_argument(
			    &line, f->argument[i].name, f->argument[i].value);
	}
	end_line(l, &line);
}

void
log_number(struct log *l, const char *what, const char *name, int64_t n)
{
	struct line line;
	char digits[24];

	if (l == NULL)
		return;
	begin_line(l, &line, what);
	snprintf(digits, sizeof(digits), "%" PRId64, n);
	add_argument(&line, name, digits);
	end_line(l, &line);
}
