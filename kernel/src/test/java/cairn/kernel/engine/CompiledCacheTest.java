package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Fallbacks;
import cairn.kernel.Wat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledCacheTest {
  @TempDir Path folder;

  private static final String PROGRAM =
      """
      (module (import "test" "seen" (func $seen (param i64)))
        (func $square (param i64) (result i64) (i64.mul (local.get 0) (local.get 0)))
        (func (export "_start") (call $seen (call $square (i64.const 12)))))
      """;

  private Engine engine() {
    return new ChicoryEngine(ChicoryEngine.Mode.COMPILED, folder.resolve("cache"));
  }

  private List<Path> entries() throws IOException {
    try (var files = Files.list(folder.resolve("cache"))) {
      return files.filter(file -> file.toString().endsWith(".code")).toList();
    }
  }

  private Map<Fallbacks.Kind, Long> runsRight() {
    var engine = engine();
    try (var guests = new Guests(engine)) {
      var seen = guests.seen();
      assertThat(guests.ready(Wat.compile(PROGRAM)).form()).isEqualTo(Engine.Form.COMPILED);

      guests.run(PROGRAM);

      assertThat(seen).hasValue(144);
    }
    return engine.fallbacks().counts();
  }

  @Test
  void whenAllIsWellNothingIsCountedAsAFallback() {
    assertThat(runsRight()).isEmpty();
    assertThat(runsRight()).isEmpty();
  }

  @Test
  void aProgramIsStoredOnceAndRunsTheSameFromTheCache() throws IOException {
    runsRight();
    var stored = entries();
    assertThat(stored).hasSize(1);
    byte[] bytes = Files.readAllBytes(stored.getFirst());

    runsRight();

    assertThat(entries()).isEqualTo(stored);
    assertThat(Files.readAllBytes(stored.getFirst())).isEqualTo(bytes);
  }

  @Test
  void theFolderIsPrivate() throws IOException {
    runsRight();

    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("cache"))))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("cache").resolve("key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aDamagedEntryIsIgnoredAndReplaced() throws IOException {
    runsRight();
    var entry = entries().getFirst();
    byte[] good = Files.readAllBytes(entry);
    for (int at : new int[] {0, 31, 32, good.length / 2, good.length - 1}) {
      byte[] bad = good.clone();
      bad[at] ^= 4;
      Files.write(entry, bad);

      assertThat(runsRight()).containsOnly(Map.entry(Fallbacks.Kind.CODE_NOT_READ, 1L));

      assertThat(Files.readAllBytes(entry)).isNotEqualTo(bad);
    }
    for (int length : new int[] {0, 10, 32, 33, good.length - 1}) {
      Files.write(entry, Arrays.copyOf(good, length));

      assertThat(runsRight()).containsOnly(Map.entry(Fallbacks.Kind.CODE_NOT_READ, 1L));

      assertThat(Files.size(entry)).isGreaterThan(length);
    }
  }

  @Test
  void anEntryOfAnotherProgramIsNoEntry() throws IOException {
    runsRight();
    var mine = entries().getFirst();
    byte[] other = Wat.compile(PROGRAM.replace("12", "13"));
    var name = mine.getFileName().toString();
    var theirs = mine.resolveSibling(Guests.id(other) + name.substring(64));
    Files.copy(mine, theirs);

    try (var guests = new Guests(engine())) {
      var seen = guests.seen();
      guests.run(PROGRAM.replace("12", "13"));

      assertThat(seen).hasValue(169);
    }
  }

  @Test
  void aFolderThatCannotBeMadeMeansNoCacheAndIsCounted() throws IOException {
    Files.writeString(folder.resolve("cache"), "a file is in the way");

    assertThat(runsRight()).containsOnly(Map.entry(Fallbacks.Kind.NO_CODE_FOLDER, 1L));
  }

  @Test
  void aCompiledProgramThatCannotBeKeptIsCounted() throws IOException {
    runsRight();
    var entry = entries().getFirst();
    Files.delete(entry);
    // A folder with something in it, which nobody can put a file in place of, root included.
    Files.createDirectories(entry.resolve("in the way"));

    assertThat(runsRight()).containsKey(Fallbacks.Kind.CODE_NOT_WRITTEN);
  }

  @Test
  void aLostKeyMakesTheEntriesWorthlessNotHarmful() throws IOException {
    runsRight();
    Files.writeString(folder.resolve("cache").resolve("key"), "short");

    runsRight();

    assertThat(entries()).hasSize(1);
  }
}
