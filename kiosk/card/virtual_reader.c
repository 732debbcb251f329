/* virtual_reader.c -- the built-in reader of a training office: an AF_UNIX
 * SOCK_SEQPACKET server, one message = a type byte and a body.
 *
 * To the client, unasked: C card, E empty (once on connect, then on change).
 * From the client: P power on (A+ATR, N no card, B another holds the power),
 * X+command (R+response, G card gone), O power off (D). */
#include "card/virtual_slot.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define CLIENTS	    16
#define MESSAGE_MAX (1 + 65535 + 16)
#define NOBODY	    (-1)

struct reader {
	struct vslot *slot;
	int listener;
	int client[CLIENTS];	/* descriptors; -1: free */
	int owner;		/* who has the power, or NOBODY */
	bool owner_hangs;	/* its command will not be answered */
	bool told_card;		/* what the clients were told last */
	unsigned told_placings; /* the slot's, at that time */
	uint8_t message[MESSAGE_MAX];
};

static void
drop(struct reader *r, int who)
{
	close(r->client[who]);
	r->client[who] = -1;
	if (r->owner == who) {
		r->owner = NOBODY;
		r->owner_hangs = false;
		vslot_power_off(r->slot);
	}
}

/* A client that does not read is dropped; nobody waits for it. */
static void
tell(struct reader *r, int who, char type, const uint8_t *body, size_t n)
{
	struct iovec part[2] = {{&type, 1}, {NULL, n}};
	struct msghdr message = {.msg_iov = part, .msg_iovlen = 2};

	memcpy(&part[1].iov_base, &body, sizeof(body));
	if (r->client[who] >= 0 &&
	    sendmsg(r->client[who], &message, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		drop(r, who);
}

static void
tell_all(struct reader *r, char type)
{
	for (int i = 0; i < CLIENTS; i++)
		if (r->client[i] >= 0)
			tell(r, i, type, NULL, 0);
}

/* Also what changed while a slow command ran, and nobody was told yet. */
static void
look(struct reader *r)
{
	bool had_card = r->told_card;
	bool hung = r->owner_hangs;
	int owner = r->owner;

	(void)vslot_look(r->slot);
	if (r->slot->placings == r->told_placings)
		return;
	r->told_placings = r->slot->placings;
	r->told_card = r->slot->card != NULL;
	r->owner = NOBODY;
	r->owner_hangs = false;
	if (hung && owner != NOBODY)
		tell(r, owner, 'G', NULL, 0); /* lifting ends the hang */
	if (had_card)
		tell_all(r, 'E');
	if (r->slot->card != NULL)
		tell_all(r, 'C');
}

static void
on_power_on(struct reader *r, int who)
{
	const uint8_t *atr = NULL;
	size_t len = 0;

	if (r->owner != NOBODY && r->owner != who) {
		tell(r, who, 'B', NULL, 0);
		return;
	}
	if (!vslot_power_on(r->slot)) {
		tell(r, who, 'N', NULL, 0);
		return;
	}
	r->owner = who;
	r->owner_hangs = false;
	atr = vchip_atr(&r->slot->chip, &len);
	tell(r, who, 'A', atr, len);
}

static void
on_power_off(struct reader *r, int who)
{
	if (r->owner == who) {
		r->owner = NOBODY;
		r->owner_hangs = false;
		vslot_power_off(r->slot);
	}
	tell(r, who, 'D', NULL, 0);
}

static void
on_command(struct reader *r, int who, const uint8_t *command, size_t len)
{
	struct vbytes answer = {0};
	enum vanswer kind = VANSWER_GONE;

	if (r->owner == who)
		kind = vslot_exchange(r->slot, command, len, &answer);
	if (kind == VANSWER_DATA)
		tell(r, who, 'R', answer.data, answer.len);
	if (kind == VANSWER_GONE)
		tell(r, who, 'G', NULL, 0);
	if (kind == VANSWER_HANG)
		r->owner_hangs = true;
	vbytes_free(&answer);
}

static void
on_message(struct reader *r, int who)
{
	ssize_t n =
	    recv(r->client[who], r->message, sizeof(r->message), MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		drop(r, who);
		return;
	}
	look(r);
	if (r->client[who] >= 0 && !(r->owner == who && r->owner_hangs)) {
		if (r->message[0] == 'P')
			on_power_on(r, who);
		else if (r->message[0] == 'O')
			on_power_off(r, who);
		else if (r->message[0] == 'X')
			on_command(r, who, r->message + 1, (size_t)n - 1);
		else
			drop(r, who); /* not our language */
	}
	explicit_bzero(r->message, (size_t)n);
	look(r);
}

static void
on_connect(struct reader *r)
{
	int fd = accept4(r->listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return;
	for (int i = 0; i < CLIENTS; i++) {
		if (r->client[i] >= 0)
			continue;
		r->client[i] = fd;
		tell(r, i, r->told_card ? 'C' : 'E', NULL, 0);
		return;
	}
	close(fd);
}

static void
serve(struct reader *r, struct vlife *life)
{
	struct pollfd fds[1 + CLIENTS + 2];

	while (!life->is_over) {
		fds[0] = (struct pollfd){.fd = r->listener, .events = POLLIN};
		for (int i = 0; i < CLIENTS; i++)
			fds[1 + i] = (struct pollfd){
			    .fd = r->client[i], .events = POLLIN};
		vlife_wait(life, fds, 1 + CLIENTS, VSLOT_LOOK_MS);
		if (life->is_over)
			return;
		for (int i = 0; i < CLIENTS; i++)
			if (r->client[i] >= 0 && fds[1 + i].fd >= 0 &&
			    fds[1 + i].revents != 0)
				on_message(r, i);
		look(r);
		if (fds[0].revents != 0)
			on_connect(r);
	}
}

/* A socket file that nobody listens on is a leftover and is replaced. */
static enum vresult
listen_at(const char *path, int *out)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = -1, probe = -1;
	enum vresult result = V_OUTSIDE;

	if (strlen(path) >= sizeof(address.sun_path))
		return vsay(V_USAGE, "%s: too long for a socket", path);
	strcpy(address.sun_path, path);
	probe = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (probe < 0 || fd < 0)
		goto out;
	if (connect(probe, (struct sockaddr *)&address, sizeof(address)) == 0) {
		result = vsay(V_NO, "%s: a reader is there already", path);
		goto out;
	}
	if (errno == ECONNREFUSED)
		unlink(path);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    listen(fd, CLIENTS) != 0) {
		vsay(V_OUTSIDE, "%s: %s", path, strerror(errno));
		goto out;
	}
	*out = fd;
	fd = -1;
	result = V_OK;
out:
	if (probe >= 0)
		close(probe);
	if (fd >= 0)
		close(fd);
	return result;
}

enum vresult
vreader_serve(struct vslot *slot, struct vlife *life, const char *socket_path)
{
	struct reader r = {.slot = slot, .listener = -1, .owner = NOBODY};
	enum vresult result = V_OK;

	for (int i = 0; i < CLIENTS; i++)
		r.client[i] = -1;
	if ((result = listen_at(socket_path, &r.listener)) != V_OK)
		return result;
	look(&r);
	vlife_tell_ready(life);
	serve(&r, life);
	unlink(socket_path);
	close(r.listener);
	for (int i = 0; i < CLIENTS; i++)
		if (r.client[i] >= 0)
			close(r.client[i]);
	return V_OK;
}
