/* pair.c - starts a server, then its client, and measures both until both are done.
 * Linux only.
 *
 * pair [-k] [-s CPU] [-c CPU] [-i FILE] [-o FILE] PORT SERVER [ARG...] -- CLIENT [ARG...]
 * Starts SERVER, waits until a socket listens at PORT, and starts CLIENT. Done are they when
 * CLIENT has ended and SERVER too, with all the children of both.
 *   -k  the server stays: done is it when only its first process is left, which is ended then
 *   -s  the CPU that the server may use; -c  that of the client
 *   -i  the client's standard input;     -o  the server's standard output, emptied before
 * With PORT 0 there is no server, and no `--`: the rest is CLIENT.
 *
 * Prints WALL CPU SERVER CLIENT: the seconds from the client's start to the end; the CPU
 * seconds of all processes in this time; and the memory of each side in KiB, that of its
 * largest process when it was largest. The processes are traced: each stops when it ends, so
 * that its clock can be read, also where its parent does not wait for it. Nothing else stops
 * them. Exit 0; 1 with a line on standard error when the first process of a side fails, nothing listens after
 * 10 seconds, or both are not done after 120; 2 for usage, or a port that is taken. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct side {
    pid_t first;            /* its group has this number, too */
    int alive;              /* processes */
    double cpu;             /* seconds of those that have ended */
    long memory;            /* KiB of the largest process */
};
static struct side server, client, *stopped;    /* the last: ended by us */
static double end;          /* when the last process ended */

static void stop(int status, const char *what)
{
    fprintf(stderr, "pair: %s\n", what);
    exit(status);
}

static void too_slow(int number)
{
    static const char text[] = "pair: not done after 120 seconds\n";
    (void)number;
    if (write(STDERR_FILENO, text, sizeof text - 1) == -1)
        _exit(2);
    _exit(1);
}

static double seconds(clockid_t clock)
{
    struct timespec now = {0};
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The CPU seconds that a living process has used, with all its threads. */
static double cpu_of(pid_t process)
{
    clockid_t clock;
    if (clock_getcpuclockid(process, &clock) != 0)
        stop(1, "a process has no clock");
    return seconds(clock);
}

/* The most memory that a living process has had, in KiB. */
static long memory_of(pid_t process)
{
    char name[64], line[128];
    long size = 0;
    snprintf(name, sizeof name, "/proc/%ld/status", (long)process);
    FILE *file = fopen(name, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "VmHWM: %ld", &size) == 1)
            break;
    if (file != NULL)
        fclose(file);
    return size;
}

static int port_listens(unsigned port)
{
    char line[256];
    unsigned there, state;
    int found = 0;
    FILE *file = fopen("/proc/net/tcp", "r");
    if (file == NULL)
        stop(2, "/proc/net/tcp is missing");
    while (!found && fgets(line, sizeof line, file) != NULL)
        found = sscanf(line, " %*d: %*x:%x %*x:%*x %x", &there, &state) == 2
            && there == port && state == 10;
    fclose(file);
    return found;
}

static void become(char *argv[], int cpu, const char *input, const char *output)
{
    int in = open(input, O_RDONLY);
    int out = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (in == -1 || out == -1 || dup2(in, 0) == -1 || dup2(out, 1) == -1)
        stop(2, "a file cannot be opened");
    close(in);
    close(out);
    cpu_set_t set;
    CPU_ZERO(&set);
    if (cpu >= 0)
        CPU_SET((size_t)cpu, &set);
    if (cpu >= 0 && sched_setaffinity(0, sizeof set, &set) == -1)
        stop(2, "this CPU cannot be had");
    execvp(argv[0], argv);
    fprintf(stderr, "pair: %s: %s\n", argv[0], strerror(errno));
    _exit(2);
}

/* Starts the first process of a side. It waits until it is traced. */
static void start(struct side *side, char *argv[], int cpu, const char *input, const char *output)
{
    int gate[2];
    char byte;
    if (pipe2(gate, O_CLOEXEC) == -1 || (side->first = fork()) == -1)
        stop(2, "no process or pipe to be had");
    if (side->first == 0) {
        setpgid(0, 0);
        close(gate[1]);
        if (read(gate[0], &byte, 1) == 0)
            become(argv, cpu, input, output);
        _exit(2);
    }
    setpgid(side->first, side->first);
    side->alive = 1;
    if (ptrace(PTRACE_SEIZE, side->first, 0,
               PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL) == -1)
        stop(2, "processes cannot be traced here");
    close(gate[0]);
    close(gate[1]);
}

