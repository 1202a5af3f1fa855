package cairn.kernel.schedule;

/** Chooses and makes schedulers. */
public final class GuestSchedulers {
  /**
   * Bytes of the call stack that guest code has, whichever scheduler runs it, as the engine counts
   * them; the threads have more, so that what is counted always ends first.
   */
  public static final int STACK = 3 << 20;

  private GuestSchedulers() {}

  /**
   * The best that this JVM can do: continuations if a self-test passes, platform threads otherwise.
   */
  public static GuestScheduler best(int carriers) {
    return GuestThreads.CONTINUATIONS ? continuations(carriers) : platform(carriers);
  }

  /**
   * Whether this JVM lets guest threads be continuations; if not, {@link #best} is platform
   * threads.
   */
  public static boolean hasContinuations() {
    return GuestThreads.CONTINUATIONS;
  }

  /**
   * Guest threads as continuations. Throws UnsupportedOperationException where the JVM does not let
   * us.
   */
  public static GuestScheduler continuations(int carriers) {
    return onContinuations(carriers, CarrierScheduler.SLICE);
  }

  /** Guest threads as pooled platform threads. */
  public static GuestScheduler platform(int carriers) {
    return onThreads(carriers, CarrierScheduler.SLICE);
  }

  static CarrierScheduler onContinuations(int carriers, long sliceNanos) {
    return new CarrierScheduler(fibersOfContinuations(), carriers, sliceNanos).begin();
  }

  static CarrierScheduler onThreads(int carriers, long sliceNanos) {
    return new CarrierScheduler(new ThreadFiber.Maker(), carriers, sliceNanos).begin();
  }

  /** The best fibers that there are. */
  static Fiber.Maker fibers() {
    return GuestThreads.CONTINUATIONS ? fibersOfContinuations() : new ThreadFiber.Maker();
  }

  private static Fiber.Maker fibersOfContinuations() {
    if (!GuestThreads.CONTINUATIONS)
      throw new UnsupportedOperationException(
          "this JVM does not open its continuations: --add-exports"
              + " java.base/jdk.internal.vm=ALL-UNNAMED is missing, or it is not JDK 25");
    return new ContinuationFiber.Maker();
  }
}
