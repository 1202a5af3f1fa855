package cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CidTest {
  private static final String HELLO = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
  private static final String V0 = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";

  @Test
  void helloWorldHasTheIdentifierThatEveryImplementationGivesIt() {
    var cid = Cid.raw(Sha256.of(Payload.utf8("hello world")));

    assertThat(cid).hasToString(HELLO);
    assertThat(parsed(HELLO)).isEqualTo(cid);
    assertThat(cid.shortText()).isEqualTo("bafkreifzj…6n5e");
    assertThat(HexFormat.of().formatHex(cid.toByteArray()))
        .isEqualTo("01551220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
  }

  @Test
  void versionZeroKeepsItsTextAndItsBytes() {
    var cid = parsed(V0);

    assertThat(cid.version()).isZero();
    assertThat(cid.codec()).isEqualTo(Cid.DAG_PB);
    assertThat(cid).hasToString(V0);
    assertThat(cid.toByteArray()).hasSize(34).startsWith(0x12, 0x20);
    assertThat(Cid.decode(Payload.owning(cid.toByteArray()))).isEqualTo(new Cid.Read.Ok(cid, 34));
    assertThat(cid.asVersion1())
        .hasToString("bafybeie5nqv6kd3qnfjupgvz34woh3oksc3iau6abmyajn7qvtf6d2ho34");
  }

  @Test
  void oneIdentifierIsReadInEveryBase() {
    var cid = parsed(HELLO);

    for (var base : Multibase.values())
      assertThat(parsed(base.encodePrefixed(Payload.owning(cid.toByteArray()))))
          .as(base.name())
          .isEqualTo(cid);
  }

  @Test
  void aWrongCharacterIsNamedWithItsPlace() {
    var wrong = V0.substring(0, 16) + "0" + V0.substring(17);

    assertThat(fault(wrong).inWords())
        .isEqualTo("character 17, '0', is not in the base58 alphabet");
    assertThat(fault(HELLO.replace("zjut", "zj1t")).inWords())
        .isEqualTo("character 11, '1', is not in the base32 alphabet");
  }

  @Test
  void aTextThatEndsEarlyOrRunsOnIsRefused() {
    assertThat(fault(HELLO.substring(0, 57)).inWords()).contains("the end is missing");
    assertThat(Cid.parse(HELLO + "aaaaaaaa")).isInstanceOf(Cid.Parsed.Fault.class);
    assertThat(fault(V0.substring(0, 40)).inWords())
        .isEqualTo("an identifier that begins with Qm has 46 characters, this has 40");
  }

  @Test
  void versionsThatDoNotExistAreRefused() {
    var bytes = parsed(HELLO).toByteArray();
    bytes[0] = 2;

    assertThat(Cid.decode(Payload.owning(bytes)))
        .isEqualTo(new Cid.Read.Fault(0, "content identifiers of version 2 do not exist"));
    assertThat(Cid.parse(Multibase.BASE32.encodePrefixed(Payload.owning(parsed(V0).toByteArray()))))
        .isInstanceOf(Cid.Parsed.Fault.class);
  }

  @Test
  void identityContentOver128BytesIsRefused() {
    assertThat(new Cid(1, Cid.RAW, identity(128)).toByteArray()).hasSize(133);
    assertThatThrownBy(() -> identity(129)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aShortenedDigestIsRefused() {
    var bytes = HexFormat.of().parseHex("01551214b94d27b9934d3e08a52e52d7da7dabfac484efe3");

    assertThat(Cid.decode(Payload.owning(bytes))).isInstanceOf(Cid.Read.Fault.class);
  }

  @Test
  void noTextAndNoBytesThrowAndWhatIsReadIsWrittenBackTheSame() {
    var random = new Random(2);
    var seeds = new String[] {HELLO, V0, "z" + V0, "f01551220", "bafkqaaa"};
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) text.setCharAt(at, (char) random.nextInt(256));
        else if (random.nextBoolean() && text.length() > 1) text.deleteCharAt(at);
        else text.insert(at, (char) (32 + random.nextInt(96)));
      }
      if (Cid.parse(text.toString()) instanceof Cid.Parsed.Ok(Cid cid))
        assertThat(parsed(cid.toString())).isEqualTo(cid);

      var bytes = parsed(HELLO).toByteArray();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      bytes[random.nextInt(4)] = (byte) random.nextInt();
      if (Cid.read(bytes, 0, bytes.length) instanceof Cid.Read.Ok(Cid cid, int next))
        assertThat(cid.toByteArray()).isEqualTo(java.util.Arrays.copyOf(bytes, next));
    }
  }

  private static Multihash identity(int length) {
    return new Multihash(Multihash.IDENTITY, Payload.owning(new byte[length]));
  }

  private static Cid parsed(String text) {
    return ((Cid.Parsed.Ok) Cid.parse(text)).cid();
  }

  private static AddressFault fault(String text) {
    return ((Cid.Parsed.Fault) Cid.parse(text)).why();
  }
}
