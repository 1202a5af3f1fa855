package cairn.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.kernel.gate.Scope.Reach;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopesTest {
  @Test
  void aConnectToAnAddressIsAboutThatAddressAndPort() {
    var connect =
        Tcp.call(
            Tcp.TCP, "connect", Value.named("address", Tcp.socketAddress(443, 93, 184, 215, 14)));

    assertThat(Scopes.of(Tcp.TCP, connect))
        .isEqualTo(new Scope.Endpoint("93.184.215.14", 443, Reach.PUBLIC));
  }

  @Test
  void aListenIsAboutItsSocketAddress() {
    var listen = Tcp.call(Tcp.TCP, "listen", Tcp.socketAddress(0, 127, 0, 0, 1));

    assertThat(Scopes.of(Tcp.TCP, listen))
        .isEqualTo(new Scope.Endpoint("127.0.0.1", 0, Reach.LOOPBACK));
  }

  @Test
  void anIPv4AddressInsideAnIPv6OneIsTheIPv4Address() {
    var mapped = Tcp.socketAddress(80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 127, 0, 0, 1);

    var scope = Scopes.of(Tcp.TCP, Tcp.call(Tcp.TCP, "connect", Value.named("address", mapped)));

    assertThat(scope).isEqualTo(new Scope.Endpoint("127.0.0.1", 80, Reach.LOOPBACK));
  }

  @Test
  void aConnectToANameIsAboutTheNameInItsOneForm() {
    var connect = Tcp.call(Tcp.TCP, "connect", Tcp.name("Example.ORG.", 443));

    assertThat(Scopes.of(Tcp.TCP, connect))
        .isEqualTo(new Scope.Endpoint("example.org", 443, Reach.NAME));
  }

  @Test
  void aNameThatIsAnAddressIsAboutTheAddress() {
    for (var spelling : List.of("127.0.0.1", "127.1", "2130706433", "::ffff:7f00:1"))
      assertThat(Scopes.of(Tcp.TCP, Tcp.call(Tcp.TCP, "connect", Tcp.name(spelling, 80))))
          .as(spelling)
          .isEqualTo(new Scope.Endpoint("127.0.0.1", 80, Reach.LOOPBACK));
  }

  @Test
  void namesThatAreNoneMakeDifferentScopesThatNoNameHas() {
    var scopes = new HashSet<Scope>();
    var impossible =
        List.of(
            "example.org\u0000",
            "example.org ",
            "example.org%00",
            "%example.org",
            "",
            "é..",
            "0x7f.1");

    for (var host : impossible) {
      var scope = Scopes.endpoint(host, 80);
      scopes.add(scope);
      assertThat(scope.host()).startsWith("%").matches("[!-~]*");
      assertThat(scope.reach()).isEqualTo(Reach.NAME);
    }

    assertThat(scopes).hasSize(impossible.size());
    assertThat(Scopes.endpoint("\n".repeat(100_000), 80).host()).hasSizeLessThan(300);
  }

  @Test
  void aRegistrationIsAboutTheInterfaceAndCallsItByName() {
    var id = Tcp.id(Tcp.TCP);
    var register =
        Tcp.call(Tcp.INTERFACE, "register", Value.bytes(Payload.owning(id.hash().toByteArray())));

    assertThat(Scopes.of(Tcp.INTERFACE, register))
        .isEqualTo(new Scope.OfInterface(id, id.shortHex()));
    assertThat(Scopes.of(Tcp.INTERFACE, register, _ -> "tcp"))
        .isEqualTo(new Scope.OfInterface(id, "tcp"));
  }

  @Test
  void aTextIsAboutItselfAndALongOneAboutItsDigestToo() {
    var shortText = Scopes.of(Tcp.SPEECH, Tcp.call(Tcp.SPEECH, "say", Value.text("hello")));
    var longText = "x".repeat(Scopes.MAX_TEXT + 1);
    var one = Scopes.of(Tcp.SPEECH, Tcp.call(Tcp.SPEECH, "say", Value.text(longText)));
    var other = Scopes.of(Tcp.SPEECH, Tcp.call(Tcp.SPEECH, "say", Value.text(longText + "y")));

    assertThat(shortText).isEqualTo(new Scope.Text("hello"));
    assertThat(one).isNotEqualTo(other);
    assertThat(((Scope.Text) one).text()).hasSizeLessThan(Scopes.MAX_TEXT + 100);
  }

  @Test
  void whatHasNoPartsIsAboutTheWhole() {
    assertThat(Scopes.of(Tcp.SPEECH, Tcp.call(Tcp.SPEECH, "hear", Value.UNIT)))
        .isEqualTo(new Scope.Whole());
    assertThat(Scopes.of(Tcp.SPEECH, Tcp.call(Tcp.SPEECH, "hush", Value.UNIT)))
        .isEqualTo(new Scope.Whole());
    assertThat(Scopes.of(Tcp.TCP, Tcp.call(Tcp.TCP, "read", Value.unsigned(3))))
        .isEqualTo(new Scope.Whole());
  }

  @Test
  void anInterfaceWithoutADescriptorIsAboutTheWhole() {
    var foreign = Tcp.foreign(Tcp.TCP);

    assertThat(Scopes.of(foreign, Tcp.call(foreign, "connect", Tcp.name("example.org", 80))))
        .isEqualTo(new Scope.Whole());
  }

  @Test
  void aDescriptorThatDoesNotFitIsABugAndSaysSo() {
    for (var wrong :
        List.of(
            Value.UNIT,
            Value.named("name"),
            Value.named("elsewhere", Tcp.socketAddress(1, 1, 1, 1, 1)),
            Tcp.socketAddress(80, 1, 2, 3)))
      assertThatThrownBy(() -> Scopes.of(Tcp.TCP, Tcp.call(Tcp.TCP, "connect", wrong)))
          .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> Scopes.of(Tcp.INTERFACE, Tcp.call(Tcp.INTERFACE, "register", Value.UNIT)))
        .hasMessageContaining("32 bytes");
    assertThatThrownBy(() -> Scopes.of(Tcp.SPEECH, Tcp.call(Tcp.SPEECH, "say", Value.UNIT)))
        .hasMessageContaining("string");
  }
}
