/* slip.c -- see slip.h. */
#include "desk/slip.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/text.h"

#define SLIP_LINE_SIZE 1024

static const char band[] = N_("TRAINING - invented people - not valid");
static const char copy_mark[] = N_("COPY");

void
slip_add(struct slip_paper *s, const char *label, const char *value)
{
	if (s->line_count == SLIP_LINES_MOST || value[0] == '\0')
		return;
	s->line[s->line_count].label = label;
	s->line[s->line_count].value_id = NULL;
	text_gate(s->line[s->line_count].value, SLIP_VALUE_SIZE, value);
	s->line_count++;
}

void
slip_add_id(struct slip_paper *s, const char *label, const char *value_id)
{
	if (s->line_count == SLIP_LINES_MOST)
		return;
	s->line[s->line_count].label = label;
	s->line[s->line_count].value_id = value_id;
	s->line_count++;
}

void
slip_add_note(struct slip_paper *s, const char *note)
{
	if (s->note_count < SLIP_NOTES_MOST)
		s->note[s->note_count++] = note;
}

char *
slip_time(char *out, size_t out_size, int64_t utc)
{
	char iso[DATE_ISO_SIZE] = "";
	struct era era = {0};
	int hour = 0, minute = 0, second = 0;
	struct date d = date_of_utc(utc);

	time_of_utc(utc, &hour, &minute, &second);
	date_iso(d, iso);
	if (date_era(d, &era))
		snprintf(out, out_size, "%s %02d:%02d (%s%d年%d月%d日)", iso,
		    hour, minute, era.kanji, era.year, d.month, d.day);
	else
		snprintf(out, out_size, "%s %02d:%02d", iso, hour, minute);
	return out;
}

static void
slip_wrapped(void *arg, const char *start, size_t len)
{
	FILE *out = arg;

	fprintf(out, "  %.*s\n", (int)len, start);
}

/* The Japanese text, and the resident's beneath it. */
static void
slip_both(FILE *out, const struct slip_paper *s, const char *id)
{
	text_wrap(text_in(LANG_JA, id), SLIP_COLUMNS - 2, slip_wrapped, out);
	if (s->lang != LANG_JA)
		text_wrap(
		    text_in(s->lang, id), SLIP_COLUMNS - 2, slip_wrapped, out);
}

static void
slip_write_line(FILE *out, enum lang lang, const struct slip_line *l)
{
	const char *value =
	    l->value_id != NULL ? text_in(lang, l->value_id) : l->value;

	fprintf(out, "  %s: %s\n", text_in(lang, l->label), value);
}

static void
slip_write(FILE *out, const struct slip_paper *s)
{
	if (s->training)
		slip_both(out, s, band);
	if (s->copy)
		slip_both(out, s, copy_mark);
	fprintf(out, "\n  %s\n", s->office);
	slip_both(out, s, s->title);
	fputs("\n", out);
	for (size_t i = 0; i < s->line_count; i++) {
		slip_write_line(out, LANG_JA, &s->line[i]);
		if (s->lang != LANG_JA)
			slip_write_line(out, s->lang, &s->line[i]);
	}
	fputs("\n", out);
	for (size_t i = 0; i < s->note_count; i++)
		slip_both(out, s, s->note[i]);
	if (s->training) {
		fputs("\n", out);
		slip_both(out, s, band);
	}
}

/* fsync of the file and then of its directory: a slip that is said to be in
 * the spool is there after a power cut. */
static int
slip_commit(FILE *out, const char *from, const char *to, const char *directory)
{
	int dir = -1, bad = 0;

	bad |= fflush(out) != 0 || ferror(out) || fsync(fileno(out)) != 0;
	if (bad == 0 && rename(from, to) != 0)
		bad = 1;
	if (bad == 0 && (dir = open(directory, O_RDONLY | O_DIRECTORY)) >= 0)
		bad |= fsync(dir) != 0;
	if (dir >= 0)
		close(dir);
	return bad;
}

enum kerr
slip_spool(const struct slip_paper *s, const char *directory, const char *name,
    struct failure *f)
{
	char path[SLIP_LINE_SIZE], beside[SLIP_LINE_SIZE + 8];
	FILE *out = NULL;
	int fd, error = 0;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	snprintf(beside, sizeof(beside), "%s.new", path);
	fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || (out = fdopen(fd, "w")) == NULL) {
		error = errno;
		if (fd >= 0)
			close(fd);
		return failure_system(f, ERR_SPOOL, directory, error);
	}
	slip_write(out, s);
	if (slip_commit(out, beside, path, directory) != 0)
		error = errno != 0 ? errno : EIO;
	fclose(out);
	if (error != 0) {
		unlink(beside);
		return failure_system(f, ERR_SPOOL, directory, error);
	}
	return KERR_OK;
}
