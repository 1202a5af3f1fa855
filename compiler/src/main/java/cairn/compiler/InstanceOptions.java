package cairn.compiler;

import cairn.compiler.runtime.Memory;
import cairn.compiler.runtime.MemorySettings;
import cairn.compiler.runtime.PollHandler;
import java.util.List;
import java.util.Optional;

/**
 * What the embedder decides about an instance.
 *
 * @param memory limits of its memories; the limiter is asked for its tables, too
 * @param poll called after {@link cairn.compiler.runtime.Instance#raisePoll}
 * @param memories by their index, those that another instance of the module made and that this one
 *     is to share; others are made
 * @param activeData whether active data segments are copied; not if the memory is in use already
 * @param runsStart whether the start function is called at once; otherwise the embedder calls it
 * @param compilation compiles large functions
 * @param stackBytes how large its call stack is. A call takes 96 bytes, 8 for each variable and
 *     operand and a 32nd of its code, whatever the JVM makes of it, so calls nest equally deep at
 *     each run; the thread is to have five times as much stack, and 2 MiB for the compiler and what
 *     the guest calls
 */
public record InstanceOptions(
    MemorySettings memory,
    PollHandler poll,
    List<Optional<Memory>> memories,
    boolean activeData,
    boolean runsStart,
    CompilationQueue compilation,
    int stackBytes) {
  private static final int STANDARD_STACK = 3 << 20;

  /** Copies the list. */
  public InstanceOptions {
    memories = List.copyOf(memories);
  }

  /** With large functions compiled by the thread that calls them. */
  public InstanceOptions(
      MemorySettings memory,
      PollHandler poll,
      List<Optional<Memory>> memories,
      boolean activeData,
      boolean runsStart) {
    this(memory, poll, memories, activeData, runsStart, CompilationQueue.direct(), STANDARD_STACK);
  }

  /** With memories of its own, that are set up, and the start function called. */
  public InstanceOptions(MemorySettings memory, PollHandler poll) {
    this(memory, poll, List.of(), true, true);
  }

  /** The same with large functions compiled there. */
  public InstanceOptions withCompilation(CompilationQueue queue) {
    return new InstanceOptions(memory, poll, memories, activeData, runsStart, queue, stackBytes);
  }

  /** Memories of up to 4 GiB, and polls that do nothing. */
  public static InstanceOptions standard() {
    return new InstanceOptions(MemorySettings.upTo(1L << 32), instance -> {});
  }

  /** The memory to share at this index, if there is one. */
  Optional<Memory> memory(int index) {
    return index < memories.size() ? memories.get(index) : Optional.empty();
  }
}
