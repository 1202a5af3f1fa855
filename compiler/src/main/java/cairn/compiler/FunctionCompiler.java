package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import cairn.compiler.runtime.InvalidFunctionException;
import cairn.wasm.FunctionLocals;
import cairn.wasm.FunctionValidator;
import cairn.wasm.InvalidModuleException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;

/**
 * Generates the class of a function: the static method that direct calls call, which has the code
 * or runs the parts, and the virtual one of its reference. Any thread.
 */
final class FunctionCompiler {
  private static final MethodTypeDesc RESUME = MethodTypeDesc.of(CD_void, Names.INSTANCE);
  private static final MethodTypeDesc INSTANCE_OF = MethodTypeDesc.of(Names.INSTANCE);
  private static final ClassDesc REFERENCE = ClassDesc.of("java.lang.ref.Reference");
  private static final int STATIC = ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC;

  /** More slots of local variables than this are kept in a frame. */
  private static final int MOST_LOCAL_SLOTS = 4_000;

  private final ModuleLayout layout;
  private final CompilerOptions options;
  private final CompilerStatistics statistics;
  private final ClassFile classFile = ModuleClassLoader.classFile();

  FunctionCompiler(ModuleLayout layout, CompilerOptions options, CompilerStatistics statistics) {
    this.layout = layout;
    this.options = options;
    this.statistics = statistics;
  }

  byte[] instanceClass() {
    return InstanceClass.generate(layout, classFile);
  }

  /** The class of a function; puts those of its parts, by name, into the map. */
  byte[] compile(int function, Map<String, byte[]> parts) {
    if (function < layout.module.importedFunctions()) return imported(function);
    long start = System.nanoTime();
    byte[] main;
    try {
      if (!options.validateEagerly()) {
        FunctionValidator.validate(layout.module, function, () -> false);
      }
      main = valid(function, parts);
    } catch (InvalidModuleException | InvalidFunctionException e) {
      main = invalid(function, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException | IllegalStateException e) {
      // A bug of this compiler, or code that a class file cannot hold: no reason to end others.
      main =
          invalid(
              function, "Function %d could not be compiled: %s".formatted(function, firstLine(e)));
    }
    statistics.compiled(
        layout.module.bodyEnd(function) - layout.module.bodyStart(function),
        main.length,
        System.nanoTime() - start);
    return main;
  }

  /** The JDK describes code that it refuses at length. */
  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }

  private byte[] valid(int function, Map<String, byte[]> parts) throws InvalidModuleException {
    FunctionLocals locals = FunctionLocals.read(layout.module, function);
    BodyScan scan = BodyScan.of(layout, function, locals);
    if (scan.bytes() <= options.splitBytes() && slots(locals) <= MOST_LOCAL_SLOTS) {
      try {
        return whole(function, locals, scan);
      } catch (IllegalArgumentException e) {
        // The code did not fit into a method, which shows only when it is written.
      }
    }
    return divided(function, locals, scan, parts);
  }

  private static int slots(FunctionLocals locals) {
    int slots = 0;
    for (JvmType type : Translation.types(locals)) slots += type.slots();
    return slots;
  }

  // ---- in one method

  private byte[] whole(int function, FunctionLocals locals, BodyScan scan) {
    Signature signature = layout.signatureOf(function);
    return functionClass(
        function,
        scan.tailCalls(),
        builder ->
            builder.withMethodBody(
                scan.tailCalls() ? Names.BODY : Names.CALL,
                signature.method(Names.OWN_INSTANCE),
                STATIC,
                code -> body(code, function, locals, scan)));
  }

