/* client HOST PORT - asks a palindrome server about each line of standard
   input, up to an empty one or the end, and prints yes or no. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net.h"

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "client.c:%d: TODO: %s\n", __LINE__, what), exit(1))

static void die(const char *what)
{
    fprintf(stderr, "client: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

int main(int argc, char *argv[])
{
    int port = argc == 3 ? port_from(argv[2]) : -1;
    if (port == -1) {
        fprintf(stderr, "usage: client HOST PORT\n");
        return 2;
    }
    TODO("connect to this port of argv[1]: tcp_connect; if nobody "
         "answers, say why");

    struct reader typed = {.fd = STDIN_FILENO};
    struct line line;
    int got;
    while ((got = read_line(&typed, &line)) == 1 && line.length > 0) {
        TODO("send the line: its bytes, and a newline");
        TODO("wait for the answer; if the server closes instead, say so");
        TODO("print yes or no");
    }
    if (got == -1)
        die("standard input");
    return 0;
}
