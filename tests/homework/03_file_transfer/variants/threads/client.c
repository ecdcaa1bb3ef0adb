/* client HOST PORT - another right answer: stdio everywhere, and it goes
   to the server only when it knows what to send. */
#include <ctype.h>
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static FILE *in, *out;
static char *typed, *said;
static size_t typed_room, said_room;

static void quit(const char *what, const char *why)
{
    fflush(stdout);
    fprintf(stderr, "client: %s%s%s\n", what, *why ? ": " : "", why);
    exit(1);
}

static void chomp(char *line)
{
    size_t length = strlen(line);
    if (length > 0 && line[length - 1] == '\n')
        line[--length] = '\0';
    else
        return;
    if (length > 0 && line[length - 1] == '\r')
        line[length - 1] = '\0';
}

static void ask(const char *question)
{
    puts(question);
    fflush(stdout);
    if (getline(&typed, &typed_room, stdin) == -1)
        exit(0);
    chomp(typed);
}

static void hear(void)
{
    if (getline(&said, &said_room, in) == -1)
        quit("the server has gone", ferror(in) ? strerror(errno) : "");
    chomp(said);
    for (char *c = said; *c != '\0'; c++)
        if (iscntrl((unsigned char)*c) && *c != '\t')
            *c = '?';
    if (strncmp(said, "ERR", 3) == 0)
        quit(strlen(said) > 4 ? said + 4 : said, "");
}

static void call(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *all, *a;
    int fd = -1, problem = getaddrinfo(host, port, &hints, &all);
    if (problem != 0)
        quit(host, gai_strerror(problem));
    for (a = all; a != NULL; a = a->ai_next) {
        fd = socket(a->ai_family, a->ai_socktype, a->ai_protocol);
        if (fd != -1 && connect(fd, a->ai_addr, a->ai_addrlen) == 0)
            break;
        close(fd);
    }
    if (a == NULL)
        quit("connect", "nobody there");
    freeaddrinfo(all);
    in = fdopen(fd, "r");
    out = fdopen(dup(fd), "w");
}

int main(int argc, char *argv[])
{
    static char buffer[10000];
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct stat s;
    long count = 0;
    char *end, *name, question[2000];
    sigaction(SIGPIPE, &ignore, NULL);
    if (argc != 3 || !isdigit((unsigned char)argv[2][0])
        || strlen(argv[2]) > 5 || strtol(argv[2], &end, 10) > 65535
        || *end != '\0') {
        fprintf(stderr, "client HOST PORT\n");
        return 2;
    }
    ask("File to send:");
    if (stat(typed, &s) == -1)
        quit(typed, strerror(errno));
    if (!S_ISREG(s.st_mode))
        quit(typed, "no file");
    FILE *file = fopen(typed, "rb");
    if (file == NULL)
        quit(typed, strerror(errno));
    call(argv[1], argv[2]);

    fputs("LIST\n", out);
    fflush(out);
    hear();
    if (sscanf(said, "OK %ld", &count) != 1)
        quit("no list", said);
    if (count == 0)
        puts("(no files yet)");
    while (count-- > 0) {
        hear();
        puts(said);
    }
    ask("Save as:");
    name = strdup(typed);
    fprintf(out, "PUT %lld %s\n", (long long)s.st_size, name);
    fflush(out);
    hear();
    if (strncmp(said, "EXISTS ", 7) == 0) {
        snprintf(question, sizeof question,
                 "%s exists (%s bytes). overwrite, append or cancel?",
                 name, said + 7);
        const char *word = NULL;
        while (word == NULL) {
            ask(question);
            word = strcmp(typed, "overwrite") == 0 ? "OVERWRITE"
                : strcmp(typed, "append") == 0 ? "APPEND"
                : strcmp(typed, "cancel") == 0 ? "CANCEL" : NULL;
        }
        fprintf(out, "%s\n", word);
        fflush(out);
        hear();
        if (*word == 'C') {
            puts("Cancelled");
            return 0;
        }
    }
    long long left = s.st_size;
    while (left > 0) {
        size_t n = fread(buffer, 1, left < 10000 ? (size_t)left : 10000,
                         file);
        if (n == 0)
            quit("file", "too short");
        if (fwrite(buffer, 1, n, out) != n)
            break;
        left -= (long long)n;
    }
    fflush(out);
    hear();
    if (left > 0 || strncmp(said, "DONE ", 5) != 0)
        quit("not done", said);
    printf("Sent %lld bytes as %s\n", (long long)s.st_size, name);
    return 0;
}
