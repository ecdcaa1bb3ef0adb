/* server2 PORT - through streams without a buffer: each byte of an answer
   goes out by itself. Takes tcp_listen from the kit, and handle from
   nowhere. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"
#include "text.h"

static void serve(FILE *in, FILE *out)
{
    struct text text = {.size = 0};
    int byte;
    setvbuf(in, NULL, _IONBF, 0);
    setvbuf(out, NULL, _IONBF, 0);
    while ((byte = fgetc(in)) != EOF) {
        enum event event = put_byte(&text, byte);
        if (event == TOO_LONG)
            return;
        if (event == MORE)
            continue;
        for (const char *next = answer_to(&text); *next; next++)
            if (fputc(*next, out) == EOF)
                return;
    }
    if (!ferror(in) && text.size > 0 && text.size <= MOST)
        fputs(answer_to(&text), out);
}

int main(int argc, char *argv[])
{
    int port = argc == 2 ? port_from(argv[1]) : -1;
    if (port == -1)
        return fputs("one argument: a port\n", stderr), 2;
    struct sigaction none = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &none, NULL);
    setvbuf(stdout, NULL, _IONBF, 0);
    int listener = tcp_listen(port), client;
    if (listener == -1)
        return perror("server2: cannot listen"), 1;
    printf("listening on 127.0.0.1:%d\n", tcp_port(listener));
    while ((client = accept(listener, NULL, NULL)) != -1
           || errno == ECONNABORTED) {
        int other = dup(client);
        FILE *in = fdopen(client, "rb"), *out = fdopen(other, "ab");
        if (in != NULL && out != NULL)
            serve(in, out);
        if (out != NULL)
            fclose(out);
        if (in != NULL)
            fclose(in);
    }
    perror("server2: accept");
    return 1;
}
