package cairn.wasm;

import cairn.wasm.OperandStack.TypeMismatch;

/**
 * Validates constant expressions while a module is read, with what of it is known by then.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/valid/instructions.html#constant-expressions">
 *     Constant Expressions</a>
 */
final class ConstantValidator {
  private final ModuleParts module;
  private final InstructionReader in;
  private final Steps steps;
  private final OperandStack operands;
  private final AggregateRules aggregateRules;

  /** A validator of the expressions of a section, which a reader goes through. */
  ConstantValidator(ModuleParts module, ByteReader section, Steps steps) {
    this.module = module;
    this.steps = steps;
    in = new InstructionReader(section, module.types.size());
    operands = new OperandStack(module.types, new SubtypeCache(module.types, steps), steps);
    aggregateRules = new AggregateRules(module.types, in, operands);
  }

  /** Reads an expression to its end and checks that it gives a value of a type. */
  ConstantExpression read(int type) throws InvalidModuleException {
    operands.clear();
    int start = in.position();
    try {
      while (in.next() != Opcode.END) {
        steps.take();
        apply(in.opcode());
      }
      operands.pop(type);
      operands.checkEmpty();
      return new ConstantExpression(start, in.position());
    } catch (TypeMismatch e) {
      throw in.invalid("A constant expression for " + ValueType.text(type) + ": " + e.getMessage());
    }
  }

  private void apply(Opcode opcode) throws InvalidModuleException, TypeMismatch {
    switch (opcode) {
      case I32_CONST, I64_CONST, F32_CONST, F64_CONST, V128_CONST ->
          operands.apply(opcode, ValueType.CODE_I32);
      case I32_ADD, I32_SUB, I32_MUL, I64_ADD, I64_SUB, I64_MUL ->
          operands.apply(opcode, ValueType.CODE_I32);
      case GLOBAL_GET -> globalGet();
      case REF_FUNC -> refFunc();
      case REF_NULL,
          REF_I31,
          ANY_CONVERT_EXTERN,
          EXTERN_CONVERT_ANY,
          STRUCT_NEW,
          STRUCT_NEW_DEFAULT,
          ARRAY_NEW,
          ARRAY_NEW_DEFAULT,
          ARRAY_NEW_FIXED ->
          aggregateRules.apply(opcode);
      default ->
          throw in.invalid(
              opcode.mnemonic() + " in a constant expression: constant expression required");
    }
  }

  private void globalGet() throws InvalidModuleException {
    int index = in.index();
    if (index >= module.globals.size())
      throw in.invalid("There is no global " + index + " before: unknown global");
    GlobalType global = module.globals.get(index);
    if (global.mutable())
      throw in.invalid("Global " + index + " may change: constant expression required");
    operands.push(global.type().code());
  }

  private void refFunc() throws InvalidModuleException {
    int function = in.index();
    if (function >= module.functionTypes.size()) {
      throw in.invalid("There is no function " + function + ": unknown function");
    }
    module.declaredFunctions.set(function);
    operands.push(
        ValueType.referenceCode(module.functionTypes.get(function) + ValueType.CONCRETE, false));
  }
}
