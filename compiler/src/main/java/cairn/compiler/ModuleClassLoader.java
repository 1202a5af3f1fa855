package cairn.compiler;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.constant.ConstantDescs;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lazy compiler: the JVM asks it for a function's class when a call of the function is first
 * executed. There is a native frame on the stack then, so nothing here may call the embedder, and
 * locks are held only over one class.
 */
final class ModuleClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final ModuleLayout layout;
  private final FunctionCompiler compiler;

  /** Classes of parts that were generated with their function and not asked for yet. */
  private final Map<String, byte[]> waiting = new ConcurrentHashMap<>();

  ModuleClassLoader(ModuleLayout layout, FunctionCompiler compiler) {
    super(ModuleClassLoader.class.getClassLoader());
    this.layout = layout;
    this.compiler = compiler;
  }

  /** How class files are made. */
  static ClassFile classFile() {
    return ClassFile.of(
        ClassFile.DebugElementsOption.DROP_DEBUG,
        ClassFile.LineNumbersOption.DROP_LINE_NUMBERS,
        ClassFile.DeadCodeOption.PATCH_DEAD_CODE,
        // Only Object and one other class ever meet where paths join.
        ClassFile.ClassHierarchyResolverOption.of(
            desc ->
                ClassHierarchyResolver.ClassHierarchyInfo.ofClass(
                    desc.equals(ConstantDescs.CD_Object) ? null : ConstantDescs.CD_Object)));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(Names.PACKAGE)) return super.loadClass(name, resolve);
    switch (name.charAt(Names.PACKAGE.length())) {
      case 'S', 'H', 'G' -> {
        return layout.types.load(name);
      }
      default -> {}
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    StackProbe.require();
    byte[] bytes = waiting.get(name);
    if (bytes == null) bytes = generate(name);
    Class<?> defined = defineClass(name, bytes, 0, bytes.length);
    waiting.remove(name);
    return defined;
  }

  /** Compiles the code of a large function, unless that was done. */
  void prepare(int function) {
    String name = Names.binary(Names.body(function));
    synchronized (getClassLoadingLock(name)) {
      if (findLoadedClass(name) == null && !waiting.containsKey(name)) {
        waiting.put(name, compiler.compileLarge(function, waiting));
      }
    }
  }

  private byte[] generate(String name) throws ClassNotFoundException {
    String own = name.substring(Names.PACKAGE.length());
    if (own.equals("I")) return compiler.instanceClass();
    if (own.charAt(0) != 'F') throw new ClassNotFoundException(name);
    int function;
    try {
      function = Integer.parseInt(own.substring(1));
    } catch (NumberFormatException e) {
      throw new ClassNotFoundException(name, e);
    }
    return compiler.compile(function, waiting);
  }
}
