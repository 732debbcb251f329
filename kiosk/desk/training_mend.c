/* training_mend.c -- see training_mend.h. */
#include "desk/training_mend.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "card/training_reader.h"
#include "desk/founding.h"
#include "desk/office.h"
#include "desk/training.h"

#define PATH_SIZE (OFFICE_PATH_SIZE + 32)
#define LINE_SIZE 1024
#define SECTION	  "[reader]"
#define ADDED	  "ca_directory = ca\n"

/* The same lines, and one more below the section's head. */
static bool
copy_lines(FILE *from, FILE *to)
{
	char line[LINE_SIZE];
	bool added = false;

	while (fgets(line, sizeof(line), from) != NULL) {
		if (fputs(line, to) == EOF)
			return false;
		if (added || strncmp(line, SECTION, strlen(SECTION)) != 0)
			continue;
		if (fputs(ADDED, to) == EOF)
			return false;
		added = true;
	}
	return added && ferror(from) == 0;
}

/* Written beside it and moved over it: never half a file. */
static enum kerr
add_to_ini(const char *ini, struct failure *f)
{
	char fresh[PATH_SIZE + 8];
	FILE *from = fopen(ini, "re"), *to = NULL;
	bool written = false;
	int fd = -1;
	enum kerr e = KERR_OK;

	snprintf(fresh, sizeof(fresh), "%s.new", ini);
	if (from != NULL)
		fd =
		    open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd != -1 && (to = fdopen(fd, "w")) == NULL)
		close(fd);
	if (to != NULL) {
		written = copy_lines(from, to) && fflush(to) == 0 &&
			  fsync(fileno(to)) == 0;
		written = fclose(to) == 0 && written;
	}
	if (!written || rename(fresh, ini) != 0) {
		e = failure_system(f, ERR_IO, ini, errno);
		(void)unlink(fresh);
	}
	if (from != NULL)
		(void)fclose(from);
	return e;
}

static enum kerr
publish(struct office_settings *s, struct failure *f)
{
	struct training_reader *reader = NULL;
	enum kerr e = founding_make_folder(s->ca_directory, f);

	if (e == KERR_OK)
		e = training_open_reader(s, &reader, f);
	if (e == KERR_OK)
		e = training_reader_authorities(reader, s->ca_directory, f);
	training_reader_close(&reader);
	return e;
}

enum kerr
training_mend(const char *directory, struct failure *f)
{
	struct office_settings s;
	char ini[PATH_SIZE];
	enum kerr e;

	snprintf(ini, sizeof(ini), "%s/kiosk.ini", directory);
	if ((e = office_read(ini, 0, &s, f)) != KERR_OK)
		return e;
	if (!s.training || s.transport != READER_TRAINING ||
	    s.ca_directory[0] != '\0') {
		failure_set(f, ERR_STORE_EXISTS);
		return failure_text(f, "file", directory), ERR_STORE_EXISTS;
	}
	if (snprintf(s.ca_directory, sizeof(s.ca_directory), "%s/ca",
		directory) >= (int)sizeof(s.ca_directory)) {
		failure_set(f, ERR_TOO_LONG);
		return failure_number(f, "most", OFFICE_PATH_SIZE),
		       ERR_TOO_LONG;
	}
	if ((e = publish(&s, f)) == KERR_OK)
		e = add_to_ini(ini, f);
	return e;
}
