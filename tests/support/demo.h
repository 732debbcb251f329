/* demo.h -- a small program made of nothing but the toolkit of the screens;
 * the toolkit's tests run it on a pseudo-terminal. */
#ifndef TESTS_SUPPORT_DEMO_H
#define TESTS_SUPPORT_DEMO_H

/* What its main() would be. Arguments: "en" or "ja" as the language. */
int demo_main(const char *lang);

#endif
