/* server PORT DIR - another right answer: a thread for each client, which
   talks through stdio. One lock for all files; who is second to create a
   file is refused; what is no regular file is replaced. */
#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 65536, LINE = 1024 };
static pthread_mutex_t files = PTHREAD_MUTEX_INITIALIZER;
static int listener;
struct file { char name[256]; long long size; };

static void die(const char *what)
{
    fprintf(stderr, "server: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* A line without its ending: its length; -1 at the end, -2 too long. */
static int get_line(FILE *in, char *line)
{
    int c, length = 0;
    while ((c = getc(in)) != EOF && c != '\n') {
        if (length == LINE && c == '\r') {
            if (getc(in) != '\n')
                return -2;
            break;
        }
        if (length == LINE)
            return -2;
        line[length++] = (char)c;
    }
    if (c == EOF && (length == 0 || ferror(in)))
        return -1;
    if (c == '\n' && length > 0 && line[length - 1] == '\r')
        length--;
    line[length] = '\0';
    return length;
}

static bool good_name(const char *name, size_t length)
{
    if (length < 5 || length > 255 || strlen(name) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (iscntrl((unsigned char)name[i]))
            return false;
    return name[0] != '.' && strchr(name, '/') == NULL
        && strcmp(name + length - 4, ".txt") == 0;
}

static int compare(const void *one, const void *other)
{
    return strcmp(((const struct file *)one)->name,
                  ((const struct file *)other)->name);
}

static void do_list(FILE *out)
{
    struct file *all = NULL;
    size_t count = 0;
    DIR *dir = opendir(".");
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;) {
        struct stat s;
        if (!good_name(e->d_name, strlen(e->d_name))
            || lstat(e->d_name, &s) == -1 || !S_ISREG(s.st_mode))
            continue;
        struct file *more = realloc(all, (count + 1) * sizeof *all);
        if (more == NULL)
            break;
        all = more;
        memcpy(all[count].name, e->d_name, strlen(e->d_name) + 1);
        all[count++].size = s.st_size;
    }
    if (dir != NULL)
        closedir(dir);
    if (count > 0)
        qsort(all, count, sizeof *all, compare);
    fprintf(out, "OK %zu\n", count);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%lld %s\n", all[i].size, all[i].name);
        fflush(out);
    }
    free(all);
}

/* A new temporary file, opened; its name replaces the X's. */
static FILE *temporary(char *name)
{
    pthread_mutex_lock(&files);
    int fd = mkstemp(name);
    pthread_mutex_unlock(&files);
    if (fd == -1)
        return NULL;
    fchmod(fd, 0644);
    return fdopen(fd, "w+");
}

static bool pour(FILE *from, FILE *to, char *buffer)
{
    for (size_t n; (n = fread(buffer, 1, PIECE, from)) > 0;)
        if (fwrite(buffer, 1, n, to) != n)
            return false;
    return !ferror(from);
}

/* Puts `name` in the place of, or behind, what there is; the lock is ours.
   0, or why not. */
static int place(FILE *new, const char *temp, const char *name,
                 const char *how, char *buffer)
{
    char both[] = ".incoming.XXXXXX";
    errno = EIO;
    if (strcmp(how, "NEW") == 0) {
        struct stat s;
        if (lstat(name, &s) == 0 && S_ISREG(s.st_mode))
            return EEXIST;
        return rename(temp, name) == 0 ? 0 : errno;
    }
    if (strcmp(how, "OVERWRITE") == 0)
        return rename(temp, name) == 0 ? 0 : errno;
    FILE *old = fopen(name, "r");
    int fd = mkstemp(both);
    FILE *sum = fd == -1 ? NULL : fdopen(fd, "w");
    rewind(new);
    bool done = sum != NULL && (old == NULL || pour(old, sum, buffer))
        && pour(new, sum, buffer);
    int why = errno;
    if (sum != NULL) {
        fchmod(fd, 0644);
        if (fclose(sum) == EOF) {
            why = errno;
            done = false;
        }
        if (done && rename(both, name) == -1) {
            why = errno;
            done = false;
        }
        if (!done)
            unlink(both);
    }
    if (old != NULL)
        fclose(old);
    return done ? 0 : why;
}

/* False when the client is lost. */
static bool do_put(FILE *in, FILE *out, char *line, int length,
                   char *buffer)
{
    char *end, temp[] = ".incoming.XXXXXX", how[LINE + 1] = "NEW";
    char name[256];
    struct stat s;
    errno = 0;
    long long size = strtoll(line + 4, &end, 10);
    size_t rest = (size_t)(line + length - end);
    if (!isdigit((unsigned char)line[4]) || errno != 0 || *end != ' '
        || size > 1LL << 40 || !good_name(end + 1, rest - 1)) {
        fprintf(out, "ERR bad size or name\n");
        return true;
    }
    memcpy(name, end + 1, rest);
    if (lstat(name, &s) == 0 && S_ISREG(s.st_mode)) {
        fprintf(out, "EXISTS %lld\n", (long long)s.st_size);
        fflush(out);
        if (get_line(in, how) < 0)
            return false;
        if (strcmp(how, "CANCEL") == 0) {
            fprintf(out, "OK 0\n");
            return true;
        }
        if (strcmp(how, "OVERWRITE") != 0 && strcmp(how, "APPEND") != 0) {
            fprintf(out, "ERR what?\n");
            return true;
        }
    }
    FILE *file = temporary(temp);
    if (file == NULL) {
        fprintf(out, "ERR no room\n");
        return true;
    }
    fprintf(out, strcmp(how, "NEW") == 0 ? "NEW\n" : "GO\n");
    fflush(out);
    bool lost = false;
    int why = 0;
    for (long long left = size; left > 0 && !lost;) {
        size_t n = left < PIECE ? (size_t)left : PIECE;
        n = fread(buffer, 1, n, in);
        left -= (long long)n;
        lost = n == 0;
        if (why == 0 && !lost && (fwrite(buffer, 1, n, file) != n
                                  || fflush(file) == EOF)) {
            why = errno;
            fprintf(out, "ERR %s\n", strerror(why));
            fflush(out);
        }
    }
    pthread_mutex_lock(&files);
    int then = lost || why != 0 ? -1
        : place(file, temp, name, how, buffer);
    unlink(temp);
    pthread_mutex_unlock(&files);
    fclose(file);
    if (then == 0)
        fprintf(out, "DONE %lld\n", size);
    else if (then > 0)
        fprintf(out, "ERR %s\n", strerror(then));
    return !lost;
}

static void *talk(void *argument)
{
    int fd = *(int *)argument, length;
    free(argument);
    FILE *in = fdopen(fd, "r"), *out = fdopen(dup(fd), "w");
    char line[LINE + 1], *buffer = malloc(PIECE);
    while ((length = get_line(in, line)) >= 0) {
        if (length == 4 && strcmp(line, "LIST") == 0)
            do_list(out);
        else if (strncmp(line, "PUT ", 4) != 0)
            fprintf(out, "ERR unknown command\n");
        else if (!do_put(in, out, line, length, buffer))
            break;
        if (fflush(out) == EOF)
            break;
    }
    if (length == -2)
        fprintf(out, "ERR line too long\n");
    free(buffer);
    fclose(out);
    fclose(in);
    return NULL;
}

static void *accept_all(void *unused)
{
    pthread_attr_t detached;
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    for (;;) {
        int *fd = malloc(sizeof *fd);
        pthread_t thread;
        if (fd == NULL || (*fd = accept(listener, NULL, NULL)) == -1) {
            free(fd);
        } else if (pthread_create(&thread, &detached, talk, fd) != 0) {
            close(*fd);
            free(fd);
        }
    }
    return unused;
}

static void clean(void)
{
    DIR *dir = opendir(".");
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;)
        if (strncmp(e->d_name, ".incoming.", 10) == 0)
            unlink(e->d_name);
    if (dir != NULL)
        closedir(dir);
}

