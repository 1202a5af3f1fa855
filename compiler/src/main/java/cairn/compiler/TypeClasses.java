package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import cairn.compiler.runtime.FunctionReference;
import cairn.compiler.runtime.GeneralHostFunction;
import cairn.compiler.runtime.HostFunction;
import cairn.wasm.TypeIdentity;
import cairn.wasm.WasmModule;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The classes of types of functions, which modules whose instances are linked have to share: a
 * class per type, below that of its supertype, so that casts are checks of types. Also the classes
 * of the embedder's functions, one per type.
 *
 * <p>Safe for any thread. Classes go when this object and all its modules are unreachable.
 */
public final class TypeClasses {
  private static final ClassDesc HOST = ClassDesc.of(HostFunction.class.getName());
  private static final ClassDesc GENERAL_HOST = ClassDesc.of(GeneralHostFunction.class.getName());
  private static final MethodTypeDesc NO_ARGUMENTS = MethodTypeDesc.of(CD_void);
  private static final MethodTypeDesc RESUME = MethodTypeDesc.of(CD_void, CD_int, Names.INSTANCE);
  private static final MethodTypeDesc INSTANCE_OF = MethodTypeDesc.of(Names.INSTANCE);
  private static final MethodTypeDesc CALL_HOST =
      MethodTypeDesc.of(CD_long, Names.INSTANCE, CD_long.arrayType());
  private static final MethodTypeDesc CALL_GENERAL =
      MethodTypeDesc.of(CD_Object.arrayType(), Names.INSTANCE, CD_Object.arrayType());

  private record Known(Signature signature, int superType, String sort) {}

  private final Map<TypeIdentity, Integer> numbers = new HashMap<>();
  private final List<Known> known = new ArrayList<>();
  private final Loader loader = new Loader();
  private final ClassFile classFile = ModuleClassLoader.classFile();

  /** With no type yet. */
  public TypeClasses() {}

  /** The number of a module's type of functions. */
  synchronized int number(WasmModule module, int type) {
    TypeIdentity identity = module.typeIdentity(type);
    Integer number = numbers.get(identity);
    if (number != null) return number;
    // Supertypes come first. A chain is as long as validation allows, 63.
    Optional<TypeIdentity> parent = identity.superType();
    int superType = parent.isEmpty() ? -1 : number(module, module.superType(type).orElseThrow());
    int made = known.size();
    known.add(
        new Known(
            Signature.of(module.functionType(type)),
            superType,
            module.functionType(type).toString()));
    numbers.put(identity, made);
    return made;
  }

  private synchronized Known known(int number) {
    return known.get(number);
  }

  /** Loads one of the shared classes. */
  Class<?> load(String name) throws ClassNotFoundException {
    return loader.loadClass(name);
  }

  /** The class of references to functions of a type. */
  Class<?> typeClass(WasmModule module, int type) {
    return load(Names.type(number(module, type)));
  }

