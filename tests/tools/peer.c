/* peer.c - the other end of a connection, as rude as a check needs it.
 *
 * peer [-l | -s | -n COUNT] ADDRESS PORT COMMAND...
 *   -l  listens at ADDRESS (IPv4) and PORT and accepts one connection, with a
 *       receive buffer of 64 KiB; otherwise connects there.
 *   -s  connects, and takes small segments and few of them, so that at both ends
 *       the kernel keeps some 100 KiB at most of what we do not read
 *   -n  does it all COUNT times, one after another, and then says `COUNT times`
 *       and nothing else.
 * The commands are carried out in their order:
 *   send:TEXT   sends TEXT at once; \n \r \0 \\ and \xHH stand for bytes
 *   drip:TEXT   the same a byte at a time, each when all before it has been read:
 *               when the receiver's row in /proc/net/tcp says so
 *   file:PATH   sends a file, at once
 *   fill:PATH   sends a file over and over, and reads nothing, until the other side
 *               has taken nothing for 100 ms; or 16 MiB, when it takes all
 *   pour:PATH   the same as file, while the commands that follow are carried out
 *   read:N      reads N bytes, or to the end
 *   read        reads to the end
 *   line        reads a line and not a byte more, and prints it
 *   echo        sends back what comes, to the end
 *   half-close  sends the end of our data; we can still receive
 *   reset       closes with a reset (SO_LINGER 0)
 *   close       closes; the system sends what an orderly close sends
 *   enter       waits for a line, or the end, on standard input
 * What was read is appended to the file that SEVEN_CALLS_COPY names, if any.
 * peer bind ADDRESS PORT
 *   binds there without SO_REUSEADDR and prints "free" or the reason why not.
 *
 * Prints a line for each command when it is done. Exit 0; 1 with a line on
 * standard error when a call fails, a reset by the other side included; 2 for
 * usage. A time limit is up to whoever starts it. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void die(const char *what)
{
    fprintf(stderr, "peer: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

static void usage(void)
{
    fprintf(stderr, "usage: peer [-l | -s | -n COUNT] ADDRESS PORT COMMAND...\n");
    exit(2);
}

static struct sockaddr_in address_from(const char *host, const char *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    char *end;
    long number = strtol(port, &end, 10);
    if (*port == '\0' || *end != '\0' || number < 0 || number > 65535
        || inet_pton(AF_INET, host, &address.sin_addr) != 1)
        usage();
    address.sin_port = htons((in_port_t)number);
    return address;
}

static void send_all(int connection, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t sent = send(connection, data, size, MSG_NOSIGNAL);
        if (sent == -1)
            die("send");
        data += sent;
        size -= (size_t)sent;
    }
}

/* How many bytes the other end of this connection has not read yet; -1 when
 * its row has gone. Both ends are on this machine. */
static long unread_by_other(int connection)
{
    struct sockaddr_in ours, theirs;
    socklen_t size = sizeof ours;
    if (getsockname(connection, (struct sockaddr *)&ours, &size) == -1)
        die("getsockname");
    size = sizeof theirs;
    if (getpeername(connection, (struct sockaddr *)&theirs, &size) == -1)
        return -1;
    char row[64], line[512];
    int length = snprintf(row, sizeof row, " %08X:%04X %08X:%04X ",
        theirs.sin_addr.s_addr, ntohs(theirs.sin_port),
        ours.sin_addr.s_addr, ntohs(ours.sin_port));
    long unread = -1;
    FILE *table = fopen("/proc/self/net/tcp", "r");
    if (table == NULL)
        die("/proc/self/net/tcp");
    while (unread == -1 && fgets(line, sizeof line, table) != NULL) {
        char *at = strstr(line, row);
        unsigned long queue;
        if (at != NULL && sscanf(at + length, "%*x %*x:%lx", &queue) == 1)
            unread = (long)queue;
    }
    fclose(table);
    return unread;
}

