/* text.h - lines that come in pieces, and what is to be said about each. */
#ifndef TEXT_H
#define TEXT_H

#include <stddef.h>

enum { MOST = 1024 };

struct text {
    size_t size;
    unsigned char bytes[MOST + 1];
};

/* What a byte, or the end, makes of a text. */
enum event { MORE, LINE, TOO_LONG };
enum event put_byte(struct text *text, int byte);

/* The answer to the line that it is now, as a string; it is empty then. */
const char *answer_to(struct text *text);

#endif
