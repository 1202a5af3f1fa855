package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.LoadFault;
import cairn.kernel.Wat;
import cairn.registry.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hostile bytes come to nothing: every one of them is a value with a sentence. */
class BadModulesTest {
  private final Guests guests = new Guests();

  @AfterEach
  void close() {
    guests.close();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  @Test
  void whatIsNotWebAssemblyIsNamedSo() {
    assertThat(guests.notAProgram(new byte[0])).startsWith("It is empty");
    for (var text : new String[] {"<html>", "#!/bin/sh\nexit 0\n", "\0as", "MZ\u0090"})
      assertThat(guests.notAProgram(text.getBytes(StandardCharsets.UTF_8)))
          .startsWith("The first bytes are not those of a module");
    assertThat(guests.notAProgram(hex("0061736d0d000100"))).startsWith("It is a component");
    assertThat(guests.notAProgram(hex("0061736d02000000")))
        .startsWith("This is not version 1 of the binary format");
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole =
        Wat.compile(
            "(module (memory 1) (data (i32.const 0) \"abc\") (table 2 funcref) (elem (i32.const 0) 0)"
                + " (func (export \"_start\") (local i64) (drop (i32.add (i32.const 1) (i32.const"
                + " 2)))))");
    guests.ready(whole);

    for (int length = 0; length < whole.length - 60; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThat(guests.prepare(cut)).isInstanceOf(Engine.Prepared.Refused.class);
    }
  }

  @Test
  void aModuleWithoutAnEntryIsALibrary() {
    assertThat(guests.refused(Wat.compile("(module (func (export \"main\")))")))
        .isInstanceOf(LoadFault.ALibrary.class);
  }

  @Test
  void aStartThatIsNoEntryIsExplained() {
    assertThat(guests.refused(Wat.compile("(module (func (export \"_start\") (param i32)))")))
        .isEqualTo(
            new LoadFault.WrongStart(
                "it is a function of (i32) -> (), and has to be one of () -> ()"));
    assertThat(guests.refused(Wat.compile("(module (memory (export \"_start\") 1))")))
        .isEqualTo(new LoadFault.WrongStart("it is a memory"));
  }

  @Test
  void aModuleThatWantsFourGigabytesIsRefusedBeforeItGetsThem() {
    var why = guests.refused(Wat.compile("(module (memory 65536) (func (export \"_start\")))"));

    assertThat(why).isEqualTo(new LoadFault.TooMuchMemory(4L << 30, Guests.LIMIT));
    assertThat(guests.purse.taken).hasValue(0);
  }

  @Test
  void anImportedMemoryCountsTowardsTheLimit() {
    assertThat(
            guests.refused(
                Wat.compile(
                    "(module (import \"env\" \"memory\" (memory 5000)) (func (export"
                        + " \"_start\")))")))
        .isInstanceOf(LoadFault.TooMuchMemory.class);
  }

  @Test
  void aTableForWhichThereIsNoHeapIsRefused() {
    for (String entries : new String[] {"40000000", "4000000000"}) {
      var made =
          guests.instantiated(
              "(module (table " + entries + " funcref) (func (export \"_start\")))");

      assertThat(made)
          .as(entries)
          .isEqualTo(new Engine.Instantiated.Failed(new LoadFault.LimitReached("memory")));
    }
    assertThat(guests.purse.taken).hasValue(0);
  }

  @Test
  void aSmallModuleThatClaimsFourGigabytesOfDataIsRefused() {
    // A memory, and one data segment whose length says 0xffffffff.
    byte[] module = hex("0061736d 01000000 0503010001 0b0b01 00 4100 0b ffffffff0f 00");

    assertThat(guests.notAProgram(module))
        .isEqualTo(
            "4294967295 bytes of data are more than the limit of 2147483647 (data section, offset 20)");
  }

  @Test
  void countsThatTheBytesCannotHoldAreRefused() {
    for (int section = 1; section <= 11; section++) {
      if (section == 8) continue; // an index, not a count
      byte[] module = hex("0061736d 01000000" + "%02x".formatted(section) + "05 ffffffff0f");

      assertThat(guests.prepare(module)).isInstanceOf(Engine.Prepared.Refused.class);
    }
  }

  @Test
  void whatDoesNotRunIsRefusedByName() {
    var start = "(func (export \"_start\"))";
    assertThat(guests.notAProgram(Wat.compile("(module (type (struct (field i32)))" + start + ")")))
        .isEqualTo(
            "The module's type 0 is a struct of garbage collection, which is not supported.");
    assertThat(guests.notAProgram(hex("0061736d 01000000 2a00"))).contains("no section 42");
  }

  @Test
  void anUnknownImportIsNamed() {
    var made =
        guests.instantiated("(module (import \"env\" \"fork\" (func)) (func (export \"_start\")))");

    assertThat(made)
        .isEqualTo(new Engine.Instantiated.Failed(new LoadFault.UnknownImport("env", "fork")));
    assertThat(guests.purse.taken).hasValue(0);
  }

  @Test
  void onlyFunctionsCanBeImported() {
    guests.offer("env", "thing", (memory, arguments) -> 0);
    for (var kind : new String[] {"(memory 1)", "(table 1 funcref)", "(global i32)"}) {
      var made =
          guests.instantiated(
              "(module (import \"env\" \"thing\" " + kind + ") (func (export \"_start\")))");

      assertThat(made)
          .isEqualTo(new Engine.Instantiated.Failed(new LoadFault.UnknownImport("env", "thing")));
    }
  }

  @Test
  void anImportOfAnotherTypeIsExplained() {
    guests.offer("env", "thing", (memory, arguments) -> 0);

    var made =
        guests.instantiated(
            "(module (import \"env\" \"thing\" (func (param i32 f64) (result i64))) (func (export"
                + " \"_start\")))");

    assertThat(made)
        .isEqualTo(
            new Engine.Instantiated.Failed(
                new LoadFault.NotAProgram(
                    "it imports env.thing as (i32, f64) -> (i64), and that is () -> ()")));
  }

  @Test
  void aFunctionThatIsNotValidEndsTheProcessThatCallsItAndNamesThePlace() {
    // Adds without operands: well-formed, not valid.
    byte[] module =
        hex("0061736d 01000000 010401600000 03020100 070a01 065f7374617274 00 00 0a050103006a0b");

    var made = guests.ready(module).instantiate(guests.functions, guests.purse, guests.timer);
    var outcome = guests.run(((Engine.Instantiated.Ok) made).guest());

    assertThat(outcome)
        .isEqualTo(
            new Engine.Outcome.Trapped(
                "i32.add: type mismatch: i32 is missing from the stack (function 0, offset 35)",
                List.of("_start")));
  }

  @Test
  void anEntryThatIsAnImportIsNoEntry() {
    guests.offer("env", "thing", (memory, arguments) -> 0);

    assertThat(
            guests.refused(
                Wat.compile(
                    "(module (import \"env\" \"thing\" (func $f)) (export \"_start\" (func $f)))")))
        .isEqualTo(new LoadFault.WrongStart("it is a function that the program imports"));
  }

  @Test
  void elementsThatDoNotFitTheirTableAreRefused() {
    var made =
        guests.instantiated(
            "(module (table 2 funcref) (elem (i32.const 0) $f) (elem (i32.const 1) $f $f) (func $f"
                + " (export \"_start\")))");

    assertThat(made)
        .isEqualTo(
            new Engine.Instantiated.Failed(
                new LoadFault.NotAProgram("it cannot be set up: out of bounds table access")));
    assertThat(guests.purse.taken).hasValue(0);
  }

  @Test
  void dataThatDoesNotFitItsMemoryIsRefused() {
    var made =
        guests.instantiated(
            "(module (memory 1) (data (i32.const 65535) \"ab\") (func (export \"_start\")))");

    assertThat(made)
        .isEqualTo(
            new Engine.Instantiated.Failed(
                new LoadFault.NotAProgram("it cannot be set up: out of bounds memory access")));
    assertThat(guests.purse.taken).hasValue(0);
  }

  @Test
  void aGuestThatGetsNoMemoryIsRefused() {
    byte[] module = Wat.compile("(module (memory 3) (func (export \"_start\")))");

    var made =
        guests.ready(module).instantiate(guests.functions, new Guests.Purse(2 << 16), guests.timer);

    assertThat(made)
        .isEqualTo(new Engine.Instantiated.Failed(new LoadFault.LimitReached("memory")));
  }

  @Test
  void mutatedModulesAreReadyOrRefusedAndNeverThrow() {
    byte[] seed =
        Wat.compile(
            """
            (module
              (import "test" "seen" (func $seen (param i64)))
              (memory 1 4) (table 4 funcref) (global $g (mut i32) (i32.const 7))
              (elem (i32.const 1) $a $b) (data (i32.const 8) "hello") (data "passive")
              (type $f (func (param i32) (result i32)))
              (func $a (type $f) (i32.mul (local.get 0) (i32.const 3)))
              (func $b (type $f) (block (result i32)
                (br_table 0 0 (i32.const 4) (local.get 0))))
              (func (export "_start") (local $i i32)
                (loop $l
                  (i32.store (local.get $i) (call_indirect (type $f) (local.get $i) (i32.const 1)))
                  (local.set $i (i32.add (local.get $i) (i32.const 4)))
                  (br_if $l (i32.lt_u (local.get $i) (i32.const 64))))
                (call $seen (i64.load (i32.const 8)))))
            """);
    var random = new Random(20_26);
    int refused = 0;
    int rounds = 2_000;
    guests.seen();
    for (int round = 0; round < rounds; round++) {
      byte[] mutant = seed.clone();
      for (int n = 1 + random.nextInt(3); n > 0; n--)
        mutant[8 + random.nextInt(mutant.length - 8)] = (byte) random.nextInt(256);
      if (random.nextInt(8) == 0) mutant = Arrays.copyOf(mutant, random.nextInt(mutant.length));

      switch (guests.prepare(mutant)) {
        case Engine.Prepared.Refused no -> {
          assertThat(no.why().toString()).doesNotContain("engine", "Exception", "Error");
          refused++;
        }
        case Engine.Prepared.Unwanted _ -> throw new AssertionError("it is wanted");
        case Engine.Prepared.Ready yes -> {
          var made = yes.code().instantiate(guests.functions, guests.purse, guests.timer);
          if (made instanceof Engine.Instantiated.Ok ok) ok.guest().release();
        }
      }
    }

    assertThat(refused).isBetween(rounds / 10, rounds - 1);
    assertThat(guests.purse.taken).hasValue(0);
  }

  @Test
  void theListOfImportsIsKnownBeforeInstantiating() {
    var code =
        guests.ready(
            Wat.compile(
                "(module (import \"a\" \"b\" (func)) (import \"c\" \"d\" (global i32)) (func (export"
                    + " \"_start\")))"));

    assertThat(code.imports())
        .containsExactly(
            new Engine.Import("a", "b", "func"), new Engine.Import("c", "d", "global"));
  }

  @Test
  void programsAreKeptReadyOnlyInReasonableNumber() {
    byte[] module = Wat.compile("(module (func (export \"_start\")))");
    try (var engine = new LazyEngine()) {
      for (int i = 0; i < Programs.MAX + 20; i++) {
        byte[] another = Arrays.copyOf(module, module.length + 5); // a custom section of its own
        System.arraycopy(new byte[] {0, 3, 1, 'x', (byte) i}, 0, another, module.length, 5);
        var prepared =
            engine.prepare(Guests.id(another), Payload.copyOf(another), Guests.LIMIT, guests.by);
        assertThat(prepared).isInstanceOf(Engine.Prepared.Ready.class);
        ((Engine.Prepared.Ready) prepared).code().close();
      }

      assertThat(engine.kept()).isEqualTo(Programs.MAX);
    }
  }
}
