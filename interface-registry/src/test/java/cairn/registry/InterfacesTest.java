package cairn.registry;

import static cairn.registry.Texts.definition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.registry.Descriptor.Deed;
import cairn.registry.Descriptor.Risk;
import cairn.registry.Descriptor.ScopeKind;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InterfacesTest {
  private final Interfaces interfaces = Interfaces.shipped();
  private final int shipped = interfaces.all().size();

  @Test
  void whatShipsIsFoundByItsIdAndByItsName() {
    assertThat(interfaces.all())
        .extracting(known -> known.definition().name())
        .startsWith(
            "interface", "loader", "log", "console", "time", "random", "process", "threads", "tcp")
        .contains("kernel-debug", "redshirt-tcp");
    for (var known : interfaces.all())
      assertThat(interfaces.find(known.definition().id())).contains(known);
    assertThatThrownBy(() -> interfaces.shipped("udp")).hasMessage("no interface ships as udp");
  }

  @Test
  void everyMessageThatShipsIsDescribed() {
    for (var known : interfaces.all()) {
      var descriptor = known.descriptor().orElseThrow();
      assertThat(descriptor.title()).isNotBlank();
      assertThat(descriptor.registering()).isEqualTo(Risk.DANGER);
      for (var message : known.definition().messages()) {
        var described = descriptor.message(message.name()).orElseThrow();
        assertThat(interfaces.source(known)).contains("/// " + described.documentation());
        boolean opens = described.deed() instanceof Deed.Opens;
        assertThat(described.verb().isEmpty()).as(message.name()).isNotEqualTo(opens);
        assertThat(described.refusal().isPresent()).as(message.name()).isEqualTo(opens);
      }
    }
  }

  @Test
  void interfacesOfRedshirtHaveItsIdsAndNoOther() {
    var ids =
        Map.of(
            "interface", "496e56148cd42bc39b4ebf5eb62c604d7dd570924d4f70dfb3daf6fedc65938a",
            "loader", "1c72b5187f7352fdf7a781e2a84651d7b3c62d24318896956efc7d4d863fffa6",
            "log", "a6bc8dc343bddd3b442f0640a840ad4f2557239179c816076faba9d638ca018b",
            "time", "1997702f6fd952cdb2c3751c11b4954181a64f916763b5b18d31dfb14703a6bf",
            "system-time", "c2f9f8c5d5cb84b5c5fe341d21b2c36fedfb86d1dbd67641070249ebfe1ba7c4",
            "random", "fb83a546fdf1507aef8cb68fa544492153e583daf066bc1ad218fd00547fdb25",
            "tcp", "1019162a2b0c41364a200151473827084a3c1e07181c271155151d5f225b1620",
            "kernel-debug", "8cb4c6eec929c5ceaf4628749e967258ead2a2a2d6eb7dc8e3950c0e53de8cba");

    ids.forEach(
        (name, hex) -> {
          var known = interfaces.shipped("redshirt-" + name);
          var hash = Sha256.of(Payload.utf8(known.definition().canonicalText()));
          assertThat(known.definition().id()).isEqualTo(InterfaceId.ofHex(hex));
          assertThat(interfaces.find(known.definition().id())).contains(known);
          assertThat(interfaces.find(new InterfaceId(hash))).isEmpty();
          assertThat(known.descriptor().orElseThrow().legacyId()).contains(known.definition().id());
        });
    for (var known : interfaces.all())
      assertThat(known.descriptor().orElseThrow().legacyId().isPresent())
          .isEqualTo(known.definition().name().startsWith("redshirt-"));
  }

  @Test
  void nothingOfRedshirtIsHandledByProgramsButItsLoader() {
    for (var known : interfaces.all())
      if (known.descriptor().orElseThrow().legacyId().isPresent())
        assertThat(known.descriptor().orElseThrow().reserved())
            .isEqualTo(!known.definition().name().equals("redshirt-loader"));
  }

  @Test
  void aRefusalIsAnAnswerOfItsMessage() {
    for (var known : interfaces.all())
      for (var described : known.descriptor().orElseThrow().messages()) {
        var message = known.definition().message(described.message()).orElseThrow();
        described.refusal().ifPresent(refusal -> MessageCodec.encodeAnswer(message, refusal));
      }
    assertThat(refusal("tcp", "connect")).contains(Value.err("permission-denied"));
    assertThat(refusal("interface", "register")).contains(Value.err("denied"));
  }

  @Test
  void connectingAndListeningAreAskedAndTheRestUsesWhatTheyOpened() {
    assertThat(deed("tcp", "connect"))
        .isEqualTo(new Deed.Opens(ScopeKind.ENDPOINT, Optional.of("to")));
    assertThat(deed("tcp", "listen"))
        .isEqualTo(new Deed.Opens(ScopeKind.ENDPOINT, Optional.of("at")));
    assertThat(deed("tcp", "read")).isEqualTo(new Deed.Uses());
    assertThat(deed("interface", "register"))
        .isEqualTo(new Deed.Opens(ScopeKind.INTERFACE, Optional.of("id")));
    assertThat(deed("console", "write")).isEqualTo(new Deed.Free());
    assertThat(interfaces.shipped("interface").descriptor().orElseThrow().reserved()).isTrue();
    assertThat(interfaces.shipped("process").descriptor().orElseThrow().reserved()).isTrue();
    assertThat(interfaces.shipped("tcp").descriptor().orElseThrow().reserved()).isFalse();
  }

  @Test
  void aLearnedDefinitionHasNoDescriptor() {
    var echo = definition("interface echo { say: func(text: string) -> string; }");

    interfaces.learn(echo);

    assertThat(interfaces.find(echo.id())).contains(new Interfaces.Known(echo, Optional.empty()));
    assertThat(interfaces.all()).hasSize(shipped + 1);
    assertThat(interfaces.source(interfaces.find(echo.id()).orElseThrow()))
        .isEqualTo("interface echo {\n  say: func(text: string) -> string;\n}\n");
  }

  @Test
  void nobodyCanTeachAnotherDescriptorForWhatShips() {
    var tcp = interfaces.shipped("tcp");

    interfaces.learn(tcp.definition());

    assertThat(interfaces.find(tcp.definition().id())).contains(tcp);
    assertThat(interfaces.all()).hasSize(shipped);
  }

  @Test
  void theLeastRecentlyFoundDefinitionGoes() {
    var first = definition("interface first { m: func(); }");
    var second = definition("interface second { m: func(); }");
    interfaces.learn(first);
    interfaces.learn(second);
    for (int i = 0; i < Interfaces.MAX_LEARNED - 2; i++)
      interfaces.learn(definition("interface x" + i + " { m: func(); }"));
    assertThat(interfaces.find(first.id())).isPresent();

    interfaces.learn(definition("interface last { m: func(); }"));

    assertThat(interfaces.find(first.id())).isPresent();
    assertThat(interfaces.find(second.id())).isEmpty();
    assertThat(interfaces.all()).hasSize(shipped + Interfaces.MAX_LEARNED);
  }

  @Test
  void whatIsLearnedIsAlsoBoundedInSize() {
    String parameter = "tuple<" + "u8,".repeat(15_000) + ">";
    for (int i = 0; i < 200; i++)
      interfaces.learn(definition("interface x" + i + " { m: func(p: " + parameter + "); }"));

    assertThat(interfaces.all()).hasSizeBetween(shipped + 60, shipped + 80);
  }

  @Test
  void aDescriptorThatDoesNotFitItsDefinitionIsRefused() {
    var echo = definition("interface echo { say: func(text: string) -> result<_, enum { no }>; }");

    assertThat(
            DescriptorReader.read(
                    "{\"messages\": {\"say\": {\"deed\": \"opens\", \"scope\": \"text\","
                        + " \"parameter\": \"text\", \"refusal\": {\"err\": \"no\"}}}}",
                    echo)
                .message("say")
                .orElseThrow()
                .refusal())
        .contains(Value.err("no"));
    for (var bad :
        new String[] {
          "",
          "[]",
          "{} {}",
          "{\"x\": 1}",
          "{\"risk\": \"none\"}",
          "{\"legacy-id\": \"12\"}",
          "{\"messages\": {\"go\": {}}}",
          "{\"messages\": {\"say\": {\"scope\": \"text\"}}}",
          "{\"messages\": {\"say\": {\"scope\": \"text\", \"parameter\": \"words\"}}}",
          "{\"messages\": {\"say\": {\"refusal\": {\"er\": \"no\"}}}}"
        })
      assertThatThrownBy(() -> DescriptorReader.read(bad, echo))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
  }

  private Deed deed(String name, String message) {
    return interfaces
        .shipped(name)
        .descriptor()
        .flatMap(d -> d.message(message))
        .orElseThrow()
        .deed();
  }

  private Optional<Value> refusal(String name, String message) {
    return interfaces
        .shipped(name)
        .descriptor()
        .flatMap(d -> d.message(message))
        .orElseThrow()
        .refusal();
  }
}
