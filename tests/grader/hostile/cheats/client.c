/* Looks beside its own folder for what the check compares its output with, and
   what it has sent, and for what is missing there; and for a model answer that
   is built already, which it runs in its own place. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    static const char *const answers[] = {"@KIT@/build/solutions/homework/01_stop_client/client",
        "@KIT@/build/plain/homework/01_stop_client/client"};
    static const char *const names[] = {"expected", "copy", "answer", "1.out", "1.in", "2.in", "1.err", "2.out", "typed"};
    char path[4096], text[4096];
    (void)argc;
    printf("tried to cheat\n");
    fflush(stdout);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/../%s", getenv("HOME"), names[i]);
        int fd = open(path, O_RDONLY | O_NONBLOCK);
        if (fd != -1) {
            ssize_t size = read(fd, text, sizeof text - 1);
            text[size > 0 ? size : 0] = 0;
            printf("%s read %s: %.20s\n", "ESC" "APED", names[i], text);
        }
        fd = open(path, O_WRONLY | O_CREAT | O_NONBLOCK, 0666);
        if (fd != -1)
            printf("%s wrote %s\n", "ESC" "APED", names[i]);
    }
    fflush(stdout);
    for (int i = 0; i < 2; i++)
        execv(answers[i], argv);
    return 0;
}
