/* Kills all that it can see: what runs it, by number; all others by number;
   and all at once. Before that it takes from them the right to write and to
   run, by their limits. */
#define _GNU_SOURCE
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

int main(void)
{
    static const int signals[] = {SIGSTOP, SIGTERM, SIGINT, SIGHUP, SIGPIPE, SIGXCPU, SIGKILL};
    int self = getpid(), killed = 0;
    struct rlimit none = {0, 0};
    printf("tried to kill\n");
    fflush(stdout);
    /* The test is to see that: what runs it has to read it first. */
    for (int unread = 1; unread > 0 && ioctl(1, FIONREAD, &unread) == 0;)
        ;
    poll(NULL, 0, 50);
    kill(getppid(), SIGKILL);
    DIR *proc = opendir("/proc");
    for (struct dirent *entry; proc != NULL && (entry = readdir(proc)) != NULL;) {
        int pid = atoi(entry->d_name);
        if (pid <= 0 || pid == self)
            continue;
        prlimit(pid, RLIMIT_FSIZE, &none, NULL);
        prlimit(pid, RLIMIT_NPROC, &none, NULL);
        for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
            killed += kill(pid, signals[i]) == 0;
    }
    for (int pid = 2; pid < 70000; pid++)
        if (pid != self)
            kill(pid, SIGKILL);
    kill(-1, SIGKILL);
    kill(0, SIGTERM);
    return killed == 0;
}
