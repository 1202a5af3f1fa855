package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.ipfs.format.Block;
import cairn.ipfs.format.Car;
import cairn.registry.Cid;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import cairn.shell.Library.FileOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramFileTest {
  private static final Payload MODULE =
      Payload.copyOf((byte) 0, (byte) 'a', (byte) 's', (byte) 'm', (byte) 1);
  private static final Cid ROOT = Cid.raw(Sha256.of(MODULE));

  @TempDir Path folder;

  @Test
  void aModuleIsReadAsItIs() throws IOException {
    var file = written("tool.wasm", MODULE.toByteArray());

    assertThat(ProgramFile.read(file)).isEqualTo(new FileOutcome.Module(MODULE, "tool"));
  }

  @Test
  void theProgramInACarIsWhatItsFirstRootNames() throws IOException {
    var file = written("tool.car", car(List.of(ROOT), MODULE));

    assertThat(ProgramFile.read(file)).isEqualTo(new FileOutcome.Module(MODULE, "tool"));
  }

  @Test
  void aCarWithoutARootIsSaidToHaveNone() throws IOException {
    var file = written("tool.car", car(List.of(), MODULE));

    assertThat(ProgramFile.read(file)).isEqualTo(new FileOutcome.BadArchive("it names no root"));
  }

  @Test
  void aCarWhoseBlockIsNotWhatItsHashSaysIsNotRun() throws IOException {
    byte[] bytes = car(List.of(ROOT), MODULE);
    bytes[bytes.length - 1] ^= 1;

    assertThat(ProgramFile.read(written("tool.car", bytes)))
        .isInstanceOf(FileOutcome.BadArchive.class);
  }

  @Test
  void aCarThatEndsAnywhereEarlyIsBadAndNeverThrows() throws IOException {
    byte[] bytes = car(List.of(ROOT), MODULE);

    for (int length = 0; length < bytes.length; length++)
      assertThat(ProgramFile.read(written("cut.car", Arrays.copyOf(bytes, length))))
          .isInstanceOf(FileOutcome.BadArchive.class);
  }

  @Test
  void aFolderAndNothingAreSaidToBeSo() {
    assertThat(ProgramFile.read(folder)).isEqualTo(new FileOutcome.NotAFile("a folder"));
    assertThat(ProgramFile.read(folder.resolve("no.wasm"))).isEqualTo(new FileOutcome.Missing());
  }

  private Path written(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] car(List<Cid> roots, Payload block) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(Car.header(roots).toByteArray());
    out.writeBytes(Car.section(Block.raw(block)).toByteArray());
    return out.toByteArray();
  }
}
