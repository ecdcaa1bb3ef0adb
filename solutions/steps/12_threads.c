/* exercise PORT - a thread for each client. Each line, whoever sent it, is
   answered with the number of lines that all clients have sent so far. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int listen_at(const char *port);    /* in listener.c */

/* What all threads share is read and written only under the lock. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned long lines;

static unsigned long count_line(void)
{
    pthread_mutex_lock(&lock);
    unsigned long number = ++lines;
    pthread_mutex_unlock(&lock);
    return number;
}

/* Sends all `size` bytes, since send may take only some of them. */
static ssize_t send_all(int peer, const char *data, size_t size)
{
    size_t done = 0;
    while (done < size) {
        /* MSG_NOSIGNAL: a peer that has gone is an error, not SIGPIPE. */
        ssize_t sent = send(peer, data + done, size - done, MSG_NOSIGNAL);
        if (sent == -1)
            return -1;
        done += (size_t)sent;
    }
    return (ssize_t)done;
}

/* Serves `client` until its end or its loss. Closing is the caller's. */
static void handle(int client)
{
    char text[512], answer[32];
    ssize_t size;
    while ((size = recv(client, text, sizeof text, 0)) > 0)
        for (ssize_t i = 0; i < size; i++) {
            if (text[i] != '\n')
                continue;
            int length = snprintf(answer, sizeof answer, "%lu\n",
                                  count_line());
            if (send_all(client, answer, (size_t)length) == -1) {
                perror("client lost");
                return;
            }
        }
    if (size == -1)
        perror("client lost");      /* it is lost, not the server */
    printf("client left\n");
}

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
    if (argc != 2) {
        fprintf(stderr, "usage: exercise PORT\n");
        return 2;
    }
    int listener = listen_at(argv[1]);
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