  /** May be called again for the same method, when its jumps turn out to be too long. */
  private void body(CodeBuilder code, int function, FunctionLocals locals, BodyScan scan) {
    Signature signature = layout.signatureOf(function);
    List<JvmType> types = Translation.types(locals);
    var localSlots = new int[types.size()];
    int next = 0;
    int parameters = signature.parameters().size();
    if (!signature.packed()) {
      for (int i = 0; i < parameters; i++) {
        localSlots[i] = next;
        next += types.get(i).slots();
      }
    }
    int instanceSlot = next++;
    for (int i = signature.packed() ? 0 : parameters; i < localSlots.length; i++) {
      localSlots[i] = next;
      next += types.get(i).slots();
    }
    var slots = new Slots(next);
    var out = new Emitter(code, instanceSlot, Names.OWN_INSTANCE);
    var variables = new MethodVariables(types, localSlots, slots);
    var t = new Translation(layout, function, locals, variables, out, slots, null);
    for (int i = 0; i < types.size(); i++) {
      if (i < parameters && !signature.packed()) continue;
      if (i < parameters) out.loadTransfer(i, types.get(i));
      else out.zero(types.get(i));
      variables.setLocal(out, i);
    }
    if (scan.usesMemory()) t.loadMemory();
    Label start = out.newLabel();
    out.bind(start);
    t.start = start;
    out.poll();
    var translator = new BodyTranslator(t);
    translator.run();
    translator.exceptions().emitOutOfLine();
  }

  // ---- in parts

