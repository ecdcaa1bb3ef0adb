/* Changes what it was given to read: its input, by the name that it has in
   /proc; itself; and what lies beside it. It keeps its own input open for
   writing, so that it would never end. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    char path[4096];
    struct stat about;
    (void)argc;
    if (fstat(0, &about) == 0 && S_ISREG(about.st_mode)) {
        fchmod(0, 0666);
        if (open("/proc/self/fd/0", O_RDWR) != -1)
            printf("%s writes into its input\n", "ESC" "APED");
    }
    int keeps = open("/proc/self/fd/0", O_RDWR | O_NONBLOCK);
    if (chmod(argv[0], 0777) == 0 || unlink(argv[0]) == 0 || open(argv[0], O_WRONLY) != -1)
        printf("%s changes itself\n", "ESC" "APED");
    snprintf(path, sizeof path, "%s", argv[0]);
    *strrchr(path, '/') = 0;
    strcat(path, "/hostile");
    if (open(path, O_WRONLY | O_CREAT, 0666) != -1)
        printf("%s adds a program\n", "ESC" "APED");
    snprintf(path, sizeof path, "%s/../given", getenv("HOME"));
    if (chmod(path, 0777) == 0 || rename(path, "/tmp/given") == 0)
        printf("%s changes what is given\n", "ESC" "APED");
    printf("tried to change\n");
    fflush(stdout);
    (void)keeps;
    return 0;
}
