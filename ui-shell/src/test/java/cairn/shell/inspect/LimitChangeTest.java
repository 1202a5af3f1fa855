package cairn.shell.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Limits;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitChangeTest {
  private static final Limits NOW = Limits.DEFAULT;

  @Test
  void fieldsThatWereNotTouchedChangeNothingThoughTheyRound() {
    var texts = new EnumMap<LimitField, String>(LimitField.class);
    for (var field : LimitField.values()) texts.put(field, field.text(NOW));

    assertThat(texts.get(LimitField.MEMORY)).isEqualTo("4295");
    assertThat(LimitChange.of(NOW, texts)).isEqualTo(new LimitChange.Ok(NOW));
  }

  @Test
  void whatWasTypedIsTakenAndTheRestStays() {
    var change =
        LimitChange.of(
            NOW,
            Map.of(
                LimitField.MEMORY, " 64,5 ",
                LimitField.MAILBOX, "10",
                LimitField.MAILBOX_BYTES, "2",
                LimitField.UNANSWERED, "7"));

    assertThat(change)
        .isEqualTo(
            new LimitChange.Ok(
                new Limits(
                    64_500_000,
                    Limits.DEFAULT.tables(),
                    10,
                    2_000_000,
                    7,
                    NOW.parked(),
                    NOW.body(),
                    NOW.handles(),
                    NOW.timers(),
                    NOW.logLines(),
                    NOW.module(),
                    NOW.threads(),
                    NOW.stacks())));
  }

  @ParameterizedTest
  @EnumSource(LimitField.class)
  void everyFieldChangesItsLimitAndNoOther(LimitField field) {
    var changed = LimitChange.of(NOW, Map.of(field, "3"));

    assertThat(changed).isInstanceOf(LimitChange.Ok.class).isNotEqualTo(new LimitChange.Ok(NOW));
    var limits = ((LimitChange.Ok) changed).limits();
    for (var each : LimitField.values())
      assertThat(each.text(limits))
          .as(each.label())
          .isEqualTo(each == field ? "3" : each.text(NOW));
    assertThat(limits.module()).isEqualTo(NOW.module());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "much",
        "-1",
        "0",
        "1e9",
        "12 MB",
        "4,096.5",
        "999999999999999999",
        "٣",
        "5000000"
      })
  void whatIsNoSizeGetsASentence(String typed) {
    assertThat(LimitChange.of(NOW, Map.of(LimitField.MEMORY, typed)))
        .isEqualTo(
            new LimitChange.Wrong(
                LimitField.MEMORY, "“Memory, MB” must be a number from 1 to 1,000,000."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "1.5", "4,097", "2000000", "99999999999", "+5"})
  void whatIsNoCountGetsASentence(String typed) {
    assertThat(LimitChange.of(NOW, Map.of(LimitField.MAILBOX, typed)))
        .isEqualTo(
            new LimitChange.Wrong(
                LimitField.MAILBOX,
                "“Mailbox, messages” must be a whole number from 1 to 1,000,000, without"
                    + " separators."));
  }
}
