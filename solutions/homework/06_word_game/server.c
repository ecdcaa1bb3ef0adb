/* server PORT PLAYERS WORDS - the word game at 127.0.0.1 and PORT: PLAYERS
   in a ring uncover a word of the file WORDS, one turn after another. Then
   the next players may come. One process serves all, with poll, and waits
   for nobody: who does not read is sent the rest later. Exit 1 when it
   cannot start, 2 for usage; a client that is lost ends nothing. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "net.h"
#include "word.h"

enum {
    MOST = 1000,            /* clients at a time */
    NAME_LIMIT = 32,        /* bytes of a name */
    PATIENCE = 65536        /* bytes due to a client that we still hear */
};

struct client {
    struct reader from;             /* its connection */
    char *due;                      /* what it is still to be sent */
    size_t size;                    /* bytes of that */
    bool leaving;                   /* we close it when nothing is due */
    bool lost;                      /* we close it now */
    char name[NAME_LIMIT + 1];      /* empty: it has not told it yet */
    size_t points;
};

static struct client *clients[MOST];    /* all that are connected */
static size_t count;
static struct client *ring[MOST];       /* those who play, as they came */
static size_t seats, seated;            /* PLAYERS, and those here */
static size_t turn;                     /* whose it is, in the ring */
static bool playing;                    /* the game is on */

static char **words;                /* of the file WORDS */
static size_t word_count;
static struct word word;            /* the one of this game */

