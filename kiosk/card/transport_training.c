#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "card/transport.h"

/* The built-in reader of a training office: a program of its own at an
 * AF_UNIX SOCK_SEQPACKET socket. One message is one letter and a body.
 * It says unasked: C card present, E empty. We ask: P power on (A and ATR, N
 * no card, B busy), X and a command (R and the reply, G card gone), O power
 * off (D done). Closing the connection powers the card off. */

#define MESSAGE_MOST 600

struct training {
	struct sockaddr_un address;
	int fd;	    /* -1: not connected to the reader's program */
	bool noted; /* it has said whether a card lies there */
	bool has_card;
	bool powered;
	uint32_t placings; /* notes of cards that came */
};

static void
hang_up(struct training *r)
{
	if (r->fd >= 0)
		(void)close(r->fd);
	r->fd = -1;
	r->noted = false;
	r->has_card = false;
	r->powered = false;
}

static bool
call_reader(struct training *r)
{
	if (r->fd >= 0)
		return true;
	r->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (r->fd < 0)
		return false;
	if (connect(r->fd, (const struct sockaddr *)&r->address,
		sizeof(r->address)) != 0)
		hang_up(r);
	return r->fd >= 0;
}

/* A message that came unasked; anything that moves the card ends its power. */
static void
note_card(struct training *r, uint8_t letter)
{
	r->noted = true;
	r->has_card = letter == 'C';
	r->powered = false;
	r->placings += r->has_card;
}

/* One message; 0 when none waits (flags MSG_DONTWAIT) or the line is gone. */
static size_t
receive(struct training *r, uint8_t *message, size_t size, int flags)
{
	ssize_t n;

	do {
		n = recv(r->fd, message, size, flags);
	} while (n < 0 && errno == EINTR);
	if (n > 0)
		return (size_t)n;
	if (n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
		hang_up(r);
	return 0;
}

/* Ask and wait for the answer that is not a note about the card. */
static enum kerr
ask(struct training *r, const struct msghdr *question, uint8_t *answer,
    size_t size, size_t *answer_len)
{
	ssize_t sent;
	size_t n;

	*answer_len = 0;
	if (r->fd < 0)
		return ERR_READER_LOST;
	do {
		sent = sendmsg(r->fd, question, MSG_NOSIGNAL);
	} while (sent < 0 && errno == EINTR);
	if (sent < 0) {
		hang_up(r);
		return ERR_READER_LOST;
	}
	while ((n = receive(r, answer, size, 0)) > 0) {
		if (answer[0] == 'C' || answer[0] == 'E') {
			note_card(r, answer[0]);
			continue;
		}
		*answer_len = n;
		return KERR_OK;
	}
	return ERR_READER_LOST;
}

/* A question of one letter; *letter is the answer's. */
static enum kerr
ask_letter(struct training *r, uint8_t question, uint8_t *letter)
{
	uint8_t answer[MESSAGE_MOST];
	struct iovec part = {.iov_base = &question, .iov_len = 1};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
	size_t n;
	enum kerr e = ask(r, &message, answer, sizeof(answer), &n);

	*letter = e == KERR_OK ? answer[0] : 0;
	return e;
}

static void
training_watch(void *self, struct transport_view *out)
{
	struct training *r = self;
	uint8_t note[MESSAGE_MOST];

	while (
	    call_reader(r) && receive(r, note, sizeof(note), MSG_DONTWAIT) > 0)
		if (note[0] == 'C' || note[0] == 'E')
			note_card(r, note[0]);
	out->connected = r->powered;
	out->placing = r->placings;
	out->state = r->fd < 0	   ? READER_NO_SERVICE
		     : !r->noted   ? READER_STARTING
		     : r->has_card ? READER_CARD
				   : READER_EMPTY;
	strcpy(out->reader, "training");
}

static int
training_fd(void *self)
{
	const struct training *r = self;

	return r->fd;
}

static enum kerr
training_connect(void *self)
{
	struct training *r = self;
	uint8_t letter;
	enum kerr e;

	if (!call_reader(r))
		return ERR_PCSC_ABSENT;
	if ((e = ask_letter(r, 'P', &letter)) != KERR_OK)
		return e;
	if (letter == 'B')
		return ERR_READER_BUSY;
	if (letter != 'A')
		return ERR_CARD_ABSENT;
	r->powered = true;
	return KERR_OK;
}

static enum kerr
training_transmit(void *self, const uint8_t *command, size_t command_len,
    uint8_t *reply, size_t reply_size, size_t *reply_len)
{
	struct training *r = self;
	uint8_t letter = 'X', answer[MESSAGE_MOST];
	/* Gathered where it lies, so that a PIN is not copied; sendmsg only
	 * reads the parts, hence the casts. */
	struct iovec parts[2] = {{.iov_base = &letter, .iov_len = 1},
	    {.iov_base = (void *)(uintptr_t)command, .iov_len = command_len}};
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
	size_t n;
	enum kerr e;

	if (!r->powered)
		return ERR_CARD_REMOVED;
	e = ask(r, &message, answer, sizeof(answer), &n);
	if (e != KERR_OK)
		return e;
	if (answer[0] == 'R' && n - 1 > reply_size)
		return ERR_CARD_REPLY; /* MESSAGE_MOST cuts it, not below that */
	if (answer[0] != 'R') {
		r->powered = false;
		return ERR_CARD_REMOVED;
	}
	memcpy(reply, answer + 1, n - 1);
	*reply_len = n - 1;
	return KERR_OK;
}

static enum kerr
training_disconnect(void *self)
{
	struct training *r = self;
	uint8_t letter;

	if (!r->powered)
		return KERR_OK;
	r->powered = false;
	/* Whatever it answers: without a line there is no power. */
	if (ask_letter(r, 'O', &letter) != KERR_OK || letter != 'D')
		hang_up(r);
	return KERR_OK;
}

static void
training_close(void *self)
{
	hang_up(self);
	free(self);
}

static const struct transport_methods training_methods = {
    .watch = training_watch,
    .fd = training_fd,
    .connect = training_connect,
    .transmit = training_transmit,
    .disconnect = training_disconnect,
    .close = training_close,
};

enum kerr
transport_training_open(const char *reader, struct transport **out)
{
	struct training *r;

	*out = NULL;
	if (strlen(reader) >= sizeof(r->address.sun_path))
		return ERR_TOO_LONG;
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return ERR_MEMORY;
	r->fd = -1;
	r->address.sun_family = AF_UNIX;
	strcpy(r->address.sun_path, reader);
	return transport_new(&training_methods, r, out);
}
