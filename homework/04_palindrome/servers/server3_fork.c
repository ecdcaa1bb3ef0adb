/* server3_fork PORT - gives handle each client in a process of its own, at
   127.0.0.1 and PORT. Exit status 1 when it cannot listen; 2 for usage. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net.h"

static const struct sigaction normal = {.sa_handler = SIG_DFL};
void handle(FILE *in, FILE *out);   /* in handler.c */

/* A stream on a descriptor of its own: fclose closes that one only. */
static FILE *stream_on(int client, const char *mode)
{
    int copy = dup(client);
    FILE *stream = copy == -1 ? NULL : fdopen(copy, mode);
    if (stream == NULL && copy != -1)
        close(copy);
    return stream;
}

/* Has one client served through two streams. Closing is the caller's. */
static void call_handle(int client)
{
    FILE *in = stream_on(client, "r"), *out = stream_on(client, "w");
    if (in && out)
        handle(in, out);
    if (!in || !out || ferror(in) || ferror(out))
        perror("client lost");
    if (in && fclose(in) == EOF)    /* as when handle has closed it */
        perror("fclose");
    if (out)
        fclose(out);
}

/* Fetches the status of each child that has ended; until then it is a
   zombie. Signals do not queue: one SIGCHLD may stand for many ends. */
static void reap(int number)
{
    int saved = errno;
    (void)number;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    errno = saved;
}

/* Hands SIGINT or SIGTERM on to our process group: to the children. */
static void end_all(int number)
{
    sigaction(number, &normal, NULL);
    kill(0, number);
}

int main(int argc, char *argv[])
{
    int port = argc == 2 ? port_from(argv[1]) : -1;
    if (port == -1) {
        fprintf(stderr, "usage: server3_fork PORT\n");
        return 2;
    }
    /* stdio has no MSG_NOSIGNAL: without this a peer that left ends us. */
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    setpgid(0, 0);      /* a group of our own, as a shell's job has */
    struct sigaction child = {.sa_handler = reap, .sa_flags = SA_RESTART};
    struct sigaction end = {.sa_handler = end_all};
    sigaction(SIGCHLD, &child, NULL);
    sigaction(SIGINT, &end, NULL);
    sigaction(SIGTERM, &end, NULL);
    int listener = tcp_listen(port);
    if (listener == -1) {
        perror("server3_fork: listen");
        return 1;
    }
    printf("listening on 127.0.0.1:%d\n", tcp_port(listener));
    fflush(stdout);

    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("server3_fork: accept");
            poll(NULL, 0, 100);     /* all descriptors are in use: wait */
            continue;
        }
        switch (fork()) {
        case 0:
            sigaction(SIGINT, &normal, NULL);
            sigaction(SIGTERM, &normal, NULL);
            close(listener);        /* the child keeps its client only */
            call_handle(client);
            _exit(0);       /* not back into the loop */
        case -1:
            perror("server3_fork: fork");
        }
        close(client);      /* FIN goes out when both have closed it */
    }
}
