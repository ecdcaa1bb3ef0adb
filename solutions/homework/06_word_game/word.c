/* word.c - a word behind stars, in UTF-8: see word.h. */
#include <string.h>

#include "word.h"

/* How many bytes a character has by its first byte. */
static size_t announced_size(unsigned char first)
{
    if (first >= 0xc2 && first <= 0xdf)
        return 2;
    if (first >= 0xe0 && first <= 0xef)
        return 3;
    if (first >= 0xf0 && first <= 0xf4)
        return 4;
    return 1;
}

/* How many bytes the first character of a text has, which is `size` bytes
   long and not empty. */
static size_t letter_size(const char *text, size_t size)
{
    const unsigned char *byte = (const unsigned char *)text;
    size_t announced = announced_size(byte[0]);
    if (announced > size)
        return 1;
    for (size_t i = 1; i < announced; i++)
        if ((byte[i] & 0xc0) != 0x80)
            return 1;
    /* What could have been shorter, surrogates, what is above U+10FFFF. */
    if ((byte[0] == 0xe0 && byte[1] < 0xa0)
        || (byte[0] == 0xed && byte[1] > 0x9f)
        || (byte[0] == 0xf0 && byte[1] < 0x90)
        || (byte[0] == 0xf4 && byte[1] > 0x8f))
        return 1;
    return announced;
}

size_t letters_in(const char *text, size_t size)
{
    size_t count = 0;
    for (size_t at = 0; at < size; at += letter_size(text + at, size - at))
        count++;
    return count;
}

void hide(struct word *word, const char *text)
{
    word->text = text;
    word->size = strlen(text);
    word->letters = word->hidden = letters_in(text, word->size);
    memset(word->shown, 0, sizeof word->shown);
}

size_t uncover(struct word *word, const char *letter)
{
    size_t size, count = 0, before = word->hidden;
    for (size_t at = 0; at < word->size; at += size, count++) {
        const char *here = word->text + at;
        size = letter_size(here, word->size - at);
        bool wanted = letter == NULL
            || (size == strlen(letter) && memcmp(here, letter, size) == 0);
        if (wanted && !word->shown[count]) {
            word->shown[count] = true;
            word->hidden--;
        }
    }
    return before - word->hidden;
}

void show(const struct word *word, char *text)
{
    size_t size, count = 0;
    for (size_t at = 0; at < word->size; at += size, count++) {
        size = letter_size(word->text + at, word->size - at);
        if (word->shown[count])
            memcpy(text, word->text + at, size);
        else
            *text = '*';
        text += word->shown[count] ? size : 1;
    }
    *text = '\0';
}
