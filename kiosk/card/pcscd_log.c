/* pcscd_log.c -- see card/pcscd_log.h. */
#include "card/pcscd_log.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_PATH    "/run/pcscd/pcscd.comm"
#define SOCKET_NAME    "PCSCLITE_CSOCK_NAME" /* honoured by libpcsclite */
#define NAME	       "pcscd"
#define PATH_SIZE      64
#define ARGUMENTS_MOST 4096
#define NOBODY	       0

/* pcscd(8): the short options that take a value end a joined group. */
static const char with_value[] = "ctrs";

static bool
is_long_option(const char *argument, const char *option)
{
	size_t len = strcspn(argument, "=");

	return len > 2 && len <= strlen(option) &&
	       strncmp(argument, option, len) == 0;
}

static bool
is_asking(const char *argument)
{
	if (argument[0] != '-')
		return false;
	if (argument[1] == '-')
		return is_long_option(argument, "--apdu") ||
		       is_long_option(argument, "--debug");
	for (argument++; *argument != '\0'; argument++) {
		if (*argument == 'a' || *argument == 'd')
			return true;
		if (strchr(with_value, *argument) != NULL)
			return false;
	}
	return false;
}

bool
pcscd_log_is_asked(const char *arguments, size_t len)
{
	const char *at = arguments, *end = arguments + len;

	while (at < end && memchr(at, '\0', (size_t)(end - at)) != NULL) {
		if (at != arguments && is_asking(at))
			return true;
		at += strlen(at) + 1;
	}
	return false;
}

/* A small file of /proc; 0: it cannot be read. Ended by NUL. */
static size_t
read_proc(long pid, const char *what, char *out, size_t size)
{
	char path[PATH_SIZE];
	ssize_t n = 0;
	int fd;

	snprintf(path, sizeof(path), "/proc/%ld/%s", pid, what);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) >= 0) {
		n = read(fd, out, size - 1);
		close(fd);
	}
	out[n > 0 ? n : 0] = '\0';
	return n > 0 ? (size_t)n : 0;
}

static bool
is_pcscd(long pid)
{
	char name[32];

	(void)read_proc(pid, "comm", name, sizeof(name));
	return strcmp(name, NAME "\n") == 0;
}

static bool
is_logging(long pid)
{
	char arguments[ARGUMENTS_MOST];
	size_t n = read_proc(pid, "cmdline", arguments, sizeof(arguments));

	return pcscd_log_is_asked(arguments, n);
}

/* Who listens on the daemon's socket; NOBODY: not to be known. */
static long
listening_process(void)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	const char *named = getenv(SOCKET_NAME);
	struct ucred peer = {.pid = NOBODY};
	socklen_t len = sizeof(peer);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return NOBODY;
	snprintf(a.sun_path, sizeof(a.sun_path), "%s",
	    named != NULL ? named : SOCKET_PATH);
	if (connect(fd, (const struct sockaddr *)&a, sizeof(a)) != 0 ||
	    getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0)
		peer.pid = NOBODY;
	close(fd);
	return peer.pid;
}

/* Where init opened the socket for the daemon, any pcscd is meant. */
static bool
is_any_logging(void)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	bool found = false;

	if (proc == NULL)
		return false;
	while (!found && (entry = readdir(proc)) != NULL) {
		long pid = strtol(entry->d_name, NULL, 10);

		found = pid > 0 && is_pcscd(pid) && is_logging(pid);
	}
	closedir(proc);
	return found;
}

bool
pcscd_log_is_on(void)
{
	long pid = listening_process();

	if (pid != NOBODY && is_pcscd(pid))
		return is_logging(pid);
	return is_any_logging();
}
