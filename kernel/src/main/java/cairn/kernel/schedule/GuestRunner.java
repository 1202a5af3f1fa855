package cairn.kernel.schedule;

/** A thread that guests may run on: a daemon whose stack is large enough for them. */
abstract class GuestRunner extends Thread {
  /**
   * Bytes of stack: for guest code, whose frames take one to three times what is counted and twice
   * that while they are put down, and for the compiler and the host code that it calls. Pages that
   * are not touched cost nothing.
   */
  static final int STACK = 5 * GuestSchedulers.STACK + (2 << 20);

  GuestRunner(String name) {
    super(null, null, name, STACK, false);
    setDaemon(true);
    // Its class is to be ready before somebody with little stack asks.
    Headroom.require(Headroom.HOST);
  }
}
