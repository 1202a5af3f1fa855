package cairn.kernel;

import cairn.registry.Cid;
import java.util.List;

/** Why a program did not come to run. The sentence for the user is made by whoever shows it. */
public sealed interface LoadFault {
  /** Nobody has it. {@code tried}: the sources, for people. */
  record NotFound(List<String> tried) implements LoadFault {}

  /** It may exist, but no source gave it: each was silent, refused, or sent something else. */
  record Unreachable(List<String> tried) implements LoadFault {}

  /** A block is not what its CID says. {@code source}: who sent it, as far as known. */
  record Corrupt(Cid expected, String source) implements LoadFault {}

  /** The stream from the loader is not a CAR, or the DAG in it is not a file. */
  record Malformed(String what) implements LoadFault {}

  /** The stream ended before the program was whole. */
  record Truncated(long bytesSoFar) implements LoadFault {}

  /** Larger than the limit. */
  record TooLarge(long bytes, long limit) implements LoadFault {}

  /** The path leads nowhere in that directory. */
  record NoSuchPath(String path) implements LoadFault {}

  /** It names a directory, not a file. */
  record IsDirectory(List<String> entries) implements LoadFault {}

  /** The bytes are not a WASM module, or one that breaks the rules. */
  record NotAProgram(String what) implements LoadFault {}

  /** A module without {@code _start}. */
  record ALibrary() implements LoadFault {}

  /** Its {@code _start} cannot be called as a program's; {@code what} it is instead. */
  record WrongStart(String what) implements LoadFault {}

  /** The Java machine had no memory left while it was prepared. */
  record NoMemoryLeft() implements LoadFault {}

  /**
   * What is set aside of the Java heap for modules and tables has no room for it.
   *
   * @param bytes that its module takes
   * @param free of what is set aside; {@code most}: all of it
   */
  record HeapFull(long bytes, long free, long most) implements LoadFault {}

  /** It imports what Cairn does not have. */
  record UnknownImport(String module, String name) implements LoadFault {}

  /** Its declared memory is over the limit. */
  record TooMuchMemory(long bytes, long limit) implements LoadFault {}

  /** No process handles the loader interface, it ended, or it fell silent. */
  record NoLoader(String what) implements LoadFault {}

  /** The kernel's own limits (processes, memory of all) are reached. */
  record LimitReached(String which) implements LoadFault {}
}
