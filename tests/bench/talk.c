/* talk.c - many members of a chat, one of whom speaks: how long it takes until all have heard it.
 * Linux only: epoll, so that the many who listen cost little.
 *
 * talk PORT MEMBERS SERVER
 * Connects MEMBERS clients to 127.0.0.1 and PORT, one after another; each gives a name and is
 * welcome. Prints `in` when all have heard who else came. Then, for each line LINES SECONDS on
 * standard input (1 to 64; tenths will do), the members talk for so long: one sends LINES lines at
 * once, of which each is 64 bytes when the others get it; when the last of the others has all of
 * them, it is the next one's turn. Every byte that comes to anybody is compared with what is due.
 *
 * Prints for each such line DELIVERED WALL CPU: how many lines were delivered, one for each member
 * that got it; in how many seconds; and the CPU seconds of this program and of the process SERVER
 * in this time. Exit 0 at the end of the input; 1 with a line on standard error when a byte is
 * wrong, a connection is lost, or nothing comes for 20 seconds; 2 for usage, or where there are not
 * so many descriptors. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 64, NAME = 5, MOST_LINES = 64, PATIENCE = 20000 };    /* names are m0000 to m9999 */

static int *members;            /* their sockets */
static long count;
static size_t *heard;           /* how much of what is due has come to each */
static int events;

static void stop(int status, const char *what)
{
    fprintf(stderr, "talk: %s\n", what);
    exit(status);
}

static double seconds(clockid_t clock)
{
    struct timespec now;
    if (clock_gettime(clock, &now) == -1)
        stop(1, "the server has ended");
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Member `i` comes, and waits for its welcome. Those who are in are told. */
static void join(long i, struct sockaddr_in *there)
{
    char text[64], answer[64];
    int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd == -1)
        stop(2, "too few descriptors: see ulimit -Hn");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    int length = snprintf(text, sizeof text, "m%04ld\n", i);
    if (connect(fd, (struct sockaddr *)there, sizeof *there) == -1
        || send(fd, text, (size_t)length, MSG_NOSIGNAL) != length)
        stop(1, "a connection was refused, reset or closed");
    length = snprintf(text, sizeof text, "* welcome m%04ld\n", i);
    if (recv(fd, answer, (size_t)length, MSG_WAITALL) != length
        || memcmp(answer, text, (size_t)length) != 0)
        stop(1, "a member is not welcome");
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (unsigned)i};
    if (epoll_ctl(events, EPOLL_CTL_ADD, fd, &event) == -1)
        stop(2, "too few descriptors: see ulimit -Hn");
    members[i] = fd;
}

/* Receives once from member `i`, to whom `size` bytes of `text` are due; true: it has them all. */
static int receive(long i, const char *text, size_t size)
{
    char buffer[16384];
    ssize_t got = recv(members[i], buffer, sizeof buffer, 0);
    if (got <= 0)
        stop(1, "a connection was reset or closed");
    if ((size_t)got > size - heard[i] || memcmp(buffer, text + heard[i], (size_t)got) != 0)
        stop(1, "a byte came that nobody said, or not in its order");
    heard[i] += (size_t)got;
    return heard[i] == size;
}

/* Waits until so many members have all that is due to them; to `speaker` nothing is. */
static void listen_to_all(long waiting, long speaker, const char *text, size_t size)
{
    struct epoll_event ready[256];
    while (waiting > 0) {
        int found = epoll_wait(events, ready, 256, PATIENCE);
        if (found <= 0)
            stop(1, "not all that was said came");
        for (int e = 0; e < found; e++) {
            long i = (long)ready[e].data.u32;
            waiting -= receive(i, text, i == speaker ? 0 : size);
        }
    }
}

/* Those who were in first heard most of the others join. */
static void hear_all_join(void)
{
    char one[64];
    size_t line = (size_t)snprintf(one, sizeof one, "* m%04ld joined\n", 0L);
    char *text = malloc((size_t)count * line);
    if (text == NULL)
        stop(2, "no memory");
    for (long i = 0; i < count; i++) {
        snprintf(one, sizeof one, "* m%04ld joined\n", i);
        memcpy(text + (size_t)i * line, one, line);
    }
    for (long i = 0; i < count; i++) {
        heard[i] = (size_t)(i + 1) * line;
        while (heard[i] < (size_t)count * line)
            receive(i, text, (size_t)count * line);
    }
    free(text);
}

/* One member says `lines` lines, which have numbers; returns when all have heard them. */
static void speak(long speaker, long lines, unsigned long *number)
{
    char said[MOST_LINES * LINE], text[MOST_LINES * LINE];
    size_t size = 0, prefix = NAME + 2;
    for (long l = 0; l < lines; l++) {
        char *line = text + l * LINE, start[64];
        int length = snprintf(start, sizeof start, "m%04ld: %lu ", speaker, ++*number);
        memset(line, '.', LINE - 1);
        memcpy(line, start, (size_t)length);
        line[LINE - 1] = '\n';
        memcpy(said + size, line + prefix, LINE - prefix);
        size += LINE - prefix;
    }
    memset(heard, 0, (size_t)count * sizeof *heard);
    if (send(members[speaker], said, size, MSG_NOSIGNAL) != (ssize_t)size)
        stop(1, "a connection was reset or closed");
    listen_to_all(count - 1, speaker, text, (size_t)lines * LINE);
}

/* The members talk for a while, after five turns that do not count. */
static void talk(long lines, double least, clockid_t server)
{
    static unsigned long number;
    static long turn;
    for (long i = 0; i < 5; i++)
        speak(turn++ % count, lines, &number);
    double now, begin = seconds(CLOCK_MONOTONIC);
    double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) + seconds(server);
    unsigned long before = number;
    do
        speak(turn++ % count, lines, &number);
    while ((now = seconds(CLOCK_MONOTONIC)) < begin + least);
    cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) + seconds(server) - cpu;
    printf("%lu %.6f %.6f\n", (number - before) * (unsigned long)(count - 1), now - begin, cpu);
}

int main(int argc, char *argv[])
{
    static const char usage[] = "usage: talk PORT MEMBERS SERVER; 2 to 9999 members";
    struct sockaddr_in there = {.sin_family = AF_INET};
    struct rlimit files;
    clockid_t server;
    if (argc != 4)
        stop(2, usage);
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    there.sin_port = htons((in_port_t)atol(argv[1]));
    count = atol(argv[2]);
    if (count < 2 || count > 9999)
        stop(2, usage);
    if (clock_getcpuclockid((pid_t)atol(argv[3]), &server) != 0)
        stop(2, "there is no process SERVER");
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    members = calloc((size_t)count, sizeof *members);
    heard = calloc((size_t)count, sizeof *heard);
    events = epoll_create1(0);
    if (members == NULL || heard == NULL || events == -1 || files.rlim_cur < (rlim_t)count + 8)
        stop(2, "too few descriptors: see ulimit -Hn");
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (long i = 0; i < count; i++)
        join(i, &there);
    hear_all_join();
    printf("in\n");

    char line[64];
    long lines;
    double least;
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (sscanf(line, "%ld %lf", &lines, &least) != 2 || lines < 1 || lines > MOST_LINES)
            stop(2, "a line of standard input is LINES SECONDS; 1 to 64 lines");
        talk(lines, least, server);
    }
    return 0;
}
