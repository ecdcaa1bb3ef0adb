/* connect.c - connect() calls a listener from a port of its own.
   Run: build/steps/05_connect/connect [PORT [ADDRESS]] */
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
    struct sockaddr_in there = {.sin_family = AF_INET};
    char *end;
    long number = strtol(port, &end, 10);
    if (inet_pton(AF_INET, host, &there.sin_addr) != 1 || argc > 3
        || !isdigit((unsigned char)*port) || *end || number > 65535) {
        fprintf(stderr, "usage: %s [PORT [ADDRESS]]\n", argv[0]);
        return 2;
    }
    there.sin_port = htons((in_port_t)number);
    setvbuf(stdout, NULL, _IOLBF, 0);

    int server = show("socket", socket(AF_INET, SOCK_STREAM, 0));
    show("connect",
         connect(server, (struct sockaddr *)&there, sizeof there));

    struct sockaddr_in here;
    socklen_t size = sizeof here;
    show("getsockname",
         getsockname(server, (struct sockaddr *)&here, &size));
    char name[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &here.sin_addr, name, sizeof name);
    printf("connected from %s:%d to %s:%d\n", name, ntohs(here.sin_port),
           host, ntohs(there.sin_port));

    printf("Press Enter to close it\n");
    getchar();
    show("close", close(server));
    return 0;
}