  private byte[] divided(
      int function, FunctionLocals locals, BodyScan scan, Map<String, byte[]> waiting) {
    ClassDesc frame = Names.frame(function);
    List<JvmType> types = Translation.types(locals);
    var variables = new FrameVariables(types, frame, PartWriter.frameSlot());
    var parts = new Parts(options.partBytes());
    var translations = new Translation[1];
    var finished = new boolean[1];
    BodyTranslator[] bodies = new BodyTranslator[1];
    PartWriter[] writers = new PartWriter[1];
    while (!finished[0]) {
      ClassDesc part = Names.part(function, parts.count());
      byte[] bytes =
          classFile.build(
              part,
              builder ->
                  builder
                      .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER | ClassFile.ACC_FINAL)
                      .withMethodBody(
                          PartWriter.METHOD,
                          PartWriter.type(frame),
                          STATIC,
                          code -> {
                            if (translations[0] == null) {
                              translations[0] =
                                  new Translation(
                                      layout,
                                      function,
                                      locals,
                                      variables,
                                      new Emitter(code, 1, Names.OWN_INSTANCE),
                                      new Slots(3),
                                      parts);
                              bodies[0] = new BodyTranslator(translations[0]);
                              writers[0] =
                                  new PartWriter(translations[0], parts, scan.usesMemory());
                            }
                            finished[0] = writers[0].write(code, bodies[0]);
                          }));
      waiting.put(Names.binary(part), bytes);
    }
    byte[] main =
        functionClass(
            function,
            scan.tailCalls(),
            builder ->
                builder.withMethodBody(
                    scan.tailCalls() ? Names.BODY : Names.CALL,
                    layout.signatureOf(function).method(Names.OWN_INSTANCE),
                    STATIC,
                    code ->
                        new PartRunner(function, layout.signatureOf(function), variables, parts)
                            .write(code)));
    waiting.put(Names.binary(frame), classFile.build(frame, variables::define));
    statistics.divided(parts.count());
    return main;
  }

  // ---- the class around the code

  private interface Code {
    void addTo(ClassBuilder builder);
  }

  private byte[] functionClass(int function, boolean tailCalls, Code code) {
    int type = layout.module.functionTypeIndex(function);
    Signature signature = layout.signature(type);
    ClassDesc self = Names.function(function);
    return classFile.build(
        self,
        builder -> {
          builder
              .withSuperclass(layout.typeClass(type))
              .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER | ClassFile.ACC_FINAL)
              .withMethodBody(
                  Names.APPLY,
                  signature.method(Names.INSTANCE),
                  ClassFile.ACC_PUBLIC,
                  body -> apply(body, self, signature));
          code.addTo(builder);
          if (tailCalls) {
            builder
                .withMethodBody(
                    Names.CALL,
                    signature.method(Names.OWN_INSTANCE),
                    STATIC,
                    body -> callOn(body, self, signature))
                .withMethodBody(
                    Names.RESUME,
                    RESUME,
                    ClassFile.ACC_PUBLIC,
                    body -> resume(body, self, signature));
          }
        });
  }

  /** The virtual method of the reference calls the static one with the function's own instance. */
  private static void apply(CodeBuilder code, ClassDesc self, Signature signature) {
    int caller = TypeClasses.callerSlot(signature);
    var out = new Emitter(code, caller, Names.INSTANCE);
    if (signature.packed()) handOver(out, true);
    int slot = 1;
    if (!signature.packed()) {
      for (JvmType type : signature.parameters()) {
        out.load(type, slot);
        slot += type.slots();
      }
    }
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
    int slot = 0;
    if (!signature.packed()) {
      for (JvmType type : signature.parameters()) {
        out.load(type, slot);
        slot += type.slots();
      }
    }
    out.instance();
    out.invokeStatic(self, Names.BODY, signature.method(Names.OWN_INSTANCE));
    Label done = out.newLabel();
    out.instance();
    out.onInstance("hasTailCallee", CD_boolean);
    out.jumpIf(java.lang.classfile.Opcode.IFEQ, done);
    if (!signature.results().isEmpty()) out.pop(signature.results().getFirst());
    out.instance();
    out.onInstance("runTailCallee", CD_void);
    if (!signature.results().isEmpty()) out.loadTransfer(0, signature.results().getFirst());
    out.bind(done);
    out.returns(signature);
  }

  /** Runs the body in the place of a tail call. */
  private static void resume(CodeBuilder code, ClassDesc self, Signature signature) {
    var out = new Emitter(code, 1, Names.INSTANCE);
    if (signature.packed()) {
      handOver(out, true);
    } else {
      for (int i = 0; i < signature.parameters().size(); i++) {
        out.loadTransfer(i, signature.parameters().get(i));
      }
    }
    own(out);
    out.cast(Names.OWN_INSTANCE);
    out.invokeStatic(self, Names.BODY, signature.method(Names.OWN_INSTANCE));
    if (!signature.results().isEmpty()) {
      JvmType result = signature.results().getFirst();
      out.store(result, 2);
      int own = 2 + result.slots();
      own(out);
      out.store(JvmType.REFERENCE, own);
      var onOwn = new Emitter(code, own, Names.INSTANCE);
      Label done = out.newLabel();
      onOwn.instance();
      onOwn.onInstance("hasTailCallee", CD_boolean);
      onOwn.jumpIf(java.lang.classfile.Opcode.IFNE, done);
      onOwn.storeTransfer(0, result, 2);
      onOwn.bind(done);
    }
    handOver(out, false);
    out.code.return_();
  }

  // ---- functions without code

  /** Calls the function that the instance imports. */
  private byte[] imported(int function) {
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
                      int slot = 0;
                      if (!signature.packed()) {
                        for (JvmType each : signature.parameters()) {
                          out.load(each, slot);
                          slot += each.slots();
                        }
                      }
                      out.instance();
                      out.invokeVirtual(typeClass, Names.APPLY, signature.method(Names.INSTANCE));
                      out.returns(signature);
                    }));
  }

  /** Throws when it is called. */
  private byte[] invalid(int function, String sentence) {
    return functionClass(
        function,
        false,
        builder ->
            builder.withMethodBody(
                Names.CALL,
                layout.signatureOf(function).method(Names.OWN_INSTANCE),
                STATIC,
                code ->
                    code.loadConstant(sentence)
                        .invokestatic(
                            Names.INVALID,
                            "of",
                            MethodTypeDesc.of(Names.INVALID, ConstantDescs.CD_String))
                        .athrow()));
  }
}
