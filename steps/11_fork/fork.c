/* fork.c - the same loop, with a process for each client.
   Run: build/steps/11_fork/fork [PORT] */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int listen_at(const char *port);    /* in listener.c */
void handle(int client);            /* in handle.c */
static const struct sigaction normal = {.sa_handler = SIG_DFL};

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
    setvbuf(stdout, NULL, _IOLBF, 0);
    int listener = listen_at(argc > 1 ? argv[1] : "8020");
    setpgid(0, 0);      /* a group of our own, as a shell's job has */
    struct sigaction child = {.sa_handler = reap, .sa_flags = SA_RESTART};
    struct sigaction end = {.sa_handler = end_all};
    sigaction(SIGCHLD, &child, NULL);
    sigaction(SIGINT, &end, NULL);
    sigaction(SIGTERM, &end, NULL);
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("accept");
            continue;
        }
        switch (fork()) {
        case 0:
            sigaction(SIGINT, &normal, NULL);
            sigaction(SIGTERM, &normal, NULL);
            close(listener);        /* the child keeps its client only */
            handle(client);
            _exit(0);       /* not back into the loop */
        case -1:
            perror("fork");
        }
        close(client);      /* FIN goes out when both have closed it */
    }
}
