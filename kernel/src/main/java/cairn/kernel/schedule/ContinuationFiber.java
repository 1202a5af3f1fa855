package cairn.kernel.schedule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import jdk.internal.vm.StackChunk;
import org.jspecify.annotations.Nullable;

/**
 * A fiber on the JDK's own continuations: the only class that touches {@code jdk.internal.vm}. A
 * put-down stack is an object on the heap.
 *
 * <p>Where a guest runs is asked of the JVM through {@link Continuation#getCurrentContinuation},
 * never through {@code Thread.currentThread()}: a compiled method reads the latter once and keeps
 * it, although a yield in that method may have brought it to another carrier.
 */
final class ContinuationFiber extends Continuation implements Fiber {
  private static final ContinuationScope GUESTS = new ContinuationScope("cairn-guests");

  /** Bytes of a word of a stack chunk. */
  private static final int WORD = 8;

  private final ScheduledThread owner;

  private ContinuationFiber(ScheduledThread owner) {
    super(GUESTS, owner::runBody);
    this.owner = owner;
  }

  /** The guest thread that runs the calling code, if it runs on a continuation. */
  static @Nullable ScheduledThread current() {
    return Continuation.getCurrentContinuation(GUESTS) instanceof ContinuationFiber fiber
        ? fiber.owner
        : null;
  }

  @Override
  public void resume(Thread runner) {
    run();
  }

  @Override
  public boolean yieldNow() {
    return Continuation.yield(GUESTS);
  }

  @Override
  protected void onPinned(Pinned reason) {
    // yield answers false; whoever asked for it knows what that means.
  }

  @Override
  public long stackBytes() {
    return Chunks.bytes(this);
  }

  @Override
  public List<String> frames() {
    return stackWalker()
        .walk(
            frames ->
                frames
                    .limit(ScheduledThread.MAX_FRAMES)
                    .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                    .toList());
  }

  /** Makes these. */
  static final class Maker implements Fiber.Maker {
    @Override
    public Fiber make(ScheduledThread owner) {
      return new ContinuationFiber(owner);
    }

    @Override
    public String kind() {
      return "continuations";
    }

    @Override
    public void close() {}
  }

  /**
   * Yields, resumes and migrates one continuation: whether this JVM can do it and lets us. Any
   * failure, a missing {@code --add-exports} among them, is a no.
   */
  static boolean works() {
    try {
      return SelfTest.passes();
    } catch (LinkageError | RuntimeException e) {
      return false;
    }
  }

  private static final class SelfTest {
    static boolean passes() {
      var seen = new StringBuilder();
      var probe =
          new Continuation(
              GUESTS,
              () -> {
                seen.append(Thread.currentThread().getName());
                Continuation.yield(GUESTS);
                seen.append(name());
                Continuation.yield(GUESTS);
                seen.append('!');
              });
      for (String name : List.of("a", "b", "c")) {
        var carrier = new Thread(probe::run, name);
        carrier.setDaemon(true);
        carrier.start();
        if (!joined(carrier)) return false;
      }
      return probe.isDone() && seen.toString().equals("ab!");
    }

    /** In a frame of its own, so that the thread is asked for again. */
    private static String name() {
      return Thread.currentThread().getName();
    }

    private static boolean joined(Thread thread) {
      try {
        return thread.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /** Reads how large a stack is; without {@code --add-opens} it is as large as it may be. */
  private static final class Chunks {
    private static final @Nullable VarHandle TAIL =
        handle(Continuation.class, "tail", StackChunk.class);
    private static final @Nullable VarHandle SIZE = handle(StackChunk.class, "size", int.class);

    static long bytes(Continuation continuation) {
      // A carrier's stack bounds what can be put down from it.
      if (TAIL == null || SIZE == null) return GuestRunner.STACK;
      long bytes = 0;
      for (var chunk = (StackChunk) TAIL.get(continuation); chunk != null; chunk = chunk.parent())
        bytes += (long) (int) SIZE.get(chunk) * WORD;
      return bytes;
    }

    private static @Nullable VarHandle handle(Class<?> of, String field, Class<?> type) {
      try {
        return MethodHandles.privateLookupIn(of, MethodHandles.lookup())
            .findVarHandle(of, field, type);
      } catch (ReflectiveOperationException | RuntimeException e) {
        return null;
      }
    }
  }
}
