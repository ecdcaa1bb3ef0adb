/* client HOST PORT NAME - a player with stdio: waits either for the
   server or for the keyboard, and has a newline after its prompt. */
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char *text;
static size_t room;

/* A line without its ending; its length or -1. */
static ssize_t next(FILE *from)
{
    ssize_t length = getline(&text, &room, from);
    if (length > 0 && text[length - 1] == '\n')
        text[--length] = 0;
    if (length > 0 && text[length - 1] == '\r')
        text[--length] = 0;
    return length;
}

/* Whether a text is one character: no byte but its first begins one. */
static int single(void)
{
    int count = 0;
    for (const char *at = text; *at; at++)
        count += (*at & 0xc0) != 0x80;
    return count <= 1;
}

static int lost(const char *what)
{
    fflush(stdout);
    fprintf(stderr, "client: %s\n", what);
    return 1;
}

int main(int argc, char **argv)
{
    struct addrinfo *where = NULL, hints = {.ai_socktype = SOCK_STREAM};
    if (argc != 4 || !*argv[2] || argv[2][strspn(argv[2], "0123456789")]
        || strtol(argv[2], NULL, 10) > 65535) {
        fputs("client needs a host, a port and a name\n", stderr);
        return 2;
    }
    sigaction(SIGPIPE, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
    if (getaddrinfo(argv[1], argv[2], &hints, &where) != 0)
        return lost("cannot find the host: try another");
    int fd = socket(where->ai_family, SOCK_STREAM, 0);
    if (connect(fd, where->ai_addr, where->ai_addrlen) == -1) {
        perror("client: connect");
        return 1;
    }
    freeaddrinfo(where);
    FILE *in = fdopen(fd, "r"), *out = fdopen(dup(fd), "w");
    fprintf(out, "%s\n", argv[3]);
    fflush(out);
    ssize_t length;
    while ((length = next(in)) >= 0) {
        if (strcmp(text, "/quit") == 0)
            return 0;
        if (strcmp(text, "/turn") == 0) {
            do {
                puts("Letter or word:");
                fflush(stdout);
                if ((length = next(stdin)) < 0)
                    return 0;
            } while (length == 0);
            fprintf(out, "/%s %s\n", single() ? "letter" : "word", text);
            fflush(out);
            continue;
        }
        if (*text == '/')
            return lost("what does the server want?");
        for (ssize_t i = 0; i < length; i++)
            putchar(((unsigned char)text[i] < 32 && text[i] != '\t')
                    || text[i] == 127 ? '?' : text[i]);
        putchar('\n');
        fflush(stdout);
    }
    return lost("the server has gone away");
}
