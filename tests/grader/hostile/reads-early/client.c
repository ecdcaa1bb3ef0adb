/* Takes files of others into itself when it is compiled, and says which it
   could: those that the compiler can find at all. */
#include <stdio.h>

int main(void)
{
#if __has_include("@KIT@/solutions/homework/01_stop_client/hidden.bats")
    printf("%s found the checks\n", "ESC" "APED");
#endif
#if __has_include("@KIT@/solutions/homework/01_stop_client/client.c")
    printf("%s found the solution\n", "ESC" "APED");
#endif
#if __has_include("@SUBMISSIONS@/model/client.c")
    printf("%s found what another has handed in\n", "ESC" "APED");
#endif
#if __has_include("@KIT@/canary")
    printf("%s found the canary\n", "ESC" "APED");
#endif
#if defined __has_embed
#if __has_embed("@KIT@/canary")
    printf("%s found the canary\n", "ESC" "APED");
#endif
#endif
    printf("tried to read early\n");
    return 0;
}
