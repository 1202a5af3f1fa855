package cairn.wasm;

import static cairn.wasm.Binary.END;
import static cairn.wasm.Binary.FUNCREF;
import static cairn.wasm.Binary.I32;
import static cairn.wasm.Binary.I64;
import static cairn.wasm.Binary.NOTHING;
import static cairn.wasm.Binary.NO_TYPE;
import static cairn.wasm.Binary.body;
import static cairn.wasm.Binary.bytes;
import static cairn.wasm.Binary.code;
import static cairn.wasm.Binary.functionType;
import static cairn.wasm.Binary.functions;
import static cairn.wasm.Binary.leb;
import static cairn.wasm.Binary.module;
import static cairn.wasm.Binary.read;
import static cairn.wasm.Binary.section;
import static cairn.wasm.Binary.types;
import static cairn.wasm.Binary.validate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class WasmModuleTest {
  private static void refused(byte[] module, String... said) {
    assertThatThrownBy(() -> validate(module))
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageContainingAll(said);
  }

  @Test
  void theSmallestModuleHasNothing() throws InvalidModuleException {
    WasmModule module = read(module());

    assertThat(module.typeCount()).isZero();
    assertThat(module.functions()).isZero();
    assertThat(module.imports()).isEmpty();
    assertThat(module.start()).isEmpty();
  }

  @Test
  void everySectionIsRead() throws InvalidModuleException {
    byte[] signature = functionType(bytes(I32, I64), bytes(I32));
    WasmModule module =
        validate(
            module(
                types(NO_TYPE, signature),
                section(2, 2, "env", "log", 0, 0, "env", "limit", 3, I32, 0),
                functions(1, 0),
                section(4, 1, FUNCREF, 1, 2, 8),
                section(5, 1, 5, 1, leb(70_000)),
                section(13, 1, 0, 0),
                section(6, 1, I64, 1, 0x42, 7, END),
                section(7, 2, "run", 0, 2, "memory", 2, 0),
                section(8, 2),
                section(9, 1, 0, 0x41, 0, END, 2, 0, 1),
                section(12, 1),
                code(body(0x41, 1), body()),
                section(11, 1, 0, 0x42, 0, END, 3, 9, 8, 7),
                section(0, "name", 1, 2, 3)));

    assertThat(module.functionType(1).parameters()).containsExactly(ValueType.I32, ValueType.I64);
    assertThat(module.imports())
        .containsExactly(
            new Import("env", "log", ExternalKind.FUNCTION, 0),
            new Import("env", "limit", ExternalKind.GLOBAL, 0));
    assertThat(module.importedFunctions()).isEqualTo(1);
    assertThat(module.functions()).isEqualTo(3);
    assertThat(module.functionTypeIndex(1)).isEqualTo(1);
    assertThat(module.tables())
        .containsExactly(new TableType(ValueType.FUNCREF, 2, OptionalLong.of(8), false));
    assertThat(module.memories())
        .containsExactly(new MemoryType(1, OptionalLong.of(70_000), true, false, 16));
    assertThat(module.tags()).containsExactly(new Tag(0));
    assertThat(module.globals())
        .containsExactly(new GlobalType(ValueType.I32, false), new GlobalType(ValueType.I64, true));
    assertThat(module.exports())
        .containsExactly(
            new Export("run", ExternalKind.FUNCTION, 2),
            new Export("memory", ExternalKind.MEMORY, 0));
    assertThat(module.start()).isEqualTo(OptionalInt.of(2));
    assertThat(module.elements())
        .singleElement()
        .satisfies(
            segment -> {
              assertThat(segment.mode()).isEqualTo(SegmentMode.ACTIVE);
              assertThat(segment.function(1)).isEqualTo(1);
            });
    assertThat(module.copy(module.data().getFirst().bytes())).containsExactly(9, 8, 7);
    assertThat(module.names().map(module::copy)).hasValue(bytes(1, 2, 3));
    assertThat(module.copy(new ByteRange(module.bodyStart(1), module.bodyEnd(1))))
        .containsExactly(0, 0x41, 1, END);
  }

  @Test
  void whatIsNoModuleIsRefused() {
    refused(bytes(), "It is empty", "magic header not detected", "offset 0");
    refused(bytes(0, 'a' + 0, 's' + 0), "magic header not detected", "offset 0");
    refused(bytes(0, 'a' + 0, 's' + 0, 'm' + 0, 2, 0, 0, 0), "unknown binary version", "offset 4");
    refused(bytes(0, 'a' + 0, 's' + 0, 'm' + 0, 13, 0, 1, 0), "a component", "offset 4");
  }

  @Test
  void sectionsOutOfOrderOrTwiceAreRefused() {
    refused(module(functions(), types()), "type section is out of order", "offset 11");
    refused(module(types(), types()), "type section is out of order");
    refused(module(section(6, 0), section(13, 0)), "tag section is out of order");
    refused(module(section(10, 0), section(12, 0)), "data count section is out of order");
    refused(module(section(14)), "There is no section 14");
  }

  @Test
  void customSectionsMayStandAnywhereAndRepeat() throws InvalidModuleException {
    byte[] custom = section(0, "x", 1);

    assertThat(read(module(custom, types(NO_TYPE), custom, custom)).typeCount()).isEqualTo(1);
  }

  @Test
  void aSectionLongerThanTheModuleOrItsContentIsRefused() {
    refused(module(bytes(1, 5, 0)), "type section of 5 bytes, but 1 are left", "offset 8");
    refused(module(section(1, 0, 9)), "1 bytes are left in the section", "type section, offset 11");
    refused(module(section(1, 1, 0x60, 0)), "unexpected end", "type section, offset 13");
  }

  @Test
  void numbersMayBePaddedButNotBeyondTheirWidth() throws InvalidModuleException {
    byte[] padded = bytes(0x80, 0x80, 0x80, 0x80, 0x00);

    assertThat(read(module(section(1, padded))).typeCount()).isZero();
    refused(module(section(1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00)), "representation too long");
    refused(module(section(1, 0x80, 0x80, 0x80, 0x80, 0x10)), "integer too large");
  }

  @Test
  void signedNumbersMustRepeatTheirSign() throws InvalidModuleException {
    byte[] minusOne = bytes(0x41, 0xff, 0xff, 0xff, 0xff, 0x7f, END);
    byte[] unsigned = bytes(0x41, 0xff, 0xff, 0xff, 0xff, 0x0f, END);

    assertThat(read(module(section(6, 1, I32, 0, minusOne))).globals()).hasSize(1);
    refused(
        module(section(6, 1, I32, 0, unsigned)), "integer too large", "global section, offset 14");
  }

  @Test
  void namesMustBeUtf8() {
    refused(module(section(0, 1, 0xff)), "malformed UTF-8", "custom section");
    refused(module(section(0, 3, 0xed, 0xa0, 0x80)), "malformed UTF-8");
    refused(module(section(0, 2, 0xc0, 0x80)), "malformed UTF-8");
    refused(module(section(2, 1, 2, 0xe2, 0x82)), "malformed UTF-8", "import section");
  }

  @Test
  void countsBeyondALimitNameIt() {
    refused(module(section(1, leb(1_000_001))), "1000001 types", "limit of 1000000");
    refused(module(types(bytes(0x60, leb(1001)))), "1001 parameters", "limit of 1000");
    refused(module(section(3, leb(4_000_000_000L))), "4000000000 functions", "limit of 1000000");
    refused(module(section(11, leb(100_001))), "100001 data segments", "limit of 100000");
    refused(module(section(2, 1, leb(100_001))), "100001 bytes of a name", "limit of 100000");
  }

  @Test
  void aBodyBeyondTheLimitNamesIt() {
    byte[] large = new byte[7_654_322];

    refused(
        module(types(NO_TYPE), functions(0), section(10, 1, leb(large.length), large)),
        "A body of 7654322 bytes",
        "limit of 7654321");
  }

  @Test
  void functionsAndBodiesMustBeAsMany() {
    refused(module(types(NO_TYPE), functions(0)), "1 functions and 0 bodies");
    refused(module(code(body())), "0 functions and 1 bodies");
  }

  @Test
  void dataSegmentsMustBeAsManyAsAnnounced() {
    refused(module(section(12, 2), section(11, 0)), "2 data segments announced and 0 there");
  }

  @Test
  void whatIsNamedMustExist() {
    refused(module(functions(0)), "There is no type 0", "function section");
    refused(module(section(7, 1, "f", 0, 0)), "There is no function 0", "export section");
    refused(module(section(8, 3)), "There is no function 3", "start section");
    refused(module(section(9, 1, 0, 0x41, 0, END, 0)), "There is no table 0", "element section");
    refused(module(section(11, 1, 0, 0x41, 0, END, 0)), "There is no memory 0", "data section");
    refused(module(types(bytes(0x5e, 0x63, 5, 0))), "There is no type 5", "type section");
  }

  @Test
  void exportsHaveDifferentNames() {
    byte[] memory = section(5, 1, 0, 1);

    refused(module(memory, section(7, 2, "m", 2, 0, "m", 2, 0)), "duplicate export name");
  }

  @Test
  void theStartFunctionTakesAndGivesNothing() {
    byte[] signature = functionType(bytes(I32), NOTHING);

    refused(
        module(types(signature), functions(0), section(8, 0), code(body())),
        "The start function takes [i32] and gives []");
  }

  @Test
  void limitsMustFitAndBeInOrder() {
    refused(module(section(5, 1, 0, leb(65_537))), "65537", "65536");
    refused(module(section(5, 1, 1, 2, 1)), "at least 2 and at most 1");
    refused(module(section(5, 1, 2, 1)), "shared memory must have maximum");
    refused(module(section(5, 1, 8, 1, 12)), "Pages of 2^12 bytes");
    refused(module(section(5, 1, 16, 1)), "malformed limits flags");
    refused(module(section(4, 1, FUNCREF, 1, 2, 1)), "at least 2 and at most 1");
    refused(module(section(4, 1, FUNCREF, 0, leb(1L << 32))), "4294967296");
  }

  @Test
  void tablesOfReferencesThatAreNotNullNeedAFirstValue() throws InvalidModuleException {
    byte[] without = section(4, 1, 0x64, 0x70, 0, 1);
    byte[] with = section(4, 1, 0x40, 0, 0x64, 0x70, 0, 1, 0xd2, 0, END);

    refused(module(without), "without a first value");
    WasmModule module = validate(module(types(NO_TYPE), functions(0), with, code(body())));
    assertThat(module.tableInitialiser(0)).isPresent();
    assertThat(module.isDeclared(0)).isTrue();
  }

  @Test
  void constantExpressionsMayAddAndMultiplyAndReadEarlierConstants() throws InvalidModuleException {
    byte[] sum = bytes(I32, 0, 0x41, 1, 0x41, 2, 0x6a, 0x41, 3, 0x6c, END);
    byte[] earlier = bytes(I32, 0, 0x23, 0, END);

    assertThat(read(module(section(6, 2, sum, earlier))).globals()).hasSize(2);
  }

  @Test
  void constantExpressionsMustBeConstantAndOfTheirType() {
    refused(module(section(6, 1, I32, 0, 0x42, 0, END)), "i32 is expected, i64 found");
    refused(module(section(6, 1, I32, 0, END)), "i32 is missing");
    refused(module(section(6, 1, I32, 0, 0x41, 0, 0x41, 0, END)), "1 value is left");
    refused(module(section(6, 1, I32, 0, 0x41, 0, 0x45, END)), "i32.eqz in a constant expression");
    refused(module(section(6, 1, I32, 0, 0x23, 0, END)), "There is no global 0 before");
    byte[] mutable = bytes(I32, 1, 0x41, 0, END);
    refused(module(section(6, 2, mutable, bytes(I32, 0, 0x23, 0, END))), "Global 0 may change");
  }

  @Test
  void elementsMustFitTheirTable() {
    byte[] table = section(4, 1, 0x6f, 0, 1);

    refused(
        module(
            types(NO_TYPE),
            functions(0),
            table,
            section(9, 1, 0, 0x41, 0, END, 1, 0),
            code(body())),
        "Elements of (ref func) for a table of (ref null extern)");
  }

  @Test
  void tagsHaveNoResults() {
    refused(module(types(functionType(NOTHING, bytes(I32))), section(13, 1, 0, 0)), "tag result");
  }
}