/* The bytes that TEXT stands for, in place; returns how many. */
static size_t unescape(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        if (*from != '\\' || from[1] == '\0') {
            *to++ = *from;
            continue;
        }
        from++;
        unsigned byte;
        if (*from == 'x' && sscanf(from + 1, "%2x", &byte) == 1) {
            *to++ = (char)byte;
            from += 2;
        } else {
            *to++ = *from == 'n' ? '\n' : *from == 'r' ? '\r'
                : *from == '0' ? '\0' : *from;
        }
    }
    return (size_t)(to - text);
}

/* Waits until all that was sent has arrived and has been read. Nothing tells
 * a sender of that, so it looks every millisecond. */
static void wait_until_read(int connection)
{
    int under_way = 0;      /* TIOCOUTQ is SIOCOUTQ by another name: tcp(7) */
    while ((ioctl(connection, TIOCOUTQ, &under_way) == 0 && under_way > 0)
           || unread_by_other(connection) > 0)
        poll(NULL, 0, 1);
}

static void drip(int connection, const char *data, size_t size)
{
    wait_until_read(connection);
    for (size_t i = 0; i < size; i++) {
        send_all(connection, data + i, 1);
        wait_until_read(connection);
    }
}

/* Reads `limit` bytes or to the end; returns how many. */
static size_t read_some(int connection, size_t limit)
{
    static char buffer[65536];
    const char *path = getenv("SEVEN_CALLS_COPY");
    int copy = path ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0666) : -1;
    size_t total = 0;
    while (total < limit) {
        size_t room = limit - total < sizeof buffer ? limit - total : sizeof buffer;
        ssize_t received = recv(connection, buffer, room, 0);
        if (received == -1)
            die("recv");
        if (received == 0)
            break;
        if (copy != -1 && write(copy, buffer, (size_t)received) != received)
            die(path);
        total += (size_t)received;
    }
    if (copy != -1)
        close(copy);
    return total;
}

/* Reads a line, to its newline or the end, and prints it. */
static void read_line(int connection)
{
    const char *path = getenv("SEVEN_CALLS_COPY");
    FILE *copy = path ? fopen(path, "a") : NULL;
    char byte = 0;
    printf("line: ");
    while (byte != '\n' && recv(connection, &byte, 1, 0) == 1) {
        if (copy != NULL)
            fputc(byte, copy);
        if (byte != '\n')
            putchar(byte);
    }
    if (copy != NULL)
        fclose(copy);
}

static void echo(int connection)
{
    static char buffer[65536];
    ssize_t received;
    while ((received = recv(connection, buffer, sizeof buffer, 0)) > 0)
        send_all(connection, buffer, (size_t)received);
    if (received == -1)
        die("recv");
}

static void send_file(int connection, const char *path)
{
    static char buffer[1 << 20];
    FILE *file = fopen(path, "r");
    if (file == NULL)
        die(path);
    for (size_t size; (size = fread(buffer, 1, sizeof buffer, file)) > 0;)
        send_all(connection, buffer, size);
    fclose(file);
}

/* Returns how many bytes were sent. */
static size_t fill(int connection, const char *path)
{
    static char buffer[65536];
    struct pollfd room = {.fd = connection, .events = POLLOUT};
    size_t size = 0, total = 0;
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        size = fread(buffer, 1, sizeof buffer, file);
        fclose(file);
    }
    if (size == 0)
        die(path);
    while (total < 16 << 20 && poll(&room, 1, 100) > 0) {
        size_t at = total % size;
        ssize_t sent = send(connection, buffer + at, size - at, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent == -1 && errno != EAGAIN)
            die("send");
        total += sent > 0 ? (size_t)sent : 0;
    }
    return total;
}

