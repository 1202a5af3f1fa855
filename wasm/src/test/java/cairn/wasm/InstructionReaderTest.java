package cairn.wasm;

import static cairn.wasm.Binary.END;
import static cairn.wasm.Binary.I32;
import static cairn.wasm.Binary.NO_TYPE;
import static cairn.wasm.Binary.bytes;
import static cairn.wasm.Binary.function;
import static cairn.wasm.Binary.leb;
import static cairn.wasm.Binary.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class InstructionReaderTest {
  private static InstructionReader first(Object... instruction) throws InvalidModuleException {
    InstructionReader reader =
        InstructionReader.of(FunctionLocals.read(read(function(NO_TYPE, instruction)), 0));
    reader.next();
    return reader;
  }

  @Test
  void everyInstructionIsFoundByItsCode() throws InvalidModuleException {
    byte[] zeros = new byte[20];
    for (Opcode opcode : Opcode.values()) {
      int code = opcode.code();
      byte[] written = code < 256 ? bytes(code) : bytes(code >> 16, leb(code & 0xffff));

      assertThat(first(written, zeros).opcode()).isEqualTo(opcode);
    }
  }

  @Test
  void codesAndNamesOfInstructionsDiffer() {
    Set<Integer> codes = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Opcode opcode : Opcode.values()) {
      assertThat(codes.add(opcode.code())).isTrue();
      // select is one word for two instructions.
      assertThat(names.add(opcode.mnemonic()) || opcode == Opcode.SELECT_TYPED).isTrue();
    }
  }

  @Test
  void whatAnInstructionPopsAndPushesIsInItsTable() {
    assertThat(Opcode.I32_TRUNC_SAT_F64_U.operands()).isEqualTo("d");
    assertThat(Opcode.I32_TRUNC_SAT_F64_U.results()).isEqualTo("i");
    assertThat(Opcode.I64_ATOMIC_RMW8_CMPXCHG_U.operands()).isEqualTo("pll");
    assertThat(Opcode.I64_ATOMIC_RMW8_CMPXCHG_U.naturalAlignment()).isZero();
    assertThat(Opcode.V128_LOAD.naturalAlignment()).isEqualTo(4);
    assertThat(Opcode.CALL.isSimple()).isFalse();
    assertThat(Opcode.NOP.isSimple()).isTrue();
  }

  @Test
  void constantsAreRead() throws InvalidModuleException {
    assertThat(first(0x41, 0x7f).i32()).isEqualTo(-1);
    assertThat(first(0x41, 0x80, 0x80, 0x80, 0x80, 0x78).i32()).isEqualTo(Integer.MIN_VALUE);
    assertThat(first(0x42, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f).i64())
        .isEqualTo(Long.MIN_VALUE);
    assertThat(first(0x43, 0, 0, 0x80, 0x3f).f32Bits()).isEqualTo(Float.floatToRawIntBits(1));
    assertThat(first(0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f).f64Bits())
        .isEqualTo(Double.doubleToRawLongBits(1));
    InstructionReader vector = first(0xfd, 12, 1, 0, 0, 0, 0, 0, 0, 0x80, 2, 0, 0, 0, 0, 0, 0, 0);
    assertThat(vector.v128Low()).isEqualTo(Long.MIN_VALUE + 1);
    assertThat(vector.v128High()).isEqualTo(2);
  }

  @Test
  void indicesAreReadInTheirOrder() throws InvalidModuleException {
    InstructionReader indirect = first(0x11, 3, 4);
    assertThat(indirect.index()).isEqualTo(3);
    assertThat(indirect.secondIndex()).isEqualTo(4);
    InstructionReader load = first(0x29, 0x43, 5, leb(1L << 33));
    assertThat(load.alignment()).isEqualTo(3);
    assertThat(load.memory()).isEqualTo(5);
    assertThat(load.offset()).isEqualTo(1L << 33);
    assertThat(first(0x29, 3, 0).memory()).isZero();
  }

  @Test
  void blockTypesAreEmptyOneResultOrATypeOfTheModule() throws InvalidModuleException {
    InstructionReader empty = first(0x02, 0x40);
    assertThat(empty.blockTypeIndex()).isEqualTo(InstructionReader.NO_TYPE);
    assertThat(empty.hasBlockResult()).isFalse();
    InstructionReader number = first(0x03, I32);
    assertThat(number.hasBlockResult()).isTrue();
    assertThat(number.blockResult()).isEqualTo(ValueType.I32);
    assertThat(first(0x02, 0x64, 0x69).blockResult())
        .isEqualTo(ValueType.reference(HeapType.Abstract.EXN, false));
    assertThat(first(0x02, 0x63, 0).blockResult()).isEqualTo(ValueType.reference(0, true));
    InstructionReader typed = first(0x04, 0);
    assertThat(typed.blockTypeIndex()).isZero();
    assertThat(typed.hasBlockResult()).isFalse();
  }

  @Test
  void branchTablesHaveTheirDefaultLast() throws InvalidModuleException {
    InstructionReader table = first(0x0e, 3, 7, 6, 5, 4);

    assertThat(table.targetCount()).isEqualTo(3);
    assertThat(new int[] {table.target(0), table.target(2), table.target(3)})
        .containsExactly(7, 5, 4);
  }

  @Test
  void catchClausesAreRead() throws InvalidModuleException {
    InstructionReader block = first(0x1f, 0x40, 3, 0, 9, 1, 1, 8, 2, 3, 3);

    assertThat(block.catchCount()).isEqualTo(3);
    assertThat(block.catchTag(1)).isEqualTo(8);
    assertThat(block.catchLabel(1)).isEqualTo(2);
    assertThat(block.catchHasReference(1)).isTrue();
    assertThat(block.catchHasTag(2)).isFalse();
    assertThat(block.catchHasReference(2)).isTrue();
    assertThat(block.catchLabel(2)).isEqualTo(3);
  }

  @Test
  void castsNameTwoTypes() throws InvalidModuleException {
    InstructionReader cast = first(0xfb, 24, 2, 6, 0x6e, 0x6c);

    assertThat(cast.index()).isEqualTo(6);
    assertThat(cast.fromType()).isEqualTo(ValueType.reference(HeapType.Abstract.ANY, false));
    assertThat(cast.toType()).isEqualTo(ValueType.reference(HeapType.Abstract.I31, true));
    assertThat(first(0xfb, 23, 0).toType()).isEqualTo(ValueType.reference(0, true));
  }

  @Test
  void aReaderCanGoBack() throws InvalidModuleException {
    InstructionReader reader = first(0x41, 1, 0x42, 2);
    reader.next();
    int second = reader.start();
    reader.next();

    reader.seek(second);

    assertThat(reader.next()).isEqualTo(Opcode.I64_CONST);
    assertThat(reader.i64()).isEqualTo(2);
    assertThat(reader.next()).isEqualTo(Opcode.END);
    assertThat(reader.hasNext()).isFalse();
  }

  @Test
  void constantExpressionsCanBeReadAgain() throws InvalidModuleException {
    WasmModule module = read(function(NO_TYPE));
    InstructionReader reader = InstructionReader.of(module, module.globalInitialiser(0));

    assertThat(reader.next()).isEqualTo(Opcode.I32_CONST);
    assertThat(reader.next()).isEqualTo(Opcode.END);
    assertThat(reader.hasNext()).isFalse();
    assertThat(Arrays.copyOfRange(module.bytes(), reader.start(), reader.position()))
        .containsExactly(END);
  }
}
