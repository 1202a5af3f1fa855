package cairn.ipfs;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.ipfs.format.Block;
import cairn.registry.Cid;
import cairn.registry.Payload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BlockStoreTest {
  private static final long ROOM = 1L << 30;

  @TempDir Path folder;

  @Test
  void whatWasStoredIsThereAfterARestart() throws Exception {
    var block = block(1, 1000);

    assertThat(open(ROOM).put(block)).isEqualTo(new BlockStore.Put.Stored());

    var again = open(ROOM);
    assertThat(again.get(block.cid()).orElseThrow().bytes()).isEqualTo(block.bytes());
    assertThat(again.bytes()).isEqualTo(1000);
    assertThat(again.has(block(2, 10).cid())).isFalse();
    assertThat(again.get(block(2, 10).cid())).isEmpty();
  }

  @Test
  void blocksAreFoundByTheirHashWhateverTheVersionOfTheirIdentifier() throws Exception {
    var block = Block.dagPb(Payload.utf8("node"));
    var store = open(ROOM);

    store.put(block);

    var old = new Cid(0, Cid.DAG_PB, block.cid().hash());
    assertThat(store.get(old).orElseThrow().cid()).isEqualTo(old);
  }

  @Test
  void aDamagedFileCountsAsAbsentAndCanBeStoredAgain() throws Exception {
    var block = block(1, 1000);
    var store = open(ROOM);
    store.put(block);
    Files.write(onlyFile(), new byte[1000]);

    assertThat(store.get(block.cid())).isEmpty();
    assertThat(store.count()).isZero();

    store.put(block);
    assertThat(store.get(block.cid())).isPresent();
  }

  @Test
  void aDamagedFileIsReplacedWhenItsBlockIsStored() throws Exception {
    var block = block(1, 1000);
    var store = open(ROOM);
    store.put(block);
    Files.write(onlyFile(), new byte[1000]);

    store.put(block);

    assertThat(store.get(block.cid())).isPresent();
  }

  @Test
  void theBlocksUsedLongestAgoGoFirst() throws Exception {
    var store = open(3000);
    for (int i = 1; i <= 3; i++) store.put(block(i, 1000));
    store.get(block(1, 1000).cid());

    store.put(block(4, 1000));

    assertThat(present(store, 4)).containsExactly(true, false, true, true);
    assertThat(store.bytes()).isEqualTo(3000);
  }

  @Test
  void pinnedAndHeldBlocksStay() throws Exception {
    var store = open(2000);
    var pinned = block(1, 1000);
    var held = block(2, 1000);
    store.put(pinned);
    store.pin(pinned.cid(), List.of(pinned.cid().hash()));
    try (var hold = store.hold()) {
      hold.put(held);

      for (int i = 3; i <= 6; i++) store.put(block(i, 1000));

      assertThat(present(store, 2)).containsExactly(true, true);
    }
    store.put(block(7, 1000));
    assertThat(present(store, 2)).containsExactly(true, false);
    assertThat(store.unpin(pinned.cid())).isEqualTo(new BlockStore.Put.Stored());
    for (int i = 8; i <= 9; i++) store.put(block(i, 1000));
    assertThat(present(store, 1)).containsExactly(false);
  }

  @Test
  void pinsAreKeptAfterARestart() throws Exception {
    var pinned = block(1, 1000);
    var first = open(5000);
    first.put(pinned);
    first.pin(pinned.cid(), List.of(pinned.cid().hash()));
    for (int i = 2; i <= 5; i++) first.put(block(i, 1000));

    var second = open(1000);

    assertThat(second.pins()).containsExactly(pinned.cid());
    assertThat(second.get(pinned.cid())).isPresent();
    assertThat(second.bytes()).isEqualTo(1000);
  }

  @Test
  void aPinOfAnotherProcessIsHonoured() throws Exception {
    var pinned = block(1, 1000);
    var one = open(1000);
    var other = open(1000);
    one.put(pinned);
    other.get(pinned.cid());
    one.pin(pinned.cid(), List.of(pinned.cid().hash()));

    other.put(block(2, 1000));

    assertThat(other.get(pinned.cid())).isPresent();
  }

  @Test
  void manyThreadsMayStoreReadAndEvictAtOnce() throws Exception {
    var store = open(20_000);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int seed = t;
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 60; i++) {
                    var block = block((seed * 31 + i * 7) % 50, 1000);
                    assertThat(store.put(block)).isEqualTo(new BlockStore.Put.Stored());
                    store
                        .get(block((i * 13) % 50, 1000).cid())
                        .ifPresent(found -> assertThat(found.bytes().length()).isEqualTo(1000));
                  }
                }));
      }
      for (var thread : all) thread.get();
    }
    assertThat(store.bytes()).isEqualTo(store.count() * 1000L).isLessThanOrEqualTo(20_000);
    try (var files = Files.walk(folder.resolve("blocks"))) {
      assertThat(files.filter(Files::isRegularFile).count()).isEqualTo(store.count());
    }
  }

  @Test
  void whatCannotBeReadJustNowIsNotRemoved() throws Exception {
    var store = open(ROOM);
    var block = block(1, 1000);
    store.put(block);
    Path file = onlyFile();
    Files.delete(file);
    // Opens, and then cannot be read: stands for a disk that fails for a while.
    Files.createDirectory(file);

    assertThat(store.get(block.cid())).isEmpty();

    assertThat(file).exists();
  }

  @Test
  void aFileLargerThanABlockIsNoneAndIsRemoved() throws Exception {
    var store = open(ROOM);
    var block = block(1, 1000);
    store.put(block);
    Path file = onlyFile();
    Files.write(file, new byte[Block.MAX_BYTES + 1]);

    assertThat(store.get(block.cid())).isEmpty();

    assertThat(file).doesNotExist();
  }

  @Test
  void aBlockUsedBeforeTheClockWasSetBackIsNotTheNewestForYears() throws Exception {
    var store = open(ROOM);
    var block = block(1, 1000);
    store.put(block);
    Path file = onlyFile();
    Instant toCome = Instant.now().plus(Duration.ofDays(1000));
    Files.setLastModifiedTime(file, FileTime.from(toCome));

    assertThat(open(ROOM).get(block.cid())).isPresent();

    assertThat(Files.getLastModifiedTime(file).toInstant()).isBefore(toCome);
  }

  @Test
  void aFullDiskTakesNoBlockAndLosesNone() throws Exception {
    List<String> said = SmallDisk.run(StoreFiller.class, "2m");

    assertThat(said.getFirst()).isEqualTo("full: No space left on device");
    assertThat(said.get(1)).isEqualTo("kept all of them: true");
    assertThat(said.get(2)).isEqualTo("leftovers: 0");
    assertThat(said.get(3)).isEqualTo("after room was made: Stored[]");
  }

  @Test
  void whatWasReportedSurvivesAKillInTheMiddleOfWriting() throws Exception {
    int reported = 0;
    for (int round = 0; round < 3; round++) {
      List<Cid> stored = writeAndKill(round, 20 + 13 * round);
      reported += stored.size();

      var store = open(ROOM);
      for (var cid : stored) assertThat(store.get(cid)).as("%s", cid).isPresent();
      // Also what was renamed and not reported yet is whole.
      try (var files = Files.walk(folder.resolve("blocks"))) {
        for (var file : files.filter(Files::isRegularFile).toList())
          assertThat(Files.size(file)).isEqualTo(StoreWriter.SIZE);
      }
    }
    assertThat(reported).isGreaterThan(60);
  }

  // Runs a process that stores blocks without end, and kills it once it has reported some.
  private List<Cid> writeAndKill(int seed, int after) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StoreWriter.class.getName(),
                folder.toString(),
                String.valueOf(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Cid> stored = new ArrayList<>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < after; i++) reported(lines).ifPresent(stored::add);
      // By its handle: Process.destroyForcibly also closes the stream that is read below.
      process.toHandle().destroyForcibly();
      // What it still said before it died counts too.
      for (var cid = reported(lines); cid.isPresent(); cid = reported(lines)) stored.add(cid.get());
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(stored.size()).isGreaterThanOrEqualTo(after);
    return stored;
  }

  // A line that was cut by the kill is no report.
  private static Optional<Cid> reported(BufferedReader lines) throws IOException {
    var line = lines.readLine();
    return line != null && Cid.parse(line) instanceof Cid.Parsed.Ok(Cid cid)
        ? Optional.of(cid)
        : Optional.empty();
  }

  private BlockStore open(long limit) throws IOException {
    return BlockStore.open(folder, limit);
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.walk(folder.resolve("blocks"))) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  private static List<Boolean> present(BlockStore store, int upTo) {
    List<Boolean> found = new ArrayList<>();
    for (int i = 1; i <= upTo; i++) found.add(store.has(block(i, 1000).cid()));
    return found;
  }

  private static Block block(int number, int size) {
    var bytes = new byte[size];
    bytes[0] = (byte) number;
    return Block.raw(Payload.owning(bytes));
  }
}
