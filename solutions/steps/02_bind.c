/* exercise PORT [ADDRESS] - binds a TCP socket to PORT (0: the kernel
   chooses) at ADDRESS (or 127.0.0.1), and says what it is bound to. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

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
    char *end;
    long number = strtol(text, &end, 10);
    if (!isdigit((unsigned char)*text) || *end || number > most)
        usage();
    return (int)number;
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 2 && argc != 3)
        usage();
    struct sockaddr_in here = {.sin_family = AF_INET};
    here.sin_port = htons((in_port_t)number_from(argv[1], 65535));
    const char *address = argc == 3 ? argv[2] : "127.0.0.1";
    if (inet_pton(AF_INET, address, &here.sin_addr) != 1)
        usage();

    int endpoint = socket(AF_INET, SOCK_STREAM, 0);
    if (endpoint == -1)
        die("socket");
    int on = 1;
    if (setsockopt(endpoint, SOL_SOCKET, SO_REUSEADDR,
                   &on, sizeof on) == -1)
        die("setsockopt");
    if (bind(endpoint, (struct sockaddr *)&here, sizeof here) == -1)
        die("bind");

    socklen_t size = sizeof here;
    if (getsockname(endpoint, (struct sockaddr *)&here, &size) == -1)
        die("getsockname");
    char name[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &here.sin_addr, name, sizeof name);
    printf("bound to %s:%d\n", name, ntohs(here.sin_port));

    printf("Press Enter to close it\n");
    getchar();
    if (close(endpoint) == -1)
        die("close");
    return 0;
}
