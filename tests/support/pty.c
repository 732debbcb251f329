#include "support/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#include <setjmp.h>

#include <cmocka.h>
#include <vterm.h>

#include "base/text.h"
#include "support/pty_inside.h"

#define ROWS_USUAL	 24
#define COLUMNS_USUAL	 80
#define ENVIRONMENT_MOST 32

#define QUIET_MS 60
#define STEP_MS	 2

extern char **environ;

int64_t
pty_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* -- the program's side -- */

static bool
is_kept(const char *variable)
{
	static const char *const kept[] = {"PATH=", "ASAN_OPTIONS=",
	    "LSAN_OPTIONS=", "UBSAN_OPTIONS=", "TMPDIR=", NULL};

	for (size_t i = 0; kept[i] != NULL; i++)
		if (strncmp(variable, kept[i], strlen(kept[i])) == 0)
			return true;
	return false;
}

/* Put one NAME=VALUE over an earlier one; "NAME" alone takes it away. */
static void
put_variable(const char *list[ENVIRONMENT_MOST], const char *variable)
{
	size_t name = strcspn(variable, "=");
	size_t n = 0;

	for (size_t i = 0; list[i] != NULL; i++)
		if (strncmp(list[i], variable, name) != 0 ||
		    list[i][name] != '=')
			list[n++] = list[i];
	if (variable[name] == '=' && n < ENVIRONMENT_MOST - 1)
		list[n++] = variable;
	list[n] = NULL;
}

_Noreturn static void
run_program(const struct pty_how *how, int terminal)
{
	const char *list[ENVIRONMENT_MOST] = {NULL};

	for (char **e = environ; *e != NULL; e++)
		if (is_kept(*e))
			put_variable(list, *e);
	put_variable(list, "TERM=xterm-256color");
	put_variable(list, "LC_ALL=C.UTF-8");
	for (size_t i = 0; how->environment != NULL && how->environment[i]; i++)
		put_variable(list, how->environment[i]);
	if (login_tty(terminal) == 0)
		execve(how->argv[0], (char *const *)(uintptr_t)how->argv,
		    (char *const *)(uintptr_t)list);
	_exit(127);
}

/* -- the terminal's side -- */

/* What the terminal answers to questions of the program. */
static void
answer(const char *s, size_t len, void *arg)
{
	struct pty *p = arg;

	(void)!write(p->master, s, len);
}

static void
make_terminal(struct pty *p, int rows, int columns)
{
	p->vt = vterm_new(rows, columns);
	assert_non_null(p->vt);
	vterm_set_utf8(p->vt, 1);
	vterm_output_set_callback(p->vt, answer, p);
	p->screen = vterm_obtain_screen(p->vt);
	vterm_screen_enable_altscreen(p->screen, 1);
	vterm_screen_reset(p->screen, 1);
	p->rows = rows;
	p->columns = columns;
}

struct pty *
pty_start(const struct pty_how *how)
{
	struct pty *p = calloc(1, sizeof(*p));
	struct winsize size = {0};

	assert_non_null(p);
	size.ws_row = (unsigned short)(how->rows > 0 ? how->rows : ROWS_USUAL);
	size.ws_col =
	    (unsigned short)(how->columns > 0 ? how->columns : COLUMNS_USUAL);
	make_terminal(p, size.ws_row, size.ws_col);
	assert_int_equal(openpty(&p->master, &p->slave, NULL, NULL, &size), 0);
	(void)fcntl(p->master, F_SETFD, FD_CLOEXEC);
	(void)fcntl(p->slave, F_SETFD, FD_CLOEXEC);
	(void)fcntl(p->master, F_SETFL, O_NONBLOCK);
	p->pid = fork();
	assert_true(p->pid >= 0);
	if (p->pid == 0)
		run_program(how, p->slave);
	p->pid_fd = pidfd_open(p->pid, 0);
	assert_true(p->pid_fd >= 0);
	return p;
}

pid_t
pty_pid(const struct pty *p)
{
	return p->pid;
}

static void
keep_bytes(struct pty *p, const char *bytes, size_t n)
{
	if (p->bytes_len + n + 1 > p->bytes_size) {
		p->bytes_size = (p->bytes_len + n + 1) * 2;
		p->bytes = realloc(p->bytes, p->bytes_size);
		assert_non_null(p->bytes);
	}
	memcpy(p->bytes + p->bytes_len, bytes, n);
	p->bytes_len += n;
	p->bytes[p->bytes_len] = '\0';
}

