package cairn.compiler.runtime;

/**
 * Called by generated code at the head of a loop or of a function after {@link Instance#raisePoll}.
 * There is no monitor held and no native frame on the stack: it may park a continuation, or throw
 * to end the guest.
 */
@FunctionalInterface
public interface PollHandler {
  /** On the guest's thread; the flag is down already. */
  void poll(Instance instance);
}
