package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import cairn.registry.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReplayedConsoleTest {
  private final Interfaces interfaces = Interfaces.shipped();
  private final Definition console = interfaces.shipped("console").definition();
  private final FakeDevice terminal = new FakeDevice(true);
  private final ReplayedConsole replayed = new ReplayedConsole(interfaces, terminal);

  private void sent(ReplayedConsole to, String message, Value... arguments) {
    to.sent(
        console.id(),
        MessageCodec.encodeCall(console.message(message).orElseThrow(), List.of(arguments)));
  }

  private static Value word(String name) {
    return new Value.Case(name, Optional.empty());
  }

  private static Value text(String text) {
    return new Value.Bytes(Payload.copyOf(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aLineBeginsAtTheLeftAsItDidWhenItWasRecorded() {
    sent(replayed, "write", word("out"), text("one\ntwo\n"));
    sent(replayed, "set-mode", word("raw"));
    sent(replayed, "write", word("err"), text("a\nb"));
    sent(replayed, "set-mode", word("cooked"));
    sent(replayed, "write", word("out"), text("\n"));

    assertThat(terminal.shown()).isEqualTo("one\r\ntwo\r\n<err>a\nb\r\n");
  }

  @Test
  void aFileGetsTheVeryBytes() {
    var file = new FakeDevice(false);

    sent(new ReplayedConsole(interfaces, file), "write", word("out"), text("one\n\u001b[2J"));

    assertThat(file.shown()).isEqualTo("one\n\u001b[2J");
  }

  @Test
  void whatIsNoMessageToAConsoleIsNotShown() {
    replayed.sent(console.id(), Payload.copyOf(new byte[] {0, 0, 7, 7, 7, 7}));
    replayed.sent(console.id(), Payload.EMPTY);
    replayed.sent(
        new InterfaceId(Sha256.of(new byte[0])),
        MessageCodec.encodeCall(
            console.message("write").orElseThrow(), List.of(word("out"), text("to another"))));

    assertThat(terminal.shown()).isEmpty();
  }
}
