/* exercise PORT - a thread for each client. Each line, whoever sent it, is
   answered with the number of lines that all clients have sent so far. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "exercise.c:%d: TODO: %s\n", __LINE__, what), exit(1))

int listen_at(const char *port);    /* in listener.c */

static unsigned long lines;

/* Counts one more line; returns how many there are now. */
static unsigned long count_line(void)
{
    TODO("count, so that no two lines get the same number");
    return ++lines;
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
            continue;
        }
        TODO("serve it in a thread of its own, which also closes it");
        handle(client);
        close(client);
    }
}
