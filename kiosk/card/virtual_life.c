/* virtual_life.c -- how a virtual card's program knows that it shall end: it
 * must never outlive the office that started it. */
#include "card/virtual_slot.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum vresult
vlife_begin(struct vlife *life, int channel_fd)
{
	sigset_t ends;

	*life = (struct vlife){.signal_fd = -1, .channel_fd = channel_fd};
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &ends, NULL) != 0 ||
	    (life->signal_fd = signalfd(-1, &ends, SFD_CLOEXEC)) < 0)
		return vsay(V_OUTSIDE, "signals: %s", strerror(errno));
	return V_OK;
}

void
vlife_tell_ready(const struct vlife *life)
{
	if (life->channel_fd >= 0 &&
	    send(life->channel_fd, "R", 1, MSG_NOSIGNAL) != 1 &&
	    write(life->channel_fd, "R", 1) != 1)
		vsay(V_OUTSIDE, "the parent's channel: %s", strerror(errno));
}

void
vlife_wait(struct vlife *life, struct pollfd *fds, size_t n, int timeout_ms)
{
	char byte = 0;

	fds[n] = (struct pollfd){.fd = life->signal_fd, .events = POLLIN};
	fds[n + 1] = (struct pollfd){.fd = life->channel_fd, .events = POLLIN};
	if (poll(fds, n + 2, timeout_ms) < 0) {
		for (size_t i = 0; i < n; i++)
			fds[i].revents = 0;
		life->is_over |= errno != EINTR;
		return;
	}
	if (fds[n].revents != 0)
		life->is_over = true;
	if (fds[n + 1].revents != 0 &&
	    ((fds[n + 1].revents & POLLIN) == 0 ||
		read(life->channel_fd, &byte, 1) <= 0))
		life->is_over = true;
}