/* Read what the program wrote; false when there was nothing. */
static bool
drain(struct pty *p)
{
	char bytes[8192];
	ssize_t n = p->master < 0 ? 0 : read(p->master, bytes, sizeof(bytes));

	if (n <= 0)
		return false;
	keep_bytes(p, bytes, (size_t)n);
	vterm_input_write(p->vt, bytes, (size_t)n);
	return true;
}

/* Look at the terminal for at most ms; true when something was written. */
bool
pty_pump(struct pty *p, int ms)
{
	struct pollfd fds[] = {
	    {.fd = p->master, .events = POLLIN},
	    {.fd = p->ended ? -1 : p->pid_fd, .events = POLLIN},
	};
	bool any = false;

	(void)poll(fds, 2, ms);
	while (drain(p))
		any = true;
	if (!p->ended && waitpid(p->pid, &p->status, WNOHANG) == p->pid) {
		p->ended = true;
		while (drain(p))
			any = true;
	}
	return any;
}

void
pty_pause(struct pty *p, int ms)
{
	int64_t end = pty_now_ms() + ms;

	while (pty_now_ms() < end && !p->ended)
		pty_pump(p, (int)(end - pty_now_ms()));
}

/* -- giving it bytes -- */

void
pty_send(struct pty *p, const void *bytes, size_t n)
{
	const char *at = bytes;
	int64_t end = pty_now_ms() + PTY_DEADLINE_MS;

	while (n > 0 && !p->ended) {
		struct pollfd fd = {
		    .fd = p->master, .events = POLLIN | POLLOUT};
		ssize_t sent = write(p->master, at, n);

		if (sent > 0) {
			at += sent;
			n -= (size_t)sent;
			continue;
		}
		if (pty_now_ms() > end)
			fail_msg("the program reads no more keys");
		(void)poll(&fd, 1, STEP_MS);
		pty_pump(p, 0);
	}
}

/* What the program has not read of what was typed. */
static bool
has_unread(const struct pty *p)
{
	int waiting = 0;

	return p->slave >= 0 && ioctl(p->slave, FIONREAD, &waiting) == 0 &&
	       waiting > 0;
}

/* Whether the program waits for something to happen. */
static bool
is_waiting(const struct pty *p)
{
	char path[64];
	char line[512];
	const char *state = NULL;
	FILE *stat;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)p->pid);
	if ((stat = fopen(path, "re")) == NULL)
		return true;
	if (fgets(line, sizeof(line), stat) != NULL)
		state = strrchr(line, ')');
	fclose(stat);
	return state == NULL || state[2] == 'S' || state[2] == 'Z';
}

void
pty_wait_read(struct pty *p)
{
	int64_t end = pty_now_ms() + PTY_DEADLINE_MS;

	do {
		pty_pump(p, STEP_MS);
	} while (!p->ended && pty_now_ms() < end &&
		 (has_unread(p) || !is_waiting(p)));
}

/* Bytes that the program has read from anywhere; -1 where that is not told. */
static int64_t
bytes_read(const struct pty *p)
{
	char path[64];
	char line[128];
	long long n = -1;
	FILE *io;

	snprintf(path, sizeof(path), "/proc/%d/io", (int)p->pid);
	if ((io = fopen(path, "re")) == NULL)
		return -1;
	if (fgets(line, sizeof(line), io) == NULL ||
	    sscanf(line, "rchar: %lld", &n) != 1)
		n = -1;
	fclose(io);
	return n;
}

void
pty_send_read(struct pty *p, const void *bytes, size_t n)
{
	int64_t end = pty_now_ms() + PTY_DEADLINE_MS;
	int64_t before = bytes_read(p);

	pty_send(p, bytes, n);
	/* The line hands bytes over when it likes: that none is waiting does
	 * not tell that they were read. */
	if (before < 0)
		pty_pause(p, PTY_HAND_MS);
	while (before >= 0 && !p->ended && pty_now_ms() < end) {
		int64_t now = bytes_read(p);

		if (now < 0 || now - before >= (int64_t)n)
			break;
		pty_pump(p, STEP_MS);
	}
	pty_wait_read(p);
}

