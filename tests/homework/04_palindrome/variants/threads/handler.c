/* handler.c - counts first and asks afterwards, with the stream locked all
   the while. */
#include <stdio.h>
#include <string.h>

#include "judge.h"

void handle(FILE *, FILE *);

void handle(FILE *in, FILE *out)
{
    char line[LONGEST + 2];
    size_t length = 0;
    int byte;
    flockfile(in);
    do {
        byte = getc_unlocked(in);
        if (byte == EOF && (length == 0 || ferror(in)))
            break;
        if (byte == '\n' && length > 0 && line[length - 1] == '\r')
            length--;
        if (byte != '\n' && byte != EOF)
            line[length++] = (char)byte;
        if (length > LONGEST && (length > LONGEST + 1 || byte != '\r'))
            break;
        if (byte != '\n' && byte != EOF)
            continue;
        const char *answer = judge(line, length) ? "1\n" : "\n";
        if (fwrite(answer, strlen(answer), 1, out) != 1
            || fflush(out) != 0)
            break;
        length = 0;
    } while (byte != EOF);
    funlockfile(in);
}
