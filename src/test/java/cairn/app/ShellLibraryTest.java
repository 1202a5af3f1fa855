package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.ipfs.Adder;
import cairn.ipfs.BlockStore;
import cairn.profile.Profile;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import cairn.shell.Library.Outcome;
import cairn.shell.Library.Recent;
import cairn.shell.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shell remembers, in a profile on a disk. */
final class ShellLibraryTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  @TempDir Path folder;

  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private Profile profile;

  @SuppressWarnings("NullAway.Init")
  private ShellLibrary library;

  @BeforeEach
  void open() throws Exception {
    profile = Profiles.open(folder.resolve("profile")).profile();
    library = library();
  }

  private ShellLibrary library() throws IOException {
    return new ShellLibrary(
        new Pantry(),
        profile.history(),
        new Adder(BlockStore.open(folder.resolve("blocks"), 1 << 20)));
  }

  @AfterEach
  void close() {
    profile.close();
  }

  private static Recent recent(Target target, Instant when, Outcome outcome) {
    return new Recent(target, "it", Optional.empty(), when, outcome, "");
  }

  @Test
  void aFileWithBlanksAndArgumentsComesBackAsItWasOpened() {
    var file = folder.resolve("x.wasm y").resolve("My Tool.WASM").toAbsolutePath();
    var target = new Target.File(file, List.of("a b", "c"));

    library.opened(recent(target, NOON, Outcome.OPENED));

    assertThat(library.recent()).singleElement().extracting(Recent::target).isEqualTo(target);
  }

  @Test
  void whatWasForgottenDoesNotComeBackWhenItsProgramEnds() {
    var target =
        new Target.Content(ContentAddress.of(Cid.raw(Sha256.of(Payload.utf8("x")))), List.of());
    library.opened(recent(target, NOON, Outcome.OPENED));

    library.forgetRecent();
    library.became(recent(target, NOON, Outcome.ENDED));

    assertThat(library.recent()).isEmpty();
  }

  @Test
  void theEndOfAnEarlierRunIsNoVisit() {
    var target =
        new Target.Content(ContentAddress.of(Cid.raw(Sha256.of(Payload.utf8("x")))), List.of());
    library.opened(recent(target, NOON, Outcome.OPENED));
    library.opened(recent(target, NOON.plusSeconds(60), Outcome.OPENED));

    library.became(recent(target, NOON, Outcome.ENDED));

    assertThat(library.recent())
        .singleElement()
        .extracting(Recent::opened)
        .isEqualTo(NOON.plusSeconds(60));
  }

  @Test
  void onlyWhatHasAnAddressIsCalledVerified() {
    var program = new cairn.kernel.ProgramId(Sha256.of(Payload.utf8("p")));
    var shipped = new cairn.kernel.ProgramId(Sha256.of(Payload.utf8("shipped")));
    var remarks = new Remarks(profile.history(), Set.of(shipped), () -> NOON);
    var file = new Target.File(folder.resolve("a.wasm"), List.of());
    library.opened(new Recent(file, "a", Optional.of(program), NOON, Outcome.OPENED, ""));

    assertThat(remarks.about(program)).startsWith("from a file");

    var address = new Target.Content(ContentAddress.of(Cid.raw(program.hash())), List.of());
    library.opened(new Recent(address, "a", Optional.of(program), NOON, Outcome.OPENED, ""));
    assertThat(remarks.about(program)).startsWith("verified");
    assertThat(remarks.about(shipped)).startsWith("came with Cairn");
  }

  @Test
  void whatIsNotInTheHistoryIsNeitherVerifiedNorOpenedToday() {
    var program = new cairn.kernel.ProgramId(Sha256.of(Payload.utf8("p")));
    var remarks = new Remarks(profile.history(), Set.of(), () -> NOON);
    var file = new Target.File(folder.resolve("a.wasm"), List.of());
    library.opened(new Recent(file, "a", Optional.of(program), NOON, Outcome.OPENED, ""));

    library.forgetRecent();

    assertThat(remarks.about(program)).isEqualTo("not in your history");
  }
}
