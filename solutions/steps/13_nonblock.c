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

/* Waits until the connection is made or has failed, `seconds` at most.
   Returns 0 or, as errno has them, the reason why there is none. */
static int outcome(int server, int seconds)
{
    struct pollfd at = {.fd = server, .events = POLLOUT};
    int ready = poll(&at, 1, 1000 * seconds);
    if (ready == -1)
        die("poll");
    if (ready == 0)
        return ETIMEDOUT;
    int error;      /* POLLOUT comes with a refusal too: SO_ERROR knows */
    socklen_t size = sizeof error;
    if (getsockopt(server, SOL_SOCKET, SO_ERROR, &error, &size) == -1)
        die("getsockopt");
    return error;
}

/* Connects, or ends the program; `server` blocks again afterwards. */
static void connect_within(int seconds, int server,
                           const struct sockaddr_in *there)
{
    int flags = fcntl(server, F_GETFL);
    if (flags == -1 || fcntl(server, F_SETFL, flags | O_NONBLOCK) == -1)
        die("fcntl");
    if (connect(server, (const struct sockaddr *)there,
                sizeof *there) == -1) {
        if (errno == EINPROGRESS)   /* begun; it has not failed */
            errno = outcome(server, seconds);
        if (errno != 0)
            die("connect");
    }
    if (fcntl(server, F_SETFL, flags) == -1)
        die("fcntl");
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

    char buffer[4096];
    ssize_t received;
    while ((received = recv(server, buffer, sizeof buffer, 0)) > 0)
        fwrite(buffer, 1, (size_t)received, stdout);
    if (received == -1)
        die("recv");
    if (fflush(stdout) == EOF || ferror(stdout))
        die("standard output");
    if (close(server) == -1)
        die("close");
    return 0;
}
