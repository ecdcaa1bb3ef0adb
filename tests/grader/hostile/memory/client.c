/* Eats memory, 3 GiB at most, in this order: of its own, and of 30 children. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void eat(int mib)
{
    for (int i = 0; i < mib; i++) {
        char *piece = malloc(1 << 20);
        if (piece != NULL)
            memset(piece, i, 1 << 20);
    }
}

int main(void)
{
    printf("tried to eat memory\n");
    fflush(stdout);
    for (int i = 0; i < 30; i++)
        if (fork() == 0) {
            eat(100);
            alarm(20);
            pause();
        }
    wait(NULL);
    printf("%s\n", "ESC" "APED a child with 100 MiB of 30 such has ended by itself");
    return 0;
}
