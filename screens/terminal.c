#include "screens/terminal.h"

#include <curses.h>
#include <term.h>
/* term.h makes a word of ours into a macro. */
#undef columns

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/text.h"
#include "screens/input.h"
#include "screens/terminal_cursor.h"

/* A window larger than any screen shows only blanks beyond; bounded because a
 * terminal may claim any size. */
#define ROWS_MOST    500
#define COLUMNS_MOST 1000

#define PASTE_ON    "\033[?2004h"
#define PASTE_OFF   "\033[?2004l"
#define CSI_PREFIX  "\033["
#define TERM_UNSET  "(unset)"
#define CURSOR_SEEN 1

struct terminal {
	SCREEN *screen;
	struct termios before;
	bool is_before_known;
	bool speaks_csi;
	bool has_second_screen;
	uint32_t bits[STYLE_COUNT];
	int colours;  /* 0: none */
	bool has_own; /* -1 means the terminal's own colour */
	bool has_dots;
	int rows;
	int columns;
	int cursor_row;
	int cursor_column;
};

struct style_row {
	attr_t plain;	  /* without colour */
	attr_t coloured;  /* besides the pair */
	short foreground; /* -1: the terminal's own */
	short background;
};

static const struct style_row style_rows[STYLE_COUNT] = {
    [STYLE_NORMAL] = {A_NORMAL, A_NORMAL, -1, -1},
    [STYLE_STRONG] = {A_BOLD, A_BOLD, -1, -1},
    [STYLE_DIM] = {A_DIM, A_DIM, -1, -1},
    [STYLE_REVERSE] = {A_REVERSE, A_REVERSE, -1, -1},
    [STYLE_TITLE] = {A_BOLD, A_BOLD, -1, -1},
    [STYLE_OK] = {A_NORMAL, A_NORMAL, COLOR_GREEN, -1},
    [STYLE_WARN] = {A_BOLD, A_BOLD, COLOR_YELLOW, -1},
    [STYLE_PROBLEM] = {A_BOLD, A_BOLD, COLOR_RED, -1},
    [STYLE_BAND] = {A_REVERSE | A_BOLD, A_NORMAL, COLOR_BLACK, COLOR_YELLOW},
};

struct learned_row {
	const char *capability;
	enum ui_key key;
};

static const struct learned_row learned_rows[] = {
    {"kf1", UI_KEY_F1},
    {"kf2", UI_KEY_F2},
    {"kf3", UI_KEY_F3},
    {"kf4", UI_KEY_F4},
    {"kf5", UI_KEY_F5},
    {"kf6", UI_KEY_F6},
    {"kf7", UI_KEY_F7},
    {"kf8", UI_KEY_F8},
    {"kf9", UI_KEY_F9},
    {"kf12", UI_KEY_F12},
    {"kcuu1", UI_KEY_UP},
    {"kcud1", UI_KEY_DOWN},
    {"kcuf1", UI_KEY_RIGHT},
    {"kcub1", UI_KEY_LEFT},
    {"khome", UI_KEY_HOME},
    {"kend", UI_KEY_END},
    {"kpp", UI_KEY_PAGE_UP},
    {"knp", UI_KEY_PAGE_DOWN},
    {"kdch1", UI_KEY_DELETE},
    {"kcbt", UI_KEY_BACKTAB},
    {"kent", UI_KEY_ENTER},
    {NULL, UI_KEY_NONE},
};

/* A string of the terminal's description, or NULL. */
static const char *
capability(const char *name)
{
	char copy[16];
	const char *s = tigetstr(text_copy(copy, sizeof(copy), name));

	return s == NULL || s == (const char *)-1 ? NULL : s;
}

/* Straight to the terminal, around the library's own buffer. */
static void
send(const char *s)
{
	size_t n = strlen(s);

	while (n > 0) {
		ssize_t sent = write(STDOUT_FILENO, s, n);

		if (sent <= 0)
			return; /* gone: nothing left to restore */
		s += sent;
		n -= (size_t)sent;
	}
}

