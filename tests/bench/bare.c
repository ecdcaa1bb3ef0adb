/* bare.c - moves a file over a connection with nothing around it: what can be had with POSIX.
 *
 * bare receive PORT FILE    takes one connection, and writes to FILE what comes
 * bare send PORT FILE       connects to 127.0.0.1, and sends the FILE
 * Both move 256 KiB a call, and end when all is done. Exit 0; 1 with a line on standard error
 * when a call fails; 2 for usage. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIECE = 262144 };

static char buffer[PIECE];

static void die(const char *what)
{
    fprintf(stderr, "bare: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

static void receive_file(struct sockaddr_in *here, const char *name)
{
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1
        || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == -1
        || bind(listener, (struct sockaddr *)here, sizeof *here) == -1
        || listen(listener, 1) == -1)
        die("listen");
    int client = accept(listener, NULL, NULL);
    int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (client == -1 || file == -1)
        die(client == -1 ? "accept" : name);
    ssize_t got;
    while ((got = recv(client, buffer, sizeof buffer, 0)) > 0)
        for (ssize_t done = 0, written; done < got; done += written)
            if ((written = write(file, buffer + done, (size_t)(got - done))) == -1)
                die("write");
    if (got == -1)
        die("recv");
}

static void send_file(struct sockaddr_in *there, const char *name)
{
    int server = socket(AF_INET, SOCK_STREAM, 0);
    int file = open(name, O_RDONLY);
    if (server == -1 || connect(server, (struct sockaddr *)there, sizeof *there) == -1)
        die("connect");
    if (file == -1)
        die(name);
    ssize_t got;
    while ((got = read(file, buffer, sizeof buffer)) > 0)
        for (ssize_t done = 0, sent; done < got; done += sent)
            if ((sent = send(server, buffer + done, (size_t)(got - done), MSG_NOSIGNAL)) == -1)
                die("send");
    if (got == -1)
        die("read");
}

int main(int argc, char *argv[])
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    int receives = argc == 4 && strcmp(argv[1], "receive") == 0;
    if (!receives && (argc != 4 || strcmp(argv[1], "send") != 0)) {
        fprintf(stderr, "usage: bare receive|send PORT FILE\n");
        return 2;
    }
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons((in_port_t)strtol(argv[2], NULL, 10));
    if (receives)
        receive_file(&at, argv[3]);
    else
        send_file(&at, argv[3]);
    return 0;
}
