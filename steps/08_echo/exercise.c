/* exercise PORT - sends standard input, piece by piece, to the echo server
   at 127.0.0.1 and PORT; prints what comes back before the next piece. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "exercise.c:%d: TODO: %s\n", __LINE__, what), exit(1))

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

/* Receives `size` bytes of answer, however many pieces they come in, and
   prints each piece at once. */
static void print_answer(int server, size_t size)
{
    (void)server;
    (void)size;
    TODO("receive until size bytes have come, print them; the server may "
         "leave, or reset the connection");
}

int main(int argc, char *argv[])
{
    if (argc != 2)
        usage();
    struct sockaddr_in there = {.sin_family = AF_INET};
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    there.sin_port = htons((in_port_t)number_from(argv[1], 65535));

    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (server == -1)
        die("socket");
    if (connect(server, (struct sockaddr *)&there, sizeof there) == -1)
        die("connect");

    char piece[4096];
    ssize_t size;
    while ((size = read(STDIN_FILENO, piece, sizeof piece)) > 0) {
        if (send_all(server, piece, (size_t)size) == -1)
            die("send");
        print_answer(server, (size_t)size);
    }
    if (size == -1)
        die("standard input");
    if (close(server) == -1)
        die("close");
    return 0;
}
