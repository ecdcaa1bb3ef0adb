/* exercise PATH - an echo server at a UNIX-domain address: it replaces
   what a dead server left there, and takes nothing from a live one. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "exercise.c:%d: TODO: %s\n", __LINE__, what), exit(1))

void handle(int client);            /* in handle.c */

static struct sockaddr_un here = {.sun_family = AF_UNIX};

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 2) {
        fprintf(stderr, "usage: exercise PATH\n");
        return 2;
    }
    const char *path = argv[1];
    (void)path;
    TODO("copy it to here.sun_path; one that does not fit is an error");

    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (listener == -1)
        die("socket");
    umask(077);     /* who may not write to the file may not connect */
    TODO("bind; if the address is in use, find out whether a server that "
         "has died left it behind, and only then replace it");
    TODO("let SIGTERM and SIGINT remove the file, if it is yours");
    if (listen(listener, 128) == -1)
        die("listen");
    printf("listening on %s\n", here.sun_path);

    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("accept");
            continue;
        }
        handle(client);
        if (close(client) == -1)
            perror("close");
    }
}
