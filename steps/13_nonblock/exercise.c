/* exercise ADDRESS PORT SECONDS - connects to PORT at ADDRESS (IPv4), in
   SECONDS at most, and copies what comes from there to standard output. */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
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
    fprintf(stderr, "usage: exercise ADDRESS PORT SECONDS\n");
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

/* Connects, or ends the program; `server` blocks again afterwards. */
static void connect_within(int seconds, int server,
                           const struct sockaddr_in *there)
{
    (void)seconds;
    (void)server;
    (void)there;
    TODO("make server non-blocking; connect: EINPROGRESS is no failure");
    TODO("poll for POLLOUT, seconds at most; ask SO_ERROR how it went");
    TODO("make server blocking again");
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 4)
        usage();
    struct sockaddr_in there = {.sin_family = AF_INET};
    there.sin_port = htons((in_port_t)number_from(argv[2], 65535));
    int seconds = number_from(argv[3], 60);
    if (seconds == 0 || inet_pton(AF_INET, argv[1], &there.sin_addr) != 1)
        usage();

    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (server == -1)
        die("socket");
    connect_within(seconds, server, &there);
    printf("connected\n");

    TODO("copy what comes to standard output; 0 is the end, -1 an error");
    if (fflush(stdout) == EOF || ferror(stdout))
        die("standard output");
    if (close(server) == -1)
        die("close");
    return 0;
}
