/* sequential PORT BACKLOG - serves one client after another at 127.0.0.1
   and PORT, and prints who writes what. BACKLOG goes to listen as it is.
   For the experiment of homework 02: README.md says what to look at. */
#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
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
    fprintf(stderr, "usage: sequential PORT BACKLOG\n");
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

/* Prints each line that comes from `client`, the Nth, until its end. */
static void show_lines(int client, int n)
{
    char byte;
    int inside = 0;     /* a line: its beginning is printed */
    while (recv(client, &byte, 1, 0) == 1) {
        if (!inside)
            printf("client %d wrote: ", n);
        putchar(byte == '\n' || isprint((unsigned char)byte) ? byte : '.');
        inside = byte != '\n';
    }
    if (inside)
        putchar('\n');
}

int main(int argc, char *argv[])
{
    int on = 1;
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 3)
        usage();
    int port = number_from(argv[1], 65535);
    int backlog = number_from(argv[2], 4096);
    struct sockaddr_in here = {.sin_family = AF_INET}, peer;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    here.sin_port = htons((in_port_t)port);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1)
        die("socket");
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR,
                   &on, sizeof on) == -1)
        die("setsockopt");
    if (bind(listener, (struct sockaddr *)&here, sizeof here) == -1)
        die("bind");
    if (listen(listener, backlog) == -1)
        die("listen");
    printf("listening on 127.0.0.1:%d\n", port);
    for (int n = 1;; n++) {
        socklen_t size = sizeof peer;
        int client = accept(listener, (struct sockaddr *)&peer, &size);
        if (client == -1)
            die("accept");
        printf("client %d is accepted: 127.0.0.1:%d\n", n,
               ntohs(peer.sin_port));
        show_lines(client, n);
        printf("client %d has left\n", n);
        close(client);
    }
}
