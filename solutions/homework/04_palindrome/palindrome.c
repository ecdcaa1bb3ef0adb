/* palindrome.c - tells palindromes from other lines: see palindrome.h. It
   asks no locale, and keeps nothing from one call to the next. */
#include <stdint.h>
#include <string.h>

#include "palindrome.h"

/* How many bytes the UTF-8 character at `text` has, of which `left` bytes
   are there; 0 when they do not begin with one. A form longer than need be
   is none, nor is half of a surrogate pair or what is beyond Unicode. */
static size_t character_size(const char *text, size_t left)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)*text;
    size_t size = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2
                : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
    if (size > left)
        return 0;
    uint32_t value = size == 1 ? first : first & (0x7fU >> size);
    for (size_t i = 1; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        if ((byte & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (byte & 0x3f);
    }
    if (value < least[size] || value > 0x10ffff
        || (value >= 0xd800 && value <= 0xdfff))
        return 0;
    return size;
}

/* Whether these bytes are UTF-8 from the first to the last. */
static bool is_utf8(const char *text, size_t length)
{
    for (size_t at = 0, size; at < length; at += size) {
        size = character_size(text + at, length - at);
        if (size == 0)
            return false;
    }
    return true;
}

bool is_palindrome(const char *line, size_t length)
{
    bool characters = is_utf8(line, length);
    size_t front = 0, back = length;    /* between: still to compare */
    while (front < back) {
        size_t size = 1;
        if (characters)
            size = character_size(line + front, back - front);
        if (memcmp(line + front, line + back - size, size) != 0)
            return false;
        front += size;
        back -= size;
    }
    return true;
}