void
pty_scan(struct pty *p, const char *text)
{
	char burst[512];
	int n = snprintf(burst, sizeof(burst), "%s\r", text);

	pty_send_read(p, burst, (size_t)n);
	pty_pause(p, PTY_HAND_MS);
}

void
pty_paste(struct pty *p, const char *text, size_t n)
{
	pty_send(p, "\033[200~", 6);
	pty_send(p, text, n);
	pty_send_read(p, "\033[201~", 6);
}

/* -- the screen -- */

static bool
cell_at(const struct pty *p, int row, int column, VTermScreenCell *cell)
{
	VTermPos at = {.row = row, .col = column};

	/* It writes no further than the first character that is not there. */
	memset(cell, 0, sizeof(*cell));
	return vterm_screen_get_cell(p->screen, at, cell) != 0;
}

char *
pty_row(const struct pty *p, int row, char *out, size_t out_size)
{
	return pty_row_from(p, row, 0, out, out_size);
}

char *
pty_row_from(
    const struct pty *p, int row, int column, char *out, size_t out_size)
{
	VTermScreenCell cell;
	size_t len = 0;

	for (int c = column; c < p->columns && cell_at(p, row, c, &cell); c++) {
		if (cell.chars[0] == UINT32_MAX) /* second half */
			continue;
		if (cell.chars[0] == 0)
			cell.chars[0] = ' ';
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL &&
				cell.chars[i] != 0 && len + 5 < out_size;
		     i++)
			len += text_encode(cell.chars[i], out + len);
	}
	while (len > 0 && out[len - 1] == ' ')
		len--;
	out[len] = '\0';
	return out;
}

char *
pty_screen(const struct pty *p)
{
	char row[PTY_ROW_SIZE];
	char *all = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&all, &len);

	assert_non_null(to);
	for (int r = 0; r < p->rows; r++)
		fprintf(to, "%s\n", pty_row(p, r, row, sizeof(row)));
	fclose(to);
	return all;
}

void
pty_cursor(const struct pty *p, int *row, int *column)
{
	VTermPos at;

	vterm_state_get_cursorpos(vterm_obtain_state(p->vt), &at);
	*row = at.row;
	*column = at.col;
}

bool
pty_row_has_colour(const struct pty *p, int row)
{
	VTermScreenCell cell;

	for (int c = 0; c < p->columns && cell_at(p, row, c, &cell); c++)
		if (!VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) ||
		    !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg))
			return true;
	return false;
}

bool
pty_row_has_reverse(const struct pty *p, int row)
{
	VTermScreenCell cell;

	for (int c = 0; c < p->columns && cell_at(p, row, c, &cell); c++)
		if (cell.attrs.reverse)
			return true;
	return false;
}

/* -- waiting -- */

static bool
shows_now(const struct pty *p, const char *text)
{
	char row[PTY_ROW_SIZE];

	for (int r = 0; r < p->rows; r++)
		if (strstr(pty_row(p, r, row, sizeof(row)), text) != NULL)
			return true;
	return false;
}

static bool
wait_shown(struct pty *p, const char *text, bool wanted, int deadline_ms)
{
	int64_t end = pty_now_ms() + deadline_ms;
	int64_t left;

	pty_pump(p, 0);
	while (shows_now(p, text) != wanted) {
		left = end - pty_now_ms();
		if (left <= 0 || (p->ended && !pty_pump(p, 0)))
			return shows_now(p, text) == wanted;
		pty_pump(p, (int)left);
	}
	return true;
}

bool
pty_shows(struct pty *p, const char *text, int deadline_ms)
{
	return wait_shown(p, text, true, deadline_ms);
}

static void
fail_with_screen(const struct pty *p, const char *what, const char *text)
{
	char *screen = pty_screen(p);

	/* print_error() would cut it */
	fprintf(stderr, "%s: \"%s\"%s. The screen:\n%s", what, text,
	    p->ended ? ", and the program has ended" : "", screen);
	free(screen);
	fail();
}

void
pty_expect(struct pty *p, const char *text)
{
	if (!wait_shown(p, text, true, PTY_DEADLINE_MS))
		fail_with_screen(p, "not shown", text);
}

