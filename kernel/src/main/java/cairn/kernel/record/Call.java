package cairn.kernel.record;

import cairn.kernel.MessageId;
import cairn.kernel.engine.MemoryLedger;
import cairn.registry.InterfaceId;

/** What a guest asked for, without the bytes of it: enough to tell people. */
public sealed interface Call {
  /** A message. {@code bytes}: of its body. */
  record Emit(InterfaceId to, int bytes, boolean needsAnswer, boolean mayWait, boolean untilTaken)
      implements Call {}

  /** A question, and to wait for its answer: how WASI's functions become messages. */
  record Ask(InterfaceId to, int bytes) implements Call {}

  /** The next message of so many slots. */
  record Next(int slots, boolean block, int room) implements Call {}

  /** To answer. */
  record Answer(MessageId to, boolean error, int bytes) implements Call {}

  /** To cancel. */
  record Cancel(MessageId id) implements Call {}

  /** More memory: pages, or entries of a table. */
  record Grow(MemoryLedger.Growing what, int by) implements Call {}
}
