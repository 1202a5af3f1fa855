package cairn.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceCutterTest {
  private final SequenceCutter cutter = new SequenceCutter();

  @Test
  void anOpenSequenceIsHeldBackUntilItIsWhole() {
    assertThat(cut("a\u001b[3")).isEqualTo("a");
    assertThat(cut("1mb")).isEqualTo("\u001b[31mb");
  }

  @Test
  void stringsForTheTerminalAreDroppedHoweverTheyEnd() {
    assertThat(cut("a\u001b]0;title\u0007b\u001bPq#0\u001b\\c\u001b_x\u001b[1md"))
        .isEqualTo("abc\u001b[1md");
  }

  @Test
  void aControlInsideASequenceIsCarriedOutFirst() {
    assertThat(cut("\u001b[3\n1m")).isEqualTo("\n\u001b[31m");
  }

  @Test
  void aCancelledSequenceLeavesNothing() {
    assertThat(cut("\u001b[31\u0018x\u001b\u001b[0my")).isEqualTo("x\u001b[0my");
  }

  @ParameterizedTest
  @CsvSource({
    "[10000L",
    "[1;99999H",
    "[8;50;50t",
    "[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30;31;32;33;34m"
  })
  void sequencesThatWouldHarmTheEmulatorAreDropped(String sequence) {
    assertThat(cut("a\u001b" + sequence + "b")).isEqualTo("ab");
  }

  @Test
  void eightBitControlsAndTheWideMarkDoNotPass() {
    assertThat(cut("a\u009b31mb\u0090c\uE000d\u007fe\0f")).isEqualTo("a31mbc\uFFFDdef");
  }

  @Test
  void bytesThatAreNotUtf8AreReplaced() {
    assertThat(cutter.cut(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b'}))
        .isEqualTo("a\uFFFD\uFFFDb");
  }

  private String cut(String text) {
    return cutter.cut(text.getBytes(StandardCharsets.UTF_8));
  }
}
