/* exercise PORT - asks 127.0.0.1 and PORT over UDP: each line of standard
   input is a question, and is asked again when no answer comes. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LONGEST = 500 };     /* bytes of a line */

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "exercise.c:%d: TODO: %s\n", __LINE__, what), exit(1))

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static void usage(void)
{
    fprintf(stderr, "usage: exercise PORT\n");
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
    if (argc != 2)
        usage();
    struct sockaddr_in there = {.sin_family = AF_INET};
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    there.sin_port = htons((in_port_t)number_from(argv[1], 65535));
    int server = socket(AF_INET, SOCK_DGRAM, 0);
    if (server == -1)
        die("socket");
    (void)there;
    TODO("let the kernel know that only this peer is meant");

    char line[LONGEST + 2], question[LONGEST + 32];
    for (long number = 1; fgets(line, sizeof line, stdin); number++) {
        line[strcspn(line, "\n")] = '\0';
        snprintf(question, sizeof question, "%ld %s", number, line);
        TODO("send the question, wait for its answer, and print that; ask "
             "again when none has come in time");
    }
    if (ferror(stdin))
        die("standard input");
    if (fflush(stdout) == EOF || ferror(stdout))
        die("standard output");
    if (close(server) == -1)
        die("close");
    return 0;
}
