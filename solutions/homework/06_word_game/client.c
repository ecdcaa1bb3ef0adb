/* client HOST PORT NAME - a player of the word game: prints what the
   server says, and asks for a letter or a word at each turn. Exit 0 at the
   end of the game or of standard input; 1 when there is no server, when it
   goes away in the game or gives an unknown command; 2 for usage. */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net.h"
#include "word.h"

static struct reader server, keyboard = {.fd = STDIN_FILENO};
static bool asked;          /* it is our turn, and nothing was sent yet */
static bool at_prompt;      /* the prompt ends what was printed */

static void usage(void)
{
    fprintf(stderr, "usage: client HOST PORT NAME\n");
    exit(2);
}

/* Ends the client because of what went wrong, and why. */
static void die(const char *what, const char *why)
{
    fprintf(stderr, "client: %s%s%s\n", what, *why ? ": " : "", why);
    exit(EXIT_FAILURE);
}

/* Sends a line: what it says, and the bytes that follow. */
static void say(const char *command, const struct line *line)
{
    char text[LINE_LIMIT + 16];
    size_t size = strlen(command);
    memcpy(text, command, size);
    memcpy(text + size, line->text, line->length);
    text[size + line->length] = '\n';
    if (send_all(server.fd, text, size + line->length + 1) == -1)
        die("send", strerror(errno));
}

static void prompt(void)
{
    printf("Letter or word:");
    asked = at_prompt = true;
}

/* Prints a text, which comes from who knows whom. */
static void print(struct line *text)
{
    if (at_prompt)
        putchar('\n');
    at_prompt = false;
    mask_controls(text->text, text->length);
    fwrite(text->text, 1, text->length, stdout);
}

/* Does what the server commands. */
static void obey(struct line *line)
{
    if (strcmp(line->text, "/turn") == 0) {
        prompt();
    } else if (strcmp(line->text, "/quit") == 0) {
        exit(EXIT_SUCCESS);
    } else {
        mask_controls(line->text, line->length);
        die("unknown command", line->text);
    }
}

/* Takes what has come from the server. A line that is too long for
   take_line is a text, and is shown in parts. */
static void listen_to_server(void)
{
    static bool inside;         /* a part of the line was shown before */
    struct line line;
    int found;
    while ((found = take_line(&server, &line)) != 0) {
        if (found == -1) {
            read_some(&server, line.text, LINE_LIMIT);
            line.length = LINE_LIMIT;
            line.text[LINE_LIMIT] = '\0';
        }
        if (!inside && line.text[0] == '/') {
            obey(&line);
            continue;
        }
        print(&line);
        inside = found == -1;
        if (!inside)
            putchar('\n');
    }
    if (server.ended)
        die("server closed the connection", "");
}

/* Takes what was typed, if we were asked for it. */
static void listen_to_player(void)
{
    struct line line;
    int found = 0;
    while (asked && (found = take_line(&keyboard, &line)) == 1) {
        at_prompt = false;
        if (line.length == 0) {
            prompt();
            continue;
        }
        bool letter = letters_in(line.text, line.length) == 1;
        say(letter ? "/letter " : "/word ", &line);
        asked = false;
    }
    if (found == -1)
        die("standard input", strerror(errno));
    if (asked && keyboard.ended)
        exit(EXIT_SUCCESS);
}

int main(int argc, char *argv[])
{
    const char *why;
    int port = argc == 4 ? port_from(argv[2]) : -1;
    if (port == -1)
        usage();
    server.fd = tcp_connect(argv[1], port, &why);
    if (server.fd == -1)
        die("connect", why);
    size_t length = strlen(argv[3]);
    argv[3][length] = '\n';     /* in the place of its NUL */
    if (send_all(server.fd, argv[3], length + 1) == -1)
        die("send", strerror(errno));
    for (;;) {
        /* First what is here already: poll does not see it. */
        listen_to_server();
        listen_to_player();
        fflush(stdout);         /* a prompt has no newline */
        struct pollfd at[2] = {{.fd = server.fd, .events = POLLIN},
                               {.fd = keyboard.fd, .events = POLLIN}};
        if (poll(at, asked ? 2 : 1, -1) == -1)
            die("poll", strerror(errno));
        if (at[0].revents != 0 && fill_reader(&server) == -1)
            die("recv", strerror(errno));
        if (at[1].revents != 0 && fill_reader(&keyboard) == -1)
            die("standard input", strerror(errno));
    }
}
