package cairn.compiler;

import cairn.compiler.runtime.InvalidFunctionException;
import cairn.wasm.InvalidModuleException;
import cairn.wasm.Opcode;
import java.lang.classfile.Instruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.jspecify.annotations.Nullable;

/**
 * Translates the instructions of a valid function one by one to JVM code, which keeps operands on
 * the JVM's stack. Code that is not reached is skipped. A comparison waits for the next
 * instruction, which is often a branch.
 */
final class BodyTranslator {
  private static final ClassDesc SELECT = ClassDesc.of("cairn.compiler.runtime.Select");

  private final Translation t;
  private final ControlInstructions control;
  private final ExceptionInstructions exceptions;
  private final CallInstructions calls;
  private final MemoryInstructions memory;
  private final ReferenceInstructions references;

  /** Whether the instruction last read is still to be translated, in the next part. */
  private boolean read;

  /** The br_table that is being written. */
  private @Nullable LargeTable table;

  BodyTranslator(Translation translation) {
    t = translation;
    control = new ControlInstructions(translation);
    exceptions = new ExceptionInstructions(translation, control);
    calls = new CallInstructions(translation);
    memory = new MemoryInstructions(translation);
    references = new ReferenceInstructions(translation);
    t.controls.add(
        new Control(Control.Kind.FUNCTION, java.util.List.of(), t.signature.results(), 0));
  }

  ExceptionInstructions exceptions() {
    return exceptions;
  }

