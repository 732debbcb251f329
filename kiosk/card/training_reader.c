/* training_reader.c -- what lies on the built-in reader of a training office. */
#include "card/training_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/process.h"
#include "card/training_cards.h"
#include "card/training_fault.h"

#define START_MS     2000
#define STOP_MS	     1000
#define KEYS_MS	     30000 /* making two keys of 2048 bits */
#define CONTROL_MOST 8192
#define EXIT_NO	     1 /* the program's answer when a thing is taken */

struct training_reader {
	char socket[PATH_MAX];
	char control[PATH_MAX];
	char cards[PATH_MAX];
	char program[PATH_MAX];
	struct process process; /* pid 0: not started by us */
};

static bool
copy(char out[PATH_MAX], const char *s)
{
	return snprintf(out, PATH_MAX, "%s", s) < PATH_MAX;
}

/* The server lies beside our own binary. */
static bool
find_program(char out[PATH_MAX])
{
	const char *self = process_self();
	const char *slash = self != NULL ? strrchr(self, '/') : NULL;

	return slash != NULL && snprintf(out, PATH_MAX, "%.*s/virtual-card",
				    (int)(slash - self), self) < PATH_MAX;
}

enum kerr
training_reader_open(const struct training_reader_config *config,
    struct training_reader **out, struct failure *f)
{
	struct training_reader *r = calloc(1, sizeof(*r));

	*out = NULL;
	if (r == NULL)
		return failure_set(f, ERR_MEMORY);
	r->process.fd = -1;
	if (!copy(r->socket, config->socket) ||
	    !copy(r->control, config->control) ||
	    !copy(r->cards, config->cards) ||
	    !(config->program != NULL ? copy(r->program, config->program)
				      : find_program(r->program))) {
		free(r);
		failure_set(f, ERR_TOO_LONG);
		failure_number(f, "most", PATH_MAX - 1);
		return ERR_TOO_LONG;
	}
	*out = r;
	return KERR_OK;
}

void
training_reader_close(struct training_reader **r)
{
	if (*r == NULL)
		return;
	training_reader_stop(*r);
	free(*r);
	*r = NULL;
}

/* Wait for the first message or the end of the child; its exit status, or -1
 * when it is alive. */
static int
wait_for_child(struct process *child, bool *spoke, int wait_ms)
{
	struct pollfd channel = {.fd = child->fd, .events = POLLIN};
	int status = 0, ready = 0;
	char byte = 0;

	*spoke = false;
	do
		ready = poll(&channel, 1, wait_ms);
	while (ready < 0 && errno == EINTR);
	if (ready <= 0)
		return -1;
	*spoke = recv(child->fd, &byte, 1, 0) == 1;
	if (*spoke)
		return -1;
	/* The channel closed: the child is about to end. */
	for (int i = 0; i < START_MS; i++) {
		if (process_ended(child, &status))
			return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
		(void)poll(NULL, 0, 1);
	}
	return -1;
}

static enum kerr
child_failure(struct training_reader *r, int status, struct failure *f)
{
	if (status == -1)
		return failure_set(f, ERR_DEADLINE);
	failure_set(f, ERR_PROCESS);
	failure_text(f, "reason", r->program);
	return ERR_PROCESS;
}

enum kerr
training_reader_start(struct training_reader *r, struct failure *f)
{
	const char *const argv[] = {"virtual-card", "--serve", r->socket,
	    "--control", r->control, "--cards", r->cards, "--channel-fd", "3",
	    NULL};
	const struct process_start how = {
	    .program = r->program, .argv = argv, .shared_fd = -1};
	bool is_ready = false;
	int status = -1;
	enum kerr e = KERR_OK;

	if (training_reader_is_running(r))
		return KERR_OK;
	training_reader_stop(r); /* what is left of one that died */
	if ((e = process_start(&how, &r->process, f)) != KERR_OK)
		return e;
	status = wait_for_child(&r->process, &is_ready, START_MS);
	if (is_ready)
		return KERR_OK;
	training_reader_stop(r);
	return status == EXIT_NO ? failure_set(f, ERR_READER_BUSY)
				 : child_failure(r, status, f);
}

