/* Uses all the processor time it gets and never asks for anything again; only the user ends it. */
#include "cairn.h"

int cairn_main(int argc, char **argv) {
  (void)argc, (void)argv;
  cairn_print("I compute for ever. End me when you have seen enough.\n");
  volatile uint64_t seen = 1;
  for (;;) seen = seen * 6364136223846793005u + 1442695040888963407u;
}
