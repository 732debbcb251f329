/* vpcd.c -- the virtual card as a client of the vpcd driver of pcscd.
 *
 * pcsc-behaviour "Starting": two bytes of length, then the bytes; messages of
 * one byte are control. The driver sends length and body apart and without
 * TCP_NODELAY, so an immediate acknowledgement is asked for before each
 * receive: otherwise each command costs 40 ms. */
#include "card/virtual_slot.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define FRAME_MAX     65535
#define CONNECT_TRIES 200 /* times VSLOT_LOOK_MS: a driver may start late */
#define NOT_CONNECTED (-1)

enum control { POWER_OFF = 0, POWER_ON = 1, RESET = 2, GET_ATR = 4 };

struct line {
	struct vslot *slot;
	struct vlife *life;
	int fd;
	bool hangs;
	uint8_t frame[2 + FRAME_MAX];
};

static int
dial(const char *host_port)
{
	char host[256];
	const char *colon = strrchr(host_port, ':');
	struct addrinfo hints = {
	    .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
	struct addrinfo *found = NULL;
	int fd = NOT_CONNECTED, yes = 1;

	snprintf(
	    host, sizeof(host), "%.*s", (int)(colon - host_port), host_port);
	if (getaddrinfo(host, colon + 1, &hints, &found) != 0)
		return NOT_CONNECTED;
	for (struct addrinfo *a = found; a != NULL && fd < 0; a = a->ai_next) {
		fd = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC, 0);
		if (fd >= 0 && connect(fd, a->ai_addr, a->ai_addrlen) != 0) {
			close(fd);
			fd = NOT_CONNECTED;
		}
	}
	freeaddrinfo(found);
	if (fd >= 0)
		(void)setsockopt(
		    fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	return fd;
}

/* Exactly n bytes; false: the driver is gone. */
static bool
receive(int fd, uint8_t *out, size_t n)
{
	while (n > 0) {
		int yes = 1;
		ssize_t got = 0;

		(void)setsockopt(
		    fd, IPPROTO_TCP, TCP_QUICKACK, &yes, sizeof(yes));
		got = recv(fd, out, n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		out += got;
		n -= (size_t)got;
	}
	return true;
}

/* Length and body in one write. */
static bool
give(struct line *l, const uint8_t *body, size_t n)
{
	size_t done = 0;

	if (n > FRAME_MAX)
		return false;
	l->frame[0] = (uint8_t)(n >> 8);
	l->frame[1] = (uint8_t)(n & 0xff);
	if (n > 0)
		memmove(l->frame + 2, body, n);
	while (done < n + 2) {
		ssize_t sent =
		    send(l->fd, l->frame + done, n + 2 - done, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		done += (size_t)sent;
	}
	return true;
}

static bool
on_control(struct line *l, uint8_t what)
{
	const uint8_t *atr = NULL;
	size_t n = 0;

	if (what == POWER_OFF)
		vslot_power_off(l->slot);
	if (what == POWER_ON)
		(void)vslot_power_on(l->slot);
	if (what == RESET && l->slot->has_power)
		vslot_reset(l->slot);
	else if (what == RESET)
		(void)vslot_power_on(l->slot);
	if (what != GET_ATR)
		return true;
	/* The driver asks for it to see whether a card is there at all. */
	atr = vchip_atr(&(struct vchip){.card = l->slot->card}, &n);
	return give(l, atr, n);
}

static bool
on_command(struct line *l, size_t n)
{
	struct vbytes answer = {0};
	enum vanswer kind = vslot_exchange(l->slot, l->frame + 2, n, &answer);
	bool stays = kind != VANSWER_GONE;

	explicit_bzero(l->frame + 2, n);
	if (kind == VANSWER_HANG)
		l->hangs = true;
	if (kind == VANSWER_DATA)
		stays = give(l, answer.data, answer.len);
	vbytes_free(&answer);
	return stays;
}

static bool
on_frame(struct line *l)
{
	size_t n = 0;

	if (!receive(l->fd, l->frame, 2))
		return false;
	n = (size_t)l->frame[0] << 8 | l->frame[1];
	if (n == 0 || !receive(l->fd, l->frame + 2, n))
		return false;
	/* One connection is one card: whoever lies there now comes with a new
	 * one, so that the driver sees a card leave and another arrive. */
	if (vslot_look(l->slot) || l->slot->card == NULL) {
		explicit_bzero(l->frame + 2, n);
		return false;
	}
	return n == 1 ? on_control(l, l->frame[2]) : on_command(l, n);
}

static void
hang_up(struct line *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = NOT_CONNECTED;
	l->hangs = false;
	vslot_power_off(l->slot);
}

enum vresult
vpcd_serve(struct vslot *slot, struct vlife *life, const char *host_port)
{
	struct line l = {.slot = slot, .life = life, .fd = NOT_CONNECTED};
	struct pollfd fds[3];
	int tries = 0;

	if (slot->control_path != NULL)
		vlife_tell_ready(life);
	while (!life->is_over) {
		bool changed = vslot_look(slot);

		if (slot->card == NULL && slot->control_path == NULL)
			break; /* pulled for good, or never there */
		if ((changed || slot->card == NULL) && l.fd >= 0)
			hang_up(&l);
		if (slot->card != NULL && l.fd < 0) {
			l.fd = dial(host_port);
			if (l.fd >= 0 && tries == 0 &&
			    slot->control_path == NULL)
				vlife_tell_ready(life);
			if (l.fd >= 0)
				tries = 0;
			else if (++tries == CONNECT_TRIES)
				return vsay(
				    V_OUTSIDE, "%s: nobody there", host_port);
		}
		/* A hanging card reads nothing, but sees the driver go. */
		fds[0] = (struct pollfd){
		    .fd = l.fd, .events = l.hangs ? POLLRDHUP : POLLIN};
		vlife_wait(life, fds, 1, VSLOT_LOOK_MS);
		if (l.fd >= 0 && fds[0].revents != 0 &&
		    (l.hangs || !on_frame(&l)))
			hang_up(&l);
	}
	hang_up(&l);
	return slot->card != NULL || slot->control_path != NULL ? V_OK : V_NO;
}
