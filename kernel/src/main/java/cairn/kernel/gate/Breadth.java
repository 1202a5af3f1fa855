package cairn.kernel.gate;

/** How wide a decision is. */
public enum Breadth {
  /** This host and port, this interface, this text, this program with these arguments. */
  EXACT,
  /** This host, any port. Same as EXACT where there is no port. */
  HOST,
  /** This program, any arguments. Same as EXACT where no program is to be started. */
  PROGRAM,
  /** Anything of this deed. */
  ANY
}
