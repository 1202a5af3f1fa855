/* Prints the time of day (UTC) every second. Usage: clock [COUNT] */
#include "cairn.h"

#define SECOND 1000000000ull

int cairn_main(int argc, char **argv) {
  int32_t count = argc > 1 ? cairn_parse_number(argv[1]) : 0;
  if (count < 0) {
    cairn_print("Usage: clock [COUNT]\n");
    return CAIRN_EXIT_USAGE;
  }
  /* Every moment is counted from the first one, so that lateness does not add up. */
  uint64_t next = cairn_monotonic();
  for (int32_t ticks = 1;; ticks++) {
    uint32_t seconds = (uint32_t)(cairn_wall() / SECOND % 86400);
    cairn_printf("%02u:%02u:%02u\n", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (ticks == count) return 0;
    cairn_wait_until(next += SECOND);
  }
}
