package cairn.ipfs.format;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Cid;
import cairn.registry.Payload;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DagPbTest {
  private static final Cid LEAF = Block.raw(Payload.utf8("leaf")).cid();

  @Test
  void anEmptyDirectoryHasTheIdentifierThatEveryImplementationGivesIt() {
    var node = new DagPb(List.of(), Optional.of(UnixFs.directory().encode()));

    var block = Block.dagPb(node.encode());

    assertThat(block.bytes().hex()).isEqualTo("0a020801");
    assertThat(block.cid())
        .hasToString("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354");
    assertThat(new Cid(0, Cid.DAG_PB, block.cid().hash()))
        .hasToString("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn");
  }

  @Test
  void whatIsWrittenIsReadBackTheSame() {
    var node =
        new DagPb(
            List.of(new DagPb.Link(LEAF, "", 4), new DagPb.Link(LEAF, "über/x", 1L << 40)),
            Optional.of(Payload.utf8("data")));

    assertThat(DagPb.decode(node.encode())).isEqualTo(new DagPb.Decoded.Ok(node));
    assertThat(DagPb.decode(Payload.EMPTY))
        .isEqualTo(new DagPb.Decoded.Ok(new DagPb(List.of(), Optional.empty())));
  }

  @Test
  void dataBeforeLinksIsReadAsOldEncodersWroteIt() {
    var link = new DagPb(List.of(new DagPb.Link(LEAF, "", 4)), Optional.empty()).encode().hex();

    assertThat(decode("0a0161" + link)).isInstanceOf(DagPb.Decoded.Ok.class);
    assertThat(decode(link + "0a0161" + link))
        .isEqualTo(new DagPb.Decoded.Fault("links stand before and after the data"));
  }

  @Test
  void whatTheFormatDoesNotKnowIsRefused() {
    assertThat(decode("0a01610a0161")).isEqualTo(fault("a node has its data twice"));
    assertThat(decode("1a0161")).isEqualTo(fault("a node has the unknown field 3"));
    assertThat(decode("0801")).isEqualTo(fault("field 1 has wire type 0"));
    assertThat(decode("0a05616263")).isEqualTo(fault("it ends inside a field"));
    assertThat(decode("12021200")).isEqualTo(fault("a link has no hash"));
    assertThat(decode("0a810061")).isEqualTo(fault("a varint is not in shortest form"));
    assertThat(decode("12041800" + "1800")).isEqualTo(fault("a link's fields are out of order"));
    assertThat(decode("12031201ff")).isEqualTo(fault("a link's name is not UTF-8"));
  }

  @Test
  void dataOfAFileIsWrittenAsEveryImplementationWritesIt() {
    var data = UnixFs.file(List.of(262144L, 100L));

    assertThat(data.encode().hex()).isEqualTo("0802" + "18e48010" + "20808010" + "2064");
    assertThat(UnixFs.decode(data.encode())).isEqualTo(new UnixFs.Decoded.Ok(data));
    assertThat(UnixFs.decode(Payload.EMPTY)).isInstanceOf(UnixFs.Decoded.Fault.class);
    assertThat(UnixFs.decode(bytes("0809"))).isInstanceOf(UnixFs.Decoded.Fault.class);
    assertThat(UnixFs.decode(bytes("08020802"))).isInstanceOf(UnixFs.Decoded.Fault.class);
  }

  @Test
  void noBytesThrow() {
    var random = new Random(5);
    var seed =
        new DagPb(
                List.of(new DagPb.Link(LEAF, "a", 4), new DagPb.Link(LEAF, "b", 300)),
                Optional.of(UnixFs.file(List.of(4L, 300L)).encode()))
            .encode()
            .toByteArray();
    int good = 0;
    for (int i = 0; i < 50_000; i++) {
      var bytes = seed.clone();
      for (int change = random.nextInt(3); change >= 0; change--)
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      var payload =
          Payload.copyOf(
              bytes, 0, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
      if (DagPb.decode(payload) instanceof DagPb.Decoded.Ok(DagPb node)) {
        good++;
        node.data().ifPresent(UnixFs::decode);
        assertThat(DagPb.decode(node.encode())).isEqualTo(new DagPb.Decoded.Ok(node));
      }
      UnixFs.decode(payload);
    }
    assertThat(good).isPositive();
  }

  private static DagPb.Decoded decode(String hex) {
    return DagPb.decode(bytes(hex));
  }

  private static DagPb.Decoded fault(String why) {
    return new DagPb.Decoded.Fault(why);
  }

  private static Payload bytes(String hex) {
    return Payload.owning(HexFormat.of().parseHex(hex));
  }
}
