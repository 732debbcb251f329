#include "card/agent_message.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "base/secret.h"
#include "card/issuer_host.h"

#define AGENT_MAGIC   0x4b434147U
#define AGENT_VERSION 5
_Static_assert(sizeof(struct agent_order) ==
		   offsetof(struct agent_order, second) + AGENT_PIN_MOST,
    "the values end the message");

#define ORDER_PARTS 5

static const struct {
	bool pin, writes, goes_on;
} kinds[AGENT_ORDER_COUNT] = {
    [AGENT_ORDER_PIN_SET] = {true, true, true},
    [AGENT_ORDER_PIN_PROVE] = {true, false, true},
    [AGENT_ORDER_PIN_CHANGE] = {true, true, true},
    [AGENT_ORDER_PIN_RESET] = {true, true, true},
    [AGENT_ORDER_LEAVE] = {false, false, true},
};

bool
agent_order_is_pin(enum agent_order_kind kind)
{
	return kinds[kind].pin;
}

bool
agent_order_goes_on(enum agent_order_kind kind)
{
	return kinds[kind].goes_on;
}

bool
agent_order_writes(enum agent_order_kind kind)
{
	return kinds[kind].writes;
}

void
agent_order_begin(struct agent_order *o, enum agent_order_kind kind)
{
	memset(o, 0, sizeof(*o));
	o->magic = AGENT_MAGIC;
	o->version = AGENT_VERSION;
	o->kind = (uint16_t)kind;
}

/* sendmsg only reads its parts; its type cannot say so. */
static struct iovec
part(const void *bytes, size_t len)
{
	return (struct iovec){
	    .iov_base = (void *)(uintptr_t)bytes, .iov_len = len};
}

static bool
send_parts(int fd, struct iovec *parts, size_t count, int flags)
{
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
	ssize_t n;

	do {
		n = sendmsg(fd, &message, MSG_NOSIGNAL | flags);
	} while (n < 0 && errno == EINTR);
	return n >= 0;
}

enum kerr
agent_order_send(int fd, const struct agent_order *head,
    const struct secret *first, const struct secret *second)
{
	static const uint8_t filler[AGENT_PIN_MOST];
	size_t first_len = secret_len(first), second_len = secret_len(second);
	struct agent_order o = *head;
	struct iovec parts[ORDER_PARTS];

	if (first_len > AGENT_PIN_MOST || second_len > AGENT_PIN_MOST)
		return ERR_PIN_FORMAT;
	o.first_len = (uint8_t)first_len;
	o.second_len = (uint8_t)second_len;
	parts[0] = part(&o, offsetof(struct agent_order, first));
	parts[1] =
	    part(first_len > 0 ? secret_bytes(first) : filler, first_len);
	parts[2] = part(filler, AGENT_PIN_MOST - first_len);
	parts[3] =
	    part(second_len > 0 ? secret_bytes(second) : filler, second_len);
	parts[4] = part(filler, AGENT_PIN_MOST - second_len);
	return send_parts(fd, parts, ORDER_PARTS, MSG_DONTWAIT)
		   ? KERR_OK
		   : ERR_AGENT_LOST;
}

static bool
order_is_sound(const struct agent_order *o)
{
	return o->magic == AGENT_MAGIC && o->version == AGENT_VERSION &&
	       o->kind > AGENT_ORDER_NONE && o->kind < AGENT_ORDER_COUNT &&
	       o->ref < PIN_REF_COUNT && o->first_len <= AGENT_PIN_MOST &&
	       o->second_len <= AGENT_PIN_MOST &&
	       o->face_key < FACE_KEY_COUNT && o->spend_last <= 1 &&
	       memchr(o->chip_serial, '\0', sizeof(o->chip_serial)) != NULL;
}

/* -1 with errno, or bytes; MSG_TRUNC makes a longer message show. */
static ssize_t
receive(int fd, void *message, size_t size, int flags)
{
	ssize_t n;

	do {
		n = recv(fd, message, size, flags | MSG_TRUNC);
	} while (n < 0 && errno == EINTR);
	return n;
}

enum kerr
agent_order_receive(int fd, struct agent_order *o)
{
	ssize_t n = receive(fd, o, sizeof(*o), 0);

	if (n <= 0)
		return ERR_AGENT_LOST;
	if ((size_t)n == sizeof(*o) && order_is_sound(o))
		return KERR_OK;
	secret_wipe(o, sizeof(*o));
	return ERR_INTERNAL;
}

