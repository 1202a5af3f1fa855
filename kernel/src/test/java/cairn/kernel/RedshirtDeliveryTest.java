package cairn.kernel;

import static cairn.kernel.RedshirtBed.GO;
import static cairn.kernel.RedshirtBed.SERVICE;
import static cairn.kernel.RedshirtGuests.start;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.registry.Payload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How messages, answers and ends reach handlers and clients of redshirt, byte by byte, in order.
 */
@Timeout(120)
final class RedshirtDeliveryTest {
  /** Sends a one-way of two bytes and a question of one, and ends with the code it is answered. */
  private static final String CLIENT =
      start(
          """
          (i32.store (i32.const 1100) (i32.const 0x00030201))
          (call $same (i32.const 900)
            (call $send (i32.const 32) (i32.const 1100) (i32.const 2) (i64.const 2))
            (i32.const 0))
          (call $same64 (i32.const 901) (i64.load (i32.const 528)) (i64.const -1))
          (call $same (i32.const 902)
            (call $ask (i32.const 32) (i32.const 1102) (i32.const 1)) (i32.const 14))
          (call $same (i32.const 903) (i32.load8_u (i32.const 4109)) (i32.const 1))
          """);

  private static final String TAKING =
      "the handler of " + SERVICE.shortHex() + " to take its message";

  private final RedshirtBed bed = new RedshirtBed();

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void aHandlerOfBFindsTheBytesOfTheAbi() {
    var handler =
        bed.b(
            start(
                """
                (call $same (i32.const 1) (call $register) (i32.const 15))
                ;; the one-way: too little room at first, then exactly enough
                (i64.store (i32.const 544) (i64.const 0))
                (i64.store (i32.const 552) (i64.const 1))
                (i64.store (i32.const 560) (i64.const 1))
                (i64.store (i32.const 4096) (i64.const -1))
                (call $same (i32.const 2)
                  (call $next (i32.const 544) (i32.const 3) (i32.const 4096) (i32.const 54)
                    (i64.const 1)) (i32.const 55))
                (call $same64 (i32.const 3) (i64.load (i32.const 4096)) (i64.const -1))
                (call $same64 (i32.const 4) (i64.load (i32.const 552)) (i64.const 1))
                (call $same (i32.const 5)
                  (call $next (i32.const 544) (i32.const 3) (i32.const 4096) (i32.const 55)
                    (i64.const 0)) (i32.const 55))
                (call $same64 (i32.const 6) (i64.load (i32.const 552)) (i64.const 0))
                (call $same64 (i32.const 7) (i64.load (i32.const 560)) (i64.const 1))
                (call $same (i32.const 8) (i32.load8_u (i32.const 4096)) (i32.const 0))
                (call $same64 (i32.const 9) (i64.load (i32.const 4097)) (i64.load (i32.const 32)))
                (call $same64 (i32.const 10) (i64.load (i32.const 4121)) (i64.load (i32.const 56)))
                (call $same64 (i32.const 11) (i64.load (i32.const 4129)) (i64.const 0))
                (local.set $b (i64.load (i32.const 4137)))
                (call $same (i32.const 12) (i32.load (i32.const 4145)) (i32.const 1))
                (call $same (i32.const 13) (i32.load16_u (i32.const 4149)) (i32.const 0x0201))
                ;; the question
                (call $same (i32.const 14) (call $await (i64.const 1)) (i32.const 54))
                (local.set $a (i64.load (i32.const 4129)))
                (call $same (i32.const 15) (i64.gt_u (local.get $a) (i64.const 1)) (i32.const 1))
                (call $same64 (i32.const 16) (i64.load (i32.const 4137)) (local.get $b))
                (call $same (i32.const 17) (i32.load8_u (i32.const 4149)) (i32.const 3))
                ;; answered with an error; what comes after it does nothing
                (i64.store (i32.const 600) (local.get $a))
                (call $error (i32.const 600))
                (call $answer (i32.const 600) (i32.const 0) (i32.const 4))
                ;; the end
                (call $same (i32.const 18) (call $await (i64.const 1)) (i32.const 13))
                (call $same (i32.const 19) (i32.load8_u (i32.const 4096)) (i32.const 2))
                (call $same64 (i32.const 20) (i64.load (i32.const 4097)) (local.get $b))
                (call $same (i32.const 21) (i32.load (i32.const 4105)) (i32.const 0))
                """));
    bed.awaitHandled(SERVICE);

    bed.endsWell(bed.c(CLIENT));

    bed.endsWell(handler);
  }

