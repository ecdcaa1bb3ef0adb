/* server PORT - the same with a process for each client and stdio streams,
   a character at a time. The parent does nothing but accept: its own end,
   and that of the children, is the business of handlers. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net.h"

static void bury(int number)
{
    int before = errno;
    (void)number;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    errno = before;
}

static void end_group(int number)
{
    (void)number;
    sigaction(SIGTERM, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
    kill(0, SIGTERM);
    _exit(0);
}

static void handle_with(int number, void (*handler)(int))
{
    sigaction(number, &(struct sigaction){.sa_handler = handler,
              .sa_flags = SA_RESTART}, NULL);
}

/* Reads a line into `text`, without its ending. Returns its length; -1 at
   the end, -2 when it is too long. */
static int get_line(FILE *in, char text[1025])
{
    int length = 0, byte;
    while ((byte = getc(in)) != EOF && byte != '\n') {
        if (length > 1024 || (length == 1024 && byte != '\r'))
            return -2;
        text[length++] = (char)byte;
    }
    if (byte == EOF && (ferror(in) || length == 0))
        return -1;
    if (byte == '\n' && length > 0 && text[length - 1] == '\r')
        length--;
    return length;
}

static void serve_streams(int client)
{
    char text[1025];
    int length;
    FILE *in = fdopen(client, "r"), *out = fdopen(dup(client), "w");
    if (in == NULL || out == NULL)
        _exit(1);
    while ((length = get_line(in, text)) >= 0) {
        for (int i = 0; i < length; i++)
            putc(text[i], out);
        putc('\n', out);
        if (fflush(out) == EOF)
            break;
    }
}

int main(int argc, char *argv[])
{
    if (argc != 2 || port_from(argv[1]) == -1) {
        fputs("usage: server PORT (0 to 65535)\n", stderr);
        return 2;
    }
    int s = tcp_listen(port_from(argv[1]));
    if (s == -1) {
        perror("server: cannot listen");
        return 1;
    }
    setpgid(0, 0);
    handle_with(SIGCHLD, bury);
    handle_with(SIGTERM, end_group);
    handle_with(SIGINT, end_group);
    printf("listening on 127.0.0.1:%d\n", tcp_port(s));
    fflush(stdout);
    for (;;) {
        int client = accept(s, NULL, NULL);
        pid_t child = client == -1 ? -1 : fork();
        if (child == 0) {
            handle_with(SIGTERM, SIG_DFL);
            handle_with(SIGINT, SIG_DFL);
            close(s);
            serve_streams(client);
            _exit(0);
        }
        if (child == -1)
            perror("server: no more clients now");
        if (client != -1)
            close(client);
    }
}
