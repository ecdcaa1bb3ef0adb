/* server.c - one server, two families: listens at ::1 and at 127.0.0.1.
   Run: build/steps/17_names/server [PORT] */
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

void print_address(const char *, const struct sockaddr *, socklen_t);

/* Returns a listener at one address; -1 where there cannot be one. */
static int listen_on(const struct addrinfo *at)
{
    struct sockaddr_storage here;       /* room for any family */
    socklen_t size = sizeof here;
    int on = 1, fd = socket(at->ai_family, SOCK_STREAM, at->ai_protocol);
    if (fd == -1
        || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == -1
        || (at->ai_family == AF_INET6   /* IPv4 has a socket of its own */
            && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on))
        || bind(fd, at->ai_addr, at->ai_addrlen) == -1
        || listen(fd, 128) == -1 || fcntl(fd, F_SETFL, O_NONBLOCK) == -1
        || getsockname(fd, (struct sockaddr *)&here, &size) == -1) {
        perror("no listener");
        close(fd);
        return -1;
    }
    print_address("listening on ", (struct sockaddr *)&here, size);
    return fd;
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM}, *list;
    const char *port = argc > 1 ? argv[1] : "8020";
    int problem = getaddrinfo(NULL, port, &wanted, &list);  /* loopback */
    if (problem != 0) {
        fprintf(stderr, "port %s: %s\n", port, gai_strerror(problem));
        return 2;
    }
    struct pollfd at[8];
    nfds_t used = 0;
    for (; list != NULL && used < 8; list = list->ai_next)
        if ((at[used].fd = listen_on(list)) != -1)
            at[used++].events = POLLIN;
    while (used > 0 && poll(at, used, -1) != -1)
        for (nfds_t i = 0; i < used; i++) {
            struct sockaddr_storage peer;
            socklen_t size = sizeof peer;
            int fd = accept(at[i].fd, (struct sockaddr *)&peer, &size);
            if (fd == -1)
                continue;       /* EAGAIN: the other one has news */
            print_address("client at ", (struct sockaddr *)&peer, size);
            close(fd);
        }
    return 1;
}
