#include "support/training_reader.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#define PROGRAM	   KIOSK_BUILD "/virtual-card"
#define TRIES_MOST 2000 /* of 5 ms: the program starts in 10 s or never */

static void
path_in(char out[TRAINING_PATH_SIZE], const struct training_reader *r,
    const char *name)
{
	int n = snprintf(out, TRAINING_PATH_SIZE, "%s/%s", r->dir, name);

	assert_true(n > 0 && n < TRAINING_PATH_SIZE);
}

static void
card_path(char out[TRAINING_PATH_SIZE], const struct training_reader *r,
    const char *card)
{
	char name[80];

	snprintf(name, sizeof(name), "cards/%s.card", card);
	path_in(out, r, name);
}

void
training_begin(struct training_reader *r)
{
	char cards[TRAINING_PATH_SIZE];

	memset(r, 0, sizeof(*r));
	strcpy(r->dir, "/tmp/kiosk-reader-XXXXXX");
	assert_non_null(mkdtemp(r->dir));
	path_in(cards, r, "cards");
	assert_int_equal(mkdir(cards, 0700), 0);
	path_in(r->socket, r, "socket");
	path_in(r->control, r, "control");
	path_in(r->trace, r, "trace");
	r->server.fd = -1;
	training_put(r, NULL, NULL);
}

/* A line to the reader; -1: nobody listens. */
static int
call_reader(const char *path)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);

	assert_true(fd >= 0 && strlen(path) < sizeof(a.sun_path));
	memcpy(a.sun_path, path, strlen(path));
	if (connect(fd, (const struct sockaddr *)&a, sizeof(a)) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Whether the control file names a card; the reader itself takes the name out
 * when a fault has torn the card away. */
static bool
names_card(const struct training_reader *r)
{
	char line[TRAINING_PATH_SIZE + 20];
	bool named = false;
	FILE *f = fopen(r->control, "r");

	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL)
		named |= strncmp(line, "card ", 5) == 0;
	fclose(f);
	return named;
}

/* Wait until the reader says that it is empty (E) or has a card (C), or until
 * whoever works with the card has had it torn away before we asked. */
static void
wait_for_note(const struct training_reader *r, char note)
{
	struct pollfd line = {.fd = call_reader(r->socket), .events = POLLIN};
	char said = 0;

	assert_true(line.fd >= 0);
	for (int i = 0; said != note; i++) {
		assert_true(i < TRIES_MOST);
		if (poll(&line, 1, 5) > 0)
			assert_true(recv(line.fd, &said, 1, 0) > 0);
		else if (note == 'C' && !names_card(r))
			break;
	}
	close(line.fd);
}

void
training_serve(struct training_reader *r)
{
	char cards[TRAINING_PATH_SIZE];
	const char *const argv[] = {"virtual-card", "--serve", r->socket,
	    "--control", r->control, "--cards", cards, "--channel-fd", "3",
	    NULL};
	const struct process_start how = {
	    .program = PROGRAM, .argv = argv, .shared_fd = -1};
	struct failure f;
	int i, fd = -1;

	path_in(cards, r, "cards");
	assert_int_equal(process_start(&how, &r->server, &f), KERR_OK);
	for (i = 0; i < TRIES_MOST && fd < 0; i++) {
		(void)poll(NULL, 0, 5);
		fd = call_reader(r->socket);
	}
	assert_true(fd >= 0);
	close(fd);
}

void
training_stop(struct training_reader *r)
{
	if (r->server.pid != 0)
		process_stop(&r->server, 1000);
	r->server = (struct process){.pid = 0, .fd = -1};
}

void
training_end(struct training_reader *r)
{
	char command[TRAINING_PATH_SIZE + 20];

	training_stop(r);
	snprintf(command, sizeof(command), "rm -rf '%s'", r->dir);
	assert_int_equal(system(command), 0);
}

void
training_make_described(
    const struct training_reader *r, const char *name, const char *text)
{
	char path[TRAINING_PATH_SIZE], command[TRAINING_PATH_SIZE * 2];
	FILE *make;

	card_path(path, r, name);
	snprintf(command, sizeof(command), "%s --make '%s'", PROGRAM, path);
	make = popen(command, "w");
	assert_non_null(make);
	fputs(text, make);
	assert_int_equal(pclose(make), 0);
}

