/* Fills the disk: with 1 GiB of data, and then with 100,000 empty files, in
   every folder that it may write to; and in folders that lie in each other. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char block[1 << 20];

/* Writes `mib` MiB into files in `folder`; how many it could. */
static int fill(const char *folder, int mib)
{
    char path[4096];
    int done = 0, fd = -1;
    for (int i = 0; i < mib; i++) {
        if (fd == -1) {
            snprintf(path, sizeof path, "%s/hostile-%d", folder, i);
            fd = open(path, O_WRONLY | O_CREAT, 0666);
        }
        if (fd == -1)
            break;
        if (write(fd, block, sizeof block) == sizeof block) {
            done++;
        } else {
            close(fd);
            fd = -1;
        }
    }
    return done;
}

int main(void)
{
    const char *places[] = {"/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/run/lock", "/mnt", "/",
        "@KIT@", "@RESULTS@", "@SUBMISSIONS@", getenv("HOME")};
    char path[4096];
    printf("tried to fill the disk\n");
    fflush(stdout);
    for (size_t i = 0; i < sizeof path; i++)
        block[i] = (char)i;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        int home = i == sizeof places / sizeof *places - 1;
        int done = places[i] == NULL ? 0 : fill(places[i], 1024);
        if (done > 0)
            printf(home ? "%d MiB at home\n" : "ESC" "APED %d MiB in %s\n", done, places[i]);
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        for (int n = 0; n < 100000 && places[i] != NULL; n++) {
            snprintf(path, sizeof path, "%s/hostile-empty-%d", places[i], n);
            int fd = open(path, O_WRONLY | O_CREAT, 0);
            if (fd == -1)
                break;
            close(fd);
        }
    if (chdir(getenv("HOME")) == 0)
        for (int depth = 0; depth < 5000 && mkdir("in", 0700) == 0 && chdir("in") == 0; depth++)
            ;
    return 0;
}
