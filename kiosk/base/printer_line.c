/* printer_line.c -- a printer at a device file or a TCP port: bytes out, and
 * what it says back. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/escpos.h"
#include "base/loop.h"
#include "base/printer_inside.h"

#define TAKING_MS 50 /* between looks at what is still on its way */

static void ask_next(struct printer *p);
static void write_on(struct printer *p);
static void line_ready(void *arg, int fd, unsigned events);

/* -- addresses -- */

bool
printer_address(
    const char *text, struct sockaddr_storage *out, socklen_t *out_len)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)out;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;
	const char *colon = strrchr(text, ':');
	char host[INET6_ADDRSTRLEN + 2], *end = NULL;
	size_t len = colon != NULL ? (size_t)(colon - text) : 0;
	long port;

	memset(out, 0, sizeof(*out));
	if (len == 0 || len >= sizeof(host) || colon[1] < '1' || colon[1] > '9')
		return false;
	port = strtol(colon + 1, &end, 10);
	if (*end != '\0' || port > 65535)
		return false;
	memcpy(host, text, len);
	host[len] = '\0';
	if (host[0] == '[' && host[len - 1] == ']') {
		host[len - 1] = '\0';
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons((uint16_t)port);
		*out_len = sizeof(*v6);
		return inet_pton(AF_INET6, host + 1, &v6->sin6_addr) == 1;
	}
	v4->sin_family = AF_INET;
	v4->sin_port = htons((uint16_t)port);
	*out_len = sizeof(*v4);
	return inet_pton(AF_INET, host, &v4->sin_addr) == 1;
}

/* -- the end -- */

/* Cut off: known when not a byte of the paper had left. */
static void
cut_off(struct printer *p, enum kerr reason)
{
	if (p->sent == 0)
		printer_finish(p, PRINTER_NOTHING, ERR_PRINTER_ABSENT);
	else
		printer_finish(p, PRINTER_UNKNOWN, reason);
}

/* A printer that went away is told by the result, never by a signal. */
static ssize_t
send_bytes(const struct printer *p, const void *bytes, size_t len)
{
	return p->is_socket ? send(p->fd, bytes, len, MSG_NOSIGNAL)
			    : write(p->fd, bytes, len);
}

/* Watch for answers, and for room when something is to be written. */
static bool
watch(struct printer *p, unsigned events)
{
	if (loop_watch(p->loop, p->fd, LOOP_READ | events, line_ready, p) ==
	    KERR_OK)
		return true;
	cut_off(p, ERR_MEMORY);
	return false;
}

/* -- questions -- */

/* false when the bytes could not leave at once. */
static bool
ask(struct printer *p, int n)
{
	uint8_t question[ESCPOS_ASK_LEN];

	escpos_ask(n, question);
	p->asked = n;
	return watch(p, 0) && send_bytes(p, question, sizeof(question)) ==
				  (ssize_t)sizeof(question);
}

static void
begin_writing(struct printer *p)
{
	uint8_t end[ESCPOS_END_LEN];

	p->asked = 0;
	if (p->trouble != KERR_OK) {
		printer_finish(p, PRINTER_NOTHING, p->trouble);
		return;
	}
	if (p->talks) {
		uint8_t *more = realloc(p->bytes, p->len + ESCPOS_END_LEN);

		if (more == NULL) {
			printer_finish(p, PRINTER_NOTHING, ERR_MEMORY);
			return;
		}
		escpos_end(end);
		memcpy(more + p->len, end, ESCPOS_END_LEN);
		p->bytes = more;
		p->len += ESCPOS_END_LEN;
	}
	p->step = STEP_WRITING;
	write_on(p);
}

/* No answer: a printer that talks lacks this question, others are silent. */
static void
no_answer(void *arg)
{
	struct printer *p = arg;

	p->timer = 0;
	if (p->talks)
		ask_next(p);
	else
		begin_writing(p);
}

static void
ask_next(struct printer *p)
{
	if (p->asked == ESCPOS_ASK_COUNT) {
		begin_writing(p);
		return;
	}
	if (!ask(p, p->asked + 1) && printer_is_busy(p)) {
		/* not even room for three bytes: it is not taking any */
		printer_finish(p, PRINTER_NOTHING,
		    errno == EAGAIN ? ERR_PRINTER_BUSY : ERR_PRINTER_ABSENT);
		return;
	}
	if (printer_is_busy(p))
		printer_wait(p, PRINTER_ANSWER_MS, no_answer);
}

