package cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.MessageCodec.Call;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueTextTest {
  private final Interfaces interfaces = Interfaces.shipped();

  @Test
  void anEndpointReadsAsPeopleWriteIt() {
    assertThat(ValueText.of(call("tcp", "connect", Value.named("address", v4("7f000001", 8080)))))
        .isEqualTo("connect(127.0.0.1:8080)");
    assertThat(ValueText.of(call("tcp", "listen", v6("20010db8000000000000000000000001", 80))))
        .isEqualTo("listen([2001:db8::1]:80)");
    var name =
        Value.record(
            Value.field("host", Value.text("example.org")),
            Value.field("port", Value.unsigned(80)));
    assertThat(ValueText.of(call("tcp", "connect", Value.named("name", name))))
        .isEqualTo("connect(example.org:80)");
  }

  @Test
  void ipv6IsWrittenAsRfc5952Says() {
    assertThat(ValueText.of(v6("00000000000000000000000000000000", 1))).isEqualTo("[::]:1");
    assertThat(ValueText.of(v6("20010000000000010000000000000001", 1)))
        .isEqualTo("[2001:0:0:1::1]:1");
    assertThat(ValueText.of(v6("20010db8000000010001000100010001", 1)))
        .isEqualTo("[2001:db8:0:1:1:1:1:1]:1");
    assertThat(ValueText.of(v6("fe800000000000000000000000000000", 1))).isEqualTo("[fe80::]:1");
  }

  @Test
  void argumentsAreNamed() {
    assertThat(ValueText.of(call("log", "write", Value.named("info"), Value.text("a \"b\"\n"))))
        .isEqualTo("write(level: info, text: \"a \"b\"\\n\")");
    assertThat(ValueText.of(call("time", "monotonic"))).isEqualTo("monotonic()");
  }

  @Test
  void bytesReadAsTextOrAsNumbers() {
    assertThat(ValueText.of(Value.bytes(Payload.utf8("GET /\r\n")))).isEqualTo("\"GET /\\r\\n\"");
    assertThat(ValueText.of(Value.bytes(Payload.copyOf((byte) 0, (byte) 255)))).isEqualTo("0x00ff");
    assertThat(ValueText.of(Value.bytes(Payload.owning(new byte[300]))))
        .isEqualTo("0x0000000000000000… (300 bytes)");
    assertThat(ValueText.of(Value.bytes(Payload.EMPTY))).isEqualTo("no bytes");
  }

  @Test
  void casesAndListsReadLikeTheirDefinition() {
    assertThat(ValueText.of(Value.err("permission-denied"))).isEqualTo("err(permission-denied)");
    assertThat(ValueText.of(Value.ok(Value.UNIT))).isEqualTo("ok");
    assertThat(ValueText.of(new Value.Items(List.of(new Value.Signed(-1), new Value.Bool(true)))))
        .isEqualTo("[-1, true]");
    assertThat(ValueText.of(Value.unsigned(-1))).isEqualTo("18446744073709551615");
    assertThat(ValueText.of(new Value.Flags(List.of("a", "b")))).isEqualTo("{a, b}");
  }

  @Test
  void aLineIsShortAndSafeWhateverTheValueHolds() {
    var huge = new Value.Items(Collections.nCopies(60_000, Value.text("x".repeat(1000))));

    assertThat(ValueText.of(huge, 50)).hasSizeLessThanOrEqualTo(51).endsWith("…");
    assertThat(ValueText.of(Value.text("\u202etxt.exe\u0007\ud800")))
        .isEqualTo("\"\\u{202e}txt.exe\\u{7}\\u{d800}\"");
  }

  private Call call(String name, String message, Value... arguments) {
    var definition = interfaces.shipped(name).definition();
    return new Call(definition.message(message).orElseThrow(), List.of(arguments));
  }

  private static Value v4(String hex, int port) {
    return address("v4", hex, port);
  }

  private static Value v6(String hex, int port) {
    return address("v6", hex, port);
  }

  private static Value address(String version, String hex, int port) {
    var ip = Value.bytes(Payload.owning(HexFormat.of().parseHex(hex)));
    return Value.record(
        Value.field("ip", Value.named(version, ip)), Value.field("port", Value.unsigned(port)));
  }
}
