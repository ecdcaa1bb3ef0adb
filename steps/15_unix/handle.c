/* handle.c - what is done for one client: the echo of 08, which neither
   knows nor needs to know what kind of address its client has. */
#include <stdio.h>
#include <sys/socket.h>

void handle(int client);

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
void handle(int client)
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
        perror("client lost");      /* it is lost, not the server */
    printf("echoed %zu bytes\n", total);
}
