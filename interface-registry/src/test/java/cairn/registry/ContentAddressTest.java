package cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContentAddressTest {
  private static final String RAW = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
  private static final String DIR = "bafybeie5nqv6kd3qnfjupgvz34woh3oksc3iau6abmyajn7qvtf6d2ho34";
  private static final String V0 = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";

  @Test
  void everyFormNamesTheSameContent() {
    var expected = new ContentAddress(cid(DIR), List.of("bin", "app.wasm"));

    for (var text :
        List.of(
            DIR + "/bin/app.wasm",
            "/ipfs/" + DIR + "/bin/app.wasm",
            "  ipfs://" + DIR + "/bin/app.wasm\n",
            "IPFS://" + DIR + "/bin/app.wasm/",
            "http://127.0.0.1:8080/ipfs/" + DIR + "/bin/app.wasm",
            "https://ipfs.io/ipfs/" + DIR + "/bin/app.wasm?filename=x#top",
            "https://" + DIR + ".ipfs.dweb.link/bin/app.wasm",
            "http://"
                + DIR.toUpperCase(java.util.Locale.ROOT)
                + ".ipfs.localhost:8080/bin/app.wasm"))
      assertThat(address(text)).as(text).isEqualTo(expected);
  }

  @Test
  void identifiersStandAlone() {
    assertThat(address(RAW)).isEqualTo(ContentAddress.of(cid(RAW)));
    assertThat(address(V0)).isEqualTo(ContentAddress.of(cid(V0)));
    assertThat(address(DIR + "/")).isEqualTo(ContentAddress.of(cid(DIR)));
  }

  @Test
  void sixtyFourHexadecimalDigitsAreTheHashOfRawContent() {
    var hex = "B94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

    assertThat(address(hex)).isEqualTo(ContentAddress.of(cid(RAW)));
    assertThat(words(hex.substring(1)))
        .isEqualTo("a SHA-256 hash has 64 hexadecimal digits, this has 63");
    assertThat(words(hex.replace("52e52d", "52e5xd")))
        .isEqualTo("character 22, 'x', is not in the hexadecimal alphabet");
  }

  @Test
  void escapesInPathsAreDecodedAndWrittenBackWhereTheyMatter() {
    var address = address("ipfs://" + DIR + "/a%20b/%C3%BC%25.wasm/ü");

    assertThat(address.path()).containsExactly("a b", "ü%.wasm", "ü");
    assertThat(address).hasToString("/ipfs/" + DIR + "/a%20b/ü%25.wasm/ü");
    assertThat(address(address.toString())).isEqualTo(address);
  }

  @Test
  void aWrongCharacterIsNamedWithItsPlaceInWhatWasTyped() {
    assertThat(words("  " + V0.replace('w', '0')))
        .isEqualTo("character 6, '0', is not in the base58 alphabet");
    assertThat(words("/ipfs/" + RAW.replace("zjut", "zj1t")))
        .isEqualTo("character 17, '1', is not in the base32 alphabet");
    assertThat(words("https://x.example/ipfs/" + RAW.replace("zjut", "zj😀t")))
        .isEqualTo("character 34, '😀', is not in the base32 alphabet");
  }

  @Test
  void pathsThatClimbOrHideAreRefused() {
    for (var path :
        List.of(
            "..", ".", "a/../b", "a//b", "%2e%2e", "a%2fb", "a%00", "%zz", "%f", "%ff", "%+1",
            "\ud800"))
      assertThat(ContentAddress.parse(DIR + "/" + path))
          .as(path)
          .isInstanceOf(ContentAddress.Parsed.Fault.class);
    assertThat(words(DIR + "/a/../b"))
        .isEqualTo(
            "at character 63 stands '..', expected was a name of 1 to 255 bytes that is not '.' or"
                + " '..'");
  }

  @Test
  void limitsHold() {
    assertThat(words(DIR + "/" + "a".repeat(256))).contains("a name of 1 to 255 bytes");
    assertThat(address(DIR + "/" + "a".repeat(255)).path()).hasSize(1);
    assertThat(address(DIR + "/a".repeat(64)).path()).hasSize(64);
    assertThat(words(DIR + "/a".repeat(65))).isEqualTo("the path has more than 64 names");
    assertThat(words("b".repeat(5000)))
        .isEqualTo("the address has 5000 characters, at most 4096 are possible");
    assertThatThrownBy(() -> new ContentAddress(cid(DIR), List.of("..")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void formsThatAreNotFollowedYetAreRefusedByName() {
    var ipns = AddressFault.Form.IPNS_NAME;
    var key = "k51qzi5uqu5dlvj2baxnqndepeb86cbk3ng7n3i46uzyxzyqj2xjonzllnv0v8";

    for (var text :
        List.of(
            key,
            "ipns://" + key,
            "/ipns/docs.ipfs.tech/x",
            "https://ipfs.io/ipns/" + key,
            "https://" + key + ".ipns.dweb.link",
            "12D3KooWGC6TvWhfagpX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5Q"))
      assertThat(fault(text)).as(text).isEqualTo(new AddressFault.NotSupportedYet(ipns, text));
    assertThat(fault("docs.ipfs.tech"))
        .isEqualTo(new AddressFault.NotSupportedYet(AddressFault.Form.DNS_NAME, "docs.ipfs.tech"));
    var redshirt = Multibase.BASE58.encode(Payload.owning(Sha256.of(new byte[9]).toByteArray()));
    assertThat(fault(redshirt))
        .isEqualTo(new AddressFault.NotSupportedYet(AddressFault.Form.BASE58_HASH, redshirt));
  }

  @Test
  void aHashFunctionThatCannotBeCheckedIsRefused() {
    // SHA-1, 20 bytes.
    var text = "f0155" + "1114" + "00".repeat(20);

    assertThat(fault(text)).isEqualTo(new AddressFault.UnknownHash(0x11));
  }

  @Test
  void otherTextsAreNoAddress() {
    for (var text :
        List.of("chess", "hello world", "https://example.com/", "Qmail", "b", "ü", "/etc"))
      assertThat(ContentAddress.parse(text))
          .as(text)
          .isInstanceOf(ContentAddress.Parsed.Fault.class);
    assertThat(fault("chess")).isEqualTo(new AddressFault.NotAnAddress("chess"));
    assertThat(fault(" \t ")).isEqualTo(new AddressFault.Empty());
    assertThat(words("ipfs:///a"))
        .isEqualTo("at character 8 stands '/', expected was a content identifier");
    assertThat(words("/ipfs/"))
        .isEqualTo("at character 7 stands nothing, expected was a content identifier");
  }

  @Test
  void noTextThrowsAndWhatIsReadIsWrittenBackTheSame() {
    var random = new Random(3);
    var seeds =
        List.of(
            RAW,
            V0,
            "ipfs://" + DIR + "/a%20b/ü",
            "https://" + DIR + ".ipfs.x/a",
            "/ipfs/" + V0 + "/a/b",
            "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
    var odd = "/%.?#: \\\u0000\ud83d\ude00\u202eäQmbz0";
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      var text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
      for (int change = random.nextInt(3); change >= 0; change--) {
        int at = random.nextInt(text.length());
        char c = odd.charAt(random.nextInt(odd.length()));
        if (random.nextBoolean()) text.setCharAt(at, c);
        else text.insert(at, c);
      }
      switch (ContentAddress.parse(text.toString())) {
        case ContentAddress.Parsed.Ok(ContentAddress address) -> {
          read++;
          assertThat(address(address.toString())).isEqualTo(address);
        }
        case ContentAddress.Parsed.Fault(AddressFault why) ->
            assertThat(why.inWords()).isNotEmpty();
      }
    }
    assertThat(read).isGreaterThan(1000);
  }

  private static Cid cid(String text) {
    return ((Cid.Parsed.Ok) Cid.parse(text)).cid();
  }

  private static ContentAddress address(String text) {
    var parsed = ContentAddress.parse(text);
    assertThat(parsed).as(text).isInstanceOf(ContentAddress.Parsed.Ok.class);
    return ((ContentAddress.Parsed.Ok) parsed).address();
  }

  private static AddressFault fault(String text) {
    var parsed = ContentAddress.parse(text);
    assertThat(parsed).as(text).isInstanceOf(ContentAddress.Parsed.Fault.class);
    return ((ContentAddress.Parsed.Fault) parsed).why();
  }

  private static String words(String text) {
    return fault(text).inWords();
  }
}
