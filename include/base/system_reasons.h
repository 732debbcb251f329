/* system_reasons.h -- the C library's words for what the machine refuses, as
 * catalogue ids: strerror() gives them in English (the locale of the messages
 * is C.UTF-8), and as the argument {reason} they are translated at the edge. */
#ifndef KIOSK_BASE_SYSTEM_REASONS_H
#define KIOSK_BASE_SYSTEM_REASONS_H

#include <errno.h>

#include "base/error.h"

/* X(errno, what strerror() says) */
#define SYSTEM_REASONS(X) \
	X(EPERM, N_("Operation not permitted")) \
	X(ENOENT, N_("No such file or directory")) \
	X(EIO, N_("Input/output error")) \
	X(EBADF, N_("Bad file descriptor")) \
	X(EAGAIN, N_("Resource temporarily unavailable")) \
	X(ENOMEM, N_("Cannot allocate memory")) \
	X(EACCES, N_("Permission denied")) \
	X(EBUSY, N_("Device or resource busy")) \
	X(EEXIST, N_("File exists")) \
	X(ENODEV, N_("No such device")) \
	X(ENOTDIR, N_("Not a directory")) \
	X(EISDIR, N_("Is a directory")) \
	X(EINVAL, N_("Invalid argument")) \
	X(EMFILE, N_("Too many open files")) \
	X(EFBIG, N_("File too large")) \
	X(ENOSPC, N_("No space left on device")) \
	X(EROFS, N_("Read-only file system")) \
	X(EPIPE, N_("Broken pipe")) \
	X(ENAMETOOLONG, N_("File name too long")) \
	X(ELOOP, N_("Too many levels of symbolic links")) \
	X(EDQUOT, N_("Disk quota exceeded")) \
	X(ECONNREFUSED, N_("Connection refused")) \
	X(ETIMEDOUT, N_("Connection timed out"))

#endif