void
agent_report_begin(struct agent_report *r)
{
	memset(r, 0, sizeof(*r));
	r->magic = AGENT_MAGIC;
	r->version = AGENT_VERSION;
}

bool
agent_report_send(int fd, const struct agent_report *r)
{
	struct iovec whole = part(r, sizeof(*r));

	return send_parts(fd, &whole, 1, 0);
}

static bool
ends_within(const char *text, size_t size)
{
	return memchr(text, '\0', size) != NULL;
}

static bool
certificate_is_sound(const struct card_certificate *c)
{
	return (unsigned)c->state < CERTIFICATE_STATE_COUNT &&
	       (unsigned)c->chain < CHAIN_COUNT &&
	       ends_within(c->subject, sizeof(c->subject)) &&
	       ends_within(c->issuer, sizeof(c->issuer)) &&
	       ends_within(c->holder, sizeof(c->holder));
}

static bool
inspection_is_sound(const struct card_inspection *i)
{
	bool sound = (unsigned)i->record_error < KERR_COUNT;
	size_t n;

	for (n = 0; n < PIN_REF_COUNT; n++)
		sound = sound && (unsigned)i->pin_error[n] < KERR_COUNT;
	for (n = 0; n < CERTIFICATE_USE_COUNT; n++)
		sound = sound && certificate_is_sound(&i->certificate[n]);
	return sound;
}

/* Sizes that cannot lead behind a slot of the shared area. */
static bool
picture_is_sound(const struct picture *p, enum face_picture which)
{
	long most = which == FACE_PHOTO ? FACE_PHOTO_PIXELS : FACE_TEXT_PIXELS;

	if ((unsigned)p->state >= PICTURE_STATE_COUNT)
		return false;
	if (p->state != PICTURE_READY)
		return p->width == 0 && p->height == 0 && p->channels == 0;
	return p->width > 0 && p->height > 0 && p->width <= most &&
	       p->height <= most && (long)p->width * p->height <= most &&
	       (p->channels == 1 || (p->channels == 3 && which == FACE_PHOTO));
}

static bool
face_is_sound(const struct card_face *f)
{
	bool sound = (unsigned)f->signature < FACE_SIGNATURE_COUNT &&
		     ends_within(f->birth, sizeof(f->birth)) &&
		     ends_within(f->expiry, sizeof(f->expiry));
	int i;

	for (i = 0; i < FACE_PICTURE_COUNT; i++)
		sound = sound &&
			picture_is_sound(&f->picture[i], (enum face_picture)i);
	return sound;
}

static bool
event_is_sound(const struct agent_event *e)
{
	const struct card_identity *i = &e->identity;

	return (unsigned)e->kind <= AGENT_GONE &&
	       (unsigned)e->reader < READER_STATE_COUNT &&
	       (unsigned)e->ref < PIN_REF_COUNT &&
	       (unsigned)e->outcome <= PIN_OUTCOME_UNKNOWN &&
	       (unsigned)e->error < KERR_COUNT &&
	       (unsigned)i->kind <= CARD_KIND_OTHER &&
	       inspection_is_sound(&e->inspection) && face_is_sound(&e->face) &&
	       ends_within(e->reader_name, sizeof(e->reader_name)) &&
	       ends_within(e->where, sizeof(e->where)) &&
	       ends_within(i->chip_serial, sizeof(i->chip_serial)) &&
	       ends_within(i->municipality, sizeof(i->municipality)) &&
	       ends_within(i->expiry, sizeof(i->expiry));
}

enum kerr
agent_report_receive(int fd, struct agent_report *r)
{
	ssize_t n = receive(fd, r, sizeof(*r), MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return ERR_DEADLINE;
	if (n <= 0)
		return ERR_AGENT_LOST;
	if ((size_t)n != sizeof(*r) || r->magic != AGENT_MAGIC ||
	    r->version != AGENT_VERSION || r->ready > 1 || r->held > 1 ||
	    r->module_resets > 1 || r->secrets_off > 1 ||
	    r->module_fault >= ISSUER_FAULT_COUNT || !event_is_sound(&r->event))
		return ERR_INTERNAL;
	return KERR_OK;
}
