package cairn.kernel.ipc;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of all bodies that were accepted and not taken, or that Java code has taken and not let
 * go of, against the kernel's limit. Small bodies are not counted: the numbers of messages bound
 * them well enough, and counting them would make all processes meet at one counter. Safe for any
 * thread.
 *
 * <p>Every process has a share of it. It may hold a third as much as is still free: alone that is a
 * quarter, and however many help each other, something is left for the next. An eighth is the
 * kernel's own, so that programs can always be loaded. The first body of a process that holds
 * nothing may be larger while less than half is used.
 */
public final class InFlight {
  private static final int SMALL = 1024;

  private final long limit;
  private final Optional<InFlight> whole;
  private final AtomicLong bytes = new AtomicLong();

  /** All of it, which is the kernel's own too, with the most bytes there may be. */
  public InFlight(long limit) {
    this(limit, Optional.empty());
  }

  private InFlight(long limit, Optional<InFlight> whole) {
    this.limit = limit;
    this.whole = whole;
  }

  /** A process's share of this. */
  InFlight share() {
    return new InFlight(limit - limit / 8, Optional.of(this));
  }

  static boolean counts(int length) {
    return length > SMALL;
  }

  /** Charges a body of this length; false: there is too much already, and nothing is charged. */
  boolean take(int length) {
    if (!counts(length)) return true;
    long mine = bytes.addAndGet(length);
    long all = whole.isEmpty() ? mine : whole.get().bytes.addAndGet(length);
    if (whole.isEmpty() ? all <= limit : isFair(length, mine, all)) return true;
    giveBack(length);
    return false;
  }

  /** Whether {@link #take} would take a body of this length now. */
  boolean hasRoom(int length) {
    if (!counts(length)) return true;
    long mine = bytes.get() + length;
    long all = whole.isEmpty() ? mine : whole.get().bytes.get() + length;
    return whole.isEmpty() ? all <= limit : isFair(length, mine, all);
  }

  private boolean isFair(int length, long mine, long all) {
    return mine <= (limit - all) / 3 || (mine == length && all <= limit / 2);
  }

  /** Charges a body that stands in the place of one just given back. */
  void takeAnyway(int length) {
    if (!counts(length)) return;
    bytes.addAndGet(length);
    whole.ifPresent(all -> all.takeAnyway(length));
  }

  void giveBack(int length) {
    if (!counts(length)) return;
    bytes.addAndGet(-length);
    whole.ifPresent(all -> all.giveBack(length));
  }

  /** Bytes now. */
  public long bytes() {
    return bytes.get();
  }
}
