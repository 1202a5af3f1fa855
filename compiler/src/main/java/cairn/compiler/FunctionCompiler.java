package cairn.compiler;

import cairn.compiler.runtime.InvalidFunctionException;
import cairn.wasm.FunctionLocals;
import cairn.wasm.FunctionValidator;
import cairn.wasm.InvalidModuleException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.Map;

/**
 * Compiles functions: decides whether one is a JVM method or several, and has its classes made. Any
 * thread.
 */
final class FunctionCompiler {
  private static final int STATIC = ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC;

  /** More slots of local variables than this are kept in a frame. */
  private static final int MOST_LOCAL_SLOTS = 4_000;

  /** What a call takes of the call stack, beside its variables and operands. */
  private static final int FRAME_BYTES = 96;

  private static final int VALUE_BYTES = 8;

  /** What the JVM keeps at once of a large function grows with it, too. */
  private static final int BODY_PER_BYTE = 32;

  private final ModuleLayout layout;
  private final CompilerOptions options;
  private final CompilerStatistics statistics;
  private final FunctionClasses classes;
  private final ClassFile classFile = ModuleClassLoader.classFile();

  FunctionCompiler(ModuleLayout layout, CompilerOptions options, CompilerStatistics statistics) {
    this.layout = layout;
    this.options = options;
    this.statistics = statistics;
    classes = new FunctionClasses(layout, classFile);
  }

  byte[] instanceClass() {
    return InstanceClass.generate(layout, classFile);
  }

  /**
   * The class of a function; puts other classes that it needs, by name, into the map. That of a
   * large one has no code yet.
   */
  byte[] compile(int function, Map<String, byte[]> waiting) {
    if (function < layout.module.importedFunctions()) return classes.imported(function);
    return bodyBytes(function) < options.largeBytes()
        ? code(function, false, waiting)
        : large(function, waiting);
  }

  private int bodyBytes(int function) {
    return layout.module.bodyEnd(function) - layout.module.bodyStart(function);
  }

  private byte[] large(int function, Map<String, byte[]> waiting) {
    try {
      FunctionLocals locals = FunctionLocals.read(layout.module, function);
      return classes.stub(function, BodyScan.of(layout, function, locals).tailCalls());
    } catch (InvalidModuleException e) {
      return code(function, false, waiting);
    }
  }

  /** The class of a large function's code; puts those of its parts, by name, into the map. */
  byte[] compileLarge(int function, Map<String, byte[]> waiting) {
    return code(function, true, waiting);
  }

  /** The class with the code: the function's own, or one beside it. */
  private byte[] code(int function, boolean beside, Map<String, byte[]> waiting) {
    long start = System.nanoTime();
    byte[] main;
    try {
      int operands = FunctionValidator.validate(layout.module, function, () -> false);
      main = valid(function, beside, operands, waiting);
    } catch (InvalidModuleException | InvalidFunctionException e) {
      main = invalid(function, beside, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException | IllegalStateException e) {
      // A bug of this compiler, or code that a class file cannot hold: no reason to end others.
      main =
          invalid(
              function,
              beside,
              "Function %d could not be compiled: %s".formatted(function, firstLine(e)));
    }
    statistics.compiled(bodyBytes(function), main.length, System.nanoTime() - start);
    return main;
  }

  private byte[] invalid(int function, boolean beside, String sentence) {
    return classOf(
        function, beside, false, builder -> classes.invalid(builder, function, sentence));
  }

  private byte[] classOf(
      int function, boolean beside, boolean tailCalls, FunctionClasses.Code code) {
    return beside
        ? classes.code(function, tailCalls, code)
        : classes.whole(function, tailCalls, code);
  }

  /** The JDK describes code that it refuses at length. */
  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }

  private byte[] valid(int function, boolean beside, int operands, Map<String, byte[]> parts)
      throws InvalidModuleException {
    FunctionLocals locals = FunctionLocals.read(layout.module, function);
    int frameBytes =
        FRAME_BYTES
            + VALUE_BYTES * (locals.count() + operands)
            + bodyBytes(function) / BODY_PER_BYTE;
    BodyScan scan = BodyScan.of(layout, function, locals);
    if (scan.bytes() <= options.splitBytes() && slots(locals) <= MOST_LOCAL_SLOTS) {
      try {
        return whole(function, beside, locals, scan, frameBytes);
      } catch (IllegalArgumentException e) {
        // The code did not fit into a method, which shows only when it is written.
      }
    }
    return divided(function, beside, locals, scan, frameBytes, parts);
  }

  private static int slots(FunctionLocals locals) {
    int slots = 0;
    for (JvmType type : Translation.types(locals)) slots += type.slots();
    return slots;
  }

  // ---- in one method

  private byte[] whole(
      int function, boolean beside, FunctionLocals locals, BodyScan scan, int frameBytes) {
    Signature signature = layout.signatureOf(function);
    return classOf(
        function,
        beside,
        scan.tailCalls(),
        builder ->
            builder.withMethodBody(
                scan.tailCalls() ? Names.BODY : Names.CALL,
                signature.method(Names.OWN_INSTANCE),
                STATIC,
                code -> body(code, function, locals, scan, frameBytes)));
  }

  /** May be called again for the same method, when its jumps turn out to be too long. */
  private void body(
      CodeBuilder code, int function, FunctionLocals locals, BodyScan scan, int frameBytes) {
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
    int instanceSlot = next + 1;
    next += 2;
    for (int i = signature.packed() ? 0 : parameters; i < localSlots.length; i++) {
      localSlots[i] = next;
      next += types.get(i).slots();
    }
    var slots = new Slots(next);
    var out = new Emitter(code, instanceSlot, Names.OWN_INSTANCE);
    var variables = new MethodVariables(types, localSlots, slots);
    var t = new Translation(layout, function, locals, variables, out, slots, null);
    Label exhausted = out.newLabel();
    out.enterFrame(frameBytes, exhausted);
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
    // Without calls it ends by itself, or loops, which have polls of their own.
    if (scan.calls()) out.poll();
    var translator = new BodyTranslator(t);
    translator.run();
    translator.exceptions().emitOutOfLine();
    out.bind(exhausted);
    out.trap("callStackExhausted");
  }

  // ---- in parts

  private byte[] divided(
      int function,
      boolean beside,
      FunctionLocals locals,
      BodyScan scan,
      int frameBytes,
      Map<String, byte[]> waiting) {
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
                                      PartWriter.emitter(code),
                                      PartWriter.slots(),
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
        classOf(
            function,
            beside,
            scan.tailCalls(),
            builder ->
                builder.withMethodBody(
                    scan.tailCalls() ? Names.BODY : Names.CALL,
                    layout.signatureOf(function).method(Names.OWN_INSTANCE),
                    STATIC,
                    code ->
                        new PartRunner(
                                function,
                                layout.signatureOf(function),
                                variables,
                                parts,
                                frameBytes)
                            .write(code)));
    PartGroups.generate(function, parts.count(), classFile, waiting);
    waiting.put(Names.binary(frame), classFile.build(frame, variables::define));
    statistics.divided(parts.count());
    return main;
  }
}
