package cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.registry.Reaches.Where;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReachesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, LOOPBACK",
    "127.255.255.254, LOOPBACK",
    "::1, LOOPBACK",
    "::ffff:127.0.0.1, LOOPBACK",
    "0.0.0.0, LOCAL",
    "::, LOCAL",
    "10.1.2.3, LOCAL",
    "100.63.255.255, PUBLIC",
    "100.64.0.1, LOCAL",
    "100.127.255.255, LOCAL",
    "100.128.0.0, PUBLIC",
    "169.254.169.254, LOCAL",
    "172.15.255.255, PUBLIC",
    "172.16.0.1, LOCAL",
    "172.31.255.255, LOCAL",
    "172.32.0.0, PUBLIC",
    "192.168.1.1, LOCAL",
    "192.0.2.1, LOCAL",
    "198.19.255.255, LOCAL",
    "198.20.0.0, PUBLIC",
    "224.0.0.1, LOCAL",
    "255.255.255.255, LOCAL",
    "93.184.216.34, PUBLIC",
    "::ffff:93.184.216.34, PUBLIC",
    "::ffff:192.168.0.1, LOCAL",
    "::93.184.216.34, LOCAL",
    "64:ff9b::5db8:d822, PUBLIC",
    "64:ff9b::7f00:1, LOCAL",
    "64:ff9b::a00:1, LOCAL",
    "64:ff9b:1::1, LOCAL",
    "2002:5db8:d822::1, PUBLIC",
    "2002:c0a8:101::1, LOCAL",
    "2001:db8::1, LOCAL",
    "2001:0:1::1, LOCAL",
    "3fff::1, LOCAL",
    "2606:2800:220:1:248:1893:25c8:1946, PUBLIC",
    "fc00::1, LOCAL",
    "fd12:3456::1, LOCAL",
    "fe80::1, LOCAL",
    "fec0::1, LOCAL",
    "ff02::1, LOCAL",
    "4000::1, LOCAL"
  })
  void addressesLeadWhereTheRegistriesSay(String address, Where reach) {
    assertThat(Reaches.of(Reaches.parse(address).orElseThrow())).isEqualTo(reach);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "2001:0DB8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "0:0:0:0:0:0:0:0, ::",
    "1:0:0:0:0:0:0:0, 1::",
    "::ffff:10.0.0.1, 10.0.0.1",
    "::ffff:a00:1, 10.0.0.1",
    "1::1.2.3.4, 1::102:304"
  })
  void equalDestinationsHaveOneText(String address, String canonical) {
    assertThat(Reaches.text(Reaches.parse(address).orElseThrow())).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "256.1.1.1",
        "0x7f.0.0.1",
        "2130706433",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2:3:4:5:6:7:8",
        "12345::",
        "::1%eth0",
        "[::1]",
        "::1.2.3",
        "1.2.3.4::",
        "1:",
        ":1",
        "example.org"
      })
  void whatIsNotAnAddressIsNotRead(String text) {
    assertThat(Reaches.parse(text)).isEmpty();
  }

  @Test
  void anyAddressIsReadBackFromItsTextAndAgreesWithTheJdk() throws UnknownHostException {
    Random random = new Random(5952);
    for (int i = 0; i < 5_000; i++) {
      byte[] ip = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(ip);
      for (int z = random.nextInt(ip.length); z < ip.length; z += 1 + random.nextInt(3)) ip[z] = 0;

      String text = Reaches.text(ip);

      assertThat(Reaches.parse(text)).hasValueSatisfying(b -> assertThat(b).isEqualTo(ip));
      assertThat(InetAddress.getByName(text).getAddress()).isEqualTo(ip);
    }
  }

  @Test
  void randomTextNeverThrows() {
    Random random = new Random(4291);
    String alphabet = "0123456789abcfF:::.. %[g";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }

      Reaches.parse(text.toString())
          .ifPresent(ip -> assertThat(Reaches.parse(Reaches.text(ip))).isPresent());
    }
  }

  @Test
  void anAddressOfAnotherLengthIsABug() {
    assertThatThrownBy(() -> Reaches.of(new byte[5])).isInstanceOf(IllegalArgumentException.class);
  }
}