  @Test
  void aHandlerOfCFindsThemPackedInAnswers() {
    var handler =
        bed.c(
            start(
                """
                (call $same (i32.const 1) (call $register) (i32.const 23))
                (local.set $a (i64.load (i32.const 4111)))
                ;; two questions for what comes, before anything has
                (call $pull (local.get $a))
                (i64.store (i32.const 552) (i64.load (i32.const 528)))
                (call $pull (local.get $a))
                (i64.store (i32.const 544) (i64.load (i32.const 528)))
                ;; the one-way answers the first of them
                (call $same (i32.const 2)
                  (call $next (i32.const 544) (i32.const 2) (i32.const 4096) (i32.const 64)
                    (i64.const 1)) (i32.const 65))
                (call $same (i32.const 3)
                  (call $next (i32.const 544) (i32.const 2) (i32.const 4096) (i32.const 65)
                    (i64.const 1)) (i32.const 65))
                (call $same (i32.const 4) (i32.load8_u (i32.const 4096)) (i32.const 1))
                (call $same64 (i32.const 5) (i64.load (i32.const 552)) (i64.const 0))
                (call $same (i32.const 6) (i32.load (i32.const 4105)) (i32.const 1))
                (call $same (i32.const 7) (i32.load8_u (i32.const 4109)) (i32.const 0))
                (call $same (i32.const 8) (i32.load8_u (i32.const 4110)) (i32.const 0))
                (call $same64 (i32.const 9) (i64.load (i32.const 4111)) (i64.load (i32.const 32)))
                (call $same64 (i32.const 10) (i64.load (i32.const 4135)) (i64.load (i32.const 56)))
                (call $same64 (i32.const 11) (i64.load (i32.const 4143)) (i64.const 0))
                (local.set $b (i64.load (i32.const 4151)))
                (call $same (i32.const 12) (i32.load16_u (i32.const 4159)) (i32.const 0x0201))
                ;; the question answers the second
                (call $same (i32.const 13)
                  (call $next (i32.const 544) (i32.const 2) (i32.const 4096) (i32.const 99)
                    (i64.const 1)) (i32.const 64))
                (call $same (i32.const 14) (i32.load (i32.const 4105)) (i32.const 0))
                (call $same64 (i32.const 15) (i64.load (i32.const 4151)) (local.get $b))
                (call $same (i32.const 16) (i32.load8_u (i32.const 4159)) (i32.const 3))
                (call $error (i64.load (i32.const 4143)))
                (call $answer (i64.load (i32.const 4143)) (i32.const 0) (i32.const 4))
                ;; the end
                (call $pull (local.get $a))
                (call $same (i32.const 17)
                  (call $await (i64.load (i32.const 528))) (i32.const 23))
                (call $same (i32.const 18) (i32.load8_u (i32.const 4110)) (i32.const 2))
                (call $same64 (i32.const 19) (i64.load (i32.const 4111)) (local.get $b))
                """));
    bed.awaitHandled(SERVICE);

    bed.endsWell(bed.b(CLIENT));

    bed.endsWell(handler);
  }

  @Test
  void aCancelledWishForTheNextMessageLeavesItToTheOthers() {
    var handler =
        bed.c(
            start(
                """
                (call $same (i32.const 1) (call $register) (i32.const 23))
                (local.set $a (i64.load (i32.const 4111)))
                (call $pull (local.get $a))
                (call $cancel (i32.const 528))
                (call $pull (local.get $a))
                (call $same (i32.const 2)
                  (call $await (i64.load (i32.const 528))) (i32.const 65))
                (call $pull (local.get $a))
                (call $same (i32.const 3)
                  (call $await (i64.load (i32.const 528))) (i32.const 64))
                (call $error (i64.load (i32.const 4143)))
                """));

    bed.endsWell(bed.c(CLIENT));
    bed.endsWell(handler);
  }

  @Test
  void aThousandMessagesThatWaitedArriveInOrder() {
    // The handler lets go when somebody handles the other interface, with the queue full of them.
    var handler =
        bed.c(
            RedshirtGuests.go(GO)
                + start(
                    """
                    (call $same (i32.const 1) (call $register) (i32.const 23))
                    (local.set $a (i64.load (i32.const 4111)))
                    (call $wait_for_go)
                    (loop $again
                      (call $pull (local.get $a))
                      (call $same (i32.const 2)
                        (call $await (i64.load (i32.const 528))) (i32.const 71))
                      (call $same64 (i32.const 3) (i64.load (i32.const 4159)) (local.get $b))
                      (local.set $b (i64.add (local.get $b) (i64.const 1)))
                      (br_if $again (i64.lt_u (local.get $b) (i64.const 1000))))
                    """));
    bed.awaitHandled(SERVICE);
    bed.endsWell(
        bed.b(
            start(
                """
                (loop $again
                  (i64.store (i32.const 1100) (local.get $b))
                  (call $same (i32.const 1)
                    (call $send (i32.const 32) (i32.const 1100) (i32.const 8) (i64.const 0))
                    (i32.const 0))
                  (local.set $b (i64.add (local.get $b) (i64.const 1)))
                  (br_if $again (i64.lt_u (local.get $b) (i64.const 1000))))
                """)));

    bed.go();

    bed.endsWell(handler);
  }

