/* cairn_async.h: many things at once on one thread. See programs/src/hundred for a whole program.
 *
 *   typedef struct { cairn_task task; int rounds; } sleeper;
 *
 *   static void sleep_on(cairn_task *task) {
 *     sleeper *self = (sleeper *)task;
 *     CAIRN_BEGIN(task);
 *     for (self->rounds = 0; self->rounds < 10; self->rounds++) {
 *       CAIRN_AWAIT(task, cairn_ask_until(cairn_monotonic() + 1000000));
 *       if (!task->answer.ok) break;
 *     }
 *     CAIRN_END(task);
 *   }
 *
 *   static cairn_executor executor;
 *   static sleeper a, b;
 *   cairn_start(&executor, &a.task, sleep_on);
 *   cairn_start(&executor, &b.task, sleep_on);
 *   cairn_run(&executor);
 *
 * A task is a function that goes on behind its last CAIRN_AWAIT each time it is called. What is to outlive an await
 * stands in the task's structure: the function's own variables do not. Between CAIRN_BEGIN and CAIRN_END there is no
 * `switch` around an await, and one await a line.
 *
 * A question is a future: ask first, await later, cancel with cairn_cancel_message if nobody awaits it any more. A task
 * that calls something that waits by itself (cairn_print, cairn_wait) makes all of them wait. */
#ifndef CAIRN_ASYNC_H
#define CAIRN_ASYNC_H

#include "cairn.h"

/* What next_message can wait for at once; so many tasks of an executor may wait. */
enum { CAIRN_MAX_TASKS = 512 };

typedef struct cairn_task cairn_task;
typedef void (*cairn_step)(cairn_task *task);

struct cairn_task {
  cairn_event answer; /* of what was awaited last; its body stays until the task awaits again */
  cairn_step step;
  uint64_t awaited; /* 0: the question was not accepted, which is an error answer */
  uint32_t line;
  bool waits;
};

typedef struct {
  uint64_t ids[CAIRN_MAX_TASKS];
  cairn_task *tasks[CAIRN_MAX_TASKS]; /* the one that awaits the id at the same place */
  uint32_t count;
  uint32_t most; /* that have waited at once */
} cairn_executor;

#define CAIRN_BEGIN(task) switch ((task)->line) { case 0:

/* Goes on when this id is answered, and lets others run until then. 1: any message for what this process handles. */
#define CAIRN_AWAIT(task, id)       \
  do {                              \
    (task)->awaited = (id);         \
    (task)->waits = true;           \
    (task)->line = __LINE__;        \
    return;                         \
    case __LINE__:;                 \
  } while (0)

#define CAIRN_END(task) }

/* Runs a task until it waits; false: it has ended. */
static inline bool cairn_advance(cairn_executor *executor, cairn_task *task) {
  for (;;) {
    task->waits = false;
    task->step(task);
    if (!task->waits) return false;
    if (task->awaited != 0) break;
    task->answer = (cairn_event){0};
  }
  if (executor->count == CAIRN_MAX_TASKS) __builtin_trap();
  executor->ids[executor->count] = task->awaited;
  executor->tasks[executor->count++] = task;
  if (executor->count > executor->most) executor->most = executor->count;
  return true;
}

/* Begins a task, up to its first await. Traps when 512 wait already. */
static inline bool cairn_start(cairn_executor *executor, cairn_task *task, cairn_step step) {
  *task = (cairn_task){.step = step};
  return cairn_advance(executor, task);
}

/* Takes one answer and lets its task go on. False: no task waits. */
static inline bool cairn_run_once(cairn_executor *executor) {
  if (executor->count == 0) return false;
  cairn_event event = cairn_next(executor->ids, executor->count, true);
  cairn_task *task = executor->tasks[event.slot];
  executor->count--;
  executor->ids[event.slot] = executor->ids[executor->count];
  executor->tasks[event.slot] = executor->tasks[executor->count];
  task->answer = event;
  cairn_advance(executor, task);
  return true;
}

/* Runs until all tasks have ended. */
static inline void cairn_run(cairn_executor *executor) {
  while (cairn_run_once(executor)) {}
}

#endif
