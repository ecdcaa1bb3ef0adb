/* Forks without end. Where nobody limits its processes, it limits itself to
   300; and none lives longer than 20 seconds. */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

int main(void)
{
    struct rlimit most;
    getrlimit(RLIMIT_NPROC, &most);
    if (most.rlim_max > 10000) {
        most.rlim_cur = most.rlim_max = 300;
        setrlimit(RLIMIT_NPROC, &most);
    }
    printf("tried to fork\n");
    fflush(stdout);
    for (;;) {
        alarm(20);
        fork();
        setsid();
    }
}
