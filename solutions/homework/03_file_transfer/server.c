/* server PORT DIR - keeps text files in DIR for all who connect: LIST says
   which there are, PUT receives one. Each client has a process of its own.
   What comes goes into a temporary file, and that becomes the file NAME by
   one rename when all is there: a transfer that breaks off leaves DIR as
   it was. Exit 2 for a wrong argument, 1 when it cannot begin. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net.h"

#define LARGEST (1LL << 40)     /* bytes of a file */
#define TEMPORARY ".upload-"    /* no NAME begins with a dot */
enum { PIECE = 262144, LONGEST_NAME = 255 };

static char part[32];           /* receives what our client sends */
static char joined[32];         /* that, behind what was there before */
static char buffer[PIECE];

static void die(const char *what)
{
    fprintf(stderr, "server: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

/* The decimal number at the beginning of `text`; *end is what follows. -1
   when there is none, or when it is more than LARGEST. */
static long long number_at(const char *text, char **end)
{
    if (!isdigit((unsigned char)*text))
        return -1;
    long long number = strtoll(text, end, 10);
    return number > LARGEST ? -1 : number;
}

/* Whether the line is this word. */
static bool is(const struct line *line, const char *word)
{
    return line->length == strlen(word) && strcmp(line->text, word) == 0;
}

/* Whether a file may have this name: then it is a text file in DIR itself,
   and none of our own. */
static bool is_file_name(const char *name, size_t length)
{
    if (length < 4 || length > LONGEST_NAME || *name == '.'
        || memcmp(name + length - 4, ".txt", 4) != 0)
        return false;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)name[i];
        if (byte < ' ' || byte == 0x7f || byte == '/')
            return false;
    }
    return true;
}

/* Looks at what has this name: 0 when that is a regular file; else -1, and
   errno is ENOENT when there is nothing. A symbolic link is a link here,
   whatever it leads to. */
static int look_at(const char *name, struct stat *file)
{
    if (lstat(name, file) == -1)
        return -1;
    errno = EEXIST;
    return S_ISREG(file->st_mode) ? 0 : -1;
}

static int is_text_file(const struct dirent *entry)
{
    struct stat file;
    return is_file_name(entry->d_name, strlen(entry->d_name))
        && look_at(entry->d_name, &file) == 0;
}

static int is_temporary(const struct dirent *entry)
{
    return strncmp(entry->d_name, TEMPORARY, strlen(TEMPORARY)) == 0;
}

static int by_name(const struct dirent **one, const struct dirent **other)
{
    return strcmp((*one)->d_name, (*other)->d_name);
}

/* Removes what a server had to leave that was killed. */
static void remove_leftovers(void)
{
    struct dirent **found;
    int count = scandir(".", &found, is_temporary, by_name);
    if (count == -1)
        die("DIR");
    for (int i = 0; i < count; i++) {
        unlink(found[i]->d_name);
        free(found[i]);
    }
    free(found);
}

/* Answers that it cannot be done, for the reason in errno. This and all
   that answers returns a negative number when the client is lost. */
static int refuse(int client)
{
    return dprintf(client, "ERR %s\n", strerror(errno));
}

/* Answers LIST. The lines are made first: who removes files by hand in the
   meantime cannot make COUNT wrong. */
static int list(int client)
{
    struct dirent **found;
    struct stat file;
    char *text = NULL;
    size_t size;
    int listed = 0, count = scandir(".", &found, is_text_file, by_name);
    if (count == -1)
        return refuse(client);
    FILE *lines = open_memstream(&text, &size);
    for (int i = 0; i < count; i++) {
        const char *name = found[i]->d_name;
        if (lines != NULL && look_at(name, &file) == 0) {
            fprintf(lines, "%lld %s\n", (long long)file.st_size, name);
            listed++;
        }
        free(found[i]);
    }
    free(found);
    bool whole = lines != NULL && fclose(lines) == 0;
    int sent = whole ? dprintf(client, "OK %d\n%s", listed, text)
                     : refuse(client);
    free(text);
    return sent;
}

/* Writes all of it: 0; or -1, as when the disk is full. */
static int write_all(int file, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t written = write(file, data, size);
        if (written == -1)
            return -1;
        data += written;
        size -= (size_t)written;
    }
    return 0;
}

/* Receives `size` bytes into the file: 0. What comes after a failed write
   is thrown away, so that the next command can be found behind it; then it
   returns the reason, as errno has it. -1 when the client is lost. */
static int receive(struct reader *from, long long size, int file)
{
    int problem = 0;
    while (size > 0) {
        size_t wanted = size < PIECE ? (size_t)size : PIECE;
        ssize_t got = read_some(from, buffer, wanted);
        if (got <= 0)
            return -1;
        size -= got;
        if (problem == 0 && write_all(file, buffer, (size_t)got) == -1) {
            problem = errno;
            if (ftruncate(file, 0) == -1)   /* others need the room */
                perror("server: ftruncate");
        }
    }
    return problem;
}

/* Opens the file NAME as soon as nobody else is about to replace it; until
   it is closed, nobody will. -1 when that cannot be done, and errno is
   ENOENT when there is no such file. */
