package cairn.kernel;

import static cairn.kernel.RedshirtGuests.start;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a guest of redshirt may not do ends it with a sentence, and what means nothing does nothing.
 */
@Timeout(120)
final class RedshirtFaultsTest {
  private static final String OUT_OF_BOUNDS_END = "131072";

  private final RedshirtBed bed = new RedshirtBed();

  @AfterEach
  void close() {
    bed.close();
  }

  private void trapsInBoth(String calls, String sentence) {
    bed.traps(bed.b(start(calls)), sentence);
    bed.traps(bed.c(start(calls)), sentence);
  }

  /** Each ends its process as a pointer out of bounds does, and nothing else is harmed. */
  private void outOfBounds(List<String> calls, boolean ofB) {
    for (String call : calls) {
      var pid = ofB ? bed.b(start(call)) : bed.c(start(call));
      assertThat(bed.end(pid))
          .as(call)
          .isInstanceOfSatisfying(
              Exit.Trapped.class,
              trap -> assertThat(trap.reason()).contains("its memory ends at 131072"));
    }
  }

  @Test
  void pointersOutOfBoundsEndTheProcess() {
    var calls =
        List.of(
            "(drop (call $next (i32.const "
                + OUT_OF_BOUNDS_END
                + ") (i32.const 1) (i32.const 64)"
                + " (i32.const 99) (i64.const 0)))",
            "(drop (call $next (i32.const -8) (i32.const 512) (i32.const 64) (i32.const 99)"
                + " (i64.const 0)))",
            "(drop (call $emit (i32.const 131041) (i32.const 0) (i32.const 0) (i64.const 0)"
                + " (i32.const 0)))",
            "(drop (call $emit (i32.const -1) (i32.const 0) (i32.const 0) (i64.const 0)"
                + " (i32.const 0)))",
            "(drop (call $emit (i32.const 32) (i32.const 131070) (i32.const 1) (i64.const 0)"
                + " (i32.const 0)))",
            "(drop (call $send (i32.const 32) (i32.const 131071) (i32.const 2) (i64.const 0)))",
            "(drop (call $emit (i32.const 32) (i32.const 0) (i32.const 0) (i64.const 1)"
                + " (i32.const 131065)))",
            "(call $cancel (i32.const 131065))",
            "(call $cancel (i32.const -1))");
    outOfBounds(calls, true);
    outOfBounds(calls, false);
    outOfBounds(
        List.of(
            "(call $answer (i32.const 131065) (i32.const 0) (i32.const 0))",
            "(call $answer (i32.const 8) (i32.const 131000) (i32.const 73))",
            "(call $answer (i32.const 8) (i32.const -1) (i32.const 1))",
            "(call $error (i32.const -4))"),
        true);
  }

  @Test
  void whereToWriteIsAMultipleOfEight() {
    trapsInBoth(
        "(drop (call $next (i32.const 0) (i32.const 0) (i32.const 4100) (i32.const 99)"
            + " (i64.const 0)))",
        "next_notification was given an address to write to that is no multiple of 8.");
  }

  @Test
  void thereAreLimitsToWhatOneCallMayName() {
    trapsInBoth(
        "(drop (call $next (i32.const 8192) (i32.const 513) (i32.const 64) (i32.const 99)"
            + " (i64.const 0)))",
        "next_notification was given 513 ids, more than 512.");
    trapsInBoth(
        "(drop (call $emit (i32.const 32) (i32.const 8192) (i32.const 1025) (i64.const 0)"
            + " (i32.const 0)))",
        "emit_message was given 1025 buffers, more than 1024.");
    trapsInBoth(
        "(drop (call $send (i32.const 32) (i32.const 0) (i32.const 16777217) (i64.const 0)))",
        "emit_message was given a body of 16777217 bytes, more than 16 MiB.");
    bed.traps(
        bed.b(start("(call $answer (i32.const 8) (i32.const 0) (i32.const -1))")),
        "emit_answer was given a body of 4294967295 bytes, more than 16 MiB.");
  }

  @Test
  void flagsThatNobodyKnowsEndTheProcess() {
    trapsInBoth(
        "(drop (call $next (i32.const 0) (i32.const 0) (i32.const 64) (i32.const 99)"
            + " (i64.const 2)))",
        "next_notification was given flags 0x2, which nobody knows.");
    trapsInBoth(
        "(drop (call $send (i32.const 32) (i32.const 0) (i32.const 0) (i64.const 7)))",
        "emit_message was given flags 0x7, which nobody knows.");
  }

  @Test
  void fiveHundredAndTwelveIdsAreFew() {
    String calls =
        "(call $same (i32.const 1) (call $next (i32.const 8192) (i32.const 512) (i32.const 64)"
            + " (i32.const 99) (i64.const 0)) (i32.const 0))";

    bed.endsWell(bed.b(start(calls)));
    bed.endsWell(bed.c(start(calls)));
  }