static void
begin_asking(struct printer *p)
{
	if (!p->is_escpos) {
		begin_writing(p);
		return;
	}
	p->step = STEP_ASKING;
	p->asked = 0;
	ask_next(p);
}

/* -- the paper's bytes -- */

static void
stalled(void *arg)
{
	struct printer *p = arg;

	p->timer = 0;
	cut_off(p, ERR_PRINTER_LATE);
}

/* A silent printer has taken everything: from a device when nothing is on its
 * way any longer; from a socket when the other side closed after us. */
static void
look_if_taken(void *arg)
{
	struct printer *p = arg;
	int left = 0;

	p->timer = 0;
	p->left_ms -= TAKING_MS;
	if (p->left_ms <= 0)
		printer_finish(p, PRINTER_UNKNOWN, ERR_PRINTER_LATE);
	else if (p->has_room &&
		 (ioctl(p->fd, TIOCOUTQ, &left) != 0 || left == 0))
		printer_finish(p, PRINTER_SENT, KERR_OK);
	else
		printer_wait(p, TAKING_MS, look_if_taken);
}

static void
begin_taking(struct printer *p)
{
	p->step = STEP_TAKING;
	p->left_ms = PRINTER_STALL_MS;
	p->has_room = false;
	if (p->is_socket)
		(void)shutdown(p->fd, SHUT_WR);
	if (watch(p, p->is_socket ? 0 : LOOP_WRITE))
		printer_wait(p, TAKING_MS, look_if_taken);
}

/* How it goes, while it works up to the end: a trouble may be put right, and
 * then the printer goes on by itself, so it is waited for. */
static void
look_while_ending(void *arg)
{
	struct printer *p = arg;

	p->timer = 0;
	p->left_ms -= PRINTER_LOOK_MS;
	if (p->left_ms <= 0) {
		printer_finish(p, PRINTER_UNKNOWN,
		    p->trouble != KERR_OK ? p->trouble : ERR_PRINTER_LATE);
		return;
	}
	(void)ask(p, p->asked % ESCPOS_ASK_COUNT + 1);
	if (printer_is_busy(p))
		printer_wait(p, PRINTER_LOOK_MS, look_while_ending);
}

static void
begin_ending(struct printer *p)
{
	p->step = STEP_ENDING;
	p->left_ms = PRINTER_END_MS;
	p->asked = 0;
	if (watch(p, 0))
		printer_wait(p, PRINTER_LOOK_MS, look_while_ending);
}

static void
write_on(struct printer *p)
{
	ssize_t n = 0;

	while (p->sent < p->len) {
		n = send_bytes(p, p->bytes + p->sent, p->len - p->sent);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		p->sent += (size_t)n;
	}
	if (n == -1 && errno != EAGAIN) {
		cut_off(p, ERR_PRINTER_CUT);
		return;
	}
	if (p->sent < p->len) {
		if (watch(p, LOOP_WRITE))
			printer_wait(p, PRINTER_STALL_MS, stalled);
		return;
	}
	if (p->talks)
		begin_ending(p);
	else
		begin_taking(p);
}

/* -- what comes back -- */

static void
answered(struct printer *p, uint8_t byte)
{
	enum kerr means = escpos_judge(p->asked, byte);

	if (p->step == STEP_ASKING) {
		p->talks = true;
		if (p->trouble == KERR_OK)
			p->trouble = means;
		ask_next(p);
	} else if (p->step == STEP_ENDING && p->asked != 0) {
		/* the question that found it says when it is over */
		if (means != KERR_OK)
			p->trouble = means;
		else if (p->asked == 2)
			p->trouble = KERR_OK;
	}
}

/* One byte; the printer may be idle again after it. */
static void
heard(struct printer *p, uint8_t byte)
{
	if (escpos_is_answer(byte)) {
		answered(p, byte);
	} else if (p->step == STEP_ENDING && escpos_is_end(byte)) {
		if (escpos_end_is_paper_out(byte))
			printer_finish(p, PRINTER_UNKNOWN, ERR_PRINTER_PAPER);
		else
			printer_finish(p, PRINTER_SENT, KERR_OK);
	}
}

