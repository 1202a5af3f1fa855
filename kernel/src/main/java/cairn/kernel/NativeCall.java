package cairn.kernel;

import cairn.kernel.gate.Scope;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One message for a native handler. Its methods may be called from any thread. */
public interface NativeCall {
  /** Who sent it: {@link Pid#KERNEL} for the kernel itself. */
  Pid emitter();

  /** The program that the emitter runs; empty for the kernel itself. */
  default Optional<ProgramId> program() {
    return Optional.empty();
  }

  /** Which message of the interface. */
  Definition.Message message();

  /** Its arguments, in order, as the definition says. */
  List<Value> arguments();

  /**
   * Says that its bytes stay in memory although it is answered or cancelled, or its emitter ends:
   * they wait for something slower than the answer. They count as on their way, against the
   * emitter, until the returned action has run, which may be more than once. Without this they
   * count until {@link NativeHandler#handle} has returned and, for a question, it is over in one of
   * those ways.
   *
   * <p>To be called within {@link NativeHandler#handle}.
   */
  default Runnable keep() {
    return () -> {};
  }

  /**
   * Runs what may wait for a disk, if the calling thread is one of a program: what else that would
   * run others take over. To be called within {@link NativeHandler#handle}.
   *
   * @return what it says; false: nobody knows who waits for this thread, the window perhaps, and
   *     nothing was run
   */
  default boolean block(BooleanSupplier work) {
    return false;
  }

  /** The emitter's limits. */
  Limits limits();

  /**
   * Answers with success. The first answer counts, others are ignored; so are answers to one-ways.
   * A value that does not fit the definition is a bug and throws IllegalArgumentException.
   */
  void answer(Value value);

  /** Answers with an error. */
  void fail();

  /**
   * Runs once if the emitter cancels, at once if it has. A handler promises that a cancelled read,
   * accept or wait has consumed nothing: {@link #answer} after a cancel has no effect, so what was
   * taken for it must be put back.
   */
  void onCancel(Runnable action);

  /**
   * Answers with success unless cancelled in between: false means that nobody will ever see this
   * value, and that the handler keeps what it took for it.
   */
  boolean tryAnswer(Value value);

  /**
   * Sends a one-way in the emitter's name: through the gate, as if the emitter had sent it, and
   * waiting for a handler or room by itself. Nothing happens when the emitter has ended.
   */
  void relay(InterfaceId to, Payload body);

  /**
   * Sends a question in the emitter's name in the same way; its answer is not for the emitter but
   * for {@code answered}, which is called once, with no lock held, on any thread, perhaps before
   * this returns; never when the emitter ends or the question is cancelled first.
   *
   * @return cancels the question
   */
  Runnable relay(InterfaceId to, Payload body, Consumer<Answer> answered);

  /**
   * Asks the gate about what is really going to be opened, when the message did not say it all: a
   * name that turned out to be an address of this network. Calls back once, perhaps much later,
   * perhaps on this thread: true to go on.
   */
  void check(Scope really, Consumer<Boolean> decided);

  /**
   * Runs when a grant under which this message was let through is taken back, its own or that of a
   * process it comes from, or when the process ends: whatever it opened is to be closed.
   */
  void onRevoke(Runnable action);

  /**
   * What this message opened is closed: the action of {@link #onRevoke} is forgotten, so that a
   * process that opens and closes for days does not gather them.
   */
  default void closed() {}
}
