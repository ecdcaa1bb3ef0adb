/* members.c - many members of a chat at once, who all speak and all listen.
 *
 * members [-m] PORT COUNT LINES ROUNDS
 * Connects COUNT clients to 127.0.0.1 and PORT, four at a time, which give the names
 * m1 to mCOUNT and wait until all four are welcome. ROUNDS times each then says LINES
 * lines, all of them at once: the numbers from 1 on, and dots; and waits for the lines
 * that all others say: from each of them the next numbers, in their order. Then waits for
 * a line, or the end, on standard input, ends all in order, and reads what still comes.
 *   -m  before them comes `mute`, who takes little and reads nothing but the welcome. The
 *       rounds end when everybody has been told that it left; after ROUNDS at the latest
 *
 * In a round not quite 64 KiB are on their way to each member: so no server may drop
 * anyone but mute.
 * Prints `all COUNT members are in`; `all lines came, in order` when the rounds are over;
 * `mute left`, if all know that; and `gone` at the end. Exit 0; 1 with a line on
 * standard error when a connection is lost, a line is not what it must be, or nothing
 * came for 5 seconds; 2 for usage, or where there are not so many descriptors. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCH = 4, PATIENCE = 5000, ROOM = 65536 };

static const char usage[] = "usage: members [-m] PORT COUNT LINES ROUNDS";

struct member {
    char bytes[ROOM];       /* what has come, and is no whole line yet */
    size_t size;
    long *heard;            /* the last number that each of the others said */
    int welcome;
    int told;               /* that mute left */
};
static struct member **members;
static struct pollfd *at;
static long count, joined, told, lines_heard;
static char dots[1000]; /* what a line has after its number */

static void stop(int status, const char *what)
{
    fprintf(stderr, "members: %s\n", what);
    exit(status);
}

static long number_from(const char *text)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || number < 1 || number > 1000000)
        stop(2, usage);
    return number;
}

/* One connection, which has given a name. */
static int member_at(in_port_t port, const char *name, int takes_little)
{
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = port};
    int one = 1, little = 16384, segment = 536;
    char text[32];
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd == -1)
        stop(2, "too few descriptors: see ulimit -Hn");
    if (takes_little) {
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
        setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    int length = snprintf(text, sizeof text, "%s\n", name);
    if (connect(fd, (struct sockaddr *)&there, sizeof there) == -1
        || send(fd, text, (size_t)length, MSG_NOSIGNAL) != length)
        stop(1, "a connection was refused, reset or closed");
    return fd;
}

/* What a line means for member `i`; it ends in a NUL now. */
static void understand(long i, const char *line)
{
    struct member *me = members[i];
    char expected[32];
    long other, number;
    int used = 0;
    snprintf(expected, sizeof expected, "* welcome m%ld", i + 1);
    if (!me->welcome && strcmp(line, expected) == 0) {
        me->welcome = 1;
    } else if (me->welcome && sscanf(line, "m%ld: %ld%n", &other, &number, &used) == 2
               && strcmp(line + used, dots) == 0
               && other >= 1 && other <= count && other != i + 1) {
        if (number != ++me->heard[other - 1])
            stop(1, "a line was lost, came twice, or came out of order");
        lines_heard++;
    } else if (sscanf(line, "* m%ld joined%n", &other, &used) == 1
               && line[used] == '\0' && used > 0 && other != i + 1) {
        joined++;
    } else if (me->welcome && strcmp(line, "* mute left") == 0 && !me->told) {
        me->told = 1;
        told++;
    } else {
        stop(1, "a line came that nobody said");
    }
}

/* Receives from all who have something. */
static void listen_to_all(void)
{
    if (poll(at, (nfds_t)count, PATIENCE) == 0)
        stop(1, "not all that was said came");
    for (long i = 0; i < count; i++) {
        struct member *me = members[i];
        if (at[i].revents == 0)
            continue;
        ssize_t got = recv(at[i].fd, me->bytes + me->size, ROOM - me->size, 0);
        if (got <= 0)
            stop(1, "a connection was refused, reset or closed");
        me->size += (size_t)got;
        char *line = me->bytes, *end = me->bytes + me->size, *newline;
        while ((newline = memchr(line, '\n', (size_t)(end - line))) != NULL) {
            *newline = '\0';
            understand(i, line);
            line = newline + 1;
        }
        me->size = (size_t)(end - line);
        if (me->size == ROOM)
            stop(1, "a line came that nobody said");
        memmove(me->bytes, line, me->size);
    }
}

