package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.shell.AddressReader.Intent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressReaderTest {
  private final FakeLibrary library = new FakeLibrary();
  private final AddressReader reader = new AddressReader(library, Map.of("cairn:about", "About"));

  @Test
  void blanksAreNothing() {
    assertThat(reader.read("  ")).isEqualTo(new Intent.Nothing());
  }

  @Test
  void aPageIsFoundByItsAddressInAnyCase() {
    assertThat(reader.read(" Cairn:About ")).isEqualTo(new Intent.Page("cairn:about"));
  }

  @Test
  void aPageThatIsNotThereIsNamed() {
    assertThat(reader.read("cairn:nonsense"))
        .isEqualTo(new Intent.Wrong("There is no page cairn:nonsense."));
    assertThat(reader.read("nosuchname"))
        .isEqualTo(
            new Intent.Wrong(
                "“nosuchname” is not the name of a program that came with Cairn, a hash, an ipfs://"
                    + " address, a gateway's URL or a .wasm or .car file."));
  }

  @Test
  void theNameOfAProgramThatShipsRunsIt() {
    assertThat(reader.read("hello"))
        .isEqualTo(new Intent.Run(new Target.Content(FakeLibrary.address("hello")), "hello"));
  }

  @Test
  void aHashRunsWhatItNames() {
    var address = FakeLibrary.address("something");

    assertThat(reader.read(address.root().toString()))
        .isEqualTo(
            new Intent.Run(new Target.Content(address), Hashes.brief(address.root().toString())));
  }

  @Test
  void aPathBelowAHashThatEndsInWasmIsContentAndNoFile() {
    var address = Hashes.below(FakeLibrary.address("dir"), "app.wasm").orElseThrow();

    assertThat(reader.read(address.toString()))
        .isEqualTo(new Intent.Run(new Target.Content(address), "app.wasm"));
  }

  @Test
  void aPathThatEndsInWasmIsAFile() {
    assertThat(reader.read("/home/me/Chess.wasm"))
        .isEqualTo(new Intent.Run(new Target.File(Path.of("/home/me/Chess.wasm")), "Chess"));
    assertThat(reader.read("file:///home/me/a.wasm"))
        .isEqualTo(new Intent.Run(new Target.File(Path.of("/home/me/a.wasm")), "a"));
    assertThat(reader.read("~/a.car"))
        .isEqualTo(new Intent.Run(new Target.File(HomeFolder.path().resolve("a.car")), "a"));
  }

  @Test
  void aWrongCharacterIsPointedAt() {
    var good = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";
    var bad = good.substring(0, 16) + "0" + good.substring(17);

    assertThat(reader.read(bad))
        .isEqualTo(new Intent.Wrong("Character 17, '0', is not in the base58 alphabet."));
  }

  @Test
  void noTextThrows() {
    var random = new Random(11);
    var pieces =
        new String[] {
          "file:", "cairn:", "%", ".wasm", "\0", "/", "~", "Qm", "bafy", "\u202e", "://", " "
        };
    for (int i = 0; i < 5000; i++) {
      var text = new StringBuilder();
      for (int k = random.nextInt(6); k >= 0; k--)
        text.append(
            random.nextBoolean()
                ? pieces[random.nextInt(pieces.length)]
                : Character.toString(random.nextInt(0x300)));

      assertThat(reader.read(text.toString())).isNotNull();
    }
  }

  @Test
  void wordsAfterAnAddressAreTheProgramsArguments() {
    var intent = reader.read("hello  example.org \"two words\"");

    assertThat(intent)
        .isEqualTo(
            new Intent.Run(
                new Target.Content(
                    FakeLibrary.address("hello"), java.util.List.of("example.org", "two words")),
                "hello"));
  }

  @Test
  void wordsAfterWhatMakesNoSenseDoNotChangeTheSentence() {
    assertThat(reader.read("nonsense 80")).isEqualTo(reader.read("nonsense"));
  }

  @Test
  void aPathInADirectoryEndsAtTheFirstBlank() {
    var typed = "/ipfs/" + FakeLibrary.address("hello").root() + "/app.wasm 127.0.0.1 80";

    assertThat(reader.read(typed))
        .isInstanceOfSatisfying(
            Intent.Run.class,
            run -> assertThat(run.target().arguments()).containsExactly("127.0.0.1", "80"));
  }

  @Test
  void aFilesPathMayHaveBlanks() {
    assertThat(reader.read("/home/me/my programs/chess.wasm"))
        .isInstanceOfSatisfying(
            Intent.Run.class, run -> assertThat(run.target().arguments()).isEmpty());
  }

  @Test
  void aRecordingIsReplayedAndHasNoArguments() {
    assertThat(reader.read("/r/dice.cairnlog"))
        .isEqualTo(new Intent.Replay(Path.of("/r/dice.cairnlog")));
    assertThat(reader.read("/r/my dice.cairnlog"))
        .isEqualTo(new Intent.Replay(Path.of("/r/my dice.cairnlog")));
    assertThat(reader.read("/r/dice.cairnlog 5")).isInstanceOf(Intent.Wrong.class);
  }

  @Test
  void whatIsWrittenAsAPathIsAFileWhateverItsExtension() {
    for (String path : List.of("/etc/passwd", "/tmp", "./tool", "../tool"))
      assertThat(reader.read(path + " word"))
          .isInstanceOfSatisfying(
              Intent.Run.class,
              run ->
                  assertThat(run.target())
                      .isEqualTo(new Target.File(Path.of(path), List.of("word"))));
  }
}
