/* server1 PORT - answers one client at 127.0.0.1 and PORT, and exits: 1 to
   a line that is a palindrome, an empty line to any other. Exit status 0
   however the client leaves; 1 when there can be none; 2 for usage. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"
#include "palindrome.h"

/* Answers the lines of `client` until its end, or its loss, or a line that
   is too long. Returns 0 at the end, -1 otherwise. */
static int converse(int client)
{
    struct reader from = {.fd = client};
    struct line line;
    int found;
    while ((found = read_line(&from, &line)) == 1) {
        const char *answer =
            is_palindrome(line.text, line.length) ? "1\n" : "\n";
        if (send_all(client, answer, strlen(answer)) == -1)
            return -1;
    }
    return found;
}

int main(int argc, char *argv[])
{
    int port = argc == 2 ? port_from(argv[1]) : -1;
    if (port == -1) {
        fprintf(stderr, "usage: server1 PORT\n");
        return 2;
    }
    int listener = tcp_listen(port);
    if (listener == -1) {
        perror("server1: listen");
        return 1;
    }
    printf("listening on 127.0.0.1:%d\n", tcp_port(listener));
    fflush(stdout);

    int client = accept(listener, NULL, NULL);
    if (client == -1) {
        perror("server1: accept");
        return 1;
    }
    close(listener);        /* there will be no other client */
    if (converse(client) == -1)
        perror("server1: client lost");
    close(client);
    return 0;
}