  @Test
  void onlyAnEmitterOfCThatMayWaitSleepsUntilItsMessageIsTaken() {
    var handler =
        bed.b(
            RedshirtGuests.go(GO)
                + start(
                    """
                    (call $same (i32.const 1) (call $register) (i32.const 15))
                    (call $wait_for_go)
                    (loop $again (drop (call $await (i64.const 1))) (br $again))
                    """));
    bed.awaitHandled(SERVICE);
    String emit =
        "(call $same (i32.const 1) (call $send (i32.const 32) (i32.const 0) (i32.const 4)"
            + " (i64.const %d)) (i32.const 0))";
    bed.endsWell(bed.b(start(emit.formatted(2))));
    bed.endsWell(bed.c(start(emit.formatted(0))));
    var sleeper = bed.c(start(emit.formatted(2)));
    bed.await(now -> bed.waits(sleeper, TAKING));
    assertThat(bed.row(handler).mailboxMessages()).isEqualTo(3);

    bed.go();

    bed.endsWell(sleeper);
  }

  @Test
  void anEmitterOfCSleepsWhileTheUserIsAskedToo() {
    bed.b(RedshirtGuests.ECHO_OF_B);
    bed.awaitHandled(SERVICE);
    for (boolean allow : new boolean[] {true, false}) {
      String guest =
          start(
              """
              (call $same (i32.const 1)
                (call $send (i32.const 32) (i32.const 0) (i32.const 4) (i64.const 3))
                (i32.const 0))
              (call $same (i32.const 2)
                (call $await (i64.load (i32.const 528))) (i32.const %d))
              (call $same (i32.const 3) (i32.load8_u (i32.const 4109)) (i32.const %d))
              """
                  .formatted(allow ? 18 : 14, allow ? 0 : 1));
      var pid = bed.kernel.open(OpenRequest.of(RedshirtGuests.ofC(SERVICE, guest), "guest"));
      bed.await(now -> bed.row(pid).state() instanceof ProcessState.AskingUser);
      var question = bed.kernel.snapshot().questions().getFirst().id();
      bed.kernel.decide(
          question,
          allow
              ? new Decision.Allow(Lifetime.ONCE, Breadth.EXACT)
              : new Decision.Deny(Lifetime.ONCE, Breadth.EXACT));

      bed.endsWell(pid);
    }
  }

  @Test
  void whatAHandlerOfCHasAskedForIsTakenAtOnce() {
    var handler =
        bed.c(
            RedshirtGuests.go(GO)
                + start(
                    """
                    (call $same (i32.const 1) (call $register) (i32.const 23))
                    (call $pull (i64.load (i32.const 4111)))
                    (call $wait_for_go)
                    """));
    bed.awaitHandled(SERVICE);
    bed.await(now -> bed.waits(handler, "a handler for " + GO.shortHex()));

    bed.endsWell(
        bed.c(
            start(
                "(call $same (i32.const 1) (call $send (i32.const 32) (i32.const 0) (i32.const 4)"
                    + " (i64.const 2)) (i32.const 0))")));
    assertThat(bed.row(handler).mailboxMessages()).isZero();
  }

  @Test
  void whoSleepsUntilItsMessageIsTakenWakesWhenTheHandlerEnds() {
    var handler =
        bed.b(
            RedshirtGuests.go(GO)
                + start(
                    """
                    (call $same (i32.const 1) (call $register) (i32.const 15))
                    (call $wait_for_go)
                    """));
    bed.awaitHandled(SERVICE);
    var sleeper =
        bed.c(
            start(
                "(call $same (i32.const 1) (call $send (i32.const 32) (i32.const 0) (i32.const 4)"
                    + " (i64.const 2)) (i32.const 0))"));
    bed.await(now -> bed.waits(sleeper, TAKING));

    bed.kernel.end(handler, "the test");

    // What may wait stays with the interface, so it sleeps on, for the next handler.
    bed.await(now -> bed.waits(sleeper, "a handler for " + SERVICE.shortHex()));
    bed.b(RedshirtGuests.ECHO_OF_B);
    bed.endsWell(sleeper);
  }

  @Test
  void whoIsEndedWhileItSleepsSoIsGone() {
    bed.b(
        RedshirtGuests.go(GO)
            + start(
                "(call $same (i32.const 1) (call $register) (i32.const 15)) (call $wait_for_go)"));
    bed.awaitHandled(SERVICE);
    var sleeper =
        bed.c(
            start(
                "(call $same (i32.const 1) (call $send (i32.const 32) (i32.const 0) (i32.const 4)"
                    + " (i64.const 2)) (i32.const 0))"));
    bed.await(now -> bed.waits(sleeper, TAKING));

    bed.kernel.end(sleeper, "the test");

    assertThat(bed.end(sleeper)).isEqualTo(new Exit.Killed("the test"));
  }

  @Test
  void aGuestWithoutWasiRunsToo() {
    var module =
        Wat.compile(
            """
            (module
              (import "redshirt" "next_notification"
                (func $next (param i32 i32 i32 i32 i64) (result i32)))
              (memory (export "memory") 1)
              (func (export "_start")
                (if (call $next (i32.const 0) (i32.const 1) (i32.const 8) (i32.const 99)
                  (i64.const 0)) (then unreachable))))
            """);

    bed.endsWell(bed.open(Payload.owning(module)));
  }
}
