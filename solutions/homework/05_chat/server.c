/* server PORT - a chat: what one member says, all others get. One process
   for all of them, which waits in poll and nowhere else. What a client
   does not take now is queued; one for which more waits than the queue
   holds is dropped. A start that fails ends the program with its reason;
   what goes wrong with a client ends that client only. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"

enum { MOST = 4000, NAME_LIMIT = 32, QUEUE_LIMIT = 65536 };
enum { SAID_LIMIT = NAME_LIMIT + LINE_LIMIT + 4 };  /* "NAME: LINE\n" */

struct client {
    struct reader from;             /* its socket, and what came from it */
    char name[NAME_LIMIT + 1];      /* empty before it is a member */
    struct client *next;            /* the member accepted after it */
    bool leaving;                   /* only what is queued is still due */
    size_t queued;                  /* how many bytes of `queue` */
    char queue[QUEUE_LIMIT];
};
static struct client *members;      /* in the order of acceptance */
static struct pollfd at[1 + MOST];  /* first the listener, then clients */
static struct client *clients[1 + MOST];    /* each at the same place */
static nfds_t used = 1;             /* how many places */
static char said[8 * SAID_LIMIT];   /* lines that are to be passed on */
static size_t said_size;

static void die(const char *what)
{
    fprintf(stderr, "server: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

/* From now on no call on `fd` waits. */
static int never_wait(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    return flags == -1 ? -1 : fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

/* Sends what the kernel takes now of a client's queue. If the connection
   is lost nothing is left of that, and recv will tell why. */
static void send_queue(struct client *to)
{
    ssize_t sent = send(to->from.fd, to->queue, to->queued, MSG_NOSIGNAL);
    if (sent == -1)
        sent = errno == EAGAIN ? 0 : (ssize_t)to->queued;
    to->queued -= (size_t)sent;
    memmove(to->queue, to->queue + sent, to->queued);
}

static void see_off(struct client *who);

/* Queues `text` for a client, or drops the client if there is no room. */
static void queue_for(struct client *to, const char *text)
{
    size_t size = strlen(text);
    if (to->leaving)
        return;
    if (size > QUEUE_LIMIT - to->queued)
        send_queue(to);
    if (size > QUEUE_LIMIT - to->queued) {
        to->queued = 0;
        see_off(to);
        return;
    }
    memcpy(to->queue + to->queued, text, size);
    to->queued += size;
}

/* The same for all members but one. Those who are dropped meanwhile stay
   in memory, so that `next` leads on from them. */
static void queue_for_others(const struct client *one, const char *text)
{
    for (struct client *to = members; to != NULL; to = to->next)
        if (to != one)
            queue_for(to, text);
}

/* Ends a client, once; if it was a member, the others hear of it. It is
   closed when its queue has been sent. */
static void see_off(struct client *who)
{
    char text[NAME_LIMIT + 16];
    struct client **link = &members;
    if (who->leaving)
        return;
    who->leaving = true;
    if (*who->name == '\0')
        return;
    while (*link != who)
        link = &(*link)->next;
    *link = who->next;
    snprintf(text, sizeof text, "* %s left\n", who->name);
    queue_for_others(who, text);
}

static bool may_be_name(const struct line *line)
{
    if (line->length < 1 || line->length > NAME_LIMIT
        || strchr("/*!", line->text[0]) != NULL)
        return false;
    for (size_t i = 0; i < line->length; i++)
        if ((unsigned char)line->text[i] <= ' ' || line->text[i] == 0x7f)
            return false;
    return true;
}

static bool is_taken(const char *name)
{
    for (struct client *one = members; one != NULL; one = one->next)
        if (strcmp(one->name, name) == 0)
            return true;
    return false;
}

/* The first line of a client: it becomes a member, or has to leave. */
static void enter(struct client *who, const struct line *line)
{
    char text[NAME_LIMIT + 16];
    const char *problem = !may_be_name(line)     ? "! bad name\n"
                          : is_taken(line->text) ? "! name taken\n"
                                                 : NULL;
    if (problem != NULL) {
        queue_for(who, problem);
        see_off(who);
        return;
    }
    struct client **last = &members;
    while (*last != NULL)
        last = &(*last)->next;
    *last = who;
    memcpy(who->name, line->text, line->length);
    snprintf(text, sizeof text, "* welcome %s\n", who->name);
    queue_for(who, text);
    snprintf(text, sizeof text, "* %s joined\n", who->name);
    queue_for_others(who, text);
}

static void queue_who_is_here(struct client *to)
{
    queue_for(to, "* who:");
    for (struct client *one = members; one != NULL; one = one->next) {
        queue_for(to, " ");
        queue_for(to, one->name);
    }
    queue_for(to, "\n");
}

/* Queues what a member said for the others: once for all lines that one
   read brought, so that a line costs each of them a copy and no more. */
static void pass_on(const struct client *from)
{
    if (said_size > 0)
        queue_for_others(from, said);
    said_size = 0;
}

/* Does what a line asks for. From mask_controls on it has no NUL. What is
   said is gathered; all else comes after what was said before it. */
static void handle(struct client *from, struct line *line)
{
    if (*from->name == '\0') {
        enter(from, line);
        return;
    }
    mask_controls(line->text, line->length);
    if (line->text[0] == '/' || sizeof said - said_size < SAID_LIMIT)
        pass_on(from);
    if (strcmp(line->text, "/who") == 0) {
        queue_who_is_here(from);
    } else if (strcmp(line->text, "/quit") == 0) {
        see_off(from);
    } else if (line->text[0] == '/') {
        queue_for(from, "! unknown command\n");
    } else if (line->length > 0) {
        said_size += (size_t)snprintf(said + said_size, SAID_LIMIT,
                                      "%s: %s\n", from->name, line->text);
    }
}

/* Receives once from a client, and handles the lines that are whole. Its
   end, an error, and a line that is too long are its leave. */
static void listen_to(struct client *from)
{
    struct line line;
    int found = 0;
    ssize_t got = fill_reader(&from->from);
    if (got == -1 && errno == EAGAIN)
        return;
    while (!from->leaving && (found = take_line(&from->from, &line)) == 1)
        handle(from, &line);
    pass_on(from);
    if (got <= 0 || found == -1)
        see_off(from);
}

/* Accepts a connection, if one still waits. */
static void admit(void)
{
    int on = 1, fd = accept(at[0].fd, NULL, NULL);
    if (fd == -1)
        return;
    /* A line goes out though nobody has acknowledged the one before. */
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct client *who = calloc(1, sizeof *who);
    if (who == NULL || never_wait(fd) == -1) {
        free(who);
        close(fd);
        return;
    }
    who->from.fd = fd;
    clients[used] = who;
    at[used++] = (struct pollfd){.fd = fd};
}

/* The end of a round for the i-th client: one send for all that the round
   brought. Closes it if it is leaving and nothing is due to it; else it is
   asked to speak, or to take more. */
static void settle(nfds_t i)
{
    struct client *who = clients[i];
    if (who->queued > 0)
        send_queue(who);
    if (who->leaving && who->queued == 0) {
        close(at[i].fd);
        free(who);
        at[i] = at[--used];             /* the last moves to its place */
        clients[i] = clients[used];
        return;
    }
    at[i].events = (short)((who->leaving ? 0 : POLLIN)
                           | (who->queued > 0 ? POLLOUT : 0));
}

int main(int argc, char *argv[])
{
    nfds_t most = (nfds_t)sysconf(_SC_OPEN_MAX) - 8;
    int port = argc == 2 ? port_from(argv[1]) : -1;
    if (port == -1) {
        fprintf(stderr, "usage: server PORT\n");
        return 2;
    }
    at[0].fd = tcp_listen(port);
    if (at[0].fd == -1 || never_wait(at[0].fd) == -1)
        die("listen");
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("listening on 127.0.0.1:%d\n", tcp_port(at[0].fd));
    for (;;) {
        at[0].events = used <= MOST && used < most ? POLLIN : 0;
        if (poll(at, used, -1) == -1)
            die("poll");
        for (nfds_t i = 1; i < used; i++)
            if (at[i].revents != 0 && !clients[i]->leaving)
                listen_to(clients[i]);
        if (at[0].revents != 0)
            admit();
        for (nfds_t i = used - 1; i > 0; i--)
            settle(i);
    }
}
