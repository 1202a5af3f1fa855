/* Compresses standard input at level 3, and says what it had to be to come back the same. */
#include "zstd.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  size_t room = 16 << 20, size = 0, n;
  char *in = malloc(room);
  while ((n = fread(in + size, 1, room - size, stdin)) > 0) size += n;
  size_t bound = ZSTD_compressBound(size);
  char *out = malloc(bound), *back = malloc(size + 1);
  size_t made = ZSTD_compress(out, bound, in, size, 3);
  size_t again = ZSTD_decompress(back, size, out, made);
  if (ZSTD_isError(made) || again != size || memcmp(in, back, size)) return 1;
  fwrite(out, 1, made, stdout);
  return 0;
}
