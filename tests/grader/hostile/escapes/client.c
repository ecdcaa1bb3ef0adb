/* Wants to be somebody else: by tracing what runs it, by writing into its
   memory, by typing into its terminal, by programs that change the user, by
   namespaces, mounts and devices; and says what it could. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static void could(const char *what)
{
    printf("%s %s\n", "ESC" "APED", what);
    fflush(stdout);
}

/* Runs a command in a child; whether it ends with 0. */
static int runs(const char *command)
{
    fflush(stdout);
    return system(command) == 0;
}

int main(void)
{
    int self = getpid(), byte = 0;
    char path[4096];
    DIR *proc = opendir("/proc");
    for (struct dirent *entry; proc != NULL && (entry = readdir(proc)) != NULL;) {
        int pid = atoi(entry->d_name);
        if (pid <= 0 || pid == self)
            continue;
        if (ptrace(PTRACE_SEIZE, pid, 0, 0) == 0)
            could("traces another");
        struct iovec here = {&byte, 1}, there = {(void *)0x400000, 1};
        if (process_vm_readv(pid, &here, 1, &there, 1, 0) == 1 || errno == EFAULT)
            could("reads the memory of another");
        if (process_vm_writev(pid, &here, 1, &there, 1, 0) == 1 || errno == EFAULT)
            could("writes into the memory of another");
        snprintf(path, sizeof path, "/proc/%d/mem", pid);
        if (open(path, O_RDWR) != -1)
            could("opens the memory of another");
    }
    int terminals[] = {0, 1, 2, open("/dev/tty", O_RDWR), open("/dev/console", O_RDWR)};
    for (int i = 0; i < 5; i++)
        if (terminals[i] != -1 && ioctl(terminals[i], TIOCSTI, "x") == 0)
            could("types into a terminal");
    if (setuid(0) == 0 && geteuid() == 0 && open("/etc/shadow", O_RDONLY) != -1)
        could("becomes root");
    gid_t groups[] = {0};
    if (setgroups(1, groups) == 0)
        could("joins a group");
    if (runs("su -c true </dev/null 2>/dev/null"))
        could("runs su");
    if (runs("for p in /usr/bin/su /usr/bin/mount /usr/bin/passwd /usr/bin/newgrp; do cp $p $HOME/s 2>/dev/null && chmod 6755 $HOME/s; done;"
        " test $(id -u) != $(id -ru)"))
        could("changes the user");
    if (mount("none", "/tmp", "tmpfs", 0, NULL) == 0 || mount("/etc", "/tmp", NULL, MS_BIND, NULL) == 0)
        could("mounts");
    if (umount2("/proc", MNT_DETACH) == 0)
        could("unmounts");
    if (chroot("/tmp") == 0)
        could("changes its root");
    snprintf(path, sizeof path, "%s/null", getenv("HOME"));
    if (mknod(path, S_IFCHR | 0666, makedev(1, 1)) == 0)
        could("makes a device");
    static const int kinds[] = {CLONE_NEWNS, CLONE_NEWNET, CLONE_NEWPID, CLONE_NEWIPC, CLONE_NEWUTS};
    for (int i = 0; i < 5; i++)
        if (unshare(kinds[i]) == 0)
            could("has a namespace");
    if (fork() == 0) {
        if (unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0) {
            could("has a user namespace");
            umount2("@KIT@", MNT_DETACH);
            if (umount2(getenv("HOME"), 0) == 0)
                could("unmounts what is bound");
        }
        _exit(0);
    }
    wait(NULL);
    if (syscall(SYS_add_key, "user", "hostile", "x", 1, -4) != -1)
        could("leaves a key");
    if (nice(-1) != -1 || sethostname("hostile", 7) == 0)
        could("changes the machine");
    printf("tried to escape\n");
    return 0;
}
