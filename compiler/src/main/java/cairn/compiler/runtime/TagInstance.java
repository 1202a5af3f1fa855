package cairn.compiler.runtime;

import cairn.wasm.FunctionType;

/**
 * The identity of an exception's tag: exceptions are of the same tag if it is the same object.
 *
 * @see <a href="https://webassembly.github.io/spec/core/exec/runtime.html#tag-instances">Tag
 *     instances</a>
 */
public final class TagInstance {
  private final FunctionType type;
  private final Object typeIdentity;

  /**
   * A new tag.
   *
   * @param type its parameters are the exception's values
   * @param typeIdentity equal for equivalent types of any modules
   */
  public TagInstance(FunctionType type, Object typeIdentity) {
    this.type = type;
    this.typeIdentity = typeIdentity;
  }

  /** Its parameters are the exception's values. */
  public FunctionType type() {
    return type;
  }

  /** Equal for equivalent types of any modules. */
  public Object typeIdentity() {
    return typeIdentity;
  }
}