void
pty_expect_gone(struct pty *p, const char *text)
{
	if (!wait_shown(p, text, false, PTY_DEADLINE_MS))
		fail_with_screen(p, "still shown", text);
}

void
pty_settle(struct pty *p)
{
	pty_wait_read(p);
	pty_pause(p, PTY_HAND_MS); /* what is held back becomes text */
	while (pty_pump(p, QUIET_MS) && !p->ended)
		;
}

static char *
read_whole(const char *path)
{
	char *all = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&all, &len);
	FILE *from = fopen(path, "re");
	int c;

	assert_non_null(to);
	while (from != NULL && (c = getc(from)) != EOF)
		putc(c, to);
	if (from != NULL)
		fclose(from);
	fclose(to);
	return all;
}

static void
write_whole(const char *path, const char *text)
{
	FILE *to = fopen(path, "we");

	assert_non_null(to);
	assert_true(fputs(text, to) >= 0);
	assert_int_equal(fclose(to), 0);
}

void
pty_expect_screen(struct pty *p, const char *path)
{
	const char *update = getenv("KIOSK_UPDATE_SCREENS");
	int64_t end = pty_now_ms() + PTY_DEADLINE_MS;
	char *wanted = read_whole(path);
	char *shown;
	bool same;

	if (update != NULL && strcmp(update, "1") == 0) {
		pty_settle(p);
		free(wanted);
		wanted = pty_screen(p);
		write_whole(path, wanted);
	}
	for (;;) {
		shown = pty_screen(p);
		same = strcmp(shown, wanted) == 0;
		free(shown);
		if (same || p->ended || pty_now_ms() >= end)
			break;
		pty_pump(p, (int)(end - pty_now_ms()));
	}
	if (!same)
		fprintf(stderr, "%s wants:\n%s", path, wanted);
	free(wanted);
	if (!same)
		fail_with_screen(p, "another screen than", path);
}

/* -- size and end -- */

void
pty_resize(struct pty *p, int rows, int columns)
{
	struct winsize size = {
	    .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

	pty_wait_read(p);
	vterm_set_size(p->vt, rows, columns);
	p->rows = rows;
	p->columns = columns;
	assert_int_equal(ioctl(p->master, TIOCSWINSZ, &size), 0);
}

void
pty_hang_up(struct pty *p)
{
	close(p->slave);
	close(p->master);
	p->slave = -1;
	p->master = -1;
}

void
pty_kill(struct pty *p, int signal_number)
{
	if (!p->ended)
		assert_int_equal(kill(p->pid, signal_number), 0);
}

int
pty_wait(struct pty *p)
{
	int64_t end = pty_now_ms() + PTY_DEADLINE_MS;

	while (!p->ended && pty_now_ms() < end)
		pty_pump(p, (int)(end - pty_now_ms()));
	if (!p->ended)
		fail_with_screen(p, "did not end", "");
	return p->status;
}

void
pty_expect_exit(struct pty *p, int code)
{
	int status = pty_wait(p);

	if (!WIFEXITED(status) || WEXITSTATUS(status) != code) {
		print_error("ended with status %#x, not with code %d\n",
		    (unsigned)status, code);
		fail_with_screen(p, "wrong end", "");
	}
}

void
pty_free(struct pty **out)
{
	struct pty *p = *out;

	if (p == NULL)
		return;
	if (!p->ended) {
		(void)kill(p->pid, SIGKILL);
		(void)waitpid(p->pid, NULL, 0);
	}
	if (p->master >= 0)
		pty_hang_up(p);
	close(p->pid_fd);
	vterm_free(p->vt);
	free(p->bytes);
	free(p);
	*out = NULL;
}

const char *
pty_bytes(const struct pty *p, size_t *n)
{
	*n = p->bytes_len;
	return p->bytes == NULL ? "" : p->bytes;
}

size_t
pty_count_bytes(const struct pty *p, const char *text)
{
	size_t len = strlen(text);
	size_t count = 0;
	const char *at = p->bytes;
	const char *end = p->bytes + p->bytes_len;

	while (at != NULL &&
	       (at = memmem(at, (size_t)(end - at), text, len)) != NULL) {
		count++;
		at++;
	}
	return count;
}

const char *
pty_self(void)
{
	static char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

	assert_true(n > 0);
	path[n] = '\0';
	return path;
}
