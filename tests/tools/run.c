/* run.c - starts one program for a check, and sees that nothing of it stays.
 *
 * run [-i] [-o pipe|file|pty] [-t SECONDS] [-b BYTES] LOG PROGRAM [ARG...]
 *   -i  the program's standard input is a terminal, which gets what ours gets
 *   -o  what the program's standard output is (default: pipe)
 *   -t  how long it may live (default: 60); then it is killed
 *   -b  how much it may print on each stream (default: 67108864); ditto
 *   LOG.out and LOG.err receive what it prints, to the byte.
 * Else standard input is handed on. The program gets a session of its own, default
 * signal actions, an empty signal mask, no descriptor above 2, and, where that is
 * allowed, addresses that are not random: the thread sanitizer may need that.
 *
 * Prints on standard output: a line with the program's process id once it has
 * started, and a line `exit N`, `signal N` or `limit time|output` when it has
 * ended; ` left N` is added when N other processes of it were still alive a
 * second later. All of them are killed then, and also when SIGTERM comes or
 * the reader of standard output goes away: whoever asked has ended.
 * Exit 0; 2 with a line on standard error when the program cannot be started.
 *
 * Orphans come to us because of PR_SET_CHILD_SUBREAPER, prctl(2): so Linux. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t told_to_stop, child_changed;

static void on_signal(int number)
{
    if (number == SIGCHLD)
        child_changed = 1;
    else
        told_to_stop = 1;
}

static void die(const char *what)
{
    fprintf(stderr, "run: %s: %s\n", what, strerror(errno));
    exit(2);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The parent of process `pid`, from /proc/PID/stat; -1 when it has gone. */
static int parent_of(int pid)
{
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *stat = fopen(path, "re");
    if (stat == NULL)
        return -1;
    size_t size = fread(text, 1, sizeof text - 1, stat);
    fclose(stat);
    text[size] = 0;
    char *name_end = strrchr(text, ')');
    int parent = -1;
    if (name_end == NULL || sscanf(name_end, ") %*c %d", &parent) != 1)
        return -1;
    return parent;
}

/* Sends SIGKILL to each child, which makes us the parent of theirs, until
 * none is left. */
static void kill_everything(void)
{
    for (;;) {
        DIR *proc = opendir("/proc");
        if (proc == NULL)
            die("/proc");
        for (struct dirent *entry; (entry = readdir(proc)) != NULL;) {
            int pid = atoi(entry->d_name);
            if (pid > 0 && parent_of(pid) == getpid())
                kill(pid, SIGKILL);
        }
        closedir(proc);
        if (waitpid(-1, NULL, 0) == -1 && errno == ECHILD)
            return;
    }
}

/* Makes the two ends of a terminal: ours, and the program's. */
static void open_terminal(int ends[2])
{
    struct termios mode;
    ends[0] = posix_openpt(O_RDWR | O_NOCTTY);
    if (ends[0] == -1 || grantpt(ends[0]) == -1 || unlockpt(ends[0]) == -1)
        die("pseudo-terminal");
    ends[1] = open(ptsname(ends[0]), O_RDWR | O_NOCTTY);
    if (ends[1] == -1 || tcgetattr(ends[1], &mode) == -1)
        die("pseudo-terminal");
    cfmakeraw(&mode);       /* no echo, and "\n" stays "\n" */
    mode.c_lflag |= ICANON; /* but a line is a line, and Ctrl-D the end */
    mode.c_cc[VEOF] = 4;
    if (tcsetattr(ends[1], TCSANOW, &mode) == -1)
        die("pseudo-terminal");
}

static int open_log(const char *prefix, const char *suffix)
{
    char path[4096];
    snprintf(path, sizeof path, "%s.%s", prefix, suffix);
    int log = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (log == -1)
        die(path);
    return log;
}

static void become_program(char *argv[], int in, int out, int err, int report)
{
    sigset_t none;
    setsid();
    if (in != -1)
        dup2(in, 0);
    personality(ADDR_NO_RANDOMIZE);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(out, 1);
    dup2(err, 2);
    dup2(report, 3);
    fcntl(3, F_SETFD, FD_CLOEXEC);
    for (int fd = 4; fd < 1024; fd++)
        close(fd);
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    struct rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    execvp(argv[0], argv);
    int reason = errno;
    if (write(3, &reason, sizeof reason) == -1)
        _exit(126);
    _exit(127);
}

/* Moves what is there from a stream to its log; 0 at the end of the stream. */
static int move(int from, int log, long *room)
{
    char buffer[65536];
    ssize_t size = read(from, buffer, sizeof buffer);
    if (size == -1 && errno == EINTR)
        return 1;
    if (size <= 0)
        return 0;
    size_t keep = *room < size ? (size_t)(*room < 0 ? 0 : *room) : (size_t)size;
    if (keep > 0 && write(log, buffer, keep) != (ssize_t)keep)
        die("log");
    *room -= size;
    return 1;
}

/* Moves what is there from standard input to the terminal; the end, which is
 * a 0, becomes what users type to say so: Ctrl-D. */
