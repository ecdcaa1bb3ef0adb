/* run.c - starts one program for a check, and sees that nothing of it stays.
 *
 * run [-i] [-o pipe|file|pty] [-t SECONDS] [-b BYTES] [-m MIB] [-p COUNT]
 *     [-c SECONDS] [-f MIB] [-s] [-u UID] PROGRAM [ARG...]
 *   -i  the program's standard input is a terminal, which gets what ours gets
 *   -o  what the program's standard output is (default: pipe)
 *   -t  how long it may live (default: 60); then it is killed
 *   -b  how much it may print on each stream (default: 67108864); ditto
 *   -m  how much memory it may have, with all that it starts; ditto
 *   -p  how many processes and threads its user may have (RLIMIT_NPROC); when it
 *       has 5/8 of them, it is killed, for soon nobody else would get to run
 *   -c  how much of the processor's time each process may use (RLIMIT_CPU)
 *   -f  how large a file may become (RLIMIT_FSIZE)
 *   -s  it may not ask the kernel for what no program on sockets needs, and what
 *       would get it out of our sight: see refuse_calls
 *   -u  the user and group that it runs as, with no right to be another
 * Descriptors 3 and 4 receive what it prints on standard output and standard
 * error, to the byte. Else standard input is handed on. The program gets a session of its own, default
 * signal actions, an empty signal mask, no descriptor above 2, and, where that is
 * allowed, addresses that are not random: the thread sanitizer may need that.
 *
 * Prints on standard output: a line with the program's process id once it has
 * started, and a line `exit N`, `signal N` or `limit time|output|memory|processes` when it has
 * ended; ` left N` is added when N other processes of it were still alive a
 * second later. All of them are killed then, and also when SIGTERM comes or
 * the reader of standard output goes away: whoever asked has ended.
 * Exit 0; 2 with a line on standard error when the program cannot be started.
 *
 * Orphans come to us because of PR_SET_CHILD_SUBREAPER, prctl(2): so Linux. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <stdbool.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#if __has_include(<linux/audit.h>)
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#endif

static volatile sig_atomic_t told_to_stop, child_changed;
static long user = -1, processes = -1, processor_seconds = -1, file_size = -1;
static bool guarded;

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

/* The parent of process `pid`, and what it has of memory and how many threads into
 * *pages and *threads, from /proc/PID/stat; -1 when it has gone. */
static int parent_of(int pid, long *pages, long *threads)
{
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *stat = fopen(path, "re");
    if (stat == NULL)
        return -1;
    size_t size = fread(text, 1, sizeof text - 1, stat);
    fclose(stat);
    text[size] = 0;
    char *name_end = strrchr(text, ')');
    int parent = -1;
    if (name_end == NULL || sscanf(name_end, ") %*c %d %*d %*d %*d %*d %*u %*u"
        " %*u %*u %*u %*u %*u %*d %*d %*d %*d %ld %*d %*u %*u %ld", &parent, threads, pages) != 3)
        return -1;
    return parent;
}

/* What process `pid` has of memory in bytes, what it shares counted in part;
 * `whole` where we may not know. */
static long share_of(int pid, long whole)
{
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", pid);
    FILE *maps = fopen(path, "re");
    long kib = whole / 1024;
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL)
        if (sscanf(line, "Pss: %ld", &kib) == 1)
            break;
    if (maps != NULL)
        fclose(maps);
    return kib * 1024;
}

enum { MOST = 8192 };
static struct process { int pid, parent; long size, threads; bool ours; } all[MOST];

/* Lists all processes of /proc but us in `all`, those that descend from us marked
 * as ours, and puts what these have of memory together in *size. */
static int list_all(long *size)
{
    int count = 0;
    DIR *proc = opendir("/proc");
    if (proc == NULL)
        die("/proc");
    for (struct dirent *entry; count < MOST && (entry = readdir(proc)) != NULL;) {
        long pages = 0, threads = 0;
        int pid = atoi(entry->d_name);
        int parent = pid > 0 && pid != getpid() ? parent_of(pid, &pages, &threads) : -1;
        if (parent >= 0)
            all[count++] = (struct process){pid, parent,
                pages * sysconf(_SC_PAGESIZE), threads, parent == getpid()};
    }
    closedir(proc);
    for (bool changed = true; changed;) {
        changed = false;
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count && !all[i].ours; j++)
                if (all[j].ours && all[j].pid == all[i].parent)
                    changed = all[i].ours = true;
    }
    *size = 0;
    for (int i = 0; i < count; i++)
        if (all[i].ours)
            *size += all[i].size;
    return count;
}

