/* crowd.c - many clients at once, which all stay connected.
 *
 * crowd [-b BYTES | -e] PORT COUNT ROUNDS TEXT
 * Connects COUNT clients to 127.0.0.1 and PORT. Each sends TEXT (\n stands for a
 * newline) and waits for a line of answer, as soon as it is connected, in batches
 * of 64; when all are there, all of them ROUNDS - 1 times more, at the same time.
 * Then waits for a line, or the end, on standard input, and closes all.
 *   -b  an answer is so many bytes instead of a line; 0: none is waited for
 *   -e  each client puts its number before TEXT, and wants exactly that back;
 *       the first time, before the next one connects: no queue is too short
 *
 * Prints `all COUNT clients were answered` after each round and `gone` at the end.
 * Each answer is appended, as a line, to the file that SEVEN_CALLS_COPY names, if
 * any. Exit 0; 1 with a line on standard error when a client is lost, or when no
 * answer came to any for 5 seconds; 2 for usage, or where this process may not
 * have so many descriptors. */
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCH = 64, PATIENCE = 5000 };

static const char usage[] = "usage: crowd [-b BYTES | -e] PORT COUNT ROUNDS TEXT";
static struct pollfd *at;
static FILE *copy;
static long bytes = -1;     /* of an answer; -1: it is a line */
static int echo;            /* an answer is what was sent */
static long *missing;       /* of each client's answer */

static void stop(int status, const char *what)
{
    fprintf(stderr, "crowd: %s\n", what);
    exit(status);
}

/* Which of these it is depends on who was quicker, so it is not told. */
static void lost(void)
{
    stop(1, "a connection was refused, reset or closed");
}

static long number_from(const char *text)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || number < 1)
        stop(2, usage);
    return number;
}

static int connection_to(in_port_t port)
{
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = port};
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd == -1 || connect(fd, (struct sockaddr *)&there, sizeof there) == -1)
        lost();
    return fd;
}

/* What the i-th client sends, in `message`; returns how many bytes. */
static long message_of(long i, const char *text, char message[512])
{
    return echo ? snprintf(message, 512, "%ld %s", i, text)
                : snprintf(message, 512, "%s", text);
}

/* Sends TEXT from clients `first` to `last` - 1, and waits for their answers. */
static void ask(long first, long last, const char *text)
{
    char line[512], message[512];
    long waiting = last - first;
    for (long i = first; i < last; i++) {
        long length = message_of(i, text, message);
        if (send(at[i].fd, message, (size_t)length, MSG_NOSIGNAL) != length)
            lost();
        at[i].events = POLLIN;
        missing[i] = echo ? length : bytes;
    }
    if (bytes == 0)
        return;
    while (waiting > 0) {
        if (poll(at + first, (nfds_t)(last - first), PATIENCE) == 0) {
            snprintf(line, sizeof line, "%ld of %ld clients got no answer", waiting, last);
            stop(1, line);
        }
        for (long i = first; i < last; i++) {
            if (at[i].revents == 0 || at[i].events == 0)
                continue;
            ssize_t size = recv(at[i].fd, line, sizeof line, 0);
            if (size <= 0)
                lost();
            if (copy != NULL)
                fwrite(line, 1, (size_t)size, copy);
            long length = message_of(i, text, message);
            if (echo && (size > missing[i]
                || memcmp(line, message + length - missing[i], (size_t)size) != 0))
                stop(1, "a client got something else than it had sent");
            missing[i] -= size;
            if (bytes == -1 && !echo ? line[size - 1] == '\n' : missing[i] == 0) {
                at[i].events = 0;
                waiting--;
            }
        }
    }
}

int main(int argc, char *argv[])
{
    if (argc > 2 && strcmp(argv[1], "-b") == 0) {
        bytes = strcmp(argv[2], "0") == 0 ? 0 : number_from(argv[2]);
        argc -= 2;
        argv += 2;
    } else if (argc > 1 && strcmp(argv[1], "-e") == 0) {
        echo = 1;
        argc--;
        argv++;
    }
    if (argc != 5 || strlen(argv[4]) > 400)
        stop(2, usage);
    in_port_t port = htons((in_port_t)number_from(argv[1]));
    long count = number_from(argv[2]), rounds = number_from(argv[3]);
    char *text = argv[4], *newline = strstr(text, "\\n");
    if (newline != NULL)
        memcpy(newline, "\n", 2);
    if (getenv("SEVEN_CALLS_COPY") != NULL)
        copy = fopen(getenv("SEVEN_CALLS_COPY"), "a");
    setvbuf(stdout, NULL, _IOLBF, 0);

    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    at = calloc((size_t)count, sizeof *at);
    missing = calloc((size_t)count, sizeof *missing);
    if (at == NULL || missing == NULL || files.rlim_cur < (rlim_t)count + 8)
        stop(2, "too few descriptors: see ulimit -Hn");

    for (long first = 0, last; first < count; first = last) {
        last = echo ? first + 1 : first + BATCH < count ? first + BATCH : count;
        for (long i = first; i < last; i++)
            at[i].fd = connection_to(port);
        ask(first, last, text);
    }
    printf("all %ld clients were answered\n", count);
    while (--rounds > 0) {
        ask(0, count, text);
        printf("all %ld clients were answered\n", count);
    }
    if (copy != NULL)
        fclose(copy);
    if (getchar() == EOF && ferror(stdin))
        stop(1, "standard input");
    for (long i = 0; i < count; i++)
        close(at[i].fd);
    printf("gone\n");
    return 0;
}
