package cairn.ipfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cairn.ipfs.format.Block;
import cairn.ipfs.format.ContentFault;
import cairn.ipfs.format.Trees;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okio.Buffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Kubo, when {@code -Dcairn.kubo} names one. */
class KuboInteropTest {
  private static final long ROOM = 1L << 30;

  @TempDir static Path scratch;
  private static List<Kubo> node = List.of();

  @BeforeAll
  static void startKubo() throws Exception {
    if (Kubo.isPresent("KuboInteropTest")) node = List.of(Kubo.start(scratch.resolve("kubo")));
  }

  @AfterAll
  static void stopKubo() throws Exception {
    for (var kubo : node) kubo.close();
  }

  @Test
  void filesGetTheIdentifiersThatKuboGivesThem(@TempDir Path folder) throws Exception {
    var kubo = kubo();
    var adder = new Adder(BlockStore.open(folder.resolve("store"), ROOM));
    for (int size : new int[] {0, 1, 1 << 20, (1 << 20) + 1, 100 << 20}) {
      var file = random(folder.resolve("file-" + size), size);

      var added = adder.add(file);

      assertThat(added).isInstanceOf(Adder.Added.Ok.class);
      var root = ((Adder.Added.Ok) added).root();
      assertThat(root).hasToString(kubo.add(file));
      System.err.println("KuboInteropTest: " + size + " bytes: " + root + " in both");
    }
  }

  @Test
  void aFolderGetsTheIdentifierThatKuboGivesIt(@TempDir Path folder) throws Exception {
    var kubo = kubo();
    var root = folder.resolve("tree");
    Files.createDirectories(root.resolve("a/b/c"));
    Files.createDirectories(root.resolve("empty"));
    random(root.resolve("a/b/c/deep.bin"), 3_000_000);
    random(root.resolve("a/übung 日本.txt"), 100);
    random(root.resolve("a/😀 and ﬀ"), 10);
    random(root.resolve(".hidden"), 10);
    random(root.resolve("Z"), 0);

    var added = new Adder(BlockStore.open(folder.resolve("store"), ROOM)).add(root);

    assertThat(added).isInstanceOf(Adder.Added.Ok.class);
    assertThat(((Adder.Added.Ok) added).root()).hasToString(kubo.add(root));
    System.err.println("KuboInteropTest: nested folder: " + added);
  }

  @Test
  void aFolderOverTheLimitOfABlockIsShardedAsKuboDoes(@TempDir Path folder) throws Exception {
    var kubo = kubo();
    var root = Files.createDirectories(folder.resolve("tree"));
    for (int i = 0; i < 6000; i++)
      Files.write(root.resolve("a name that is not short, number " + i), new byte[] {(byte) i});

    var added = new Adder(BlockStore.open(folder.resolve("store"), ROOM)).add(root);

    assertThat(added).isInstanceOf(Adder.Added.Ok.class);
    var cid = ((Adder.Added.Ok) added).root();
    assertThat(cid).hasToString(kubo.add(root));
    System.err.println("KuboInteropTest: sharded folder of 6000 files: " + cid + " in both");
    try (var retriever = retriever(folder.resolve("other"), kubo.gateway())) {
      var address = new ContentAddress(cid, List.of("a name that is not short, number 4711"));

      var result = Drain.read(retriever, address, event -> {});

      assertThat(result.fault()).isEqualTo(Drain.NONE);
      assertThat(result.file()).isEqualTo(Payload.copyOf((byte) 4711));
    }
  }

  @Test
  void aProgramOfManyBlocksComesFromKubosGateway(@TempDir Path folder) throws Exception {
    var kubo = kubo();
    var file = random(folder.resolve("program"), 5_000_000);
    var small = kubo.run("add", "-Q", "--cid-version=1", "--chunker=size-65536", file.toString());
    var old = kubo.run("add", "-Q", "--cid-version=0", file.toString());
    for (var text : List.of(small, old, kubo.add(file)))
      try (var retriever = retriever(folder.resolve(text), kubo.gateway())) {
        List<Transfer> events = new ArrayList<>();

        var result = Drain.read(retriever, ContentAddress.of(cid(text)), events::add);

        assertThat(result.fault()).isEqualTo(Drain.NONE);
        assertThat(result.file()).isEqualTo(Payload.owning(Files.readAllBytes(file)));
        assertThat(result.largestPiece()).isLessThanOrEqualTo(CarStream.MAX_PIECE);
        System.err.println("KuboInteropTest: 5 MB from Kubo: " + text + ", " + events.getLast());
      }
  }

