/* Leaves a daemon, forked twice, in a session and a group of its own, deaf to
   all signals, which writes into every folder that it can, for 60 seconds. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
    static const char *const places[] = {"/tmp", "/var/tmp", "/dev/shm", "/mnt", "/run", "@KIT@", "@RESULTS@", NULL};
    char path[4096];
    time_t begin = time(NULL);
    printf("tried to leave a daemon\n");
    fflush(stdout);
    if (fork() != 0)
        return 0;
    setsid();
    if (fork() != 0)
        _exit(0);
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_IGN);
    for (int fd = 0; fd < 64; fd++)
        close(fd);
    while (time(NULL) < begin + 60)
        for (int i = 0; places[i] != NULL; i++) {
            snprintf(path, sizeof path, "%s/hostile-daemon", places[i]);
            close(open(path, O_WRONLY | O_CREAT, 0666));
            usleep(10000);
        }
    return 0;
}
