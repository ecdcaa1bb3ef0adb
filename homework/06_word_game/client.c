/* client HOST PORT NAME - a player of the word game: prints what the
   server says, and asks for a letter or a word at each turn. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net.h"

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "client.c:%d: TODO: %s\n", __LINE__, what), exit(1))

static void die(const char *what, const char *why)
{
    fprintf(stderr, "client: %s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

/* Whether a text is a single character of UTF-8. */
static bool is_one_letter(const struct line *text)
{
    (void)text;
    TODO("the first byte tells how many bytes the first character has");
    return false;
}

/* Asks for a line until it is not empty, and sends it. */
static void take_turn(int server, struct reader *typed)
{
    struct line line;
    TODO("print `Letter or word:`; it has no newline, and is to be seen");
    if (read_line(typed, &line) != 1)
        TODO("the end of the input ends the game for us, with status 0");
    bool letter = is_one_letter(&line);
    (void)letter;
    (void)server;
    TODO("send it as /letter X or as /word W, and a newline");
}

int main(int argc, char *argv[])
{
    const char *why = "";
    int port = argc == 4 ? port_from(argv[2]) : -1;
    if (port == -1) {
        fprintf(stderr, "usage: client HOST PORT NAME\n");
        return 2;
    }
    int server = tcp_connect(argv[1], port, &why);
    if (server == -1)
        die("connect", why);
    TODO("send argv[3], our name, as a line");

    struct reader said = {.fd = server}, typed = {.fd = STDIN_FILENO};
    struct line line;
    while (read_line(&said, &line) == 1) {
        if (strcmp(line.text, "/turn") == 0)
            take_turn(server, &typed);
        TODO("/quit is the end; another line with / at its beginning is "
             "an error; all else is text: print it, but no control bytes");
    }
    TODO("the server has gone without /quit: that is an error");
}
