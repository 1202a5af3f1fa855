/* Asks whoever answers the interface echo. Usage: echo-client [COUNT]; a count above 1 measures the way there and back.
 * Exit codes: 0, 64 usage, 69 the handler answered with an error. */
#include "cairn.h"
#include "echo.h"

static bool echo(cairn_bytes what) {
  uint8_t head[6];
  cairn_writer w = {head, sizeof head, 0};
  cairn_put_u8(&w, ECHO_SAY);
  cairn_put_length(&w, what.length);
  cairn_bytes parts[] = {{head, w.length}, what};
  cairn_event answer = cairn_wait(cairn_ask_parts(&ECHO, parts, 2));
  cairn_reader r = cairn_read_from(answer.body);
  cairn_bytes said = cairn_get_bytes(&r);
  return answer.ok && !r.bad && said.length == what.length && cairn_same(said.data, what.data, what.length);
}

int cairn_main(int argc, char **argv) {
  int32_t count = argc > 1 ? cairn_parse_number(argv[1]) : 1;
  if (argc > 2 || count < 1) {
    cairn_print("Usage: echo-client [COUNT]\n");
    return CAIRN_EXIT_USAGE;
  }
  cairn_bytes what = cairn_text("Is anybody there?");
  uint64_t start = cairn_monotonic();
  for (int32_t i = 0; i < count; i++)
    if (!echo(what)) {
      cairn_printf("Question %d of %d was answered with an error: it is not allowed, or whoever took it has ended.\n",
                   i + 1, count);
      return CAIRN_EXIT_UNAVAILABLE;
    }
  uint64_t nanoseconds = cairn_monotonic() - start;
  if (count == 1) cairn_print("I asked: Is anybody there?\nThe echo said: Is anybody there?\n");
  else
    cairn_printf("%d round trips in %llu ms: %llu per second, %llu ns each.\n", count, nanoseconds / 1000000,
                 (uint64_t)count * 1000000000 / (nanoseconds ? nanoseconds : 1), nanoseconds / (uint64_t)count);
  return 0;
}
