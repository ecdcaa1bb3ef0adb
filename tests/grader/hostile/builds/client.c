/* Beside it are a Makefile, a net.h that redefines main, and files whose names
   are commands and flags: all of which would leave a file behind. A message of
   the compiler's has control bytes in it. */
#include "net.h"
#include <stdio.h>
#pragma message("\033[2J\033]0;owned\007 <script>alert(1)</script> ]]>")
int main(void)
{
    printf("never\n");
    return 0;
}
