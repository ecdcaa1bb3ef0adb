/* Sleeps, deaf to all signals, and has a child that stops itself and its parent
   again and again. It ends after 90 seconds. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
    time_t begin = time(NULL);
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_IGN);
    printf("tried to sleep\n");
    fflush(stdout);
    if (fork() == 0)
        raise(SIGSTOP);
    while (time(NULL) < begin + 90) {
        usleep(100000);
        kill(getppid(), SIGSTOP);
    }
    return 0;
}
