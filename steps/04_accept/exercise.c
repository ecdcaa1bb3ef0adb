/* exercise PORT COUNT - accepts COUNT connections at 127.0.0.1 and PORT,
   one after another; prints each peer's address, closes the connection. */
#include <arpa/inet.h>
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "exercise.c:%d: TODO: %s\n", __LINE__, what), exit(1))

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static void usage(void)
{
    fprintf(stderr, "usage: exercise PORT COUNT\n");
    exit(2);
}

/* The number that `text` is in decimal digits; the program ends when it is
   none, or more than `most`. */
static int number_from(const char *text, long most)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (!isdigit((unsigned char)*text) || *end || number > most)
        usage();
    return (int)number;
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 3)
        usage();
    struct sockaddr_in here = {.sin_family = AF_INET};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    here.sin_port = htons((in_port_t)number_from(argv[1], 65535));
    int count = number_from(argv[2], INT_MAX);

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

    socklen_t size = sizeof here;
    if (getsockname(listener, (struct sockaddr *)&here, &size) == -1)
        die("getsockname");
    printf("listening on 127.0.0.1:%d\n", ntohs(here.sin_port));

    for (int i = 0; i < count; i++) {
        struct sockaddr_in peer = {0};
        TODO("accept a connection, and its peer's address in `peer`");
        char name[INET_ADDRSTRLEN];
        inet_ntop(AF_INET, &peer.sin_addr, name, sizeof name);
        printf("peer %s:%d\n", name, ntohs(peer.sin_port));
        TODO("close the connection, but not the listener");
    }

    if (close(listener) == -1)
        die("close");
    return 0;
}
