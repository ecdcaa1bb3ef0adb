/* client HOST PORT - asks a palindrome server about each line of standard
   input, up to an empty one or the end, and prints yes or no. Exit status
   1, and the reason, when the server or its answer is not there; 2 for
   usage. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net.h"

static void die(const char *what)
{
    fprintf(stderr, "client: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

/* Sends one line, and puts the answer in its place. */
static void ask(int server, struct reader *answers, struct line *line)
{
    line->text[line->length] = '\n';    /* where its NUL was */
    if (send_all(server, line->text, line->length + 1) == -1)
        die("send");
    switch (read_line(answers, line)) {
    case -1:
        die("recv");
        break;
    case 0:
        fprintf(stderr, "client: server closed the connection\n");
        exit(EXIT_FAILURE);
    }
}

int main(int argc, char *argv[])
{
    int port = argc == 3 ? port_from(argv[2]) : -1;
    if (port == -1) {
        fprintf(stderr, "usage: client HOST PORT\n");
        return 2;
    }
    const char *why = "";
    int server = tcp_connect(argv[1], port, &why);
    if (server == -1) {
        fprintf(stderr, "client: connect: %s\n", why);
        return EXIT_FAILURE;
    }

    struct reader typed = {.fd = STDIN_FILENO}, answers = {.fd = server};
    struct line line;
    int got;
    while ((got = read_line(&typed, &line)) == 1 && line.length > 0) {
        ask(server, &answers, &line);
        /* Which bytes mean yes is left to the server. */
        puts(line.length > 0 ? "yes" : "no");
        fflush(stdout);         /* into a pipe, too */
    }
    if (got == -1)
        die("standard input");
    return close(server) == -1;     /* the server reads the end */
}
