package cairn.ipfs;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.ipfs.format.Block;
import cairn.ipfs.format.ContentFault;
import cairn.ipfs.format.DagPb;
import cairn.ipfs.format.Trees;
import cairn.ipfs.format.UnixFs;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AdderGetterTest {
  private static final long ROOM = 1L << 30;

  @TempDir Path folder;
  private BlockStore store;
  private Retriever retriever;

  @BeforeEach
  void openStore() throws IOException {
    store = BlockStore.open(folder.resolve("store"), ROOM);
    retriever = new Retriever(store, List::of, Timeouts.DEFAULT);
  }

  @AfterEach
  void closeRetriever() {
    retriever.close();
  }

  @Test
  void filesGetTheIdentifiersThatKuboWasSeenToGiveThem() throws Exception {
    // From KuboInteropTest with Kubo 0.39; the bytes are those of java.util.Random, seed = size.
    var expected =
        List.of(
            "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
            "bafkreiaehjyyo5gfok6yujnnx2y37tk4ajlk4eooz6pzyp4sluhffpvpre",
            "bafkreicdqo6hrhezh5yl2jipom52s5yco2p43wyfx4h5dfsh7oqgdboq6a",
            "bafybeibmubrer2kgxvkl5tt2m65cokhvqlewt22bxorn54wccm27sr3fzu");
    var sizes = List.of(0, 1, 1 << 20, (1 << 20) + 1);
    for (int i = 0; i < sizes.size(); i++) {
      var file = random(folder.resolve("file"), sizes.get(i));

      assertThat(root(new Adder(store).add(file))).hasToString(expected.get(i));
    }
  }

  @Test
  void whatIsAddedIsPinnedAndSurvivesAFullStore() throws Exception {
    var tight = BlockStore.open(folder.resolve("tight"), 1 << 20);
    var file = random(folder.resolve("file"), 3_500_000);

    var added = new Adder(tight).add(file);

    assertThat(added).isEqualTo(new Adder.Added.Ok(root(added), 3_500_000, 5));
    assertThat(tight.pins()).containsExactly(root(added));
    assertThat(tight.bytes()).isGreaterThan(3_500_000);
    tight.unpin(root(added));
    assertThat(tight.bytes()).isLessThanOrEqualTo(1 << 20);
  }

  @Test
  void aFileComesBackAsItWas() throws Exception {
    var file = random(folder.resolve("file"), 2_500_000);
    var root = root(new Adder(store).add(file));
    var target = folder.resolve("copy");

    var got = get(ContentAddress.of(root), target);

    assertThat(got).isEqualTo(new Getter.Got.Ok(target, 2_500_000, false));
    assertThat(Files.mismatch(file, target)).isEqualTo(-1);
    assertNothingIsLeft();
  }

  @Test
  void aFolderComesBackAsItWasWithoutItsHiddenEntries() throws Exception {
    var source = Files.createDirectories(folder.resolve("source/ä/b"));
    random(source.resolve("file"), 1_200_000);
    random(folder.resolve("source/.hidden"), 5);
    Files.createDirectories(folder.resolve("source/empty"));
    var root = root(new Adder(store).add(folder.resolve("source")));
    var target = folder.resolve("copy");

    assertThat(get(ContentAddress.of(root), target))
        .isEqualTo(new Getter.Got.Ok(target, 1_200_000, true));

    assertThat(Files.mismatch(source.resolve("file"), target.resolve("ä/b/file"))).isEqualTo(-1);
    assertThat(target.resolve("empty")).isEmptyDirectory();
    assertThat(target.resolve(".hidden")).doesNotExist();
    assertThat(get(new ContentAddress(root, List.of("ä", "b", "file")), folder.resolve("one")))
        .isInstanceOf(Getter.Got.Ok.class);
    assertNothingIsLeft();
  }

  @Test
  void aFolderOverTheLimitOfOneBlockIsShardedAndComesBack() throws Exception {
    var source = Files.createDirectories(folder.resolve("source"));
    for (int i = 0; i < 1200; i++) Files.write(source.resolve("long".repeat(50) + i), new byte[1]);

    var added = new Adder(store).add(source);

    assertThat(((Adder.Added.Ok) added).blocks()).isGreaterThan(100);
    assertThat(get(ContentAddress.of(root(added)), folder.resolve("copy")))
        .isEqualTo(new Getter.Got.Ok(folder.resolve("copy"), 1200, true));
    try (var files = Files.list(folder.resolve("copy"))) {
      assertThat(files.count()).isEqualTo(1200);
    }
  }

  @Test
  void whatIsNoFileAndNoFolderIsRefusedByName() throws Exception {
    var missing = folder.resolve("missing");
    var tree = Files.createDirectories(folder.resolve("tree"));
    var link = Files.createSymbolicLink(tree.resolve("link"), folder);

    assertThat(new Adder(store).add(missing))
        .isEqualTo(new Adder.Added.Refused(missing, "it does not exist"));
    assertThat(new Adder(store).add(tree))
        .isEqualTo(new Adder.Added.Refused(link, "it is neither a file nor a folder"));
    assertThat(store.pins()).isEmpty();
  }

  @Test
  void aStoreThatCannotWriteSaysSo() throws Exception {
    var file = random(folder.resolve("file"), 10);
    // Where blocks are written first stands a file, so nothing can be.
    Files.delete(folder.resolve("store/new"));
    Files.write(folder.resolve("store/new"), new byte[1]);

    assertThat(new Adder(store).add(file)).isInstanceOf(Adder.Added.NotStored.class);
  }

  @Test
  void namesThatWouldLeaveTheFolderAreNeverWritten() throws Exception {
    var leaf = Block.raw(Payload.utf8("x"));
    store.put(leaf);
    for (var name : List.of("../evil", "..", ".", "a/b", "a\\b", "", "nul\0", "/etc/evil")) {
      var node = Trees.node(UnixFs.directory(), List.of(new DagPb.Link(leaf.cid(), name, 1)));
      store.put(node);

      assertThat(get(ContentAddress.of(node.cid()), folder.resolve("inner/target")))
          .as(name)
          .isInstanceOf(Getter.Got.NotWritten.class);
    }
    assertThat(folder.resolve("evil")).doesNotExist();
    assertNothingIsLeft();
  }

  @Test
  void oneNameTwiceIsRefused() throws Exception {
    var leaf = Block.raw(Payload.utf8("x"));
    var link = new DagPb.Link(leaf.cid(), "a", 1);
    var node = Trees.node(UnixFs.directory(), List.of(link, link));
    store.put(leaf);
    store.put(node);

    assertThat(get(ContentAddress.of(node.cid()), folder.resolve("target")))
        .isInstanceOf(Getter.Got.NotWritten.class);
    assertNothingIsLeft();
  }

  @Test
  void aSymbolicLinkFromTheNetworkIsRefused() throws Exception {
    var node =
        Trees.node(
            new UnixFs(
                UnixFs.Kind.SYMLINK, Payload.utf8("/etc"), OptionalLong.empty(), List.of(), 0, 0),
            List.of());
    store.put(node);

    assertThat(get(ContentAddress.of(node.cid()), folder.resolve("target")))
        .isEqualTo(new Getter.Got.NotFetched(new ContentFault.Malformed("it is a symbolic link")));
  }

  @Test
  void whatExistsIsNotOverwrittenAndWhatIsAbsentLeavesNothing() throws Exception {
    var absent = ContentAddress.of(Block.raw(Payload.utf8("absent")).cid());
    var existing = random(folder.resolve("existing"), 3);

    assertThat(get(absent, existing))
        .isEqualTo(new Getter.Got.NotWritten(existing, "it exists already"));
    assertThat(get(absent, folder.resolve("target")))
        .isEqualTo(new Getter.Got.NotFetched(new ContentFault.NotFound(List.of("this computer"))));
    assertNothingIsLeft();
  }

  @Test
  void moreThanTheLimitIsNotWritten() throws Exception {
    var source = Files.createDirectories(folder.resolve("source"));
    random(source.resolve("a"), 600);
    random(source.resolve("b"), 601);
    var root = root(new Adder(store).add(source));

    var got =
        new Getter(retriever)
            .get(ContentAddress.of(root), folder.resolve("target"), 1200, event -> {});

    assertThat(got).isEqualTo(new Getter.Got.NotFetched(new ContentFault.TooLarge(601, 600)));
    assertNothingIsLeft();
  }

  private Getter.Got get(ContentAddress address, Path target) throws Exception {
    Files.createDirectories(target.getParent());
    return new Getter(retriever).get(address, target, ROOM, event -> {});
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(f -> f.getFileName().toString().endsWith(".part"))).isEmpty();
    }
  }

  private static Cid root(Adder.Added added) {
    assertThat(added).isInstanceOf(Adder.Added.Ok.class);
    return ((Adder.Added.Ok) added).root();
  }

  private static Path random(Path path, int size) throws IOException {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Files.write(path, bytes);
  }
}
