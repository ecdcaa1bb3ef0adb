/* server PORT PLAYERS WORDS - the word game at 127.0.0.1 and PORT: PLAYERS
   in a ring uncover a word of the file WORDS, one turn after another. Then
   the next players may come. */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"

/* Says what is still to be done, and where. Remove each as you do it. */
#define TODO(what) \
    (fprintf(stderr, "server.c:%d: TODO: %s\n", __LINE__, what), exit(1))

enum { MOST = 1000, NAME_LIMIT = 32 };

/* A client. Who has told its name and was accepted sits in the ring. */
struct player {
    struct reader from;             /* its connection */
    char name[NAME_LIMIT + 1];
    long points;
};

static struct player *ring[MOST];   /* in the order in which they came */
static size_t seated, turn;         /* how many they are; whose turn */

/* Takes a player out of the ring; the others are told. */
static void leave(struct player *player)
{
    (void)player;
    TODO("close the gap in `ring`. Whose turn is it now?");
}

/* Does what one line of a client says. */
static void handle(struct player *player, const struct line *line)
{
    (void)player;
    (void)line;
    TODO("the first line is a name: accept or refuse it; the last of the "
         "players begins the game");
    TODO("/letter and /word, of the player whose turn it is");
    TODO("when no star is left: the scores, /quit, and a new beginning");
}

int main(int argc, char *argv[])
{
    int port = argc == 4 ? port_from(argv[1]) : -1;
    long players = argc == 4 ? strtol(argv[2], NULL, 10) : 0;
    if (port == -1 || players < 1 || players > MOST) {
        fprintf(stderr, "usage: server PORT PLAYERS WORDS\n");
        return 2;
    }
    TODO("read the words of the file argv[3], one on each line");
    TODO("choose one for each game at random; where does rand begin?");
    TODO("listen at the port (tcp_listen), and say where (tcp_port)");

    /* With poll or with threads: whoever is silent, or does not read,
       holds up nobody. */
    struct player *somebody = NULL;
    TODO("accept clients and read their lines, of all at the same time");
    struct line line;
    while (read_line(&somebody->from, &line) == 1)
        handle(somebody, &line);
    leave(somebody);
    (void)ring;
    (void)seated;
    (void)turn;
}
