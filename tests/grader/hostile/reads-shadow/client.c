/* Includes what only the system may read, and what others hand in: the
   compiler's errors would show it. What is not there it passes over. */
#if __has_include("/etc/shadow")
#include "/etc/shadow"
#endif
#if __has_include("@SUBMISSIONS@/model/secret")
#include "@SUBMISSIONS@/model/secret"
#endif
#if __has_include("@KIT@/canary")
#include "@KIT@/canary"
#endif
#include "/proc/self/environ"
__asm__(".incbin \"@KIT@/canary\"");
__asm__(".include \"@SUBMISSIONS@/model/secret\"");
__asm__(".incbin \"/etc/shadow\"");
int main(void) { return 0; }
