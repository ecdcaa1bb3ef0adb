/* epoll.c - an echo server as steps/14_poll/queue.c is one, with epoll in place of poll.
 * Linux only. It is the bound of what one thread can do: the kernel keeps the list of
 * clients, and a call costs what has news, not what is quiet.
 *
 * epoll [PORT]: listens at 127.0.0.1 and PORT, 8020 without it. Ends only when it is
 * killed; 1 with a line on standard error when a call fails that it cannot do without.
 * Level-triggered, as poll is: news that was not fetched comes again. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 20000, ROOM = 4096, NEWS = 256 };
int listen_at(const char *port);    /* in steps/14_poll/listener.c */
static char queue[MOST][ROOM];  /* what a client does not take yet, by its descriptor */
static size_t waits[MOST];      /* how much of its queue that is */
static int events_of;

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

/* Watches `fd` for `what`: a client's descriptor, or the listener's. */
static int watch(int how, int fd, uint32_t what)
{
    struct epoll_event event = {.events = what, .data.fd = fd};
    return epoll_ctl(events_of, how, fd, &event);
}

/* Accepts all who wait. A client for whom there is no place is closed. */
static void accept_all(int listener)
{
    int client;
    while ((client = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) != -1)
        if (client >= MOST || watch(EPOLL_CTL_ADD, client, EPOLLIN) == -1)
            close(client);
        else
            waits[client] = 0;
    if (errno != EAGAIN)
        perror("accept");
}

/* A turn of a client: sends what waits, or what has come. Returns 0 when it has left or
   is lost. */
static int turn(int client)
{
    char text[ROOM], *data = queue[client];
    size_t before = waits[client];
    if (before == 0) {
        ssize_t size = recv(client, text, ROOM, 0);
        if (size <= 0)
            return size == -1 && errno == EAGAIN;
        data = text;
        waits[client] = (size_t)size;
    }
    ssize_t sent = send(client, data, waits[client], MSG_NOSIGNAL);
    if (sent == -1 && errno != EAGAIN)
        return 0;
    sent = sent == -1 ? 0 : sent;
    waits[client] -= (size_t)sent;
    if (waits[client] > 0)
        memmove(queue[client], data + sent, waits[client]);
    /* poll is told each time, epoll only when it changes. */
    if ((before > 0) != (waits[client] > 0))
        return watch(EPOLL_CTL_MOD, client, waits[client] > 0 ? EPOLLOUT : EPOLLIN) == 0;
    return 1;
}

int main(int argc, char *argv[])
{
    struct epoll_event news[NEWS];
    int listener = listen_at(argc > 1 ? argv[1] : "8020"), count;
    fcntl(listener, F_SETFL, O_NONBLOCK);
    events_of = epoll_create1(0);
    if (events_of == -1 || watch(EPOLL_CTL_ADD, listener, EPOLLIN) == -1)
        die("epoll");
    while ((count = epoll_wait(events_of, news, NEWS, -1)) != -1)
        for (int i = 0; i < count; i++)
            if (news[i].data.fd == listener)
                accept_all(listener);
            else if (!turn(news[i].data.fd))
                close(news[i].data.fd);     /* and epoll forgets it */
    die("epoll_wait");
}
