/* load.c - starts an echo server and measures it. Linux only (epoll, /proc).
 *
 * load echo PORT CONNECTIONS TRIPS -- SERVER [ARGUMENT]...
 *   opens so many connections; then each sends a message when the answer to its last one
 *   has come, until there have been TRIPS round trips in all
 * load idle PORT TRIPS COUNT... -- SERVER [ARGUMENT]...
 *   the same with 10 connections, and with 1 for a quarter of the trips, while there are
 *   COUNT of them, one COUNT after another, each at least as large as the one before: the
 *   others say nothing after their first message. `-BUSY-COUNT` stands after each METRIC
 * load connect PORT AT_ONCE COUNT -- SERVER [ARGUMENT]...
 *   connects, sends a message, reads the answer, closes, COUNT times; AT_ONCE of these
 *   begin together, and the next so many when all have ended
 * load memory PORT CONNECTIONS -- SERVER [ARGUMENT]...
 *   the memory of the server's own that a connection takes, which has had one answer and
 *   is quiet now: Pss of all the server's processes, what it grew by, divided
 *
 * A message is 64 bytes: upper-case letters, digits and spaces, then a newline. An
 * answer is the same bytes, or the run fails. The server has to listen at 127.0.0.1
 * and PORT, and is gone with all its processes when this ends.
 *
 * Prints lines of `METRIC VALUE UNIT`: wall (s), rate (1/s) and cpu (s, both ends, of
 * what is timed only: start and, for echo, connecting are not); or memory (KiB).
 * Exit 0; 1 with a line on standard error when an answer is wrong or does not come; 2
 * for usage and for what cannot be had here, such as descriptors. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SIZE = 64, BURST = 100, PATIENCE = 120 /* seconds */ };

struct connection {
    int fd;
    unsigned trips;
    size_t got;             /* of the answer that is on its way */
    char said[SIZE];
};
static struct connection *connections;
static struct sockaddr_in there = {.sin_family = AF_INET};
static pid_t server = -1;
static int events_of = -1;      /* the epoll instance */

/* Ends every process that is below us: the server's group, and then whoever became our
   child when its parent ended. */
static void end_server(void)
{
    char path[64];
    if (server == -1)
        return;
    kill(-server, SIGKILL);
    kill(server, SIGKILL);
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    while (wait(NULL) != -1) {
        FILE *file = fopen(path, "r");
        int pid;
        while (file != NULL && fscanf(file, "%d", &pid) == 1)
            kill(pid, SIGKILL);
        if (file != NULL)
            fclose(file);
    }
}

static void fail(int status, const char *format, ...)
{
    va_list arguments;
    fputs("load: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    end_server();
    exit(status);
}

static void die(const char *what)
{
    fail(1, "%s: %s", what, strerror(errno));
}

static void usage(void)
{
    fprintf(stderr, "usage: load echo PORT CONNECTIONS TRIPS -- SERVER [ARGUMENT]...\n"
                    "       load idle PORT TRIPS COUNT... -- SERVER [ARGUMENT]...\n"
                    "       load connect PORT AT_ONCE COUNT -- SERVER [ARGUMENT]...\n"
                    "       load memory PORT CONNECTIONS -- SERVER [ARGUMENT]...\n");
    exit(2);
}

static unsigned number_from(const char *text, unsigned long most)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || number > most)
        usage();
    return (unsigned)number;
}

static double now(clockid_t clock)
{
    struct timespec time;
    if (clock_gettime(clock, &time) == -1)
        return 0;               /* a process that has just ended */
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* --- the server, seen from outside --- */

/* Whether somebody listens at our port; /proc/net/tcp shows addresses in hexadecimal. */
static int listening(void)
{
    char line[256], wanted[32];
    int found = 0;
    FILE *file = fopen("/proc/net/tcp", "r");
    if (file == NULL)
        die("/proc/net/tcp");
    snprintf(wanted, sizeof wanted, ":%04X 00000000:0000 0A", ntohs(there.sin_port));
    while (!found && fgets(line, sizeof line, file) != NULL)
        found = strstr(line, wanted) != NULL;
    fclose(file);
    return found;
}

/* Starts the server in a process group of its own, and waits until it listens. */
static void start_server(char *command[])
{
    if (listening())
        fail(2, "port %d is in use already; another program listens there", ntohs(there.sin_port));
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) == -1)
        die("prctl");
    fflush(stdout);
    server = fork();
    if (server == -1)
        die("fork");
    if (server == 0) {
        int null = open("/dev/null", O_RDWR);
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        close(null);
        execvp(command[0], command);
        fprintf(stderr, "load: %s: %s\n", command[0], strerror(errno));
        _exit(127);
    }
    setpgid(server, server);
    double late = now(CLOCK_MONOTONIC) + (double)PATIENCE;
    while (!listening()) {
        if (waitpid(server, NULL, WNOHANG) == server)
            fail(1, "%s ended before it listened at 127.0.0.1:%d", command[0], ntohs(there.sin_port));
        if (now(CLOCK_MONOTONIC) > late)
            fail(1, "%s does not listen at 127.0.0.1:%d", command[0], ntohs(there.sin_port));
        poll(NULL, 0, 2);
    }
}

