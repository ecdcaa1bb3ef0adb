/* server2 PORT - a process for each client, and it waits for that one. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net.h"

void handle(FILE *, FILE *);
static volatile sig_atomic_t child = -1;

static void end(int number)
{
    if (child > 0)
        kill((pid_t)child, SIGKILL);
    _exit(number);
}

int main(int argc, char **argv)
{
    int port = argc == 2 ? port_from(argv[1]) : -1;
    if (port < 0) {
        fprintf(stderr, "usage: %s PORT\n", *argv);
        return 2;
    }
    int listener = tcp_listen(port);
    if (listener < 0) {
        perror("server2: tcp_listen");
        return 1;
    }
    struct sigaction ends = {.sa_handler = end};
    sigset_t both, before;
    sigemptyset(&both);
    sigaddset(&both, SIGTERM);
    sigaddset(&both, SIGINT);
    sigaction(SIGTERM, &ends, NULL);
    sigaction(SIGINT, &ends, NULL);
    fprintf(stdout, "listening on 127.0.0.1:%d\n", tcp_port(listener));
    fflush(stdout);
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client < 0)
            continue;
        sigprocmask(SIG_BLOCK, &both, &before);
        child = fork();
        if (child == 0) {
            struct sigaction usual = {.sa_handler = SIG_DFL};
            sigaction(SIGTERM, &usual, NULL);
            sigaction(SIGINT, &usual, NULL);
            sigprocmask(SIG_SETMASK, &before, NULL);
            close(listener);
            FILE *in = fdopen(dup(client), "r");
            FILE *out = fdopen(client, "w");
            if (in != NULL && out != NULL)
                handle(in, out);    /* SIGPIPE ends only this process */
            exit(0);
        }
        sigprocmask(SIG_SETMASK, &before, NULL);
        close(client);
        waitpid((pid_t)child, NULL, 0);
        child = -1;
    }
}
