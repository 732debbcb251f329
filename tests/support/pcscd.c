/* pcscd.c -- a pcscd of the test's own. */
#include "support/pcscd.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <winscard.h>

#include "support/program.h"

#define PROGRAM	  "/usr/sbin/pcscd"
#define RUN	  "/run/pcscd"
#define START_MS  10000
#define LOOK_MS	  10
#define FIRST_TRY 40000

static const char *const driver_folders[] = {"/usr/lib/pcsc/drivers/serial",
    "/usr/lib/x86_64-linux-gnu/pcsc/drivers/serial", NULL};

static bool
find_driver(char *out, size_t out_size)
{
	for (size_t i = 0; driver_folders[i] != NULL; i++) {
		snprintf(out, out_size, "%s/libifdvpcd.so", driver_folders[i]);
		if (access(out, R_OK) == 0)
			return true;
	}
	return false;
}

static bool
write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool done =
	    fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return done;
}

/* Root keeps its identity; others become root of a namespace of users. */
static bool
enter_namespaces(void)
{
	char map[64], groups[64];

	if (unshare(CLONE_NEWNS | CLONE_NEWNET) == 0)
		return true;
	snprintf(map, sizeof(map), "0 %u 1\n", (unsigned)getuid());
	snprintf(groups, sizeof(groups), "0 %u 1\n", (unsigned)getgid());
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET) != 0)
		return false;
	return write_file("/proc/self/setgroups", "deny") &&
	       write_file("/proc/self/uid_map", map) &&
	       write_file("/proc/self/gid_map", groups);
}

/* A network namespace begins with its loopback down. */
static bool
raise_loopback(void)
{
	struct ifreq lo = {.ifr_name = "lo"};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool done = false;

	if (fd < 0)
		return false;
	if (ioctl(fd, SIOCGIFFLAGS, &lo) == 0) {
		lo.ifr_flags |= IFF_UP;
		done = ioctl(fd, SIOCSIFFLAGS, &lo) == 0;
	}
	close(fd);
	return done;
}

/* The daemon's socket path is compiled in: it gets a folder of ours there. */
static bool
hide_run(void)
{
	const char *where = access(RUN, F_OK) == 0 ? RUN : "/run";

	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("tmpfs", where, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755") !=
		0)
		return false;
	return mkdir(RUN, 0755) == 0 || errno == EEXIST;
}

static void
write_readers(struct pcscd *p, const char *driver)
{
	char path[128], text[512];

	p->port = FIRST_TRY; /* the network is ours: any port is free */
	snprintf(path, sizeof(path), "%s/readers", p->folder);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/readers/vpcd", p->folder);
	snprintf(text, sizeof(text),
	    "FRIENDLYNAME \"Counter PCD\"\n"
	    "DEVICENAME /dev/null:0x%04X\n"
	    "LIBPATH %s\n"
	    "CHANNELID 0x%04X\n",
	    (unsigned)p->port, driver, (unsigned)p->port);
	assert_true(write_file(path, text));
}

/* The readers' names when all are there. */
static bool
list_readers(struct pcscd *p)
{
	SCARDCONTEXT context = 0;
	char names[1024] = "";
	DWORD len = sizeof(names);
	int n = 0;

	if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context) !=
	    SCARD_S_SUCCESS)
		return false;
	if (SCardListReaders(context, NULL, names, &len) == SCARD_S_SUCCESS)
		for (char *s = names; *s != '\0' && n < PCSCD_READERS;
		     s += strlen(s) + 1)
			snprintf(
			    p->reader[n++], sizeof(p->reader[0]), "%.127s", s);
	SCardReleaseContext(context);
	return n == PCSCD_READERS;
}

void
pcscd_start(struct pcscd *p)
{
	pcscd_start_with(p, NULL);
}

