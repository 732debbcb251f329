/* desk_visit_list_test.c -- an office's own rows of who may come with what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "desk/visit_list.h"
#include "rules/visit_rules.h"

#define HEADER \
	"procedure,who,admitted,holder_id,comer_id,authority,mandate,reason," \
	"from,to\n"

static struct failure f;

static enum kerr
read_text(const char *text, struct visit_rules **out)
{
	char path[] = "/tmp/kiosk-visits-XXXXXX";
	int fd = mkstemp(path);
	enum kerr e;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	memset(&f, 0, sizeof(f));
	e = visit_list_read(path, out, &f);
	unlink(path);
	return e;
}

static void
the_example_can_be_used_as_it_is(void **state)
{
	static const struct date before = {2027, 3, 31}, after = {2027, 4, 1};
	struct visit_rules *rules = NULL;

	(void)state;
	assert_int_equal(
	    visit_list_read("config/visits.example.csv", &rules, &f), KERR_OK);
	assert_int_equal(rules->count, 8);
	assert_int_equal(
	    visit_rule_find(rules, CASE_KIND_RETURN, WHO_PROXY, before)
		->admitted,
	    VISIT_YES);
	assert_int_equal(
	    visit_rule_find(rules, CASE_KIND_RETURN, WHO_PROXY, after)
		->admitted,
	    VISIT_LETTER);
	assert_true(
	    visit_rule_find(rules, CASE_KIND_RETURN, WHO_GUARDIAN, after)
		->authority);
	free(rules);
}

static void
every_fault_is_named_with_its_line(void **state)
{
	static const struct {
		const char *row, *reason;
	} bad[] = {
	    {"lose,self,yes,no,no,no,no,no,,", "this procedure is not known"},
	    {"loss,me,yes,no,no,no,no,no,,",
		"who is self, guardian, representative or proxy"},
	    {"loss,self,maybe,no,no,no,no,no,,",
		"admitted is yes, no or letter"},
	    {"loss,self,yes,x,no,no,no,no,,", "this is neither yes nor no"},
	    {"loss,self,yes,no,no,no,no,no,2026-13-01,", "this is no date"},
	    {"loss,self,yes,no,no,no,no,no,",
		"the row has another number of cells than the header"},
	    {"loss,self,letter,no,no,no,no,no,,", "the holder may always come"},
	    {"loss,guardian,letter,no,no,no,no,no,,",
		"only a proxy needs a letter"},
	    {"loss,proxy,yes,no,no,yes,no,no,,",
		"only a legal representative proves authority"},
	    {"collection,self,yes,no,no,no,no,no,,",
		"a collection has rules of its own"},
	    {"loss,self,yes,no,no,no,no,no,2026-12-01,2026-11-01",
		"its last day lies before its first"},
	    {"return,proxy,no,no,no,no,no,no,,",
		"an earlier row holds on some of these days"},
	};
	struct visit_rules *rules = NULL;
	char text[600];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		(void)snprintf(text, sizeof(text),
		    HEADER "return,proxy,yes,no,yes,no,yes,no,,\n%s\n",
		    bad[i].row);
		assert_int_equal(read_text(text, &rules), ERR_CONFIG);
		assert_null(rules);
		assert_string_equal(failure_argument(&f, "line"), "3");
		assert_string_equal(
		    failure_argument(&f, "reason"), bad[i].reason);
	}
	assert_int_equal(read_text("procedure,who\n", &rules), ERR_CONFIG);
	assert_int_equal(
	    visit_list_read("/nonexistent/list", &rules, &f), ERR_IO);
	assert_null(rules);
}

static void
a_list_has_room_for_so_many_rows(void **state)
{
	struct visit_rules *rules = NULL;
	size_t size = 64 * (VISIT_RULES_MOST + 8);
	char *text = malloc(size);
	size_t n = 0;

	(void)state;
	assert_non_null(text);
	n += (size_t)snprintf(text, size, HEADER);
	for (int i = 0; i <= VISIT_RULES_MOST; i++)
		n += (size_t)snprintf(text + n, size - n,
		    "loss,self,yes,no,no,no,no,no,%04d-01-01,%04d-12-31\n",
		    2000 + i, 2000 + i);
	assert_int_equal(read_text(text, &rules), ERR_CONFIG);
	assert_string_equal(
	    failure_argument(&f, "reason"), "the list has too many rows");
	free(text);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_example_can_be_used_as_it_is),
	    cmocka_unit_test(every_fault_is_named_with_its_line),
	    cmocka_unit_test(a_list_has_room_for_so_many_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
