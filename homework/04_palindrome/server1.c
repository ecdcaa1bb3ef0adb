/* server1 PORT - answers one client at 127.0.0.1 and PORT, and exits: 1 to
   a line that is a palindrome, an empty line to any other. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"
#include "palindrome.h"

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "server1.c:%d: TODO: %s\n", __LINE__, what), exit(1))

/* Answers the lines of `client` until its end, or its loss, or a line that
   is too long. */
static void converse(int client)
{
    struct reader from = {.fd = client};
    struct line line;
    while (read_line(&from, &line) == 1) {
        bool yes = is_palindrome(line.text, line.length);
        TODO(yes ? "send a line with 1" : "send an empty line");
    }
}

int main(int argc, char *argv[])
{
    int port = argc == 2 ? port_from(argv[1]) : -1;
    if (port == -1) {
        fprintf(stderr, "usage: server1 PORT\n");
        return 2;
    }
    int listener = -1, client = -1;
    TODO("listen at this port: tcp_listen; if that fails, say why");
    TODO("print where it listens, so that it is seen at once");
    TODO("accept one client; nobody else needs the listener then");
    converse(client);
    close(client);
    close(listener);
    return 0;
}
