/* server1 PORT - with poll, sockets that never wait, and answers that are
   collected and go out as one block. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "text.h"

static int fail(const char *what)
{
    fprintf(stderr, "server1: %s: %s\n", what, strerror(errno));
    return 1;
}

static void collect(char *answers, size_t *due, struct text *text)
{
    const char *answer = answer_to(text);
    memcpy(answers + *due, answer, strlen(answer));
    *due += strlen(answer);
}

static void serve(int client)
{
    static char answers[8192];
    static struct text text;
    size_t due = 0, sent = 0;
    int ended = 0;
    struct pollfd at = {.fd = client};
    while (!ended || sent < due) {
        unsigned char bytes[2048];
        ssize_t count;
        at.events = sent < due ? POLLOUT : POLLIN;
        if (poll(&at, 1, -1) == -1)
            return;
        if (sent < due) {
            count = send(client, answers + sent, due - sent, MSG_NOSIGNAL);
            if (count == -1 && errno != EAGAIN)
                return;
            sent += count > 0 ? (size_t)count : 0;
            continue;
        }
        due = sent = 0;
        count = recv(client, bytes, sizeof bytes, 0);
        if (count == -1 && errno != EAGAIN)
            return;
        for (ssize_t i = 0; i < count; i++)
            switch (put_byte(&text, bytes[i])) {
            case MORE:
                break;
            case LINE:
                collect(answers, &due, &text);
                break;
            case TOO_LONG:
                return;
            }
        ended = count == 0;
        if (ended && text.size > MOST)
            return;
        if (ended && text.size > 0)
            collect(answers, &due, &text);
    }
}

int main(int argc, char *argv[])
{
    struct sockaddr_in here = {.sin_family = AF_INET};
    socklen_t size = sizeof here;
    if (argc != 2 || strlen(argv[1]) == 0 || strlen(argv[1]) > 5
        || strspn(argv[1], "0123456789") != strlen(argv[1])
        || strtoul(argv[1], NULL, 10) > 65535) {
        fputs("server1 takes a port\n", stderr);
        return 2;
    }
    inet_pton(AF_INET, "127.0.0.1", &here.sin_addr);
    here.sin_port = htons((in_port_t)strtoul(argv[1], NULL, 10));
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1)
        return fail("socket");
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&here, size) == -1)
        return fail("bind");
    if (listen(listener, 1) == -1)
        return fail("listen");
    getsockname(listener, (struct sockaddr *)&here, &size);
    char line[64];
    int length = snprintf(line, sizeof line, "listening on 127.0.0.1:%d\n",
                          ntohs(here.sin_port));
    if (write(STDOUT_FILENO, line, (size_t)length) != length)
        return fail("write");

    fcntl(listener, F_SETFL, O_NONBLOCK);
    int client;
    do {
        struct pollfd at = {.fd = listener, .events = POLLIN};
        if (poll(&at, 1, -1) == -1)
            return fail("poll");
        client = accept(listener, NULL, NULL);
    } while (client == -1);
    fcntl(client, F_SETFL, O_NONBLOCK);
    serve(client);
    shutdown(client, SHUT_RDWR);
    return 0;
}
