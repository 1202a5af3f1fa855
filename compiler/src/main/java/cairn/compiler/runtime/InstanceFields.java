package cairn.compiler.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What generated code reads of an instance at every function and loop: fields, as calls would cost
 * more than what they do wherever code is not optimized. They are public because generated code is
 * in other packages; only {@link Instance} writes them.
 */
public abstract class InstanceFields {
  /**
   * Whether the handler is to be called at the next head of a loop or function. Any thread raises
   * it.
   */
  public volatile int poll;

  /** Memory 0; null if there is none. */
  public final @Nullable MemorySize memorySize;

  /** With memory 0. */
  InstanceFields(@Nullable Memory memory) {
    memorySize = memory == null ? null : memory.size();
  }
}
