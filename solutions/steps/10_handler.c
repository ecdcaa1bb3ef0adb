/* exercise - a handler for the loop in handler.c: adds up the numbers that
   a client sends, a line each, and answers each with the sum so far. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROOM = 13 };         /* "-", 9 digits, "\r", one more and a zero */
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

/* Reads the next line, without its ending; what has no room is left out.
   Returns 0 at the end of the input. */
static int next_line(FILE *in, char line[ROOM])
{
    int size = 0, byte;
    while ((byte = getc(in)) != EOF && byte != '\n')
        if (size < ROOM - 1)
            line[size++] = (char)(byte == 0 ? '?' : byte);
    if (byte == EOF && (size == 0 || ferror(in)))
        return 0;
    if (byte == '\n' && size > 0 && line[size - 1] == '\r')
        size--;
    line[size] = '\0';
    return 1;
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
    char line[ROOM], answer[32], who[INET_ADDRSTRLEN];
    struct sockaddr_in peer;
    socklen_t size = sizeof peer;
    if (getpeername(client, (struct sockaddr *)&peer, &size) == -1) {
        perror("getpeername");
        return;
    }
    inet_ntop(AF_INET, &peer.sin_addr, who, sizeof who);

    int copy = dup(client);     /* for a stream; fclose closes this one */
    FILE *in = copy == -1 ? NULL : fdopen(copy, "r");
    if (in == NULL) {
        perror("a stream");
        if (copy != -1)
            close(copy);
        return;
    }
    while (next_line(in, line)) {
        int length;
        if (is_number(line)) {
            sum += strtol(line, NULL, 10);
            length = snprintf(answer, sizeof answer, "%lld\n", sum);
        } else {
            length = snprintf(answer, sizeof answer, "not a number\n");
        }
        if (send_all(client, answer, (size_t)length) == -1)
            break;
    }
    fclose(in);
    printf("%s:%d: %lld\n", who, ntohs(peer.sin_port), sum);
}
