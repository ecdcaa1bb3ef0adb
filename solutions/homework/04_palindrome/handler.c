/* handler.c - serves one client through two streams, whoever opened them:
   1 to a line that is a palindrome, an empty line to any other. What it
   keeps is on the stack: many threads may be in it at once. */
#include <stdio.h>

#include "palindrome.h"

enum { LIMIT = 1024 };          /* bytes of a line without its ending */
void handle(FILE *in, FILE *out);

/* Reads a line into `line`, which has room for LIMIT bytes and a "\r".
   Returns its length without its ending, LIMIT + 1 when it is too long, or
   -1 at the end of the input. */
static int read_line(FILE *in, char *line)
{
    int size = 0, byte;
    while ((byte = getc(in)) != EOF && byte != '\n') {
        if (size > LIMIT || (size == LIMIT && byte != '\r'))
            return LIMIT + 1;
        line[size++] = (char)byte;
    }
    if (byte == EOF && (size == 0 || ferror(in)))
        return -1;
    if (byte == '\n' && size > 0 && line[size - 1] == '\r')
        size--;
    return size;
}

/* Answers lines until the client's end, or its loss, or a line that is too
   long. Closing is the caller's, and so is SIGPIPE. */
void handle(FILE *in, FILE *out)
{
    char line[LIMIT + 1];
    int size;
    while ((size = read_line(in, line)) != -1 && size <= LIMIT) {
        fputs(is_palindrome(line, (size_t)size) ? "1\n" : "\n", out);
        if (fflush(out) == EOF)     /* it goes now, or the client waits */
            break;
    }
}