/* Ends the server because it cannot start. */
static void cannot_start(const char *what)
{
    fprintf(stderr, "server: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

/* What is said to clients. */

/* Sends as much of what is due as goes now. */
static void send_due(struct client *c)
{
    ssize_t sent = send(c->from.fd, c->due, c->size, MSG_NOSIGNAL);
    if (sent == -1) {
        if (errno != EAGAIN)
            c->lost = true;
        return;
    }
    c->size -= (size_t)sent;
    memmove(c->due, c->due + sent, c->size);
    if (c->leaving && c->size == 0)
        shutdown(c->from.fd, SHUT_WR);
}

static void tell(struct client *c, const char *text)
{
    size_t length = strlen(text);
    char *due = realloc(c->due, c->size + length);
    if (due == NULL) {
        c->lost = true;
        return;
    }
    memcpy(due + c->size, text, length);
    c->due = due;
    c->size += length;
    send_due(c);
}

/* Tells all players the same, as printf would print it. */
static void tell_all(const char *format, ...)
{
    char text[2 * LINE_LIMIT];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    for (size_t i = 0; i < seated; i++)
        tell(ring[i], text);
}

/* Says goodbye. What is due is sent, then the end of our data; we close
   when the client has ended its own. With close at once, a line that it
   sends meanwhile would be answered by a reset, and the rest be lost. */
static void dismiss(struct client *c)
{
    c->leaving = true;
    tell(c, "/quit\n");
}

/* The game. */

static void tell_word(void)
{
    char text[WORD_LIMIT + 1];
    show(&word, text);
    tell_all("Word: %s\n", text);
}

static void tell_turn(void)
{
    tell_all("Turn: %s\n", ring[turn]->name);
    tell(ring[turn], "/turn\n");
}

static void begin(void)
{
    hide(&word, words[(size_t)rand() % word_count]);
    playing = true;
    turn = 0;
    tell_all("The game begins\n");
    tell_word();
    tell_turn();
}

static void finish(struct client *winner)
{
    winner->points += word.letters;
    tell_all("%s wins\n", winner->name);
    for (size_t i = 0; i < seated; i++)
        tell_all("Score: %s %zu\n", ring[i]->name, ring[i]->points);
    for (size_t i = 0; i < seated; i++)
        dismiss(ring[i]);
    seated = 0;
    playing = false;
}

/* Goes on when a player has named a letter or the word, and has opened so
   many characters by it. */
static void go_on(struct client *player, size_t opened)
{
    player->points += opened;
    if (opened > 0)
        tell_all("%s scores %zu\n", player->name, opened);
    else
        turn = (turn + 1) % seated;
    tell_word();
    if (word.hidden == 0)
        finish(player);
    else
        tell_turn();
}

static void try_letter(struct client *player, const char *letter)
{
    tell_all("%s: letter %s\n", player->name, letter);
    size_t opened = uncover(&word, letter);
    if (opened == 0)
        tell_all("No %s\n", letter);
    go_on(player, opened);
}

static void try_word(struct client *player, const char *text)
{
    bool right = strcmp(text, word.text) == 0;
    tell_all("%s: word %s\n", player->name, text);
    if (!right) {
        player->points = 0;
        tell_all("%s loses all points\n", player->name);
    }
    go_on(player, right ? uncover(&word, NULL) : 0);
}

/* Whether a line is a command and an argument; puts the beginning of that
   into *argument. */
static bool is_command(const char *command, const struct line *line,
                       const char **argument)
{
    size_t length = strlen(command);
    *argument = line->text + length;
    return line->length > length
        && strncmp(line->text, command, length) == 0;
}

/* What a player says. It is a peer's text, and goes to all the others. */
static void play(struct client *player, struct line *line)
{
    const char *text;
    if (!playing || player != ring[turn]) {
        tell(player, "Error: not your turn\n");
        return;
    }
    mask_controls(line->text, line->length);
    if (is_command("/word ", line, &text))
        try_word(player, text);
    else if (is_command("/letter ", line, &text)
             && letters_in(text, strlen(text)) == 1)
        try_letter(player, text);
    else
        tell(player, "Error: expected /letter X or /word W\n");
}

/* The ring. */

static bool good_name(const struct line *line)
{
    if (line->length == 0 || line->length > NAME_LIMIT
        || strchr("/*!", line->text[0]) != NULL)
        return false;
    for (size_t i = 0; i < line->length; i++)
        if (line->text[i] == ' ' || iscntrl((unsigned char)line->text[i]))
            return false;
    return true;
}

static bool taken(const char *name)
{
    for (size_t i = 0; i < seated; i++)
        if (strcmp(ring[i]->name, name) == 0)
            return true;
    return false;
}

/* A client has told its name. */
static void sit_down(struct client *c, const struct line *line)
{
    if (playing || !good_name(line) || taken(line->text)) {
        tell(c, playing ? "Error: the game is on\n"
                : good_name(line) ? "Error: name taken\n"
                : "Error: bad name\n");
        dismiss(c);
        return;
    }
    memcpy(c->name, line->text, line->length + 1);
    ring[seated++] = c;
    tell_all("%s joined (%zu of %zu)\n", c->name, seated, seats);
    if (seated == seats)
        begin();
}

/* A client plays no more, if it did: the ring closes. */
static void leave(struct client *c)
{
    size_t at = 0;
    while (at < seated && ring[at] != c)
        at++;
    if (at == seated)
        return;
    seated--;
    memmove(ring + at, ring + at + 1, (seated - at) * sizeof *ring);
    tell_all("%s left\n", c->name);
    playing = playing && seated > 0;
    if (playing && at < turn) {
        turn--;                 /* the same player, one place further on */
    } else if (playing && at == turn) {
        turn %= seated;         /* the next player, here already */
        tell_turn();
    }
}

/* The connections. */

/* From now on no call on `fd` waits. Returns -1 if that cannot be. */
static int never_wait(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    return flags == -1 ? -1 : fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

static void welcome(int listener)
{
    int fd = accept(listener, NULL, NULL);
    if (fd == -1)
        return;             /* it has gone already */
    struct client *c = calloc(1, sizeof *c);
    if (c == NULL || never_wait(fd) == -1) {
        perror("server: a new client");
        free(c);
        close(fd);
        return;
    }
    c->from.fd = fd;
    clients[count++] = c;
}

/* Receives from a client, and does what all its lines say. */
static void hear(struct client *c)
{
    struct line line;
    int found = 0;
    if (fill_reader(&c->from) == -1) {
        if (errno != EAGAIN)
            c->lost = true;
        return;
    }
    while (!c->leaving && (found = take_line(&c->from, &line)) == 1)
        if (c->name[0] == '\0')
            sit_down(c, &line);
        else
            play(c, &line);
    if (found == -1)
        c->lost = true;         /* its line is too long */
    if (c->leaving)
        c->from.size = 0;       /* nobody reads that any more */
    if (c->from.ended) {
        leave(c);
        c->leaving = true;
    }
}

/* Closes the client at a place in `clients`. */
static void remove_client(size_t place)
{
    struct client *c = clients[place];
    clients[place] = clients[--count];
    leave(c);
    close(c->from.fd);
    free(c->due);
    free(c);
}

/* Closes those with whom we are through. That can be news for others, who
   turn out to be lost as well. */
static void remove_clients(void)
{
    for (size_t i = 0; i < count;) {
        struct client *c = clients[i];
        if (c->lost || (c->leaving && c->size == 0 && c->from.ended)) {
            remove_client(i);
            i = 0;
        } else {
            i++;
        }
    }
}

/* Waits until something happens, and does what is due then. */
static void serve_all(int listener, size_t most)
{
    struct pollfd at[1 + MOST] = {{.fd = listener}};
    size_t used = count;
    at[0].events = count < most ? POLLIN : 0;
    for (size_t i = 0; i < used; i++) {
        struct client *c = clients[i];
        at[1 + i].fd = c->from.fd;
        /* Who does not read is not heard either, or too much is due. */
        if (!c->from.ended && c->size < PATIENCE)
            at[1 + i].events = POLLIN;
        if (c->size > 0)
            at[1 + i].events |= POLLOUT;
    }
    if (poll(at, 1 + used, -1) == -1)
        cannot_start("poll");
    for (size_t i = 0; i < used; i++) {
        if (at[1 + i].revents & POLLOUT)
            send_due(clients[i]);
        if (at[1 + i].revents & ~POLLOUT)
            hear(clients[i]);
    }
    remove_clients();
    if (at[0].revents != 0)
        welcome(listener);
}

static void add_word(const char *text)
{
    char **more = realloc(words, (word_count + 1) * sizeof *words);
    char *copy = strdup(text);
    if (more == NULL || copy == NULL)
        cannot_start("words");
    words = more;
    words[word_count++] = copy;
}

/* Reads the file of words, one of which is chosen for each game. */
static void read_words(const char *path)
{
    struct reader from = {.fd = open(path, O_RDONLY)};
    struct line line;
    int found;
    if (from.fd == -1)
        cannot_start(path);
    while ((found = read_line(&from, &line)) == 1)
        if (line.length > 0)
            add_word(line.text);
    if (found == -1)
        cannot_start(path);
    if (word_count == 0) {
        fprintf(stderr, "server: %s: there is no word in it\n", path);
        exit(EXIT_FAILURE);
    }
    close(from.fd);
}

/* The number of players that `text` is, 1 to MOST; 0 if it is none. */
static size_t players_from(const char *text)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (!isdigit((unsigned char)*text) || *end != '\0' || number > MOST)
        return 0;
    return (size_t)number;
}

int main(int argc, char *argv[])
{
    int port = argc == 4 ? port_from(argv[1]) : -1;
    seats = argc == 4 ? players_from(argv[2]) : 0;
    if (port == -1 || seats == 0) {
        fprintf(stderr, "usage: server PORT PLAYERS WORDS\n");
        return 2;
    }
    read_words(argv[3]);
    struct timespec now;        /* in two starts the same only by chance */
    clock_gettime(CLOCK_REALTIME, &now);
    srand((unsigned)now.tv_sec ^ (unsigned)now.tv_nsec);
    int listener = tcp_listen(port);
    if (listener == -1)
        cannot_start("listen");
    if (never_wait(listener) == -1)
        cannot_start("fcntl");
    printf("listening on 127.0.0.1:%d\n", tcp_port(listener));
    fflush(stdout);
    /* Who comes when there is no descriptor left waits in the backlog. */
    long descriptors = sysconf(_SC_OPEN_MAX) - 8;
    size_t most = descriptors < MOST ? (size_t)descriptors : MOST;
    for (;;)
        serve_all(listener, most);
}
