/* printer.c -- see base/printer.h; the ways to a printer are in files of their
 * own. */
#include "base/printer.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/loop.h"
#include "base/printer_inside.h"

enum kerr
printer_new(const struct printer_settings *settings, struct loop *loop,
    struct printer **out)
{
	struct printer *p = calloc(1, sizeof(*p));

	*out = NULL;
	if (p == NULL)
		return ERR_MEMORY;
	p->settings = *settings;
	p->loop = loop;
	p->fd = -1;
	p->child.fd = -1;
	*out = p;
	return KERR_OK;
}

/* Give back all that one document took. */
static void
let_go(struct printer *p)
{
	loop_cancel(p->loop, &p->timer);
	if (p->fd != -1) {
		loop_unwatch(p->loop, p->fd);
		close(p->fd);
	}
	p->fd = -1;
	process_stop(&p->child, 0);
	free(p->bytes);
	p->bytes = NULL;
	p->len = p->sent = 0;
	p->asked = 0;
	p->talks = false;
	p->run++;
	p->step = STEP_IDLE;
}

void
printer_free(struct printer **p)
{
	if (*p == NULL)
		return;
	let_go(*p);
	free(*p);
	*p = NULL;
}

bool
printer_is_busy(const struct printer *p)
{
	return p->step != STEP_IDLE;
}

enum kerr
printer_trouble(const struct printer *p)
{
	return p->trouble;
}

void
printer_wait(struct printer *p, int64_t ms, void (*late)(void *arg))
{
	loop_cancel(p->loop, &p->timer);
	(void)loop_after(p->loop, ms, late, p, &p->timer);
}

void
printer_stop(struct printer *p, enum printer_end end, enum kerr reason,
    struct printer_result *r)
{
	memset(r, 0, sizeof(*r));
	r->end = end;
	r->reason = reason;
	failure_set(&r->why, reason);
	p->trouble = reason;
	let_go(p);
}

void
printer_finish(struct printer *p, enum printer_end end, enum kerr reason)
{
	struct printer_result r;

	printer_stop(p, end, reason, &r);
	p->done(p->arg, &r);
}

static bool
spool_begin(struct printer *p, const struct printer_document *document,
    struct printer_result *r)
{
	memset(r, 0, sizeof(*r));
	r->reason = printer_spool(p->settings.spool, document->name,
	    document->bytes, document->len, &r->why);
	r->end = r->reason == KERR_OK ? PRINTER_SPOOLED : PRINTER_NOTHING;
	p->trouble = r->reason;
	return true;
}

bool
printer_begin(struct printer *p, const struct printer_document *document,
    printer_done *done, void *arg, struct printer_result *now)
{
	if (printer_is_busy(p)) {
		memset(now, 0, sizeof(*now));
		now->end = PRINTER_NOTHING;
		now->reason = failure_set(&now->why, ERR_PRINTER_BUSY);
		return true;
	}
	p->trouble = KERR_OK;
	if (p->settings.kind == PRINTER_SPOOL)
		return spool_begin(p, document, now);
	p->done = done;
	p->arg = arg;
	p->is_escpos = document->is_escpos;
	p->len = document->len;
	if ((p->bytes = malloc(document->len + 1)) == NULL) {
		printer_stop(p, PRINTER_NOTHING, ERR_MEMORY, now);
		return true;
	}
	memcpy(p->bytes, document->bytes, document->len);
	return p->settings.kind == PRINTER_COMMAND
		   ? printer_command_begin(p, now)
		   : printer_line_begin(p, now);
}
