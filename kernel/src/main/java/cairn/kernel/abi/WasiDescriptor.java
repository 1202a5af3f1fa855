package cairn.kernel.abi;

/**
 * An open descriptor: what it stands for, what may be done with it, and where it stands. Any guest
 * thread; the fields are guarded by this, and nobody sleeps under it, so two threads that read one
 * file at once may read the same bytes.
 */
final class WasiDescriptor {
  // witx: fdflags.
  static final int APPEND = 1;
  static final int DSYNC = 1 << 1;
  static final int NONBLOCK = 1 << 2;
  static final int RSYNC = 1 << 3;
  static final int SYNC = 1 << 4;

  private final What what;
  private int flags;
  private long base;
  private long inheriting;
  private long offset;
  private boolean knownOpen;

  /** What a descriptor stands for. */
  sealed interface What {
    /** Standard input. */
    record In(WasiInput input) implements What {}

    /** Standard output or error output. */
    record Out(boolean err) implements What {}

    /** An open file. */
    record File(int handle) implements What {}

    /** An open folder. {@code name}: what it is preopened as; empty for any other. */
    record Folder(int handle, String name) implements What {}

    /** A socket that takes connections. */
    record Listener(WasiListener listener) implements What {}

    /** A connection. */
    record Connection(int socket, WasiInput input) implements What {}
  }

  WasiDescriptor(What what, long base, long inheriting, int flags) {
    this.what = what;
    this.base = base;
    this.inheriting = inheriting;
    this.flags = flags;
  }

  What what() {
    return what;
  }

  /** Whether it has all of these rights. */
  synchronized boolean may(long rights) {
    return (base & rights) == rights;
  }

  synchronized long base() {
    return base;
  }

  synchronized long inheriting() {
    return inheriting;
  }

  /** Rights only get fewer; false: it has not all of these. */
  synchronized boolean narrow(long newBase, long newInheriting) {
    if ((newBase & ~base) != 0 || (newInheriting & ~inheriting) != 0) return false;
    base = newBase;
    inheriting = newInheriting;
    return true;
  }

  synchronized int flags() {
    return flags;
  }

  boolean has(int flag) {
    return (flags() & flag) != 0;
  }

  synchronized void setFlags(int newFlags) {
    flags = newFlags;
  }

  synchronized long offset() {
    return offset;
  }

  synchronized void setOffset(long at) {
    offset = at;
  }

  /**
   * Whether it is open: a standard stream may not have been when Cairn was started. The console is
   * asked until it says that it is.
   */
  boolean isOpen(WasiMessages messages) {
    synchronized (this) {
      if (knownOpen) return true;
    }
    boolean open = type(messages) instanceof WasiReply.Ok;
    synchronized (this) {
      knownOpen |= open;
    }
    return open;
  }

  /** witx: filetype. Of standard streams only terminals are known; EBADF: not open. */
  WasiReply<Integer> type(WasiMessages messages) {
    return switch (what) {
      case What.In _ -> stream(messages, WasiMessages.Stream.INPUT);
      case What.Out(boolean err) ->
          stream(messages, err ? WasiMessages.Stream.ERR : WasiMessages.Stream.OUT);
      case What.File _ -> new WasiReply.Ok<>(WasiFileStatus.REGULAR_FILE);
      case What.Folder _ -> new WasiReply.Ok<>(WasiFileStatus.DIRECTORY);
      case What.Listener _, What.Connection _ -> new WasiReply.Ok<>(WasiFileStatus.SOCKET_STREAM);
    };
  }

  private static WasiReply<Integer> stream(WasiMessages messages, WasiMessages.Stream which) {
    return switch (messages.isTerminal(which)) {
      case WasiReply.No<Boolean>(WasiErrno error) -> new WasiReply.No<>(error);
      case WasiReply.Ok<Boolean>(Boolean terminal) ->
          new WasiReply.Ok<>(terminal ? WasiFileStatus.CHARACTER_DEVICE : WasiFileStatus.UNKNOWN);
    };
  }
}
