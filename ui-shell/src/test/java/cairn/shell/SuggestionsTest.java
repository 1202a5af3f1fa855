package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
  private final FakeLibrary library = new FakeLibrary();
  private final Suggestions suggestions =
      new Suggestions(library, Map.of("cairn:processes", "Processes"));

  @Test
  void whatBeginsWithTheTextComesBeforeWhatContainsIt() {
    assertThat(suggestions.of("c"))
        .extracting(Suggestion::title)
        .startsWith("clock", "crash")
        .contains("dice", "fetch");
  }

  @Test
  void aPageIsFoundByItsTitle() {
    assertThat(suggestions.of("proc")).extracting(Suggestion::detail).contains("cairn:processes");
  }

  @Test
  void anEmptyTextOffersProgramsAndNoPages() {
    assertThat(suggestions.of(""))
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(Suggestions.MOST)
        .allSatisfy(line -> assertThat(line.intent()).isInstanceOf(AddressReader.Intent.Run.class));
  }

  @Test
  void aProgramThatShipsAndWasOpenedIsOneLine() {
    var hello = library.shipped().getFirst();
    library.opened(
        new Library.Recent(
            new Target.Content(hello.address()),
            "hello",
            Optional.of(hello.program()),
            Instant.EPOCH,
            Library.Outcome.ENDED,
            ""));

    assertThat(suggestions.of("hello")).hasSize(1);
  }

  @Test
  void whatWasOpenedIsFoundByItsHash() {
    var address = FakeLibrary.address("other");
    library.opened(
        new Library.Recent(
            new Target.Content(address),
            "bafk…",
            Optional.empty(),
            Instant.EPOCH,
            Library.Outcome.FAILED,
            ""));

    assertThat(suggestions.of(address.root().toString().substring(0, 20)))
        .extracting(Suggestion::title)
        .containsExactly("bafk…");
  }
}
