/* client HOST PORT - sends a file to a server: asks for it, shows the list
   of what the server has, asks for the name there, and, if there is such a
   file, what to do about it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net.h"

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "client.c:%d: TODO: %s\n", __LINE__, what), exit(1))

static struct reader keyboard = {.fd = STDIN_FILENO};
static struct reader server = {.fd = -1};

/* Prints a question, and reads the answer that is typed. */
static void ask(const char *question, struct line *typed)
{
    printf("%s\n", question);
    if (read_line(&keyboard, typed) != 1)
        TODO("the input has ended: so do you, and send nothing more");
}

int main(int argc, char *argv[])
{
    int port = argc == 3 ? port_from(argv[2]) : -1;
    const char *why = "";
    struct line path, name;
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (port == -1) {
        fprintf(stderr, "usage: client HOST PORT\n");
        return 2;
    }
    server.fd = tcp_connect(argv[1], port, &why);
    if (server.fd == -1) {
        fprintf(stderr, "client: connect: %s\n", why);
        return 1;
    }
    ask("File to send:", &path);
    TODO("open it: is it a regular file (man 2 fstat), how large?");
    TODO("send LIST, and print what comes, or (no files yet)");
    ask("Save as:", &name);
    TODO("send PUT SIZE NAME, and read the answer: NEW, EXISTS or ERR");
    TODO("it exists: ask what to do, until it is one of three words");
    TODO("send SIZE bytes (send_all of net.h), a piece at a time");
    TODO("read the answer: DONE SIZE? Then say that it is sent");
    return 0;
}
