package cairn.kernel;

/** Who is to answer an interface, by the user's word. */
public sealed interface Answerer {
  /** This process, which has asked to handle it. */
  record Process(Pid pid) implements Answerer {}

  /** The Java code inside Cairn that answers it where nobody says otherwise. */
  record Cairn() implements Answerer {}

  /** Nobody: what may wait waits, the rest is refused. */
  record Nobody() implements Answerer {}

  /**
   * As if nothing had been said: for one program, whoever answers everybody; for everybody, the
   * code inside Cairn if there is any, else nobody.
   */
  record Usual() implements Answerer {}
}
