/* Asks the echo handler once each 5 ms, as a program with a screen would, and says each second how it went.
 * Usage: bystander SECONDS */
#include "cairn.h"
#include "echo.h"

enum { EVERY = 5000000, MOST = 1024 };
static uint32_t micros[MOST];

static void sort(uint32_t n) {
  for (uint32_t i = 1; i < n; i++) {
    uint32_t v = micros[i], j = i;
    for (; j > 0 && micros[j - 1] > v; j--) micros[j] = micros[j - 1];
    micros[j] = v;
  }
}

int cairn_main(int argc, char **argv) {
  int32_t seconds = argc > 1 ? cairn_parse_number(argv[1]) : 3;
  uint64_t next = cairn_monotonic();
  for (int32_t s = 0; s < seconds; s++) {
    uint32_t n = 0, refused = 0;
    uint64_t end = cairn_monotonic() + 1000000000;
    while (cairn_monotonic() < end && n < MOST) {
      next += EVERY;
      cairn_wait_until(next);
      uint64_t start = cairn_monotonic();
      uint8_t body[16];
      cairn_writer w = {body, sizeof body, 0};
      cairn_put_u8(&w, ECHO_SAY);
      cairn_put_bytes(&w, cairn_text("ping"));
      cairn_event answer = cairn_wait(cairn_ask(&ECHO, &w));
      uint64_t now = cairn_monotonic();
      if (!answer.ok) refused++;
      micros[n++] = (uint32_t)((now - start) / 1000);
      if (now > next) next = now; /* what is missed is not made up for */
    }
    sort(n);
    cairn_printf("%u answers, p50 %u us, p99 %u us, worst %u us, %u refused\n", n, n ? micros[n / 2] : 0,
                 n ? micros[n * 99 / 100] : 0, n ? micros[n - 1] : 0, refused);
  }
  return 0;
}