  private Class<?> load(ClassDesc desc) {
    try {
      return load(Names.binary(desc));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Wraps a function of the embedder as one of a type of a module. */
  FunctionReference wrap(HostFunction function, WasmModule module, int type) {
    int number = number(module, type);
    return construct("H" + number, HostFunction.class, function);
  }

  /** Wraps a function of the embedder as one of a type of a module. */
  FunctionReference wrapGeneral(GeneralHostFunction function, WasmModule module, int type) {
    int number = number(module, type);
    return construct("G" + number, GeneralHostFunction.class, function);
  }

  private FunctionReference construct(String name, Class<?> parameter, Object function) {
    try {
      return (FunctionReference)
          load(Names.PACKAGE + name).getConstructor(parameter).newInstance(function);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- generation

  private byte[] generate(String name) {
    int number = Integer.parseInt(name.substring(Names.PACKAGE.length() + 1));
    Known type = known(number);
    ClassDesc self = ClassDesc.of(name);
    return classFile.build(
        self,
        builder -> {
          builder.withVersion(ClassFile.latestMajorVersion(), 0);
          switch (name.charAt(Names.PACKAGE.length())) {
            case 'S' -> type(builder, self, type);
            case 'H' -> host(builder, self, number, type.signature());
            case 'G' -> generalHost(builder, self, number, type.signature());
            default -> throw new IllegalArgumentException(name);
          }
        });
  }

  private static void type(ClassBuilder builder, ClassDesc self, Known type) {
    Signature signature = type.signature();
    ClassDesc parent = type.superType() < 0 ? Names.FUNCTION : Names.type(type.superType());
    MethodTypeDesc apply = signature.method(Names.INSTANCE);
    builder
        .withSuperclass(parent)
        .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER | ClassFile.ACC_ABSTRACT)
        .withMethodBody(
            "<init>",
            NO_ARGUMENTS,
            ClassFile.ACC_PUBLIC,
            code -> code.aload(0).invokespecial(parent, "<init>", NO_ARGUMENTS).return_())
        .withMethod(Names.APPLY, apply, ClassFile.ACC_PUBLIC | ClassFile.ACC_ABSTRACT, method -> {})
        .withMethodBody(
            Names.CAST,
            MethodTypeDesc.of(self, CD_Object),
            ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
            code -> cast(code, self))
        .withMethodBody(
            Names.RESUME,
            RESUME,
            ClassFile.ACC_PUBLIC,
            code -> resume(new Emitter(code, 2, Names.INSTANCE), self, signature, apply));
  }

  private static void cast(CodeBuilder code, ClassDesc self) {
    Label other = code.newLabel();
    code.aload(0)
        .instanceOf(self)
        .ifeq(other)
        .aload(0)
        .checkcast(self)
        .areturn()
        .labelBinding(other)
        .aload(0)
        .invokestatic(
            ClassDesc.of("cairn.compiler.runtime.References"),
            "notCallable",
            MethodTypeDesc.of(Names.TRAP, CD_Object))
        .athrow();
  }

  /** Calls apply with operands from the caller's transfer arrays. */
  private static void resume(
      Emitter out, ClassDesc self, Signature signature, MethodTypeDesc apply) {
    out.load(JvmType.REFERENCE, 0);
    if (!signature.packed()) {
      for (int i = 0; i < signature.parameters().size(); i++) {
        out.loadTransfer(i, signature.parameters().get(i));
      }
    }
    out.stackLeftAndInstance();
    out.invokeVirtual(self, Names.APPLY, apply);
    if (!signature.results().isEmpty()) {
      JvmType result = signature.results().getFirst();
      out.store(result, 3);
      out.storeTransfer(0, result, 3);
    }
    out.code.return_();
  }

  private static void host(ClassBuilder builder, ClassDesc self, int number, Signature signature) {
    hostClass(
        builder,
        self,
        number,
        HOST,
        signature,
        out -> {
          int operands = operandArray(out, signature, false);
          out.load(JvmType.REFERENCE, 0);
          out.getField(self, "function", HOST);
          out.load(JvmType.REFERENCE, 0);
          out.invokeVirtual(Names.FUNCTION, "instance", INSTANCE_OF);
          out.load(JvmType.REFERENCE, operands);
          out.code.invokeinterface(HOST, "call", CALL_HOST);
          if (signature.results().isEmpty()) out.code.pop2();
          else out.fromBits(signature.results().getFirst());
          out.returns(signature);
        });
  }

  private static void generalHost(
      ClassBuilder builder, ClassDesc self, int number, Signature signature) {
    hostClass(
        builder,
        self,
        number,
        GENERAL_HOST,
        signature,
        out -> {
          int operands = operandArray(out, signature, true);
          int results = operands + 1;
          out.load(JvmType.REFERENCE, 0);
          out.getField(self, "function", GENERAL_HOST);
          out.load(JvmType.REFERENCE, 0);
          out.invokeVirtual(Names.FUNCTION, "instance", INSTANCE_OF);
          out.load(JvmType.REFERENCE, operands);
          out.code.invokeinterface(GENERAL_HOST, "call", CALL_GENERAL);
          out.store(JvmType.REFERENCE, results);
          for (int i = signature.results().size() - 1; i >= 0; i--) {
            JvmType type = signature.results().get(i);
            out.load(JvmType.REFERENCE, results);
            out.constant(i);
            out.code.aaload();
            unbox(out, type);
            if (i > 0) {
              out.store(type, results + 1);
              out.storeTransfer(i, type, results + 1);
            }
          }
          out.returns(signature);
        });
  }

  private interface Body {
    void emit(Emitter out);
  }

  private static void hostClass(
      ClassBuilder builder,
      ClassDesc self,
      int number,
      ClassDesc functionClass,
      Signature signature,
      Body body) {
    ClassDesc parent = Names.type(number);
    builder
        .withSuperclass(parent)
        .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER | ClassFile.ACC_FINAL)
        .withField("function", functionClass, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL)
        .withMethodBody(
            "<init>",
            MethodTypeDesc.of(CD_void, functionClass),
            ClassFile.ACC_PUBLIC,
            code ->
                code.aload(0)
                    .invokespecial(parent, "<init>", NO_ARGUMENTS)
                    .aload(0)
                    .aload(1)
                    .putfield(self, "function", functionClass)
                    .return_())
        .withMethodBody(
            Names.APPLY,
            signature.method(Names.INSTANCE),
            ClassFile.ACC_PUBLIC,
            code -> body.emit(new Emitter(code, callerSlot(signature), Names.INSTANCE)));
  }

  /** The slot of the caller's instance in apply; the one before has the stack left. */
  static int callerSlot(Signature signature) {
    int slot = 2;
    if (!signature.packed()) for (JvmType type : signature.parameters()) slot += type.slots();
    return slot;
  }

  /** Stores the operands of apply in a new array, raw bits or boxed; gives the array's slot. */
  private static int operandArray(Emitter out, Signature signature, boolean boxed) {
    int array = callerSlot(signature) + 1;
    int count = signature.parameters().size();
    out.constant(count);
    if (boxed) out.code.anewarray(CD_Object);
    else out.code.newarray(java.lang.classfile.TypeKind.LONG);
    out.store(JvmType.REFERENCE, array);
    int slot = 1;
    for (int i = 0; i < count; i++) {
      JvmType type = signature.parameters().get(i);
      out.load(JvmType.REFERENCE, array);
      out.constant(i);
      if (signature.packed()) {
        out.loadTransfer(i, type);
      } else {
        out.load(type, slot);
        slot += type.slots();
      }
      if (boxed) {
        box(out, type);
        out.code.aastore();
      } else {
        out.toBits(type);
        out.code.lastore();
      }
    }
    return array;
  }

  private static ClassDesc boxClass(JvmType type) {
    return switch (type) {
      case INT -> ConstantDescs.CD_Integer;
      case LONG -> ConstantDescs.CD_Long;
      case FLOAT -> ConstantDescs.CD_Float;
      case DOUBLE -> ConstantDescs.CD_Double;
      case VECTOR -> Names.V128;
      case REFERENCE -> CD_Object;
    };
  }

  private static void box(Emitter out, JvmType type) {
    if (type.isObject()) return;
    ClassDesc box = boxClass(type);
    out.invokeStatic(box, "valueOf", MethodTypeDesc.of(box, type.desc));
  }

  private static void unbox(Emitter out, JvmType type) {
    ClassDesc box = boxClass(type);
    if (type != JvmType.REFERENCE) out.cast(box);
    if (type.isObject()) return;
    String method =
        switch (type) {
          case INT -> "intValue";
          case LONG -> "longValue";
          case FLOAT -> "floatValue";
          default -> "doubleValue";
        };
    out.invokeVirtual(box, method, MethodTypeDesc.of(type.desc));
  }

  private final class Loader extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    Loader() {
      super(TypeClasses.class.getClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.startsWith(Names.PACKAGE)) throw new ClassNotFoundException(name);
      byte[] bytes = generate(name);
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
