/* exercise PORT - a line server at 127.0.0.1 and PORT: answers each line
   with its length and the line. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LIMIT = 1024 };          /* bytes of a line without its ending */
int listen_at(const char *port);    /* in listener.c */

/* A stream on a descriptor of its own: fclose closes that one only. */
static FILE *stream_on(int client, const char *mode)
{
    int copy = dup(client);
    FILE *stream = copy == -1 ? NULL : fdopen(copy, mode);
    if (stream == NULL && copy != -1)
        close(copy);
    return stream;
}

/* Reads a line into `line`, which has room for LIMIT bytes and a "\r".
   Returns its length without its ending, LIMIT + 1 when it is too long, or
   -1 at the end of the input. */
static int read_line(FILE *in, char *line)
{
    int size = 0, byte;
    while ((byte = getc(in)) != EOF && byte != '\n') {
        if (size > LIMIT || (size == LIMIT && byte != '\r'))
            return LIMIT + 1;
        line[size++] = (char)byte;
    }
    if (byte == EOF && (size == 0 || ferror(in)))
        return -1;
    if (byte == '\n' && size > 0 && line[size - 1] == '\r')
        size--;
    return size;
}

/* Answers the lines of one client, up to one that is too long. */
static void answer(int client, FILE *in, FILE *out)
{
    char line[LIMIT + 1];
    int size;
    while ((size = read_line(in, line)) != -1) {
        if (size > LIMIT) {
            fprintf(out, "too long\n");
            fflush(out);
            /* What we close with unread input is reset, and the answer may
               be lost: so first only our direction, then read the rest. */
            shutdown(client, SHUT_WR);
            while (getc(in) != EOF)
                ;
            return;
        }
        fprintf(out, "%d ", size);
        fwrite(line, 1, (size_t)size, out);
        putc('\n', out);
        if (fflush(out) == EOF)
            return;
    }
}

/* Serves one client through two streams. Closing is the caller's. */
static void handle(int client)
{
    FILE *in = stream_on(client, "r"), *out = stream_on(client, "w");
    if (in && out)
        answer(client, in, out);
    if (!in || !out || ferror(in) || ferror(out))
        perror("client lost");
    printf("client left\n");
    if (in)
        fclose(in);
    if (out)
        fclose(out);
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 2) {
        fprintf(stderr, "usage: exercise PORT\n");
        return 2;
    }
    /* stdio has no MSG_NOSIGNAL: without this a peer that left ends us. */
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    int listener = listen_at(argv[1]);
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("accept");
            continue;
        }
        handle(client);
        close(client);
    }
}
