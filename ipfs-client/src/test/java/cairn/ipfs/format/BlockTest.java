package cairn.ipfs.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.registry.Cid;
import cairn.registry.Multihash;
import cairn.registry.Payload;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockTest {
  private static final Payload ABC = Payload.utf8("abc");

  @Test
  void helloWorldHasTheIdentifierThatEveryImplementationGivesIt() {
    assertThat(Block.raw(Payload.utf8("hello world")).cid())
        .hasToString("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
  }

  @Test
  void publishedDigestsOfEveryFunctionMatch() {
    // FIPS 180-4, RFC 7693 (BLAKE2b-256 by its reference program), the BLAKE3 test vectors' method.
    var digests =
        List.of(
            hash(
                Multihash.SHA2_256,
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            hash(
                Multihash.SHA2_512,
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"),
            hash(
                Multihash.BLAKE2B_256,
                "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"),
            hash(
                Multihash.BLAKE3,
                "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85"),
            hash(Multihash.IDENTITY, "616263"));

    for (var digest : digests) {
      var cid = new Cid(1, Cid.RAW, digest);

      assertThat(Block.check(cid, ABC)).as("%s", cid).isInstanceOf(Block.Checked.Good.class);
      assertThat(Block.check(cid, Payload.utf8("abd"))).isEqualTo(new Block.Checked.Differs());
      assertThat(Block.check(cid, Payload.EMPTY)).isEqualTo(new Block.Checked.Differs());
    }
  }

  @Test
  void aFunctionThatNobodyHereKnowsIsNotTakenForAMatch() {
    var cid = new Cid(1, Cid.RAW, hash(0x11, "a9993e364706816aba3e25717850c26c9cd0d89d"));

    assertThat(Block.check(cid, ABC)).isEqualTo(new Block.Checked.UnknownHash(0x11));
  }

  @Test
  void moreThanTwoMebibytesAreNoBlock() {
    var bytes = Payload.owning(new byte[Block.MAX_BYTES + 1]);

    assertThat(Block.check(Block.raw(ABC).cid(), bytes))
        .isEqualTo(new Block.Checked.TooLarge(Block.MAX_BYTES + 1));
    assertThatThrownBy(() -> Block.raw(bytes)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBlockTakesAnotherIdentifierOnlyWithTheSameHash() {
    var block = Block.dagPb(ABC);
    var older = new Cid(0, Cid.DAG_PB, block.cid().hash());

    assertThat(block.as(older).cid()).isEqualTo(older);
    assertThatThrownBy(() -> block.as(Block.raw(Payload.EMPTY).cid()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Multihash hash(long code, String hex) {
    return new Multihash(code, Payload.owning(HexFormat.of().parseHex(hex)));
  }
}
