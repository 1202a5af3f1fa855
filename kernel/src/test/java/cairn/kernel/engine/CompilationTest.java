package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Wat;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CompilationTest {
  private static final String PROGRAM =
      """
      (module (import "test" "seen" (func $seen (param i64)))
        (func (export "_start") (call $seen (i64.const 5))))
      """;

  /** The program with a custom section of so many bytes at its end. */
  private static byte[] padded(int bytes) {
    byte[] program = Wat.compile(PROGRAM);
    byte[] padded = Arrays.copyOf(program, program.length + 6 + bytes);
    int at = program.length;
    int size = bytes + 2; // with the name "x"
    padded[at] = 0;
    for (int i = 0; i < 3; i++) padded[at + 1 + i] = (byte) (0x80 | ((size >> (7 * i)) & 0x7f));
    padded[at + 3] &= 0x7f;
    padded[at + 4] = 1;
    padded[at + 5] = 'x';
    return padded;
  }

  @Test
  void aSmallProgramIsCompiledBeforeItsFirstRun() {
    try (var guests = new Guests(ChicoryEngine.Mode.COMPILED)) {
      assertThat(guests.ready(Wat.compile(PROGRAM)).form()).isEqualTo(Engine.Form.COMPILED);
    }
  }

  @Test
  void aLargerProgramRunsAtOnceAndCompiledTheNextTime() {
    try (var guests = new Guests(ChicoryEngine.Mode.BEST)) {
      var seen = guests.seen();
      byte[] program = padded(100_000);

      for (int i = 0; i < 2; i++) {
        seen.set(0);
        var code = guests.ready(program);
        var made = code.instantiate(guests.functions, guests.purse, guests.timer);
        guests.run(((Engine.Instantiated.Ok) made).guest());
        assertThat(seen).hasValue(5);
        Guests.until(() -> code.form() == Engine.Form.COMPILED);
      }
    }
  }

  @Test
  void aVeryLargeProgramStaysInterpreted() {
    try (var guests = new Guests(ChicoryEngine.Mode.COMPILED)) {
      assertThat(guests.ready(padded(1 << 20)).form()).isEqualTo(Engine.Form.INTERPRETED);
    }
  }

  @Test
  void tailCallsStayInterpretedWhereTheyNeedNoStack() {
    try (var guests = new Guests(ChicoryEngine.Mode.COMPILED)) {
      byte[] program =
          Wat.compile(
              """
              (module (func $down (param i32)
                  (if (i32.eqz (local.get 0)) (then (return)))
                  (return_call $down (i32.sub (local.get 0) (i32.const 1))))
                (func (export "_start") (call $down (i32.const 300000))))
              """);
      var code = guests.ready(program);

      assertThat(code.form()).isEqualTo(Engine.Form.INTERPRETED);
      var made = code.instantiate(guests.functions, guests.purse, guests.timer);
      assertThat(guests.run(((Engine.Instantiated.Ok) made).guest()))
          .isEqualTo(new Engine.Outcome.Exited(0));
    }
  }
}
