/* Compresses standard input with blocks of 900 kB. */
#include "bzlib.h"
#include <stdio.h>
#include <stdlib.h>

void bz_internal_error(int code) { exit(code); }

int main(void) {
  unsigned room = 16 << 20, size = 0, made = room + room / 100 + 600;
  size_t n;
  char *in = malloc(room), *out = malloc(made);
  while ((n = fread(in + size, 1, room - size, stdin)) > 0) size += n;
  if (BZ2_bzBuffToBuffCompress(out, &made, in, size, 9, 0, 30)) return 1;
  fwrite(out, 1, made, stdout);
  return 0;
}