/* Nothing more comes from there. */
static void
closed(struct printer *p, bool in_order)
{
	if (p->step == STEP_TAKING && p->is_socket && in_order)
		printer_finish(p, PRINTER_SENT, KERR_OK);
	else
		cut_off(p, ERR_PRINTER_CUT);
}

static void
hear(struct printer *p)
{
	uint8_t bytes[64];
	ssize_t n = read(p->fd, bytes, sizeof(bytes));
	const unsigned run = p->run;

	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	/* a device that has nothing to say may read as empty */
	if (n == 0 && !p->is_socket) {
		(void)loop_watch(p->loop, p->fd,
		    p->step == STEP_WRITING ? LOOP_WRITE : 0, line_ready, p);
		return;
	}
	if (n <= 0) {
		closed(p, n == 0);
		return;
	}
	/* what is left over when a document ends is not the next one's */
	for (ssize_t i = 0; i < n && p->run == run; i++)
		heard(p, bytes[i]);
}

static void
connected(struct printer *p)
{
	socklen_t len = sizeof(int);
	int error = 0;

	loop_unwatch(p->loop, p->fd);
	if (p->is_socket &&
	    (getsockopt(p->fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0 ||
		error != 0))
		printer_finish(p, PRINTER_NOTHING, ERR_PRINTER_ABSENT);
	else
		begin_asking(p);
}

static void
line_ready(void *arg, int fd, unsigned events)
{
	struct printer *p = arg;

	(void)fd;
	if (p->step == STEP_CONNECTING)
		connected(p);
	else if ((events & LOOP_READ) != 0)
		hear(p);
	else if ((events & LOOP_CLOSED) != 0)
		closed(p, false);
	else if (p->step == STEP_WRITING)
		write_on(p);
	else if (p->step == STEP_TAKING) {
		p->has_room = true;
		(void)watch(p, 0);
	}
}

/* -- opening -- */

/* A line of a terminal changes no byte; two programs never mix theirs. */
static enum kerr
prepare_device(int fd)
{
	struct termios t;
	struct stat s;

	if (fstat(fd, &s) != 0 || !S_ISCHR(s.st_mode))
		return ERR_PRINTER_ABSENT;
	if (flock(fd, LOCK_EX | LOCK_NB) != 0)
		return ERR_PRINTER_BUSY;
	if (tcgetattr(fd, &t) == 0) {
		cfmakeraw(&t);
		(void)tcsetattr(fd, TCSANOW, &t);
	}
	return KERR_OK;
}

static enum kerr
open_device(struct printer *p)
{
	const int flags = O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

	p->is_socket = false;
	p->fd = open(p->settings.path, O_RDWR | flags);
	if (p->fd == -1 && (errno == EACCES || errno == EROFS))
		p->fd = open(p->settings.path, O_WRONLY | flags);
	if (p->fd == -1)
		return errno == EBUSY ? ERR_PRINTER_BUSY : ERR_PRINTER_ABSENT;
	return prepare_device(p->fd);
}

static enum kerr
open_tcp(struct printer *p)
{
	struct sockaddr_storage to;
	socklen_t len = 0;
	const int on = 1;

	p->is_socket = true;
	if (!printer_address(p->settings.address, &to, &len))
		return ERR_PRINTER_ABSENT;
	p->fd =
	    socket(to.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (p->fd == -1)
		return ERR_PRINTER_ABSENT;
	(void)setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (connect(p->fd, (const struct sockaddr *)&to, len) != 0 &&
	    errno != EINPROGRESS)
		return ERR_PRINTER_ABSENT;
	return KERR_OK;
}

static void
not_connected(void *arg)
{
	struct printer *p = arg;

	p->timer = 0;
	printer_finish(p, PRINTER_NOTHING, ERR_PRINTER_ABSENT);
}

/* The rest begins in the next turn, so that nobody is called back before
 * printer_begin() has returned. */
bool
printer_line_begin(struct printer *p, struct printer_result *r)
{
	enum kerr e =
	    p->settings.kind == PRINTER_TCP ? open_tcp(p) : open_device(p);

	if (e == KERR_OK &&
	    loop_watch(p->loop, p->fd, LOOP_WRITE, line_ready, p) != KERR_OK)
		e = ERR_MEMORY;
	if (e != KERR_OK) {
		printer_stop(p, PRINTER_NOTHING, e, r);
		return true;
	}
	p->step = STEP_CONNECTING;
	printer_wait(p, PRINTER_CONNECT_MS, not_connected);
	return false;
}
