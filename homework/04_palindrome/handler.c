/* handler.c - serves one client through two streams, whoever opened them:
   1 to a line that is a palindrome, an empty line to any other. */
#include <stdio.h>
#include <stdlib.h>

#include "palindrome.h"

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "handler.c:%d: TODO: %s\n", __LINE__, what), exit(1))

enum { LIMIT = 1024 };          /* bytes of a line without its ending */
void handle(FILE *in, FILE *out);

/* Reads a line into `line`, which has room for LIMIT bytes and a "\r".
   Returns its length without its ending, LIMIT + 1 when it is too long, or
   -1 at the end of the input. */
static int read_line(FILE *in, char *line)
{
    int size = 0, byte = getc(in);
    TODO("keep the bytes up to the newline or the end, LIMIT at most");
    line[size] = (char)byte;
    return size;
}

/* Answers lines until the client's end, or its loss, or a line that is too
   long. Closing is the caller's, and so is SIGPIPE. */
void handle(FILE *in, FILE *out)
{
    char line[LIMIT + 1];
    int size = read_line(in, line);
    fputs(is_palindrome(line, (size_t)size) ? "1\n" : "\n", out);
    TODO("see to it that the answer goes now, and that somebody is there");
    TODO("and the lines after this one");
}
