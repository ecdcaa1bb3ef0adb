/* nonblock.c - O_NONBLOCK: accept and recv do not wait. Enter: one try.
   Run: build/steps/13_nonblock/nonblock [PORT] */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int listen_at(const char *port);    /* in listener.c */

/* From now on no call on `fd` waits; the other flags stay as they are. */
static void set_nonblocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    if (flags == -1 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) == -1) {
        perror("fcntl");
        exit(EXIT_FAILURE);
    }
}

/* Prints what a call returned; says whether it was EAGAIN: "not now". */
static int not_now(const char *call, ssize_t result)
{
    int again = result == -1 && (errno == EAGAIN || errno == EWOULDBLOCK);
    if (again)
        printf("%s: EAGAIN, nothing is there yet\n", call);
    else if (result == -1)
        perror(call);
    else
        printf("%s: %zd\n", call, result);
    return again;
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    int listener = listen_at(argc > 1 ? argv[1] : "8020"), client = -1;
    set_nonblocking(listener);
    for (;;) {
        const char *call = client == -1 ? "accept" : "recv";
        printf("Press Enter to try %s\n", call);
        if (getchar() == EOF)
            return 0;
        if (client == -1) {
            client = accept(listener, NULL, NULL);
            if (!not_now(call, client) && client != -1)
                set_nonblocking(client);    /* it is not inherited */
            continue;
        }
        char buffer[1024];
        ssize_t size = recv(client, buffer, sizeof buffer, 0);
        if (!not_now(call, size) && size <= 0) {
            close(client);
            client = -1;
        }
    }
}
