package cairn.kernel.record;

import cairn.kernel.ProgramId;
import cairn.registry.Payload;
import java.util.List;

/**
 * What a log says of its run before anything happens in it.
 *
 * @param engine name and version of what ran it, for people
 * @param form how it was run
 * @param stack bytes of stack that guest code had
 * @param memoryLimit bytes of memory that the program might have
 * @param moduleBytes of the module that follows
 * @param name what the program was called
 * @param arguments those after argument 0, byte for byte
 */
public record LogHeader(
    String engine,
    Form form,
    int stack,
    long memoryLimit,
    ProgramId program,
    int moduleBytes,
    String name,
    List<Payload> arguments) {
  /** How instructions are run. INTERPRETED is found in old logs only. */
  public enum Form {
    INTERPRETED,
    COMPILED
  }

  public LogHeader {
    arguments = List.copyOf(arguments);
  }
}
