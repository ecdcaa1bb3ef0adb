/* net.c - the calls of the steps, wrapped: see net.h. */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"

int port_from(const char *text)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (!isdigit((unsigned char)*text) || *end != '\0' || number > 65535)
        return -1;
    return (int)number;
}

/* Closes a socket because of an error, and keeps the reason of that. */
static int give_up(int fd)
{
    int reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

int tcp_listen(int port)
{
    struct sockaddr_in here = {.sin_family = AF_INET};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    here.sin_port = htons((in_port_t)port);
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1)
        return -1;
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR,
                   &on, sizeof on) == -1
        || bind(listener, (struct sockaddr *)&here, sizeof here) == -1
        || listen(listener, SOMAXCONN) == -1)
        return give_up(listener);
    return listener;
}

int tcp_port(int socket)
{
    struct sockaddr_in here;
    socklen_t size = sizeof here;
    if (getsockname(socket, (struct sockaddr *)&here, &size) == -1)
        return -1;
    return ntohs(here.sin_port);
}

int tcp_connect(const char *host, int port, const char **why)
{
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM}, *list;
    char service[16];
    snprintf(service, sizeof service, "%d", port);
    int problem = getaddrinfo(host, service, &wanted, &list);
    if (problem != 0) {
        *why = problem == EAI_SYSTEM ? strerror(errno)
                                     : gai_strerror(problem);
        return -1;
    }
    int server = -1;
    struct addrinfo *at = list;
    for (; at != NULL && server == -1; at = at->ai_next) {
        server = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
        if (server != -1
            && connect(server, at->ai_addr, at->ai_addrlen) == -1)
            server = give_up(server);
        if (server == -1)
            *why = strerror(errno);
    }
    freeaddrinfo(list);
    return server;
}

int send_all(int socket, const void *data, size_t size)
{
    for (const char *next = data; size > 0;) {
        ssize_t sent = send(socket, next, size, MSG_NOSIGNAL);
        if (sent == -1 && errno != EINTR)
            return -1;
        if (sent > 0) {
            next += sent;
            size -= (size_t)sent;
        }
    }
    return 0;
}

/* Removes the first `count` of the bytes that have come. */
static void drop(struct reader *from, size_t count)
{
    from->size -= count;
    memmove(from->bytes, from->bytes + count, from->size);
}

int take_line(struct reader *from, struct line *line)
{
    char *newline = memchr(from->bytes, '\n', from->size);
    size_t length = newline ? (size_t)(newline - from->bytes) : from->size;
    size_t used = newline ? length + 1 : length;
    bool cr = length > 0 && from->bytes[length - 1] == '\r';
    if (cr && (newline || !from->ended))
        length--;       /* it is dropped, or may still turn out to be */
    if (length > LINE_LIMIT) {
        errno = EMSGSIZE;
        return -1;
    }
    if (!newline && (!from->ended || length == 0))
        return 0;
    memcpy(line->text, from->bytes, length);
    line->text[length] = '\0';
    line->length = length;
    drop(from, used);
    return 1;
}

ssize_t fill_reader(struct reader *from)
{
    ssize_t got;
    do
        got = read(from->fd, from->bytes + from->size,
                   sizeof from->bytes - from->size);
    while (got == -1 && errno == EINTR);
    if (got > 0)
        from->size += (size_t)got;
    from->ended = got == 0;
    return got;
}

int read_line(struct reader *from, struct line *line)
{
    int found;
    while ((found = take_line(from, line)) == 0 && !from->ended)
        if (fill_reader(from) == -1)
            return -1;
    return found;
}

ssize_t read_some(struct reader *from, void *data, size_t size)
{
    ssize_t got;
    if (from->size > 0) {
        size_t count = from->size < size ? from->size : size;
        memcpy(data, from->bytes, count);
        drop(from, count);
        return (ssize_t)count;
    }
    do
        got = read(from->fd, data, size);
    while (got == -1 && errno == EINTR);
    return got;
}

void mask_controls(char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)text[i] < ' ' && text[i] != '\t')
            || text[i] == 0x7f)
            text[i] = '?';
}
