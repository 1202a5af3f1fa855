/* Rolls dice. Usage: dice [COUNT]
 * An ordinary C program for WASI, with the C library, to show that such programs run as they are. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
  long count = argc > 1 ? strtol(argv[1], NULL, 10) : 2;
  if (count < 1 || count > 100) {
    fprintf(stderr, "Usage: %s [COUNT], from 1 to 100\n", argv[0]);
    return 64;
  }
  time_t now = time(NULL);
  char when[32];
  strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S", gmtime(&now));
  printf("%s UTC, %ld %s:", when, count, count == 1 ? "die" : "dice");
  int sum = 0;
  for (long i = 0; i < count; i++) {
    unsigned char byte;
    do {
      if (getentropy(&byte, 1) != 0) {
        perror("random");
        return 1;
      }
    } while (byte >= 252); /* 252 = 42 * 6, so that every side is as likely */
    sum += byte % 6 + 1;
    printf(" %d", byte % 6 + 1);
  }
  printf("\nTogether %d, on average %.2f.\n", sum, (double)sum / (double)count);
  return 0;
}
