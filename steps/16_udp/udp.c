/* udp.c - datagrams: each is whole or lost, and names its sender.
   Run: build/steps/16_udp/udp [PORT] */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

int main(int argc, char *argv[])
{
    const char *port = argc > 1 ? argv[1] : "8020";
    struct sockaddr_in here = {.sin_family = AF_INET}, peer;
    socklen_t size = sizeof here;
    char *end, name[INET_ADDRSTRLEN], text[16];
    long number = strtol(port, &end, 10);
    if (!isdigit((unsigned char)*port) || *end || number > 65535) {
        fprintf(stderr, "usage: %s [PORT]\n", argv[0]);
        return 2;
    }
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    here.sin_port = htons((in_port_t)number);
    setvbuf(stdout, NULL, _IOLBF, 0);

    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd == -1)
        die("socket");
    if (bind(fd, (struct sockaddr *)&here, sizeof here) == -1)
        die("bind");            /* and neither listen nor accept */
    if (getsockname(fd, (struct sockaddr *)&here, &size) == -1)
        die("getsockname");
    printf("listening on 127.0.0.1:%d\n", ntohs(here.sin_port));
    for (;;) {
        struct iovec room = {.iov_base = text, .iov_len = sizeof text};
        struct msghdr message = {
            .msg_name = &peer, .msg_namelen = sizeof peer,
            .msg_iov = &room, .msg_iovlen = 1};
        ssize_t got = recvmsg(fd, &message, 0);     /* one datagram */
        if (got == -1) {
            perror("recvmsg");
            continue;
        }
        inet_ntop(AF_INET, &peer.sin_addr, name, sizeof name);
        printf("%s:%d sent %zd bytes%s\n", name, ntohs(peer.sin_port), got,
               message.msg_flags & MSG_TRUNC ? ", and more: cut off" : "");
        if (sendto(fd, text, (size_t)got, 0, (struct sockaddr *)&peer,
                   message.msg_namelen) == -1)
            perror("sendto");
    }
}
