package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ByteTextTest {
  @Test
  void anyBytesComeBackAsTheyWere() {
    var random = new Random(4711);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);

      assertThat(ByteText.bytes(ByteText.of(bytes)).toByteArray()).isEqualTo(bytes);
    }
  }

  @Test
  void textIsItself() {
    String text = "caf\u00e9 \ud83d\ude00";

    assertThat(ByteText.of(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    assertThat(ByteText.isText(text)).isTrue();
  }

  @Test
  void whatIsNotTextIsShownAsReplaced() {
    String odd = ByteText.of(new byte[] {'a', (byte) 0xff});

    assertThat(ByteText.isText(odd)).isFalse();
    assertThat(ByteText.shown(odd)).isEqualTo("a\ufffd");
  }

  @Test
  void theLastRawWordsAreThoseOfTheCommandLine() throws Sentence {
    byte[] raw = "java\0-cp\0x\0Main\0run\0\u00e9\0".getBytes(StandardCharsets.UTF_8);

    assertThat(CommandWords.arguments(List.of("run", "\ufffd\ufffd"), Optional.of(raw)))
        .containsExactly("run", "\u00e9");
  }

  @Test
  void rawWordsOfAnotherCommandLineAreNotTaken() throws Sentence {
    byte[] raw = "java\0Main\0other\0".getBytes(StandardCharsets.UTF_8);

    assertThat(CommandWords.arguments(List.of("run"), Optional.of(raw))).containsExactly("run");
  }

  @Test
  void aWordThatJavaCouldNotReadIsRefusedWhereItsBytesAreLost() {
    assertThatThrownBy(() -> CommandWords.arguments(List.of("x\ufffd"), Optional.empty()))
        .isInstanceOf(Sentence.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void theEnvironmentIsReadByteForByte() {
    byte[] raw = {'A', '=', (byte) 0xff, 0, 'B', '=', 0};

    var environment = CommandWords.environment(Map.of("A", "?"), Optional.of(raw));

    assertThat(environment).containsEntry("B", "").hasSize(2);
    assertThat(ByteText.bytes(environment.getOrDefault("A", "")).at(0)).isEqualTo(0xff);
  }
}
