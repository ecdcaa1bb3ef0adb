/* client HOST PORT - sends each line of standard input, and prints the
   answer to it, one line, before it reads the next; until STOP or end. */
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
    TODO("connect to this port of argv[1]: tcp_connect of net.h; if "
         "nobody answers, say why");

    struct reader typed = {.fd = STDIN_FILENO};
    struct line line;
    while (read_line(&typed, &line) == 1) {
        TODO("is it STOP? Then no more of it is sent");
        TODO("send the line: its bytes, and a newline");
        TODO("wait for one line of answer, and print it, at once; if the "
             "server closes instead, say so");
    }
    TODO("close the connection, so that the server reads its end");
    TODO("a prompt, where standard input is a terminal");
    die("not yet");
}