enum kerr
training_reader_make(struct training_reader *r, const char *name,
    const char *description, struct failure *f)
{
	char path[PATH_MAX + TRAINING_NAME_SIZE + 8];
	const char *const argv[] = {
	    "virtual-card", "--make", path, "--channel-fd", "3", NULL};
	const struct process_start how = {
	    .program = r->program, .argv = argv, .shared_fd = -1};
	struct process child = {.pid = 0, .fd = -1};
	size_t n = strlen(description);
	bool spoke = false;
	int status = -1;
	enum kerr e = KERR_OK;

	snprintf(path, sizeof(path), "%s/%s.card", r->cards, name);
	if ((e = process_start(&how, &child, f)) != KERR_OK)
		return e;
	if (send(child.fd, description, n, MSG_NOSIGNAL) == (ssize_t)n)
		status = wait_for_child(&child, &spoke, START_MS);
	process_stop(&child, STOP_MS);
	if (status == 0)
		return KERR_OK;
	if (status != EXIT_NO)
		return child_failure(r, status, f);
	errno = EEXIST;
	return failure_system(f, ERR_IO, path, errno);
}

enum kerr
training_reader_authorities(
    struct training_reader *r, const char *folder, struct failure *f)
{
	const char *const argv[] = {
	    "virtual-card", "--authorities", folder, "--cards", r->cards, NULL};
	const struct process_start how = {
	    .program = r->program, .argv = argv, .shared_fd = -1};
	struct process child = {.pid = 0, .fd = -1};
	bool spoke = false;
	int status = -1;
	enum kerr e;

	if ((e = process_start(&how, &child, f)) != KERR_OK)
		return e;
	status = wait_for_child(&child, &spoke, KEYS_MS);
	process_stop(&child, STOP_MS);
	return status == 0 ? KERR_OK : child_failure(r, status, f);
}

void
training_reader_stop(struct training_reader *r)
{
	if (r->process.pid != 0 || r->process.fd != -1)
		process_stop(&r->process, STOP_MS);
	r->process = (struct process){.pid = 0, .fd = -1};
}

bool
training_reader_is_running(struct training_reader *r)
{
	int status = 0;

	return r->process.pid != 0 && !process_ended(&r->process, &status);
}

/* Read the control file; no file is an empty one. */
static enum kerr
read_control(
    struct training_reader *r, char text[CONTROL_MOST], struct failure *f)
{
	FILE *in = fopen(r->control, "re");
	size_t n = 0;

	text[0] = '\0';
	if (in == NULL)
		return errno == ENOENT
			   ? KERR_OK
			   : failure_system(f, ERR_IO, r->control, errno);
	n = fread(text, 1, CONTROL_MOST - 1, in);
	text[n] = '\0';
	if (ferror(in)) {
		fclose(in);
		return failure_system(f, ERR_IO, r->control, errno);
	}
	fclose(in);
	return KERR_OK;
}

static enum kerr
write_control(struct training_reader *r, const char *text, struct failure *f)
{
	char temporary[PATH_MAX + 8];
	size_t n = strlen(text);
	int fd = -1;

	snprintf(temporary, sizeof(temporary), "%s.XXXXXX", r->control);
	if ((fd = mkostemp(temporary, O_CLOEXEC)) == -1)
		return failure_system(f, ERR_IO, r->control, errno);
	if (write(fd, text, n) != (ssize_t)n ||
	    rename(temporary, r->control) != 0) {
		failure_system(f, ERR_IO, r->control, errno);
		close(fd);
		unlink(temporary);
		return ERR_IO;
	}
	close(fd);
	return KERR_OK;
}

