/* lines.c - lines instead of bytes: stdio streams on a socket.
   Run: build/steps/09_lines/lines [PORT] */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

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

/* Answers each line of one client with its number and its length.
   One stream reads, one writes: a single one cannot turn round. */
static void handle(int client)
{
    FILE *in = stream_on(client, "r"), *out = stream_on(client, "w");
    char *line = NULL;
    size_t room = 0, lines = 0;
    ssize_t size;
    while (in && out && (size = getline(&line, &room, in)) > 0) {
        fprintf(out, "line %zu: %zd bytes\n", ++lines, size);
        if (fflush(out) == EOF)     /* now, and not when 4096 are full */
            break;
    }
    if (!in || !out || ferror(in) || ferror(out))
        perror("client lost");
    printf("answered %zu lines\n", lines);
    free(line);
    if (in)
        fclose(in);
    if (out)
        fclose(out);
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    /* stdio has no MSG_NOSIGNAL: without this a peer that left ends us. */
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    int listener = listen_at(argc > 1 ? argv[1] : "8020");
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
