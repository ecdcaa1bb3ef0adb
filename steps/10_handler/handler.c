/* handler.c - one accept loop, which calls any handle(client).
   Run: build/steps/10_handler/handler [PORT] */
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int listen_at(const char *port);    /* in listener.c */
void handle(int client);            /* in handle.c */

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    int listener = listen_at(argc > 1 ? argv[1] : "8020");
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("accept");
            continue;
        }
        handle(client);
        close(client);
    }
}
