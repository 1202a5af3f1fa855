package cairn.kernel.ipc;

/** Something that can sleep until it is woken: a guest thread, or a thread of the kernel. */
public interface Sleeper {
  /**
   * Sleeps until {@link #wake}; returns at once if that came first; may return early. Called by its
   * own thread only, which holds no lock. Throws to give up waiting: GuestKilled, NotPutDown, what
   * the ledger of its stack refuses with, or what the kernel's own sleeper throws when its time is
   * over.
   */
  void sleep();

  /** Ends the sleep. Any thread; never blocks. */
  void wake();
}
