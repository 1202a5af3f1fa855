/* A program that wants to starve the others, or to leave something behind.
 * Usage: hostile MODE [NUMBER]
 *   nobody         sends bodies of 16 MiB to interfaces that nobody handles, for ever
 *   large          asks the echo handler with bodies of 16 MiB and takes no answer, for ever
 *   small          the same with small bodies
 *   random         asks for 64 KiB of random numbers and takes no answer, for ever
 *   log            logs lines of 8 KiB, for ever
 *   leave          sends what may wait to an interface that nobody handles, until there is no more room, and ends
 *   deep NUMBER    calls itself so often and then asks tcp; ends with 0, or at the end of its stack */
#include "cairn.h"
#include "echo.h"

static uint8_t big[16 << 20] __attribute__((aligned(16)));

static bool is(const char *a, const char *b) {
  return cairn_length(a) == cairn_length(b) && cairn_same(a, b, cairn_length(a));
}

static int ask_echo(uint32_t size) {
  uint8_t head[6];
  cairn_writer w = {head, sizeof head, 0};
  cairn_put_u8(&w, ECHO_SAY);
  cairn_put_length(&w, size);
  cairn_bytes parts[] = {{head, w.length}, {big, size}};
  uint64_t id;
  return cairn_emit_message(&ECHO, parts, 2, CAIRN_NEEDS_ANSWER, &id);
}

static int to_nobody(uint32_t number, uint32_t size, uint64_t flags) {
  cairn_interface nobody = {{7, 1, (uint8_t)number, (uint8_t)(number >> 8)}};
  cairn_bytes body = {big, size};
  uint64_t id;
  return cairn_emit_message(&nobody, &body, 1, flags, &id);
}

static int random_numbers(void) {
  uint8_t body[3] = {0, 0xff, 0xff};
  cairn_bytes part = {body, 3};
  uint64_t id;
  return cairn_emit_message(&CAIRN_RANDOM, &part, 1, CAIRN_NEEDS_ANSWER, &id);
}

static volatile int64_t values[64];

static __attribute__((noinline)) int64_t deep(int32_t calls) {
  int64_t a = values[calls & 63], b = values[(calls + 7) & 63];
  if (calls == 0) {
    uint16_t port = 9;
    cairn_connection connection;
    return cairn_connect("127.0.0.1", port, &connection);
  }
  int64_t below = deep(calls - 1);
  values[calls & 63] = a ^ b;
  return below + a + b;
}

int cairn_main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  if (is(mode, "deep")) {
    deep(argc > 2 ? cairn_parse_number(argv[2]) : 1000);
    return 0;
  }
  if (is(mode, "leave")) {
    uint32_t number = 0;
    for (uint32_t size = 12 << 20; size > 2000;)
      if (to_nobody(number++, size, CAIRN_MAY_WAIT) != 0) size /= 2;
    return 0;
  }
  for (uint32_t number = 0;; number++) {
    if (is(mode, "nobody")) to_nobody(number, sizeof big, CAIRN_NEEDS_ANSWER);
    else if (is(mode, "large")) ask_echo(sizeof big - 16);
    else if (is(mode, "small")) ask_echo(16);
    else if (is(mode, "random")) random_numbers();
    else if (is(mode, "log")) {
      for (uint32_t i = 0; i < 8191; i++) big[i] = 'l';
      big[8191] = 0;
      cairn_log(CAIRN_LOG_WRITE_INFO, (const char *)big);
    } else return CAIRN_EXIT_USAGE;
  }
}
