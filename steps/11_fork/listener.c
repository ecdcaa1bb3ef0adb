/* listener.c - the calls of 01 to 03 in one function: from here on servers
   are built from a file of their own and this one. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

int listen_at(const char *port);

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

/* Returns a listener at 127.0.0.1 and `port`, decimal digits; with 0 the
   kernel chooses. Prints where it is; without one the program ends. */
int listen_at(const char *port)
{
    struct sockaddr_in here = {.sin_family = AF_INET};
    socklen_t size = sizeof here;
    char *end;
    long number = strtol(port, &end, 10);
    if (!isdigit((unsigned char)*port) || *end || number > 65535) {
        fprintf(stderr, "%s: not a port; one is 0 to 65535\n", port);
        exit(2);
    }
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    here.sin_port = htons((in_port_t)number);

    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1)
        die("socket");
    int on = 1;
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR,
                   &on, sizeof on) == -1)
        die("setsockopt");
    if (bind(listener, (struct sockaddr *)&here, sizeof here) == -1)
        die("bind");
    if (listen(listener, 128) == -1)
        die("listen");
    if (getsockname(listener, (struct sockaddr *)&here, &size) == -1)
        die("getsockname");
    printf("listening on 127.0.0.1:%d\n", ntohs(here.sin_port));
    return listener;
}
