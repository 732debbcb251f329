#include "support/resident_program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/secret.h"
#include "desk/session.h"
#include "screens/app.h"
#include "screens/staff.h"
#include "screens/terminal.h"
#include "support/desk_office.h"

struct program {
	struct office_settings settings;
	int64_t case_id;
	int64_t offset;
	struct clock clock;
	struct loop *loop;
	struct terminal *terminal;
	struct desk *desk;
	struct app *app;
};

void
resident_program_settings(const char *path, const struct office_settings *s)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(s, sizeof(*s), 1, f), 1);
	assert_int_equal(fclose(f), 0);
}

static enum kerr
read_settings(struct program *p, const char *path)
{
	FILE *f = fopen(path, "r");
	size_t n;

	if (f == NULL)
		return ERR_NOT_FOUND;
	n = fread(&p->settings, sizeof(p->settings), 1, f);
	fclose(f);
	return n == 1 ? KERR_OK : ERR_IO;
}

static void
on_desk(void *arg, enum desk_change what)
{
	struct program *p = arg;

	app_post(p->app, &what);
}

static enum kerr
sign_in(struct program *p, struct failure *f)
{
	struct secret *password =
	    secret_from_bytes(OFFICE_PASSWORD, strlen(OFFICE_PASSWORD));
	struct secret *code =
	    secret_from_bytes(OFFICE_CODE, strlen(OFFICE_CODE));
	enum kerr e = session_sign_in(p->desk, "1001", &password, f);

	while (e == KERR_OK && session_get(p->desk)->state == SESSION_CHECKING)
		e = loop_turn(p->loop, 200);
	if (e == KERR_OK)
		e = session_set_code(p->desk, &code, f);
	secret_free(&code);
	return e;
}

static enum kerr
start(struct program *p, struct failure *f)
{
	struct app_settings set = {.clock = &p->clock,
	    .band = "TRAINING",
	    .input = INPUT_SETTINGS_DEFAULT};
	enum kerr e;

	p->clock = clock_starting_at(OFFICE_NOW, &p->offset);
	if ((e = lang_init(KIOSK_BUILD "/locale", f)) != KERR_OK ||
	    (e = loop_new(&p->clock, &p->loop)) != KERR_OK ||
	    (e = desk_open(&p->settings, p->loop, &p->clock, NULL, &p->desk,
		 f)) != KERR_OK ||
	    (e = sign_in(p, f)) != KERR_OK ||
	    (e = collection_resume(p->desk, p->case_id, f)) != KERR_OK ||
	    (e = terminal_start(&p->terminal, f)) != KERR_OK)
		return e;
	set.terminal = p->terminal;
	set.loop = p->loop;
	set.context = p->desk;
	set.lang = (enum lang)p->settings.language;
	if ((e = app_open(&set, &p->app)) != KERR_OK)
		return e;
	desk_on_change(p->desk, on_desk, p);
	return app_run(p->app, &staff_collection_screen, &p->case_id, f);
}

int
resident_program_main(const char *settings, const char *case_id)
{
	struct program *p = calloc(1, sizeof(*p));
	struct failure f = {.code = KERR_OK};
	enum kerr e;

	if (p == NULL)
		return 3;
	p->case_id = strtoll(case_id, NULL, 10);
	if ((e = read_settings(p, settings)) == KERR_OK)
		e = start(p, &f);
	app_close(&p->app);
	terminal_end(&p->terminal);
	desk_close(&p->desk);
	loop_free(&p->loop);
	free(p);
	if (e != KERR_OK)
		fprintf(stderr, "%s\n", error_name(e));
	return e == KERR_OK ? 0 : 3;
}
