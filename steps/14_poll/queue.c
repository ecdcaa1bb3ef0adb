/* queue.c - poll and echo: what a client does not take yet waits, and the
   others do not. Run: build/steps/14_poll/queue [PORT] */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 10000, ROOM = 4096 };
int listen_at(const char *port);    /* in listener.c */
static struct pollfd at[1 + MOST];  /* first the listener, then clients */
static char queue[1 + MOST][ROOM];  /* what a client does not take yet */
static ssize_t waits[1 + MOST];     /* how much of its queue that is */

/* A turn of the i-th: sends what waits; reads only when nothing does, so
   that no queue overflows. Returns 0 when it has left or is lost. */
static int turn(nfds_t i)
{
    char *data = queue[waits[i] > 0 ? i : 0];   /* 0: for what is new */
    ssize_t size = waits[i] > 0 ? waits[i] : recv(at[i].fd, data, ROOM, 0);
    if (size <= 0)
        return size == -1 && errno == EAGAIN;
    ssize_t sent = send(at[i].fd, data, (size_t)size, MSG_NOSIGNAL);
    if (sent == -1 && errno != EAGAIN)
        return 0;
    waits[i] = size - (sent == -1 ? 0 : sent);  /* EAGAIN: none */
    memmove(queue[i], data + size - waits[i], (size_t)waits[i]);
    at[i].events = waits[i] > 0 ? POLLOUT : POLLIN;
    return 1;
}

int main(int argc, char *argv[])
{
    nfds_t used = 1, most = (nfds_t)sysconf(_SC_OPEN_MAX) - 8;
    setvbuf(stdout, NULL, _IOLBF, 0);
    at[0].fd = listen_at(argc > 1 ? argv[1] : "8020");
    printf("ulimit -n leaves room for %lu\n", (unsigned long)most - 1);
    fcntl(at[0].fd, F_SETFL, O_NONBLOCK);
    do {
        for (nfds_t i = used - 1; i > 0; i--)
            if (at[i].revents != 0 && !turn(i)) {
                printf("client %d left\n", at[i].fd);
                close(at[i].fd);
                at[i] = at[--used];     /* the last moves to its place */
                waits[i] = waits[used];
                memmove(queue[i], queue[used], (size_t)waits[i]);
            }
        for (int client; at[0].revents && used <= MOST && used < most
             && (client = accept(at[0].fd, NULL, NULL)) != -1; used++) {
            fcntl(client, F_SETFL, O_NONBLOCK);
            waits[used] = 0;
            at[used] = (struct pollfd){.fd = client, .events = POLLIN};
        }
        at[0].events = used <= MOST && used < most ? POLLIN : 0;
    } while (poll(at, used, -1) != -1);
    perror("poll");
    return 1;
}
