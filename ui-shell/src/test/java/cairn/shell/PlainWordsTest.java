package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainWordsTest {
  @Test
  void aClauseBecomesASentence() {
    assertThat(PlainWords.sentence("the log was changed")).isEqualTo("The log was changed.");
    assertThat(PlainWords.sentence("/r/a.log exists already"))
        .isEqualTo("/r/a.log exists already.");
    assertThat(PlainWords.sentence("a.cairnlog exists")).isEqualTo("a.cairnlog exists.");
  }

  @Test
  void nothingOfStrangersStaysInItThatSteersOrNeverEnds() {
    assertThat(PlainWords.sentence("it said \u202e\u001b[2J" + "x".repeat(9000)))
        .doesNotContain("\u202e", "\u001b")
        .hasSizeLessThan(2100);
  }
}
