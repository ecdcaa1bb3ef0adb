/* exercise PORT - asks 127.0.0.1 and PORT over UDP: each line of standard
   input is a question, and is asked again when no answer comes. */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TRIES = 5, PATIENCE = 200, LONGEST = 500 };  /* ms, bytes */

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static void usage(void)
{
    fprintf(stderr, "usage: exercise PORT\n");
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

/* Milliseconds of a clock that nobody sets. */
static long long milliseconds(void)
{
    struct timespec time;
    if (clock_gettime(CLOCK_MONOTONIC, &time) == -1)
        die("clock_gettime");
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

/* Waits for the answer to question `number` and prints it: 1. When it does
   not come in time: 0. Whatever else comes changes nothing. */
static int answered(int server, long number)
{
    static char text[65536];        /* no datagram is longer */
    char start[32];
    size_t length = (size_t)snprintf(start, sizeof start, "%ld ", number);
    long long end = milliseconds() + PATIENCE, left;
    while ((left = end - milliseconds()) > 0) {
        struct pollfd at = {.fd = server, .events = POLLIN};
        int ready = poll(&at, 1, (int)left);
        if (ready == -1)
            die("poll");
        if (ready == 0)
            return 0;
        ssize_t size = recv(server, text, sizeof text, 0);
        if (size == -1 && errno != ECONNREFUSED)
            die("recv");
        if (size >= (ssize_t)length && memcmp(text, start, length) == 0) {
            fwrite(text + length, 1, (size_t)size - length, stdout);
            putchar('\n');
            return 1;
        }
    }
    return 0;
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 2)
        usage();
    struct sockaddr_in there = {.sin_family = AF_INET};
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    there.sin_port = htons((in_port_t)number_from(argv[1], 65535));
    int server = socket(AF_INET, SOCK_DGRAM, 0);
    if (server == -1)
        die("socket");
    /* From now on the kernel gives us its datagrams only. */
    if (connect(server, (struct sockaddr *)&there, sizeof there) == -1)
        die("connect");

    char line[LONGEST + 2], question[LONGEST + 32];
    for (long number = 1; fgets(line, sizeof line, stdin); number++) {
        line[strcspn(line, "\n")] = '\0';
        size_t size = (size_t)snprintf(question, sizeof question,
                                       "%ld %s", number, line);
        int tries = 0;
        do {
            if (tries++ == TRIES) {
                fprintf(stderr, "no answer\n");
                return 1;
            }
            if (send(server, question, size, MSG_NOSIGNAL) == -1
                && errno != ECONNREFUSED)
                die("send");
        } while (!answered(server, number));
    }
    if (ferror(stdin))
        die("standard input");
    if (fflush(stdout) == EOF || ferror(stdout))
        die("standard output");
    if (close(server) == -1)
        die("close");
    return 0;
}
