package cairn.kernel.host.files;

import java.util.function.IntSupplier;

/**
 * The system's descriptors, of which Cairn gets only so many and needs others for itself: how many
 * of them programs hold by open files and folders. One program gets no more than it leaves to all
 * others. Any thread; its monitor is taken alone.
 */
final class Descriptors {
  private final IntSupplier limit;
  private int most = -1; // guarded by this; negative: not asked for yet
  private int taken; // guarded by this

  private Descriptors(IntSupplier limit) {
    this.limit = limit;
  }

  Descriptors(int most) {
    this(() -> most);
  }

  /** Half of what the system gives Cairn; it is asked when a file is opened first. */
  static Descriptors ofSystem() {
    return new Descriptors(() -> Posix.mostDescriptors() / 2);
  }

  private synchronized boolean isRoom(int held) {
    if (most < 0) most = limit.getAsInt();
    return held < most - taken;
  }

  private synchronized boolean take(int held) {
    if (!isRoom(held)) return false;
    taken++;
    return true;
  }

  private synchronized void give() {
    taken--;
  }

  /** What one program holds of them. */
  Share share() {
    return new Share(this);
  }

  /** Confined to the program's lane. */
  static final class Share {
    private final Descriptors all;
    private int held;

    private Share(Descriptors all) {
      this.all = all;
    }

    boolean isRoom() {
      return all.isRoom(held);
    }

    /** False: there are no more for it. */
    boolean take() {
      if (!all.take(held)) return false;
      held++;
      return true;
    }

    void give() {
      held--;
      all.give();
    }
  }
}
