/* pseudo_printer.h -- a receipt printer for tests, at a TCP port or a pty: it
 * reads real bytes, answers questions as the references say, and can jam. */
#ifndef KIOSK_TESTS_PSEUDO_PRINTER_H
#define KIOSK_TESTS_PSEUDO_PRINTER_H

#include <stdbool.h>
#include <stddef.h>

#include "support/escpos_reader.h"

struct loop;

/* What happens after so many bytes of papers (questions do not count);
 * SIZE_MAX: never. */
struct pseudo_trouble {
	size_t closes;	 /* the line is cut */
	size_t stops;	 /* it reads no further */
	size_t no_paper; /* it stops, and says why when asked */
};

struct pseudo_printer {
	struct loop *loop; /* borrowed */
	struct escpos_reader reader;
	bool talks;
	int answers[5]; /* to DLE EOT 1..4; 0: none to that one */
	struct pseudo_trouble trouble;
	bool was_put_right; /* paper was put in */
	bool has_stopped;   /* it reads no further on this line */
	size_t taken;	    /* bytes of papers */
	int connections;
	char address[64]; /* "127.0.0.1:34567" or "/dev/pts/3" */
	int listening;	  /* TCP; -1: pty */
	int line;	  /* connection or master; -1: none */
	int slave;	  /* keeps the pty there */
};

/* A ready printer that talks. Fails the test on trouble. */
void pseudo_tcp_begin(struct pseudo_printer *p, struct loop *loop);
void pseudo_pty_begin(struct pseudo_printer *p, struct loop *loop);
void pseudo_printer_end(struct pseudo_printer *p);
/* Tear off what came out so far. */
void pseudo_printer_tear_off(struct pseudo_printer *p);
/* Paper is in, it goes on with what it has. */
void pseudo_printer_put_right(struct pseudo_printer *p);
/* Nobody listens at the port any longer; the line is cut. */
void pseudo_printer_switch_off(struct pseudo_printer *p);
/* It listens at the same port again. */
void pseudo_printer_switch_on(struct pseudo_printer *p);

#endif
