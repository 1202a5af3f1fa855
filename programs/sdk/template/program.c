/* A program for Cairn. Build it with ./build.sh, then type the path of program.wasm into Cairn's address bar. */
#include "cairn.h"

int cairn_main(int argc, char **argv) {
  cairn_printf("I am %s and was started with %d arguments.\n", argv[0], argc - 1);

  uint8_t dice;
  if (!cairn_random(&dice, 1)) {
    cairn_print("There are no random numbers.\n");
    return 1;
  }
  cairn_printf("A random byte: %u.\n", dice);

  cairn_print("A second later: ");
  cairn_sleep(1000000000);
  cairn_print("done.\n");
  return 0;
}
