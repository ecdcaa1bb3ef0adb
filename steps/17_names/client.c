/* client.c - a name may have many addresses: tries them until one answers.
   Run: build/steps/17_names/client [HOST [SERVICE]] */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* in address.c */
void print_address(const char *, const struct sockaddr *, socklen_t);

int main(int argc, char *argv[])
{
    const char *name = argc > 1 ? argv[1] : "localhost";
    const char *service = argc > 2 ? argv[2] : "8020";
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM}, *list;
    setvbuf(stdout, NULL, _IOLBF, 0);
    int problem = getaddrinfo(name, service, &wanted, &list);
    if (problem != 0) {     /* the reason is not in errno */
        fprintf(stderr, "%s, %s: %s\n", name, service,
                gai_strerror(problem));
        return 1;
    }

    int server = -1;
    struct addrinfo *at = list;
    for (; at != NULL && server == -1; at = at->ai_next) {
        int fd = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
        if (fd != -1 && connect(fd, at->ai_addr, at->ai_addrlen) == 0)
            server = fd;
        printf("%s: ", server == -1 ? strerror(errno) : "connected");
        print_address("", at->ai_addr, at->ai_addrlen);
        if (server == -1 && fd != -1)
            close(fd);      /* the next try has a socket of its own */
    }
    freeaddrinfo(list);
    if (server == -1)
        return 1;
    printf("Press Enter to close it\n");
    getchar();
    return close(server) == -1;
}