/* What the machine has of memory that files and processes share, in bytes. */
static long shared_by_all(void)
{
    char line[256];
    long kib = 0;
    FILE *memory = fopen("/proc/meminfo", "re");
    while (memory != NULL && fgets(line, sizeof line, memory) != NULL)
        if (sscanf(line, "Shmem: %ld", &kib) == 1)
            break;
    if (memory != NULL)
        fclose(memory);
    return kib * 1024;
}

/* How much memory without a file what descends from us shares, whether it is
 * to be seen in one of them or not: mappings, each once, and segments. `unknown`
 * is added where we may not look. */
static long shared_by_ours(int count, long unknown)
{
    enum { MANY = 4096 };
    static unsigned long seen[MANY];
    char path[64], line[512];
    int known = 0;
    long sum = 0;
    for (int i = 0; i < count; i++) {
        if (!all[i].ours)
            continue;
        snprintf(path, sizeof path, "/proc/%d/maps", all[i].pid);
        FILE *maps = fopen(path, "re");
        if (maps == NULL && errno == EACCES) {
            sum += unknown;
            unknown = 0;
        }
        while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
            unsigned long from, to, inode;
            int j = 0;
            char kind;
            if (sscanf(line, "%lx-%lx %*c%*c%*c%c %*s %*s %lu", &from, &to, &kind, &inode) != 4
                || kind != 's' || strstr(line, "/dev/zero (deleted)") == NULL)
                continue;
            while (j < known && seen[j] != inode)
                j++;
            if (j == known)
                sum += (long)(to - from);
            if (j == known && known < MANY)
                seen[known++] = inode;
        }
        if (maps != NULL)
            fclose(maps);
    }
    FILE *segments = getpid() == 1 || user >= 0 ? fopen("/proc/sysvipc/shm", "re") : NULL;
    while (segments != NULL && fgets(line, sizeof line, segments) != NULL) {
        long owner, size;
        if (sscanf(line, "%*d %*d %*o %*u %*d %*d %*d %*d %*d %ld %*d %*d %*d %*d %ld",
            &owner, &size) == 2 && (getpid() == 1 || owner == user))
            sum += size;
    }
    if (segments != NULL)
        fclose(segments);
    return sum;
}

/* Whether there are so many processes that there will soon be as many as `processes`
 * allows; and whether that is so of all in a pid namespace of ours, or of our
 * user's, which is seen fast. */
static bool too_many(long count)
{
    return processes > 0 && count > processes - processes * 3 / 8;
}
static bool crowded(void)
{
    DIR *proc = getpid() == 1 || user >= 0 ? opendir("/proc") : NULL;
    long count = 0;
    struct stat about;
    for (struct dirent *entry; proc != NULL && (entry = readdir(proc)) != NULL;)
        count += entry->d_name[0] >= '0' && entry->d_name[0] <= '9' && (getpid() == 1
            || (fstatat(dirfd(proc), entry->d_name, &about, 0) == 0 && about.st_uid == (uid_t)user));
    if (proc != NULL)
        closedir(proc);
    return too_many(count);
}

/* What all that descends from us has too much of: processes and threads, or more
 * than `limit` bytes of memory; or NULL. To ask for memory that is shared takes
 * long, and is done only when it decides. */
static const char *too_much(long limit)
{
    static long shared = -1;
    if (crowded())
        return "processes";
    long sum, threads = 0, more = shared_by_all();
    int count = list_all(&sum);
    for (int i = 0; i < count; i++)
        if (all[i].ours)
            threads += all[i].threads;
    if (too_many(threads))
        return "processes";
    if (limit < 0)
        return NULL;
    if (shared < 0 || more < shared)
        shared = more;
    if (more - shared > limit / 2 && shared_by_ours(count, more - shared) > limit)
        return "memory";
    if (sum <= limit)
        return NULL;
    sum = 0;
    for (int i = 0; i < count && sum <= limit; i++) {
        if (!all[i].ours)
            continue;
        if (crowded())      /* by now */
            return "processes";
        sum += share_of(all[i].pid, all[i].size);
    }
    return sum > limit ? "memory" : NULL;
}

/* Closes all descriptors from `first` on: with one call from Linux 5.9 on. */
static void close_from(int first)
{
    if (syscall(436 /* close_range */, (unsigned)first, ~0U, 0) == 0)
        return;
    for (int fd = first; fd < 1024; fd++)
        close(fd);
}

/* Sends SIGKILL to all that descends from us, until there is nothing. Of what
 * multiplies faster than that, all that its user has is killed at once; in a pid
 * namespace of ours, all there is. */
