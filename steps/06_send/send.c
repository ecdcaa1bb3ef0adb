/* send.c - send() hands bytes to the kernel, not to the peer.
   Run: build/steps/06_send/send [PORT [ADDRESS]] */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Prints what a call returned; -1 says that it failed, and errno why. */
static int show(const char *call, int result)
{
    if (result == -1) {
        perror(call);
        exit(EXIT_FAILURE);
    }
    printf("%s: %d\n", call, result);
    return result;
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
    const char *host = argc > 2 ? argv[2] : "127.0.0.1";
    struct sockaddr_in there = {.sin_family = AF_INET};
    char *end;
    long number = strtol(port, &end, 10);
    if (inet_pton(AF_INET, host, &there.sin_addr) != 1 || argc > 3
        || !isdigit((unsigned char)*port) || *end || number > 65535) {
        fprintf(stderr, "usage: %s [PORT [ADDRESS]]\n", argv[0]);
        return 2;
    }
    there.sin_port = htons((in_port_t)number);
    setvbuf(stdout, NULL, _IOLBF, 0);

    int server = show("socket", socket(AF_INET, SOCK_STREAM, 0));
    show("connect",
         connect(server, (struct sockaddr *)&there, sizeof there));
    printf("Press Enter to send\n");
    getchar();
    show("send_all", (int)send_all(server, "ping", 4));
    printf("Press Enter to close it\n");
    getchar();
    show("close", close(server));
    return 0;
}
