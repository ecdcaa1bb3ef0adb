/* exercise - a handler for the loop in handler.c: adds up the numbers that
   a client sends, a line each, and answers each with the sum so far. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "exercise.c:%d: TODO: %s\n", __LINE__, what), exit(1))

void handle(int client);

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

/* Whether `line` is a number of 1 to 9 digits, with or without a minus. */
static int is_number(const char *line)
{
    const char *digits = line + (*line == '-');
    size_t count = strspn(digits, "0123456789");
    return count >= 1 && count <= 9 && digits[count] == '\0';
}

/* Serves `client` until its end or its loss. Closing is the caller's. */
void handle(int client)
{
    long long sum = 0;
    char line[64] = "", answer[32], who[INET_ADDRSTRLEN];
    struct sockaddr_in peer;
    socklen_t size = sizeof peer;
    if (getpeername(client, (struct sockaddr *)&peer, &size) == -1) {
        perror("getpeername");
        return;
    }
    inet_ntop(AF_INET, &peer.sin_addr, who, sizeof who);

    TODO("read lines until the client's end, add up, and answer each");
    if (is_number(line)) {
        sum += strtol(line, NULL, 10);
        int length = snprintf(answer, sizeof answer, "%lld\n", sum);
        if (send_all(client, answer, (size_t)length) == -1)
            return;
    }
    printf("%s:%d: %lld\n", who, ntohs(peer.sin_port), sum);
}
