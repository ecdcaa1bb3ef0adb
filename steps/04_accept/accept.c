/* accept.c - accept() gives a second descriptor: one connection.
   Run: build/steps/04_accept/accept [PORT [ADDRESS]] */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Prints what a call returned; -1 says that it failed, and errno why. */
static int show(const char *call, int result)
{
    if (result == -1) {
        perror(call);
        exit(EXIT_FAILURE);
    }
    printf("%s: %d\n", call, result);
    return result;
}

int main(int argc, char *argv[])
{
    const char *port = argc > 1 ? argv[1] : "8020";
    const char *host = argc > 2 ? argv[2] : "127.0.0.1";
    struct sockaddr_in here = {.sin_family = AF_INET};
    char *end;
    long number = strtol(port, &end, 10);
    if (inet_pton(AF_INET, host, &here.sin_addr) != 1 || argc > 3
        || !isdigit((unsigned char)*port) || *end || number > 65535) {
        fprintf(stderr, "usage: %s [PORT [ADDRESS]]\n", argv[0]);
        return 2;
    }
    here.sin_port = htons((in_port_t)number);
    setvbuf(stdout, NULL, _IOLBF, 0);

    int listener = show("socket", socket(AF_INET, SOCK_STREAM, 0));
    int on = 1;     /* an old connection shall not block the port */
    show("setsockopt",
         setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
    show("bind", bind(listener, (struct sockaddr *)&here, sizeof here));
    show("listen", listen(listener, 128));
    socklen_t size = sizeof here;
    show("getsockname",
         getsockname(listener, (struct sockaddr *)&here, &size));
    printf("listening on %s:%d\n", host, ntohs(here.sin_port));

    struct sockaddr_in peer;
    size = sizeof peer;     /* in: the room we have; out: what was used */
    int client = show("accept",
                      accept(listener, (struct sockaddr *)&peer, &size));
    char name[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &peer.sin_addr, name, sizeof name);
    printf("the peer is %s:%d\n", name, ntohs(peer.sin_port));

    printf("Press Enter to close both\n");
    getchar();
    show("close", close(client));
    show("close", close(listener));
    return 0;
}
