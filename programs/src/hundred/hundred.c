/* A hundred requests in flight on one thread: each of 100 tasks sets an alarm, awaits it, and sets the next.
 * Usage: hundred [ROUNDS]. Exit codes: 0, 64 usage, 70 an alarm did not ring, or fewer than 100 were set at once. */
#include "cairn_async.h"

enum { TASKS = 100, SOFTWARE = 70 };

typedef struct {
  cairn_task task;
  uint32_t number, rounds;
} alarm;

static cairn_executor executor;
static alarm alarms[TASKS];
static uint64_t start;
static uint32_t rounds = 10, rung, failed;

static void ring(cairn_task *task) {
  alarm *self = (alarm *)task;
  CAIRN_BEGIN(task);
  for (; self->rounds < rounds; self->rounds++) {
    /* Different steps, so that they answer in another order than they were asked. */
    CAIRN_AWAIT(task, cairn_ask_until(start + (uint64_t)(self->rounds + 1) * (1 + self->number * 37 % TASKS) * 100000));
    if (task->answer.ok) rung++;
    else failed++;
  }
  CAIRN_END(task);
}

int cairn_main(int argc, char **argv) {
  if (argc > 1) rounds = (uint32_t)cairn_parse_number(argv[1]);
  if (argc > 2 || rounds - 1 > 999999) {
    cairn_print("Usage: hundred [ROUNDS]\n");
    return CAIRN_EXIT_USAGE;
  }
  start = cairn_monotonic() + 20000000;
  for (uint32_t i = 0; i < TASKS; i++) {
    alarms[i].number = i;
    cairn_start(&executor, &alarms[i].task, ring);
  }
  cairn_run(&executor);
  cairn_printf("%u alarms rang, at most %u set at once, on one thread.\n", rung, executor.most);
  return failed == 0 && rung == TASKS * rounds && executor.most == TASKS ? 0 : SOFTWARE;
}
