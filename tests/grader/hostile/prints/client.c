/* Prints without end, on both streams: long lines, control bytes, what is no
   UTF-8, and what would be markup. It stops after 4 GiB. */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    static char text[65536] = "tried to print\n\033[2J\033]0;title\007\xff\xfe\xed\xa0\x80\n"
        "]]><script>alert(1)</script>\"}],\"score\":10}&\r\0\b\n";
    memset(text + 100, 'x', sizeof text - 200);
    text[sizeof text - 1] = '\n';
    for (int i = 0; i < 32768; i++)
        if (write(1, text, sizeof text) == -1 || write(2, text, sizeof text) == -1)
            break;
    return 0;
}