static enum kerr
refuse_type(struct failure *f)
{
	const char *name = getenv("TERM");
	char shown[FAILURE_VALUE_SIZE];

	if (name == NULL || name[0] == '\0')
		name = TERM_UNSET;
	failure_set(f, ERR_TERMINAL_TYPE);
	failure_text(f, "term", text_gate(shown, sizeof(shown), name));
	return ERR_TERMINAL_TYPE;
}

/* Whether the terminal is described at all and can place and clear. */
static enum kerr
check_type(struct failure *f)
{
	const char *name = getenv("TERM");
	int unused = 0;
	bool usable;

	if (name == NULL || name[0] == '\0')
		return refuse_type(f);
	if (setupterm(NULL, STDOUT_FILENO, &unused) != OK)
		return refuse_type(f);
	usable = capability("cup") != NULL && capability("clear") != NULL;
	del_curterm(cur_term);
	return usable ? KERR_OK : refuse_type(f);
}

static int
colours_of_terminal(void)
{
	static const int steps[] = {256, 16, 8};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (COLORS >= steps[i])
			return steps[i];
	return 0;
}

static void
prepare_styles(struct terminal *t)
{
	const char *no_colour = getenv("NO_COLOR");
	bool colour = (no_colour == NULL || no_colour[0] == '\0') &&
		      has_colors() && start_color() == OK &&
		      COLOR_PAIRS > STYLE_COUNT;
	bool own = colour && use_default_colors() == OK;

	t->colours = colour ? colours_of_terminal() : 0;
	t->has_own = own;

	for (short i = 0; i < STYLE_COUNT; i++) {
		const struct style_row *row = &style_rows[i];
		short front = row->foreground;
		short back = row->background;

		t->bits[i] = colour ? row->coloured : row->plain;
		if (!colour || (front == -1 && back == -1))
			continue;
		if (back == -1 && !own)
			back = COLOR_BLACK;
		if (init_pair(i, front, back) == OK)
			t->bits[i] |= (uint32_t)COLOR_PAIR(i);
		else
			t->bits[i] = row->plain;
	}
}

/* The console in the kernel has 256 or 512 glyphs, and no braille. */
static bool
is_console(void)
{
	const char *name = getenv("TERM");

	return name != NULL && strncmp(name, "linux", 5) == 0;
}

/* Raw: every key is ours. Reads return what is there, without waiting. */
static void
prepare_line(void)
{
	struct termios mode;

	raw();
	noecho();
	nonl();
	if (tcgetattr(STDIN_FILENO, &mode) == 0) {
		mode.c_iflag &=
		    ~(tcflag_t)(IXON | IXOFF | ISTRIP | INLCR | IGNCR | ICRNL);
		mode.c_lflag &= ~(tcflag_t)(ISIG | ICANON | IEXTEN | ECHO);
		mode.c_cc[VMIN] = 0;
		mode.c_cc[VTIME] = 0;
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &mode);
	}
	def_prog_mode(); /* the library now knows of it */
}

enum kerr
terminal_start(struct terminal **out, struct failure *f)
{
	struct terminal *t = NULL;
	const char *cup;
	enum kerr e;

	*out = NULL;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return failure_set(f, ERR_TERMINAL_NONE), ERR_TERMINAL_NONE;
	if ((e = check_type(f)) != KERR_OK)
		return e;
	if ((t = calloc(1, sizeof(*t))) == NULL)
		return failure_set(f, ERR_MEMORY), ERR_MEMORY;
	t->is_before_known = tcgetattr(STDIN_FILENO, &t->before) == 0;
	unsetenv("LINES"); /* may be stale: the window itself is asked */
	unsetenv("COLUMNS");
	if ((t->screen = newterm(NULL, stdout, stdin)) == NULL) {
		free(t);
		return refuse_type(f);
	}
	prepare_line();
	prepare_styles(t);
	t->has_dots = !is_console();
	typeahead(-1); /* the library never looks at our keys */
	leaveok(stdscr, FALSE);
	cup = capability("cup");
	t->speaks_csi =
	    cup != NULL && strncmp(cup, CSI_PREFIX, strlen(CSI_PREFIX)) == 0;
	t->has_second_screen = capability("smcup") != NULL;
	if (t->speaks_csi)
		send(PASTE_ON);
	terminal_resize(t);
	t->rows = getmaxy(stdscr);
	t->columns = getmaxx(stdscr);
	*out = t;
	return KERR_OK;
}

