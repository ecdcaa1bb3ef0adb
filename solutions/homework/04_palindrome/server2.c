/* server2 PORT - answers clients at 127.0.0.1 and PORT through stdio, one
   after another, for ever: 1 to a line that is a palindrome, an empty line
   to any other. Exit status 1 when it cannot listen; 2 for usage. */
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"

void handle(FILE *in, FILE *out);   /* in handler.c */

/* A stream on a descriptor of its own: fclose closes that one only. */
static FILE *stream_on(int client, const char *mode)
{
    int copy = dup(client);
    FILE *stream = copy == -1 ? NULL : fdopen(copy, mode);
    if (stream == NULL && copy != -1)
        close(copy);
    return stream;
}

/* Has one client served through two streams. Closing is the caller's. */
static void call_handle(int client)
{
    FILE *in = stream_on(client, "r"), *out = stream_on(client, "w");
    if (in && out)
        handle(in, out);
    if (!in || !out || ferror(in) || ferror(out))
        perror("client lost");
    if (in && fclose(in) == EOF)    /* as when handle has closed it */
        perror("fclose");
    if (out)
        fclose(out);
}

int main(int argc, char *argv[])
{
    int port = argc == 2 ? port_from(argv[1]) : -1;
    if (port == -1) {
        fprintf(stderr, "usage: server2 PORT\n");
        return 2;
    }
    /* stdio has no MSG_NOSIGNAL: without this a peer that left ends us. */
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    int listener = tcp_listen(port);
    if (listener == -1) {
        perror("server2: listen");
        return 1;
    }
    printf("listening on 127.0.0.1:%d\n", tcp_port(listener));
    fflush(stdout);

    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("server2: accept");
            continue;
        }
        call_handle(client);
        close(client);
    }
}
