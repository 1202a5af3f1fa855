package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.LoadFault;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.shell.Library.FileOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
  private static final Target ADDRESS =
      new Target.Content(ContentAddress.of(Cid.raw(FakeLibrary.hash("x"))), List.of());
  private static final Target FILE = new Target.File(Path.of("a.wasm"), List.of());

  static Stream<FailureText> everyFailure() {
    var faults =
        List.of(
            new LoadFault.NotFound(List.of("the store", "http://127.0.0.1:8080")),
            new LoadFault.Unreachable(List.of("https://gateway.example")),
            new LoadFault.Corrupt(Cid.raw(FakeLibrary.hash("x")), "https://liar.example"),
            new LoadFault.Malformed("its content type is text/html"),
            new LoadFault.Truncated(1_200_000),
            new LoadFault.TooLarge(90_000_000, 64_000_000),
            new LoadFault.NoSuchPath("bin/app.wasm"),
            new LoadFault.IsDirectory(List.of("app.wasm", "README")),
            new LoadFault.NotAProgram("it begins with <!do"),
            new LoadFault.ALibrary(),
            new LoadFault.WrongStart("it is a memory"),
            new LoadFault.NoMemoryLeft(),
            new LoadFault.HeapFull(900_000_000, 500_000_000, 800_000_000),
            new LoadFault.UnknownImport("env", "abort"),
            new LoadFault.TooMuchMemory(4L << 30, 256 << 20),
            new LoadFault.NoLoader("it fell silent"),
            new LoadFault.LimitReached("processes"));
    var files =
        List.of(
            new FileOutcome.Missing(),
            new FileOutcome.NotAFile("a folder"),
            new FileOutcome.Unreadable(),
            new FileOutcome.TooLarge(90_000_000, 64_000_000),
            new FileOutcome.BadArchive("it ends early"));
    return Stream.concat(
        faults.stream().map(fault -> Failures.of(fault, ADDRESS)),
        files.stream().map(f -> Failures.of(f, "/tmp/a.car")));
  }

  @ParameterizedTest
  @MethodSource("everyFailure")
  void everyFailureSaysWhatHappenedAndWhatCanBeDone(FailureText text) {
    assertThat(text.title()).isNotBlank().doesNotEndWith(".").doesNotContain("{");
    assertThat(text.happened()).endsWith(".").doesNotContain("{", "''", "..");
    assertThat(text.canBeDone()).endsWith(".").doesNotContain("{", "''");
    assertThat(text.remedies()).isNotEmpty();
  }

  @Test
  void aLiarIsNamed() {
    var text =
        Failures.of(
            new LoadFault.Corrupt(Cid.raw(FakeLibrary.hash("x")), "https://liar.example"), ADDRESS);

    assertThat(text.happened()).startsWith("https://liar.example sent a block");
  }

  @Test
  void wordsOfStrangersAreCleanedAndCut() {
    var text =
        Failures.of(new LoadFault.NotAProgram("a\u202eb\u0000c" + "x".repeat(5000)), ADDRESS);

    assertThat(text.happened()).contains("abcx").doesNotContain("\u202e", "\u0000");
    assertThat(text.happened().length()).isLessThan(400);
  }

  @Test
  void bracesInWordsOfStrangersAreJustBraces() {
    assertThat(Failures.of(new LoadFault.UnknownImport("{0}", "'{1}"), ADDRESS).happened())
        .startsWith("It imports '{1} from {0},");
  }

  @Test
  void aDirectoryOffersItsEntries() {
    assertThat(Failures.of(new LoadFault.IsDirectory(List.of("app.wasm", "b")), ADDRESS).entries())
        .containsExactly("app.wasm", "b");
  }

  @Test
  void theBytesOfAFileMatchNoHash() {
    var fault = new LoadFault.NotAProgram("it begins with <!do");

    assertThat(Failures.of(fault, ADDRESS).happened()).startsWith("The bytes match the hash");
    assertThat(Failures.of(fault, FILE).happened())
        .isEqualTo(
            "The file was read, but it is not a WebAssembly module that may run: it begins with"
                + " <!do.");
  }

  @Test
  void thePlacesAreFilledWithAmountsPeopleRead() {
    assertThat(Failures.of(new LoadFault.TooLarge(90_000_000, 64_000_000), ADDRESS).happened())
        .isEqualTo("It has at least 90.0 MB; the limit is 64.0 MB.");
  }
}