/* CPU seconds of children that a process has waited for: the kernel counts them in
   nanoseconds and shows them in ticks. */
static double cpu_of_waited(pid_t pid)
{
    char path[64], text[1024];
    unsigned long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return 0;
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[size] = '\0';
    char *rest = strrchr(text, ')');    /* a name may have blanks and brackets */
    if (rest != NULL)
        sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static double cpu_of(pid_t pid)
{
    clockid_t clock;
    return (clock_getcpuclockid(pid, &clock) == 0 ? now(clock) : 0) + cpu_of_waited(pid);
}

/* KiB of memory that a process has for itself, and of what it shares its share. */
static double memory_of(pid_t pid)
{
    char path[64], line[256];
    double size = 0;
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "Pss: %lf", &size) == 1)
            break;
    if (file != NULL)
        fclose(file);
    return size;
}

/* The sum of `measure` over a process and all below it. Any of its threads may have
   started children, but here it is the first that does; a thread for each client does
   not. */
static double sum_over(pid_t pid, double (*measure)(pid_t))
{
    char path[64];
    int child;
    double sum = measure(pid);
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return sum;
    while (fscanf(file, "%d", &child) == 1)
        sum += sum_over(child, measure);
    fclose(file);
    return sum;
}

static double began, cpu_before;
static void begin(void)
{
    cpu_before = sum_over(server, cpu_of) + now(CLOCK_PROCESS_CPUTIME_ID);
    began = now(CLOCK_MONOTONIC);
}

static void end(unsigned count, const char *after)
{
    double wall = now(CLOCK_MONOTONIC) - began;
    double cpu = now(CLOCK_PROCESS_CPUTIME_ID) + sum_over(server, cpu_of) - cpu_before;
    printf("wall%s %.6f s\nrate%s %.1f 1/s\ncpu%s %.6f s\n", after, wall, after, count / wall, after, cpu);
}

/* --- connections --- */

/* Starts to connect; without a wait, unless it is the only one. */
static void start(struct connection *c, int alone)
{
    c->got = 0;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | (alone ? 0 : SOCK_NONBLOCK), 0);
    if (c->fd == -1)
        die("socket");
    struct timeval patience = {.tv_sec = PATIENCE};
    if (alone && setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == -1)
        die("setsockopt");
    if (connect(c->fd, (struct sockaddr *)&there, sizeof there) == -1 && errno != EINPROGRESS)
        die("connect");
}

/* Sends its next message; 64 bytes always find room, since no answer is due. */
static void say(struct connection *c)
{
    c->said[SIZE - 2] = (char)('A' + c->trips % 26);
    ssize_t sent = send(c->fd, c->said, SIZE, MSG_NOSIGNAL);
    if (sent == -1)
        die("send");
    if (sent != SIZE)
        fail(1, "the kernel took %zd bytes of %d", sent, SIZE);
}

/* Receives what has come of the answer. Returns 1 when it is all there. */
static int hear(struct connection *c)
{
    char text[SIZE];
    ssize_t size = recv(c->fd, text, SIZE - c->got, 0);
    if (size == -1 && errno == EAGAIN)
        fail(1, "no answer for %d seconds", PATIENCE);
    if (size == -1)
        die("recv");
    if (size == 0)
        fail(1, "the server left after %u answers", c->trips);
    if (memcmp(text, c->said + c->got, (size_t)size) != 0)
        fail(1, "wrong answer: sent \"%.63s\", got \"%.*s\"", c->said, (int)size, text);
    c->got += (size_t)size;
    if (c->got < SIZE)
        return 0;
    c->got = 0;
    c->trips++;
    return 1;
}

static void watch(int how, struct connection *c, uint32_t what)
{
    struct epoll_event event = {.events = what, .data.ptr = c};
    if (epoll_ctl(events_of, how, c->fd, &event) == -1)
        die("epoll_ctl");
}

/* Waits for news of those we watch; returns of how many. */
static int news(struct epoll_event *events, int most)
{
    int count = epoll_wait(events_of, events, most, PATIENCE * 1000);
    if (count == -1)
        die("epoll_wait");
    if (count == 0)
        fail(1, "no answer for %d seconds", PATIENCE);
    return count;
}

/* Lets `count` connections connect together and have one answer each. They are watched
   then, or closed. */
static void one_answer_each(struct connection *first, unsigned count, int then_close)
{
    struct epoll_event events[BURST];
    for (unsigned i = 0; i < count; i++) {
        start(&first[i], 0);
        watch(EPOLL_CTL_ADD, &first[i], EPOLLOUT);
    }
    for (unsigned done = 0; done < count;)
        for (int i = news(events, BURST); i-- > 0;) {
            struct connection *c = events[i].data.ptr;
            if (events[i].events & EPOLLIN) {
                if (!hear(c))
                    continue;
                done++;
                if (then_close)
                    close(c->fd);
            } else {
                int problem = 0;
                socklen_t size = sizeof problem;
                getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &problem, &size);
                if (problem != 0)
                    fail(1, "connect: %s", strerror(problem));
                say(c);
                watch(EPOLL_CTL_MOD, c, EPOLLIN);
            }
        }
}

