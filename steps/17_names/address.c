/* address.c - an address as text, whatever its family. */
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

void print_address(const char *before, const struct sockaddr *address,
                   socklen_t size);

/* Prints a line: `before`, and the address in digits, without a question
   to a name server: [::1]:8020 for IPv6, 127.0.0.1:8020 for IPv4. */
void print_address(const char *before, const struct sockaddr *address,
                   socklen_t size)
{
    char host[64], port[6];
    int problem = getnameinfo(address, size, host, sizeof host,
                              port, sizeof port,
                              NI_NUMERICHOST | NI_NUMERICSERV);
    if (problem != 0)
        printf("%s%s\n", before, gai_strerror(problem));
    else
        printf(strchr(host, ':') ? "%s[%s]:%s\n" : "%s%s:%s\n",
               before, host, port);
}
