package cairn.compiler;

import cairn.compiler.runtime.Elements;
import cairn.compiler.runtime.Frame;
import cairn.compiler.runtime.FunctionReference;
import cairn.compiler.runtime.Instance;
import cairn.compiler.runtime.InstanceParts;
import cairn.compiler.runtime.Interruption;
import cairn.compiler.runtime.InvalidFunctionException;
import cairn.compiler.runtime.Memory;
import cairn.compiler.runtime.Table;
import cairn.compiler.runtime.Trap;
import cairn.compiler.runtime.WasmException;
import java.lang.constant.ClassDesc;

/**
 * The names of generated classes and of what they use. All are in one package of unnamed modules:
 * {@code F7} is function 7, {@code F7B} its code if that is long, {@code F7C0} and so on parts of a
 * function too large for one method, {@code F7L} their common variables, {@code I} the instance;
 * shared by modules that are linked are {@code S3}, a type of functions, and {@code H3} and {@code
 * G3}, the embedder's functions of it.
 */
final class Names {
  static final String PACKAGE = "wasm.";

  /** The method that callers of a function call. */
  static final String CALL = "call";

  /** The code of a function that makes tail calls. */
  static final String BODY = "body";

  /** The method of {@link FunctionReference} that starts a function in a tail call's place. */
  static final String RESUME = "resume";

  /** The typed method of a function reference. */
  static final String APPLY = "apply";

  /** The checked cast to a type of functions. */
  static final String CAST = "cast";

  static final ClassDesc INSTANCE = of(Instance.class);
  static final ClassDesc INSTANCE_PARTS = of(InstanceParts.class);
  static final ClassDesc FUNCTION = of(FunctionReference.class);
  static final ClassDesc MEMORY = of(Memory.class);
  static final ClassDesc TABLE = of(Table.class);
  static final ClassDesc ELEMENTS = of(Elements.class);
  static final ClassDesc INTERRUPTION = of(Interruption.class);
  static final ClassDesc TRAP = of(Trap.class);
  static final ClassDesc EXCEPTION = of(WasmException.class);
  static final ClassDesc INVALID = of(InvalidFunctionException.class);
  static final ClassDesc RAW_MEMORY = ClassDesc.of("cairn.compiler.runtime.RawMemory");
  static final ClassDesc MEMORY_SIZE = ClassDesc.of("cairn.compiler.runtime.MemorySize");
  static final ClassDesc FRAME = of(Frame.class);
  static final ClassDesc V128 = ClassDesc.of("cairn.compiler.runtime.V128");
  static final ClassDesc NUMERICS = ClassDesc.of("cairn.compiler.runtime.Numerics");
  static final ClassDesc VECTORS = ClassDesc.of("cairn.compiler.runtime.Vectors");
  static final ClassDesc ATOMICS = ClassDesc.of("cairn.compiler.runtime.Atomics");
  static final ClassDesc MEMORY_ACCESS = ClassDesc.of("cairn.compiler.runtime.MemoryAccess");
  static final ClassDesc TRANSFER = ClassDesc.of("cairn.compiler.runtime.Transfer");
  static final ClassDesc GLOBAL = ClassDesc.of("cairn.compiler.runtime.Global");

  /** The generated subclass of Instance. */
  static final ClassDesc OWN_INSTANCE = ClassDesc.of(PACKAGE + "I");

  private Names() {}

  private static ClassDesc of(Class<?> type) {
    return ClassDesc.of(type.getName());
  }

  static ClassDesc function(int index) {
    return ClassDesc.of(PACKAGE + "F" + index);
  }

  static ClassDesc part(int function, int part) {
    return ClassDesc.of(PACKAGE + "F" + function + "C" + part);
  }

  static ClassDesc body(int function) {
    return ClassDesc.of(PACKAGE + "F" + function + "B");
  }

  static ClassDesc group(int function, int group) {
    return ClassDesc.of(PACKAGE + "F" + function + "G" + group);
  }

  static ClassDesc frame(int function) {
    return ClassDesc.of(PACKAGE + "F" + function + "L");
  }

  static ClassDesc type(int number) {
    return ClassDesc.of(PACKAGE + "S" + number);
  }

  /** The binary name of a class. */
  static String binary(ClassDesc desc) {
    return desc.packageName() + "." + desc.displayName();
  }
}
