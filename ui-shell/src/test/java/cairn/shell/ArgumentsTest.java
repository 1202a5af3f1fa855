package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ArgumentsTest {
  @Test
  void wordsAreWhatStandsBetweenBlanks() {
    assertThat(Arguments.split("  example.org \t 80 ")).containsExactly("example.org", "80");
  }

  @Test
  void inQuotesAWordMayHoldBlanksOrNothing() {
    assertThat(Arguments.split("say \"good morning\" \"\""))
        .containsExactly("say", "good morning", "");
  }

  @Test
  void aQuoteThatIsNotClosedGoesToTheEnd() {
    assertThat(Arguments.split("say \"good morning")).containsExactly("say", "good morning");
  }

  @Test
  void whatIsJoinedSplitsIntoTheSameWords() {
    var words = List.of("a", "two words", "", "ü");

    assertThat(Arguments.split(Arguments.joined(words))).isEqualTo(words);
  }
}
