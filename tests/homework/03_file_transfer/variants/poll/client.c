/* client HOST PORT - another right answer: only read and write, in small
   pieces, and a little at a time. */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

struct text { size_t size; char bytes[3000]; };
static int server = -1;

static void put(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, data, size);
        if (n == -1) {
            dprintf(2, "client: write: %s\n", strerror(errno));
            exit(1);
        }
        data += n;
        size -= (size_t)n;
    }
}

static void say(int fd, const char *text)
{
    put(fd, text, strlen(text));
}

static void quit(const char *why)
{
    say(2, "client: ");
    say(2, why);
    say(2, "\n");
    exit(1);
}

/* A line of fd's, a byte at a time. */
static void get(int fd, struct text *line)
{
    char c = 0;
    ssize_t n = 1;
    line->size = 0;
    while (c != '\n' && (n = read(fd, &c, 1)) == 1)
        if (c != '\n' && line->size < sizeof line->bytes - 1)
            line->bytes[line->size++] = c;
    if (n == -1)
        quit(strerror(errno));
    if (n == 0 && line->size == 0)
        quit(fd == 0 ? "nothing more is typed" : "the server has gone");
    if (c == '\n' && line->size > 0 && line->bytes[line->size - 1] == '\r')
        line->size--;
    line->bytes[line->size] = '\0';
    if (fd == 0)
        return;
    for (size_t i = 0; i < line->size; i++)
        if ((line->bytes[i] >= 0 && line->bytes[i] < 32
             && line->bytes[i] != '\t') || line->bytes[i] == 127)
            line->bytes[i] = '?';
    if (strncmp(line->bytes, "ERR ", 4) == 0)
        quit(line->bytes + 4);
}

int main(int argc, char *argv[])
{
    static struct text line, name;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *all;
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct stat s;
    char piece[1000], number[40];
    sigaction(SIGPIPE, &ignore, NULL);
    if (argc != 3 || *argv[2] == '\0'
        || argv[2][strspn(argv[2], "0123456789")] != '\0'
        || strlen(argv[2]) > 5 || strtol(argv[2], NULL, 10) > 65535) {
        say(2, "usage: client HOST PORT\n");
        return 2;
    }
    int problem = getaddrinfo(argv[1], argv[2], &hints, &all);
    if (problem != 0)
        quit(gai_strerror(problem));
    for (; all != NULL && server == -1; all = all->ai_next) {
        server = socket(all->ai_family, all->ai_socktype, 0);
        if (connect(server, all->ai_addr, all->ai_addrlen) == -1) {
            close(server);
            server = -1;
        }
    }
    if (server == -1)
        quit("connect: nobody answers");

    say(1, "File to send:\n");
    get(0, &line);
    if (stat(line.bytes, &s) == -1 || !S_ISREG(s.st_mode))
        quit("that is no file");
    int file = open(line.bytes, O_RDONLY);
    if (file == -1)
        quit("that cannot be read");
    say(server, "LIST\n");
    get(server, &line);
    long count = strncmp(line.bytes, "OK ", 3) == 0
        ? strtol(line.bytes + 3, NULL, 10) : -1;
    if (count == -1)
        quit("a strange server");
    if (count == 0)
        say(1, "(no files yet)\n");
    while (count-- > 0) {
        get(server, &line);
        line.bytes[line.size++] = '\n';
        put(1, line.bytes, line.size);
    }
    say(1, "Save as:\n");
    get(0, &name);
    snprintf(number, sizeof number, "%lld", (long long)s.st_size);
    say(server, "PUT ");
    say(server, number);
    say(server, " ");
    put(server, name.bytes, name.size);
    say(server, "\n");
    get(server, &line);
    if (strncmp(line.bytes, "EXISTS ", 7) == 0) {
        struct text word;
        do {
            say(1, name.bytes);
            say(1, " exists (");
            say(1, line.bytes + 7);
            say(1, " bytes). overwrite, append or cancel?\n");
            get(0, &word);
        } while (strcmp(word.bytes, "overwrite") != 0
                 && strcmp(word.bytes, "append") != 0
                 && strcmp(word.bytes, "cancel") != 0);
        say(server, *word.bytes == 'o' ? "OVERWRITE\n"
            : *word.bytes == 'a' ? "APPEND\n" : "CANCEL\n");
        get(server, &line);
        if (*word.bytes == 'c') {
            say(1, "Cancelled\n");
            return 0;
        }
    }
    for (long long left = s.st_size; left > 0;) {
        ssize_t n = read(file, piece, left < 1000 ? (size_t)left : 1000);
        if (n <= 0)
            quit("the file is too short");
        put(server, piece, (size_t)n);
        left -= n;
    }
    get(server, &line);
    if (strncmp(line.bytes, "DONE ", 5) != 0)
        quit(line.bytes);
    say(1, "Sent ");
    say(1, number);
    say(1, " bytes as ");
    say(1, name.bytes);
    say(1, "\n");
    return 0;
}
