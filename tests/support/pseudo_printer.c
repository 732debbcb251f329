#include "support/pseudo_printer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/loop.h"

static void line_ready(void *arg, int fd, unsigned events);

static void
answer(struct pseudo_printer *p, int byte)
{
	uint8_t b = (uint8_t)byte;

	if (p->line != -1)
		(void)!write(p->line, &b, 1);
}

static bool
is_out_of_paper(const struct pseudo_printer *p)
{
	return !p->was_put_right && p->taken >= p->trouble.no_paper;
}

static void
asked(void *arg, int n)
{
	struct pseudo_printer *p = arg;

	if (!p->talks || n < 1 || n > 4 || p->answers[n] == 0)
		return;
	if (is_out_of_paper(p) && n == 2)
		answer(p, 0x32);
	else if (is_out_of_paper(p) && n == 4)
		answer(p, 0x72);
	else
		answer(p, p->answers[n]);
}

/* GS r waits for its turn behind what is printed: never without paper. */
static void
ended(void *arg)
{
	struct pseudo_printer *p = arg;

	if (p->talks && !is_out_of_paper(p))
		answer(p, 0x00);
}

static void
hang_up(struct pseudo_printer *p)
{
	if (p->line == -1)
		return;
	loop_unwatch(p->loop, p->line);
	close(p->line);
	p->line = -1;
	p->has_stopped = false;
}

/* Real-time questions are answered although the paper waits; everything else
 * only until there is trouble. */
static void
take(struct pseudo_printer *p, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len && p->line != -1; i++) {
		bool question =
		    i + 2 < len && bytes[i] == 0x10 && bytes[i + 1] == 0x04;

		if (question) {
			asked(p, bytes[i + 2]);
			i += 2;
			continue;
		}
		if (p->taken >= p->trouble.closes) {
			hang_up(p);
			return;
		}
		if (p->taken < p->trouble.no_paper || p->was_put_right)
			escpos_reader_take(&p->reader, &bytes[i], 1);
		p->taken++;
	}
}

static void
line_ready(void *arg, int fd, unsigned events)
{
	struct pseudo_printer *p = arg;
	uint8_t bytes[256];
	ssize_t n;

	(void)events;
	if (p->taken >= p->trouble.stops) {
		loop_unwatch(p->loop, fd);
		p->has_stopped = true;
		return;
	}
	n = read(fd, bytes, sizeof(bytes));
	if (n > 0)
		take(p, bytes, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EIO))
		hang_up(p);
	else if (errno == EIO) /* nobody has the pty open */
		loop_unwatch(p->loop, fd);
}

static void
called(void *arg, int fd, unsigned events)
{
	struct pseudo_printer *p = arg;

	(void)events;
	if (p->line != -1 && p->has_stopped)
		hang_up(p); /* whoever that was has gone */
	if (p->line != -1)
		return; /* one at a time: the next one waits */
	escpos_reader_forget(&p->reader);
	p->line = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (p->line == -1)
		return;
	p->connections++;
	assert_int_equal(
	    loop_watch(p->loop, p->line, LOOP_READ, line_ready, p), KERR_OK);
}

void
pseudo_printer_tear_off(struct pseudo_printer *p)
{
	escpos_reader_end(&p->reader);
	escpos_reader_begin(&p->reader);
	p->reader.ended = ended;
	p->reader.arg = p;
}

static void
begin(struct pseudo_printer *p, struct loop *loop)
{
	static const int ready[5] = {0, 0x12, 0x12, 0x12, 0x12};

	memset(p, 0, sizeof(*p));
	p->loop = loop;
	p->listening = p->line = p->slave = -1;
	p->talks = true;
	memcpy(p->answers, ready, sizeof(ready));
	p->trouble = (struct pseudo_trouble){SIZE_MAX, SIZE_MAX, SIZE_MAX};
	pseudo_printer_tear_off(p);
}

static void
listen_at(struct pseudo_printer *p, in_port_t port)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = port};
	socklen_t len = sizeof(at);
	const int on = 1;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	p->listening =
	    socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	assert_int_not_equal(p->listening, -1);
	(void)setsockopt(
	    p->listening, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	assert_int_equal(
	    bind(p->listening, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(p->listening, 4), 0);
	assert_int_equal(
	    getsockname(p->listening, (struct sockaddr *)&at, &len), 0);
	snprintf(
	    p->address, sizeof(p->address), "127.0.0.1:%d", ntohs(at.sin_port));
	assert_int_equal(
	    loop_watch(p->loop, p->listening, LOOP_READ, called, p), KERR_OK);
}

void
pseudo_tcp_begin(struct pseudo_printer *p, struct loop *loop)
{
	begin(p, loop);
	listen_at(p, 0);
}

void
pseudo_pty_begin(struct pseudo_printer *p, struct loop *loop)
{
	begin(p, loop);
	p->line = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	assert_int_not_equal(p->line, -1);
	assert_int_equal(grantpt(p->line), 0);
	assert_int_equal(unlockpt(p->line), 0);
	assert_int_equal(ptsname_r(p->line, p->address, sizeof(p->address)), 0);
	p->slave = open(p->address, O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_int_not_equal(p->slave, -1);
	assert_int_equal(
	    loop_watch(p->loop, p->line, LOOP_READ, line_ready, p), KERR_OK);
}

void
pseudo_printer_switch_off(struct pseudo_printer *p)
{
	hang_up(p);
	if (p->listening != -1) {
		loop_unwatch(p->loop, p->listening);
		close(p->listening);
	}
	p->listening = -1;
}

void
pseudo_printer_switch_on(struct pseudo_printer *p)
{
	listen_at(p, htons((uint16_t)atoi(strchr(p->address, ':') + 1)));
}

void
pseudo_printer_put_right(struct pseudo_printer *p)
{
	p->was_put_right = true;
	answer(p, 0x00); /* the end that waited behind the paper */
}

void
pseudo_printer_end(struct pseudo_printer *p)
{
	pseudo_printer_switch_off(p);
	if (p->slave != -1)
		close(p->slave);
	escpos_reader_end(&p->reader);
}
