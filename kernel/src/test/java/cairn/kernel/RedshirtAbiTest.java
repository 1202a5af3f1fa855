package cairn.kernel;

import static cairn.kernel.RedshirtBed.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.registry.Payload;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is of which generation of redshirt, and that all of them talk to each other. */
@Timeout(120)
final class RedshirtAbiTest {
  private static final Decision NO = new Decision.Deny(Lifetime.ONCE, Breadth.EXACT);

  private final RedshirtBed bed = new RedshirtBed();

  @AfterEach
  void close() {
    bed.close();
  }

  // ---- generations ----------------------------------------------------------------------------

  @Test
  void aHandlerOfBAndAClientOfCTalk() throws Exception {
    bed.b(RedshirtGuests.ECHO_OF_B);

    bed.endsWell(bed.c(RedshirtGuests.CLIENT));
  }

  @Test
  void aHandlerOfCAndAClientOfBTalk() throws Exception {
    bed.c(RedshirtGuests.ECHO_OF_C);

    bed.endsWell(bed.b(RedshirtGuests.CLIENT));
  }

  @Test
  void eachGenerationTalksToItself() throws Exception {
    var echo = bed.b(RedshirtGuests.ECHO_OF_B);
    bed.endsWell(bed.b(RedshirtGuests.CLIENT));
    bed.kernel.end(echo, "the test");
    bed.end(echo);

    bed.c(RedshirtGuests.ECHO_OF_C);
    bed.endsWell(bed.c(RedshirtGuests.CLIENT));
  }

  @Test
  void bothTalkToProgramsOfCairn() throws Exception {
    var echo =
        bed.open(
            WatGuests.module(
                SERVICE,
                """
                (func (export "_start") (local $size i32)
                  (call $register)
                  (loop $again
                    (local.set $size (call $receive))
                    (if (i32.eqz (i32.load8_u (i32.const 4096)))
                      (then
                        (i32.store (i32.const 128) (i32.const 4149))
                        (i32.store (i32.const 132) (i32.sub (local.get $size) (i32.const 53)))
                        (drop (call $answer (i64.load (i32.const 4129)) (i32.const 128)
                          (i32.const 1) (i64.const 0)))))
                    (br $again)))
                """));
    bed.endsWell(bed.b(RedshirtGuests.CLIENT));
    bed.endsWell(bed.c(RedshirtGuests.CLIENT));
    bed.kernel.end(echo, "the test");
    bed.end(echo);

    bed.c(RedshirtGuests.ECHO_OF_C);
    bed.endsWell(
        bed.open(
            WatGuests.module(
                SERVICE,
                """
                (func (export "_start")
                  (i64.store (i32.const 1024) (i64.const 0x0102030405060708))
                  (if (i32.ne (call $ask) (i32.const 30)) (then unreachable))
                  (if (i64.ne (i64.load (i32.const 2062)) (i64.load (i32.const 1024)))
                    (then unreachable)))
                """)));
  }

  @Test
  void whoImportsEitherOfTheTwoIsOfGenerationB() throws Exception {
    for (String one : List.of("emit_answer", "emit_message_error")) {
      // To generation B 1 means whatever comes, so it would wait for ever; to C it is nothing.
      String parameters = one.equals("emit_answer") ? "i32 i32 i32" : "i32";
      var pid =
          bed.open(
              Payload.owning(
                  Wat.compile(
                      """
                      (module
                        (import "redshirt" "%s" (func (param %s)))
                        (import "redshirt" "next_notification"
                          (func $next (param i32 i32 i32 i32 i64) (result i32)))
                        (memory (export "memory") 1)
                        (data (i32.const 8) "\\01")
                        (func (export "_start")
                          (drop (call $next (i32.const 8) (i32.const 1) (i32.const 64)
                            (i32.const 100) (i64.const 1)))))
                      """
                          .formatted(one, parameters))));

      bed.await(now -> bed.waits(pid, "messages"));
    }
  }

