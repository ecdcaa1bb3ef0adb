/* server PORT PLAYERS WORDS - the word game with two threads for each
   player, one that receives and one that sends, all of whom share one game
   under one lock. It has network code of its own, refuses who comes late
   before it gives a name, reads WORDS anew for each game, sends in pieces
   of a few bytes, and shows the word twice at the end. */
#include <errno.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef struct piece {
    struct piece *next;
    size_t size;
    char bytes[];
} piece;

typedef struct person {
    int fd, over, in_ring;
    char name[40];
    int points;
    piece *first, **last;       /* what is to be sent */
    size_t waiting;
    pthread_cond_t changed;
    pthread_t sender;
    struct person *next, *before;           /* in the ring */
    struct person *younger, *older;         /* among all */
} person;

static pthread_mutex_t game = PTHREAD_MUTEX_INITIALIZER;
static person everybody = {.younger = &everybody, .older = &everybody};
static person *head;                /* of the ring */
static person *current;             /* whose turn it is, or no game */
static int want, have;
static const char *words_path;
static char (*letters)[5];          /* of the word */
static char *is_open;
static int letter_count, hidden;
static char *the_word;

static void give(person *p, const char *text, size_t size)
{
    piece *one = malloc(sizeof *one + size);
    if (!one)
        abort();
    one->next = NULL;
    one->size = size;
    memcpy(one->bytes, text, size);
    *p->last = one;
    p->last = &one->next;
    p->waiting += size;
    pthread_cond_broadcast(&p->changed);
}

static void give_text(person *p, const char *text)
{
    give(p, text, strlen(text));
}

static void give_all(int parts, ...)
{
    va_list list;
    char *all = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&all, &size);
    va_start(list, parts);
    while (parts-- > 0)
        fputs(va_arg(list, const char *), memory);
    va_end(list);
    putc('\n', memory);
    fclose(memory);
    if (head) {
        person *p = head;
        do
            give(p, all, size);
        while ((p = p->next) != head);
    }
    free(all);
}

static const char *digits(int number)
{
    static char text[16];       /* whoever is here has the lock */
    snprintf(text, sizeof text, "%d", number);
    return text;
}

/* Length of the character at s, 0 if it is not valid. */
static int utf8(const unsigned char *s)
{
    long code;
    int more, i;
    if (*s < 0x80)
        return 1;
    if (*s >= 0xc0 && *s < 0xe0)
        code = *s & 0x1f, more = 1;
    else if (*s >= 0xe0 && *s < 0xf0)
        code = *s & 0x0f, more = 2;
    else if (*s >= 0xf0 && *s < 0xf8)
        code = *s & 0x07, more = 3;
    else
        return 0;
    for (i = 1; i <= more; i++) {
        if (s[i] < 0x80 || s[i] > 0xbf)
            return 0;
        code = code << 6 | (s[i] & 0x3f);
    }
    if (code < (more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000))
        return 0;
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return 0;
    return more + 1;
}

static void refuse(person *p, const char *why)
{
    give_text(p, "Error: ");
    give_text(p, why);
    give_text(p, "\n/quit\n");
    p->over = 1;
    pthread_cond_broadcast(&p->changed);
}

/* One line of the file, each as likely as any other. */
static void choose_word(void)
{
    char *text = NULL;
    size_t room = 0;
    ssize_t length;
    double seen = 0;
    FILE *file = fopen(words_path, "r");
    free(the_word);
    the_word = NULL;
    while (file && (length = getline(&text, &room, file)) > 0) {
        if (text[length - 1] == '\n')
            text[--length] = 0;
        if (length > 0 && text[length - 1] == '\r')
            text[--length] = 0;
        if (rand() / (RAND_MAX + 1.0) < 1 / ++seen) {
            free(the_word);
            the_word = strdup(text);
        }
    }
    if (file)
        fclose(file);
    free(text);
    if (!the_word)
        the_word = strdup("nothing");
    free(letters);
    free(is_open);
    letters = calloc(strlen(the_word) + 1, sizeof *letters);
    is_open = calloc(strlen(the_word) + 1, 1);
    letter_count = 0;
    for (const char *at = the_word; *at; ) {
        int size = utf8((const unsigned char *)at);
        size = size ? size : 1;
        memcpy(letters[letter_count++], at, (size_t)size);
        at += size;
    }
    hidden = letter_count;
}