  @Test
  void aProgramInAFolderIsFoundByItsPathBehindALyingGateway(@TempDir Path folder) throws Exception {
    var kubo = kubo();
    var root = Files.createDirectories(folder.resolve("tree/bin/日本"));
    var file = random(root.resolve("app.wasm"), 2_500_000);
    var cid = kubo.add(folder.resolve("tree"));
    var address = new ContentAddress(cid(cid), List.of("bin", "日本", "app.wasm"));
    var store = BlockStore.open(folder.resolve("store"), ROOM);
    try (var liar = new MockWebServer()) {
      liar.start();
      var lie = Trees.file(1, 1000, 100).in("bin").car();
      lie[lie.length - 1] ^= 1;
      for (int i = 0; i < 5; i++)
        liar.enqueue(
            new MockResponse.Builder()
                .addHeader("Content-Type", "application/vnd.ipld.car")
                .body(new Buffer().write(lie))
                .build());
      List<Transfer> events = new ArrayList<>();
      try (var retriever =
          new Retriever(
              store, () -> List.of(liar.url("/").uri(), kubo.gateway()), Timeouts.DEFAULT)) {

        var result = Drain.read(retriever, address, events::add);

        assertThat(result.fault()).isEqualTo(Drain.NONE);
        assertThat(result.file()).isEqualTo(Payload.owning(Files.readAllBytes(file)));
        assertThat(result.from()).containsExactly(kubo.gateway().toString());
        assertThat(events).anyMatch(e -> e instanceof Transfer.Quarantined);
        System.err.println("KuboInteropTest: liar first, Kubo second: " + events.getLast());
      }
    }
  }

  @Test
  void aFolderIsWrittenToTheDiskAsItWas(@TempDir Path folder) throws Exception {
    var kubo = kubo();
    var root = Files.createDirectories(folder.resolve("tree/ä/b"));
    random(root.resolve("x"), 1_500_000);
    random(folder.resolve("tree/y"), 5);
    Files.createDirectories(folder.resolve("tree/empty"));
    var cid = kubo.add(folder.resolve("tree"));
    try (var retriever = retriever(folder.resolve("store"), kubo.gateway())) {
      var target = folder.resolve("got");

      var got = new Getter(retriever).get(ContentAddress.of(cid(cid)), target, ROOM, event -> {});

      assertThat(got).isEqualTo(new Getter.Got.Ok(target, 1_500_005, true));
      assertThat(kubo.add(target)).isEqualTo(cid);
    }
  }

  @Test
  void whatKuboDoesNotHaveIsNotFound(@TempDir Path folder) throws Exception {
    var kubo = kubo();
    var absent = Block.raw(Payload.utf8("nobody has this")).cid();
    try (var retriever = retriever(folder.resolve("store"), kubo.gateway())) {

      var result = Drain.read(retriever, ContentAddress.of(absent), event -> {});

      assertThat(result.fault())
          .isEqualTo(
              new ContentFault.NotFound(List.of("this computer", kubo.gateway().toString())));
    }
  }

  private static Kubo kubo() {
    assumeTrue(!node.isEmpty(), "no -Dcairn.kubo");
    return node.getFirst();
  }

  private static Retriever retriever(Path store, URI gateway) throws IOException {
    var quick =
        new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1));
    return new Retriever(BlockStore.open(store, ROOM), () -> List.of(gateway), quick);
  }

  private static Path random(Path path, int size) throws IOException {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Files.write(path, bytes);
  }

  private static Cid cid(String text) {
    return ((Cid.Parsed.Ok) Cid.parse(text)).cid();
  }
}
