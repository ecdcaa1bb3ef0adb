/* shout.c - a chat with nothing around it: what one read brings from a member goes, with its name
 * before each line, to all others, in one send for each.
 *
 * shout PORT
 * Listens at 127.0.0.1 and PORT. The first line of a client is its name, and is answered with a
 * welcome; the others are told. There are no queues: a send waits until the kernel takes it. It is
 * for clients that read, send whole lines, and have no more than 1000 at a time; a client that
 * ends ends the program. Exit 1 with a line on standard error when a call fails; 2 for usage. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 1000 };

static struct pollfd at[1 + MOST];      /* first the listener, then the members */
static char names[1 + MOST][33];
static nfds_t used = 1;

static void die(const char *what)
{
    fprintf(stderr, "shout: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

static void send_to(nfds_t i, const char *text, size_t size)
{
    for (ssize_t sent; size > 0; text += sent, size -= (size_t)sent)
        if ((sent = send(at[i].fd, text, size, MSG_NOSIGNAL)) == -1)
            die("send");
}

static void send_to_others(nfds_t one, const char *text, size_t size)
{
    for (nfds_t i = 1; i < used; i++)
        if (i != one && *names[i] != '\0')
            send_to(i, text, size);
}

static void admit(void)
{
    int on = 1, fd = accept(at[0].fd, NULL, NULL);
    if (fd == -1 || used > MOST)
        die("accept");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    at[used++] = (struct pollfd){.fd = fd, .events = POLLIN};
}

/* Whole lines, from a member. */
static void relay(nfds_t i)
{
    char said[4096], text[2 * sizeof said];
    size_t size = 0, name = strlen(names[i]);
    ssize_t got = recv(at[i].fd, said, sizeof said, 0);
    if (got <= 0)
        die("recv");
    if (name == 0) {
        int length = (int)got - 1;
        snprintf(names[i], sizeof names[i], "%.*s", length, said);
        size = (size_t)snprintf(text, sizeof text, "* welcome %.*s\n", length, said);
        send_to(i, text, size);
        size = (size_t)snprintf(text, sizeof text, "* %.*s joined\n", length, said);
        send_to_others(i, text, size);
        return;
    }
    for (char *line = said, *end; line < said + got; line = end) {
        end = memchr(line, '\n', (size_t)(said + got - line));
        if (end++ == NULL || size + name + 2 + (size_t)(end - line) > sizeof text) {
            fprintf(stderr, "shout: half a line, or very many short ones\n");
            exit(EXIT_FAILURE);
        }
        memcpy(text + size, names[i], name);
        memcpy(text + size + name, ": ", 2);
        memcpy(text + size + name + 2, line, (size_t)(end - line));
        size += name + 2 + (size_t)(end - line);
    }
    send_to_others(i, text, size);
}

int main(int argc, char *argv[])
{
    struct sockaddr_in here = {.sin_family = AF_INET};
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    if (argc != 2) {
        fprintf(stderr, "usage: shout PORT\n");
        return 2;
    }
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    here.sin_port = htons((in_port_t)strtol(argv[1], NULL, 10));
    if (listener == -1
        || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == -1
        || bind(listener, (struct sockaddr *)&here, sizeof here) == -1
        || listen(listener, 128) == -1)
        die("listen");
    at[0] = (struct pollfd){.fd = listener, .events = POLLIN};
    for (;;) {
        if (poll(at, used, -1) == -1)
            die("poll");
        for (nfds_t i = 1; i < used; i++)
            if (at[i].revents != 0)
                relay(i);
        if (at[0].revents != 0)
            admit();
    }
}
