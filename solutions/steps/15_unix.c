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

void handle(int client);            /* in handle.c */

static struct sockaddr_un here = {.sun_family = AF_UNIX};
static struct stat ours;            /* the file that our bind made */

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

/* Removes our file, if it is still the one at our path, and ends us as
   usual. A handler may call no more than what is called here. */
static void remove_ours(int number)
{
    struct sigaction normal = {.sa_handler = SIG_DFL};
    struct stat there;
    if (lstat(here.sun_path, &there) == 0
        && there.st_dev == ours.st_dev && there.st_ino == ours.st_ino)
        unlink(here.sun_path);
    sigaction(number, &normal, NULL);
    raise(number);
}

/* Whether there is a socket at our path on which nobody listens. */
static int is_stale(void)
{
    struct stat there;
    if (lstat(here.sun_path, &there) == -1 || !S_ISSOCK(there.st_mode))
        return 0;
    int probe = socket(AF_UNIX, SOCK_STREAM, 0);
    if (probe == -1)
        die("socket");
    int refused = connect(probe, (struct sockaddr *)&here,
                          sizeof here) == -1 && errno == ECONNREFUSED;
    close(probe);
    return refused;
}

/* Binds to our path; when a server has left its file there, once more. */
static int bind_here(int listener)
{
    if (bind(listener, (struct sockaddr *)&here, sizeof here) == 0)
        return 0;
    int problem = errno;
    if (problem == EADDRINUSE && is_stale()) {
        if (unlink(here.sun_path) == -1)
            return -1;
        return bind(listener, (struct sockaddr *)&here, sizeof here);
    }
    errno = problem;
    return -1;
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 2) {
        fprintf(stderr, "usage: exercise PATH\n");
        return 2;
    }
    if (strlen(argv[1]) >= sizeof here.sun_path) {
        fprintf(stderr, "%s: too long for the path of a socket\n",
                argv[1]);
        return 2;
    }
    memcpy(here.sun_path, argv[1], strlen(argv[1]) + 1);

    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (listener == -1)
        die("socket");
    umask(077);     /* who may not write to the file may not connect */
    if (bind_here(listener) == -1)
        die(here.sun_path);
    if (lstat(here.sun_path, &ours) == -1)
        die("lstat");
    struct sigaction at_end = {.sa_handler = remove_ours};
    if (sigaction(SIGINT, &at_end, NULL) == -1
        || sigaction(SIGTERM, &at_end, NULL) == -1)
        die("sigaction");
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
