/* trace.c - notes at which line of its source a program is, while it runs as ever.
 *
 * LD_PRELOAD=build/tests/tools/trace SEVEN_CALLS_TRACE=FILE PROGRAM [ARG...]
 * A library, to be loaded before the C library: it stands around the calls below,
 * notes from where the program made one, makes it, and notes that it returned.
 * addr2line turns such a place into a file and a line.
 *
 * FILE exists and is of spaces. Each thread takes one of its slots of 128 bytes,
 * and keeps a line there:
 *   x PID TID OFFSET in|past TIME NAME
 * OFFSET is the call's, as addr2line wants it; `in`: it has not returned; TIME, in
 * microseconds, grows; NAME is the last three parts of the program's path.
 * FILE is mapped: the program has no descriptor more than without us, and makes no
 * call more. Calls from elsewhere than the program itself are not noted; nor is
 * anything when FILE cannot be had or has no slot left. Linux, glibc or musl. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SLOT = 128 };
static char *slots;
static size_t size;
static char name[64];
static ElfW(Addr) base, first, last;    /* where the program itself is in memory */
static _Thread_local char *slot;

static int note_program(struct dl_phdr_info *info, size_t unused, void *none)
{
    (void)unused, (void)none;
    base = info->dlpi_addr;
    first = (ElfW(Addr))-1;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type != PT_LOAD)
            continue;
        if (base + part->p_vaddr < first)
            first = base + part->p_vaddr;
        if (base + part->p_vaddr + part->p_memsz > last)
            last = base + part->p_vaddr + part->p_memsz;
    }
    return 1;       /* the first is the program; no more */
}

__attribute__((constructor)) static void prepare(void)
{
    const char *path = getenv("SEVEN_CALLS_TRACE");
    char self[4096];
    struct stat about;
    int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (fd == -1)
        return;
    if (length > 0 && fstat(fd, &about) == 0 && about.st_size >= SLOT) {
        int parts = 0;
        self[length] = 0;
        char *tail = self + length;
        while (tail > self && (tail[-1] != '/' || ++parts < 3))
            tail--;
        if (strlen(tail) < sizeof name)
            strcpy(name, tail);
        size = (size_t)about.st_size;
        slots = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (slots == MAP_FAILED)
            slots = NULL;
    }
    syscall(SYS_close, fd);
    dl_iterate_phdr(note_program, NULL);
}

/* Writes the slot's line anew, in one piece as far as we can. */
static void note(ElfW(Addr) offset, const char *how)
{
    char line[SLOT + 1];
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    int length = snprintf(line, sizeof line, "x %d %ld 0x%lx %s %lld %s", (int)getpid(),
        (long)syscall(SYS_gettid), (unsigned long)offset, how,
        (long long)t.tv_sec * 1000000 + t.tv_nsec / 1000, name);
    if (length < 0 || length >= SLOT)
        return;
    memset(line + length, ' ', (size_t)(SLOT - length));
    line[SLOT - 1] = '\n';
    memcpy(slot, line, SLOT);
}

/* What stands in the slot comes back when a call returns that a signal's handler
 * made during another: so each call keeps it. */
struct call { ElfW(Addr) offset; char before[SLOT]; };

