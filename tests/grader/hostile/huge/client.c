/* An array of 2 GiB that is all in the program's file. */
char huge[2147483647] = {1};
int main(void) { return huge[1]; }
