package cairn.kernel.abi;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.kernel.Syscall;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.List;
import java.util.Optional;

/**
 * The messages that WASI's functions become, as values. What cannot be sent, is answered with an
 * error or does not decode (a handler may be a program) is empty here. Confined to the process's
 * guest thread.
 */
final class WasiMessages {
  private final Syscalls syscalls;
  private final Kind arguments;
  private final Kind environment;
  private final Kind write;
  private final Kind read;
  private final Kind size;
  private final Kind monotonic;
  private final Kind wall;
  private final Kind resolution;
  private final Kind waitUntil;
  private final Kind random;

  /** A message of an interface that ships. */
  private record Kind(InterfaceId on, Definition.Message message) {
    Payload with(Value... values) {
      return MessageCodec.encodeCall(message, List.of(values));
    }
  }

  WasiMessages(Syscalls syscalls, Interfaces interfaces) {
    this.syscalls = syscalls;
    arguments = kind(interfaces, "process", "arguments");
    environment = kind(interfaces, "process", "environment");
    write = kind(interfaces, "console", "write");
    read = kind(interfaces, "console", "read");
    size = kind(interfaces, "console", "size");
    monotonic = kind(interfaces, "time", "monotonic");
    wall = kind(interfaces, "time", "wall");
    resolution = kind(interfaces, "time", "resolution");
    waitUntil = kind(interfaces, "time", "wait-until");
    random = kind(interfaces, "random", "bytes");
  }

  private static Kind kind(Interfaces interfaces, String name, String message) {
    Definition definition = interfaces.shipped(name).definition();
    return new Kind(definition.id(), definition.message(message).orElseThrow());
  }

  /** The arguments, the program's name first. */
  Optional<List<String>> arguments() {
    return ask(arguments).map(list -> texts((Value.Items) list));
  }

  /** The environment, each as {@code name=value}. */
  Optional<List<String>> environment() {
    return ask(environment)
        .map(
            list ->
                ((Value.Items) list)
                    .items().stream()
                        .map(pair -> String.join("=", texts((Value.Items) pair)))
                        .toList());
  }

  private static List<String> texts(Value.Items items) {
    return items.items().stream().map(item -> ((Value.Text) item).value()).toList();
  }

  /** Prints; false: it could not be. */
  boolean print(boolean err, Payload bytes) {
    return ask(write, Value.named(err ? "err" : "out"), Value.bytes(bytes)).isPresent();
  }

  /** Whether the console is a terminal: one without a size is a pipe or a file. */
  boolean isTerminal() {
    return ask(size)
        .map(value -> ((Value.Unsigned) ((Value.Fields) value).get("columns")).value() > 0)
        .orElse(false);
  }

  /** A clock's time in nanoseconds. */
  Optional<Long> now(boolean ofWall) {
    return number(ofWall ? wall : monotonic);
  }

  /** A clock's smallest step in nanoseconds. */
  Optional<Long> resolution(boolean ofWall) {
    return number(resolution, clock(ofWall));
  }

  /** At most 65,535 random bytes; empty also when there come more or fewer. */
  Optional<Payload> random(int count) {
    return ask(random, Value.unsigned(count))
        .map(value -> ((Value.Bytes) value).value())
        .filter(bytes -> bytes.length() == count);
  }

  /** Asks for input and does not wait for it. */
  Optional<MessageId> startRead(int most) {
    return start(read.on(), read.with(Value.unsigned(most)));
  }

  /** The input in the answer to a read. */
  Optional<Payload> input(Answer answer) {
    return value(read, answer).map(bytes -> ((Value.Bytes) bytes).value());
  }

  /** Sets an alarm and does not wait for it. */
  Optional<MessageId> startWait(boolean onWall, long moment) {
    return start(waitUntil.on(), waitUntil.with(clock(onWall), Value.unsigned(moment)));
  }

  /** Waits for, or looks for, the answer to one of these. */
  Optional<Syscalls.Delivery.AnswerTo> next(List<MessageId> ids, boolean block) {
    List<Long> slots = ids.stream().map(MessageId::number).toList();
    var wish = new Syscall.NextMessage(slots, block, Integer.MAX_VALUE);
    return switch (syscalls.next(wish)) {
      case Syscalls.Next.Taken(int _, Syscalls.Delivery.AnswerTo answer) -> Optional.of(answer);
      case Syscalls.Next.Taken _, Syscalls.Next.TooLarge _, Syscalls.Next.Nothing _ ->
          Optional.empty();
    };
  }

  /** Its answer is no longer wanted. */
  void cancel(MessageId id) {
    syscalls.cancel(new Syscall.CancelMessage(id));
  }

  private static Value clock(boolean ofWall) {
    return Value.named(ofWall ? "wall" : "monotonic");
  }

  private Optional<Long> number(Kind kind, Value... values) {
    return ask(kind, values).map(value -> ((Value.Unsigned) value).value());
  }

  private Optional<MessageId> start(InterfaceId on, Payload body) {
    long[] id = new long[1];
    int status =
        syscalls.emit(new Syscall.EmitMessage(on, body, true, true), given -> id[0] = given);
    return status == Syscalls.ACCEPTED ? Optional.of(new MessageId(id[0])) : Optional.empty();
  }

  private Optional<Value> ask(Kind kind, Value... values) {
    return value(kind, syscalls.ask(kind.on(), kind.with(values)));
  }

  private static Optional<Value> value(Kind kind, Answer answer) {
    return switch (answer) {
      case Answer.Failure() -> Optional.empty();
      case Answer.Success(Payload body) ->
          switch (MessageCodec.decodeAnswer(kind.message(), body)) {
            case MessageCodec.Decoded.Ok<Value>(Value value) -> Optional.of(value);
            case MessageCodec.Decoded.Malformed<Value> _ -> Optional.empty();
          };
    };
  }
}
