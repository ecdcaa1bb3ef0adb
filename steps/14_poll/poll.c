/* poll.c - one process, many clients: poll says which of them has news.
   Run: build/steps/14_poll/poll [PORT] */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 10000 };
int listen_at(const char *port);    /* in listener.c */
static struct pollfd at[1 + MOST];  /* first the listener, then clients */

/* Reads what the i-th has. After POLLIN recv has bytes or the end; after
   POLLHUP and POLLERR, which come unasked, it says why. It never waits.
   Returns 0 when this client has left or is lost. */
static int hear(nfds_t i)
{
    char text[1024];
    ssize_t size = recv(at[i].fd, text, sizeof text, 0);
    if (size > 0)
        printf("client %d: %zd bytes\n", at[i].fd, size);
    return size > 0;
}

int main(int argc, char *argv[])
{
    nfds_t used = 1, most = (nfds_t)sysconf(_SC_OPEN_MAX) - 8;
    setvbuf(stdout, NULL, _IOLBF, 0);
    at[0].fd = listen_at(argc > 1 ? argv[1] : "8020");
    printf("ulimit -n leaves room for %lu\n", (unsigned long)most - 1);
    /* A client may have gone since poll saw it: accept must not wait. */
    fcntl(at[0].fd, F_SETFL, O_NONBLOCK);
    do {
        for (nfds_t i = used - 1; i > 0; i--)
            if (at[i].revents != 0 && !hear(i)) {
                printf("client %d left\n", at[i].fd);
                close(at[i].fd);
                at[i] = at[--used];     /* the last moves to its place */
            }
        int client = at[0].revents ? accept(at[0].fd, NULL, NULL) : -1;
        if (client != -1)
            at[used++] = (struct pollfd){.fd = client, .events = POLLIN};
        /* No more while all places here or all descriptors are in use. */
        at[0].events = used <= MOST && used < most ? POLLIN : 0;
    } while (poll(at, used, -1) != -1);
    perror("poll");
    return 1;
}