static void show(void)
{
    char *text = calloc((size_t)letter_count + 1, 5);
    for (int i = 0, used = 0; i < letter_count; i++)
        used += snprintf(text + used, 5, "%s",
                         is_open[i] ? letters[i] : "*");
    give_all(2, "Word: ", text);
    free(text);
}

static void announce(person *whose)
{
    current = whose;
    give_all(2, "Turn: ", current->name);
    give_text(current, "/turn\n");
}

static void out_of_ring(person *p)
{
    p->in_ring = 0;
    have--;
    p->next->before = p->before;
    p->before->next = p->next;
    if (head == p)
        head = p->next == p ? NULL : p->next;
}

static void open_all(const char *letter)
{
    for (int i = 0; i < letter_count; i++)
        if (!is_open[i] && (!letter || !strcmp(letters[i], letter))) {
            is_open[i] = 1;
            hidden--;
        }
}

static void after(person *p, int before)
{
    if (hidden == before) {
        show();
        announce(p->next);
        return;
    }
    p->points += before - hidden;
    give_all(3, p->name, " scores ", digits(before - hidden));
    show();
    if (hidden > 0) {
        announce(p);
        return;
    }
    p->points += letter_count;
    show();
    give_all(2, p->name, " wins");
    person *each = head;
    do
        give_all(4, "Score: ", each->name, " ", digits(each->points));
    while ((each = each->next) != head);
    give_all(1, "/quit");
    current = NULL;
    while (head) {
        person *p2 = head;
        out_of_ring(p2);
        p2->over = 1;
        pthread_cond_broadcast(&p2->changed);
    }
}

static void command(person *p, const char *text)
{
    const char *letter = strncmp(text, "/letter ", 8) ? "" : text + 8;
    const char *word = strncmp(text, "/word ", 6) ? "" : text + 6;
    int before = hidden;
    int size = utf8((const unsigned char *)letter);
    if (!*word && (!*letter || size != (int)strlen(letter))) {
        give_text(p, "Error: expected /letter X or /word W\n");
    } else if (!current) {
        give_text(p, "Error: the game has not begun\n");
    } else if (current != p) {
        give_text(p, "Error: not your turn\n");
    } else if (*letter) {
        give_all(3, p->name, ": letter ", letter);
        open_all(letter);
        if (hidden == before)
            give_all(2, "No ", letter);
        after(p, before);
    } else {
        give_all(3, p->name, ": word ", word);
        if (!strcmp(word, the_word)) {
            open_all(NULL);
        } else {
            p->points = 0;
            give_all(2, p->name, " loses all points");
        }
        after(p, before);
    }
}

static void introduce(person *p, const char *text, size_t length)
{
    size_t i;
    person *other = head;
    int good = length >= 1 && length <= 32 && !strchr("/*!", *text);
    for (i = 0; i < length; i++)
        good = good && (unsigned char)text[i] > 32 && text[i] != 127;
    if (!good) {
        refuse(p, "bad name");
        return;
    }
    while (other) {
        if (!strcmp(other->name, text)) {
            refuse(p, "name taken");
            return;
        }
        other = other->next == head ? NULL : other->next;
    }
    memcpy(p->name, text, length + 1);
    if (!head) {
        head = p->next = p->before = p;
    } else {
        p->next = head;
        p->before = head->before;
        p->next->before = p->before->next = p;
    }
    p->in_ring = 1;
    have++;
    char of[32];
    snprintf(of, sizeof of, "%d of %d)", have, want);
    give_all(3, p->name, " joined (", of);
    if (have < want)
        return;
    choose_word();
    give_all(1, "The game begins");
    show();
    announce(head);
    other = &everybody;
    while ((other = other->younger) != &everybody)
        if (!other->in_ring && !other->over)
            refuse(other, "the game is on");
}

static void leave(person *p)
{
    if (!p->in_ring)
        return;
    person *next = p->next;
    out_of_ring(p);
    give_all(2, p->name, " left");
    if (!head)
        current = NULL;
    else if (current == p)
        announce(next);
}

