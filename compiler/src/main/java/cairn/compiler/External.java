package cairn.compiler;

import cairn.compiler.runtime.FunctionReference;
import cairn.compiler.runtime.GeneralHostFunction;
import cairn.compiler.runtime.HostFunction;
import cairn.compiler.runtime.TagInstance;
import cairn.wasm.FunctionType;

/**
 * What is given for an import, and what an export is.
 *
 * @see <a href="https://webassembly.github.io/spec/core/exec/runtime.html#external-instances">
 *     External instances</a>
 */
public sealed interface External {
  /**
   * A function of the embedder, of whatever type the import has, as long as those are numbers and
   * at most one result: who gives it knows what it is imported for.
   */
  record Host(HostFunction function) implements External {}

  /** A function of the embedder of this type, which may not name types of a module. */
  record GeneralHost(FunctionType type, GeneralHostFunction function) implements External {}

  /** A function of an instance. */
  record Function(FunctionReference reference) implements External {}

  /** A memory. */
  record Memory(cairn.compiler.runtime.Memory memory) implements External {}

  /** A table. */
  record Table(cairn.compiler.runtime.Table table) implements External {}

  /** A global. */
  record Global(cairn.compiler.runtime.Global global) implements External {}

  /** A tag. */
  record Tag(TagInstance tag) implements External {}
}
