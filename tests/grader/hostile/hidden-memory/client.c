/* Eats memory, four times 1.25 GiB at most, where a look at its processes does not show it:
   in files without a name, in shared memory that it has let go, in segments of
   System V, and on a disk in memory that it has mounted. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 << 20, PIECES = 20 };
static char block[1 << 20];

static void got(const char *where, int pieces)
{
    if (pieces * (PIECE >> 20) > 1100) {
        printf("%s %d MiB in %s\n", "ESC" "APED", pieces * (PIECE >> 20), where);
        fflush(stdout);
    }
}

int main(void)
{
    memset(block, 'x', sizeof block);
    printf("tried to hide memory\n");
    fflush(stdout);

    int pieces = 0;
    for (int i = 0; i < PIECES; i++) {
        int fd = memfd_create("hostile", 0), n = 0;
        while (fd != -1 && n < PIECE >> 20 && write(fd, block, sizeof block) == sizeof block)
            n++;
        pieces += n == PIECE >> 20;
    }
    got("files without a name", pieces);
    for (int fd = 3; fd < 100; fd++)
        close(fd);

    pieces = 0;
    int segments[PIECES];
    for (int i = 0; i < PIECES; i++) {
        segments[i] = shmget(IPC_PRIVATE, PIECE, IPC_CREAT | 0600);
        char *at = segments[i] == -1 ? MAP_FAILED : shmat(segments[i], NULL, 0);
        if (at != MAP_FAILED) {
            memset(at, 'x', PIECE);
            shmdt(at);
            pieces++;
        }
    }
    got("segments", pieces);
    for (int i = 0; i < PIECES; i++)
        if (segments[i] != -1)
            shmctl(segments[i], IPC_RMID, NULL);

    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0) {
        printf("%s a user namespace\n", "ESC" "APED");
        if (mount("none", "/tmp", "tmpfs", 0, "size=2g") == 0) {
            int fd = open("/tmp/hostile", O_WRONLY | O_CREAT, 0600), n = 0;
            while (n < 1280 && write(fd, block, sizeof block) == sizeof block)
                n++;
            got("a mount of its own", n / (PIECE >> 20));
        }
    }

    pieces = 0;
    for (int i = 0; i < PIECES; i++) {
        char *at = mmap(NULL, PIECE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (at == MAP_FAILED)
            break;
        memset(at, 'x', PIECE);
        madvise(at, PIECE, MADV_DONTNEED);
        pieces++;
        usleep(20000);
    }
    got("shared memory", pieces);
    return 0;
}
