package cairn.ipfs.format;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.ipfs.format.FileVerifier.Verdict;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Multihash;
import cairn.registry.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileVerifierTest {
  private static final long LIMIT = 1 << 20;
  private static final Trees FILE = Trees.file(1, 20_000, 1000);

  @Test
  void aFileOfManyBlocksComesOutWhole() {
    assertThat(verify(FILE.root(), FILE.car())).isEqualTo(new Verdict.Whole(FILE.file()));
  }

  @Test
  void aFileInADirectoryIsFoundByItsPath() {
    var tree = FILE.in("app.wasm").in("bin").in("übung");

    assertThat(verify(tree.root(), tree.car(), "übung", "bin", "app.wasm"))
        .isEqualTo(new Verdict.Whole(FILE.file()));
    assertThat(verify(tree.root(), tree.car(), "übung", "lib", "app.wasm"))
        .isEqualTo(bad(new ContentFault.NoSuchPath("übung/lib")));
    assertThat(verify(tree.root(), tree.car(), "übung", "bin", "app.wasm", "x"))
        .isEqualTo(bad(new ContentFault.NoSuchPath("übung/bin/app.wasm/x")));
    assertThat(verify(tree.root(), tree.car(), "übung", "bin"))
        .isEqualTo(bad(new ContentFault.IsDirectory(List.of("app.wasm"))));
  }

  @Test
  void aFileInALargeDirectoryIsFoundThroughItsShards() {
    List<DagPb.Link> entries = new ArrayList<>();
    for (int i = 0; i < 5000; i++)
      entries.add(new DagPb.Link(FILE.root(), "file-number-" + i + ".wasm", 1));
    List<Block> blocks = new ArrayList<>(FILE.blocks());
    var root = FileTree.directory(entries, blocks::add).orElseThrow().cid();
    assertThat(blocks).hasSizeGreaterThan(FILE.blocks().size() + 10);

    var car = Trees.car(root, blocks);

    for (int i = 0; i < 5000; i += 499)
      assertThat(verify(root, car, "file-number-" + i + ".wasm"))
          .isEqualTo(new Verdict.Whole(FILE.file()));
    assertThat(verify(root, car, "file-number-5000.wasm"))
        .isEqualTo(bad(new ContentFault.NoSuchPath("file-number-5000.wasm")));
  }

  @Test
  void blocksMayComeInAnyOrderAndMoreThanOnce() {
    var shuffled = new ArrayList<>(FILE.blocks());
    Collections.shuffle(shuffled, new Random(4));
    shuffled.addAll(0, shuffled.subList(0, 5));

    assertThat(verify(FILE.root(), Trees.car(FILE.root(), shuffled)))
        .isEqualTo(new Verdict.Whole(FILE.file()));
  }

  @Test
  void aBlockThatRepeatsInTheFileMayComeOnceOrEachTime() {
    var leaf = Block.raw(Payload.utf8("again"));
    var link = new DagPb.Link(leaf.cid(), "", 5);
    var root = Trees.node(UnixFs.file(List.of(5L, 5L, 5L)), List.of(link, link, link));
    var whole = new Verdict.Whole(Payload.utf8("againagainagain"));

    assertThat(verify(root.cid(), Trees.car(root.cid(), List.of(root, leaf)))).isEqualTo(whole);
    assertThat(verify(root.cid(), Trees.car(root.cid(), List.of(root, leaf, leaf, leaf))))
        .isEqualTo(whole);
  }

  @Test
  void aBlockThatRepeatsIsRightAlsoWhenItsFirstBytesCameLongBefore() {
    var again = Block.raw(Payload.utf8("again"));
    var other = Block.raw(Payload.utf8("other"));
    var first = new DagPb.Link(again.cid(), "", 5);
    var second = new DagPb.Link(other.cid(), "", 5);
    var root = Trees.node(UnixFs.file(List.of(5L, 5L, 5L)), List.of(first, second, first));
    var verifier = new FileVerifier(new ContentAddress(root.cid(), List.of()), LIMIT, "test");
    byte[] car = Trees.car(root.cid(), List.of(root, again, other));

    for (byte b : car) verifier.accept(Payload.copyOf(b));

    assertThat(verifier.finish()).isEqualTo(new Verdict.Whole(Payload.utf8("againotheragain")));
  }

  @Test
  void bytesThatALinkCarriesInItselfAreNotTakenForTheBlockBefore() {
    var block = Block.raw(Payload.utf8("block"));
    var inline = new Cid(1, Cid.RAW, new Multihash(Multihash.IDENTITY, Payload.utf8("carry")));
    var held = new DagPb.Link(block.cid(), "", 5);
    var carried = new DagPb.Link(inline, "", 5);
    var root = Trees.node(UnixFs.file(List.of(5L, 5L, 5L)), List.of(held, carried, held));
    var verifier = new FileVerifier(new ContentAddress(root.cid(), List.of()), LIMIT, "test");
    byte[] car = Trees.car(root.cid(), List.of(root, block));

    for (byte b : car) verifier.accept(Payload.copyOf(b));

    assertThat(verifier.finish()).isEqualTo(new Verdict.Whole(Payload.utf8("blockcarryblock")));
  }

  @Test
  void aStreamOfFarMoreThanItsFileIsRefused() {
    var root = Block.raw(Payload.utf8("small"));
    var junk = Block.raw(Payload.owning(new byte[1 << 20]));
    var blocks = new ArrayList<Block>();
    var needed = Trees.node(UnixFs.file(List.of(5L)), List.of(new DagPb.Link(root.cid(), "", 5)));
    blocks.add(needed);
    for (int i = 0; i < 18; i++) blocks.add(junk);
    var verifier = new FileVerifier(new ContentAddress(needed.cid(), List.of()), 1L << 30, "test");
    byte[] car = Trees.car(needed.cid(), blocks);

    verifier.accept(Payload.copyOf(car, 0, 1000));
    verifier.accept(Payload.copyOf(car, 1000, car.length - 1000));

    assertThat(verifier.finish())
        .isEqualTo(
            bad(new ContentFault.Malformed("the stream has far more than the file can need")));
  }

  @Test
  void aStreamThatEndsEarlyIsTruncatedHoweverCleanTheEnd() {
    var most = FILE.blocks().subList(0, FILE.blocks().size() - 1);

    assertThat(verify(FILE.root(), Trees.car(FILE.root(), most)))
        .isEqualTo(bad(new ContentFault.Truncated(19_000)));
    assertThat(verify(FILE.root(), new byte[0])).isEqualTo(bad(new ContentFault.Truncated(0)));
  }

  @Test
  void theRootsInTheHeaderMeanNothing() {
    var other = Trees.file(9, 500, 500);

    assertThat(verify(FILE.root(), Trees.car(other.root(), FILE.blocks())))
        .isEqualTo(new Verdict.Whole(FILE.file()));
    assertThat(verify(other.root(), Trees.car(other.root(), FILE.blocks())))
        .isEqualTo(bad(new ContentFault.Truncated(0)));
  }

  @Test
  void oneWrongBitIsCorruptAndNamesTheBlock() {
    var car = FILE.car();
    car[car.length - 1] ^= 1;

    assertThat(verify(FILE.root(), car))
        .isEqualTo(bad(new ContentFault.Corrupt(FILE.blocks().getLast().cid(), "a test")));
  }

  @Test
  void contentInsideTheIdentifierNeedsNoStream() {
    var inline = new Cid(1, Cid.RAW, new Multihash(Multihash.IDENTITY, Payload.utf8("tiny")));

    assertThat(verify(inline, new byte[0])).isEqualTo(new Verdict.Whole(Payload.utf8("tiny")));
  }

  @Test
  void aFileOverTheLimitIsRefusedAtItsFirstBlock() {
    var verifier = new FileVerifier(ContentAddress.of(FILE.root()), 19_999, "a test");

    var verdict =
        verifier.accept(Payload.owning(Trees.car(FILE.root(), FILE.blocks().subList(0, 1))));

    assertThat(verdict).isEqualTo(bad(new ContentFault.TooLarge(20_000, 19_999)));
  }

  @Test
  void aFewBlocksThatClaimExabytesAreRefusedAtOnce() {
    var below = Block.raw(Payload.owning(new byte[1000]));
    List<Block> blocks = new ArrayList<>(List.of(below));
    long size = 1000;
    for (int i = 0; i < 5; i++) {
      var links = Collections.nCopies(1000, new DagPb.Link(blocks.getFirst().cid(), "", 0));
      blocks.addFirst(Trees.node(UnixFs.file(Collections.nCopies(1000, size)), links));
      size *= 1000;
    }
    var root = blocks.getFirst().cid();

    assertThat(verify(root, Trees.car(root, blocks)))
        .isEqualTo(bad(new ContentFault.TooLarge(size, LIMIT)));
  }

  @Test
  void endlessEmptyNodesAreRefused() {
    var below = Block.raw(Payload.EMPTY);
    List<Block> blocks = new ArrayList<>(List.of(below));
    for (int i = 0; i < 6; i++) {
      var links = Collections.nCopies(1000, new DagPb.Link(blocks.getFirst().cid(), "", 0));
      blocks.addFirst(Trees.node(UnixFs.file(Collections.nCopies(1000, 0L)), links));
    }
    var root = blocks.getFirst().cid();

    assertThat(verify(root, Trees.car(root, blocks)))
        .isEqualTo(
            bad(new ContentFault.Malformed("it has more blocks than a file of its size can need")));
  }

  @Test
  void aTreeThatIsTooDeepIsRefused() {
    List<Block> blocks = new ArrayList<>(List.of(Block.raw(Payload.utf8("x"))));
    for (int i = 0; i < 64; i++)
      blocks.addFirst(
          Trees.node(
              UnixFs.file(List.of(1L)), List.of(new DagPb.Link(blocks.getFirst().cid(), "", 1))));
    var deepest = blocks.subList(1, blocks.size());

    assertThat(verify(deepest.getFirst().cid(), Trees.car(below(), deepest)))
        .isEqualTo(new Verdict.Whole(Payload.utf8("x")));
    assertThat(verify(blocks.getFirst().cid(), Trees.car(below(), blocks)))
        .isEqualTo(bad(new ContentFault.Malformed("the file is too deep")));
  }

  @Test
  void sizesThatLieAreRefused() {
    var leaf = Block.raw(Payload.utf8("12345"));
    var link = List.of(new DagPb.Link(leaf.cid(), "", 5));
    var lies =
        List.of(
            UnixFs.file(List.of(4L)),
            UnixFs.file(List.of(6L)),
            UnixFs.file(List.of()),
            UnixFs.file(List.of(5L, 0L)),
            new UnixFs(UnixFs.Kind.FILE, Payload.EMPTY, OptionalLong.of(6), List.of(5L), 0, 0),
            new UnixFs(
                UnixFs.Kind.FILE,
                Payload.utf8("x"),
                OptionalLong.empty(),
                List.of(Long.MAX_VALUE),
                0,
                0));
    for (var lie : lies) {
      var root = Trees.node(lie, link);

      assertThat(verify(root.cid(), Trees.car(root.cid(), List.of(root, leaf))))
          .as("%s", lie)
          .isInstanceOfSatisfying(
              Verdict.Bad.class,
              bad -> assertThat(bad.why()).isInstanceOf(ContentFault.Malformed.class));
    }
  }

  @Test
  void blocksThatNothingNeedsEndTheStreamInTime() {
    var verifier = new FileVerifier(ContentAddress.of(FILE.root()), 1000, "a test");
    var verdict = verifier.accept(Car.header(List.of()));
    int pieces = 0;
    for (; verdict instanceof Verdict.NeedsMore; pieces++) {
      var junk = new byte[1 << 20];
      junk[0] = (byte) pieces;
      verdict = verifier.accept(Car.section(Block.raw(Payload.owning(junk))));
    }

    assertThat(pieces).isLessThan(20);
    assertThat(verdict).isInstanceOf(Verdict.Bad.class);
  }

  @Test
  void noStreamThrowsAndOnlyTheTrueFileComesOut() {
    var random = new Random(7);
    var small = Trees.file(3, 300, 20).in("a");
    var car = small.car();
    int whole = 0;
    for (int i = 0; i < 5_000; i++) {
      var bytes = car.clone();
      for (int change = random.nextInt(3); change > 0; change--)
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      if (random.nextInt(5) == 0) bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      switch (verify(small.root(), bytes, "a")) {
        case Verdict.Whole(Payload file) -> {
          whole++;
          assertThat(file).isEqualTo(small.file());
        }
        case Verdict.Bad _ -> {}
        case Verdict.NeedsMore _ -> throw new AssertionError("finish never needs more");
      }
    }
    assertThat(whole).isPositive();
  }

  private static Cid below() {
    return FILE.root();
  }

  private static Verdict verify(Cid root, byte[] car, String... path) {
    var verifier = new FileVerifier(new ContentAddress(root, List.of(path)), LIMIT, "a test");
    for (int at = 0; at < car.length; at += 999)
      verifier.accept(Payload.copyOf(car, at, Math.min(999, car.length - at)));
    return verifier.finish();
  }

  private static Verdict bad(ContentFault why) {
    return new Verdict.Bad(why);
  }
}
