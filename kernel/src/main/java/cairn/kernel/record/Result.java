package cairn.kernel.record;

import cairn.kernel.Answer;
import cairn.kernel.abi.Syscalls;
import java.util.OptionalLong;

/** What came of a call. */
sealed interface Result {
  /** Of emit. {@code id}: what the guest was told, if anything. */
  record Emitted(int status, OptionalLong id) implements Result {}

  /** Of next. */
  record Found(Syscalls.Next next) implements Result {}

  /** Of answer and cancel. */
  record Said(boolean yes) implements Result {}

  /** Of ask. */
  record Answered(Answer answer) implements Result {}

  /** Of a growth: the size before, or -1. */
  record Grown(int before) implements Result {}

  /** The process broke a rule: it ends with this sentence. */
  record Faulted(String sentence, OptionalLong id) implements Result {}

  /** The process was ended while it was in this call. */
  record Interrupted(OptionalLong id) implements Result {}
}