static int type(int terminal)
{
    char buffer[1024] = {4};
    ssize_t size = read(0, buffer, sizeof buffer);
    if (size == -1 && errno == EINTR)
        return 1;
    size_t typed = size > 0 ? (size_t)size : 1;
    return write(terminal, buffer, typed) == size;
}

int main(int argc, char *argv[])
{
    const char *kind = "pipe", *limit = NULL;
    double seconds = 60;
    int typed = 0;
    long bytes = 64L << 20;
    for (int option; (option = getopt(argc, argv, "+io:t:b:")) != -1;) {
        if (option == 'i')
            typed = 1;
        else if (option == 'o')
            kind = optarg;
        else if (option == 't')
            seconds = atof(optarg);
        else if (option == 'b')
            bytes = atol(optarg);
        else
            exit(2);
    }
    if (argc - optind < 2 || (strcmp(kind, "pipe") != 0
        && strcmp(kind, "file") != 0 && strcmp(kind, "pty") != 0)) {
        fprintf(stderr, "usage: run [-i] [-o pipe|file|pty] [-t SECONDS] "
                "[-b BYTES] LOG PROGRAM [ARG...]\n");
        exit(2);
    }
    for (int fd = 3; fd < 1024; fd++)
        close(fd);
    setsid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);

    int logs[2] = {open_log(argv[optind], "out"), open_log(argv[optind], "err")};
    int in[2] = {-1, -1}, out[2] = {-1, logs[0]}, err[2], report[2];
    if (pipe2(err, O_CLOEXEC) == -1 || pipe2(report, O_CLOEXEC) == -1)
        die("pipe");
    if (typed)
        open_terminal(in);
    if (strcmp(kind, "pty") == 0)
        open_terminal(out);
    else if (strcmp(kind, "pipe") == 0 && pipe2(out, O_CLOEXEC) == -1)
        die("pipe");

    sigset_t blocked, unblocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGCHLD);
    sigprocmask(SIG_BLOCK, &blocked, &unblocked);
    sigdelset(&unblocked, SIGTERM);
    sigdelset(&unblocked, SIGCHLD);
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGCHLD, &action, NULL);
    signal(SIGPIPE, SIG_IGN);

    pid_t program = fork();
    if (program == -1)
        die("fork");
    if (program == 0)
        become_program(argv + optind + 1, in[1], out[1], err[1], report[1]);
    close(report[1]);
    close(err[1]);
    if (in[1] != -1)
        close(in[1]);
    if (out[0] != -1)
        close(out[1]);
    int reason;
    if (read(report[0], &reason, sizeof reason) > 0) {
        errno = reason;
        die(argv[optind + 1]);
    }
    close(report[0]);
    if (!typed)
        close(0);
    printf("%d\n", (int)program);
    fflush(stdout);

    double end = now() + seconds, grace = 0;
    long room[2] = {bytes, bytes};
    struct pollfd at[4] = {{out[0], POLLIN, 0}, {err[0], POLLIN, 0}, {1, 0, 0},
        {typed ? 0 : -1, POLLIN, 0}};
    int status = 0, ended = 0, alone = 0;
    while (!told_to_stop && !(ended && alone && at[0].fd == -1 && at[1].fd == -1)) {
        double left = (grace > 0 ? grace : end) - now();
        if (left <= 0) {
            limit = grace > 0 ? NULL : "time";
            break;
        }
        struct timespec wait = {(time_t)left, (long)((left - (double)(time_t)left) * 1e9)};
        if (child_changed)
            wait = (struct timespec){0, 0};
        int ready = ppoll(at, 4, &wait, &unblocked);
        if (ready > 0 && at[2].revents != 0)
            break;
        if (ready > 0 && at[3].revents != 0 && !type(in[0]))
            at[3].fd = -1;
        for (int i = 0; ready > 0 && i < 2; i++) {
            if (at[i].revents != 0 && !move(at[i].fd, logs[i], &room[i]))
                at[i].fd = -1;
            if (room[i] < 0)
                limit = "output";
        }
        if (limit != NULL)
            break;
        if (child_changed) {
            int how;
            pid_t gone;
            child_changed = 0;
            while ((gone = waitpid(-1, &how, WNOHANG)) > 0)
                if (gone == program) {
                    ended = 1;
                    status = how;
                }
            alone = gone == -1;
            if (ended && !alone && grace <= 0)
                grace = now() + 1;
        }
    }

    int left_over = 0;
    if (ended && !alone) {
        DIR *proc = opendir("/proc");
        for (struct dirent *entry; proc && (entry = readdir(proc)) != NULL;)
            if (isdigit((unsigned char)entry->d_name[0])
                && parent_of(atoi(entry->d_name)) == getpid())
                left_over++;
        closedir(proc);
    }
    kill_everything();
    for (int i = 0; i < 2; i++)
        while (at[i].fd != -1 && limit == NULL && move(at[i].fd, logs[i], &room[i]))
            ;
    if (limit != NULL)
        printf("limit %s", limit);
    else if (!ended)
        printf("signal %d", SIGKILL);
    else if (WIFSIGNALED(status))
        printf("signal %d", WTERMSIG(status));
    else
        printf("exit %d", WEXITSTATUS(status));
    if (left_over > 0)
        printf(" left %d", left_over);
    printf("\n");
    return 0;
}