void
terminal_end(struct terminal **out)
{
	struct terminal *t = *out;
	const char *forget;

	if (t == NULL)
		return;
	/* Some terminals can be asked to show the second screen again, and
	 * some have none: leave blanks, and no scroll-back of ours. */
	erase();
	clearok(stdscr, TRUE);
	refresh();
	if (t->speaks_csi)
		send(PASTE_OFF);
	forget = t->has_second_screen ? NULL : capability("E3");
	if (forget != NULL)
		putp(forget);
	endwin();
	delscreen(t->screen);
	if (t->is_before_known)
		(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &t->before);
	free(t);
	*out = NULL;
}

int
terminal_fd(const struct terminal *t)
{
	(void)t;
	return STDIN_FILENO;
}

int
terminal_rows(const struct terminal *t)
{
	return t->rows;
}

int
terminal_columns(const struct terminal *t)
{
	return t->columns;
}

static int
within(int n, int least, int most)
{
	return n < least ? least : n > most ? most : n;
}

bool
terminal_resize(struct terminal *t)
{
	struct winsize size = {0};
	int rows;
	int columns;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 ||
	    size.ws_col == 0)
		return false;
	rows = within(size.ws_row, 1, ROWS_MOST);
	columns = within(size.ws_col, 1, COLUMNS_MOST);
	if (rows == t->rows && columns == t->columns)
		return false;
	if (resize_term(rows, columns) != OK)
		return false;
	clearok(stdscr, TRUE);
	t->rows = rows;
	t->columns = columns;
	terminal_place_cursor(t, 0, 0);
	return true;
}

bool
terminal_is_too_small(const struct terminal *t)
{
	return t->rows < SCREEN_ROWS_LEAST || t->columns < SCREEN_COLUMNS_LEAST;
}

void
terminal_place_cursor(struct terminal *t, int row, int column)
{
	t->cursor_row = row;
	t->cursor_column = column;
}

void
terminal_show(struct terminal *t)
{
	curs_set(CURSOR_SEEN);
	move(within(t->cursor_row, 0, t->rows - 1),
	    within(t->cursor_column, 0, t->columns - 1));
	wnoutrefresh(stdscr);
	doupdate();
}

void
terminal_repaint(struct terminal *t)
{
	(void)t;
	clearok(stdscr, TRUE);
}

uint32_t
terminal_style_bits(const struct terminal *t, enum style style)
{
	return t->bits[style < STYLE_COUNT ? style : STYLE_NORMAL];
}

int
terminal_colours(const struct terminal *t)
{
	return t->colours;
}

bool
terminal_has_dots(const struct terminal *t)
{
	return t->has_dots;
}

int
terminal_pair(const struct terminal *t, int front, int back)
{
	int pair;

	if (t->colours == 0)
		return 0;
	if (!t->has_own) {
		front = front == -1 ? COLOR_WHITE : front;
		back = back == -1 ? COLOR_BLACK : back;
	}
	/* The library takes the pair that was used longest ago when all are
	 * taken: at most the cells of one picture are in use. */
	pair = alloc_pair(front, back);
	return pair > 0 ? pair : 0;
}

void
terminal_teach_keys(const struct terminal *t, struct input *in)
{
	(void)t;
	for (const struct learned_row *r = learned_rows; r->capability; r++) {
		const char *s = capability(r->capability);

		if (s != NULL)
			input_learn(in, s, r->key);
	}
}