/* Opens connections, some at a time: what the server has not accepted yet must fit into
   its queue, and how long that is is not what is measured here. */
static void open_all(struct connection *first, unsigned count)
{
    for (unsigned i = 0; i < count; i += BURST)
        one_answer_each(first + i, count - i < BURST ? count - i : BURST, 0);
}

/* --- what can be measured --- */

static void echo_alone(unsigned trips)
{
    struct connection *c = connections;
    start(c, 1);
    say(c);
    while (!hear(c))
        ;
    begin();
    for (unsigned i = 0; i < trips; i++) {
        say(c);
        while (!hear(c))
            ;
    }
    end(trips, "");
}

/* The first `count` connections, which are open, are busy. */
static void busy(unsigned count, unsigned trips, const char *after)
{
    struct epoll_event events[256];
    if (trips < count)
        count = trips;
    begin();
    for (unsigned i = 0; i < count; i++)
        say(&connections[i]);
    for (unsigned said = count, heard = 0; heard < trips;)
        for (int i = news(events, 256); i-- > 0;) {
            struct connection *c = events[i].data.ptr;
            if (!hear(c))
                continue;
            heard++;
            if (said < trips) {
                say(c);
                said++;
            }
        }
    end(trips, after);
}

static void echo(unsigned count, unsigned trips)
{
    if (count == 1) {
        echo_alone(trips);
        return;
    }
    open_all(connections, count);
    busy(count, trips, "");
}

static void idle(unsigned trips, const unsigned *counts, unsigned given)
{
    char after[64];
    unsigned opened = 0;
    for (unsigned i = 0; i < given; i++) {
        open_all(connections + opened, counts[i] - opened);
        opened = counts[i];
        snprintf(after, sizeof after, "-10-%u", opened);
        busy(10, trips, after);
        snprintf(after, sizeof after, "-1-%u", opened);
        busy(1, trips / 4, after);
    }
}

static void connect_often(unsigned at_once, unsigned count)
{
    begin();
    for (unsigned done = 0; done < count; done += at_once)
        if (at_once == 1) {
            start(connections, 1);
            say(connections);
            while (!hear(connections))
                ;
            close(connections->fd);
        } else
            one_answer_each(connections, at_once, 1);
    end(count, "");
}

static void memory(unsigned count)
{
    open_all(connections, 1);
    double before = sum_over(server, memory_of);
    open_all(connections + 1, count);
    printf("memory %.4f KiB\n", (sum_over(server, memory_of) - before) / count);
}

int main(int argc, char *argv[])
{
    unsigned number[8] = {0}, given = 0;
    int i = 3;
    if (argc < 4)
        usage();
    const char *mode = argv[1];
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    there.sin_port = htons((in_port_t)number_from(argv[2], 65535));
    for (; i < argc && strcmp(argv[i], "--") != 0 && given < 8; i++) {
        number[given++] = number_from(argv[i], 1000000000);
        if (number[given - 1] == 0)
            usage();
    }
    if (i + 1 >= argc || strcmp(argv[i], "--") != 0 || given == 0)
        usage();
    unsigned most = number[0] + 1;
    int known = 0;
    if (strcmp(mode, "echo") == 0)
        known = given == 2;
    else if (strcmp(mode, "connect") == 0)
        known = given == 2 && number[0] <= BURST && number[1] % number[0] == 0;
    else if (strcmp(mode, "memory") == 0)
        known = given == 1;
    else if (strcmp(mode, "idle") == 0) {
        known = given >= 2 && number[0] >= 4 && number[1] >= 10;
        for (unsigned k = 2; k < given; k++)
            known = known && number[k] >= number[k - 1];
        most = number[given - 1];
    }
    if (!known)
        usage();

    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < most + 20)
        fail(2, "%u connections need ulimit -n %u; it is %lu", most, most + 20, (unsigned long)files.rlim_cur);
    connections = calloc(most, sizeof *connections);
    if (connections == NULL)
        die("calloc");
    for (unsigned c = 0; c < most; c++) {
        char text[SIZE + 1];
        snprintf(text, sizeof text, "CONNECTION %-51u \n", c);
        memcpy(connections[c].said, text, SIZE);
    }
    events_of = epoll_create1(EPOLL_CLOEXEC);
    if (events_of == -1)
        die("epoll_create1");
    start_server(argv + i + 1);
    if (strcmp(mode, "echo") == 0)
        echo(number[0], number[1]);
    else if (strcmp(mode, "idle") == 0)
        idle(number[0], number + 1, given - 1);
    else if (strcmp(mode, "connect") == 0)
        connect_often(number[0], number[1]);
    else
        memory(number[0]);
    end_server();
    return 0;
}
