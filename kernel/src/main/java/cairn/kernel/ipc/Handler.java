package cairn.kernel.ipc;

import cairn.kernel.NativeHandler;

/** Who answers an interface now. Compared by identity: a registration that ended never returns. */
sealed interface Handler {
  /** Nobody. */
  enum Nobody implements Handler {
    INSTANCE
  }

  /** Java code. */
  final class Native implements Handler {
    final NativeHandler code;

    Native(NativeHandler code) {
      this.code = code;
    }
  }

  /** A process. */
  final class ByProcess implements Handler {
    final Party party;

    ByProcess(Party party) {
      this.party = party;
    }
  }
}
