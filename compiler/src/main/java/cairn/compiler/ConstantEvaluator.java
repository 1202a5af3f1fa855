package cairn.compiler;

import cairn.compiler.runtime.Instance;
import cairn.compiler.runtime.V128;
import cairn.wasm.ConstantExpression;
import cairn.wasm.InstructionReader;
import cairn.wasm.InvalidModuleException;
import cairn.wasm.Opcode;
import cairn.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates constant expressions, which are valid. Values are raw bits or references.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/valid/instructions.html#constant-expressions">
 *     Constant Expressions</a>
 */
final class ConstantEvaluator {
  /** A value: a number's raw bits, or a reference or vector. */
  record Value(long bits, @Nullable Object reference) {
    static Value number(long bits) {
      return new Value(bits, null);
    }

    static Value reference(@Nullable Object reference) {
      return new Value(0, reference);
    }
  }

  private final WasmModule module;
  private final Instance instance;

  ConstantEvaluator(WasmModule module, Instance instance) {
    this.module = module;
    this.instance = instance;
  }

  Value evaluate(ConstantExpression expression) {
    List<Value> stack = new ArrayList<>();
    try {
      InstructionReader in = InstructionReader.of(module, expression);
      while (in.hasNext()) step(in.next(), in, stack);
    } catch (InvalidModuleException e) {
      throw new IllegalStateException(e);
    }
    return stack.getLast();
  }

  private void step(Opcode opcode, InstructionReader in, List<Value> stack) {
    switch (opcode) {
      case END -> {}
      case I32_CONST -> stack.add(Value.number(in.i32()));
      case I64_CONST -> stack.add(Value.number(in.i64()));
      case F32_CONST -> stack.add(Value.number(in.f32Bits()));
      case F64_CONST -> stack.add(Value.number(in.f64Bits()));
      case V128_CONST -> stack.add(Value.reference(new V128(in.v128Low(), in.v128High())));
      case REF_NULL -> stack.add(Value.reference(null));
      case REF_FUNC -> stack.add(Value.reference(instance.function(in.index())));
      case GLOBAL_GET -> stack.add(global(in.index()));
      case I32_ADD, I32_SUB, I32_MUL, I64_ADD, I64_SUB, I64_MUL -> {
        long second = stack.removeLast().bits();
        long first = stack.removeLast().bits();
        stack.add(Value.number(arithmetic(opcode, first, second)));
      }
      default ->
          throw new UnsupportedFeatureException(
              "garbage collection",
              "A constant expression uses " + opcode.mnemonic() + ", which is not supported.");
    }
  }

  private static long arithmetic(Opcode opcode, long first, long second) {
    return switch (opcode) {
      case I32_ADD -> (int) (first + second);
      case I32_SUB -> (int) (first - second);
      case I32_MUL -> (int) (first * second);
      case I64_ADD -> first + second;
      case I64_SUB -> first - second;
      default -> first * second;
    };
  }

  private Value global(int index) {
    return switch (module.globals().get(index).type().kind()) {
      case I32, I64, F32, F64 -> Value.number(instance.globalBits(index));
      case V128, REF -> Value.reference(instance.globalReference(index));
    };
  }

  /** The function that an expression is a reference of, or -1 when it is something else. */
  int functionOf(ConstantExpression expression) {
    try {
      InstructionReader in = InstructionReader.of(module, expression);
      if (in.next() != Opcode.REF_FUNC) return -1;
      int function = in.index();
      return in.next() == Opcode.END ? function : -1;
    } catch (InvalidModuleException e) {
      throw new IllegalStateException(e);
    }
  }
}