  /**
   * Translates up to the function's end, or until its current part is full.
   *
   * @return whether the function's end was reached
   */
  boolean run() {
    try {
      while (true) {
        if (table != null && !writeTable(table)) return false;
        if (table != null) {
          table = null;
          if (!goOn(false)) return true;
          continue;
        }
        if (!read) {
          t.in.next();
          read = true;
        }
        if (t.parts != null && isPartFull(t.parts)) return false;
        read = false;
        boolean reached = instruction(t.in.opcode());
        table = control.takeLargeTable();
        if (table == null && !goOn(reached)) return true;
      }
    } catch (InvalidModuleException e) {
      throw new InvalidFunctionException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads on to code that is reached.
   *
   * @return false: the function ended
   */
  private boolean goOn(boolean reachedNow) throws InvalidModuleException {
    boolean reached = reachedNow;
    while (!reached && !t.controls.isEmpty()) {
      skip();
      t.innermost().dead = true;
      reached = instruction(t.in.opcode());
    }
    return !t.controls.isEmpty();
  }

  /** Whether the code behind the part's end is reached from it. */
  boolean goesOn() {
    return table == null;
  }

  /** Writes a br_table of many targets; false if the part is full before it is all written. */
  private boolean writeTable(LargeTable large) {
    Parts parts = t.parts;
    if (parts == null) throw new IllegalStateException("not in parts");
    while (!large.isWritten()) {
      boolean begun = t.out.size() > PartWriter.PROLOGUE_BYTES;
      if (begun && parts.isFull(t.out.size(), large.groupBytes(), 0)) return false;
      large.writeGroup(parts, control);
    }
    return true;
  }

  /** Reads on to what ends the code that is not reached. */
  private void skip() throws InvalidModuleException {
    for (int depth = 0; ; ) {
      switch (t.in.next()) {
        case BLOCK, LOOP, IF, TRY, TRY_TABLE -> depth++;
        case END, DELEGATE -> {
          if (depth-- == 0) return;
        }
        case ELSE, CATCH, CATCH_ALL -> {
          if (depth == 0) return;
        }
        default -> {}
      }
    }
  }

  // ---- parts

  private boolean isPartFull(Parts parts) {
    int loops = 0;
    for (int i = t.controls.size() - 1; i >= 0 && loops < 2; i--) {
      if (t.controls.get(i).targetBound) loops++;
      if (t.controls.size() - i > 200) break;
    }
    int onStack = t.stack.size() - t.stack.low();
    return t.out.size() > PartWriter.PROLOGUE_BYTES
        && parts.isFull(
            t.out.size() + onStack * Variables.STORE_BYTES, InstructionSize.most(t), loops);
  }

  // ---- instructions

  /** Translates an instruction; says whether the code after it is reached. */
  private boolean instruction(Opcode opcode) {
    if (Comparison.is(opcode) && compare(opcode)) return true;
    switch (opcode) {
      case IF -> {
        control.conditional();
        return true;
      }
      case BR_IF -> {
        control.branchIf(t.in.index());
        return true;
      }
      default -> t.flush();
    }
    return switch (opcode) {
      case UNREACHABLE,
          BR,
          BR_TABLE,
          RETURN,
          THROW,
          RETHROW,
          THROW_REF,
          RETURN_CALL,
          RETURN_CALL_INDIRECT,
          RETURN_CALL_REF -> {
        leave(opcode);
        yield false;
      }
      case END -> end();
      case DELEGATE -> exceptions.delegate(t.in.index());
      default -> {
        plain(opcode);
        yield true;
      }
    };
  }

  /** Puts a comparison off; false if it is to be translated like others. */
  private boolean compare(Opcode opcode) {
    if (opcode == Opcode.I32_EQZ) {
      Comparison pending = t.takePending();
      if (pending != null) {
        t.stack.pop();
        t.putOff(pending.negate());
        return true;
      }
    } else {
      t.flush();
    }
    t.take(opcode.operands().length());
    t.putOff(new Comparison(opcode, false));
    return true;
  }

  private void leave(Opcode opcode) {
    switch (opcode) {
      case UNREACHABLE -> t.out.trap("unreachable");
      case BR -> control.branch(t.in.index());
      case BR_TABLE -> control.branchTable();
      case RETURN -> control.branch(t.controls.size() - 1);
      case THROW -> exceptions.throwTag(t.in.index());
      case RETHROW -> exceptions.rethrow(t.in.index());
      case THROW_REF -> exceptions.throwReference();
      case RETURN_CALL -> calls.returnCall(t.in.index());
      case RETURN_CALL_INDIRECT -> calls.returnCallIndirect(t.in.index(), t.in.secondIndex());
      case RETURN_CALL_REF -> calls.returnCallReference(t.in.index());
      default -> throw new IllegalArgumentException(opcode.mnemonic());
    }
  }

  private boolean end() {
    return switch (t.innermost().kind) {
      case FUNCTION -> {
        if (!t.innermost().dead) control.branch(0);
        t.controls.removeLast();
        yield false;
      }
      case TRY -> exceptions.endTry();
      case TRY_TABLE -> exceptions.endTryTable();
      case BLOCK, LOOP, IF -> control.end();
    };
  }

  private void plain(Opcode opcode) {
    switch (opcode) {
      case NOP -> {}
      case BLOCK -> control.block();
      case LOOP -> control.loop();
      case ELSE -> control.otherwise();
      case TRY -> exceptions.openTry();
      case TRY_TABLE -> exceptions.openTryTable();
      case CATCH -> exceptions.catchTag(t.in.index());
      case CATCH_ALL -> exceptions.catchAll();
      case BR_ON_NULL -> control.branchOnNull(t.in.index());
      case BR_ON_NON_NULL -> control.branchOnNonNull(t.in.index());
      case CALL -> calls.call(t.in.index());
      case CALL_INDIRECT -> calls.callIndirect(t.in.index(), t.in.secondIndex());
      case CALL_REF -> calls.callReference(t.in.index());
      case DROP -> {
        t.require(1);
        t.out.pop(t.stack.pop());
      }
      case SELECT, SELECT_TYPED -> select();
      case LOCAL_GET -> {
        t.variables.getLocal(t.out, t.in.index());
        t.stack.push(t.localTypes.get(t.in.index()));
      }
      case LOCAL_SET -> {
        t.take(1);
        t.variables.setLocal(t.out, t.in.index());
      }
      case LOCAL_TEE -> {
        t.require(1);
        t.out.duplicate(t.localTypes.get(t.in.index()));
        t.variables.setLocal(t.out, t.in.index());
      }
      case GLOBAL_GET -> references.getGlobal(t.in.index());
      case GLOBAL_SET -> references.setGlobal(t.in.index());
      case TABLE_GET -> references.getElement(t.in.index());
      case TABLE_SET -> references.setElement(t.in.index());
      case TABLE_INIT -> references.init(t.in.index(), t.in.secondIndex());
      case ELEM_DROP -> references.drop(t.in.index());
      case TABLE_COPY -> references.copy(t.in.index(), t.in.secondIndex());
      case TABLE_GROW -> references.grow(t.in.index());
      case TABLE_SIZE -> references.size(t.in.index());
      case TABLE_FILL -> references.fill(t.in.index());
      case REF_NULL -> references.none();
      case REF_IS_NULL -> references.isNull();
      case REF_FUNC -> references.function(t.in.index());
      case REF_AS_NON_NULL -> references.asNonNull();
      case MEMORY_SIZE -> memory.size(t.in.index());
      case MEMORY_GROW -> memory.grow(t.in.index());
      case MEMORY_INIT -> memory.init(t.in.index(), t.in.secondIndex());
      case DATA_DROP -> memory.drop(t.in.index());
      case MEMORY_COPY -> memory.copy(t.in.index(), t.in.secondIndex());
      case MEMORY_FILL -> memory.fill(t.in.index());
      case ATOMIC_FENCE -> memory.fence();
      case I32_CONST -> {
        t.out.constant(t.in.i32());
        t.stack.push(JvmType.INT);
      }
      case I64_CONST -> {
        t.out.constant(t.in.i64());
        t.stack.push(JvmType.LONG);
      }
      case F32_CONST -> {
        t.out.floatBits(t.in.f32Bits());
        t.stack.push(JvmType.FLOAT);
      }
      case F64_CONST -> {
        t.out.doubleBits(t.in.f64Bits());
        t.stack.push(JvmType.DOUBLE);
      }
      case V128_CONST -> {
        vector(t.in.v128Low(), t.in.v128High());
        t.stack.push(JvmType.VECTOR);
      }
      default -> {
        if (!opcode.isSimple()) throw UnsupportedFeatureException.instruction(opcode);
        if (opcode.naturalAlignment() >= 0) memory.access(opcode);
        else simple(opcode);
      }
    }
  }

  private void select() {
    t.require(3);
    t.stack.pop();
    JvmType type = t.stack.pop();
    t.stack.pop();
    t.out.invokeStatic(
        SELECT, "of", MethodTypeDesc.of(type.desc, type.desc, type.desc, JvmType.INT.desc));
    t.stack.push(type);
  }

  private void vector(long low, long high) {
    t.out.reserve(4);
    t.out.code.new_(Names.V128).dup();
    t.out.constant(low);
    t.out.constant(high);
    t.out.reserve(3);
    t.out.code.invokespecial(
        Names.V128,
        "<init>",
        MethodTypeDesc.of(
            java.lang.constant.ConstantDescs.CD_void, JvmType.LONG.desc, JvmType.LONG.desc));
  }

  /** An instruction of fixed types without memory. */
  private void simple(Opcode opcode) {
    t.take(opcode.operands().length());
    switch (opcode.immediate()) {
      case LANE -> t.out.constant(t.in.lane());
      case SHUFFLE -> vector(t.in.v128Low(), t.in.v128High());
      default -> {}
    }
    var inline = SimpleInstructions.inline(opcode);
    if (inline.isEmpty()) {
      SimpleInstructions.Method method = SimpleInstructions.methodOf(opcode);
      t.out.invokeStatic(method.owner(), method.name(), method.type());
    } else {
      for (Instruction each : inline) t.out.instruction(each);
    }
    String results = opcode.results();
    if (results.isEmpty()) return;
    JvmType result = JvmType.ofLetter(results.charAt(0), false);
    if (t.layout.canonicalNans && SimpleInstructions.mayGiveAnyNan(opcode))
      canonical(opcode, result);
    t.stack.push(result);
  }

  private void canonical(Opcode opcode, JvmType type) {
    ClassDesc owner = type == JvmType.VECTOR ? Names.VECTORS : Names.NUMERICS;
    String name =
        type == JvmType.VECTOR
            ? opcode.mnemonic().startsWith("f32x4") ? "f32x4_canonical" : "f64x2_canonical"
            : "canonical";
    t.out.invokeStatic(owner, name, MethodTypeDesc.of(type.desc, type.desc));
  }
}
