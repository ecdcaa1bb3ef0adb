/* server3_thread PORT - gives handle each client in a thread of its own,
   at 127.0.0.1 and PORT. Exit status 1 when it cannot listen; 2 for
   usage. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"

void handle(FILE *in, FILE *out);   /* in handler.c */

/* A stream on a descriptor of its own: fclose closes that one only. */
static FILE *stream_on(int client, const char *mode)
{
    int copy = dup(client);
    FILE *stream = copy == -1 ? NULL : fdopen(copy, mode);
    if (stream == NULL && copy != -1)
        close(copy);
    return stream;
}

/* Has one client served through two streams. Closing is the caller's. */
static void call_handle(int client)
{
    FILE *in = stream_on(client, "r"), *out = stream_on(client, "w");
    if (in && out)
        handle(in, out);
    if (!in || !out || ferror(in) || ferror(out))
        perror("client lost");
    if (in && fclose(in) == EOF)    /* as when handle has closed it */
        perror("fclose");
    if (out)
        fclose(out);
}

/* What a thread does; `argument` is its own copy of the descriptor. */
static void *serve_client(void *argument)
{
    int client = *(int *)argument;
    free(argument);
    call_handle(client);
    close(client);      /* threads share descriptors: closed once */
    return NULL;
}

/* Starts a thread for `client`. Returns 0, or why there is none. */
static int start_thread(int client)
{
    pthread_t thread;
    int *copy = malloc(sizeof *copy);
    if (copy == NULL)
        return ENOMEM;
    *copy = client;     /* the caller's changes with the next accept */
    int problem = pthread_create(&thread, NULL, serve_client, copy);
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
        fprintf(stderr, "usage: server3_thread PORT\n");
        return 2;
    }
    /* stdio has no MSG_NOSIGNAL: without this a peer that left ends us. */
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    int listener = tcp_listen(port);
    if (listener == -1) {
        perror("server3_thread: listen");
        return 1;
    }
    printf("listening on 127.0.0.1:%d\n", tcp_port(listener));
    fflush(stdout);

    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("server3_thread: accept");
            poll(NULL, 0, 100);     /* all descriptors are in use: wait */
            continue;
        }
        int problem = start_thread(client);
        if (problem != 0) {
            fprintf(stderr, "server3_thread: %s\n", strerror(problem));
            close(client);
        }
    }
}
