/* server PORT - echoes each line to the client that sent it, for all of
   them at the same time. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "server.c:%d: TODO: %s\n", __LINE__, what), exit(1))

/* Serves one client until its end or its loss. */
static void echo_lines(int client)
{
    struct reader from = {.fd = client};
    struct line line;
    while (read_line(&from, &line) == 1) {
        TODO("send the line back: its bytes and a newline");
    }
    TODO("it has left, or its line is too long: leave nothing of it");
}

int main(int argc, char *argv[])
{
    int port = argc == 2 ? port_from(argv[1]) : -1;
    if (port == -1) {
        fprintf(stderr, "usage: server PORT\n");
        return 2;
    }
    int listener = -1;
    TODO("a listener at this port: tcp_listen of net.h; if that fails, "
         "say why and exit with 1");
    TODO("print the line that says where it listens, so that it is seen "
         "at once");
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            TODO("is this the end of the server, or of one client?");
        }
        TODO("serve it, and go on to the next client, without waiting for "
             "this one: a process, a thread, or poll");
        echo_lines(client);
    }
}