/* A process is about to end: now or never can its clock be read. */
static void ended(pid_t process, int kept)
{
    struct side *side = getpgid(process) == server.first ? &server : &client;
    unsigned long status = 0;
    long memory = memory_of(process);
    ptrace(PTRACE_GETEVENTMSG, process, 0, &status);
    if (process == side->first && side != stopped && (status != 0 || (kept && side == &server)))
        stop(1, side == &server ? "the server failed" : "the client failed");
    side->cpu += cpu_of(process);
    side->memory = memory > side->memory ? memory : side->memory;
    side->alive--;
    end = seconds(CLOCK_MONOTONIC);
}

/* Handles one thing that happened to a process, if there is one; false: there was none. */
static int handle_event(int kept, int options)
{
    int status, number = 0;
    pid_t process = waitpid(-1, &status, options | __WALL);
    if (process <= 0)
        return 0;
    if (!WIFSTOPPED(status))
        return 1;
    switch (status >> 16) {
    case 0:
        number = WSTOPSIG(status);
        break;
    case PTRACE_EVENT_FORK:
    case PTRACE_EVENT_VFORK:
        (getpgid(process) == server.first ? &server : &client)->alive++;
        break;
    case PTRACE_EVENT_EXIT:
        ended(process, kept);
        break;
    }
    ptrace(PTRACE_CONT, process, 0, number);
    return 1;
}

int main(int argc, char *argv[])
{
    static const char usage[] = "usage: pair [-k] [-s CPU] [-c CPU] [-i FILE] [-o FILE] PORT SERVER [ARG...] -- CLIENT [ARG...]";
    int option, kept = 0, server_cpu = -1, client_cpu = -1;
    const char *input = "/dev/null", *output = "/dev/null";
    while ((option = getopt(argc, argv, "+ks:c:i:o:")) != -1)
        switch (option) {
        case 'k': kept = 1; break;
        case 's': server_cpu = atoi(optarg); break;
        case 'c': client_cpu = atoi(optarg); break;
        case 'i': input = optarg; break;
        case 'o': output = optarg; break;
        default: stop(2, usage);
        }
    if (argc - optind < 2)
        stop(2, usage);
    unsigned port = (unsigned)atoi(argv[optind++]);
    char **second = argv + optind;
    signal(SIGALRM, too_slow);
    alarm(120);
    if (port != 0) {
        while (*second != NULL && strcmp(*second, "--") != 0)
            second++;
        if (*second == NULL || second == argv + optind || second[1] == NULL)
            stop(2, usage);
        *second++ = NULL;
        if (port_listens(port))
            stop(2, "the port is taken");
        start(&server, argv + optind, server_cpu, "/dev/null", output);
        for (double begin = seconds(CLOCK_MONOTONIC); !port_listens(port); poll(NULL, 0, 1)) {
            while (handle_event(kept, WNOHANG))
                ;
            if (seconds(CLOCK_MONOTONIC) > begin + 10)
                stop(1, "the server does not listen");
        }
        server.cpu -= cpu_of(server.first);
    }
    double begin = seconds(CLOCK_MONOTONIC);
    start(&client, second, client_cpu, input, port == 0 ? output : "/dev/null");
    while (client.alive > 0 || server.alive > kept)
        if (!handle_event(kept, 0))
            stop(1, "a process is lost");
    if (kept) {
        server.cpu += cpu_of(server.first);
        long memory = memory_of(server.first);
        server.memory = memory > server.memory ? memory : server.memory;
        stopped = &server;
        kill(server.first, SIGKILL);
    }
    double wall = end - begin, cpu = server.cpu + client.cpu;
    while (handle_event(kept, 0))
        ;
    printf("%.6f %.6f %ld %ld\n", wall, cpu, server.memory, client.memory);
    return 0;
}