static int connection_to(const struct sockaddr_in *address, int listening, int small)
{
    int one = 1, room = 65536, little = 16384, segment = 536;
    int first = socket(AF_INET, SOCK_STREAM, 0);
    if (first == -1)
        die("socket");
    if (small) {
        setsockopt(first, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
        setsockopt(first, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
    }
    if (!listening) {
        if (connect(first, (const struct sockaddr *)address, sizeof *address) == -1)
            die("connect");
        setsockopt(first, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        return first;
    }
    setsockopt(first, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(first, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    if (bind(first, (const struct sockaddr *)address, sizeof *address) == -1)
        die("bind");
    if (listen(first, 1) == -1)
        die("listen");
    printf("listening\n");
    int connection = accept(first, NULL, NULL);
    if (connection == -1)
        die("accept");
    close(first);
    return connection;
}

/* Has what follows done by `count` children, one after another, of which nothing
 * is heard; it returns in each of these. */
static void repeat(const char *count)
{
    unsigned long times = strtoul(count, NULL, 10);
    for (unsigned long i = 0; i < times; i++) {
        int status = 0;
        pid_t child = fork();
        if (child == 0) {
            if (freopen("/dev/null", "w", stdout) == NULL)
                die("standard output");
            return;
        }
        if (child == -1 || waitpid(child, &status, 0) == -1)
            die("fork");
        if (status != 0)
            exit(EXIT_FAILURE);
    }
    printf("%lu times\n", times);
    exit(EXIT_SUCCESS);
}

int main(int argc, char *argv[])
{
    int listening = argc > 1 && strcmp(argv[1], "-l") == 0;
    int small = argc > 1 && strcmp(argv[1], "-s") == 0;
    int binding = argc > 1 && strcmp(argv[1], "bind") == 0;
    int many = argc > 2 && strcmp(argv[1], "-n") == 0;
    char **argument = argv + 1 + (listening || small || binding) + 2 * many;
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc < argument - argv + 2)
        usage();
    if (many)
        repeat(argv[2]);
    struct sockaddr_in address = address_from(argument[0], argument[1]);
    if (binding) {
        int probe = socket(AF_INET, SOCK_STREAM, 0);
        if (probe == -1)
            die("socket");
        int bound = bind(probe, (struct sockaddr *)&address, sizeof address);
        printf("%s\n", bound == 0 ? "free" : strerror(errno));
        return 0;
    }

    int connection = connection_to(&address, listening, small);
    struct sockaddr_in name;
    socklen_t size = sizeof name;
    if ((listening ? getpeername(connection, (struct sockaddr *)&name, &size)
                   : getsockname(connection, (struct sockaddr *)&name, &size)) == -1)
        die("name");
    printf("connected from %s:%d\n", inet_ntoa(name.sin_addr), ntohs(name.sin_port));

    for (char **command = argument + 2; *command != NULL; command++) {
        char *value = strchr(*command, ':');
        size_t length = value ? (size_t)(value++ - *command) : strlen(*command);
#define IS(word) (length == strlen(word) && strncmp(*command, word, length) == 0)
        if (IS("send") && value) {
            printf("send:%s", value);
            send_all(connection, value, unescape(value));
        } else if (IS("drip") && value) {
            printf("drip:%s", value);
            drip(connection, value, unescape(value));
        } else if (IS("file") && value) {
            printf("file");
            send_file(connection, value);
        } else if (IS("fill") && value) {
            printf("fill: %zu bytes", fill(connection, value));
        } else if (IS("pour") && value) {
            printf("pour\n");
            switch (fork()) {
            case 0:
                send_file(connection, value);
                _exit(0);
            case -1:
                die("fork");
            }
            continue;
        } else if (IS("read")) {
            size_t limit = value ? strtoul(value, NULL, 10) : (size_t)-1;
            printf("read: %zu bytes", read_some(connection, limit));
        } else if (IS("line")) {
            read_line(connection);
        } else if (IS("echo")) {
            echo(connection);
            printf("echo");
        } else if (IS("half-close")) {
            printf("half-close");
            if (shutdown(connection, SHUT_WR) == -1)
                die("shutdown");
        } else if (IS("reset")) {
            struct linger now = {1, 0};
            printf("reset");
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, sizeof now);
            close(connection);
        } else if (IS("close")) {
            printf("close");
            close(connection);
        } else if (IS("enter")) {
            int key;
            printf("enter");
            while ((key = getchar()) != '\n' && key != EOF)
                ;
        } else {
            usage();
        }
        printf("\n");
    }
    return 0;
}
