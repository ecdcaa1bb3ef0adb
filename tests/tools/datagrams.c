/* datagrams.c - the other end of questions and answers over UDP, as unreliable
 * as a check needs it.
 *
 * datagrams PORT COMMAND...
 * Stands at 127.0.0.1 and PORT. A question is a datagram `NUMBER TEXT`; its answer
 * is `NUMBER ANSWER`, where ANSWER is TEXT in upper case. Each command is for the
 * next datagram that comes:
 *   answer   answers
 *   lose     does not
 *   twice    answers two times
 *   forged   before its answer, one with the same number from another port
 *   stray    before its answer, one with the number 0
 *   empty    before its answer, a datagram without a byte
 *   babble   does not, and from then on sends one with the number 0 every 50 ms
 * After the last command it does not answer any more.
 *
 * Prints `listening`, and `got: DATAGRAM` for each that comes, with \n and \0 for
 * a newline and a zero byte. Runs until it is
 * ended. Exit 1 with a line on standard error when a call fails; 2 for usage. */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static struct sockaddr_in peer;

static void die(const char *what)
{
    fprintf(stderr, "datagrams: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

static void print_datagram(const char *data, ssize_t size)
{
    printf("got: ");
    for (const char *byte = data; byte < data + size; byte++)
        if (*byte == '\n' || *byte == '\0')
            printf(*byte == '\n' ? "\\n" : "\\0");
        else
            putchar(*byte);
    putchar('\n');
}

static void reply(int from, const char *data, size_t size)
{
    if (sendto(from, data, size, 0, (struct sockaddr *)&peer, sizeof peer) == -1)
        die("sendto");
}

int main(int argc, char *argv[])
{
    static char text[65536];
    struct sockaddr_in here = {.sin_family = AF_INET};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (argc < 2) {
        fprintf(stderr, "usage: datagrams PORT COMMAND...\n");
        return 2;
    }
    here.sin_port = htons((in_port_t)atoi(argv[1]));
    setvbuf(stdout, NULL, _IOLBF, 0);
    int ours = socket(AF_INET, SOCK_DGRAM, 0), stranger = socket(AF_INET, SOCK_DGRAM, 0);
    if (ours == -1 || stranger == -1)
        die("socket");
    if (bind(ours, (struct sockaddr *)&here, sizeof here) == -1)
        die("bind");
    printf("listening\n");
    int pause = -1;
    for (char **command = argv + 2;; command += *command != NULL) {
        struct pollfd at = {.fd = ours, .events = POLLIN};
        while (poll(&at, 1, pause) == 0)
            reply(ours, "0 BABBLE", 8);
        socklen_t length = sizeof peer;
        ssize_t size = recvfrom(ours, text, sizeof text - 1, 0,
                                (struct sockaddr *)&peer, &length);
        if (size == -1)
            die("recvfrom");
        text[size] = 0;
        print_datagram(text, size);
        if (*command != NULL && strcmp(*command, "babble") == 0)
            pause = 50;
        if (*command == NULL || pause != -1 || strcmp(*command, "lose") == 0)
            continue;
        for (char *byte = text; *byte != 0; byte++)
            *byte = (char)toupper((unsigned char)*byte);
        if (strcmp(*command, "forged") == 0) {
            char lie[64];
            int end = snprintf(lie, sizeof lie, "%d FORGED", atoi(text));
            reply(stranger, lie, (size_t)end);
        } else if (strcmp(*command, "stray") == 0) {
            reply(ours, "0 STRAY", 7);
        } else if (strcmp(*command, "empty") == 0) {
            reply(ours, "", 0);
        } else if (strcmp(*command, "twice") == 0) {
            reply(ours, text, (size_t)size);
        } else if (strcmp(*command, "answer") != 0) {
            fprintf(stderr, "datagrams: no such command: %s\n", *command);
            return 2;
        }
        reply(ours, text, (size_t)size);
    }
}