static void
make_card(const struct training_reader *r, const char *name, const char *serial,
    int auth_tries, bool training)
{
	char text[1024];

	snprintf(text, sizeof(text),
	    "{\"kind\": \"plastic\", \"training\": %s, \"name\": \"TEST TARO\","
	    " \"address\": \"TOKYO\", \"birth\": \"19850409\","
	    " \"expiry\": \"20350409\", \"sex\": \"1\","
	    " \"chip_serial\": \"%s\", \"municipality\": \"13101\","
	    " \"number\": \"123456789018\", \"security_code\": \"1234\","
	    " \"pins\": {\"sign\": \"%s\", \"input\": \"%s\","
	    " \"juki\": \"%s\", \"common\": \"%s\","
	    " \"auth\": {\"value\": \"%s\", \"tries\": %d}}}\n",
	    training ? "true" : "false", serial, TRAINING_SIGN, TRAINING_PIN,
	    TRAINING_PIN, TRAINING_PIN, TRAINING_PIN, auth_tries);
	training_make_described(r, name, text);
}

void
training_publish(const struct training_reader *r, char out[TRAINING_PATH_SIZE])
{
	char cards[TRAINING_PATH_SIZE], command[TRAINING_PATH_SIZE * 3];

	path_in(cards, r, "cards");
	path_in(out, r, "ca");
	assert_int_equal(mkdir(out, 0700), 0);
	snprintf(command, sizeof(command), "%s --authorities '%s' --cards '%s'",
	    PROGRAM, out, cards);
	assert_int_equal(system(command), 0);
}

void
training_make(const struct training_reader *r, const char *name,
    const char *serial, int auth_tries)
{
	make_card(r, name, serial, auth_tries, true);
}

void
training_make_real(const struct training_reader *r, const char *name,
    const char *serial, int auth_tries)
{
	make_card(r, name, serial, auth_tries, false);
}

void
training_copy(const struct training_reader *r, const char *from, const char *to)
{
	char a[TRAINING_PATH_SIZE], b[TRAINING_PATH_SIZE];
	char command[TRAINING_PATH_SIZE * 3];

	card_path(a, r, from);
	card_path(b, r, to);
	snprintf(command, sizeof(command), "cp -p '%s' '%s'", a, b);
	assert_int_equal(system(command), 0);
}

void
training_put(
    const struct training_reader *r, const char *card, const char *fault)
{
	char fresh[TRAINING_PATH_SIZE];
	FILE *f;

	path_in(fresh, r, "control.new");
	f = fopen(fresh, "w");
	assert_non_null(f);
	if (card != NULL)
		fprintf(f, "card %s\n", card);
	if (fault != NULL)
		fprintf(f, "fault %s\n", fault);
	fprintf(f, "trace %s\n", r->trace);
	assert_int_equal(fclose(f), 0);
	(void)unlink(r->trace);
	assert_int_equal(rename(fresh, r->control), 0);
	if (r->server.pid != 0)
		wait_for_note(r, card != NULL ? 'C' : 'E');
}

size_t
training_count(const struct training_reader *r)
{
	return training_count_of(r, "", 0);
}

size_t
training_count_of(
    const struct training_reader *r, const char *header, unsigned least_lc)
{
	char line[200], rest[4][8];
	unsigned lc;
	size_t n = 0;
	FILE *f = fopen(r->trace, "r");

	if (f == NULL)
		return 0;
	while (fgets(line, sizeof(line), f) != NULL) {
		char joined[40];

		lc = 0;
		if (sscanf(line, "%*s %7s %7s %7s %7s %u", rest[0], rest[1],
			rest[2], rest[3], &lc) < 4)
			continue;
		snprintf(joined, sizeof(joined), "%s%s%s%s", rest[0], rest[1],
		    rest[2], rest[3]);
		if (strncmp(joined, header, strlen(header)) == 0 &&
		    lc >= least_lc)
			n++;
	}
	fclose(f);
	return n;
}
