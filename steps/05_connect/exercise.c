/* exercise ADDRESS PORT - connects to PORT at ADDRESS (IPv4), and prints
   the addresses of both ends. */
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
    fprintf(stderr, "usage: exercise ADDRESS PORT\n");
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

/* Prints `label` and an address, as in "local 127.0.0.1:43210". */
static void print_address(const char *label, struct sockaddr_in address)
{
    char name[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &address.sin_addr, name, sizeof name);
    printf("%s %s:%d\n", label, name, ntohs(address.sin_port));
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 3)
        usage();
    struct sockaddr_in there = {.sin_family = AF_INET};
    there.sin_port = htons((in_port_t)number_from(argv[2], 65535));
    TODO("there.sin_addr: argv[1]; if that is no address, say so, exit 1");

    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (server == -1)
        die("socket");
    (void)there;
    TODO("connect to `there`; if it fails, say why, exit with status 1");

    struct sockaddr_in local = {0}, peer = {0};
    TODO("fill `local` by getsockname and `peer` by getpeername");
    print_address("local", local);
    print_address("peer", peer);

    printf("Press Enter to close it\n");
    getchar();
    if (close(server) == -1)
        die("close");
    return 0;
}
