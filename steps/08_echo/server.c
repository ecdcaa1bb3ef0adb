/* server.c - echo: sends back all that a client sends, then the next one.
   Run: build/steps/08_echo/server [PORT] */
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int listen_at(const char *port);    /* in listener.c */

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

/* Serves one client until its end, or until it is lost. */
static void handle(int client)
{
    char buffer[4096];
    size_t total = 0;
    ssize_t size;
    while ((size = recv(client, buffer, sizeof buffer, 0)) > 0) {
        size = send_all(client, buffer, (size_t)size);
        if (size == -1)
            break;
        total += (size_t)size;
    }
    if (size == -1)
        perror("client lost");  /* the client is lost, not the server */
    printf("echoed %zu bytes\n", total);
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    int listener = listen_at(argc > 1 ? argv[1] : "8020");
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("accept");
            continue;
        }
        handle(client);
        close(client);
    }
}