static int lock(const char *name)
{
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    struct stat ours, there;
    for (;;) {
        int file = open(name, O_RDWR | O_NOFOLLOW);
        if (file == -1 || fstat(file, &ours) == -1)
            return -1;
        bool locked = fcntl(file, F_SETLKW, &all) == 0;
        int reason = errno;
        if (locked && lstat(name, &there) == 0
            && there.st_dev == ours.st_dev && there.st_ino == ours.st_ino)
            return file;
        close(file);        /* while we waited it has been replaced */
        errno = reason;
        if (!locked)
            return -1;
    }
}

/* Appends to one file what is read from another: 0 or -1. */
static int copy(int from, int to)
{
    ssize_t got;
    while ((got = read(from, buffer, sizeof buffer)) > 0)
        if (write_all(to, buffer, (size_t)got) == -1)
            return -1;
    return (int)got;
}

/* Makes the file `joined` out of two: 0 or -1. */
static int join(int first, int second)
{
    int both = open(joined, O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (both == -1)
        return -1;
    bool done = copy(first, both) == 0 && lseek(second, 0, SEEK_SET) == 0
        && copy(second, both) == 0;
    return close(both) == 0 && done ? 0 : -1;
}

/* Makes what has come the file NAME: 0; or the reason why nothing changed.
   Who appends must not miss what others do to NAME then: hence lock. */
static int put_in_place(int file, const char *name, bool append)
{
    int old = lock(name), reason = 0;
    if (old == -1 && errno != ENOENT)
        return errno;
    bool done = old == -1 || !append ? rename(part, name) == 0
        : join(old, file) == 0 && rename(joined, name) == 0;
    if (!done)
        reason = errno;
    if (old != -1)
        close(old);
    return reason;
}

/* Says `word`, takes the data, and answers when the file is in place. */
static int transfer(struct reader *from, const char *word, long long size,
                    const char *name, bool append)
{
    int file = open(part, O_RDWR | O_CREAT | O_EXCL, 0666);
    if (file == -1)
        return refuse(from->fd);
    int problem = dprintf(from->fd, "%s\n", word) < 0 ? -1
        : receive(from, size, file);
    if (problem == 0)
        problem = put_in_place(file, name, append);
    close(file);
    unlink(part);           /* it has no longer this name when in place */
    unlink(joined);
    errno = problem;
    return problem == 0 ? dprintf(from->fd, "DONE %lld\n", size)
        : problem > 0 ? refuse(from->fd) : -1;
}

/* Answers PUT. */
static int put(struct reader *from, const struct line *command)
{
    struct stat old;
    struct line word;
    char *name;
    const char *end = command->text + command->length;
    long long size = number_at(command->text + 4, &name);
    if (size == -1 || *name++ != ' '
        || !is_file_name(name, (size_t)(end - name)))
        return dprintf(from->fd, "ERR it is PUT SIZE NAME.txt\n");
    if (look_at(name, &old) == -1)
        return errno != ENOENT ? refuse(from->fd)
            : transfer(from, "NEW", size, name, false);

    if (dprintf(from->fd, "EXISTS %lld\n", (long long)old.st_size) < 0
        || read_line(from, &word) != 1)
        return -1;
    if (is(&word, "CANCEL"))
        return dprintf(from->fd, "OK 0\n");
    if (is(&word, "OVERWRITE") || is(&word, "APPEND"))
        return transfer(from, "GO", size, name, is(&word, "APPEND"));
    return dprintf(from->fd, "ERR it is OVERWRITE, APPEND or CANCEL\n");
}

/* Ends a child at SIGTERM or SIGINT: unlink is safe in a handler. */
static void clean_up(int number)
{
    (void)number;
    unlink(part);
    unlink(joined);
    _exit(0);
}

/* Serves a client until it has gone, in a process of its own. */
static void serve(int client)
{
    struct sigaction end = {.sa_handler = clean_up};
    struct reader from = {.fd = client};
    struct line line;
    int sent = 0;
    long id = (long)getpid();
    snprintf(part, sizeof part, TEMPORARY "%ld", id);
    snprintf(joined, sizeof joined, TEMPORARY "%ld-joined", id);
    sigaction(SIGTERM, &end, NULL);
    sigaction(SIGINT, &end, NULL);
    while (sent >= 0 && read_line(&from, &line) == 1)
        if (is(&line, "LIST"))
            sent = list(client);
        else if (strncmp(line.text, "PUT ", 4) == 0)
            sent = put(&from, &line);
        else
            sent = dprintf(client, "ERR it is LIST or PUT\n");
}

/* Hands SIGTERM or SIGINT on to our process group: to the children. */
static void end_all(int number)
{
    static const struct sigaction normal = {.sa_handler = SIG_DFL};
    sigaction(number, &normal, NULL);
    kill(0, number);
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
    if (chdir(argv[2]) == -1)
        die(argv[2]);
    remove_leftovers();

    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction end = {.sa_handler = end_all};
    setpgid(0, 0);                      /* a group of our own */
    sigaction(SIGCHLD, &ignore, NULL);  /* children leave no zombies */
    sigaction(SIGPIPE, &ignore, NULL);  /* dprintf to who has left fails */
    sigaction(SIGXFSZ, &ignore, NULL);  /* and so does a write too much */
    sigaction(SIGTERM, &end, NULL);
    sigaction(SIGINT, &end, NULL);
    printf("listening on 127.0.0.1:%d\n", tcp_port(listener));
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("server: accept");
            continue;
        }
        switch (fork()) {
        case 0:
            close(listener);
            serve(client);
            _exit(0);
        case -1:
            perror("server: fork");
        }
        close(client);
    }
}
