/* create.c - socket() makes an endpoint: a descriptor, no address yet.
   Run: build/steps/01_create/create */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Prints what a call returned; -1 says that it failed, and errno why. */
static int show(const char *call, int result)
{
    if (result == -1) {
        perror(call);
        exit(EXIT_FAILURE);
    }
    printf("%s: %d\n", call, result);
    return result;
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);   /* line by line, on a pipe too */

    printf("I am process %d\n", (int)getpid());
    printf("AF_INET is %d, SOCK_STREAM is %d\n", AF_INET, SOCK_STREAM);
    int endpoint = show("socket", socket(AF_INET, SOCK_STREAM, 0));

    printf("Press Enter to close it\n");
    getchar();
    show("close", close(endpoint));
    return 0;
}
