/* server PORT - a chat: what one member says, all others get. One process
   for all of them, which waits in poll and nowhere else. If you would
   rather have threads, throw away what does not fit. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "server.c:%d: TODO: %s\n", __LINE__, what), exit(1))

enum { MOST = 1000, NAME_LIMIT = 32, QUEUE_LIMIT = 65536 };

struct client {
    struct reader from;             /* its socket, and what came from it */
    char name[NAME_LIMIT + 1];      /* empty before it is a member */
    size_t queued;                  /* how many bytes of `queue` */
    char queue[QUEUE_LIMIT];        /* what it has not taken yet */
};
static struct pollfd at[1 + MOST];  /* first the listener, then clients */
static struct client *clients[1 + MOST];    /* each at the same place */
static nfds_t used = 1;             /* how many places */

static void die(const char *what)
{
    fprintf(stderr, "server: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

/* Queues `text` for a client. */
static void queue_for(struct client *to, const char *text)
{
    TODO("if there is room in the queue, put it there; if not, this "
         "client has to leave");
    (void)to, (void)text;
}

/* Does what a line from a client asks for. */
static void handle(struct client *from, struct line *line)
{
    if (*from->name == '\0') {
        TODO("the first line: is it a name, and does nobody else have it? "
             "Then welcome it, and tell all others");
    }
    mask_controls(line->text, line->length);
    TODO("/who, /quit, other commands; an empty line; text for all "
         "others");
    queue_for(from, "! unknown command\n");
}

/* Receives once from a client, and handles the lines that are whole. */
static void listen_to(struct client *from)
{
    struct line line;
    TODO("fill_reader, and then take_line until it is 0; what do the end, "
         "an error, EAGAIN and a line that is too long mean?");
    handle(from, &line);
}

/* Accepts a connection. */
static void admit(void)
{
    TODO("accept; a struct client for it (calloc), and a place in `at`; "
         "no call on its socket may wait (O_NONBLOCK)");
}

int main(int argc, char *argv[])
{
    int port = argc == 2 ? port_from(argv[1]) : -1;
    if (port == -1) {
        fprintf(stderr, "usage: server PORT\n");
        return 2;
    }
    TODO("listen at this port, and say so: tcp_listen and tcp_port of "
         "net.h");

    for (;;) {
        if (poll(at, used, -1) == -1)
            die("poll");
        for (nfds_t i = 1; i < used; i++)
            if (at[i].revents != 0)
                listen_to(clients[i]);
        if (at[0].revents != 0)
            admit();
        TODO("send what is queued, as much as goes; ask for POLLOUT while "
             "something is left; close who has left, and tell the others, "
             "once");
    }
}
