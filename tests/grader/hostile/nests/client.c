/* Includes itself, twice in each file, as deep as the compiler goes. */
#include "client.c"
#include "client.c"
int main(void) { return 0; }
