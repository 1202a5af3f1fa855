package cairn.kernel.ipc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands out message ids, in blocks so that processes do not meet here. Never reused. Any thread.
 */
public final class Ids {
  static final int BLOCK = 64;

  /** 0 and 1 mean other things in a guest's list of wanted ids. */
  private final AtomicLong next = new AtomicLong(2);

  /** The first of the next {@link #BLOCK} ids. */
  long block() {
    return next.getAndAdd(BLOCK);
  }
}
