/* client.c - sends a text, says that this was all, prints what comes back.
   Run: build/steps/08_echo/client [PORT [TEXT]] */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
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

int main(int argc, char *argv[])
{
    const char *port = argc > 1 ? argv[1] : "8020";
    const char *text = argc > 2 ? argv[2] : "hello";
    struct sockaddr_in there = {.sin_family = AF_INET};
    char *end, buffer[1024];
    long number = strtol(port, &end, 10);
    if (!isdigit((unsigned char)*port) || *end || number > 65535) {
        fprintf(stderr, "usage: %s [PORT [TEXT]]\n", argv[0]);
        return 2;
    }
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    there.sin_port = htons((in_port_t)number);

    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (server == -1)
        die("socket");
    if (connect(server, (struct sockaddr *)&there, sizeof there) == -1)
        die("connect");
    if (send_all(server, text, strlen(text)) == -1)
        die("send");
    if (shutdown(server, SHUT_WR) == -1)    /* a half close: our FIN */
        die("shutdown");
    ssize_t size;
    while ((size = recv(server, buffer, sizeof buffer, 0)) > 0)
        fwrite(buffer, 1, (size_t)size, stdout);
    if (size == -1)
        die("recv");
    printf("\n");
    return 0;
}
