package cairn.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.host.ConsoleDevice;
import org.junit.jupiter.api.Test;

/** What was printed stays when the screen changes. */
final class ScreenTest {
  private final Screen screen = new Screen(new ConsoleDevice.Size(80, 24));

  private void print(int lines) {
    for (int i = 1; i <= lines; i++) screen.feed(false, "line " + i + "\r\n");
  }

  private String all() {
    return screen.text(new TextSpan(Integer.MIN_VALUE, 0, Integer.MAX_VALUE, 80));
  }

  @Test
  void aLongOutputStaysWhenTheProgramIsOverAndTheScreenShrinks() {
    print(60);

    screen.settle();
    screen.resize(new ConsoleDevice.Size(80, 21));

    assertThat(all()).startsWith("line 1\n").contains("line 60");
    assertThat(screen.frame(0).rows().getFirst().runs().getFirst().text()).startsWith("line 4");
  }

  @Test
  void theScreenMayShrinkUnderACursorAtTheTop() {
    for (int rows = 23; rows >= 1; rows -= 11) {
      print(30);
      screen.feed(false, "\u001b[H");

      screen.resize(new ConsoleDevice.Size(40, rows));
      screen.feed(false, "here");

      assertThat(screen.frame(0).rows().getFirst().runs().getFirst().text()).startsWith("here");
    }
  }
}
