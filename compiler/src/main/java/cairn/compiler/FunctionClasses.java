package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Generates what is around the code of a function: the virtual method of its reference, which calls
 * the static one that direct calls call too, and what tail calls, large functions and imported ones
 * need.
 */
final class FunctionClasses {
  private static final MethodTypeDesc RESUME = MethodTypeDesc.of(CD_void, CD_int, Names.INSTANCE);
  private static final MethodTypeDesc INSTANCE_OF = MethodTypeDesc.of(Names.INSTANCE);
  private static final ClassDesc REFERENCE = ClassDesc.of("java.lang.ref.Reference");
  private static final String READY = "ready";
  private static final int STATIC = ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC;

  private final ModuleLayout layout;
  private final ClassFile classFile;

  FunctionClasses(ModuleLayout layout, ClassFile classFile) {
    this.layout = layout;
    this.classFile = classFile;
  }

  /** Adds the methods that have the code. */
  interface Code {
    void addTo(ClassBuilder builder);
  }

  /** The class of a function, which has its code too. */
  byte[] whole(int function, boolean tailCalls, Code code) {
    ClassDesc self = Names.function(function);
    return classFile.build(
        self,
        builder -> {
          reference(builder, function, self);
          code.addTo(builder);
          if (tailCalls) tailCalling(builder, function, self, self);
        });
  }

