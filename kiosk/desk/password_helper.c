/* password_helper.c -- both ends of the password check. */
#include "desk/password_helper.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/secret.h"
#include "base/text.h"
#include "desk/session.h"

struct check_request {
	char hash[SEAL_PASSWORD_SIZE];
	uint16_t password_len;
	uint8_t password[SECRET_CAPACITY_MOST];
};

/* A hash that nothing matches, of the same cost as a real one, so that an
 * unknown staff number takes as long as a wrong password. Its salt and tag
 * are zero bytes. */
static const char nobody[] =
    "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

enum kerr
password_check_start(struct password_check *c, const struct secret *password,
    const char *hash, struct failure *f)
{
	static const char *const argv[] = {"kiosk", "--password-helper", NULL};
	const struct process_start how = {.argv = argv, .shared_fd = -1};
	struct check_request request;
	enum kerr e;

	if ((e = process_start(&how, &c->child, f)) != KERR_OK)
		return e;
	memset(&request, 0, sizeof(request));
	text_copy(request.hash, sizeof(request.hash),
	    hash[0] != '\0' ? hash : nobody);
	request.password_len = (uint16_t)secret_len(password);
	memcpy(request.password, secret_bytes(password), secret_len(password));
	if (send(c->child.fd, &request, sizeof(request), MSG_NOSIGNAL) !=
	    (ssize_t)sizeof(request)) {
		password_check_cancel(c);
		e = failure_set(f, ERR_PROCESS);
		failure_text(f, "reason", N_("no answer from the helper"));
	}
	secret_wipe(&request, sizeof(request));
	return e;
}

enum kerr
password_check_finish(struct password_check *c, bool *matched)
{
	uint8_t answer = 0;
	ssize_t n = recv(c->child.fd, &answer, 1, MSG_DONTWAIT);

	*matched = n == 1 && answer == 'y';
	process_stop(&c->child, 1000);
	return n == 1 ? KERR_OK : ERR_PROCESS;
}

void
password_check_cancel(struct password_check *c)
{
	if (c->child.pid != 0)
		process_stop(&c->child, 0);
}

void
session_helper_main(int argc, char **argv)
{
	struct check_request request;
	struct secret *password = NULL;
	uint8_t answer = 'n';

	(void)argc;
	(void)argv;
	/* main() has called secret_init() */
	if (recv(PROCESS_CHANNEL_FD, &request, sizeof(request), 0) !=
		(ssize_t)sizeof(request) ||
	    request.password_len > sizeof(request.password))
		process_exit(1);
	request.hash[sizeof(request.hash) - 1] = '\0';
	password = secret_from_bytes_even_unlocked(
	    request.password, request.password_len);
	secret_wipe(request.password, sizeof(request.password));
	if (password != NULL && seal_password_verify(password, request.hash))
		answer = 'y';
	secret_free(&password);
	(void)send(PROCESS_CHANNEL_FD, &answer, 1, MSG_NOSIGNAL);
	process_exit(0);
}
