/* client HOST PORT NAME - a member of the chat: what is typed goes to the
   server, what comes from it is shown, whichever is first. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
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

/* Shows what the server sent, at once. */
static void show(const char *text, size_t size)
{
    TODO("print it, with a ? for each control byte but tab and newline; a "
         "line may be of any length, and come in pieces");
    (void)text, (void)size;
}

int main(int argc, char *argv[])
{
    int server = -1, port = argc == 4 ? port_from(argv[2]) : -1;
    if (port == -1) {
        fprintf(stderr, "usage: client HOST PORT NAME\n");
        return 2;
    }
    TODO("connect to this port of argv[1]: tcp_connect of net.h; if "
         "nobody answers, say why");
    TODO("say the name, argv[3]");

    struct reader typed = {.fd = STDIN_FILENO};
    struct pollfd at[2] = {{.fd = server, .events = POLLIN},
                           {.fd = STDIN_FILENO, .events = POLLIN}};
    for (;;) {
        char text[4096];
        if (poll(at, 2, -1) == -1)
            die("poll");
        if (at[0].revents != 0) {
            TODO("receive, and show it; what if it is the end?");
            show(text, sizeof text);
        }
        if (at[1].revents != 0) {
            TODO("read from `typed`, send the lines that are whole; and "
                 "at the end of the input?");
            (void)typed;
        }
    }
}
