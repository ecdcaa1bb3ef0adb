/* unix.c - the calls that you know, with an address that is a file.
   Run: build/steps/15_unix/unix [PATH] */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

void handle(int client);            /* in handle.c */
static struct sockaddr_un here = {.sun_family = AF_UNIX};

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

/* Removes the file, which would stay behind, and ends us as usual. */
static void clean_up(int number)
{
    struct sigaction normal = {.sa_handler = SIG_DFL};
    unlink(here.sun_path);
    sigaction(number, &normal, NULL);
    raise(number);
}

int main(int argc, char *argv[])
{
    const char *path = argc > 1 ? argv[1] : "unix.socket";
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (strlen(path) >= sizeof here.sun_path) {     /* 108 on Linux */
        fprintf(stderr, "%s: too long for the path of a socket\n", path);
        return 2;
    }
    memcpy(here.sun_path, path, strlen(path) + 1);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (listener == -1)
        die("socket");
    umask(077);     /* who may not write to the file may not connect */
    if (bind(listener, (struct sockaddr *)&here, sizeof here) == -1)
        die("bind");
    struct sigaction at_end = {.sa_handler = clean_up};
    sigaction(SIGINT, &at_end, NULL);
    sigaction(SIGTERM, &at_end, NULL);
    if (listen(listener, 128) == -1)
        die("listen");
    printf("listening on %s\n", path);
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("accept");
            continue;
        }
        handle(client);
        close(client);
    }
}
