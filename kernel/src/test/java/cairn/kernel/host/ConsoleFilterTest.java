package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the texts, ␛ stands for ESC and ␇ for BEL. */
class ConsoleFilterTest {
  private final ConsoleFilter filter = new ConsoleFilter();

  private static byte[] bytes(String text) {
    return text.replace('␛', '\u001b').replace('␇', '\u0007').getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).replace('\u001b', '␛').replace('\u0007', '␇');
  }

  private String filtered(String text) {
    return text(filter.filter(bytes(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain text\r\n\twith a bell␇",
        "Grüße, 世界 🎲 e\u0301",
        "␛[31mred␛[0m␛[1;38;5;200m␛[48;2;1;2;3m␛[m",
        "␛[H␛[5;10H␛[;7f␛[A␛[2B␛[3C␛[4D␛[7G␛[3d",
        "␛[J␛[2J␛[K␛[1K␛[3X␛[2P␛[@␛[4L␛[M␛[2S␛[T",
        "␛[?1049h␛[?25l␛[?1000;1006h␛[?2004h␛[?1h␛=␛[?7l",
        "␛[2;20r␛[r␛[s␛[u␛7␛8␛D␛M␛E␛H␛[3g␛[4h␛[4l",
        "␛(0lqqk␛(B\u000e\u000f␛[5 q␛[!p␛c"
      })
  void whatATerminalIsForPassesUnchanged(String text) {
    assertThat(filtered(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "␛]0;title␇",
        "␛]0;title␛\\",
        "␛]52;c;ZXZpbA==␇",
        "␛]8;;http://example.org␇",
        "␛P1$r0m␛\\",
        "␛_apc␛\\",
        "␛^pm␛\\",
        "␛Xsos␛\\",
        "␛ktitle␛\\",
        "\u009d0;title\u009c",
        "\u0090q\u009c",
        "\u009f\u9c9c\u009c",
        "\u009b5n",
        "␛[5n",
        "␛[6n",
        "␛[?6n",
        "␛[c",
        "␛[>c",
        "␛[=c",
        "␛Z",
        "\u0005",
        "␛[8;30000;30000t",
        "␛[21t",
        "␛[14t",
        "␛[3J",
        "␛[4i",
        "␛[?5i",
        "␛[?3h",
        "␛[?69h",
        "␛[1;2s",
        "␛[20h",
        "␛[?1$p",
        "␛[?u",
        "␛[>4;2m",
        "␛[?1000s",
        "␛#8",
        "␛%@",
        "␛ F",
        "␛n",
        "␛[20;5r",
        "␛[1;2;3;4;5T",
        "␛[1:2A",
        "␛[1 2A",
        "␛[ A",
        "␛[1?2h",
        "\u0000\u007f\u0085\u008d"
      })
  void whatIsNoneOfAProgramsBusinessIsGone(String text) {
    assertThat(filtered("a" + text + "b")).isEqualTo("ab");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "␛[100000000L | ␛[24L",
        "␛[99999999999999999999T | ␛[24T",
        "␛[500;500H | ␛[24;80H",
        "␛[0007A | ␛[7A",
        "␛[5;100r | ␛[5;24r",
        "␛[38:2::1:2:3m | ␛[38;2;1;2;3m",
        "␛[38:2:1:2:3m | ␛[38;2;1;2;3m",
        "␛[48:5:17;1m | ␛[48;5;17;1m",
        "␛[4:3m | ␛[4m",
        "␛[4:0m | ␛[24m",
        "␛[58:2::1:2:3m | ''",
        "␛[999m | ␛[255m",
        "␛[?25;3;69l | ␛[?25l",
        "\u009b31m | ␛[31m"
      })
  void whatIsTooMuchIsMadeToFit(String text, String fits) {
    assertThat(filtered(text)).isEqualTo(fits);
  }

  @Test
  void numbersFollowTheScreen() {
    filter.screen(200, 50);
    assertThat(filtered("␛[999;999H␛[999b")).isEqualTo("␛[50;200H␛[200b");

    filter.screen(0, -3);
    assertThat(filtered("␛[9;9H")).isEqualTo("␛[1;1H");
  }

  @Test
  void thirtyThreeParametersPassAndThirtyFourDoNot() {
    String most = "1" + ";1".repeat(32);

    assertThat(filtered("␛[" + most + "m")).isEqualTo("␛[" + most + "m");
    assertThat(filtered("␛[" + most + ";1mx")).isEqualTo("x");
  }

  @Test
  void aStringOfAnyLengthIsGone() {
    assertThat(filtered("a␛]0;" + "x".repeat(1_000_000))).isEqualTo("a");
    assertThat(filtered("y".repeat(1_000_000) + "␇b")).isEqualTo("b");
  }

  @Test
  void aSequenceIsHeldUntilItIsWhole() {
    assertThat(filtered("a␛")).isEqualTo("a");
    assertThat(filtered("[3")).isEmpty();
    assertThat(filtered("1")).isEmpty();
    assertThat(filtered("mb")).isEqualTo("␛[31mb");
  }

  @Test
  void aCharacterIsHeldUntilItIsWhole() {
    byte[] die = bytes("🎲");

    assertThat(filter.filter(Arrays.copyOf(die, 3))).isEmpty();
    assertThat(text(filter.filter(Arrays.copyOfRange(die, 3, 4)))).isEqualTo("🎲");
  }

  @Test
  void whatIsNoUtf8BecomesAReplacement() {
    byte[] bad = {'a', (byte) 0x9b, (byte) 0xff, (byte) 0xc0, (byte) 0x80, (byte) 0xe2, 'b'};

    assertThat(text(filter.filter(bad))).isEqualTo("a\ufffd\ufffd\ufffd\ufffd\ufffdb");
  }

  @Test
  void cancelEndsASequenceAndAString() {
    assertThat(filtered("␛[31\u0018m␛]0;t\u001ax")).isEqualTo("mx");
  }

  @Test
  void aLineFeedInsideASequenceActsAtOnce() {
    assertThat(filtered("␛[3\n1mx")).isEqualTo("\n␛[31mx");
  }

  @Test
  void nothingIsLeftBehindByOneThatLeavesNothing() {
    filtered("hello\r\n␛[2J␛[H");

    assertThat(text(filter.reset())).isEmpty();
  }

  @Test
  void whatAProgramTurnedOnIsTurnedOff() {
    filtered("␛[?1049h␛[?25l␛[?1000;1006h␛[?2004h␛[31m␛[2;5r␛(0␛=");

    assertThat(text(filter.reset()))
        .isEqualTo("␛[?1049l␛[?1000l␛[?1006l␛[?2004l␛7␛[?6l␛[r␛8␛[?25h␛>␛(B␛)B\u000f␛[0m");
    assertThat(text(filter.reset())).isEmpty();
  }

  @Test
  void aResetPassesTheFilter() {
    filtered("␛[?47h␛[?6h␛[?7l␛[4h␛[3 q␛[?1003h");
    byte[] reset = filter.reset();

    assertThat(new ConsoleFilter().filter(reset)).isEqualTo(reset);
  }

  /** Sequences that may come out: written down here a second time, as patterns. */
  private static final Pattern ALLOWED =
      Pattern.compile(
          "\u001b(?:[78=>DEHMc]|[()][AB0]"
              + "|\\[[0-9;]*m"
              + "|\\[[0-9]*[@A-GILMPSTXZ`abde]"
              + "|\\[[0-9]*(;[0-9]*)?[Hfr]"
              + "|\\[[0-2]?[JK]|\\[[03]?g|\\[4[hl]|\\[[su]|\\[[0-6]? q|\\[!p"
              + "|\\[\\?[0-9;]+[hl])");

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  @Test
  void nothingForbiddenSurvivesWhateverComes() throws CharacterCodingException {
    String[] parts = {
      "\u001b",
      "\u001b[",
      "\u001b]",
      "\u001bP",
      "\u001b_",
      "\u001b^",
      "\u001b\\",
      "\u009b",
      "\u009d",
      "\u009c",
      "\u0090",
      "\u0007",
      "\u0018",
      ";",
      ":",
      "?",
      ">",
      "!",
      " ",
      "$",
      "9999999",
      "1049",
      "25",
      "2004",
      "3",
      "38",
      "m",
      "H",
      "r",
      "L",
      "h",
      "l",
      "t",
      "n",
      "c",
      "q",
      "J",
      "x",
      "é",
      "世",
      "\n",
      "0",
      "1",
      "(",
      "p"
    };
    Random random = new Random(1979);
    for (int round = 0; round < 20_000; round++) {
      ConsoleFilter first = new ConsoleFilter();
      ConsoleFilter second = new ConsoleFilter();
      ByteArrayOutputStream once = new ByteArrayOutputStream();
      ByteArrayOutputStream twice = new ByteArrayOutputStream();
      for (int piece = 0; piece < 4; piece++) {
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        for (int n = random.nextInt(12); n > 0; n--) {
          if (random.nextInt(5) == 0) in.write(random.nextInt(256));
          else in.writeBytes(parts[random.nextInt(parts.length)].getBytes(StandardCharsets.UTF_8));
        }
        byte[] out = first.filter(in.toByteArray());
        once.writeBytes(out);
        twice.writeBytes(second.filter(out));
      }

      assertThat(twice.toByteArray()).isEqualTo(once.toByteArray());
      assertHarmless(once.toByteArray());
    }
  }

  private static void assertHarmless(byte[] out) throws CharacterCodingException {
    String text =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(out))
            .toString();
    Matcher sequences = ALLOWED.matcher(text);
    while (sequences.find()) {
      String sequence = sequences.group();
      if (sequence.endsWith("m") || sequence.startsWith("\u001b[?")) continue;
      Matcher numbers = NUMBER.matcher(sequence);
      while (numbers.find()) assertThat(Integer.parseInt(numbers.group())).isLessThanOrEqualTo(80);
    }
    String rest = ALLOWED.matcher(text).replaceAll("");
    assertThat(rest.chars())
        .allMatch(c -> (c >= 0x07 && c <= 0x0f) || (c >= 0x20 && c < 0x7f) || c >= 0xa0);
  }
}