static void kill_everything(bool crowd)
{
    if (getpid() == 1) {
        kill(-1, SIGKILL);
        while (waitpid(-1, NULL, 0) != -1 || errno == EINTR)
            ;
        return;
    }
    for (int round = 1;; round++) {
        pid_t gone;
        while ((gone = waitpid(-1, NULL, WNOHANG)) > 0)
            ;
        if (gone == -1 && errno == ECHILD)
            return;
        if ((crowd || round > 50) && user >= 0 && fork() == 0) {
            if (setresuid((uid_t)user, (uid_t)user, (uid_t)user) == 0)
                kill(-1, SIGKILL);
            _exit(0);
        }
        long size;
        int count = list_all(&size);
        for (int i = 0; i < count; i++)
            if (all[i].ours)
                kill(all[i].pid, SIGKILL);
        waitpid(-1, NULL, 0);
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

/* When memory is short, the kernel ends the program before us and others. */
static void be_the_first_to_go(void)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd != -1 && write(fd, "1000", 4) == 4)
        close(fd);
}

#if !__has_include(<linux/audit.h>)
/* The compiler has no headers of the kernel: as for machines that we do not know. */
#elif defined __x86_64__
#define MACHINE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define MACHINE AUDIT_ARCH_AARCH64
#endif

/* From now on these calls fail, here and in all that descends from us: memory
 * that no process is seen to have, users and mounts of its own, looks into other
 * processes, parts of the kernel that have been ways out, and sessions of their
 * own, since all of one session gets no more of the processor than another. True
 * when it is so; where we do not know the machine, it is not done. */
