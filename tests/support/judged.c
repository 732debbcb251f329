/* judged.c -- see judged.h. */
#include "judged.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define WRITTEN_SIZE 512

struct answers
answers_from(const char *written)
{
	struct answers a = {.count = 0};
	char copy[WRITTEN_SIZE];
	char *rest = NULL;

	assert_true(strlen(written) < sizeof(copy));
	strcpy(copy, written);
	for (char *item = strtok_r(copy, " ", &rest); item != NULL;
	     item = strtok_r(NULL, " ", &rest)) {
		char *value = strchr(item, '=');

		assert_non_null(value);
		*value++ = '\0';
		for (char *p = value; *p != '\0'; p++)
			if (*p == '+')
				*p = ' ';
		assert_int_equal(answers_set(&a, item, value), KERR_OK);
	}
	return a;
}

const char *
judged(enum case_step step, const struct case_facts *facts, const char *written)
{
	static const struct {
		enum kerr code;
		const char *said;
		const char *argument;
	} words[] = {
	    {ERR_STEP_INCOMPLETE, "missing", "field"},
	    {ERR_STEP_REFUSE, "refused", "reason"},
	    {ERR_CARD_EXPIRED, "expired", "date"},
	    {ERR_FEE_DUE, "fee", "yen"},
	};
	static char out[FAILURE_VALUE_SIZE + 16];
	struct answers a = answers_from(written);
	struct failure f = {.code = KERR_OK};
	enum kerr e = step_judge(step, facts, &a, &f);

	/* The words must not depend on whether somebody listens. */
	assert_int_equal(step_judge(step, facts, &a, NULL), e);
	if (e == KERR_OK)
		return "ok";
	assert_int_equal(f.code, e);
	assert_int_equal(f.argument_count, 1);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (words[i].code != e)
			continue;
		assert_string_equal(f.argument[0].name, words[i].argument);
		snprintf(out, sizeof(out), "%s: %s", words[i].said,
		    f.argument[0].value);
		return out;
	}
	fail_msg("an error that no step may give: %d", (int)e);
	return "";
}
