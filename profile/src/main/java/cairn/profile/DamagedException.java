package cairn.profile;

import java.io.Serial;

/** A database in which something is not as Cairn writes it. */
final class DamagedException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  DamagedException(String what) {
    super(what);
  }
}
