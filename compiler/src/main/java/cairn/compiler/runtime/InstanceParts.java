package cairn.compiler.runtime;

import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What an instance is made of, for the constructors of generated classes. Holds the arrays it gets.
 *
 * @param code makes the reference of a function of the module; the instance binds it
 * @param exports the functions of each exported name
 * @param imports the imported functions, in order
 * @param memories all, imported ones first
 * @param tables all, imported ones first
 * @param tags all, imported ones first
 * @param importedGlobals the imported globals, in order
 * @param globalFields where the globals are
 * @param transfer the most parameters or results that a function of the module has
 * @param bytes the module, for its data segments
 * @param segments start and length of each data segment in the bytes, in turn
 * @param elements the values of each element segment
 * @param stackBytes the bytes of its call stack
 * @param handler called when the poll flag is raised
 * @param preparer has the code of a large function compiled
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, from one constructor to the next
public record InstanceParts(
    IntFunction<FunctionReference> code,
    java.util.Map<String, Integer> exports,
    FunctionReference[] imports,
    Memory[] memories,
    Table[] tables,
    TagInstance[] tags,
    Global[] importedGlobals,
    GlobalFields globalFields,
    int transfer,
    byte[] bytes,
    int[] segments,
    Elements[] elements,
    int stackBytes,
    PollHandler handler,
    ObjIntConsumer<Instance> preparer) {
  static final InstanceParts NOTHING =
      new InstanceParts(
          function -> {
            throw new IllegalStateException("no instance");
          },
          java.util.Map.of(),
          new FunctionReference[0],
          new Memory[0],
          new Table[0],
          new TagInstance[0],
          new Global[0],
          GlobalFields.NONE,
          0,
          new byte[0],
          new int[0],
          new Elements[0],
          0,
          instance -> {},
          (instance, function) -> {});

  /** For the values of the arrays that hold references. */
  static @Nullable Object[] noReferences(int size) {
    return new @Nullable Object[size];
  }
}