/* Replace all lines that begin with word by line (NULL: by nothing). */
static enum kerr
change_control(struct training_reader *r, const char *word, bool replace,
    const char *line, struct failure *f)
{
	char old[CONTROL_MOST], text[2 * CONTROL_MOST] = "", *save = NULL;
	size_t n = 0, word_len = strlen(word);
	enum kerr e = read_control(r, old, f);

	if (e != KERR_OK)
		return e;
	for (char *s = strtok_r(old, "\n", &save); s != NULL;
	     s = strtok_r(NULL, "\n", &save)) {
		if (replace && strncmp(s, word, word_len) == 0 &&
		    (s[word_len] == ' ' || s[word_len] == '\0'))
			continue;
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s\n", s);
	}
	if (line != NULL)
		n += (size_t)snprintf(
		    text + n, sizeof(text) - n, "%s %s\n", word, line);
	return n < CONTROL_MOST ? write_control(r, text, f)
				: failure_set(f, ERR_TOO_LONG);
}

enum kerr
training_reader_place(
    struct training_reader *r, const char *name, struct failure *f)
{
	if (!training_cards_has(r->cards, name))
		return failure_set(f, ERR_NOT_FOUND);
	return change_control(r, "card", true, name, f);
}

enum kerr
training_reader_remove(struct training_reader *r, struct failure *f)
{
	return change_control(r, "card", true, NULL, f);
}

enum kerr
training_reader_pull(struct training_reader *r, struct failure *f)
{
	return training_reader_remove(r, f);
}

enum kerr
training_reader_set_fault(
    struct training_reader *r, const char *fault, struct failure *f)
{
	char line[TRAINING_FAULT_SIZE], name[TRAINING_FAULT_SIZE];
	const char *card = NULL;

	if (!training_fault_read(fault, line)) {
		failure_set(f, ERR_USAGE);
		failure_text(f, "reason",
		    N_("there is no such fault (kiosk --help lists them)"));
		return ERR_USAGE;
	}
	if ((card = training_fault_card(line)) != NULL) {
		snprintf(
		    name, sizeof(name), "%.*s", (int)strcspn(card, " "), card);
		if (!training_cards_has(r->cards, name))
			return failure_set(f, ERR_NOT_FOUND);
	}
	return change_control(r, "fault", false, line, f);
}

enum kerr
training_reader_fault(
    struct training_reader *r, const char *kind, int n, struct failure *f)
{
	char text[TRAINING_FAULT_SIZE];

	snprintf(text, sizeof(text), "%s:%d", kind, n);
	return training_reader_set_fault(r, text, f);
}

enum kerr
training_reader_clear_faults(struct training_reader *r, struct failure *f)
{
	return change_control(r, "fault", true, NULL, f);
}

enum kerr
training_reader_trace(
    struct training_reader *r, const char *file, struct failure *f)
{
	return change_control(r, "trace", true, file, f);
}

enum kerr
training_reader_placed(
    struct training_reader *r, char name[TRAINING_NAME_SIZE], struct failure *f)
{
	char text[CONTROL_MOST], *save = NULL;
	enum kerr e = read_control(r, text, f);

	name[0] = '\0';
	if (e != KERR_OK)
		return e;
	for (char *s = strtok_r(text, "\n", &save); s != NULL;
	     s = strtok_r(NULL, "\n", &save))
		if (strncmp(s, "card ", 5) == 0)
			snprintf(name, TRAINING_NAME_SIZE, "%s", s + 5);
	return KERR_OK;
}

enum kerr
training_reader_list(struct training_reader *r, struct reader_card **out,
    size_t *count, struct failure *f)
{
	char placed[TRAINING_NAME_SIZE];
	enum kerr e = training_reader_placed(r, placed, f);

	*out = NULL;
	*count = 0;
	if (e != KERR_OK)
		return e;
	if ((e = training_cards_list(r->cards, out, count, f)) != KERR_OK)
		return e;
	for (size_t i = 0; i < *count; i++)
		(*out)[i].is_placed = strcmp((*out)[i].name, placed) == 0;
	return KERR_OK;
}
