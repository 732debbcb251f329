/* pcscd_log.h -- whether pcscd writes down what goes to cards: with --apdu or
 * --debug its log would hold every PIN, so none is sent then.
 *
 * The daemon's arguments are read from /proc. What this cannot see: a daemon
 * in another process namespace or under a /proc mounted with hidepid; a log
 * level set for the reader's driver alone (LIBCCID_ifdLogLevel, or
 * ifdLogLevel in its Info.plist); whoever watches the daemon's memory or its
 * socket. The machine's administrator answers for those. */
#ifndef KIOSK_CARD_PCSCD_LOG_H
#define KIOSK_CARD_PCSCD_LOG_H

#include <stdbool.h>
#include <stddef.h>

/* Whether arguments as in /proc/PID/cmdline (each ended by NUL, the first is
 * the name) turn such a log on. Options may be joined ("-fa") or cut ("--ap");
 * what might be one counts as one. */
bool pcscd_log_is_asked(const char *arguments, size_t len);
/* Whether the pcscd that answers on this machine does it now; false when none
 * is running or none can be seen. Never waits. */
bool pcscd_log_is_on(void);

#endif
