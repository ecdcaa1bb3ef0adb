/* server PORT DIR - keeps text files in DIR for all who connect: LIST says
   which there are, PUT receives one. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "server.c:%d: TODO: %s\n", __LINE__, what), exit(1))

static void die(const char *what)
{
    fprintf(stderr, "server: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

/* Whether the line is this word. */
static bool is(const struct line *line, const char *word)
{
    return line->length == strlen(word) && strcmp(line->text, word) == 0;
}

/* Answers LIST. */
static void list(int client)
{
    (void)client;
    TODO("look through DIR (man 3 scandir, man 2 lstat); answer OK COUNT, "
         "and a line SIZE NAME for each text file");
}

/* Answers PUT. What has come behind the line is still in `from`. */
static void put(struct reader *from, const struct line *command)
{
    (void)from, (void)command;
    TODO("take SIZE and NAME out of the line; is it a NAME?");
    TODO("is there such a file? Answer NEW; or EXISTS, and read a line");
    TODO("receive SIZE bytes (read_some of net.h) into a temporary file");
    TODO("put it in place, all at once (man 2 rename), and answer DONE");
    TODO("APPEND: where do the old bytes come from, and when?");
    TODO("the disk is full; the client has gone: what is left in DIR?");
}

/* Serves a client until it has gone. */
static void serve(int client)
{
    struct reader from = {.fd = client};
    struct line line;
    while (read_line(&from, &line) == 1)
        if (is(&line, "LIST"))
            list(client);
        else if (strncmp(line.text, "PUT ", 4) == 0)
            put(&from, &line);
        else
            TODO("anything else is answered with ERR and a reason");
}

int main(int argc, char *argv[])
{
    int port = argc == 3 ? port_from(argv[1]) : -1;
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (port == -1) {
        fprintf(stderr, "usage: server PORT DIR\n");
        return 2;
    }
    int listener = tcp_listen(port);
    if (listener == -1)
        die("listen");
    TODO("DIR: is it one? Make it the working directory (man 2 chdir)");
    TODO("SIGTERM, SIGINT; writing to who has gone must not end you");
    printf("listening on 127.0.0.1:%d\n", tcp_port(listener));
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1)
            die("accept");
        TODO("serve all clients at the same time");
        serve(client);
        close(client);
    }
}
