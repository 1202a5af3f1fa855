package cairn.kernel;

/**
 * The identity of a message that wants an answer, never reused while this kernel lives. Ids begin
 * at 2; they are not guessable counters to a guest's eye, but nothing relies on that: an id belongs
 * to a process.
 */
public record MessageId(long number) {
  @Override
  public String toString() {
    return Long.toUnsignedString(number);
  }
}
