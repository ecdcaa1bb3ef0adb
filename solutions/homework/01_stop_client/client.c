/* client HOST PORT - sends each line of standard input, and prints the
   answer to it, one line, before it reads the next; until STOP or end. */
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
    const char *prompt = isatty(STDIN_FILENO) ? "> " : "";
    int got;
    for (;;) {
        printf("%s", prompt);
        fflush(stdout);     /* into a pipe, too, and the answer before */
        got = read_line(&typed, &line);
        if (got != 1 || strcmp(line.text, "STOP") == 0)
            break;
        ask(server, &answers, &line);
        mask_controls(line.text, line.length);
        printf("%s\n", line.text);
    }
    if (got == -1)
        die("standard input");
    return close(server) == -1;     /* the server reads the end */
}
