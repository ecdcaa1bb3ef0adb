/* server PORT DIR - another right answer: one process, poll, and nothing
   of the kit's. A disk without room is noticed before the data; an APPEND
   begins with a copy of the old file, and is made anew if that changes. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST = 500, ROOM = 65536 };
enum state { COMMAND, CHOICE, DATA };
struct client {
    enum state state;
    bool ended, append;
    char in[ROOM], *out;
    size_t size, due;               /* of in, of out */
    char name[256], temp[32];
    long long total, left;
    int file, old;                  /* old: what was copied, kept open */
    off_t begin;                    /* where the new bytes begin */
    int problem;
};
static struct pollfd at[2 + MOST];
static struct client *who[2 + MOST];
static nfds_t used = 2;
static int wake[2];
static char piece[ROOM];

static void on_signal(int number)
{
    int saved = errno;
    (void)number;
    if (write(wake[1], "x", 1) == -1)
        _exit(1);
    errno = saved;
}

static void trouble(const char *what)
{
    fprintf(stderr, "server: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void answer(struct client *c, const char *text)
{
    size_t size = strlen(text);
    char *more = realloc(c->out, c->due + size);
    if (more == NULL) {
        c->ended = true;
        return;
    }
    memcpy(more + c->due, text, size);
    c->out = more;
    c->due += size;
}

static void answer_number(struct client *c, const char *word, long long n)
{
    char text[64];
    snprintf(text, sizeof text, "%s %lld\n", word, n);
    answer(c, text);
}

static bool may_be(const char *name, size_t length)
{
    if (length < 5 || length > 255 || name[0] == '.'
        || memcmp(name + length - 4, ".txt", 4) != 0)
        return false;
    while (length-- > 0)
        if (name[length] == '/' || name[length] == 127
            || (name[length] >= 0 && name[length] < 32))
            return false;
    return true;
}

static int names(const void *one, const void *other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

static void list(struct client *c)
{
    char **all = NULL, text[300];
    size_t count = 0;
    struct stat s;
    DIR *dir = opendir(".");
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;)
        if (may_be(e->d_name, strlen(e->d_name))
            && lstat(e->d_name, &s) == 0 && S_ISREG(s.st_mode)) {
            all = realloc(all, (count + 1) * sizeof *all);
            if (all == NULL || (all[count++] = strdup(e->d_name)) == NULL)
                trouble("memory");
        }
    if (dir != NULL)
        closedir(dir);
    if (count > 0)
        qsort(all, count, sizeof *all, names);
    answer_number(c, "OK", (long long)count);
    for (size_t i = 0; i < count; i++) {
        if (lstat(all[i], &s) == -1)
            s.st_size = 0;
        snprintf(text, sizeof text, "%lld %s\n", (long long)s.st_size,
                 all[i]);
        answer(c, text);
        free(all[i]);
    }
    free(all);
}

static bool write_out(int to, const char *data, ssize_t size)
{
    while (size > 0) {
        ssize_t n = write(to, data, (size_t)size);
        if (n == -1)
            return false;
        data += n;
        size -= n;
    }
    return true;
}

static bool append_from(int from, int to)
{
    ssize_t n;
    while ((n = read(from, piece, sizeof piece)) > 0)
        if (!write_out(to, piece, n))
            return false;
    return n == 0;
}

static void forget(struct client *c)
{
    if (c->old != -1)
        close(c->old);
    if (c->file != -1) {
        close(c->file);
        unlink(c->temp);
    }
    c->file = c->old = -1;
    c->state = COMMAND;
}

static void refuse(struct client *c, int why)
{
    char text[200];
    snprintf(text, sizeof text, "ERR %s\n", strerror(why));
    answer(c, text);
    forget(c);
}

static int fresh(char *name, size_t size)
{
    static unsigned long count;
    snprintf(name, size, ".part.%ld.%lu", (long)getpid(), count++);
    return open(name, O_RDWR | O_CREAT | O_EXCL, 0644);
}

static void begin(struct client *c, const char *word)
{
    c->file = fresh(c->temp, sizeof c->temp);
    if (c->file == -1) {
        refuse(c, errno);
        return;
    }
    c->begin = 0;
    if (c->append) {
        c->old = open(c->name, O_RDONLY | O_NOFOLLOW);
        if (c->old != -1 && !append_from(c->old, c->file)) {
            refuse(c, errno);
            return;
        }
        c->begin = lseek(c->file, 0, SEEK_CUR);
    }
    int full = posix_fallocate(c->file, c->begin, c->total);
    if (full == ENOSPC || full == EFBIG) {
        refuse(c, full);
        return;
    }
    c->problem = 0;
    c->left = c->total;
    c->state = DATA;
    answer(c, word);
}

/* All has come: puts it in place. */
static void finish(struct client *c)
{
    struct stat now, then;
    if (c->problem != 0) {
        refuse(c, c->problem);
        return;
    }
    bool same = !c->append || (c->old != -1 && fstat(c->old, &then) == 0
        && lstat(c->name, &now) == 0 && now.st_ino == then.st_ino
        && now.st_dev == then.st_dev);
    if (!same) {
        char temp[32];
        int sum = fresh(temp, sizeof temp);
        int old = open(c->name, O_RDONLY | O_NOFOLLOW);
        bool ok = sum != -1 && (old == -1 || append_from(old, sum))
            && lseek(c->file, c->begin, SEEK_SET) != -1
            && append_from(c->file, sum);
        int why = errno;
        if (old != -1)
            close(old);
        if (sum != -1) {
            close(c->file);
            unlink(c->temp);
            memcpy(c->temp, temp, sizeof temp);
            c->file = sum;
        }
        if (!ok) {
            refuse(c, why);
            return;
        }
    }
    if (rename(c->temp, c->name) == -1) {
        refuse(c, errno);
        return;
    }
    answer_number(c, "DONE", c->total);
    forget(c);
}

static void command(struct client *c, char *line, size_t length)
{
    long long size = 0;
    size_t i = 4;
    struct stat s;
    if (length == 4 && memcmp(line, "LIST", 4) == 0) {
        list(c);
        return;
    }
    if (length < 4 || memcmp(line, "PUT ", 4) != 0) {
        answer(c, "ERR ?\n");
        return;
    }
    for (; i < length && line[i] >= '0' && line[i] <= '9'; i++)
        if (size <= 1LL << 40)
            size = size * 10 + line[i] - '0';
    if (i == 4 || i == length || line[i] != ' ' || size > 1LL << 40
        || !may_be(line + i + 1, length - i - 1)) {
        answer(c, "ERR not a name or size that I can take\n");
        return;
    }
    memcpy(c->name, line + i + 1, length - i);
    c->total = size;
    c->append = false;
    if (lstat(c->name, &s) == -1) {
        begin(c, "NEW\n");
    } else if (!S_ISREG(s.st_mode)) {
        answer(c, "ERR not a file\n");
    } else {
        answer_number(c, "EXISTS", s.st_size);
        c->state = CHOICE;
    }
}

static void choose(struct client *c, const char *line)
{
    c->append = strcmp(line, "APPEND") == 0;
    c->state = COMMAND;
    if (c->append || strcmp(line, "OVERWRITE") == 0)
        begin(c, "GO\n");
    else
        answer(c, strcmp(line, "CANCEL") == 0 ? "OK 0\n" : "ERR no\n");
}

/* Does what can be done with what has come; false: no more than that. */
static bool step(struct client *c)
{
    size_t used_up;
    if (c->state == DATA) {
        used_up = (long long)c->size < c->left ? c->size : (size_t)c->left;
        if (c->problem == 0
            && !write_out(c->file, c->in, (ssize_t)used_up))
            c->problem = errno;
        c->left -= (long long)used_up;
        if (c->left == 0)
            finish(c);
        else if (used_up == 0)
            return false;
    } else {
        char *end = memchr(c->in, '\n', c->size);
        size_t length = end != NULL ? (size_t)(end - c->in) : c->size;
        used_up = end != NULL ? length + 1 : length;
        if (length > 0 && c->in[length - 1] == '\r')
            length--;
        if (end == NULL && length <= 1024 && !c->ended)
            return false;
        if (length > 1024) {
            c->size = 0;
            c->ended = true;
            return false;
        }
        if (used_up == 0)
            return false;
        char line[1026];
        memcpy(line, c->in, length);
        line[length] = '\0';
        if (c->state == CHOICE)
            choose(c, line);
        else
            command(c, line, length);
    }
    c->size -= used_up;
    memmove(c->in, c->in + used_up, c->size);
    return true;
}

/* False when the client has gone. */
static bool turn(nfds_t i)
{
    struct client *c = who[i];
    if (at[i].revents == 0)
        return true;
    if (c->due > 0) {
        size_t some = c->due < 5 ? c->due : 5;      /* in small pieces */
        ssize_t n = send(at[i].fd, c->out, some, MSG_NOSIGNAL);
        if (n == -1)
            return errno == EAGAIN;
        c->due -= (size_t)n;
        memmove(c->out, c->out + n, c->due);
    } else {
        ssize_t n = recv(at[i].fd, c->in + c->size, ROOM - c->size, 0);
        if (n == -1)
            return errno == EAGAIN;
        c->ended = n == 0;
        c->size += (size_t)n;
    }
    while (c->due == 0 && step(c))
        ;
    at[i].events = c->due > 0 ? POLLOUT : POLLIN;
    return !c->ended || c->due > 0;
}

static void leave(nfds_t i)
{
    forget(who[i]);
    free(who[i]->out);
    free(who[i]);
    close(at[i].fd);
    used--;
    at[i] = at[used];
    who[i] = who[used];
}

int main(int argc, char *argv[])
{
    struct sockaddr_in here = {.sin_family = AF_INET};
    socklen_t size = sizeof here;
    struct sigaction end = {.sa_handler = on_signal};
    int one = 1, port = 0;
    const char *digit = argc == 3 ? argv[1] : "";
    for (; *digit >= '0' && *digit <= '9' && port <= 65535; digit++)
        port = port * 10 + *digit - '0';
    if (argc != 3 || *argv[1] == '\0' || *digit != '\0' || port > 65535) {
        fprintf(stderr, "usage: server PORT DIR\n");
        return 2;
    }
    if (chdir(argv[2]) == -1 || pipe(wake) == -1)
        trouble(argv[2]);
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    here.sin_port = htons((in_port_t)port);
    at[0] = (struct pollfd){.fd = socket(AF_INET, SOCK_STREAM, 0)};
    at[1] = (struct pollfd){.fd = wake[0], .events = POLLIN};
    setsockopt(at[0].fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(at[0].fd, (struct sockaddr *)&here, sizeof here) == -1
        || listen(at[0].fd, 50) == -1)
        trouble("bind");
    fcntl(at[0].fd, F_SETFL, O_NONBLOCK);
    DIR *dir = opendir(".");
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;)
        if (strncmp(e->d_name, ".part.", 6) == 0)
            unlink(e->d_name);
    if (dir != NULL)
        closedir(dir);
    sigaction(SIGTERM, &end, NULL);
    sigaction(SIGINT, &end, NULL);
    getsockname(at[0].fd, (struct sockaddr *)&here, &size);
    printf("listening on 127.0.0.1:%d\n", ntohs(here.sin_port));
    fflush(stdout);
    do {
        at[0].events = used < 2 + MOST ? POLLIN : 0;
        if (poll(at, used, -1) == -1)
            continue;
        for (nfds_t i = used - 1; i >= 2; i--)
            if (!turn(i))
                leave(i);
        int fd = at[0].revents ? accept(at[0].fd, NULL, NULL) : -1;
        struct client *c = fd == -1 ? NULL : calloc(1, sizeof *c);
        if (c != NULL) {
            fcntl(fd, F_SETFL, O_NONBLOCK);
            c->file = c->old = -1;
            at[used] = (struct pollfd){.fd = fd, .events = POLLIN};
            who[used++] = c;
        }
    } while (at[1].revents == 0);
    while (used > 2)
        leave(2);
    return 0;
}