static bool refuse_calls(void)
{
#ifdef MACHINE
    static const int refused[] = {
        SYS_memfd_create, 447 /* memfd_secret */, SYS_unshare, SYS_setns, SYS_mount, SYS_umount2,
        SYS_pivot_root, 428 /* open_tree */, 429 /* move_mount */, 430 /* fsopen */, 432 /* fsmount */,
        442 /* mount_setattr */, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp,
        438 /* pidfd_getfd */, SYS_add_key, SYS_request_key, SYS_keyctl, SYS_bpf, SYS_perf_event_open,
        SYS_userfaultfd, 425 /* io_uring_setup */, SYS_open_by_handle_at, SYS_setsid,
    };
    enum { COUNT = sizeof refused / sizeof *refused };
    const unsigned no = SECCOMP_RET_ERRNO | EPERM, unknown = SECCOMP_RET_ERRNO | ENOSYS;
    const unsigned nr = offsetof(struct seccomp_data, nr), first = offsetof(struct seccomp_data, args[0]),
        second = offsetof(struct seccomp_data, args[1]);
    struct sock_filter filter[COUNT * 2 + 32];
    int size = 0;
#define LOAD(at) filter[size++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)(at))
#define UNLESS(test, value, skip) \
    filter[size++] = (struct sock_filter)BPF_JUMP(BPF_JMP | (test) | BPF_K, (unsigned)(value), 0, (skip))
#define ANSWER(what) filter[size++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, (what))
    LOAD(offsetof(struct seccomp_data, arch));
    filter[size++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0);
    ANSWER(SECCOMP_RET_KILL_PROCESS);
    LOAD(nr);
    UNLESS(BPF_JGE, 0x40000000 /* the calls of another ABI on x86 */, 1);
    ANSWER(SECCOMP_RET_KILL_PROCESS);
    for (int i = 0; i < COUNT; i++) {
        UNLESS(BPF_JEQ, refused[i], 1);
        ANSWER(no);
    }
    UNLESS(BPF_JEQ, 435 /* clone3: its flags cannot be seen; libraries then take clone */, 1);
    ANSWER(unknown);
    UNLESS(BPF_JEQ, SYS_clone, 4);
    LOAD(first);
    UNLESS(BPF_JSET, 0x7e020000 /* CLONE_NEW... */, 1);
    ANSWER(no);
    ANSWER(SECCOMP_RET_ALLOW);
    UNLESS(BPF_JEQ, SYS_ioctl, 4);
    LOAD(second);
    UNLESS(BPF_JEQ, TIOCSTI, 1);
    ANSWER(no);
    ANSWER(SECCOMP_RET_ALLOW);
    ANSWER(SECCOMP_RET_ALLOW);
    struct sock_fprog program = {(unsigned short)size, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
#else
    return true;
#endif
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
    if (dup2(report, 3) == -1 || fcntl(3, F_SETFD, FD_CLOEXEC) == -1)
        _exit(126);
    close_from(4);
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    /* Where we may not raise one, it stays as low as it is. */
#define LIMIT(what, most) if ((most) >= 0) \
    setrlimit(what, &(struct rlimit){(rlim_t)(most), (rlim_t)(most)})
    LIMIT(RLIMIT_CORE, 0);
    LIMIT(RLIMIT_NPROC, processes);
    LIMIT(RLIMIT_CPU, processor_seconds);
    LIMIT(RLIMIT_FSIZE, file_size);
    be_the_first_to_go();
    if (user < 0 || (setgroups(0, NULL) == 0 && setresgid((gid_t)user, (gid_t)user, (gid_t)user) == 0
        && setresuid((uid_t)user, (uid_t)user, (uid_t)user) == 0
        && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)) {
        if (user >= 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);   /* a change of user has undone it */
            umask(022);
        }
        if (!guarded || refuse_calls())
            execvp(argv[0], argv);
    }
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
    const char *kind = "pipe", *passed = NULL;
    double seconds = 60;
    int typed = 0;
    long bytes = 64L << 20, memory = -1;
    for (int option; (option = getopt(argc, argv, "+io:t:b:m:p:c:f:su:")) != -1;) {
        if (option == 'i')
            typed = 1;
        else if (option == 'o')
            kind = optarg;
        else if (option == 't')
            seconds = atof(optarg);
        else if (option == 'b')
            bytes = atol(optarg);
        else if (option == 'm')
            memory = atol(optarg) << 20;
        else if (option == 'p')
            processes = atol(optarg);
        else if (option == 'c')
            processor_seconds = atol(optarg);
        else if (option == 'f')
            file_size = atol(optarg) << 20;
        else if (option == 's')
            guarded = true;
        else if (option == 'u')
            user = atol(optarg);
        else
            exit(2);
    }
    if (argc == optind || (strcmp(kind, "pipe") != 0
        && strcmp(kind, "file") != 0 && strcmp(kind, "pty") != 0)) {
        fprintf(stderr, "usage: run [-i] [-o pipe|file|pty] [-t SECONDS] [-b BYTES] "
                "[-m MIB] [-p COUNT] [-c SECONDS] [-f MIB] [-s] [-u UID] PROGRAM [ARG...]\n");
        exit(2);
    }
    int logs[2] = {3, 4};
    for (int i = 0; i < 2; i++)
        if (fcntl(logs[i], F_SETFD, FD_CLOEXEC) == -1)
            die("descriptors 3 and 4, for what it prints");
    close_from(5);
    prctl(PR_SET_DUMPABLE, 0);      /* no program that we start looks into us */
    setsid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);

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
        become_program(argv + optind, in[1], out[1], err[1], report[1]);
    close(report[1]);
    close(err[1]);
    if (in[1] != -1)
        close(in[1]);
    if (out[0] != -1)
        close(out[1]);
    int reason;
    if (read(report[0], &reason, sizeof reason) > 0) {
        errno = reason;
        die(argv[optind]);
    }
    close(report[0]);
    if (!typed)
        close(0);
    printf("%d\n", (int)program);
    fflush(stdout);

    double end = now() + seconds, grace = 0, look = memory < 0 && processes < 0 ? 1e18 : 0;
    long room[2] = {bytes, bytes};
    struct pollfd at[4] = {{out[0], POLLIN, 0}, {err[0], POLLIN, 0}, {1, 0, 0},
        {typed ? 0 : -1, POLLIN, 0}};
    int status = 0, ended = 0, alone = 0;
    while (!told_to_stop && !(ended && alone && at[0].fd == -1 && at[1].fd == -1)) {
        double left = (grace > 0 ? grace : end) - now();
        if (left <= 0) {
            passed = grace > 0 ? NULL : "time";
            break;
        }
        /* To look at what it has takes at most a tenth of the processor's time. */
        double start = now();
        if (start >= look) {
            clock_t used = clock();
            passed = too_much(memory);
            if (passed != NULL)
                break;
            look = now() + 10 * (double)(clock() - used) / CLOCKS_PER_SEC + 0.03;
        }
        if (left > look - start)
            left = look - start;
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
                passed = "output";
        }
        if (passed != NULL)
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
        long size;
        int count = list_all(&size);
        for (int i = 0; i < count; i++)
            left_over += all[i].ours;
    }
    /* Mostly the program is all there is, and nobody else has to be looked for. */
    if (!ended && passed == NULL && kill(program, SIGKILL) == 0)
        waitpid(program, NULL, 0);
    kill_everything(passed != NULL && strcmp(passed, "processes") == 0);
    for (int i = 0; i < 2; i++)
        while (at[i].fd != -1 && passed == NULL && move(at[i].fd, logs[i], &room[i]))
            ;
    if (passed != NULL)
        printf("limit %s", passed);
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
