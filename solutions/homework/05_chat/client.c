/* client HOST PORT NAME - a member of the chat: what is typed goes to the
   server, what comes from it is shown, whichever is first. Exits 0 after
   the end of the input, or /quit; with 1 and the reason if anything fails
   or the server closes before that. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"

static void die(const char *what)
{
    fprintf(stderr, "client: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

/* Shows what the server sent, at once, whole lines or not; a question mark
   for each control byte. A CR may be a part of the ending of a line. */
static void show(const char *text, size_t size)
{
    static bool cr;         /* the byte before was one, and is not shown */
    for (size_t i = 0; i < size; i++) {
        char byte = text[i];
        if (cr && byte != '\n')
            putchar('?');
        cr = byte == '\r';
        if (byte != '\n')
            mask_controls(&byte, 1);
        if (!cr)
            putchar(byte);
    }
    if (fflush(stdout) == EOF)
        die("standard output");
}

/* Reads once from standard input and sends the lines that are whole; at
   its end, /quit. Returns false when that was sent, typed or not: nothing
   more is to be read. Should the server have gone, recv will tell. */
static bool send_typed(int server, struct reader *typed)
{
    struct line line;
    bool quit = false;
    int found = 1;
    if (fill_reader(typed) == -1)
        die("standard input");
    while (!quit && (found = take_line(typed, &line)) == 1) {
        quit = strcmp(line.text, "/quit") == 0;
        line.text[line.length] = '\n';
        send_all(server, line.text, line.length + 1);
    }
    if (found == -1)
        die("standard input");
    if (typed->ended && !quit)
        send_all(server, "/quit\n", 6);
    return !quit && !typed->ended;
}

int main(int argc, char *argv[])
{
    char text[4096];
    const char *why;
    bool typing = true;
    int port = argc == 4 ? port_from(argv[2]) : -1;
    if (port == -1) {
        fprintf(stderr, "usage: client HOST PORT NAME\n");
        return 2;
    }
    int server = tcp_connect(argv[1], port, &why);
    if (server == -1) {
        fprintf(stderr, "client: connect: %s\n", why);
        return EXIT_FAILURE;
    }
    snprintf(text, sizeof text, "%s\n", argv[3]);
    send_all(server, text, strlen(text));
    /* Until the server has answered to the name, nothing is typed: poll
       passes over -1. */
    struct pollfd at[2] = {{.fd = server, .events = POLLIN},
                           {.fd = -1, .events = POLLIN}};
    struct reader typed = {.fd = STDIN_FILENO};
    ssize_t got = 1;
    while (got > 0) {
        if (poll(at, 2, -1) == -1)
            die("poll");
        if (at[0].revents != 0) {
            got = recv(server, text, sizeof text, 0);
            show(text, got > 0 ? (size_t)got : 0);
        }
        if (at[1].revents != 0)
            typing = send_typed(server, &typed);
        at[1].fd = typing ? STDIN_FILENO : -1;
    }
    if (!typing)
        return EXIT_SUCCESS;
    fprintf(stderr, "client: server closed the connection\n");
    return EXIT_FAILURE;
}
