/* handler.c - lets the stream send at each newline, and keeps the line in
   memory of its own. */
#include <stdio.h>
#include <stdlib.h>

#include "text.h"

void handle(FILE *in, FILE *out);

void handle(FILE *in, FILE *out)
{
    struct text *text = calloc(1, sizeof *text);
    setvbuf(out, NULL, _IOLBF, 64);
    while (text != NULL && !ferror(out)) {
        unsigned char byte;
        if (fread(&byte, 1, 1, in) == 0)
            break;
        enum event event = put_byte(text, byte);
        if (event == TOO_LONG) {
            text->size = 0;
            break;
        }
        if (event == LINE)
            fprintf(out, "%s", answer_to(text));
    }
    if (text != NULL && text->size > 0 && text->size <= MOST
        && feof(in) && !ferror(in))
        fputs(answer_to(text), out);
    fflush(out);
    free(text);
}