  @Test
  void waitingForWhatCanNeverComeEndsTheProcess() {
    String sentence = "It waits for nothing: no answer it waits for can ever come.";
    trapsInBoth("(drop (call $await (i64.const 0)))", sentence);
    trapsInBoth("(drop (call $await (i64.const 77777)))", sentence);
    // To generation C, 1 is an id like any other.
    bed.traps(bed.c(start("(drop (call $await (i64.const 1)))")), sentence);
    trapsInBoth(
        """
        (call $same (i32.const 1)
          (call $send (i32.const 96) (i32.const 1100) (i32.const 1) (i64.const 3)) (i32.const 0))
        (call $cancel (i32.const 528))
        (drop (call $await (i64.load (i32.const 528))))
        """,
        sentence);
  }

  @Test
  void idsThatMeanNothingDoNothing() {
    bed.endsWell(
        bed.b(
            start(
                """
                (call $cancel (i32.const 8192))
                (i64.store (i32.const 8192) (i64.const 12345))
                (call $cancel (i32.const 8192))
                (call $answer (i32.const 8192) (i32.const 0) (i32.const 4))
                (call $error (i32.const 8192))
                """)));
    bed.endsWell(
        bed.c(
            start(
                """
                (call $cancel (i32.const 8192))
                (call $answer (i64.const 12345) (i32.const 0) (i32.const 4))
                (call $error (i64.const 0))
                """)));
  }

  @Test
  void withoutAHandlerAndWithoutLeaveToWaitTheStatusIsOne() {
    String calls =
        """
        (call $same (i32.const 1)
          (call $send (i32.const 32) (i32.const 0) (i32.const 0) (i64.const 1)) (i32.const 1))
        (call $same64 (i32.const 2) (i64.load (i32.const 528)) (i64.const 0))
        (call $same (i32.const 3)
          (call $send (i32.const 32) (i32.const 0) (i32.const 0) (i64.const 0)) (i32.const 1))
        (call $same64 (i32.const 4) (i64.load (i32.const 528)) (i64.const -1))
        """;

    bed.endsWell(bed.b(start(calls)));
    bed.endsWell(bed.c(start(calls)));
  }

  @Test
  void aBodyThatTheInterfaceOfInterfacesDoesNotKnowIsAnError() {
    String calls =
        """
        (i64.store (i32.const 1100) (i64.const -1))
        (call $same (i32.const 1)
          (call $ask (i32.const 0) (i32.const 1100) (i32.const 0)) (i32.const 14))
        (call $same (i32.const 2) (i32.load8_u (i32.const 4109)) (i32.const 1))
        (call $same (i32.const 3)
          (call $ask (i32.const 0) (i32.const 1100) (i32.const 5)) (i32.const 14))
        ;; a registration that lacks a byte, and one with a byte too many
        (call $same (i32.const 4)
          (call $ask (i32.const 0) (i32.const 1000) (i32.const 32)) (i32.const 14))
        (call $same (i32.const 5)
          (call $ask (i32.const 0) (i32.const 1000) (i32.const 34)) (i32.const 14))
        ;; the next message of a registration that is nobody's
        (i32.store8 (i32.const 1100) (i32.const 1))
        (call $same (i32.const 6)
          (call $ask (i32.const 0) (i32.const 1100) (i32.const 9)) (i32.const 14))
        (call $same (i32.const 7) (i32.load8_u (i32.const 4109)) (i32.const 1))
        ;; an answer that says it is longer than the message
        (i32.store8 (i32.const 1100) (i32.const 2))
        (i32.store16 (i32.const 1109) (i32.const 0xfe00))
        (call $same (i32.const 8)
          (call $ask (i32.const 0) (i32.const 1100) (i32.const 14)) (i32.const 14))
        """;

    bed.endsWell(bed.b(start(calls)));
    bed.endsWell(bed.c(start(calls)));
  }

  @Test
  void aRegistrationWorksOnlyForItsOwnProcess() {
    bed.c(RedshirtGuests.ECHO_OF_C);
    bed.awaitHandled(RedshirtBed.SERVICE);

    bed.endsWell(
        bed.c(
            start(
                """
                (local.set $a (i64.const 1))
                (loop $again
                  (call $pull (local.get $a))
                  (call $same (i32.const 1)
                    (call $await (i64.load (i32.const 528))) (i32.const 14))
                  (call $same (i32.const 2) (i32.load8_u (i32.const 4109)) (i32.const 1))
                  (local.set $a (i64.add (local.get $a) (i64.const 1)))
                  (br_if $again (i64.lt_u (local.get $a) (i64.const 10))))
                """)));
  }
}