static void *send_to(void *argument)
{
    person *p = argument;
    pthread_mutex_lock(&game);
    for (;;) {
        while (!p->first && !p->over)
            pthread_cond_wait(&p->changed, &game);
        piece *one = p->first;
        if (!one)
            break;
        p->first = one->next;
        if (!p->first)
            p->last = &p->first;
        pthread_mutex_unlock(&game);
        for (size_t at = 0; at < one->size; ) {
            size_t left = one->size - at, size = left < 13 ? left : 13;
            ssize_t sent = send(p->fd, one->bytes + at, size,
                                MSG_NOSIGNAL);
            if (sent == -1)
                break;
            at += (size_t)sent;
        }
        pthread_mutex_lock(&game);
        p->waiting -= one->size;
        free(one);
        pthread_cond_broadcast(&p->changed);
    }
    pthread_mutex_unlock(&game);
    shutdown(p->fd, SHUT_WR);
    return NULL;
}

static void *hear(void *argument)
{
    person *p = argument;
    char line[1026], bytes[100];
    size_t used = 0;
    ssize_t got = 0;
    int too_long = 0;
    if (pthread_create(&p->sender, NULL, send_to, p) != 0)
        abort();
    do {
        got = recv(p->fd, bytes, sizeof bytes, 0);
        int ending = got <= 0;
        if (ending && used > 0) {
            *bytes = '\n';
            got = 1;
        }
        for (ssize_t i = 0; i < got && !too_long; i++) {
            if (bytes[i] != '\n') {
                int room = used < 1024;
                if (room || (used == 1024 && bytes[i] == '\r'))
                    line[used++] = bytes[i];
                else
                    too_long = 1;
                continue;
            }
            if (used > 0 && line[used - 1] == '\r' && !ending)
                used--;
            line[used] = 0;
            pthread_mutex_lock(&game);
            while (p->waiting > 100000 && !p->over)
                pthread_cond_wait(&p->changed, &game);
            if (!p->over && *p->name)
                command(p, line);
            else if (!p->over)
                introduce(p, line, used);
            pthread_mutex_unlock(&game);
            used = 0;
        }
        got = ending ? 0 : got;
    } while (got > 0 && !too_long);
    pthread_mutex_lock(&game);
    leave(p);
    p->over = 1;
    pthread_cond_broadcast(&p->changed);
    p->younger->older = p->older;
    p->older->younger = p->younger;
    pthread_mutex_unlock(&game);
    if (too_long)
        shutdown(p->fd, SHUT_RDWR);
    pthread_join(p->sender, NULL);
    while (p->first) {
        piece *one = p->first;
        p->first = one->next;
        free(one);
    }
    close(p->fd);
    pthread_cond_destroy(&p->changed);
    free(p);
    return NULL;
}

static int broken(const char *what)
{
    fprintf(stderr, "server: %s: %s\n", what, strerror(errno));
    return 1;
}

int main(int argc, char **argv)
{
    struct sockaddr_in a = {.sin_family = AF_INET};
    socklen_t n = sizeof a;
    if (argc != 4 || !*argv[1] || argv[1][strspn(argv[1], "0123456789")]
        || strlen(argv[1]) > 5 || strtol(argv[1], NULL, 10) > 65535
        || (want = (int)strtol(argv[2], NULL, 10)) < 1) {
        fputs("server needs a port, a number of players, and words\n",
              stderr);
        return 2;
    }
    words_path = argv[3];
    if (access(words_path, R_OK) == -1)
        return broken("words");
    srand((unsigned)time(NULL));
    int s = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    a.sin_port = htons((in_port_t)strtol(argv[1], NULL, 10));
    inet_pton(AF_INET, "127.0.0.1", &a.sin_addr);
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(s, (struct sockaddr *)&a, sizeof a) == -1)
        return broken("bind");
    if (listen(s, 50) == -1)
        return broken("listen");
    getsockname(s, (struct sockaddr *)&a, &n);
    printf("listening on 127.0.0.1:%d\n", ntohs(a.sin_port));
    fflush(stdout);
    for (;;) {
        pthread_t thread;
        int fd = accept(s, NULL, NULL);
        person *p = fd == -1 ? NULL : calloc(1, sizeof *p);
        if (!p)
            continue;
        p->fd = fd;
        p->last = &p->first;
        pthread_cond_init(&p->changed, NULL);
        pthread_mutex_lock(&game);
        p->older = &everybody;
        p->younger = everybody.younger;
        p->older->younger = p->younger->older = p;
        if (current)
            refuse(p, "the game is on");
        pthread_mutex_unlock(&game);
        if (pthread_create(&thread, NULL, hear, p) != 0)
            abort();
        pthread_detach(thread);
    }
}
