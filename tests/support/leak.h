/* leak.h -- looking for secrets in everything that a program left behind, in
 * every writing that bytes and texts usually have. */
#ifndef TESTS_SUPPORT_LEAK_H
#define TESTS_SUPPORT_LEAK_H

#include <stddef.h>

/*
 * How often secret stands in bytes: as it is, in small letters, UTF-16 and
 * UTF-32 of both orders, hex of both cases, base64 at each of three offsets.
 * What lies inside a long run of hex digits is part of a hash or a key, where
 * four digits occur by chance, and is not counted.
 */
size_t leak_count(const void *bytes, size_t n, const char *secret);
/* The same in one file / in all files of a folder and those below it. */
size_t leak_count_file(const char *path, const char *secret);
size_t leak_count_folder(const char *folder, const char *secret);

/* Writings that leak_count() knows; write secret in number which: the bytes,
 * to be freed. */
int leak_writings(void);
void *leak_write(const char *secret, int which, size_t *n);

#endif
