package cairn.kernel.host;

import cairn.kernel.NativeCall;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a process prints, on its way to the device. It queues up to {@value #ANSWERED} bytes; then
 * the answers to writes wait for room. Echo takes its place in the order but never waits. Each
 * entry of the queue counts for {@value #ENTRY} bytes beside its own, so that a flood of small
 * writes is bounded too. A device whose writes can fail is different: there each write is answered
 * when it is done, with how it went.
 *
 * <p>All state is confined to the console's turns, but for the filters and {@link Batch}, which
 * belong to the one thread of the device that shows a batch at a time. Only that thread may block.
 *
 * <p>Long because what is queued, what is shown and what has failed change together.
 */
final class ConsoleOutput {
  /** The most bytes not yet shown whose writes are answered. */
  static final int ANSWERED = 64 << 10;

  /** The most bytes in the queue; a program that does not wait for its answers fails here. */
  static final int IN_ALL = 32 << 20;

  /** What an entry costs beside its bytes. */
  static final int ENTRY = 512;

  /** How much is filtered and shown at a time. */
  private static final int PIECE = 16 << 10;

  /** The most entries shown at a time. */
  private static final int PIECES = 1024;

  private final Turns turns;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private Optional<ConsoleDevice> device = Optional.empty();

  private final Deque<Printed> queue = new ArrayDeque<>();

  /** Writes whose answer waits for room, and answered or cancelled ones among them. */
  private final Deque<Printed> unanswered = new ArrayDeque<>();

  /** Costs since the beginning; the difference is what is on its way. */
  private long enqueued;

  private long shown;

  /** Whether a batch is being shown. */
  private boolean showing;

  private boolean ending;
  private final List<Awaited> awaited = new ArrayList<>();
  private final ConsoleFilter outFilter = new ConsoleFilter();
  private final ConsoleFilter errFilter = new ConsoleFilter();

  /** Somebody who waits until this much is shown. */
  private record Awaited(long place, CompletableFuture<Void> done) {}

  /** Something to show. Mutable fields belong to the turns, if nothing else is said. */
  private static final class Printed {
    private final boolean err;
    private final Payload bytes;

    /** To run when the bytes are not needed any more. */
    private final Runnable kept;

    private final boolean returns;
    private final long end;

    /** How many bytes of the write were written before these. */
    private final int before;

    /** What the line discipline says is safe as it is. */
    private final boolean echo;

    /** Whether it has left the queue: what has begun to be shown is shown. */
    private boolean taken;

    /** Not to be shown after all. Does not change once it has left the queue. */
    private boolean cancelled;

    /** Its emitter has cancelled it; set at once, by any thread, before the turn that says so. */
    private volatile boolean withdrawn;

    /** Forgotten once it is answered or cancelled: it is heavier than what it prints. */
    private Optional<NativeCall> call;

    Printed(
        boolean err,
        Payload bytes,
        Runnable kept,
        boolean returns,
        long end,
        int before,
        Optional<NativeCall> call) {
      this.err = err;
      this.bytes = bytes;
      this.kept = kept;
      this.returns = returns;
      this.end = end;
      this.before = before;
      this.echo = call.isEmpty();
      this.call = call;
    }

    int cost() {
      return bytes.length() + ENTRY;
    }

    void cancel() {
      call = Optional.empty();
      if (!taken) cancelled = true;
    }
  }

  /** State is confined to these turns; all but {@link #over} is called in one. */
  ConsoleOutput(Turns turns) {
    this.turns = turns;
  }

  void attach(ConsoleDevice opened) {
    device = Optional.of(opened);
    if (!opened.tellsFailures()) unanswered.addAll(queue);
    answer();
    show();
  }

  /**
   * Takes a write. {@code kept} runs when its bytes are shown or not needed. {@code returns}: a
   * line feed also returns to the first column (ONLCR).
   */
  void write(NativeCall call, Runnable kept, boolean returns) {
    boolean err = ((Value.Case) call.arguments().get(0)).name().equals("err");
    Payload bytes = ((Value.Bytes) call.arguments().get(1)).value();
    if (bytes.isEmpty()) {
      kept.run();
      call.answer(written(0));
      return;
    }
    if (enqueued - shown + bytes.length() + ENTRY > IN_ALL) {
      kept.run();
      call.fail();
      return;
    }
    int before = 0;
    if (writesNow(err)) {
      Optional<StreamFault> fault = Optional.empty();
      try {
        before = device.orElseThrow().writeNow(err, bytes);
      } catch (StreamFault failure) {
        fault = Optional.of(failure);
      }
      if (fault.isPresent() || before == bytes.length()) {
        kept.run();
        call.answer(fault.map(ConsoleOutput::outcome).orElse(written(bytes.length())));
        return;
      }
    }
    Printed printed =
        enqueue(err, bytes.slice(before, bytes.length()), kept, returns, before, Optional.of(call));
    if (!tellsFailures()) unanswered.add(printed);
    call.onCancel(
        () -> {
          printed.withdrawn = true;
          turns.run(() -> printed.call.ifPresent(still -> printed.cancel()));
        });
    answer();
    show();
  }

  /** Shows what the line discipline says. */
  void echo(Payload bytes) {
    if (enqueued - shown > IN_ALL) return;
    enqueue(false, bytes, () -> {}, false, 0, Optional.empty());
    show();
  }

  /** Completes the future when all that is in the queue now is shown. */
  void whenShown(CompletableFuture<Void> done) {
    if (shown == enqueued || over.isDone()) done.complete(null);
    else awaited.add(new Awaited(enqueued, done));
  }

  /**
   * No more will come. What was answered for is shown, the rest of a killed program's flood is not.
   */
  void end() {
    if (ending) return;
    ending = true;
    long bytes = 0;
    for (Printed printed : queue) {
      bytes += printed.bytes.length();
      if (bytes > ANSWERED) printed.cancelled = true;
    }
    unanswered.clear();
    show();
  }

  /** Completes when everything is shown and the device let go of. */
  CompletableFuture<Void> over() {
    return over;
  }

  /** Whether a write can be tried here and now: nothing stands before it. */
  private boolean writesNow(boolean err) {
    return !showing
        && queue.isEmpty()
        && device.filter(there -> there.tellsFailures() && !there.isTerminal(err)).isPresent();
  }

  private Printed enqueue(
      boolean err,
      Payload bytes,
      Runnable kept,
      boolean returns,
      int before,
      Optional<NativeCall> call) {
    enqueued += bytes.length() + ENTRY;
    Printed printed = new Printed(err, bytes, kept, returns, enqueued, before, call);
    queue.add(printed);
    return printed;
  }

  /**
   * A write is answered when its last byte is among the next {@link #ANSWERED} to be shown, unless
   * it was cancelled: the turn of a cancel may come after the one that makes room.
   */
  private void answer() {
    for (var first = unanswered.peek(); first != null; first = unanswered.peek()) {
      if (first.end - shown > ANSWERED) return;
      unanswered.remove();
      if (first.withdrawn) {
        first.cancel();
      } else {
        answer(first, written(first.bytes.length()));
      }
    }
  }

  private static void answer(Printed printed, Value value) {
    printed.call.ifPresent(call -> call.answer(value));
    printed.call = Optional.empty();
  }

  private boolean tellsFailures() {
    return device.map(ConsoleDevice::tellsFailures).orElse(true);
  }

  private static Value written(int bytes) {
    return Value.ok(Value.unsigned(bytes));
  }

  /** How a write went. What was written before a failure counts; the next write is told why. */
  private static Value outcome(Printed printed, Optional<StreamFault> fault) {
    return fault
        .map(ConsoleOutput::outcome)
        .orElse(written(printed.before + printed.bytes.length()));
  }

  private static Value outcome(StreamFault fault) {
    return fault.written() > 0 ? written(fault.written()) : Value.err(fault.error().word());
  }

  private void show() {
    if (showing || device.isEmpty()) return;
    ConsoleDevice there = device.get();
    if (queue.isEmpty() && !ending) return;
    showing = true;
    if (queue.isEmpty()) {
      there.show(() -> finish(there));
      return;
    }
    List<Printed> some = new ArrayList<>();
    int length = 0;
    while (!queue.isEmpty() && length < PIECE && some.size() < PIECES) {
      Printed next = queue.remove();
      next.taken = true;
      length += next.bytes.length();
      some.add(next);
    }
    there.show(() -> new Batch(there).show(some));
  }

  private void finish(ConsoleDevice there) {
    try {
      if (there.isTerminal(false)) {
        byte[] reset = outFilter.reset();
        if (reset.length > 0) there.write(false, Payload.owning(reset));
      }
      if (there.isTerminal(true)) {
        byte[] reset = errFilter.reset();
        if (reset.length > 0) there.write(true, Payload.owning(reset));
      }
      there.ended();
    } catch (StreamFault gone) {
      // Nobody is left to be told.
      there.ended();
    } finally {
      over.complete(null);
      turns.run(() -> awaited.forEach(one -> one.done().complete(null)));
    }
  }

  private void advance(long cost) {
    shown += cost;
    answer();
    awaited.removeIf(
        one -> {
          boolean reached = one.place() <= shown;
          if (reached) one.done().complete(null);
          return reached;
        });
  }

  /** Shows some of the queue. Confined to one thread. */
  private final class Batch {
    private final ConsoleDevice there;
    private final boolean tells;

    /** Many small writes to the same stream cost one. */
    private final ByteArrayOutputStream joined = new ByteArrayOutputStream();

    private boolean err;

    /** Costs since the last advance. */
    private long covered;

    /** Costs advanced. */
    private long reported;

    Batch(ConsoleDevice there) {
      this.there = there;
      this.tells = there.tellsFailures();
    }

    void show(List<Printed> some) {
      long total = some.stream().mapToLong(Printed::cost).sum();
      try {
        ConsoleDevice.Size size = there.size();
        int columns = size.columns() == 0 ? 80 : size.columns();
        int rows = size.rows() == 0 ? 24 : size.rows();
        outFilter.screen(columns, rows);
        errFilter.screen(columns, rows);
        for (Printed printed : some) {
          if (tells) tell(printed);
          else {
            if (printed.err != err) flush();
            err = printed.err;
            show(printed);
          }
        }
        flush();
      } catch (StreamFault unexpected) {
        throw new IllegalStateException("a device whose writes do not fail", unexpected);
      } finally {
        // A device that threw has taken nothing more, and the next batch is tried again.
        long left = total - reported;
        turns.run(
            () -> {
              showing = false;
              for (Printed printed : some) {
                printed.kept.run();
                // One that is answered is not answered again.
                if (tells) answer(printed, Value.err(StreamError.FAILED.word()));
              }
              advance(left);
              ConsoleOutput.this.show();
            });
      }
    }

    private void show(Printed printed) throws StreamFault {
      int length = printed.bytes.length();
      for (int at = 0; at < length; at += PIECE) {
        int end = Math.min(at + PIECE, length);
        if (!printed.cancelled) joined.writeBytes(visible(printed, printed.bytes.slice(at, end)));
        covered += end - at;
        if (end < length) flush();
      }
      covered += ENTRY;
    }

    /** Writes one, and has it answered. */
    private void tell(Printed printed) {
      Optional<StreamFault> fault = printed.cancelled ? Optional.empty() : put(printed);
      reported += printed.cost();
      turns.run(
          () -> {
            // Whoever has the answer has the room too.
            printed.kept.run();
            answer(printed, outcome(printed, fault));
            advance(printed.cost());
          });
    }

    private Optional<StreamFault> put(Printed printed) {
      int length = printed.bytes.length();
      if (!filters(printed)) return put(printed.err, printed.bytes, printed.before);
      for (int at = 0; at < length; at += PIECE) {
        Payload piece = printed.bytes.slice(at, Math.min(at + PIECE, length));
        byte[] bytes = visible(printed, piece);
        Optional<StreamFault> fault =
            bytes.length == 0 ? Optional.empty() : put(printed.err, Payload.owning(bytes), at);
        if (fault.isPresent()) return fault;
      }
      return Optional.empty();
    }

    /**
     * Writes a piece.
     *
     * @param before how much of the write stood before it
     */
    private Optional<StreamFault> put(boolean toErr, Payload bytes, int before) {
      try {
        there.write(toErr, bytes);
        return Optional.empty();
      } catch (StreamFault fault) {
        // Of a filtered piece nobody can say how much it is; it counts as not written.
        int more = there.isTerminal(toErr) ? 0 : fault.written();
        return Optional.of(new StreamFault(fault.error(), before + more));
      }
    }

    private boolean filters(Printed printed) {
      return !printed.echo && there.isTerminal(printed.err);
    }

    private byte[] visible(Printed printed, Payload piece) {
      byte[] bytes = piece.toByteArray();
      if (!filters(printed)) return bytes;
      byte[] kept = (printed.err ? errFilter : outFilter).filter(bytes);
      return printed.returns && !there.editsLines() ? ConsoleFilter.withReturns(kept) : kept;
    }

    private void flush() throws StreamFault {
      if (joined.size() > 0) there.write(err, Payload.owning(joined.toByteArray()));
      joined.reset();
      long cost = covered;
      covered = 0;
      reported += cost;
      if (cost > 0) turns.run(() -> advance(cost));
    }
  }
}
