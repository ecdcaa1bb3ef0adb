/* client HOST PORT - one thread types, the other listens: questions do not
   wait for answers. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static long due;
static int all_asked, socket_fd;

/* exit would wait for standard input's lock, which getchar holds in the other
   thread, and keeps: glibc 2.41 does. */
static void end(int status, const char *what, const char *why)
{
    if (what != NULL)
        fprintf(stderr, "client: %s: %s\n", what, why);
    _exit(status);
}

static void *ask(void *unused)
{
    char line[1024 + 1];
    size_t length = 0;
    int byte;
    do {
        byte = getchar();
        if (byte == '\n' && length > 0 && line[length - 1] == '\r')
            length--;
        if (byte != '\n' && byte != EOF) {
            if (length == sizeof line)
                end(1, "line", "too long");
            line[length++] = (char)byte;
            continue;
        }
        if (length > 0) {
            pthread_mutex_lock(&lock);
            due++;
            pthread_cond_signal(&changed);
            pthread_mutex_unlock(&lock);
            /* The last one goes without its newline: the end follows. */
            if (send_all(socket_fd, line, length) == -1
                || (byte != EOF && send_all(socket_fd, "\n", 1) == -1))
                break;
        }
        if (length == 0 || byte == EOF)
            break;
        length = 0;
    } while (byte != EOF);
    pthread_mutex_lock(&lock);
    all_asked = 1;
    shutdown(socket_fd, SHUT_WR);
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(int argc, char **argv)
{
    const char *why;
    pthread_t thread;
    int port = argc == 3 ? port_from(argv[2]) : -1;
    if (port < 0)
        end(2, "usage", "client HOST PORT");
    socket_fd = tcp_connect(argv[1], port, &why);
    if (socket_fd < 0)
        end(1, argv[1], why);
    if (pthread_create(&thread, NULL, ask, NULL) != 0)
        end(1, "thread", "none");
    struct reader from = {.fd = socket_fd};
    for (;;) {
        pthread_mutex_lock(&lock);
        while (due == 0 && !all_asked)
            pthread_cond_wait(&changed, &lock);
        int over = due == 0;
        due--;
        pthread_mutex_unlock(&lock);
        if (over)
            end(0, NULL, NULL);
        struct line answer;
        int got = read_line(&from, &answer);
        if (got != 1)
            end(1, "no answer", got == 0 ? "end" : strerror(errno));
        printf(answer.length == 0 ? "no\n" : "yes\n");
        fflush(stdout);
    }
}
