/* exercise PORT MOST - the loop with a process for each client; of these,
   MOST run at once, and further clients wait until one has ended. */
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int listen_at(const char *port);    /* in listener.c */
void handle(int client);            /* in handle.c */
static const struct sigaction normal = {.sa_handler = SIG_DFL};
static volatile sig_atomic_t ended;     /* how many children have */

static void usage(void)
{
    fprintf(stderr, "usage: exercise PORT MOST\n");
    exit(2);
}

/* The number that `text` is in decimal digits; the program ends when it is
   none, or more than `most`. */
static int number_from(const char *text, long most)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (!isdigit((unsigned char)*text) || *end || number > most)
        usage();
    return (int)number;
}

/* Fetches the status of each child that has ended; until then it is a
   zombie. Signals do not queue: one SIGCHLD may stand for many ends. */
static void fetch(int number)
{
    int saved = errno;
    (void)number;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ended++;
    errno = saved;
}

/* Hands SIGINT or SIGTERM on to our process group: to the children. */
static void end_all(int number)
{
    sigaction(number, &normal, NULL);
    kill(0, number);
}

/* Waits until fewer than `most` of the children are left that have begun.
   SIGCHLD is let in only within sigsuspend: one that came between question
   and wait would be waited for in vain. */
static void wait_for_room(int begun, int most)
{
    sigset_t child_ended, before;
    sigemptyset(&child_ended);
    sigaddset(&child_ended, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child_ended, &before);
    while (begun - ended >= most)
        sigsuspend(&before);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 3)
        usage();
    int most = number_from(argv[2], 1000), begun = 0;
    if (most == 0)
        usage();
    int listener = listen_at(argv[1]);
    setpgid(0, 0);      /* a group of our own, as a shell's job has */
    struct sigaction child = {.sa_handler = fetch, .sa_flags = SA_RESTART};
    struct sigaction end = {.sa_handler = end_all};
    sigaction(SIGCHLD, &child, NULL);
    sigaction(SIGINT, &end, NULL);
    sigaction(SIGTERM, &end, NULL);
    for (;;) {
        wait_for_room(begun, most);
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("accept");
            continue;
        }
        printf("client %d\n", begun + 1);
        switch (fork()) {
        case 0:
            sigaction(SIGINT, &normal, NULL);
            sigaction(SIGTERM, &normal, NULL);
            close(listener);        /* the child keeps its client only */
            handle(client);
            _exit(0);       /* not back into the loop */
        case -1:
            perror("fork");
            break;
        default:
            begun++;
        }
        close(client);      /* FIN goes out when both have closed it */
    }
}
