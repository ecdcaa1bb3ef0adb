/* net.h - the calls of the steps, wrapped, for all homework. Use them, or
   write your own: each function of these names that you define takes the
   place of the kit's, and a file net.c beside your programs that of all.
   Nothing here prints or ends the program. What fails returns -1, and the
   reason is in errno, unless another place is named. */
#ifndef NET_H
#define NET_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* The port that `text` is, decimal digits from 0 to 65535; -1 if it is not
   one. */
int port_from(const char *text);

/* A listener at 127.0.0.1 and `port`; with 0 the kernel chooses: tcp_port
   tells. A server that has just ended at this port is not in the way. */
int tcp_listen(int port);

/* The port at our end of a socket. */
int tcp_port(int socket);

/* A connection to a port of `host`, a name or an address, IPv4 or IPv6. If
   no address of it answers, -1, and *why becomes the reason as text. */
int tcp_connect(const char *host, int port, const char **why);

/* Sends `size` bytes, all of them, in however many calls that takes: 0. A
   peer that has left is an error (EPIPE) and no signal. */
int send_all(int socket, const void *data, size_t size);

/* Lines. A line ends in a newline, and a CR before that is dropped; what
   comes last before the end is a line without it, too. */
enum { LINE_LIMIT = 1024 };     /* bytes of a line without its ending */

struct line {
    size_t length;
    char text[LINE_LIMIT + 1];  /* `length` bytes, any of which may be NUL,
                                   and then a NUL */
};

/* What has come from a descriptor and was not taken yet. Begin with
   struct reader from = {.fd = descriptor}; */
struct reader {
    int fd;
    bool ended;                 /* no more will come */
    size_t size;                /* how many of `bytes` are used */
    char bytes[4096];
};

/* The next line, waiting for it: 1; 0 at the end; -1 when reading fails,
   or with EMSGSIZE when the line is longer than LINE_LIMIT. */
int read_line(struct reader *from, struct line *line);

/* The same without waiting, from what has come; 0: no whole line is there.
   For programs that poll, and then call fill_reader, and then this until
   it is 0. */
int take_line(struct reader *from, struct line *line);

/* Reads once into `from`, after take_line said 0: how many bytes came, 0
   at the end; -1. */
ssize_t fill_reader(struct reader *from);

/* Up to `size` bytes, waiting for the first: what has come already, or
   else one read. How many there were, 0 at the end; -1. */
ssize_t read_some(struct reader *from, void *data, size_t size);

/* Puts a question mark for each control byte but tab, so that what a peer
   wrote can be shown on a terminal. */
void mask_controls(char *text, size_t length);

#endif
