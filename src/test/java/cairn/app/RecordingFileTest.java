package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.kernel.RecordingEnd;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import cairn.shell.Recordings.Extent;
import cairn.shell.Recordings.Recorded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordingFileTest {
  private static final Sha256 MEMORY = Sha256.of(new byte[] {1});

  @TempDir Path folder;
  private final List<Recorded> told = new ArrayList<>();

  private RecordingFile create(Path file, boolean replace) throws Sentence {
    return RecordingFile.create(file, replace, told::add);
  }

  @Test
  void itsEndSaysHowManyCallsWhatMemoryAndWhichFile() throws Exception {
    Path file = folder.resolve("run.cairnlog");
    var log = create(file, false);
    log.append(Payload.copyOf(new byte[] {1, 2, 3}));

    log.ended(new RecordingEnd.Whole(1_234, 65_536, MEMORY));

    assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(told)
        .containsExactly(
            new Recorded(
                Extent.WHOLE,
                "recorded 1,234 calls in " + file,
                "65,536 bytes of memory, sha256 " + MEMORY));
    assertThat(ReplayWords.line(told.getFirst()))
        .isEqualTo(
            "recorded 1,234 calls in "
                + file
                + "; at its end 65,536 bytes of memory, sha256 "
                + MEMORY);
  }

  @Test
  void aProgramThatNeverRanLeavesNoFile() throws Exception {
    Path file = folder.resolve("run.cairnlog");
    var log = create(file, false);

    log.unused();
    log.unused();

    assertThat(file).doesNotExist();
    assertThat(told).singleElement().extracting(Recorded::extent).isEqualTo(Extent.FAILED);
  }

  @Test
  void whatWasRecordedIsKeptWhenTheRunIsOver() throws Exception {
    Path file = folder.resolve("run.cairnlog");
    var log = create(file, false);
    log.append(Payload.copyOf(new byte[] {7}));
    log.ended(new RecordingEnd.EndedBetween(1));

    log.unused();

    assertThat(file).hasBinaryContent(new byte[] {7});
    assertThat(told).singleElement().extracting(Recorded::extent).isEqualTo(Extent.IN_PART);
  }

  @Test
  void aFileIsReplacedOnlyByWhoWasAsked() throws Exception {
    Path file = Files.writeString(folder.resolve("run.cairnlog"), "precious");
    assertThatThrownBy(() -> create(file, false)).hasMessageContaining("exists already");
    assertThat(file).hasContent("precious");

    create(file, true).ended(new RecordingEnd.EndedBetween(0));

    assertThat(file).isEmptyFile();
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aFolderIsNotReplacedAndAPlaceThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> create(folder, true)).hasMessageContaining("exists already");
    assertThatThrownBy(() -> create(folder.resolve("no/run.cairnlog"), false))
        .hasMessageContaining("could not be written: its folder is not there");
  }
}
