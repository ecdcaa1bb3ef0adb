/* exercise PORT - accepts one connection at 127.0.0.1 and PORT, copies
   what it receives to standard output, counts it on standard error. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static void usage(void)
{
    fprintf(stderr, "usage: exercise PORT\n");
    exit(2);
}

/* The number that `text` is in decimal digits; the program ends when it is
   none, or more than `most`. */
static int number_from(const char *text, long most)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (!isdigit((unsigned char)*text) || *end || number > most)
        usage();
    return (int)number;
}

int main(int argc, char *argv[])
{
    if (argc != 2)
        usage();
    struct sockaddr_in here = {.sin_family = AF_INET};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    here.sin_port = htons((in_port_t)number_from(argv[1], 65535));

    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1)
        die("socket");
    int on = 1;
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR,
                   &on, sizeof on) == -1)
        die("setsockopt");
    if (bind(listener, (struct sockaddr *)&here, sizeof here) == -1)
        die("bind");
    if (listen(listener, 1) == -1)
        die("listen");

    socklen_t size = sizeof here;
    if (getsockname(listener, (struct sockaddr *)&here, &size) == -1)
        die("getsockname");
    fprintf(stderr, "listening on 127.0.0.1:%d\n", ntohs(here.sin_port));
    int client = accept(listener, NULL, NULL);
    if (client == -1)
        die("accept");

    char buffer[4096];
    size_t bytes = 0, calls = 0;
    ssize_t received;
    while ((received = recv(client, buffer, sizeof buffer, 0)) > 0) {
        bytes += (size_t)received;
        calls++;
        fwrite(buffer, 1, (size_t)received, stdout);
    }
    if (received == -1)
        die("recv");
    if (fflush(stdout) == EOF || ferror(stdout))
        die("standard output");
    fprintf(stderr, "received %zu bytes in %zu calls\n", bytes, calls);

    if (close(client) == -1 || close(listener) == -1)
        die("close");
    return 0;
}
