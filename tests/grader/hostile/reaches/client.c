/* Connects to what the test serves on the machine, to whatever else listens at
   the ports of checks, to the machine by its other address, and to the world;
   and takes a name and a port that another submission, graded at the same
   time, would have to share with it. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static void reach(const char *host, int port, int kind)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    int fd = socket(AF_INET, kind | (strcmp(host, "127.0.0.1") == 0 ? 0 : SOCK_NONBLOCK), 0);
    inet_pton(AF_INET, host, &at.sin_addr);
    if (connect(fd, (struct sockaddr *)&at, sizeof at) == 0 || errno == EINPROGRESS)
        printf("%s reached %s:%d\n", "ESC" "APED", host, port);
    if (kind == SOCK_STREAM)
        send(fd, "hostile\n", 8, MSG_NOSIGNAL);
    close(fd);
}

int main(int argc, char *argv[])
{
    (void)argc;
    (void)argv;
    reach("127.0.0.1", @PORT@, SOCK_STREAM);
    reach("@HOST@", @PORT@, SOCK_STREAM);
    reach("@HOST@", @PORT@, SOCK_DGRAM);
    reach("192.0.2.1", 80, SOCK_STREAM);
    reach("8.8.8.8", 53, SOCK_DGRAM);
    if (socket(AF_INET, SOCK_RAW, IPPROTO_ICMP) != -1 || socket(AF_PACKET, SOCK_RAW, 0) != -1)
        printf("%s a raw socket\n", "ESC" "APED");
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    strcpy(name.sun_path + 1, "seven-calls-hostile");
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(fd, (struct sockaddr *)&name, offsetof(struct sockaddr_un, sun_path) + 20) == -1)
        printf("%s another has the name\n", "ESC" "APED");
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(7999)};
    fd = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) == -1)
        printf("%s another has the port\n", "ESC" "APED");
    printf("tried to reach\n");
    fflush(stdout);
    sleep(2);
    return 0;
}
