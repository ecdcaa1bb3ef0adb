/* Prints what it can read, when it runs, of the checks, the solutions, what
   others hand in, the results, and what the system keeps for itself; and what
   it finds in its environment and in that of others. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static int show(const char *path)
{
    static char text[1 << 20];
    int fd = open(path, O_RDONLY | O_NONBLOCK);
    if (fd == -1)
        return 0;
    ssize_t size = read(fd, text, sizeof text - 1);
    close(fd);
    for (ssize_t i = 0; i < size; i++)
        if (text[i] == 0 || text[i] == '\n')
            text[i] = ' ';
    text[size > 0 ? size : 0] = 0;
    char *canary = strstr(text, "canary");
    if (canary != NULL || strstr(path, "shadow") != NULL)
        printf("%s read %s: %.60s\n", "ESC" "APED", path, canary != NULL ? canary : text);
    return 1;
}

static int each(const char *path, const struct stat *about, int type, struct FTW *where)
{
    (void)about;
    (void)where;
    if (type == FTW_F)
        show(path);
    return 0;
}

int main(void)
{
    static const char *const files[] = {"/etc/shadow", "/etc/gshadow", "@KIT@/solutions/homework/01_stop_client/hidden.bats",
        "@KIT@/homework/01_stop_client/check.bats", "@SUBMISSIONS@/model/client.c", "@RESULTS@/model/results.json", "@KIT@/canary"};
    static const char *const places[] = {"@KIT@", "@SUBMISSIONS@", "@RESULTS@", "/mnt", "/media", "/srv", "/tmp", "/var/tmp", "/root", "/home"};
    char path[4096];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (show(files[i]))
            printf("%s read %s\n", "ESC" "APED", files[i]);
    for (char **variable = environ; *variable != NULL; variable++)
        if (strncmp(*variable, "PATH=", 5) != 0 && strncmp(*variable, "CC=", 3) != 0 && strncmp(*variable, "LC_ALL=", 7) != 0
            && strncmp(*variable, "HOME=", 5) != 0 && strncmp(*variable, "TMPDIR=", 7) != 0 && strstr(*variable, "SAN_OPTIONS=") == NULL
            && strncmp(*variable, "PWD=", 4) != 0)
            printf("%s found %.100s\n", "ESC" "APED", *variable);
    DIR *proc = opendir("/proc");
    for (struct dirent *entry; proc != NULL && (entry = readdir(proc)) != NULL;) {
        int pid = atoi(entry->d_name);
        if (pid <= 0 || pid == getpid())
            continue;
        snprintf(path, sizeof path, "/proc/%d/environ", pid);
        if (show(path))
            printf("%s read the environment of %d\n", "ESC" "APED", pid);
        snprintf(path, sizeof path, "/proc/%d/root/etc/shadow", pid);
        show(path);
        snprintf(path, sizeof path, "/proc/%d/cwd/solutions/homework/01_stop_client/hidden.bats", pid);
        show(path);
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        nftw(places[i], each, 20, FTW_PHYS | FTW_MOUNT);
    printf("tried to read\n");
    return 0;
}