  /** The class of a large function's code. */
  byte[] code(int function, boolean tailCalls, Code code) {
    Signature signature = layout.signatureOf(function);
    ClassDesc self = Names.body(function);
    return classFile.build(
        self,
        builder -> {
          builder.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER | ClassFile.ACC_FINAL);
          code.addTo(builder);
          if (tailCalls) callOn(builder, self, signature);
        });
  }

  /**
   * The class of a large function without its code: has it prepared before the first call, where
   * the embedder may park, as it may not while the JVM waits for a class.
   */
  byte[] stub(int function, boolean tailCalls) {
    Signature signature = layout.signatureOf(function);
    ClassDesc self = Names.function(function);
    ClassDesc body = Names.body(function);
    return classFile.build(
        self,
        builder -> {
          reference(builder, function, self);
          builder
              .withField(READY, ConstantDescs.CD_boolean, ClassFile.ACC_STATIC)
              .withMethodBody(
                  Names.CALL,
                  signature.method(Names.OWN_INSTANCE),
                  STATIC,
                  code -> {
                    int instance = TypeClasses.callerSlot(signature) - 1;
                    var out = new Emitter(code, instance, Names.OWN_INSTANCE);
                    prepare(out, self, function);
                    loadParameters(out, signature, 0);
                    out.stackLeftAndInstance();
                    out.invokeStatic(body, Names.CALL, signature.method(Names.OWN_INSTANCE));
                    out.returns(signature);
                  });
          if (tailCalls) resume(builder, function, self, body);
        });
  }

  /** Has the code prepared, once. */
  private static void prepare(Emitter out, ClassDesc self, int function) {
    Label ready = out.newLabel();
    out.code.getstatic(self, READY, ConstantDescs.CD_boolean);
    out.jumpIf(java.lang.classfile.Opcode.IFNE, ready);
    out.instance();
    out.constant(function);
    out.onInstance("prepare", CD_void, CD_int);
    out.constant(1);
    out.code.putstatic(self, READY, ConstantDescs.CD_boolean);
    out.bind(ready);
  }

  private void reference(ClassBuilder builder, int function, ClassDesc self) {
    int type = layout.module.functionTypeIndex(function);
    Signature signature = layout.signature(type);
    builder
        .withSuperclass(layout.typeClass(type))
        .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER | ClassFile.ACC_FINAL)
        .withMethodBody(
            Names.APPLY,
            signature.method(Names.INSTANCE),
            ClassFile.ACC_PUBLIC,
            body -> apply(body, self, signature));
  }

  private void tailCalling(ClassBuilder builder, int function, ClassDesc self, ClassDesc body) {
    callOn(builder, self, layout.signatureOf(function));
    resume(builder, function, self, body);
  }

  private static void callOn(ClassBuilder builder, ClassDesc self, Signature signature) {
    builder.withMethodBody(
        Names.CALL,
        signature.method(Names.OWN_INSTANCE),
        STATIC,
        code -> callOn(code, self, signature));
  }

  private void resume(ClassBuilder builder, int function, ClassDesc self, ClassDesc body) {
    Signature signature = layout.signatureOf(function);
    builder.withMethodBody(
        Names.RESUME,
        RESUME,
        ClassFile.ACC_PUBLIC,
        code -> resume(code, function, self, body, signature));
  }

  /** Pushes parameters, the first of which is in that slot, unless they are in the arrays. */
  private static void loadParameters(Emitter out, Signature signature, int first) {
    if (signature.packed()) return;
    int slot = first;
    for (JvmType type : signature.parameters()) {
      out.load(type, slot);
      slot += type.slots();
    }
  }

  /** The virtual method of the reference calls the static one with the function's own instance. */
  private static void apply(CodeBuilder code, ClassDesc self, Signature signature) {
    int caller = TypeClasses.callerSlot(signature);
    var out = new Emitter(code, caller, Names.INSTANCE);
    if (signature.packed()) handOver(out, true);
    loadParameters(out, signature, 1);
    out.stackLeft();
    own(out);
    out.cast(Names.OWN_INSTANCE);
    out.invokeStatic(self, Names.CALL, signature.method(Names.OWN_INSTANCE));
    if (signature.results().size() > 1) handOver(out, false);
    // The caller may hold no other way to the instance, whose memory the callee used by address.
    out.load(JvmType.REFERENCE, 0);
    out.invokeStatic(
        REFERENCE, "reachabilityFence", MethodTypeDesc.of(CD_void, ConstantDescs.CD_Object));
    out.returns(signature);
  }

  /** Pushes the function's own instance. */
  private static void own(Emitter out) {
    out.load(JvmType.REFERENCE, 0);
    out.invokeVirtual(Names.FUNCTION, "instance", INSTANCE_OF);
  }

  /** Hands over the transfer arrays between the caller's instance and the function's own. */
  private static void handOver(Emitter out, boolean fromCaller) {
    if (fromCaller) {
      out.instance();
      own(out);
    } else {
      own(out);
      out.instance();
    }
    out.onInstance("handOver", CD_void, Names.INSTANCE);
  }

  /** Calls the body, and then what it wants called in its place. */
  private static void callOn(CodeBuilder code, ClassDesc self, Signature signature) {
    int instance = TypeClasses.callerSlot(signature) - 1;
    var out = new Emitter(code, instance, Names.OWN_INSTANCE);
    loadParameters(out, signature, 0);
    out.stackLeftAndInstance();
    out.invokeStatic(self, Names.BODY, signature.method(Names.OWN_INSTANCE));
    Label done = out.newLabel();
    out.instance();
    out.onInstance("hasTailCallee", CD_boolean);
    out.jumpIf(java.lang.classfile.Opcode.IFEQ, done);
    if (!signature.results().isEmpty()) out.pop(signature.results().getFirst());
    out.instance();
    out.stackLeft();
    out.onInstance("runTailCallee", CD_void, CD_int);
    if (!signature.results().isEmpty()) out.loadTransfer(0, signature.results().getFirst());
    out.bind(done);
    out.returns(signature);
  }

  /** Runs the body in the place of a tail call. */
  private static void resume(
      CodeBuilder code, int function, ClassDesc self, ClassDesc body, Signature signature) {
    var out = new Emitter(code, 2, Names.INSTANCE);
    if (!self.equals(body)) prepare(out, self, function);
    if (signature.packed()) {
      handOver(out, true);
    } else {
      for (int i = 0; i < signature.parameters().size(); i++) {
        out.loadTransfer(i, signature.parameters().get(i));
      }
    }
    out.stackLeft();
    own(out);
    out.cast(Names.OWN_INSTANCE);
    out.invokeStatic(body, Names.BODY, signature.method(Names.OWN_INSTANCE));
    if (!signature.results().isEmpty()) {
      JvmType result = signature.results().getFirst();
      out.store(result, 3);
      int own = 3 + result.slots();
      own(out);
      out.store(JvmType.REFERENCE, own);
      var onOwn = new Emitter(code, own, Names.INSTANCE);
      Label done = out.newLabel();
      onOwn.instance();
      onOwn.onInstance("hasTailCallee", CD_boolean);
      onOwn.jumpIf(java.lang.classfile.Opcode.IFNE, done);
      onOwn.storeTransfer(0, result, 3);
      onOwn.bind(done);
    }
    handOver(out, false);
    out.code.return_();
  }

  // ---- functions without code

  /** Calls the function that the instance imports. */
  byte[] imported(int function) {
    int type = layout.module.functionTypeIndex(function);
    Signature signature = layout.signature(type);
    ClassDesc typeClass = layout.typeClass(type);
    return classFile.build(
        Names.function(function),
        builder ->
            builder
                .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER | ClassFile.ACC_FINAL)
                .withMethodBody(
                    Names.CALL,
                    signature.method(Names.OWN_INSTANCE),
                    STATIC,
                    code -> {
                      int instance = TypeClasses.callerSlot(signature) - 1;
                      var out = new Emitter(code, instance, Names.OWN_INSTANCE);
                      out.instance();
                      out.constant(function);
                      out.onInstance("imported", Names.FUNCTION, CD_int);
                      out.cast(typeClass);
                      loadParameters(out, signature, 0);
                      out.stackLeftAndInstance();
                      out.invokeVirtual(typeClass, Names.APPLY, signature.method(Names.INSTANCE));
                      out.returns(signature);
                    }));
  }

  /** Code that throws when it is called. */
  void invalid(ClassBuilder builder, int function, String sentence) {
    for (String name : new String[] {Names.CALL, Names.BODY}) {
      builder.withMethodBody(
          name,
          layout.signatureOf(function).method(Names.OWN_INSTANCE),
          STATIC,
          code ->
              code.loadConstant(sentence)
                  .invokestatic(
                      Names.INVALID,
                      "of",
                      MethodTypeDesc.of(Names.INVALID, ConstantDescs.CD_String))
                  .athrow());
    }
  }
}
