package cairn.kernel.abi;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.kernel.Syscall;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.List;
import java.util.Optional;

/**
 * The messages that become of WASI's functions for the start of a process, its console, clocks and
 * random bytes, as values. What cannot be sent, is answered with an error or does not decode (a
 * handler may be a program) is empty here. Any guest thread of the process.
 */
final class WasiMessages {
  private final Syscalls syscalls;
  private final WasiCalls startup;
  private final WasiCalls console;
  private final WasiCalls time;
  private final WasiCalls random;

  WasiMessages(Syscalls syscalls, Interfaces interfaces) {
    this.syscalls = syscalls;
    startup = new WasiCalls(syscalls, interfaces.shipped("startup").definition());
    console = new WasiCalls(syscalls, interfaces.shipped("console").definition());
    time = new WasiCalls(syscalls, interfaces.shipped("time").definition());
    random = new WasiCalls(syscalls, interfaces.shipped("random").definition());
  }

  /** The arguments, argument 0 first, each ended by a zero. */
  Optional<Payload> arguments() {
    return startup.ask("arguments").map(bytes -> ((Value.Bytes) bytes).value());
  }

  /** The environment, each as {@code NAME=VALUE} and ended by a zero. */
  Optional<Payload> environment() {
    return startup.ask("environment").map(bytes -> ((Value.Bytes) bytes).value());
  }

  /** Prints; false: it could not be. */
  boolean print(boolean err, Payload bytes) {
    return console.ask("write", Value.named(err ? "err" : "out"), Value.bytes(bytes)).isPresent();
  }

  /** Whether the console is a terminal: one without a size is a pipe or a file. */
  boolean isTerminal() {
    return console
        .ask("size")
        .map(value -> ((Value.Unsigned) ((Value.Fields) value).get("columns")).value() > 0)
        .orElse(false);
  }

  /** A clock's time in nanoseconds. */
  Optional<Long> now(boolean ofWall) {
    return time.ask(ofWall ? "wall" : "monotonic").map(WasiMessages::number);
  }

  /** A clock's smallest step in nanoseconds. */
  Optional<Long> resolution(boolean ofWall) {
    return time.ask("resolution", clock(ofWall)).map(WasiMessages::number);
  }

  private static long number(Value value) {
    return ((Value.Unsigned) value).value();
  }

  /** At most 65,535 random bytes; empty also when there come more or fewer. */
  Optional<Payload> random(int count) {
    return random
        .ask("bytes", Value.unsigned(count))
        .map(value -> ((Value.Bytes) value).value())
        .filter(bytes -> bytes.length() == count);
  }

  /** The input of the console. */
  WasiInput.Source input() {
    return new WasiInput.Source() {
      @Override
      public Optional<MessageId> start(int most) {
        return console.start("read", Value.unsigned(most));
      }

      @Override
      public WasiReply<Payload> bytes(Answer answer) {
        Optional<Value> value = console.value("read", answer);
        if (value.isEmpty()) return new WasiReply.No<>(WasiErrno.IO);
        return new WasiReply.Ok<>(((Value.Bytes) value.get()).value());
      }
    };
  }

  /** Sets an alarm and does not wait for it. */
  Optional<MessageId> startWait(boolean onWall, long moment) {
    return time.start("wait-until", clock(onWall), Value.unsigned(moment));
  }

  /** Waits for, or looks for, the answer to one of these. */
  Optional<Syscalls.Delivery.AnswerTo> next(List<MessageId> ids, boolean block) {
    return WasiCalls.next(syscalls, ids, block);
  }

  /** Its answer is no longer wanted. */
  void cancel(MessageId id) {
    syscalls.cancel(new Syscall.CancelMessage(id));
  }

  private static Value clock(boolean ofWall) {
    return Value.named(ofWall ? "wall" : "monotonic");
  }
}
