package cairn.kernel.host;

import cairn.kernel.NativeCall;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One process's console: what was typed for it, who waits for what, and, in {@link ConsoleOutput},
 * what it prints.
 *
 * <p>All state is confined to {@link #turns}. Nothing here blocks.
 */
final class Console {
  /** The most typed bytes that wait for the program, before they wait in the device's queue. */
  static final int INPUT = 64 << 10;

  private final Turns turns = new Turns();
  private final Runnable interrupt;
  private final ConsoleOutput output = new ConsoleOutput(turns);

  private Optional<ConsoleDevice> device = Optional.empty();

  /** Messages that came before the device was there and need it, in order. */
  private final Set<NativeCall> early = new LinkedHashSet<>();

  private final LineDiscipline discipline = new LineDiscipline();

  private final Deque<Typed> typed = new ArrayDeque<>();

  private int typedBytes;
  private boolean inputOver;
  private boolean ending;

  /** In order. A cancelled one leaves at once, so that they do not pile up; likewise the others. */
  private final Set<NativeCall> reads = new LinkedHashSet<>();

  private final Set<NativeCall> sizeWaits = new LinkedHashSet<>();

  /** Something that a read is answered with. */
  private sealed interface Typed {
    /** Empty: the end of input for one read. */
    record Bytes(Payload bytes) implements Typed {}

    /** Input could not be read. */
    record Failed(StreamError why) implements Typed {}
  }

  /** {@code interrupt} runs on ^C; it does not block. */
  Console(Runnable interrupt) {
    this.interrupt = interrupt;
  }

  /** Gives it its device, once. */
  void attach(ConsoleDevice opened) {
    turns.run(
        () -> {
          device = Optional.of(opened);
          opened.onResize(() -> turns.run(() -> resized(opened)));
          opened.input().onArrival(() -> turns.run(() -> pump(opened)));
          List<NativeCall> waiting = List.copyOf(early);
          early.clear();
          for (NativeCall call : waiting) take(call, opened);
          output.attach(opened);
        });
  }

  /** Takes a message. */
  void handle(NativeCall call) {
    // Only writes carry much.
    Runnable kept = call.keep();
    turns.run(
        () -> {
          boolean taken = false;
          try {
            take(call, kept);
            taken = true;
          } finally {
            if (!taken) {
              kept.run();
              call.fail();
            }
          }
        });
  }

  private void take(NativeCall call, Runnable kept) {
    if (ending) {
      kept.run();
      call.fail();
      return;
    }
    switch (call.message().name()) {
      case "write" -> output.write(call, kept, !discipline.isRaw());
      case "set-mode" -> {
        boolean raw = ((Value.Case) call.arguments().get(0)).name().equals("raw");
        outcomes(discipline.raw(raw));
        call.answer(Value.UNIT);
        device.ifPresent(this::pump);
      }
      default -> device.ifPresentOrElse(there -> take(call, there), () -> hold(call, early));
    }
  }

  /** Completes when all that is printed now has been shown. */
  CompletableFuture<Void> shown() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    turns.run(() -> output.whenShown(done));
    return done;
  }

  /** The process is over: shows the rest, resets the terminal, lets go of it. Idempotent. */
  CompletableFuture<Void> end() {
    turns.run(
        () -> {
          ending = true;
          early.clear();
          reads.clear();
          sizeWaits.clear();
          output.end();
        });
    return output.over();
  }

  private void take(NativeCall call, ConsoleDevice there) {
    switch (call.message().name()) {
      case "read" -> {
        if (hold(call, reads)) pump(there);
      }
      case "size" -> call.answer(dimensions(there.size()));
      case "streams" -> call.answer(kinds(there.streams()));
      case "size-changed" -> {
        if (hold(call, sizeWaits)) resized(there);
      }
      default -> call.fail();
    }
  }

  /**
   * Puts a message among those that wait, until it is cancelled. False: there are too many, and it
   * has failed; questions are limited elsewhere, but it need not be a question.
   */
  private boolean hold(NativeCall call, Set<NativeCall> among) {
    if (among.size() >= call.limits().unanswered()) {
      call.fail();
      return false;
    }
    among.add(call);
    call.onCancel(() -> turns.run(() -> among.remove(call)));
    return true;
  }

  private void resized(ConsoleDevice there) {
    Value now = dimensions(there.size());
    sizeWaits.removeIf(
        call -> {
          boolean differs = !call.arguments().get(0).equals(now);
          if (differs) call.answer(now);
          return differs;
        });
  }

  private static Value dimensions(ConsoleDevice.Size size) {
    return Value.record(
        Value.field("columns", Value.unsigned(Math.clamp(size.columns(), 0, 65_535))),
        Value.field("rows", Value.unsigned(Math.clamp(size.rows(), 0, 65_535))));
  }

  private static Value kinds(ConsoleDevice.Streams streams) {
    return Value.record(
        Value.field("input", kind(streams.input())),
        Value.field("out", kind(streams.output())),
        Value.field("err", kind(streams.error())));
  }

  private static Value kind(ConsoleDevice.Kind kind) {
    return Value.named(
        switch (kind) {
          case TERMINAL -> "terminal";
          case OTHER -> "other";
          case CLOSED -> "closed";
        });
  }

  /** Moves what was typed on to who waits for it. */
  private void pump(ConsoleDevice there) {
    if (ending) return;
    fill(there);
    for (var first = reads.iterator(); first.hasNext() && serve(first.next()); ) {
      first.remove();
      fill(there);
    }
    if (!reads.isEmpty()) there.input().demand();
  }

  private void fill(ConsoleDevice there) {
    while (!inputOver && typedBytes < INPUT) {
      Payload bytes = there.input().take(INPUT - typedBytes);
      if (bytes.isEmpty()) {
        there.input().takeFailure().ifPresent(why -> typed.add(new Typed.Failed(why)));
        if (there.input().isOver()) {
          outcomes(discipline.ended());
          inputOver = true;
        }
        return;
      }
      if (there.editsLines()) type(bytes);
      else outcomes(discipline.typed(bytes.toByteArray()));
    }
  }

  private void outcomes(List<LineDiscipline.Outcome> all) {
    for (LineDiscipline.Outcome outcome : all) {
      switch (outcome) {
        case LineDiscipline.Outcome.Echo echo -> output.echo(echo.bytes());
        case LineDiscipline.Outcome.Input input -> type(input.bytes());
        case LineDiscipline.Outcome.EndOfInput() -> typed.add(new Typed.Bytes(Payload.EMPTY));
        case LineDiscipline.Outcome.Interrupt() -> {
          typed.clear();
          typedBytes = 0;
          interrupt.run();
        }
      }
    }
  }

  private void type(Payload bytes) {
    typed.add(new Typed.Bytes(bytes));
    typedBytes += bytes.length();
  }

  /**
   * Answers a read if there is something for it, and says whether it is done with. What a cancelled
   * one would have got stays first.
   */
  private boolean serve(NativeCall call) {
    long most = ((Value.Unsigned) call.arguments().get(0)).value();
    if (most == 0) {
      call.answer(read(Payload.EMPTY));
      return true;
    }
    return switch (typed.peek()) {
      case null -> {
        if (inputOver) call.answer(read(Payload.EMPTY));
        yield inputOver;
      }
      case Typed.Failed(StreamError why) -> {
        if (call.tryAnswer(Value.err(why.word()))) typed.remove();
        yield true;
      }
      case Typed.Bytes(Payload first) -> {
        int length = (int) Math.min(most, first.length());
        if (call.tryAnswer(read(first.slice(0, length)))) {
          typed.remove();
          if (length < first.length())
            typed.addFirst(new Typed.Bytes(first.slice(length, first.length())));
          typedBytes -= length;
        }
        yield true;
      }
    };
  }

  private static Value read(Payload bytes) {
    return Value.ok(Value.bytes(bytes));
  }
}
