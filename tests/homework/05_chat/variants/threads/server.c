/* server PORT - the chat with two threads for each client: one reads, a
   byte at a time; one writes, a line at a time, in a blocking send. What
   there is to write is in a list. There is one mutex for everything, and
   nobody waits for a client while holding it. */
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct text {
    struct text *next;
    size_t size;
    char bytes[];
};
struct member {
    struct member *before, *after;  /* in the ring of those who are in */
    int socket;
    bool in, over;                  /* over: no more is queued for it */
    size_t waiting;                 /* bytes in the list, or in send */
    struct text *first, **end;      /* what it is to get */
    pthread_cond_t news;
    char name[36];
};
static struct member ring = {.before = &ring, .after = &ring};
static pthread_mutex_t all = PTHREAD_MUTEX_INITIALIZER;

static void fatal(const char *what)
{
    fprintf(stderr, "server: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* The mutex is held: for this and all that change what is shared. The
   reader of one that is dropped wakes up from recv, and ends it. */
static void put(struct member *m, const char *bytes, size_t size)
{
    if (m->over)
        return;
    struct text *t = m->waiting + size > 65536 ? NULL
                                               : malloc(sizeof *t + size);
    if (t == NULL) {
        m->over = true;
        while ((t = m->first) != NULL) {
            m->first = t->next;
            free(t);
        }
        m->end = &m->first;
        shutdown(m->socket, SHUT_RDWR);
    } else {
        t->next = NULL;
        t->size = size;
        memcpy(t->bytes, bytes, size);
        *m->end = t;
        m->end = &t->next;
        m->waiting += size;
    }
    pthread_cond_signal(&m->news);
}

static void print_to(struct member *m, const char *format, ...)
{
    char text[128];
    va_list list;
    va_start(list, format);
    int size = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    put(m, text, (size_t)size);
}

static void put_to_others(struct member *but, const char *bytes,
                          size_t size)
{
    for (struct member *m = ring.after; m != &ring; m = m->after)
        if (m != but)
            put(m, bytes, size);
}

static void print_to_others(struct member *but, const char *format,
                            const char *name)
{
    char text[128];
    int size = snprintf(text, sizeof text, format, name);
    put_to_others(but, text, (size_t)size);
}

/* Sends what comes into the list, until it is over and the list empty. */
static void *write_to(void *argument)
{
    struct member *m = argument;
    bool lost = false;
    pthread_mutex_lock(&all);
    for (;;) {
        while (m->first == NULL && !m->over)
            pthread_cond_wait(&m->news, &all);
        struct text *t = m->first;
        if (t == NULL)
            break;
        m->first = t->next;
        if (m->first == NULL)
            m->end = &m->first;
        pthread_mutex_unlock(&all);
        for (size_t done = 0; done < t->size && !lost;) {
            size_t left = t->size - done;
            ssize_t n = send(m->socket, t->bytes + done, left, 0);
            if (n > 0)
                done += (size_t)n;
            else if (errno != EINTR)
                lost = true;
        }
        pthread_mutex_lock(&all);
        m->waiting -= t->size;
        free(t);
    }
    pthread_mutex_unlock(&all);
    return NULL;
}

/* 1: a line, without its ending; 0: the end; -1: too long, or an error. */
static int read_a_line(int socket, char line[1026], size_t *length)
{
    for (size_t n = 0; n <= 1025; n++) {
        ssize_t got = recv(socket, line + n, 1, 0);
        if (got == -1)
            return -1;
        if (got == 0 && n == 0)
            return 0;
        if (got == 0 || line[n] == '\n') {
            *length = n > 0 && line[n - 1] == '\r' ? n - 1 : n;
            return *length > 1024 ? -1 : 1;
        }
        if (n >= 1024 && !(n == 1024 && line[n] == '\r'))
            return -1;
    }
    return -1;
}

static bool control(char c)
{
    return (c >= 0 && c < 32) || c == 127;
}

static bool good(const char *name, size_t length)
{
    if (length == 0 || length > 32 || *name == '/' || *name == '*'
        || *name == '!')
        return false;
    while (length-- > 0)
        if (name[length] == ' ' || control(name[length]))
            return false;
    return true;
}

static bool enter_ring(struct member *me, const char *name, size_t length)
{
    if (!good(name, length)) {
        print_to(me, "! bad name\n");
        return false;
    }
    memcpy(me->name, name, length);
    for (struct member *m = ring.after; m != &ring; m = m->after)
        if (strcmp(m->name, me->name) == 0) {
            print_to(me, "! name taken\n");
            return false;
        }
    print_to(me, "* welcome %s\n", me->name);
    me->in = true;
    me->before = ring.before;
    me->after = &ring;
    me->before->after = ring.before = me;
    print_to_others(me, "* %s joined\n", me->name);
    return true;
}

static bool obey(struct member *me, const char *line, size_t length)
{
    char text[1100];
    if (length == 5 && memcmp(line, "/quit", 5) == 0)
        return false;
    if (length == 4 && memcmp(line, "/who", 4) == 0) {
        size_t size = 6, used = 6;
        for (struct member *m = ring.after; m != &ring; m = m->after)
            size += strlen(m->name) + 1;
        char *list = malloc(size + 2);
        if (list == NULL)
            return false;
        memcpy(list, "* who:", 6);
        for (struct member *m = ring.after; m != &ring; m = m->after)
            used += (size_t)snprintf(list + used, size + 2 - used, " %s",
                                     m->name);
        list[used++] = '\n';
        put(me, list, used);
        free(list);
    } else if (length > 0 && *line == '/') {
        print_to(me, "! unknown command\n");
    } else if (length > 0) {
        int prefix = snprintf(text, sizeof text, "%s: ", me->name);
        size_t used = (size_t)prefix;
        for (size_t i = 0; i < length; i++)
            text[used++] = control(line[i]) && line[i] != '\t' ? '?'
                                                               : line[i];
        text[used++] = '\n';
        put_to_others(me, text, used);
    }
    return true;
}

static void *read_from(void *argument)
{
    struct member *me = argument;
    char line[1026];
    size_t length;
    pthread_t writer;
    bool more = pthread_create(&writer, NULL, write_to, me) == 0;
    bool writing = more;
    while (more && read_a_line(me->socket, line, &length) == 1) {
        pthread_mutex_lock(&all);
        more = !me->over && (me->in ? obey(me, line, length)
                                    : enter_ring(me, line, length));
        pthread_mutex_unlock(&all);
    }
    pthread_mutex_lock(&all);
    if (me->in) {
        me->before->after = me->after;
        me->after->before = me->before;
        print_to_others(me, "* %s left\n", me->name);
    }
    me->over = true;
    pthread_cond_signal(&me->news);
    pthread_mutex_unlock(&all);
    if (writing)
        pthread_join(writer, NULL);
    close(me->socket);
    pthread_cond_destroy(&me->news);
    free(me);
    return NULL;
}

int main(int argc, char **argv)
{
    struct sockaddr_in a = {.sin_family = AF_INET};
    socklen_t size = sizeof a;
    unsigned long port = 0;
    int one = 1;
    if (argc != 2 || *argv[1] == '\0')
        goto usage;
    for (const char *digit = argv[1]; *digit != '\0'; digit++) {
        if (*digit < '0' || *digit > '9' || port > 65535)
            goto usage;
        port = 10 * port + (unsigned long)(*digit - '0');
    }
    if (port > 65535)
        goto usage;
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    a.sin_port = htons((in_port_t)port);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1)
        fatal("socket");
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&a, sizeof a) == -1)
        fatal("bind");
    if (listen(listener, 128) == -1)
        fatal("listen");
    getsockname(listener, (struct sockaddr *)&a, &size);
    printf("listening on 127.0.0.1:%d\n", ntohs(a.sin_port));
    fflush(stdout);

    pthread_attr_t attr;
    pthread_attr_init(&attr);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    for (;;) {
        pthread_t reader;
        int client = accept(listener, NULL, NULL);
        if (client == -1)
            continue;
        struct member *m = calloc(1, sizeof *m);
        if (m == NULL) {
            close(client);
            continue;
        }
        m->socket = client;
        m->end = &m->first;
        pthread_cond_init(&m->news, NULL);
        if (pthread_create(&reader, &attr, read_from, m) != 0) {
            close(client);
            free(m);
        }
    }
usage:
    fprintf(stderr, "server needs one argument: a port\n");
    return 2;
}
