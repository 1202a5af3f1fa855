package cairn.ipfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayTest {
  @Test
  void addressesOfThisMachineAndOfPrivateNetworksAreNotPublic() throws Exception {
    for (var address :
        List.of(
            "127.0.0.1",
            "127.8.9.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "fc00::1",
            "ff02::1",
            "::ffff:127.0.0.1"))
      assertThat(Gateway.isPublic(InetAddress.getByName(address))).as(address).isFalse();

    for (var address : List.of("1.1.1.1", "100.128.0.1", "172.32.0.1", "2606:4700::1111"))
      assertThat(Gateway.isPublic(InetAddress.getByName(address))).as(address).isTrue();
  }
}
