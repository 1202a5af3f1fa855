package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not valid (WebAssembly 3) is refused with the instruction and its place. */
class ValidationTest {
  private final Guests guests = new Guests(ChicoryEngine.Mode.INTERPRETED);

  @AfterEach
  void close() {
    guests.close();
  }

  /** A program with a memory, a table, a constant, a variable, and a function of a second type. */
  private static byte[] program(String instructions) {
    return Binary.module()
        .section(1, Binary.bytes().hex("02 60 00 00 60 02 7f 7e 01 7d"))
        .section(3, Binary.bytes().hex("02 00 01"))
        .section(4, Binary.bytes().hex("01 70 00 04"))
        .section(5, Binary.bytes().hex("01 00 01"))
        .section(6, Binary.bytes().hex("02 7f 00 41 07 0b 7e 01 42 07 0b"))
        .section(7, Binary.bytes().number(1).name("_start").hex("00 00"))
        .section(
            10,
            Binary.bytes()
                .number(2)
                .sized(Binary.bytes().hex("01 01 7c").hex(instructions).hex("0b"))
                .body(Binary.bytes().hex("00")))
        .toBytes();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          6a                          | i32.add needs an i32, and there is none
          42 00 45 1a                 | i32.eqz needs an i32 and finds an i64
          41 00                       | a block ends with 1 values too many
          02 7f 0b 1a                 | end needs 1 values, and there are 0
          0c 05                       | it branches out of 5 blocks and is in 0
          41 00 10 01                 | call needs 2 values, and there are 1
          43 00000000 42 00 10 01 1a  | call needs an i32 and finds an f32
          10 07                       | it uses function 7 and has 2
          20 01 1a                    | it uses local 1 in a function that has 1
          41 00 21 00                 | local.set needs an f64 and finds an i32
          23 02 1a                    | it uses global 2 and has 2
          41 00 24 00                 | it changes global 0, which is a constant
          41 00 04 7f 41 01 0b 1a     | an if without an else does not leave the values that it says
          41 00 42 00 41 00 1b 1a     | select needs an i32 and finds an i64
          41 00 28 03 00 1a           | i32.load is aligned to more than what it reads or writes
          41 00 11 07 00              | it uses type 7 and has 2
          41 00 11 00 01              | it uses table 1 and has 1
          05                          | an else belongs to no if
          d2 01 1a                    | it refers to function 1, which nothing outside of functions does
          fc 09 00                    | it uses a data segment and does not count them first
          fc 0d 00                    | it uses element segment 0 and has 0
          41 00 0e 01 00 09           | it branches out of 9 blocks and is in 0
          02 7c 02 40 41 00 0e 01 00 01 0b 44 0000000000000000 0b 1a | a br_table leads to blocks of different numbers of values
          41 00 1c 00                 | it has a select of more or less than one type
          02 07 0b                    | it uses type 7 and has 2
          41 00 fe 10 00 00 1a        | i32.atomic.load is not aligned to what it changes
          """)
  void whatIsNotValidIsRefused(String instructions, String why) {
    assertThat(guests.notAProgram(program(instructions))).startsWith(why).contains("(code section");
  }

  @ParameterizedTest
  @CsvSource({
    "00 6a 1a", // whatever is wanted comes out of what is never reached
    "0c 00 41 00 1b 1a 1b 1a",
    "02 7f 00 0b 1a",
    "41 00 42 00 10 01 1a",
    "41 00 04 7f 41 01 05 41 02 0b 1a",
    "02 40 41 00 0e 02 00 01 00 0b",
    "00 0e 01 00 00",
    "d0 70 d1 1a",
    "41 00 40 00 1a",
    "41 00 41 01 41 02 fc 0b 00",
    "41 00 41 00 fe 1e 02 00 1a",
    "41 00 42 01 02 01 10 01 0b 1a",
  })
  void whatIsValidIsReady(String instructions) {
    assertThat(guests.prepare(program(instructions))).isInstanceOf(Engine.Prepared.Ready.class);
  }

  @Test
  void theRestOfAModuleIsValidatedToo() {
    assertThat(
            guests.notAProgram(
                Binary.module()
                    .section(1, Binary.bytes().hex(Binary.TYPE))
                    .section(3, Binary.bytes().hex("01 00"))
                    .section(7, Binary.bytes().number(1).name("draw").hex("00 05"))
                    .section(10, Binary.bytes().number(1).body(Binary.bytes()))
                    .toBytes()))
        .isEqualTo("it exports function 5 as 'draw' and has 1 (export section, at byte 26)");
    assertThat(
            guests.notAProgram(
                Binary.module()
                    .section(1, Binary.bytes().hex(Binary.TYPE))
                    .section(3, Binary.bytes().hex("02 00 00"))
                    .section(10, Binary.bytes().number(1).body(Binary.bytes()))
                    .toBytes()))
        .isEqualTo("it declares 2 functions, and its code section has 1");
    assertThat(guests.notAProgram(Binary.program().section(5, Binary.bytes().hex("00")).toBytes()))
        .startsWith("a section stands twice, or after one that it must precede (memory section");
    assertThat(
            guests.notAProgram(
                Binary.module().section(5, Binary.bytes().hex("01 01 02 01")).toBytes()))
        .startsWith("it wants at least 2 of what it may have 1 of");
    assertThat(
            guests.notAProgram(
                Binary.module().section(6, Binary.bytes().hex("01 7f 00 42 00 0b")).toBytes()))
        .startsWith("it has a constant that is not one value of type i32");
    assertThat(
            guests.notAProgram(
                Binary.module()
                    .section(1, Binary.bytes().hex("01 60 01 7f 00"))
                    .section(3, Binary.bytes().hex("01 00"))
                    .section(8, Binary.bytes().hex("00"))
                    .toBytes()))
        .startsWith("its start function 0 takes or leaves values");
    assertThat(
            guests.notAProgram(
                Binary.module().section(1, Binary.bytes().hex(Binary.TYPE).hex("00")).toBytes()))
        .isEqualTo("the section goes on 1 bytes after its end (type section, at byte 14)");
  }

  /** The engine's parser takes these numbers for "nothing" and for value types. */
  @Test
  void aTypeWhoseNumberTheParserMisreadsAsThatOfABlockIsRefused() {
    var types = Binary.bytes().number(128).add(Binary.bytes().hex("60 00 01 7e"), 127);
    types.hex("60 00 00");
    for (String block : new String[] {"02 c0 00 42 00 0b 1a", "02 ff 00 0b"}) {
      byte[] module =
          Binary.module()
              .section(1, types)
              .section(3, Binary.bytes().hex("01 7f"))
              .section(7, Binary.bytes().number(1).name("_start").hex("00 00"))
              .section(10, Binary.bytes().number(1).body(Binary.bytes().hex(block)))
              .toBytes();

      assertThat(guests.notAProgram(module)).contains("a number that Cairn cannot read there");
    }
  }
}
