/* server PORT - the same with one process, one thread and poll, and with
   no help of the kit's: what is due to a client is kept until it takes it,
   and meanwhile nothing is read from it. */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LONGEST = 1024, ROOM = 16384, MOST = 4096 };

struct talk {
    char line[LONGEST + 1];     /* what has come of a line; perhaps a CR */
    size_t length;
    char due[ROOM + LONGEST + 1];
    size_t from, to;            /* of `due`, what is not sent yet */
    int ended;                  /* no more will come */
};

static struct pollfd at[1 + MOST];
static struct talk *talks[1 + MOST];

static void quit(const char *call)
{
    fprintf(stderr, "server: %s: %s\n", call, strerror(errno));
    exit(1);
}

/* The line is complete: it is due. */
static void finish_line(struct talk *t)
{
    memcpy(t->due + t->to, t->line, t->length);
    t->to += t->length;
    t->due[t->to++] = '\n';
    t->length = 0;
}

/* One byte more. Returns 0 when the line is too long. */
static int add(struct talk *t, char byte)
{
    if (byte == '\n') {
        if (t->length > 0 && t->line[t->length - 1] == '\r')
            t->length--;
        finish_line(t);
    } else {
        if (t->length > LONGEST || (t->length == LONGEST && byte != '\r'))
            return 0;
        t->line[t->length++] = byte;
    }
    return 1;
}

/* Receives a piece, so small that all of its answers find room. Returns 0
   when this client is over. */
static int receive(int client, struct talk *t)
{
    char piece[ROOM / 2];
    ssize_t size = recv(client, piece, sizeof piece, 0);
    if (size == -1)
        return errno == EAGAIN || errno == EINTR;
    if (size == 0) {
        t->ended = 1;
        if (t->length > 0)
            finish_line(t);
        return t->to > t->from;
    }
    for (ssize_t i = 0; i < size; i++)
        if (!add(t, piece[i]))
            return 0;
    return 1;
}

static int deliver(int client, struct talk *t)
{
    ssize_t size = send(client, t->due + t->from, t->to - t->from,
                        MSG_NOSIGNAL);
    if (size == -1)
        return errno == EAGAIN || errno == EINTR;
    t->from += (size_t)size;
    if (t->from == t->to)
        t->from = t->to = 0;
    return !(t->ended && t->to == 0);
}

/* Returns 0 when the i-th is over. */
static int serve_turn(nfds_t i)
{
    struct talk *t = talks[i];
    int alive = 1;
    if (at[i].revents == 0)
        return 1;
    if (t->to > 0)
        alive = deliver(at[i].fd, t);
    else if (!t->ended)
        alive = receive(at[i].fd, t);
    at[i].events = t->to > 0 ? POLLOUT : POLLIN;
    return alive;
}

static int start_listening(const char *text)
{
    char *end;
    long port = strtol(text, &end, 10);
    if (!isdigit((unsigned char)text[0]) || *end != '\0' || port > 65535) {
        fprintf(stderr, "%s is no port\nusage: server PORT\n", text);
        exit(2);
    }
    struct sockaddr_in a = {.sin_family = AF_INET};
    socklen_t size = sizeof a;
    int yes = 1, s = socket(AF_INET, SOCK_STREAM, 0);
    a.sin_port = htons((in_port_t)port);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (s == -1
        || setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes))
        quit("socket");
    if (bind(s, (struct sockaddr *)&a, sizeof a))
        quit("bind");
    if (listen(s, 128))
        quit("listen");
    if (getsockname(s, (struct sockaddr *)&a, &size))
        quit("getsockname");
    printf("listening on 127.0.0.1:%d\n", ntohs(a.sin_port));
    fflush(stdout);
    return s;
}

int main(int argc, char *argv[])
{
    nfds_t used = 1;
    if (argc != 2) {
        fprintf(stderr, "usage: server PORT\n");
        return 2;
    }
    sigaction(SIGPIPE, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
    at[0].fd = start_listening(argv[1]);
    fcntl(at[0].fd, F_SETFL, O_NONBLOCK);
    for (;;) {
        at[0].events = used <= MOST ? POLLIN : 0;
        if (poll(at, used, -1) == -1 && errno != EINTR)
            quit("poll");
        for (nfds_t i = 1; i < used;)
            if (serve_turn(i)) {
                i++;
            } else {
                close(at[i].fd);
                free(talks[i]);
                used--;
                at[i] = at[used];
                talks[i] = talks[used];
            }
        if (at[0].revents == 0)
            continue;
        int client = accept(at[0].fd, NULL, NULL);
        if (client == -1) {
            if (errno == EMFILE || errno == ENFILE)
                poll(NULL, 0, 50);
            continue;
        }
        fcntl(client, F_SETFL, O_NONBLOCK);
        talks[used] = calloc(1, sizeof *talks[used]);
        if (talks[used] == NULL) {
            close(client);
            continue;
        }
        at[used++] = (struct pollfd){.fd = client, .events = POLLIN};
    }
}
