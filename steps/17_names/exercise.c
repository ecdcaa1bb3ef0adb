/* exercise HOST SERVICE - connects to the first address of HOST that
   answers, and copies what that server sends to standard output. */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "exercise.c:%d: TODO: %s\n", __LINE__, what), exit(1))

static void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 3) {
        fprintf(stderr, "usage: exercise HOST SERVICE\n");
        return 2;
    }
    const char *host = argv[1], *service = argv[2];
    (void)host;
    (void)service;
    TODO("look host and service up; a look-up that fails says why");

    int server = -1;
    TODO("try one address after another; say of each that fails which it "
         "is and why, and print the first that answers");
    if (server == -1)
        return 1;

    char buffer[4096];
    ssize_t size;
    while ((size = recv(server, buffer, sizeof buffer, 0)) > 0)
        fwrite(buffer, 1, (size_t)size, stdout);
    if (size == -1)
        die("recv");
    if (fflush(stdout) == EOF || ferror(stdout))
        die("standard output");
    if (close(server) == -1)
        die("close");
    return 0;
}
