package cairn.wasm;

import static cairn.wasm.Binary.END;
import static cairn.wasm.Binary.EXTERNREF;
import static cairn.wasm.Binary.FUNCREF;
import static cairn.wasm.Binary.I32;
import static cairn.wasm.Binary.I64;
import static cairn.wasm.Binary.NOTHING;
import static cairn.wasm.Binary.NO_TYPE;
import static cairn.wasm.Binary.body;
import static cairn.wasm.Binary.bodyWith;
import static cairn.wasm.Binary.bytes;
import static cairn.wasm.Binary.code;
import static cairn.wasm.Binary.function;
import static cairn.wasm.Binary.functionType;
import static cairn.wasm.Binary.functions;
import static cairn.wasm.Binary.leb;
import static cairn.wasm.Binary.module;
import static cairn.wasm.Binary.read;
import static cairn.wasm.Binary.section;
import static cairn.wasm.Binary.types;
import static cairn.wasm.Binary.validate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FunctionValidatorTest {
  private static final byte[] TO_I32 = functionType(NOTHING, bytes(I32));
  private static final int EMPTY = 0x40;

  private static void accepted(byte[] type, Object... instructions) {
    assertThatCode(() -> validate(function(type, instructions))).doesNotThrowAnyException();
  }

  private static void refused(String said, byte[] type, Object... instructions) {
    refused(said, function(type, instructions));
  }

  private static void refused(String said, byte[] module) {
    assertThatThrownBy(() -> validate(module))
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageContaining(said)
        .hasMessageContaining("function 0, offset");
  }

  @Test
  void resultsMustBeThereAndNothingElse() {
    accepted(TO_I32, 0x41, 1);
    refused("1 value is expected on the stack, 0 found", TO_I32, 0x01);
    refused("i32 is expected, i64 found", TO_I32, 0x42, 1);
    refused("1 value is left on the stack", TO_I32, 0x41, 1, 0x41, 2);
  }

  @Test
  void aBodyEndsWithItsFunction() {
    byte[] cut = module(types(NO_TYPE), functions(0), section(10, 1, 2, 0, 1));
    byte[] more = module(types(NO_TYPE), functions(0), section(10, 1, 3, 0, END, 1));

    refused("END opcode expected", cut);
    refused("operators remaining after end", more);
  }

  @Test
  void bytesThatAreNoInstructionAreRefused() {
    refused("0xff is no instruction", NO_TYPE, 0xff);
    refused("0xfc 18 is no instruction", NO_TYPE, 0xfc, 18);
    refused("0xfd 154 is no instruction", NO_TYPE, 0xfd, leb(154));
    refused("4294967295 is no instruction", NO_TYPE, 0xfb, leb(0xffffffffL));
  }

  @Test
  void codeThatIsNotReachedMayTakeAnyValuesButNotWrongOnes() {
    accepted(TO_I32, 0x00);
    accepted(TO_I32, 0x00, 0x6a);
    accepted(NO_TYPE, 0x00, 0x1b, 0x1a);
    refused("i32 is expected, i64 found", TO_I32, 0x00, 0x42, 0, 0x6a);
    refused("i32 is expected, (ref any) found", TO_I32, 0x00, 0xd4, 0x45);
  }

  @Test
  void blocksTakeAndGiveWhatTheirTypeSays() {
    accepted(TO_I32, 0x02, I32, 0x41, 1, END);
    accepted(TO_I32, 0x02, 0, 0x41, 1, END);
    refused("1 value is expected", TO_I32, 0x02, I32, END);
    refused("There is no type 9", NO_TYPE, 0x02, 9, END);
    // What stands below a block is not its own.
    refused("1 value is expected on the stack, 0 found", TO_I32, 0x41, 1, 0x02, I32, END);
  }

  @Test
  void anIfWithoutElseGivesWhatItTakes() {
    accepted(TO_I32, 0x41, 1, 0x04, I32, 0x41, 2, 0x05, 0x41, 3, END);
    refused("an if without else", TO_I32, 0x41, 1, 0x04, I32, 0x41, 2, END);
    refused("else where no block is open", NO_TYPE, 0x05);
  }

  @Test
  void branchesPassWhatTheirLabelTakes() {
    accepted(TO_I32, 0x02, I32, 0x41, 1, 0x0c, 0, END);
    accepted(TO_I32, 0x41, 1, 0x0c, 0);
    // A loop's label takes parameters, not results.
    accepted(TO_I32, 0x03, I32, 0x0c, 0, END);
    refused("1 value is expected", TO_I32, 0x02, I32, 0x0c, 0, END);
    refused("There is no label 2 in 2 open blocks", NO_TYPE, 0x02, EMPTY, 0x0c, 2, END);
    refused("i32 is missing", NO_TYPE, 0x02, EMPTY, 0x0d, 0, END);
  }

  @Test
  void allTargetsOfABranchTableTakeTheSame() {
    accepted(NO_TYPE, 0x02, EMPTY, 0x41, 0, 0x0e, 1, 0, 1, END);
    refused(
        "label 0 takes 1 values, the default 0",
        NO_TYPE,
        0x02,
        I32,
        0x41,
        0,
        0x0e,
        1,
        0,
        1,
        END,
        0x1a);
    refused("There is no label 7", NO_TYPE, 0x41, 0, 0x0e, 1, 7, 0);
  }

  @Test
  void selectWithoutATypeTakesNumbersOnly() {
    accepted(TO_I32, 0x41, 1, 0x41, 2, 0x41, 0, 0x1b);
    accepted(
        functionType(bytes(FUNCREF), bytes(FUNCREF)), 0x20, 0, 0x20, 0, 0x41, 0, 0x1c, 1, FUNCREF);
    refused(
        "numbers, not references",
        functionType(bytes(FUNCREF), NOTHING),
        0x20,
        0,
        0x20,
        0,
        0x41,
        0,
        0x1b);
    refused("i32 and i64 are not the same", NO_TYPE, 0x42, 0, 0x41, 0, 0x41, 0, 0x1b, 0x1a);
    refused("names 0 types instead of one", NO_TYPE, 0x1c, 0);
  }

  @Test
  void localsAndGlobalsHaveTheirType() {
    byte[] unary = functionType(bytes(I64), NOTHING);
    accepted(unary, 0x42, 1, 0x22, 0, 0x21, 0);
    accepted(unary, 0x41, 1, 0x24, 0);
    refused("i64 is expected, i32 found", unary, 0x41, 1, 0x21, 0);
    refused("There is no local 1 among 1", unary, 0x20, 1);
    refused("There is no global 1", unary, 0x23, 1);
  }

  @Test
  void aGlobalThatIsConstantIsNotWritten() {
    byte[] constant = section(6, 1, I32, 0, 0x41, 0, END);

    refused(
        "Global 0 cannot be written",
        module(types(NO_TYPE), functions(0), constant, code(body(0x41, 0, 0x24, 0))));
  }

  @Test
  void aLocalWithoutADefaultIsReadAfterItWasWrittenInTheSameBlock() throws InvalidModuleException {
    byte[] local = bytes(1, 1, 0x64, FUNCREF);
    byte[] write = bytes(0xd2, 0, 0x21, 0);
    byte[] read = bytes(0x20, 0, 0x1a);
    byte[] export = section(7, 1, "f", 0, 0);

    assertThat(
            validate(
                    module(
                        types(NO_TYPE), functions(0), export, code(bodyWith(local, write, read))))
                .functions())
        .isEqualTo(1);
    refused(
        "Local 0 of type (ref func) is read before it is written",
        module(types(NO_TYPE), functions(0), export, code(bodyWith(local, read))));
    refused(
        "is read before it is written",
        module(
            types(NO_TYPE),
            functions(0),
            export,
            code(bodyWith(local, 0x02, EMPTY, write, END, read))));
  }

  @Test
  void localsAreNoMoreThan50000() throws InvalidModuleException {
    byte[] most = bytes(2, leb(49_999), I32, 1, I64);
    byte[] more = bytes(2, leb(49_999), I32, 2, I64);

    WasmModule module = validate(module(types(NO_TYPE), functions(0), code(bodyWith(most))));
    FunctionLocals locals = FunctionLocals.read(module, 0);
    assertThat(locals.count()).isEqualTo(50_000);
    assertThat(locals.type(49_998)).isEqualTo(ValueType.I32);
    assertThat(locals.type(49_999)).isEqualTo(ValueType.I64);
    refused(
        "49999 local variables and 2 more exceed the limit of 50000",
        module(types(NO_TYPE), functions(0), code(bodyWith(more))));
  }

  @Test
  void localsOfSeveralRunsHaveTheirTypes() throws InvalidModuleException {
    byte[] declared = bytes(4, 2, I64, 0, I32, 1, I64, 1, I32);
    byte[] signature = functionType(bytes(FUNCREF, I32), NOTHING);
    WasmModule module = read(module(types(signature), functions(0), code(bodyWith(declared))));

    FunctionLocals locals = FunctionLocals.read(module, 0);

    List<ValueType> types = new ArrayList<>();
    for (int local = 0; local < locals.count(); local++) types.add(locals.type(local));
    assertThat(types)
        .containsExactly(
            ValueType.FUNCREF,
            ValueType.I32,
            ValueType.I64,
            ValueType.I64,
            ValueType.I64,
            ValueType.I32);
  }

  @Test
  void memoryAccessesAreAlignedAtMostNaturallyAndAtomicOnesExactly() {
    accepted(TO_I32, 0x41, 0, 0x28, 2, 0);
    accepted(TO_I32, 0x41, 0, 0x28, 0x42, 0, 0);
    accepted(TO_I32, 0x41, 0, 0xfe, 0x10, 2, 0);
    refused("alignment must not be larger", TO_I32, 0x41, 0, 0x28, 3, 0);
    refused("atomic alignment must be natural", TO_I32, 0x41, 0, 0xfe, 0x10, 1, 0);
    refused("malformed memop flags", TO_I32, 0x41, 0, 0x28, leb(128), 0);
    refused("There is no memory 1", TO_I32, 0x41, 0, 0x28, 0x42, 1, 0);
    refused("An offset of 4294967296", TO_I32, 0x41, 0, 0x28, 2, leb(1L << 32));
  }

  @Test
  void addressesOfMemory64AreI64() throws InvalidModuleException {
    byte[] memory = section(5, 1, 4, 1);
    byte[] load = body(0x42, 0, 0x28, 2, leb(1L << 40));

    assertThat(validate(module(types(TO_I32), functions(0), memory, code(load))).memories())
        .hasSize(1);
    refused(
        "i64 is expected, i32 found",
        module(types(TO_I32), functions(0), memory, code(body(0x41, 0, 0x28, 2, 0))));
  }

  @Test
  void lanesMustBeThoseOfTheVector() {
    byte[] vector = bytes(0xfd, 12, new byte[16]);
    accepted(TO_I32, vector, 0xfd, 27, 3);
    refused("Lane 4 of a vector of 4", TO_I32, vector, 0xfd, 27, 4);
    refused("Lane 16 of a vector of 16", TO_I32, vector, 0xfd, 21, 16);
    refused("above 31", NO_TYPE, vector, vector, 0xfd, 13, new byte[15], 32, 0x1a);
    refused("Lane 2 of a vector of 2", NO_TYPE, 0x41, 0, vector, 0xfd, 87, 3, 0, 2, 0x1a);
  }

  @Test
  void callsTakeAndGiveWhatTheCalleesTypeSays() {
    accepted(TO_I32, 0x10, 0);
    accepted(TO_I32, 0x41, 0, 0x11, 0, 0);
    accepted(TO_I32, 0x12, 0);
    refused("There is no function 5", NO_TYPE, 0x10, 5);
    refused("There is no table 3", NO_TYPE, 0x41, 0, 0x11, 0, 3);
    refused(
        "the callee gives [i32], which this function does not",
        module(types(NO_TYPE, TO_I32), functions(0, 1), code(body(0x12, 1), body(0x41, 0))));
  }

  @Test
  void aReferenceToAFunctionMustBeDeclared() {
    refused("is not named outside of functions", NO_TYPE, 0xd2, 0, 0x1a);
  }

  @Test
  void tablesAndSegmentsMustFit() {
    accepted(NO_TYPE, 0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 14, 0, 0);
    refused("There is no element segment 0", NO_TYPE, 0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 12, 0, 0);
    refused("without a data count section", NO_TYPE, 0xfc, 9, 0);
    refused("There is no element segment 1", NO_TYPE, 0xfc, 13, 1);
  }

  @Test
  void castsGoDownAndBranchesOnThemPassTheRest() {
    byte[] anyToI31 = bytes(0x60, 1, 0x6e, 1, 0x64, 0x6c);
    accepted(anyToI31, 0x20, 0, 0xfb, 22, 0x6c);
    accepted(anyToI31, 0x20, 0, 0xfb, 24, 1, 0, 0x6e, 0x6c, 0x00);
    refused("is no subtype of", anyToI31, 0x20, 0, 0xfb, 24, 0, 0, 0x6c, 0x6e, 0x00);
    refused(
        "(ref null any) is expected",
        functionType(bytes(FUNCREF), NOTHING),
        0x20,
        0,
        0xfb,
        20,
        0x6c,
        0x1a);
  }

  @Test
  void structuresAndArraysAreUsedByTheirFields() throws InvalidModuleException {
    byte[] struct = bytes(0x5f, 2, I32, 0, 0x78, 1);
    Object[] make = {0x41, 1, 0x41, 2, 0xfb, 0, 1};
    assertThat(validate(withType(struct, bytes(make), 0xfb, 2, 1, 0, 0x1a)).typeCount())
        .isEqualTo(2);
    assertThat(validate(withType(struct, bytes(make), 0xfb, 4, 1, 1, 0x1a)).typeCount())
        .isEqualTo(2);
    refused("field is packed", withType(struct, bytes(make), 0xfb, 2, 1, 1, 0x1a));
    refused("field is unpacked", withType(struct, bytes(make), 0xfb, 3, 1, 0, 0x1a));
    refused(
        "Field 0 of type 1 cannot be written",
        withType(struct, bytes(make), 0x41, 0, 0xfb, 5, 1, 0));
    refused("There is no field 2 among 2", withType(struct, bytes(make), 0xfb, 2, 1, 2));
    refused("Type 1 is no array type", withType(struct, 0x41, 0, 0xfb, 7, 1));
    byte[] array = bytes(0x5e, 0x64, FUNCREF, 0);
    refused("(ref func) has no default value", withType(array, 0x41, 0, 0xfb, 7, 1));
    refused("Arrays of type 1 cannot be written", withType(array, 0x00, 0xfb, 14, 1));
    refused("10001 elements: the limit is 10000", withType(array, 0xfb, 8, 1, leb(10_001)));
  }

  /** A function in a module that has another type, 1. */
  private static byte[] withType(byte[] type, Object... instructions) {
    return module(types(NO_TYPE, type), functions(0), code(body(instructions)));
  }

  private static byte[] withTag(Object... instructions) {
    return module(
        types(NO_TYPE, functionType(bytes(I32), NOTHING)),
        functions(0),
        section(13, 1, 0, 1),
        code(body(instructions)));
  }

  @Test
  void catchClausesPassTheTagsValuesAndTheException() throws InvalidModuleException {
    byte[] plain = bytes(0x02, I32, 0x1f, EMPTY, 1, 0, 0, 0, END, 0x00, END, 0x1a);
    byte[] all = bytes(0x02, 0x69, 0x1f, EMPTY, 1, 3, 0, END, 0x00, END, 0x0a);

    assertThat(validate(withTag(plain)).tags()).hasSize(1);
    assertThat(validate(withTag(all)).tags()).hasSize(1);
    refused("catch clause 0 does not fit label 0", withTag(0x1f, EMPTY, 1, 0, 0, 0, END));
    refused("There is no tag 1", withTag(0x1f, EMPTY, 1, 0, 1, 0, END));
    refused("malformed catch clause", withTag(0x1f, EMPTY, 1, 4, 0, END));
    refused("1 value is expected on the stack, 0 found", withTag(0x08, 0));
  }

  @Test
  void legacyExceptionsAreValidatedToo() throws InvalidModuleException {
    byte[] catching = bytes(0x06, EMPTY, 0x07, 0, 0x1a, 0x19, 0x09, 0, END);
    byte[] delegating = bytes(0x06, EMPTY, 0x06, EMPTY, 0x18, 0, 0x19, END);

    assertThat(validate(withTag(catching)).tags()).hasSize(1);
    assertThat(validate(withTag(delegating)).tags()).hasSize(1);
    refused("which is no catch", withTag(0x06, EMPTY, 0x09, 0, END));
    refused("catch_all where no block is open", withTag(0x06, EMPTY, 0x19, 0x19, END));
    refused("delegate where no try is open", withTag(0x06, EMPTY, 0x19, 0x18, 0));
    refused("There is no label 1", withTag(0x06, EMPTY, 0x18, 1));
  }

  @Test
  void aCompilerCanFollowAndSeeTheOperands() throws InvalidModuleException {
    WasmModule module = read(function(TO_I32, 0x42, 5, 0xa7, 0x0f, 0x1a));
    FunctionValidator validator = FunctionValidator.of(module, 0, () -> false);
    List<String> seen = new ArrayList<>();

    while (validator.hasNext()) {
      Opcode opcode = validator.next();
      String operand =
          !validator.isReachable()
              ? "unreachable"
              : validator.operandCount() == 0 ? "none" : validator.operand(0).toString();
      seen.add(opcode.mnemonic() + " " + operand);
      validator.check();
    }

    assertThat(seen)
        .containsExactly(
            "i64.const none",
            "i32.wrap_i64 i64",
            "return i32",
            "drop unreachable",
            "end unreachable");
  }

  @Test
  void externalReferencesAreOfAHierarchyOfTheirOwn() {
    byte[] convert = functionType(bytes(EXTERNREF), bytes(0x6e));

    accepted(convert, 0x20, 0, 0xfb, 26);
    refused("(ref null any) is expected, (ref null extern) found", convert, 0x20, 0);
  }
}
