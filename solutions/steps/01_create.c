/* exercise tcp|udp|unix [tcp|udp] - creates the kind of socket that the
   first word names; the second asks for a protocol by name. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static void usage(void)
{
    fprintf(stderr, "usage: exercise tcp|udp|unix [tcp|udp]\n");
    exit(2);
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 2 && argc != 3)
        usage();

    int domain = AF_INET, type = SOCK_STREAM, protocol = 0;
    if (strcmp(argv[1], "udp") == 0)
        type = SOCK_DGRAM;
    else if (strcmp(argv[1], "unix") == 0)
        domain = AF_UNIX;
    else if (strcmp(argv[1], "tcp") != 0)
        usage();
    if (argc == 3 && strcmp(argv[2], "tcp") == 0)
        protocol = IPPROTO_TCP;
    else if (argc == 3 && strcmp(argv[2], "udp") == 0)
        protocol = IPPROTO_UDP;
    else if (argc == 3)
        usage();

    int endpoint = socket(domain, type, protocol);
    if (endpoint == -1)
        die("socket");
    printf("socket: descriptor %d\n", endpoint);

    int kind;
    socklen_t size = sizeof kind;
    if (getsockopt(endpoint, SOL_SOCKET, SO_TYPE, &kind, &size) == -1)
        die("getsockopt");
    printf("SO_TYPE: %d\n", kind);

    printf("Press Enter to close it\n");
    getchar();
    if (close(endpoint) == -1)
        die("close");
    return 0;
}
