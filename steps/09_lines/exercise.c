/* exercise PORT - a line server at 127.0.0.1 and PORT: answers each line
   with its length and the line. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "exercise.c:%d: TODO: %s\n", __LINE__, what), exit(1))

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

/* Answers the lines of one client, up to one that is too long. */
static void answer(int client, FILE *in, FILE *out)
{
    char line[LIMIT + 1];       /* a line may end in "\r\n" as well */
    (void)client;
    (void)in;
    (void)out;
    (void)line;
    TODO("read lines of at most LIMIT bytes until the end; answer each "
         "with its length, a blank and the line");
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