static int all_welcome(long first, long last)
{
    for (long i = first; i < last; i++)
        if (!members[i]->welcome)
            return 0;
    return 1;
}

/* All members come. Of any two that are in, one has heard that the other joined. */
static void join_all(in_port_t port)
{
    long all = count;
    for (long first = 0, last; first < all; first = last) {
        last = first + BATCH < all ? first + BATCH : all;
        for (long i = first; i < last; i++) {
            char name[32];
            members[i] = calloc(1, sizeof **members);
            if (members[i] == NULL
                || (members[i]->heard = calloc((size_t)all, sizeof(long))) == NULL)
                stop(2, "no memory");
            snprintf(name, sizeof name, "m%ld", i + 1);
            at[i] = (struct pollfd){.fd = member_at(port, name, 0), .events = POLLIN};
        }
        count = last;
        while (!all_welcome(first, last))
            listen_to_all();
    }
    while (joined < count * (count - 1) / 2)
        listen_to_all();
}

/* Each says its next lines at once; then all listen until everything has come. */
static void speak(long round, long lines)
{
    static char text[ROOM];
    size_t size = 0;
    for (long number = 1; number <= lines; number++)
        size += (size_t)snprintf(text + size, ROOM - size, "%ld%s\n",
                                 round * lines + number, dots);
    for (long i = 0; i < count; i++)
        if (send(at[i].fd, text, size, MSG_NOSIGNAL) != (ssize_t)size)
            stop(1, "a connection was refused, reset or closed");
    while (lines_heard < (round + 1) * lines * count * (count - 1))
        listen_to_all();
}

/* Who closes while news are unread resets the connection: hence in this order. */
static void leave_all(void)
{
    char rest[4096];
    for (long i = 0; i < count; i++)
        shutdown(at[i].fd, SHUT_WR);
    for (long i = 0; i < count; i++) {
        while (poll(&at[i], 1, PATIENCE) > 0 && recv(at[i].fd, rest, sizeof rest, 0) > 0)
            ;
        close(at[i].fd);
    }
}

int main(int argc, char *argv[])
{
    int with_mute = argc > 1 && strcmp(argv[1], "-m") == 0, mute = -1;
    char **argument = argv + 1 + with_mute;
    if (argc != 5 + with_mute)
        stop(2, usage);
    long port = number_from(argument[0]);
    count = number_from(argument[1]);
    long lines = number_from(argument[2]), rounds = number_from(argument[3]);
    long length = ROOM / (count * lines) - (long)sizeof "m1000: 1000000";
    if (length < 0)
        stop(2, "more than 64 KiB would be on their way to a member");
    memset(dots, '.', (size_t)length < sizeof dots ? (size_t)length : sizeof dots - 1);
    setvbuf(stdout, NULL, _IOLBF, 0);

    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    at = calloc((size_t)count, sizeof *at);
    members = calloc((size_t)count, sizeof *members);
    if (at == NULL || members == NULL || files.rlim_cur < (rlim_t)count + 8)
        stop(2, "too few descriptors: see ulimit -Hn");

    if (with_mute) {
        char welcome[15];       /* "* welcome mute\n" */
        mute = member_at(htons((in_port_t)port), "mute", 1);
        if (recv(mute, welcome, sizeof welcome, MSG_WAITALL) != sizeof welcome)
            stop(1, "a connection was refused, reset or closed");
    }
    join_all(htons((in_port_t)port));
    printf("all %ld members are in\n", count);
    for (long round = 0; round < rounds && told < count; round++)
        speak(round, lines);
    printf("all lines came, in order\n");
    if (told == count)
        printf("mute left\n");
    if (getchar() == EOF && ferror(stdin))
        stop(1, "standard input");
    leave_all();
    if (mute != -1)
        close(mute);
    printf("gone\n");
    return 0;
}
