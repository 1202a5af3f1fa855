package cairn.kernel.gate;

/** How wide a decision is. */
public enum Breadth {
  /** This host and port, this interface, this text. */
  EXACT,
  /** This host, any port. Same as EXACT where there is no port. */
  HOST,
  /** Anything of this deed. */
  ANY
}
