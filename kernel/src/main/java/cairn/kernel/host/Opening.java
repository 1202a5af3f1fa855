package cairn.kernel.host;

import cairn.kernel.NativeCall;

/**
 * What one message opens: the attempt, then the sockets that come of it, which are taken back
 * together. Confined to the turns of its {@link Sockets}.
 */
final class Opening {
  private final NativeCall call;

  /** To run when the attempt does not need the message any more. */
  private final Runnable kept;

  /** Makes the attempt. */
  private final Thread thread;

  private boolean attempting = true;
  private boolean revoked;

  /** The attempt and its sockets. */
  private int holders = 1;

  Opening(NativeCall call, Runnable kept, Thread thread) {
    this.call = call;
    this.kept = kept;
    this.thread = thread;
  }

  NativeCall call() {
    return call;
  }

  /** Begins; a cancelled message ends it. */
  void start() {
    call.onCancel(thread::interrupt);
    thread.start();
  }

  /** The attempt is over, one way or the other. */
  void attempted() {
    attempting = false;
    kept.run();
  }

  /** Ends the attempt, if it is still going on. */
  void interrupt() {
    if (attempting) thread.interrupt();
  }

  boolean isRevoked() {
    return revoked;
  }

  void revoke() {
    revoked = true;
    interrupt();
  }

  /** A socket came of it. */
  void hold() {
    holders++;
  }

  /** One of them is closed; after the last there is nothing to take back. */
  void release() {
    holders--;
    if (holders == 0) call.closed();
  }
}
