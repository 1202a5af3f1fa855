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

  /** Prints, and says how many of the bytes. */
  WasiReply<Long> print(boolean err, Payload bytes) {
    return WasiReply.of(
        console.ask("write", Value.named(err ? "err" : "out"), Value.bytes(bytes)),
        WasiErrno::ofConsole,
        WasiMessages::number);
  }

  /** A stream of the console, by its field in {@code console.kinds}. */
  enum Stream {
    INPUT("input"),
    OUT("out"),
    ERR("err");

    private final String field;

    Stream(String field) {
      this.field = field;
    }
  }

  /** Whether a stream of the console is a terminal; EBADF: it is not open. */
  WasiReply<Boolean> isTerminal(Stream stream) {
    Optional<Value> kinds = console.ask("streams");
    if (kinds.isEmpty()) return new WasiReply.Ok<>(false);
    String kind = ((Value.Case) ((Value.Fields) kinds.get()).get(stream.field)).name();
    return kind.equals("closed")
        ? new WasiReply.No<>(WasiErrno.BADF)
        : new WasiReply.Ok<>(kind.equals("terminal"));
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
        return WasiReply.of(
            console.value("read", answer),
            WasiErrno::ofConsole,
            value -> ((Value.Bytes) value).value());
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
