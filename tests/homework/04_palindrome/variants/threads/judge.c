/* judge.c - see judge.h: turns round all bytes, and then the bytes of each
   character again. */
#include <string.h>

#include "judge.h"

static void turn(unsigned char *bytes, unsigned long count)
{
    for (unsigned long i = 0; i < count / 2; i++) {
        unsigned char kept = bytes[i];
        bytes[i] = bytes[count - 1 - i];
        bytes[count - 1 - i] = kept;
    }
}

/* 1 when these bytes, first and last given by count, are a character. */
static int valid(const unsigned char *at, unsigned long count)
{
    long value = at[0];
    if (count > 1)
        value -= count == 2 ? 0xc0 : count == 3 ? 0xe0 : 0xf0;
    for (unsigned long i = 1; i < count; i++)
        value = value * 64 + at[i] - 0x80;
    switch (count) {
    case 1: return value < 0x80;
    case 2: return value >= 0x80 && value < 0x800;
    case 3: return value >= 0x800 && value < 0x10000
                && value / 0x800 != 0xd800 / 0x800;
    case 4: return value >= 0x10000 && value < 0x110000;
    }
    return 0;
}

int judge(const char *line, unsigned long length)
{
    unsigned char turned[LONGEST];
    unsigned long from, to;
    memcpy(turned, line, length);
    for (from = 0; from < length; from = to) {
        for (to = from + 1; to < length && turned[to] / 0x40 == 2; to++)
            ;
        if (turned[from] / 0x40 == 2 || !valid(turned + from, to - from))
            break;
        turn(turned + from, to - from);
    }
    if (from < length)
        memcpy(turned, line, length);
    turn(turned, length);
    return memcmp(turned, line, length) == 0;
}
