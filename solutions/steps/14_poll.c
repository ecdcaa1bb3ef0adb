/* exercise PORT - one process for all clients at 127.0.0.1 and PORT: to
   a line with a number N it sends N bytes, the digits over and over. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 10000, LONGEST = 20, PIECE = 65530 };
int listen_at(const char *port);    /* in listener.c */

struct client {
    char line[24];          /* what has come of its next lines */
    size_t length;          /* how much of that is used */
    unsigned long due, sent;    /* its answer, how much of it is sent */
};
static struct pollfd at[1 + MOST];  /* first the listener, then clients */
static struct client clients[1 + MOST];
static char digits[10 + PIECE];     /* 0123456789 over and over */

/* From now on no call on `fd` waits; the other flags stay as they are. */
static void set_nonblocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    if (flags == -1 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) == -1) {
        perror("fcntl");
        exit(EXIT_FAILURE);
    }
}

/* Receives from the i-th what there is room for in its `line`. Returns 0
   when that was its end, or it is lost. */
static int receive_from(nfds_t i)
{
    struct client *c = &clients[i];
    ssize_t size = recv(at[i].fd, c->line + c->length,
                        sizeof c->line - c->length, 0);
    if (size == -1)
        return errno == EAGAIN;
    c->length += (size_t)size;
    return size > 0;
}

/* Takes the first line out of `line`, and makes its number due. Returns 1;
   0 when no whole line is there; -1 when it is no such line. */
static int take_line(struct client *c)
{
    char *end, *newline = memchr(c->line, '\n', c->length);
    size_t length = newline ? (size_t)(newline - c->line) : c->length;
    if (length > LONGEST)
        return -1;
    if (newline == NULL)
        return 0;
    *newline = '\0';
    c->due = strtoul(c->line, &end, 10);
    c->sent = 0;
    if (!isdigit((unsigned char)*c->line) || end != newline
        || c->due < 1 || c->due > 1000000000)
        return -1;
    c->length -= length + 1;
    memmove(c->line, newline + 1, c->length);
    return 1;
}

/* Sends to the i-th as much of its answer as the kernel takes now. Returns
   0 when it is lost. */
static int send_piece(nfds_t i)
{
    struct client *c = &clients[i];
    size_t size = c->due - c->sent < PIECE ? c->due - c->sent : PIECE;
    const char *piece = digits + c->sent % 10;
    ssize_t sent = send(at[i].fd, piece, size, MSG_NOSIGNAL);
    if (sent == -1)
        return errno == EAGAIN;
    c->sent += (size_t)sent;
    return 1;
}

/* A turn of the i-th: one call, and then what it is to wait for. Its next
   line may be here already, where poll does not see it. Returns 0 when it
   has left or is lost. */
static int turn_of(nfds_t i)
{
    struct client *c = &clients[i];
    if (at[i].revents == 0)
        return 1;
    if (!(c->sent < c->due ? send_piece(i) : receive_from(i)))
        return 0;
    if (c->sent == c->due && take_line(c) == -1)
        return 0;
    at[i].events = c->sent < c->due ? POLLOUT : POLLIN;
    return 1;
}

int main(int argc, char *argv[])
{
    nfds_t used = 1, most = (nfds_t)sysconf(_SC_OPEN_MAX) - 8;
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 2) {
        fprintf(stderr, "usage: exercise PORT\n");
        return 2;
    }
    for (size_t i = 0; i < sizeof digits; i++)
        digits[i] = (char)('0' + i % 10);
    at[0].fd = listen_at(argv[1]);
    set_nonblocking(at[0].fd);
    do {
        for (nfds_t i = used - 1; i > 0; i--)
            if (!turn_of(i)) {
                printf("client left\n");
                close(at[i].fd);
                at[i] = at[--used];     /* the last moves to its place */
                clients[i] = clients[used];
            }
        int client = at[0].revents ? accept(at[0].fd, NULL, NULL) : -1;
        if (client != -1) {
            set_nonblocking(client);
            clients[used] = (struct client){.length = 0};
            at[used++] = (struct pollfd){.fd = client, .events = POLLIN};
        }
        at[0].events = used <= MOST && used < most ? POLLIN : 0;
    } while (poll(at, used, -1) != -1);
    perror("poll");
    return 1;
}
