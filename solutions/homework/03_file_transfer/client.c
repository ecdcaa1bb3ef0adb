/* client HOST PORT - sends a file to a server: asks for it, shows the list
   of what the server has, asks for the name there, and, if there is such a
   file, what to do about it. Exit 0 when it is sent or cancelled; 1 when
   not, with the reason; 2 for a wrong argument. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net.h"

#define LARGEST (1LL << 40)     /* bytes of a file */
enum { PIECE = 262144 };

static struct reader keyboard = {.fd = STDIN_FILENO};
static struct reader server = {.fd = -1};
static struct line answer;      /* of the server, the last */
static char buffer[PIECE];

static void stop(const char *why)
{
    fprintf(stderr, "client: %s\n", why);
    exit(EXIT_FAILURE);
}

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "client: %s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

static void die(const char *what)
{
    fail(what, strerror(errno));
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

/* The user's next line; when there is none there is no more to do. */
static void read_typed(struct line *typed)
{
    int found = read_line(&keyboard, typed);
    if (found == -1)
        die("standard input");
    if (found == 0)
        stop("end of input");
}

/* Receives the server's next line into `answer`, fit to be shown. */
static void receive_answer(void)
{
    int found = read_line(&server, &answer);
    if (found == -1)
        die("receive");
    if (found == 0)
        stop("server closed the connection");
    mask_controls(answer.text, answer.length);
    if (strncmp(answer.text, "ERR ", 4) == 0)
        stop(answer.text + 4);
}

/* The number N, when the answer is "WORD N" and nothing else. If not, the
   server speaks another language, and we end. */
static long long expect_number(const char *word)
{
    char *end;
    size_t length = strlen(word);
    long long number = -1;
    if (strncmp(answer.text, word, length) == 0
        && answer.text[length] == ' ')
        number = number_at(answer.text + length + 1, &end);
    if (number == -1 || *end != '\0')
        fail("unexpected answer", answer.text);
    return number;
}

static void send_or_die(const char *data, size_t size)
{
    if (send_all(server.fd, data, size) == -1)
        die("send");
}

static void send_text(const char *text)
{
    send_or_die(text, strlen(text));
}

/* Asks which file is to be sent, and opens it. */
static int open_file(long long *size)
{
    struct line path;
    struct stat about;
    printf("File to send:\n");
    read_typed(&path);
    /* Who opens a pipe by its name waits for a writer, but not so. */
    int file = open(path.text, O_RDONLY | O_NONBLOCK);
    if (file == -1 || fstat(file, &about) == -1)
        die(path.text);
    if (!S_ISREG(about.st_mode))
        fail(path.text, "not a regular file");
    *size = about.st_size;
    return file;
}

/* Shows which files the server has. */
static void show_list(void)
{
    send_text("LIST\n");
    receive_answer();
    long long count = expect_number("OK");
    if (count == 0)
        printf("(no files yet)\n");
    while (count-- > 0) {
        receive_answer();
        printf("%s\n", answer.text);
    }
}

/* Tells the server the name and size of what will come. Its bytes are sent
   as they were typed; the server judges them. */
static void send_put(const struct line *name, long long size)
{
    char text[LINE_LIMIT + 32];
    int length = snprintf(text, sizeof text, "PUT %lld ", size);
    memcpy(text + length, name->text, name->length);
    text[length + (int)name->length] = '\n';
    send_or_die(text, (size_t)length + name->length + 1);
}

/* Asks what to do about a file that exists, and does it. Returns when the
   server waits for the data; Cancelled is the end. */
static void ask_and_answer(const char *name)
{
    long long size = expect_number("EXISTS");
    struct line choice;
    do {
        printf("%s exists (%lld bytes). overwrite, append or cancel?\n",
               name, size);
        read_typed(&choice);
    } while (!is(&choice, "overwrite") && !is(&choice, "append")
             && !is(&choice, "cancel"));
    send_text(is(&choice, "overwrite") ? "OVERWRITE\n"
              : is(&choice, "append") ? "APPEND\n" : "CANCEL\n");
    receive_answer();
    if (is(&choice, "cancel")) {
        expect_number("OK");
        printf("Cancelled\n");
        exit(EXIT_SUCCESS);
    }
    if (!is(&answer, "GO"))
        fail("unexpected answer", answer.text);
}

/* Sends `size` bytes of the file; it may have grown since then. */
static void send_file(int file, long long size)
{
    while (size > 0) {
        size_t wanted = size < PIECE ? (size_t)size : PIECE;
        ssize_t got = read(file, buffer, wanted);
        if (got == -1)
            die("read");
        if (got == 0)
            stop("the file has become shorter");
        send_or_die(buffer, (size_t)got);
        size -= got;
    }
}

int main(int argc, char *argv[])
{
    int port = argc == 3 ? port_from(argv[2]) : -1;
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (port == -1) {
        fprintf(stderr, "usage: client HOST PORT\n");
        return 2;
    }
    const char *why;
    server.fd = tcp_connect(argv[1], port, &why);
    if (server.fd == -1)
        fail("connect", why);

    long long size;
    struct line name;
    int file = open_file(&size);
    show_list();
    printf("Save as:\n");
    read_typed(&name);
    send_put(&name, size);
    receive_answer();
    if (!is(&answer, "NEW"))
        ask_and_answer(name.text);
    send_file(file, size);
    receive_answer();
    if (expect_number("DONE") != size)
        fail("unexpected answer", answer.text);
    printf("Sent %lld bytes as %s\n", size, name.text);
    return 0;
}
