/* threads.c - the same loop, with a thread for each client.
   Run: build/steps/12_threads/threads [PORT] */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int listen_at(const char *port);    /* in listener.c */
void handle(int client);            /* in handle.c */

/* What a thread does; `argument` is its own copy of the descriptor. */
static void *serve(void *argument)
{
    int client = *(int *)argument;
    free(argument);
    handle(client);
    close(client);      /* threads share descriptors: closed once */
    return NULL;
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    int listener = listen_at(argc > 1 ? argv[1] : "8020");
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("accept");
            poll(NULL, 0, 100);     /* all descriptors are in use: wait */
            continue;
        }
        pthread_t thread;
        int *copy = malloc(sizeof *copy);
        int problem = ENOMEM;
        if (copy != NULL) {
            *copy = client;     /* ours changes with the next accept */
            problem = pthread_create(&thread, NULL, serve, copy);
        }
        if (problem == 0) {
            pthread_detach(thread);     /* nobody will join it */
            continue;
        }
        fprintf(stderr, "pthread_create: %s\n", strerror(problem));
        free(copy);
        close(client);
    }
}
