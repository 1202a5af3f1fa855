package cairn.kernel.schedule;

/**
 * Thrown in a guest thread that was to stop where it is, and whose stack the JVM could not put
 * down: putting interpreted frames away takes stack of its own for each of them, and heap for all.
 * Nothing has happened by it. It ends the thread as {@link GuestKilled} does: host code that waits
 * is unwound by it and does not catch it, since a thread that cannot stop must not go on.
 */
public final class NotPutDown extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final VirtualMachineError why;

  /** {@code why}: StackOverflowError or OutOfMemoryError. */
  NotPutDown(VirtualMachineError why) {
    super("the stack of a guest thread could not be put down", why, false, false);
    this.why = why;
  }

  /** What the JVM was short of, thrown at the depth of the guest. */
  public VirtualMachineError why() {
    return why;
  }
}
