package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Wat;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Custom sections say nothing about what a module does (WebAssembly 5.5.3). */
class CustomSectionsTest {
  private final Guests guests = new Guests();

  @AfterEach
  void close() {
    guests.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "01", // a subsection without a size
        "01 ff ff ff ff 0f", // one that claims 4 GiB
        "01 05 01 00 02 ff fe", // a name that is not UTF-8
        "01 05 64 00 02 61 62", // a hundred names, of which one is there
        "01 03 01 00 7f", // a name that is cut
        "01 06 01 80 80 80 80 80", // an index that does not end
        "01 08 01 ff ff ff ff 07 01 61", // a function that there cannot be
        "02 04 ff ff ff ff", // local names that lie
        "63 03 de ad be", // a subsection of an unknown kind
        "01 03 01 00 00 01 03 01 00 00", // the same one twice
        "04 ff ff ff ff ff ff ff ff ff ff ff ff", // a number of more than 32 bits
      })
  void aMalformedNameSectionIsNoReasonToRefuse(String content) {
    byte[] module = Binary.program().custom("name", Binary.bytes().hex(content)).toBytes();

    assertThat(guests.prepare(module)).isInstanceOf(Engine.Prepared.Ready.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"producers", "dylink.0", ".debug_info", "target_features", "", "linking"})
  void whatAnyOtherCustomSectionHoldsIsNotLookedAt(String name) {
    byte[] module =
        Binary.program().custom(name, Binary.bytes().hex("ff ff ff ff ff ff 80")).toBytes();

    assertThat(guests.prepare(module)).isInstanceOf(Engine.Prepared.Ready.class);
  }

  @Test
  void theNameOfACustomSectionItselfHasToBeOne() {
    byte[] noUtf8 = Binary.program().section(0, Binary.bytes().hex("02 ff fe 00")).toBytes();
    byte[] cut = Binary.program().section(0, Binary.bytes().hex("7f 61 62")).toBytes();

    assertThat(guests.notAProgram(noUtf8))
        .startsWith("A name of a custom section is no text")
        .endsWith("(custom section, offset 39)");
    assertThat(guests.notAProgram(cut)).contains("(custom section, offset ");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aMillionFunctionNamesInDescendingOrderCostWhatTheirBytesCost() {
    int count = 1_000_000;
    var names = Binary.bytes().number(count);
    for (int i = count - 1; i >= 0; i--) names.number(i).number(0);
    byte[] module =
        Binary.program().custom("name", Binary.bytes().number(1).sized(names)).toBytes();

    assertThat(guests.prepare(module)).isInstanceOf(Engine.Prepared.Ready.class);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void namesOfLocalsAreNotEvenRead() {
    var locals = Binary.bytes().number(1).number(0).number(2_000_000);
    locals.add(Binary.bytes().hex("00 00"), 2_000_000);
    byte[] module =
        Binary.program().custom("name", Binary.bytes().number(2).sized(locals)).toBytes();
    guests.by = Engine.Preparation.of(module.length + (64 << 10));

    assertThat(guests.prepare(module)).isInstanceOf(Engine.Prepared.Ready.class);
  }

  @Test
  void namesThatCanBeReadBeforeAFaultAreShown() {
    byte[] module =
        crashing(
            Binary.bytes()
                .number(9)
                .number(1)
                .name("inner")
                .number(0)
                .name("outer")
                .hex("05 7f 61")); // a third one, cut

    assertThat(stack(module)).containsExactly("inner", "outer");
  }

  @Test
  void aNameIsFoundWhereverItStandsAndTheFirstOneCounts() {
    byte[] module =
        crashing(
            Binary.bytes()
                .number(4)
                .number(7)
                .name("of no function")
                .number(1)
                .name("inner")
                .number(1)
                .name("again")
                .number(0)
                .name("outer"));

    assertThat(stack(module)).containsExactly("inner", "outer");
  }

  @Test
  void aFunctionWithoutANameHasThatOfItsExport() {
    assertThat(stack(crashing(Binary.bytes().number(0)))).containsExactly("function 1", "_start");
  }

  @Test
  void namesOfToolsAreShownAsBefore() {
    byte[] module =
        Wat.compile(
            "(module (func $deep (unreachable)) (func $main (export \"_start\") (call $deep)))");

    assertThat(stack(module)).containsExactly("deep", "main");
  }

  /** Function 0 calls function 1, which traps. */
  private static byte[] crashing(Binary functionNames) {
    var code =
        Binary.bytes().number(2).body(Binary.bytes().hex("10 01")).body(Binary.bytes().hex("00"));
    return Binary.program(code, 1)
        .custom("name", Binary.bytes().number(1).sized(functionNames))
        .toBytes();
  }

  private List<String> stack(byte[] module) {
    var made = guests.ready(module).instantiate(guests.functions, guests.purse, guests.timer);
    var outcome = guests.run(((Engine.Instantiated.Ok) made).guest());
    return ((Engine.Outcome.Trapped) outcome).stack();
  }

  @Test
  void aModuleThatIsCutInItsCustomSectionIsRefused() {
    byte[] module = Binary.program().custom("name", Binary.bytes().hex("01 03 01 00 00")).toBytes();

    assertThat(guests.notAProgram(Arrays.copyOf(module, module.length - 2)))
        .startsWith("The custom section of 10 bytes, but 8 are left");
  }
}