static void enter(struct call *call, void *from)
{
    ElfW(Addr) at = (ElfW(Addr))from;
    int saved = errno;
    call->offset = 0;
    for (size_t i = 0; slots != NULL && slot == NULL && i + SLOT <= size; i += SLOT) {
        char space = ' ';
        if (__atomic_compare_exchange_n(slots + i, &space, 'x', 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
            slot = slots + i;
    }
    if (slot != NULL && at > first && at <= last) {
        call->offset = at - base - 1;   /* `from` is behind the call */
        memcpy(call->before, slot, SLOT);
        note(call->offset, "in");
    }
    errno = saved;
}

static void leave(struct call *call)
{
    int saved = errno;
    if (call->offset != 0) {
        if (memmem(call->before, SLOT, " in ", 4) != NULL)
            memcpy(slot, call->before, SLOT);
        else
            note(call->offset, "past");
    }
    errno = saved;
}

#define AROUND(type, function, parameters, arguments) \
    type function parameters; \
    type function parameters \
    { \
        static type (*real) parameters; \
        struct call this; \
        enter(&this, __builtin_return_address(0)); \
        if (real == NULL) \
            *(void **)(void *)&real = dlsym(RTLD_NEXT, #function); \
        type result = real arguments; \
        leave(&this); \
        return result; \
    }
/* Without sys/socket.h: there glibc has types of its own for addresses. */
AROUND(int, socket, (int a, int b, int c), (a, b, c))
AROUND(int, setsockopt, (int a, int b, int c, const void *d, unsigned e), (a, b, c, d, e))
AROUND(int, bind, (int a, const void *b, unsigned c), (a, b, c))
AROUND(int, listen, (int a, int b), (a, b))
AROUND(int, accept, (int a, void *b, unsigned *c), (a, b, c))
AROUND(int, connect, (int a, const void *b, unsigned c), (a, b, c))
AROUND(int, getsockname, (int a, void *b, unsigned *c), (a, b, c))
AROUND(int, getpeername, (int a, void *b, unsigned *c), (a, b, c))
AROUND(int, shutdown, (int a, int b), (a, b))
AROUND(ssize_t, send, (int a, const void *b, size_t c, int d), (a, b, c, d))
AROUND(ssize_t, recv, (int a, void *b, size_t c, int d), (a, b, c, d))
AROUND(ssize_t, __recv_chk, (int a, void *b, size_t c, size_t d, int e), (a, b, c, d, e))
AROUND(ssize_t, sendto, (int a, const void *b, size_t c, int d, const void *e, unsigned f), (a, b, c, d, e, f))
AROUND(ssize_t, recvmsg, (int a, void *b, int c), (a, b, c))
AROUND(int, getaddrinfo, (const char *a, const char *b, const void *c, void *d), (a, b, c, d))
AROUND(int, close, (int a), (a))
AROUND(int, dup, (int a), (a))
AROUND(int, poll, (struct pollfd *a, nfds_t b, int c), (a, b, c))
AROUND(int, __poll_chk, (struct pollfd *a, nfds_t b, int c, size_t d), (a, b, c, d))
AROUND(pid_t, waitpid, (pid_t a, int *b, int c), (a, b, c))
AROUND(int, pthread_create, (pthread_t *a, const pthread_attr_t *b, void *(*c)(void *), void *d), (a, b, c, d))
AROUND(int, getc, (FILE *a), (a))
AROUND(int, getchar, (void), ())
AROUND(ssize_t, getline, (char **a, size_t *b, FILE *c), (a, b, c))
AROUND(int, fflush, (FILE *a), (a))
AROUND(int, fclose, (FILE *a), (a))
AROUND(int, unlink, (const char *a), (a))

/* A child has a slot of its own. */
pid_t fork(void)
{
    static pid_t (*real)(void);
    struct call this;
    enter(&this, __builtin_return_address(0));
    if (real == NULL)
        *(void **)(void *)&real = dlsym(RTLD_NEXT, "fork");
    pid_t child = real();
    if (child == 0) {
        slot = NULL;
        enter(&this, __builtin_return_address(0));
    }
    leave(&this);
    return child;
}

int fcntl(int fd, int command, ...)
{
    static int (*real)(int, int, ...);
    struct call this;
    va_list more;
    va_start(more, command);
    long argument = va_arg(more, long);
    va_end(more);
    enter(&this, __builtin_return_address(0));
    if (real == NULL)
        *(void **)(void *)&real = dlsym(RTLD_NEXT, "fcntl");
    int result = real(fd, command, argument);
    leave(&this);
    return result;
}
