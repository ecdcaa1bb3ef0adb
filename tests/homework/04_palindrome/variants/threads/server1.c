/* server1 PORT - receives and sends a byte at a time, in a thread, which
   hands the lines over to main through a pipe. */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "judge.h"
#include "net.h"

static int client, lines[2];

/* Writes each line to the pipe: its length in two bytes, and itself. */
static void *receive(void *unused)
{
    unsigned char line[2 + LONGEST + 1];
    unsigned length = 0;
    char byte;
    ssize_t got;
    for (;;) {
        got = recv(client, &byte, 1, 0);
        int whole = got == 1 && byte == '\n';
        if (got < 0 || (got == 0 && length == 0))
            break;
        if (whole && length > 0 && line[1 + length] == '\r')
            length--;
        if (length > LONGEST || (got == 1 && !whole && length == LONGEST
                                 && byte != '\r'))
            break;
        if (got == 1 && !whole) {
            line[2 + length++] = (unsigned char)byte;
            continue;
        }
        line[0] = (unsigned char)(length / 256);
        line[1] = (unsigned char)(length % 256);
        if (write(lines[1], line, 2 + length) == -1)
            perror("server1: pipe");
        length = 0;
        if (got == 0)
            break;
    }
    close(lines[1]);
    return unused;
}

int main(int argc, char **argv)
{
    int port = argc == 2 ? port_from(argv[1]) : -1;
    if (port < 0)
        exit((fprintf(stderr, "usage: %s PORT\n", *argv), 2));
    int listener = tcp_listen(port);
    if (listener < 0 || pipe(lines) < 0) {
        perror("server1: start");
        exit(1);
    }
    printf("listening on 127.0.0.1:%d\n", tcp_port(listener));
    fflush(NULL);
    client = accept(listener, NULL, NULL);
    pthread_t thread;
    if (client < 0 || pthread_create(&thread, NULL, receive, NULL) != 0) {
        perror("server1: client");
        exit(1);
    }
    unsigned char head[2];
    struct reader from = {.fd = lines[0]};
    while (read_some(&from, head, 1) == 1
           && read_some(&from, head + 1, 1) == 1) {
        char line[LONGEST];
        size_t length = head[0] * 256U + head[1], have = 0;
        while (have < length) {
            ssize_t got = read_some(&from, line + have, length - have);
            if (got <= 0)
                exit(1);
            have += (size_t)got;
        }
        if (judge(line, length) && send_all(client, "1", 1) < 0)
            break;
        if (send_all(client, "\n", 1) < 0)
            break;
    }
    shutdown(client, SHUT_RDWR);
    pthread_join(thread, NULL);
    exit(0);
}
