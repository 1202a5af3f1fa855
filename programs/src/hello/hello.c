/* Says hello. The smallest program: one message to the console. */
#include "cairn.h"

int cairn_main(int argc, char **argv) {
  cairn_printf("Hello%s%s! I am a WebAssembly program. All I can do is send messages.\n", argc > 1 ? ", " : "",
               argc > 1 ? argv[1] : "");
  return 0;
}
