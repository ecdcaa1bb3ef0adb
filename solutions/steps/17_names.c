/* exercise HOST SERVICE - connects to the first address of HOST that
   answers, and copies what that server sends to standard output. */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

/* An address as text, in digits: 127.0.0.1:8020 or [::1]:8020. The next
   call writes over it. */
static const char *text_of(const struct addrinfo *at)
{
    static char text[80];
    char host[64], port[6];
    int problem = getnameinfo(at->ai_addr, at->ai_addrlen,
                              host, sizeof host, port, sizeof port,
                              NI_NUMERICHOST | NI_NUMERICSERV);
    if (problem != 0)
        return gai_strerror(problem);
    snprintf(text, sizeof text,
             strchr(host, ':') ? "[%s]:%s" : "%s:%s", host, port);
    return text;
}

/* Returns a socket that is connected to this address; or -1, with the
   reason in errno, and no socket. */
static int connect_to(const struct addrinfo *at)
{
    int fd = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
    if (fd == -1)
        return -1;
    if (connect(fd, at->ai_addr, at->ai_addrlen) == 0)
        return fd;
    int problem = errno;
    close(fd);
    errno = problem;
    return -1;
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 3) {
        fprintf(stderr, "usage: exercise HOST SERVICE\n");
        return 2;
    }
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM}, *list;
    int problem = getaddrinfo(argv[1], argv[2], &wanted, &list);
    if (problem != 0) {
        fprintf(stderr, "exercise: %s, %s: %s\n", argv[1], argv[2],
                gai_strerror(problem));
        return 1;
    }

    int server = -1;
    struct addrinfo *at = list;
    for (; at != NULL && server == -1; at = at->ai_next) {
        server = connect_to(at);
        problem = errno;
        if (server == -1)
            fprintf(stderr, "%s: %s\n", text_of(at), strerror(problem));
        else
            printf("connected to %s\n", text_of(at));
    }
    freeaddrinfo(list);
    if (server == -1)
        return 1;

    char buffer[4096];
    ssize_t size;
    while ((size = recv(server, buffer, sizeof buffer, 0)) > 0)
        fwrite(buffer, 1, (size_t)size, stdout);
    if (size == -1)
        die("recv");
    if (fflush(stdout) == EOF || ferror(stdout))
        die("standard output");
    if (close(server) == -1)
        die("close");
    return 0;
}
