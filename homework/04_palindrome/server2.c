/* server2 PORT - answers clients at 127.0.0.1 and PORT through stdio, one
   after another, for ever: 1 to a line that is a palindrome, an empty line
   to any other. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "server2.c:%d: TODO: %s\n", __LINE__, what), exit(1))

void handle(FILE *in, FILE *out);   /* in handler.c, or write your own */

/* Has one client served through two streams. Closing is the caller's. */
static void call_handle(int client)
{
    FILE *in = NULL, *out = NULL;
    TODO("open two streams, each on a descriptor of its own: dup, fdopen");
    if (client != -1 && in && out)
        handle(in, out);
    TODO("close what was opened");
}

int main(int argc, char *argv[])
{
    int port = argc == 2 ? port_from(argv[1]) : -1;
    if (port == -1) {
        fprintf(stderr, "usage: server2 PORT\n");
        return 2;
    }
    int listener = -1;
    TODO("listen at this port, and print where, as in server1");
    TODO("stdio has no MSG_NOSIGNAL: what becomes of SIGPIPE?");
    for (;;) {
        int client = accept(listener, NULL, NULL);
        TODO("a client that cannot be accepted does not end the server");
        call_handle(client);
        close(client);
    }
}
