/* training_logins.c -- the invented staff of a training office. */
#include "desk/training_logins.h"

#include <string.h>

#include "base/text.h"
#include "desk/desk.h"

const struct training_login training_logins[] = {
    {"1001", "佐藤 花子", ROLE_CLERK, "hanako-no-asagao"},
    {"1002", "鈴木 一郎", ROLE_CLERK, "ichiro-no-kaban"},
    {"1003", "ROSSI ELENA", ROLE_CLERK, "elena-no-jitensha"},
    {"2001", "高橋 金次", ROLE_CASHIER, "kinji-no-soroban"},
    {"3001", "田中 正子", ROLE_SUPERVISOR, "masako-no-megane"},
    {"3002", "伊藤 守", ROLE_SUPERVISOR, "mamoru-no-kagi"},
    {"4001", "山本 静", ROLE_ADMINISTRATOR, "shizuka-no-tsukue"},
    {"5001", "中村 明", ROLE_AUDITOR, "akira-no-techo"},
};

const size_t training_logins_count =
    sizeof(training_logins) / sizeof(training_logins[0]);

size_t
session_training_logins(struct desk *d, struct session_login *out, size_t most)
{
	size_t n = 0;

	if (!desk_settings(d)->training)
		return 0;
	for (; n < training_logins_count && n < most; n++) {
		const struct training_login *l = &training_logins[n];

		memset(&out[n], 0, sizeof(out[n]));
		text_copy(out[n].staff_no, sizeof(out[n].staff_no), l->number);
		text_copy(out[n].name, sizeof(out[n].name), l->name);
		text_copy(
		    out[n].password, sizeof(out[n].password), l->password);
		out[n].role = l->role;
	}
	return n;
}
