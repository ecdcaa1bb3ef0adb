/* bind.c - bind() gives the endpoint its local address.
   Run: build/steps/02_bind/bind [PORT [ADDRESS]] */
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

    int endpoint = show("socket", socket(AF_INET, SOCK_STREAM, 0));
    show("bind", bind(endpoint, (struct sockaddr *)&here, sizeof here));

    /* Port 0 asks the kernel to choose one: getsockname tells which. */
    socklen_t size = sizeof here;
    show("getsockname",
         getsockname(endpoint, (struct sockaddr *)&here, &size));
    printf("bound to %s:%d\n", host, ntohs(here.sin_port));

    printf("Press Enter to close it\n");
    getchar();
    show("close", close(endpoint));
    return 0;
}