void
pcscd_start_with(struct pcscd *p, const char *option)
{
	char readers[128], log[128];
	const char *const argv[] = {
	    PROGRAM, "--foreground", "--config", readers, option, NULL};

	snprintf(readers, sizeof(readers), "%s/readers", p->folder);
	snprintf(log, sizeof(log), "%s/pcscd.log", p->folder);
	p->pid = program_start(argv, log);
	assert_true(p->pid > 0);
	for (int ms = 0; !list_readers(p); ms += LOOK_MS) {
		assert_true(ms < START_MS);
		(void)poll(NULL, 0, LOOK_MS);
	}
}

void
pcscd_stop(struct pcscd *p)
{
	program_stop(&p->pid);
}

bool
pcscd_log_has(const struct pcscd *p, const char *text)
{
	char path[128], line[4096];
	bool found = false;
	FILE *f;

	snprintf(path, sizeof(path), "%s/pcscd.log", p->folder);
	assert_non_null(f = fopen(path, "re"));
	while (!found && fgets(line, sizeof(line), f) != NULL)
		found = strstr(line, text) != NULL;
	fclose(f);
	return found;
}

bool
pcscd_begin(struct pcscd *p, char *reason, size_t reason_size)
{
	char driver[128];

	*p = (struct pcscd){.pid = -1};
	if (access(PROGRAM, X_OK) != 0 ||
	    !find_driver(driver, sizeof(driver))) {
		snprintf(reason, reason_size,
		    "pcscd or its driver vpcd is not installed");
		return false;
	}
	strcpy(p->folder, "/tmp/kiosk-pcscd.XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	if (!enter_namespaces() || !raise_loopback() || !hide_run()) {
		snprintf(reason, reason_size, "no private namespaces here: %s",
		    strerrordesc_np(errno));
		rmdir(p->folder);
		return false;
	}
	write_readers(p, driver);
	pcscd_start(p);
	return true;
}

void
pcscd_end(struct pcscd *p)
{
	static const char *const left[] = {
	    "readers/vpcd", "pcscd.log", "card.log"};
	char path[128];

	pcscd_stop(p);
	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", p->folder, left[i]);
		unlink(path);
	}
	snprintf(path, sizeof(path), "%s/readers", p->folder);
	rmdir(path);
	assert_int_equal(rmdir(p->folder), 0);
}

pid_t
pcscd_plug(
    const struct pcscd *p, int reader, const char *control, const char *cards)
{
	char where[32], log[128];
	const char *const argv[] = {KIOSK_BUILD "/virtual-card", "--vpcd",
	    where, "--control", control, "--cards", cards, NULL};
	pid_t pid = -1;

	snprintf(where, sizeof(where), "127.0.0.1:%d", p->port + reader);
	snprintf(log, sizeof(log), "%s/card.log", p->folder);
	pid = program_start(argv, log);
	assert_true(pid > 0);
	return pid;
}

void
pcscd_wait_card(const struct pcscd *p, int reader, bool present)
{
	SCARD_READERSTATE state = {.szReader = p->reader[reader]};
	const DWORD wanted = present ? SCARD_STATE_PRESENT : SCARD_STATE_EMPTY;
	SCARDCONTEXT context = 0;

	assert_int_equal(
	    SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context),
	    SCARD_S_SUCCESS);
	while ((state.dwEventState & wanted) == 0) {
		assert_int_equal(
		    SCardGetStatusChange(context, START_MS, &state, 1),
		    SCARD_S_SUCCESS);
		state.dwCurrentState = state.dwEventState;
	}
	SCardReleaseContext(context);
}

void
pcscd_wait_free(const struct pcscd *p, int reader)
{
	SCARDCONTEXT context = 0;
	SCARDHANDLE card = 0;
	DWORD protocol = 0;

	assert_int_equal(
	    SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context),
	    SCARD_S_SUCCESS);
	for (int ms = 0;
	     SCardConnect(context, p->reader[reader], SCARD_SHARE_EXCLUSIVE,
		 SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card,
		 &protocol) != SCARD_S_SUCCESS;
	     ms += LOOK_MS) {
		assert_true(ms < START_MS);
		(void)poll(NULL, 0, LOOK_MS);
	}
	SCardDisconnect(card, SCARD_LEAVE_CARD);
	SCardReleaseContext(context);
}
