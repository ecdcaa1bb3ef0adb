/* word.h - a word behind stars. Its characters are those of UTF-8, in any
   locale; a byte that begins no valid one counts as one by itself. */
#ifndef WORD_H
#define WORD_H

#include <stdbool.h>
#include <stddef.h>

enum { WORD_LIMIT = 1024 };         /* bytes */

struct word {
    const char *text;
    size_t size;                    /* bytes */
    size_t letters, hidden;         /* characters, and stars among them */
    bool shown[WORD_LIMIT];         /* which of them are no stars */
};

/* How many characters a text of `size` bytes has. */
size_t letters_in(const char *text, size_t size);

/* Puts a text of at most WORD_LIMIT bytes behind stars, and copies it
   not. */
void hide(struct word *word, const char *text);

/* Shows each hidden character that is this one, or with NULL all that are
   hidden. Returns how many. */
size_t uncover(struct word *word, const char *letter);

/* Writes the word as players see it into `text`, which has room for
   WORD_LIMIT bytes and a NUL. */
void show(const struct word *word, char *text);

#endif
