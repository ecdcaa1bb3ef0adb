/* handle.c - what is done for one client, whatever loop calls it: answers
   in upper case, and logs who wrote what. */
#include <arpa/inet.h>
#include <ctype.h>
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
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    char who[INET_ADDRSTRLEN], text[512], shown[sizeof text];
    if (getpeername(client, (struct sockaddr *)&peer, &length) == -1) {
        perror("getpeername");      /* it has gone already */
        return;
    }
    inet_ntop(AF_INET, &peer.sin_addr, who, sizeof who);
    int port = ntohs(peer.sin_port);

    ssize_t size;
    while ((size = recv(client, text, sizeof text, 0)) > 0) {
        for (ssize_t i = 0; i < size; i++) {
            unsigned char byte = (unsigned char)text[i];
            shown[i] = isprint(byte) ? text[i] : '.';   /* harmless */
            text[i] = (char)toupper(byte);
        }
        printf("%s:%d wrote %.*s\n", who, port, (int)size, shown);
        size = send_all(client, text, (size_t)size);
        if (size == -1)
            break;
    }
    if (size == -1)
        perror("client lost");      /* it is lost, not the server */
    printf("%s:%d left\n", who, port);
}
