package cairn.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PasteTest {
  @Test
  void lineEndsAreSentAsEnterSendsThem() {
    assertThat(pasted("a\nb\r\nc\rd", false)).isEqualTo("a\rb\rc\rd");
  }

  @Test
  void controlCharactersAreGone() {
    assertThat(pasted("a\u0003b\u001b[31mc\u007fd\u009be\0f\tg", false)).isEqualTo("ab[31mcdef\tg");
  }

  @Test
  void aBracketedPasteCannotBeLeftFromInside() {
    var sent = pasted("ls\u001b[201~rm -rf\n", true);

    assertThat(sent).isEqualTo("\u001b[200~ls[201~rm -rf\r\u001b[201~");
    assertThat(sent.chars().filter(c -> c == 0x1b)).hasSize(2);
  }

  @Test
  void textBeyondAsciiIsSentAsUtf8() {
    assertThat(pasted("zażółć 日本 😀", false)).isEqualTo("zażółć 日本 😀");
  }

  private static String pasted(String text, boolean bracketed) {
    return new String(Paste.bytes(text, bracketed), StandardCharsets.UTF_8);
  }
}
