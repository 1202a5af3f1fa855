package cairn.compiler.runtime;

import jdk.internal.misc.Unsafe;

/**
 * The check that generated code makes at the head of every function and loop. The read is opaque:
 * the JIT compiler makes it every time, and needs no barrier for it.
 */
public final class Polls {
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();
  private static final long FLAG = UNSAFE.objectFieldOffset(Instance.class, "poll");

  private Polls() {}

  /** Runs the handler if the flag is raised. */
  public static void check(Instance instance) {
    if (UNSAFE.getIntOpaque(instance, FLAG) != 0) instance.pollRaised();
  }

  static void set(Instance instance, int flag) {
    UNSAFE.putIntOpaque(instance, FLAG, flag);
  }
}
