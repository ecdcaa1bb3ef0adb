/* exercise PORT BACKLOG - listens at 127.0.0.1 and PORT (0: the kernel
   chooses) with a queue for BACKLOG connections; never accepts one. */
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
    fprintf(stderr, "usage: exercise PORT BACKLOG\n");
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
    int backlog = number_from(argv[2], INT_MAX);

    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1)
        die("socket");
    (void)backlog;
    TODO("set SO_REUSEADDR and bind to `here`, as in the exercise before");
    TODO("listen with this backlog; if it fails, say why and exit with 1");

    socklen_t size = sizeof here;
    if (getsockname(listener, (struct sockaddr *)&here, &size) == -1)
        die("getsockname");
    printf("listening on 127.0.0.1:%d\n", ntohs(here.sin_port));

    printf("Press Enter to close it\n");
    getchar();
    if (close(listener) == -1)
        die("close");
    return 0;
}
