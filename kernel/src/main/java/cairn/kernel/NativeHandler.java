package cairn.kernel;

import cairn.registry.Definition;

/**
 * A handler written in Java. It gets decoded messages that the gate has let through.
 *
 * <p>Threads: {@link #handle} and {@link #ended} are called on whatever thread brought the message,
 * a carrier among them, so they never block: what takes long goes to a virtual thread of the
 * handler, which answers later from there. Messages of one emitter are handed over in order.
 *
 * <p>Memory: what a message carries is its emitter's to pay for. So a handler holds a message no
 * longer than until it is answered or cancelled or its emitter has ended, or says so first: {@link
 * NativeCall#keep}.
 */
public interface NativeHandler extends AutoCloseable {
  /** What it answers. */
  Definition definition();

  /**
   * Takes one message. An exception is answered with an error and counted; it harms nothing else.
   */
  void handle(NativeCall call);

  /**
   * A process that ever sent a message here is gone: close what it had open, whatever it asked for
   * is no longer wanted.
   */
  void ended(Pid pid);

  /** The kernel closes: end threads, close everything. */
  @Override
  void close();
}
