package cairn.kernel;

/** The identity of a process, never reused while this kernel lives. 0 is the kernel itself. */
public record Pid(long number) implements Comparable<Pid> {
  /** The kernel, as the emitter of its own messages. */
  public static final Pid KERNEL = new Pid(0);

  @Override
  public int compareTo(Pid other) {
    return Long.compareUnsigned(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(number);
  }
}
