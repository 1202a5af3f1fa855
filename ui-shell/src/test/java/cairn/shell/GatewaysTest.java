package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewaysTest {
  @Test
  void aGatewayIsKeptInOneForm() {
    assertThat(Gateways.read(" HTTPS://Gateway.Example/ ")).contains("https://gateway.example");
    assertThat(Gateways.read("http://127.0.0.1:8080")).contains("http://127.0.0.1:8080");
    assertThat(Gateways.read("http://[::1]:8080")).contains("http://[::1]:8080");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gateway.example",
        "ftp://gateway.example",
        "http://",
        "http://user@gateway.example",
        "http://gateway.example/ipfs",
        "http://gateway.example/?a=b",
        "http://gateway.example:99999",
        "http://a b",
        "javascript:alert(1)"
      })
  void whatIsNotAGatewayIsRefused(String typed) {
    assertThat(Gateways.read(typed)).isEmpty();
  }
}
