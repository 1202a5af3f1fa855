package cairn.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Reaches;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostTextTest {
  @Test
  void namesAreLowerCaseWithoutTheirFinalDot() {
    assertThat(name("Example.ORG.")).isEqualTo("example.org");
    assertThat(name("LOCALHOST")).isEqualTo("localhost");
    assertThat(name("_dnslink.a-b.example")).isEqualTo("_dnslink.a-b.example");
  }

  @Test
  void internationalNamesAreShownInAscii() {
    assertThat(name("Bücher.example")).isEqualTo("xn--bcher-kva.example");
    assertThat(name("bücher。example")).isEqualTo("xn--bcher-kva.example");
    // Cyrillic a, e: what looks like apple.com is not.
    assertThat(name("аpplе.com")).startsWith("xn--");
  }

  @Test
  void literalAddressesAreAddressesInWhateverForm() {
    assertThat(address("127.0.0.1")).isEqualTo("127.0.0.1");
    assertThat(address("127.0.0.1.")).isEqualTo("127.0.0.1");
    assertThat(address("127.1")).isEqualTo("127.0.0.1");
    assertThat(address("10.258")).isEqualTo("10.0.1.2");
    assertThat(address("2130706433")).isEqualTo("127.0.0.1");
    assertThat(address("１２７.0.0.1")).isEqualTo("127.0.0.1");
    assertThat(address("::1")).isEqualTo("::1");
    assertThat(address("[2001:DB8:0::1]")).isEqualTo("2001:db8::1");
    assertThat(address("::ffff:127.0.0.1")).isEqualTo("127.0.0.1");
  }

  @Test
  void numbersThatReadersDisagreeOnAreNothing() {
    for (var text :
        new String[] {
          "0x7f.0.0.1",
          "0x7f000001",
          "0177.0.0.1",
          "127.0.0.256",
          "1.2.3.4.5",
          "4294967296",
          "256.1",
          "1..2",
          "99999999999999999999",
          "example.0x10",
          "example.127"
        }) assertThat(HostText.read(text)).as(text).isEqualTo(new HostText.Nothing());
  }

  @Test
  void whatNoHostGoesByIsNothing() {
    for (var text :
        new String[] {
          "",
          ".",
          "..",
          "a..b",
          "-a.example",
          "a-.example",
          "exa mple.org",
          "example.org\u0000.evil",
          "example.org/path",
          "user@example.org",
          "example.org:80",
          "fe80::1%eth0",
          "[::1",
          "[]",
          ":",
          "\u202Egro.elpmaxe",
          "\uD800",
          "a".repeat(64) + ".org",
          "a.".repeat(127) + "toolong",
          "a".repeat(100_000)
        }) assertThat(HostText.read(text)).as(text).isEqualTo(new HostText.Nothing());
  }

  @Test
  void noTextThrowsAndEveryNameReadsAsItself() {
    var random = new Random(20261122);
    var seeds =
        new String[] {
          "example.org", "127.0.0.1", "[::ffff:1.2.3.4]", "bücher.example", "xn--a-ecp"
        };
    int names = 0;
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
      for (int edits = random.nextInt(4); edits >= 0; edits--)
        text.setCharAt(
            random.nextInt(text.length()),
            random.nextBoolean()
                ? ".:-_%[]0x\u3002\u00df\u200d\ud83d".charAt(random.nextInt(13))
                : (char) random.nextInt(0x10000));

      var read = HostText.read(text.toString());

      if (read instanceof HostText.Name(String ascii)) {
        names++;
        assertThat(ascii).matches("[a-z0-9_.-]{1,253}");
        assertThat(HostText.read(ascii)).isEqualTo(read);
      }
    }
    assertThat(names).isGreaterThan(1000);
  }

  private static String name(String text) {
    return ((HostText.Name) HostText.read(text)).ascii();
  }

  private static String address(String text) {
    return Reaches.text(((HostText.Address) HostText.read(text)).ip().toByteArray());
  }
}
