/* sockets.c - what the kernel says about the sockets of one process.
 *
 * sockets PID
 * Prints a line for each of its descriptors that is a socket, for instance
 *   descriptor 4: TCP 127.0.0.1:8020 to 127.0.0.1:43210 CLOSE_WAIT, 4 bytes
 *   that arrived are not read
 * and for one without a row in /proc/net, as before listen or connect:
 *   descriptor 3: TCP, netstat has no row for it
 * Exit 0; 1 when the process has gone or is not ours to look at; 2 for usage.
 *
 * From: proc(5), /proc/PID/net/{tcp,tcp6,udp,udp6,unix}; the protocol of a
 * socket is its extended attribute system.sockprotoname. Linux only. */
#include <arpa/inet.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/xattr.h>
#include <unistd.h>

/* The kernel's numbers of TCP's states, include/net/tcp_states.h, by the names
 * that netstat has for them. */
static const char *const states[] = {
    "?", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",
    "TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING",
};

/* "0100007F:1F54" as "127.0.0.1:8020": the address is printed by the word in
 * the byte order of this machine. */
static void print_address(const char *hex)
{
    unsigned char bytes[16];
    char text[INET6_ADDRSTRLEN];
    size_t words = strcspn(hex, ":") / 8;
    for (size_t i = 0; i < words && i < 4; i++) {
        char word[9] = {0};
        memcpy(word, hex + 8 * i, 8);
        unsigned value = (unsigned)strtoul(word, NULL, 16);
        memcpy(bytes + 4 * i, &value, 4);
    }
    inet_ntop(words == 4 ? AF_INET6 : AF_INET, bytes, text, sizeof text);
    printf("%s:%lu", text, strtoul(strchr(hex, ':') + 1, NULL, 16));
}

/* Prints the row of an inode in one of /proc/PID/net's tables; 0: not there. */
static int print_row(const char *pid, const char *table, unsigned long inode)
{
    char path[64], line[512];
    int found = 0;
    snprintf(path, sizeof path, "/proc/%s/net/%s", pid, table);
    FILE *file = fopen(path, "r");
    while (!found && file != NULL && fgets(line, sizeof line, file) != NULL) {
        char local[64], remote[64];
        unsigned state;
        unsigned long unsent, unread, row;
        if (sscanf(line, "%*s %63s %63s %x %lx:%lx %*s %*s %*s %*s %lu",
                   local, remote, &state, &unsent, &unread, &row) != 6
            || row != inode)
            continue;
        found = 1;
        printf(" ");
        print_address(local);
        if (strspn(remote, "0:") != strlen(remote)) {
            printf(" to ");
            print_address(remote);
        }
        if (table[0] == 't')
            printf(" %s", states[state < 12 ? state : 0]);
        if (unread > 0 && state == 10)
            printf(", %lu waiting for accept", unread);
        else if (unread > 0 && table[0] == 'u')
            printf(", not all that arrived is read");    /* the number counts overhead too */
        else if (unread > 0)
            printf(", %lu bytes that arrived are not read", unread);
        if (unsent > 0)
            printf(", %lu bytes are not acknowledged", unsent);
    }
    if (file != NULL)
        fclose(file);
    return found;
}

/* The same for the table of UNIX-domain sockets, which has other columns. */
static int print_unix_row(const char *pid, unsigned long inode)
{
    char path[64], line[512], name[128];
    int found = 0;
    snprintf(path, sizeof path, "/proc/%s/net/unix", pid);
    FILE *file = fopen(path, "r");
    while (!found && file != NULL && fgets(line, sizeof line, file) != NULL) {
        unsigned long row;
        int fields = sscanf(line, "%*s %*s %*s %*s %*s %*s %lu %127s", &row, name);
        if (fields < 1 || row != inode)
            continue;
        found = 1;
        printf(fields == 2 ? " %s" : ", no address", name);
    }
    if (file != NULL)
        fclose(file);
    return found;
}

int main(int argc, char *argv[])
{
    char path[600], target[64], protocol[32];
    if (argc != 2 || strspn(argv[1], "0123456789") != strlen(argv[1])) {
        fprintf(stderr, "usage: sockets PID\n");
        return 2;
    }
    snprintf(path, sizeof path, "/proc/%s/fd", argv[1]);
    DIR *descriptors = opendir(path);
    if (descriptors == NULL) {
        perror(path);
        return 1;
    }
    /* In numeric order, which readdir does not promise. */
    int last = -1, next;
    do {
        next = -1;
        rewinddir(descriptors);
        for (struct dirent *entry; (entry = readdir(descriptors)) != NULL;) {
            int fd = entry->d_name[0] == '.' ? -1 : atoi(entry->d_name);
            if (fd > last && (next == -1 || fd < next))
                next = fd;
        }
        if (next == -1)
            break;
        last = next;
        snprintf(path, sizeof path, "/proc/%s/fd/%d", argv[1], next);
        ssize_t size = readlink(path, target, sizeof target - 1);
        unsigned long inode;
        if (size == -1)
            continue;
        target[size] = 0;
        if (sscanf(target, "socket:[%lu]", &inode) != 1)
            continue;
        size = getxattr(path, "system.sockprotoname", protocol, sizeof protocol - 1);
        protocol[size > 0 ? size : 0] = 0;
        printf("descriptor %d: %s", next, size > 0 ? protocol : "socket");
        if (!print_row(argv[1], "tcp", inode) && !print_row(argv[1], "tcp6", inode)
            && !print_row(argv[1], "udp", inode) && !print_row(argv[1], "udp6", inode)
            && !print_unix_row(argv[1], inode))
            printf(", netstat has no row for it");
        printf("\n");
    } while (next != -1);
    closedir(descriptors);
    return 0;
}
