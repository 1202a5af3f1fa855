/* Takes over the interface echo, takes questions without answering them, and traps with them in hand.
 * Usage: crash [COUNT]: how many questions to take, 3 if not said. */
#include "cairn.h"
#include "../echo/echo.h"

int cairn_main(int argc, char **argv) {
  int32_t count = argc > 1 ? cairn_parse_number(argv[1]) : 3;
  if (argc > 2 || count < 0) {
    cairn_print("Usage: crash [COUNT]\n");
    return CAIRN_EXIT_USAGE;
  }
  int error = cairn_register(&ECHO);
  if (error) {
    cairn_print(error == 1 + CAIRN_INTERFACE_REGISTER_TAKEN ? "Another program answers echo already.\n"
                                                            : "I was not allowed to answer echo.\n");
    return error == 1 + CAIRN_INTERFACE_REGISTER_TAKEN ? CAIRN_EXIT_UNAVAILABLE : CAIRN_EXIT_NOT_ALLOWED;
  }
  cairn_printf("I answer echo, or rather I don't: after %d questions I crash.\n", count);
  for (int32_t taken = 0; taken < count;)
    if (cairn_take().kind == CAIRN_MESSAGE) taken++;
  __builtin_trap();
}
