/* Spins for 60 seconds of the processor, and catches what tells it to end. */
#include <signal.h>
#include <stdio.h>
#include <time.h>

static void caught(int number)
{
    (void)number;
}

int main(void)
{
    signal(SIGTERM, caught);
    signal(SIGXCPU, caught);
    printf("tried to spin\n");
    fflush(stdout);
    while (clock() < 60 * CLOCKS_PER_SEC)
        ;
    return 0;
}
