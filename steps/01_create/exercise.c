/* exercise tcp|udp|unix [tcp|udp] - creates the kind of socket that the
   first word names; the second asks for a protocol by name. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "exercise.c:%d: TODO: %s\n", __LINE__, what), exit(1))

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
    if (strcmp(argv[1], "tcp") != 0)
        TODO("set domain and type for udp and unix; others: usage()");
    if (argc == 3)
        TODO("set protocol to IPPROTO_TCP or IPPROTO_UDP, or usage()");

    int endpoint = -1;
    (void)domain, (void)type, (void)protocol;
    TODO("call socket; if it fails, say why and exit with status 1");
    printf("socket: descriptor %d\n", endpoint);

    int kind = 0;
    TODO("ask getsockopt for SO_TYPE at level SOL_SOCKET");
    printf("SO_TYPE: %d\n", kind);

    printf("Press Enter to close it\n");
    getchar();
    if (close(endpoint) == -1) {
        perror("close");
        exit(EXIT_FAILURE);
    }
    return 0;
}
