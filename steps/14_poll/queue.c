/* queue.c - poll and echo: what a client does not take yet waits, and the
   others do not. Run: build/steps/14_poll/queue [PORT] */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 10000, ROOM = 4096 };
int listen_at(const char *port);    /* in listener.c */
static struct pollfd at[1 + MOST];  /* first the listener, then clients */
static struct { size_t from, to; char data[ROOM]; } queue[1 + MOST];

/* A turn of the i-th: sends what waits; reads only when nothing does, so
   that no queue overflows. Returns 0 when it has left or is lost. */
static int turn(nfds_t i)
{
    if (queue[i].from == queue[i].to) {
        ssize_t size = recv(at[i].fd, queue[i].data, ROOM, 0);
        if (size <= 0)
            return size == -1 && errno == EAGAIN;
        queue[i].from = 0;
        queue[i].to = (size_t)size;
    }
    ssize_t sent = send(at[i].fd, queue[i].data + queue[i].from,
                        queue[i].to - queue[i].from, MSG_NOSIGNAL);
    if (sent == -1 && errno != EAGAIN)
        return 0;
    queue[i].from += sent == -1 ? 0 : (size_t)sent;     /* EAGAIN: none */
    at[i].events = queue[i].from < queue[i].to ? POLLOUT : POLLIN;
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
                queue[i] = queue[used];
            }
        int client = at[0].revents ? accept(at[0].fd, NULL, NULL) : -1;
        if (client != -1) {
            fcntl(client, F_SETFL, O_NONBLOCK);
            queue[used].from = queue[used].to;
            at[used++] = (struct pollfd){.fd = client, .events = POLLIN};
        }
        at[0].events = used <= MOST && used < most ? POLLIN : 0;
    } while (poll(at, used, -1) != -1);
    perror("poll");
    return 1;
}
