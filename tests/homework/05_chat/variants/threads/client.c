/* client HOST PORT NAME - the chat's client with two threads and stdio:
   one takes lines from the server, the other lines from the keyboard. */
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool said_goodbye;

/* Shows what comes, a line at a time; at its end the program ends. */
static void *show_all(void *argument)
{
    FILE *in = argument;
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    bool refused = false, first = true;
    while ((length = getline(&line, &room, in)) > 0) {
        if (line[length - 1] == '\n')
            length--;
        if (length > 0 && line[length - 1] == '\r')
            length--;
        for (ssize_t i = 0; i < length; i++) {
            unsigned char c = (unsigned char)line[i];
            fputc((c < 32 && c != '\t') || c == 127 ? '?' : c, stdout);
        }
        fputc('\n', stdout);
        fflush(stdout);
        if (first && length > 0 && *line == '!')
            refused = true;
        first = false;
    }
    pthread_mutex_lock(&lock);
    if (said_goodbye && !refused)
        _exit(0);
    fputs("client: server closed the connection\n", stderr);
    _exit(1);
}

static bool is_port(const char *text)
{
    return *text != '\0' && strspn(text, "0123456789") == strlen(text)
           && strtoul(text, NULL, 10) <= 65535;
}

int main(int argc, char **argv)
{
    if (argc != 4 || !is_port(argv[2])) {
        fputs("client needs three arguments: host, port, name\n", stderr);
        return 2;
    }
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list, *a;
    int server = -1, failed = getaddrinfo(argv[1], argv[2], &hints, &list);
    if (failed) {
        fprintf(stderr, "client: %s: %s\n", argv[1], gai_strerror(failed));
        return 1;
    }
    for (a = list; a != NULL && server == -1; a = a->ai_next) {
        server = socket(a->ai_family, a->ai_socktype, 0);
        if (server != -1
            && connect(server, a->ai_addr, a->ai_addrlen) == -1) {
            int why = errno;
            close(server);
            errno = why;
            server = -1;
        }
    }
    if (server == -1) {
        fprintf(stderr, "client: %s: %s\n", argv[1], strerror(errno));
        return 1;
    }
    freeaddrinfo(list);

    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    FILE *in = fdopen(server, "r"), *out = fdopen(dup(server), "w");
    pthread_t shower;
    if (in == NULL || out == NULL
        || pthread_create(&shower, NULL, show_all, in) != 0) {
        fprintf(stderr, "client: start: %s\n", strerror(errno));
        return 1;
    }
    fprintf(out, "%s\n", argv[3]);
    fflush(out);
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while ((length = getline(&line, &room, stdin)) > 0) {
        fwrite(line, 1, (size_t)length, out);
        if (line[length - 1] != '\n')
            fputc('\n', out);
        fflush(out);
    }
    pthread_mutex_lock(&lock);
    said_goodbye = true;
    pthread_mutex_unlock(&lock);
    fputs("/quit\n", out);
    fflush(out);
    pthread_join(shower, NULL);
}
