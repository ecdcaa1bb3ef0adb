/* exercise PORT MOST - the loop with a process for each client; of these,
   MOST run at once, and further clients wait until one has ended. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "exercise.c:%d: TODO: %s\n", __LINE__, what), exit(1))

int listen_at(const char *port);    /* in listener.c */
void handle(int client);            /* in handle.c */

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

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 3)
        usage();
    int most = number_from(argv[2], 1000), begun = 0;
    if (most == 0)
        usage();
    int listener = listen_at(argv[1]);
    /* Here goes what you do about children that end, and about SIGTERM. */
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("accept");
            continue;
        }
        printf("client %d\n", ++begun);
        TODO("serve it in a child; who closes what, and how does the "
             "child end? Never let more than MOST run");
        handle(client);
        close(client);
    }
}
