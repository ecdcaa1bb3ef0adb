/* exercise PORT [ADDRESS] - binds a TCP socket to PORT (0: the kernel
   chooses) at ADDRESS (or 127.0.0.1), and says what it is bound to. */
#include <arpa/inet.h>
#include <ctype.h>
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
    fprintf(stderr, "usage: exercise PORT [ADDRESS]\n");
    exit(2);
}

/* The number that `text` is in decimal digits; the program ends when it is
   none, or more than `most`. */
static int number_from(const char *text, long most)
{
    (void)text, (void)most;
    TODO("return that number, or call usage(); strtol can tell, not atoi");
    return 0;
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 2 && argc != 3)
        usage();
    struct sockaddr_in here = {.sin_family = AF_INET};
    here.sin_port = htons((in_port_t)number_from(argv[1], 65535));
    TODO("here.sin_addr: argv[2] or 127.0.0.1, by inet_pton; or usage()");

    int endpoint = socket(AF_INET, SOCK_STREAM, 0);
    if (endpoint == -1)
        die("socket");
    TODO("set SO_REUSEADDR: an old connection shall not block the port");
    TODO("bind; if it fails, say why and exit with status 1");

    TODO("ask getsockname what it is bound to: `here` may say port 0");
    char name[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &here.sin_addr, name, sizeof name);
    printf("bound to %s:%d\n", name, ntohs(here.sin_port));

    printf("Press Enter to close it\n");
    getchar();
    if (close(endpoint) == -1)
        die("close");
    return 0;
}
