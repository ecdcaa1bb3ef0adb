/* client HOST PORT - the same with stdio streams on the socket, getline,
   and nothing from net.h; it leaves when an answer has no newline. */
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static _Noreturn void fail(const char *what, const char *reason)
{
    fprintf(stderr, "client: %s: %s\n", what, reason);
    exit(1);
}

static int connect_to(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_NUMERICSERV}, *all;
    int status = getaddrinfo(host, port, &hints, &all);
    if (status != 0)
        fail(host, gai_strerror(status));
    int reason = 0;
    for (struct addrinfo *one = all; one; one = one->ai_next) {
        int s = socket(one->ai_family, one->ai_socktype, one->ai_protocol);
        if (s >= 0 && connect(s, one->ai_addr, one->ai_addrlen) == 0) {
            freeaddrinfo(all);
            return s;
        }
        reason = errno;
        if (s >= 0)
            close(s);
    }
    fail("cannot connect", strerror(reason));
}

/* Cuts the ending off. Whether there was one. */
static bool chomp(char *text, ssize_t *size)
{
    if (*size == 0 || text[*size - 1] != '\n')
        return false;
    text[--*size] = '\0';
    if (*size > 0 && text[*size - 1] == '\r')
        text[--*size] = '\0';
    return true;
}

int main(int argc, char **argv)
{
    if (argc != 3 || *argv[2] == '\0' || strlen(argv[2]) > 5
        || strspn(argv[2], "0123456789") != strlen(argv[2])
        || strtol(argv[2], NULL, 10) > 65535) {
        fputs("client: HOST and PORT, please\n", stderr);
        return 2;
    }
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    setvbuf(stdout, NULL, _IONBF, 0);
    int s = connect_to(argv[1], argv[2]);
    FILE *from = fdopen(s, "r"), *to = fdopen(dup(s), "w");
    if (!from || !to)
        fail("fdopen", strerror(errno));

    bool prompts = isatty(0);
    char *text = NULL;
    size_t room = 0;
    ssize_t size;
    for (;;) {
        if (prompts)
            fputs("> ", stdout);
        if ((size = getline(&text, &room, stdin)) < 0)
            break;
        chomp(text, &size);
        if (strcmp(text, "STOP") == 0)
            break;
        fwrite(text, 1, (size_t)size, to);
        putc('\n', to);
        if (fflush(to) == EOF)
            fail("write", strerror(errno));
        size = getline(&text, &room, from);
        if (size < 0 && ferror(from))
            fail("read", strerror(errno));
        bool whole = size > 0 && chomp(text, &size);
        for (ssize_t i = 0; i < size; i++) {
            unsigned char c = (unsigned char)text[i];
            putchar((c < 32 && c != '\t') || c == 127 ? '?' : c);
        }
        if (!whole) {
            if (size > 0)
                putchar('\n');
            fputs("client: server closed the connection\n", stderr);
            return 1;
        }
        putchar('\n');
    }
    shutdown(s, SHUT_WR);
    free(text);
    fclose(to);
    fclose(from);
    return 0;
}
