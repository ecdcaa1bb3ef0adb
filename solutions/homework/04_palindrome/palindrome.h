/* palindrome.h - what all servers of this homework ask about a line. */
#ifndef PALINDROME_H
#define PALINDROME_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a line of `length` bytes, any of which may be NUL, is the same
   read backwards: by characters where it is UTF-8, else byte by byte. */
bool is_palindrome(const char *line, size_t length);

#endif
