/* server PORT - echoes each line to the client that sent it, for all of
   them at the same time: each has a thread of its own. A line that is too
   long ends its connection, and no other. Exit 2: usage; 1: it cannot
   listen. SIGTERM or SIGINT ends it, and all its threads with it. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"

/* What a thread does: serves a client until its end or its loss. The
   argument is a copy of the descriptor that belongs to this thread. */
static void *echo_lines(void *argument)
{
    struct reader client = {.fd = *(int *)argument};
    struct line line;
    free(argument);
    while (read_line(&client, &line) == 1) {
        line.text[line.length] = '\n';      /* in place of the NUL */
        if (send_all(client.fd, line.text, line.length + 1) == -1)
            break;      /* it is lost, and nobody else */
    }
    close(client.fd);       /* threads share descriptors: closed once */
    return NULL;
}

/* Starts a thread for `client`. Returns 0, or the number of the error. */
static int serve_in_thread(int client)
{
    pthread_t thread;
    int *copy = malloc(sizeof *copy);
    if (copy == NULL)
        return ENOMEM;
    *copy = client;     /* the variable in main changes with each accept */
    int problem = pthread_create(&thread, NULL, echo_lines, copy);
    if (problem == 0)
        pthread_detach(thread);     /* nobody will join it */
    else
        free(copy);
    return problem;
}

int main(int argc, char *argv[])
{
    int port = argc == 2 ? port_from(argv[1]) : -1;
    if (port == -1) {
        fprintf(stderr, "usage: server PORT\n");
        return 2;
    }
    int listener = tcp_listen(port);
    if (listener == -1) {
        fprintf(stderr, "server: listen: %s\n", strerror(errno));
        return 1;
    }
    printf("listening on 127.0.0.1:%d\n", tcp_port(listener));
    fflush(stdout);     /* into a pipe it would wait for more */
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("server: accept");
            poll(NULL, 0, 100);     /* all descriptors are in use: wait */
            continue;
        }
        int problem = serve_in_thread(client);
        if (problem != 0) {
            fprintf(stderr, "server: thread: %s\n", strerror(problem));
            close(client);
        }
    }
}
