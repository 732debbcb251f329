/* face_show.h -- from the files of a face to what can be told of it. */
#ifndef KIOSK_CARD_FACE_SHOW_H
#define KIOSK_CARD_FACE_SHOW_H

#include "card/face.h"
#include "card/individual_face.h"
#include "card/shared_area.h"

/*
 * Take the files apart, judge the signature and decode the pictures into
 * area. picturing() is called before the first picture: what follows has
 * nothing to do with the card any more. tries_left in out stays. Errors:
 * face_parse()'s; a picture that cannot be shown is none.
 */
enum kerr face_show(const struct face_files *files,
    const struct shared_area *area, void (*picturing)(void *arg), void *arg,
    struct card_face *out);

#endif
