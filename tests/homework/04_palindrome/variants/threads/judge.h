/* judge.h - palindromes, by way of a copy that is turned round. */
enum { LONGEST = 1024 };
int judge(const char *line, unsigned long length);
