/* client HOST PORT - waits with poll for the user and the server at once,
   and so leaves as soon as the server does. */
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct side {
    int fd, ended;
    size_t size, length;    /* of `bytes`; of the line they begin with */
    char bytes[3000];
};

static void stop(const char *what, const char *why)
{
    fprintf(stderr, "client: %s: %s\n", what, why);
    exit(1);
}

/* Reads what is there. */
static void fill(struct side *side)
{
    ssize_t count = read(side->fd, side->bytes + side->size,
                         sizeof side->bytes - side->size);
    if (count == -1)
        stop("read", strerror(errno));
    side->ended = count == 0;
    side->size += (size_t)count;
}

/* Whether a line is there; its length then, without its ending. */
static int line_of(struct side *side, size_t *length)
{
    char *end = memchr(side->bytes, '\n', side->size);
    if (end == NULL && !(side->ended && side->size > 0)) {
        if (side->size == sizeof side->bytes)
            stop("line", "too long");
        return 0;
    }
    *length = end ? (size_t)(end - side->bytes) : side->size;
    side->length = end ? *length + 1 : *length;
    if (end && *length > 0 && end[-1] == '\r')
        --*length;
    return 1;
}

static void take(struct side *side)
{
    side->size -= side->length;
    memmove(side->bytes, side->bytes + side->length, side->size);
}

static int connection_to(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_protocol = 0,
        .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV}, *found;
    int problem = getaddrinfo(host, port, &hints, &found);
    if (problem != 0)
        stop("host", gai_strerror(problem));
    int fd = socket(found->ai_family, SOCK_STREAM, 0);
    if (fd == -1 || connect(fd, found->ai_addr, found->ai_addrlen) == -1)
        stop("connect", strerror(errno));
    freeaddrinfo(found);
    return fd;
}

int main(int argc, char *argv[])
{
    if (argc != 3 || strlen(argv[2]) < 1 || strlen(argv[2]) > 5
        || strspn(argv[2], "0123456789") != strlen(argv[2])
        || strtoul(argv[2], NULL, 10) > 65535) {
        fprintf(stderr, "client needs a host and a port\n");
        return 2;
    }
    struct sigaction none = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &none, NULL);
    static struct side user = {.fd = STDIN_FILENO}, server;
    server.fd = connection_to(argv[1], argv[2]);
    int due = 0;
    for (;;) {
        size_t length;
        while (due && line_of(&server, &length)) {
            dprintf(STDOUT_FILENO, length > 0 ? "yes\n" : "no\n");
            take(&server);
            due = 0;
        }
        if (!due && line_of(&user, &length)) {
            if (length == 0)
                return 0;
            memmove(user.bytes + length, "\n", 1);
            for (size_t done = 0; done <= length;) {
                ssize_t sent = write(server.fd, user.bytes + done,
                                     length + 1 - done);
                if (sent == -1)
                    stop("write", strerror(errno));
                done += (size_t)sent;
            }
            take(&user);
            due = 1;
            continue;
        }
        if (!due && user.ended)
            return 0;
        if (server.ended)
            stop("server", "has left");
        struct pollfd at[] = {{.fd = server.fd, .events = POLLIN},
                              {.fd = due ? -1 : user.fd,
                               .events = POLLIN}};
        if (poll(at, 2, -1) == -1)
            stop("poll", strerror(errno));
        if (at[0].revents)
            fill(&server);
        if (at[1].revents)
            fill(&user);
    }
}
