/* Answers the interface echo (echo.wit): says back what it is told, until it is ended. */
#include "cairn.h"
#include "echo.h"

int cairn_main(int argc, char **argv) {
  (void)argc, (void)argv;
  switch (cairn_register(&ECHO)) {
    case 0: break;
    case 1 + CAIRN_INTERFACE_REGISTER_TAKEN:
      cairn_print("Another program answers echo already.\n");
      return CAIRN_EXIT_UNAVAILABLE;
    default:
      cairn_print("I was not allowed to answer echo.\n");
      return CAIRN_EXIT_NOT_ALLOWED;
  }
  cairn_print("I answer echo now.\n");
  for (;;) {
    cairn_event event = cairn_take();
    if (event.kind != CAIRN_MESSAGE || event.id == 0) continue;
    cairn_reader r = cairn_read_from(event.body);
    bool say = cairn_get_u8(&r) == ECHO_SAY;
    const uint8_t *from = r.at;
    cairn_get_bytes(&r);
    /* The answer is a list<u8> like the parameter: the very same bytes, length included. */
    if (say && !r.bad && r.at == r.end) cairn_answer(event.id, (cairn_bytes){from, (uint32_t)(r.end - from)});
    else cairn_answer_error(event.id);
  }
}
