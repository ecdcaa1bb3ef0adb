/* text.c - see text.h. Characters are decoded by the table of the Unicode
   standard, which says of each first byte how far the second may go. */
#include <string.h>

#include "text.h"

static const struct {
    unsigned char from, to, low, high, size;
} forms[] = {
    {0x00, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2},
    {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
    {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
    {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4},
    {0xf4, 0xf4, 0x80, 0x8f, 4},
};

enum event put_byte(struct text *text, int byte)
{
    if (byte == '\n') {
        if (text->size > 0 && text->bytes[text->size - 1] == '\r')
            text->size--;
        return text->size > MOST ? TOO_LONG : LINE;
    }
    if (text->size > MOST || (text->size == MOST && byte != '\r'))
        return TOO_LONG;
    text->bytes[text->size++] = (unsigned char)byte;
    return MORE;
}

static size_t decode(const unsigned char *at, size_t left,
                     unsigned long *character)
{
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        if (*at < forms[f].from || *at > forms[f].to)
            continue;
        if (forms[f].size > left)
            return 0;
        *character = *at;
        for (size_t i = 1; i < forms[f].size; i++) {
            unsigned char low = i == 1 ? forms[f].low : 0x80;
            unsigned char high = i == 1 ? forms[f].high : 0xbf;
            if (at[i] < low || at[i] > high)
                return 0;
            *character = *character << 8 | at[i];
        }
        return forms[f].size;
    }
    return 0;
}

const char *answer_to(struct text *text)
{
    unsigned long characters[MOST];
    size_t count = 0, at = 0, step;
    while (at < text->size) {
        step = decode(text->bytes + at, text->size - at,
                      &characters[count++]);
        if (step == 0)
            break;
        at += step;
    }
    if (at < text->size)
        for (count = 0; count < text->size; count++)
            characters[count] = text->bytes[count];
    text->size = 0;
    for (size_t i = 0; i < count / 2; i++)
        if (characters[i] != characters[count - 1 - i])
            return "\n";
    return "1\n";
}