int main(int argc, char *argv[])
{
    struct sockaddr_in here = {.sin_family = AF_INET};
    socklen_t size = sizeof here;
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    pthread_t acceptor;
    sigset_t end;
    int one = 1, number;
    char *rest;
    if (argc != 3 || !isdigit((unsigned char)argv[1][0])
        || strlen(argv[1]) > 5 || strtol(argv[1], &rest, 10) > 65535
        || *rest != '\0') {
        fprintf(stderr, "PORT and DIR, please\n");
        return 2;
    }
    if (chdir(argv[2]) == -1)
        die("DIR");
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    here.sin_port = htons((in_port_t)strtol(argv[1], NULL, 10));
    listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) == -1)
        die("bind");
    clean();
    if (listen(listener, 100) == -1
        || getsockname(listener, (struct sockaddr *)&here, &size) == -1)
        die("listen");
    sigaction(SIGPIPE, &ignore, NULL);
    sigemptyset(&end);
    sigaddset(&end, SIGTERM);
    sigaddset(&end, SIGINT);
    pthread_sigmask(SIG_BLOCK, &end, NULL);
    printf("Hello. I am\nlistening on 127.0.0.1:%d\n",
           ntohs(here.sin_port));
    fflush(stdout);
    if (pthread_create(&acceptor, NULL, accept_all, NULL) != 0)
        die("thread");
    sigwait(&end, &number);
    pthread_mutex_lock(&files);
    clean();
    _exit(0);
}