  @Test
  void whoImportsBothCairnAndRedshirtIsRefusedWithASentence() throws Exception {
    var module =
        Wat.compile(
            """
            (module
              (import "cairn" "cancel_message" (func (param i64) (result i32)))
              (import "redshirt" "cancel_message" (func (param i32)))
              (memory (export "memory") 1)
              (func (export "_start")))
            """);

    assertThat(bed.end(bed.open(Payload.owning(module))))
        .isEqualTo(
            new Exit.Refused(
                new LoadFault.NotAProgram(
                    "it imports both cairn and redshirt, and a program speaks one of the two")));
  }

  @Test
  void anImportThatRedshirtNeverHadIsRefusedByName() throws Exception {
    var module =
        Wat.compile(
            """
            (module
              (import "redshirt" "teleport" (func))
              (memory (export "memory") 1)
              (func (export "_start")))
            """);

    assertThat(bed.end(bed.open(Payload.owning(module))))
        .isEqualTo(new Exit.Refused(new LoadFault.UnknownImport("redshirt", "teleport")));
  }

  // ---- registering ----------------------------------------------------------------------------

  @Test
  void registeringIsAnsweredInTheFormOfTheGeneration() throws Exception {
    var first =
        bed.b(
            RedshirtGuests.start(
                """
                (call $same (i32.const 1) (call $register) (i32.const 15))
                (call $same (i32.const 2) (i32.load8_u (i32.const 4110)) (i32.const 0))
                (call $same (i32.const 3) (call $register) (i32.const 16))
                (call $same (i32.const 4) (i32.load16_u (i32.const 4110)) (i32.const 1))
                """));
    bed.endsWell(first);

    bed.endsWell(
        bed.c(
            RedshirtGuests.start(
                """
                (call $same (i32.const 1) (call $register) (i32.const 23))
                (call $same (i32.const 2) (i32.load8_u (i32.const 4110)) (i32.const 0))
                (call $same (i32.const 3) (i64.eqz (i64.load (i32.const 4111))) (i32.const 0))
                (call $same (i32.const 4) (call $register) (i32.const 16))
                (call $same (i32.const 5) (i32.load16_u (i32.const 4110)) (i32.const 1))
                """)));
  }

  @Test
  void aProcessKeepsAsManyRegistrationsAsItMayHave() throws Exception {
    bed.endsWell(
        bed.b(
            """
            (func (export "_start") (local $i i32) (local $done i32)
              (loop $again
                (i32.store (i32.const 1001) (local.get $i))
                (drop (call $register))
                (local.set $done (i32.add (local.get $done)
                  (i32.eqz (i32.load8_u (i32.const 4110)))))
                (local.set $i (i32.add (local.get $i) (i32.const 1)))
                (br_if $again (i32.lt_u (local.get $i) (i32.const 300))))
              (call $same (i32.const 1) (local.get $done) (i32.const 256)))
            """));
  }

  @Test
  void registeringIsAskedAboutOnceAsOfCairnAndADenialIsAWordOfRedshirt() throws Exception {
    for (boolean ofB : new boolean[] {true, false}) {
      bed.asked.clear();
      String guest =
          RedshirtGuests.start(
              """
              (call $same (i32.const 1) (call $register) (i32.const 16))
              (call $same (i32.const 2) (i32.load8_u (i32.const 4109)) (i32.const 0))
              (call $same (i32.const 3) (i32.load16_u (i32.const 4110)) (i32.const 1))
              """);
      var module = ofB ? RedshirtGuests.ofB(SERVICE, guest) : RedshirtGuests.ofC(SERVICE, guest);
      var pid = bed.kernel.open(OpenRequest.of(module, "guest"));
      bed.await(
          now -> bed.row(pid).state() instanceof ProcessState.AskingUser && !bed.asked.isEmpty());

      bed.kernel.decide(bed.asked.getFirst().id(), NO);

      bed.endsWell(pid);
      assertThat(bed.asked)
          .singleElement()
          .satisfies(question -> assertThat(question.interfaceName()).isEqualTo("interface"));
    }
  }
}
