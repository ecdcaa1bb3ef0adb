/* hot.c - steps/14_poll/queue.c with a hot set: who had news lately is asked each time,
 * the others every 10 ms, or when the hot ones have nothing to say. POSIX.
 *
 * hot [PORT]: an echo server at 127.0.0.1 and PORT, 8020 without it. Ends only when it is
 * killed; 1 with a line on standard error when poll fails. `ulimit -n` bounds its clients.
 *
 * poll costs what its array is long. In at[] the hot ones stand in front, and most calls
 * pass only that part. A quiet client that speaks again waits 10 ms at most, and nobody
 * waits for ever: a call that has no deadline is always one with all. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 20000, ROOM = 4096, PAUSE = 10 /* ms */ };
struct client {
    size_t waits;           /* bytes that it has not taken yet */
    int heard;              /* has had news since all were asked */
    char data[ROOM];
};
static struct pollfd at[1 + MOST];      /* the listener, the hot ones, the others */
int listen_at(const char *port);    /* in steps/14_poll/listener.c */
static struct client *clients[1 + MOST];
static nfds_t used = 1, hot = 1;

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static long milliseconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void swap(nfds_t i, nfds_t k)
{
    struct pollfd place = at[i];
    struct client *c = clients[i];
    at[i] = at[k];
    clients[i] = clients[k];
    at[k] = place;
    clients[k] = c;
}

/* A turn of the i-th, as in queue.c. Returns 0 when it has left or is lost. */
static int turn(nfds_t i)
{
    struct client *c = clients[i];
    char text[ROOM], *data = c->data;
    if (c->waits == 0) {
        ssize_t size = recv(at[i].fd, text, ROOM, 0);
        if (size <= 0)
            return size == -1 && errno == EAGAIN;
        data = text;
        c->waits = (size_t)size;
    }
    ssize_t sent = send(at[i].fd, data, c->waits, MSG_NOSIGNAL);
    if (sent == -1 && errno != EAGAIN)
        return 0;
    sent = sent == -1 ? 0 : sent;
    c->waits -= (size_t)sent;
    if (c->waits > 0)
        memmove(c->data, data + sent, c->waits);
    at[i].events = c->waits > 0 ? POLLOUT : POLLIN;
    c->heard = 1;
    return 1;
}

/* The i-th has left: the last of its part moves to its place, the last of all there. */
static void forget(nfds_t i)
{
    close(at[i].fd);
    free(clients[i]);
    if (i < hot) {
        swap(i, --hot);
        i = hot;
    }
    swap(i, --used);
}

static void accept_one(void)
{
    int fd = accept(at[0].fd, NULL, NULL);
    if (fd == -1)
        return;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    clients[used] = calloc(1, sizeof *clients[used]);
    if (clients[used] == NULL) {
        close(fd);
        return;
    }
    clients[used]->heard = 1;           /* who is new may well speak */
    at[used] = (struct pollfd){.fd = fd, .events = POLLIN};
    swap(used++, hot++);
}

int main(int argc, char *argv[])
{
    nfds_t most = (nfds_t)sysconf(_SC_OPEN_MAX) - 8;
    at[0] = (struct pollfd){.fd = listen_at(argc > 1 ? argv[1] : "8020"), .events = POLLIN};
    fcntl(at[0].fd, F_SETFL, O_NONBLOCK);
    long asked = milliseconds();        /* all of them */
    int quiet = 0;                      /* the hot ones had nothing to say */
    for (;;) {
        long left = PAUSE - (milliseconds() - asked);
        int all = quiet || left <= 0;
        int count = poll(at, all ? used : hot, all ? -1 : (int)left);
        if (count == -1)
            die("poll");
        for (nfds_t i = (all ? used : hot) - 1; i > 0; i--)
            if (at[i].revents != 0 && !turn(i))
                forget(i);
        if (at[0].revents != 0)
            accept_one();
        at[0].events = used <= MOST && used < most ? POLLIN : 0;
        quiet = count == 0;
        if (!all)
            continue;
        /* Sort: to the front who has been heard since the last time, or is owed something. */
        hot = 1;
        for (nfds_t i = 1; i < used; i++)
            if (clients[i]->heard || clients[i]->waits > 0) {
                clients[i]->heard = 0;
                swap(i, hot++);
            }
        asked = milliseconds();
    }
}
