package cairn.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.kernel.host.ConsoleDevice.Size;
import cairn.registry.Payload;
import cairn.shell.terminal.TerminalFrame.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TerminalDeviceTest {
  private static final String E = "\u001b[";
  private final TerminalDevice device = new TerminalDevice(Runnable::run, new Size(20, 5));

  @Test
  void printedLinesStandOnTheScreen() {
    print("one\r\ntwo\r\n");

    assertThat(device.frame(0).lines()).containsExactly("one", "two", "", "", "");
    assertThat(device.frame(0).cursor())
        .hasValue(new TerminalFrame.Cursor(2, 0, TerminalFrame.Shape.BLOCK));
  }

  @Test
  void aCharacterCutInTwoArrivesWhole() {
    var bytes = Payload.utf8("é");

    device.write(false, bytes.slice(0, 1));
    device.write(false, bytes.slice(1, 2));

    assertThat(device.frame(0).lines()).first().isEqualTo("é");
  }

  @Test
  void anEscapeSequenceCutAnywhereStillWorks() {
    var text = E + "1;31mred" + E + "0m";
    for (int cut = 1; cut < text.length(); cut++) {
      var fresh = new TerminalDevice(Runnable::run, new Size(20, 5));
      fresh.write(false, Payload.utf8(text.substring(0, cut)));
      fresh.write(false, Payload.utf8(text.substring(cut)));

      var row = fresh.frame(0).rows().getFirst();
      assertThat(row.text()).as("cut at %d", cut).isEqualTo("red");
      assertThat(row.runs())
          .allSatisfy(run -> assertThat(run.style().foreground()).isEqualTo(new Ink.Indexed(1)))
          .allSatisfy(run -> assertThat(run.style().bold()).isTrue());
    }
  }

  @Test
  void coloursOfAllThreeKindsAreKept() {
    print(E + "32ma" + E + "94mb" + E + "38;5;208mc" + E + "38;2;1;2;3md" + E + "0;41me");

    assertThat(runs())
        .extracting(run -> run.style().foreground())
        .containsExactly(
            new Ink.Indexed(2),
            new Ink.Indexed(12),
            new Ink.Exact(0xff8700),
            new Ink.Exact(0x010203),
            new Ink.Usual());
    assertThat(runs().getLast().style().background()).isEqualTo(new Ink.Indexed(1));
  }

  @Test
  void theErrorStreamIsToldApartUnlessItHasItsOwnColour() {
    print("out");
    device.write(true, Payload.utf8("err" + E + "31mred" + E + "0m"));
    print("out");

    assertThat(runs())
        .extracting(Run::text, run -> run.style().foreground())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("out", new Ink.Usual()),
            org.assertj.core.groups.Tuple.tuple("err", new Ink.Error()),
            org.assertj.core.groups.Tuple.tuple("red", new Ink.Indexed(1)),
            org.assertj.core.groups.Tuple.tuple("out", new Ink.Usual()));
  }

  @Test
  void wideCharactersTakeTwoCellsAndNeverLeaveTheLine() {
    print("日本".repeat(10) + "x");

    var frame = device.frame(0);
    assertThat(frame.lines().subList(0, 3)).containsExactly("日本".repeat(5), "日本".repeat(5), "x");
    assertThat(frame.rows().getFirst().runs())
        .allSatisfy(run -> assertThat(run.cells()).isEqualTo(2));
  }

  @Test
  void aWideCharacterThatDoesNotFitGoesToTheNextLine() {
    print("x".repeat(19) + "日😀");

    assertThat(device.frame(0).lines().subList(0, 2)).containsExactly("x".repeat(19), "日😀");
  }

  @Test
  void linesThatLeaveTheScreenCanBeScrolledTo() {
    for (int i = 0; i < 3000; i++) print("line " + i + "\r\n");

    var top = device.frame(Integer.MAX_VALUE);

    assertThat(top.history()).isEqualTo(Screen.HISTORY);
    assertThat(top.back()).isEqualTo(Screen.HISTORY);
    assertThat(top.lines()).first().isEqualTo("line " + (3000 - 4 - Screen.HISTORY));
    assertThat(top.firstLine()).isEqualTo(3000 - 4 - Screen.HISTORY);
    assertThat(top.cursor()).isEmpty();
  }

  @Test
  void aSpanOfTextIsCopiedWithoutBlanksAndWithoutBreaksInWrappedLines() {
    print("first line   \r\n" + "a".repeat(25) + "\r\nlast");

    assertThat(device.text(new TextSpan(0, 6, 3, 1))).isEqualTo("line\n" + "a".repeat(25) + "\nla");
  }

  @Test
  void aSpanKeepsItsTextWhileTheScreenScrolls() {
    print("keep me\r\n");
    var span = new TextSpan(0, 0, 0, 6);

    for (int i = 0; i < 50; i++) print("more\r\n");

    assertThat(device.text(span)).isEqualTo("keep me");
  }

  @Test
  void anotherSizeIsToldToTheProgramAndTheTextIsWrappedAnew() {
    var told = new ArrayList<Size>();
    device.onResize(() -> told.add(device.size()));
    print("x".repeat(20));

    device.resizeTo(new Size(10, 5));

    assertThat(told).containsExactly(new Size(10, 5));
    assertThat(device.frame(0).columns()).isEqualTo(10);
    assertThat(device.frame(0).lines()).contains("x".repeat(10));
  }

  @Test
  void sizesThatNoScreenHasAreBroughtIntoBounds() {
    device.resizeTo(new Size(0, -3));
    assertThat(device.size()).isEqualTo(new Size(5, 2));

    device.resizeTo(new Size(1_000_000, 1_000_000));
    assertThat(device.size()).isEqualTo(new Size(1000, 500));
    assertThat(device.frame(0).rows()).hasSize(500);
  }

  @Test
  void whenTheProcessEndsTheMainScreenIsBackWithoutACursorAndWithoutModes() {
    print("before" + E + "?1049h" + E + "?1h" + E + "?2004h" + "full screen");
    assertThat(device.modes()).isEqualTo(new TerminalModes(true, true, true));

    device.ended();

    assertThat(device.frame(0).lines()).first().isEqualTo("before");
    assertThat(device.frame(0).cursor()).isEmpty();
    assertThat(device.modes()).isEqualTo(TerminalModes.PLAIN);
  }

  @Test
  void keysGoNowhereWhenTheProcessIsOver() {
    device.type(new byte[] {'a'});
    int room = device.input().room();

    device.ended();
    device.type(new byte[] {'b'});

    assertThat(device.input().room()).isEqualTo(room);
  }

  @Test
  void questionsOfTheProgramAreNotAnsweredAsTyping() {
    int room = device.input().room();

    print(E + "6n" + E + "c" + E + ">c" + E + "5n\u001b]11;?\u0007");

    assertThat(device.input().room()).isEqualTo(room);
  }

  @Test
  @Timeout(20)
  void numbersThatWouldFreezeTheEmulatorNeverReachIt() {
    print(E + "100000000L" + E + "20;5r" + E + "100000L" + E + "100000000T" + E + "8;9999;9999tok");

    assertThat(device.frame(0).lines()).first().isEqualTo("ok");
    assertThat(device.size()).isEqualTo(new Size(20, 5));
  }

  @Test
  @Timeout(60)
  void tenMegabytesPassAndTheLastLineStands() {
    var line = "the quick brown fox\r\n";
    var flood = Payload.utf8(line.repeat((10 << 20) / line.length()));

    device.write(false, flood);
    print("done");

    assertThat(device.frame(0).lines()).contains("the quick brown fox", "done");
    assertThat(device.frame(0).history()).isEqualTo(Screen.HISTORY);
  }

  @Test
  @Timeout(60)
  void whateverBytesComeTheTerminalGoesOn() {
    var random = new Random(20251122);
    var parts =
        List.of(
            "\u001b",
            "[",
            "?",
            ";",
            "9",
            "0",
            "38;2;1",
            "m",
            "L",
            "r",
            "H",
            "J",
            "K",
            "日",
            "h",
            "l",
            "\u001b]0;t",
            "\u001bP",
            "\u0007",
            "\r\n",
            "\t",
            "\b",
            "\u000e",
            "😀",
            "\ud83d",
            "@",
            "\u001b#8",
            "\u001b(0",
            "?1049",
            "?6",
            "X",
            "P",
            "S",
            "T",
            "\u0301",
            "\u001b7",
            "\u001b8");
    for (int round = 0; round < 1500; round++) {
      if (random.nextInt(4) == 0) {
        var noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        device.write(random.nextBoolean(), Payload.owning(noise));
      } else {
        var text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--)
          text.append(parts.get(random.nextInt(parts.size())));
        print(text.toString());
      }
      if (round % 50 == 0)
        device.resizeTo(new Size(5 + random.nextInt(90), 2 + random.nextInt(40)));
      assertThat(device.frame(round % 7).rows()).hasSize(device.size().rows());
    }

    device.resizeTo(new Size(20, 5));
    print("\u001b\\\u0018\u001bc\u000fstill here");

    assertThat(device.frame(0).lines()).first().isEqualTo("still here");
  }

  @Test
  void anEmulatorThatDiesIsReplacedAndTheUserIsTold() {
    var deadly = new TerminalDevice(Runnable::run, new Size(60, 5));
    deadly.onResize(
        () -> {
          throw new IllegalStateException("as an emulator would");
        });

    deadly.resizeTo(new Size(90, 6));
    deadly.write(false, Payload.utf8("and on"));

    assertThat(deadly.frame(0).lines().subList(0, 2))
        .containsExactly(
            "[This terminal could not follow what the program printed and was cleared.]", "and on");
  }

  @Test
  void anErrorWhereverItComesFromDoesNotEndTheTerminal() {
    device.takeDirty();
    device.onDirty(
        () -> {
          throw new OutOfMemoryError("none left");
        });
    assertThatThrownBy(() -> print("lost?")).isInstanceOf(OutOfMemoryError.class);
    device.onDirty(() -> {});

    print("still here");

    assertThat(device.frame(0).lines().getFirst()).isEqualTo("lost?still here");
  }

  @Test
  void anEmulatorThatHadNoMemoryIsReplaced() {
    device.onResize(
        () -> {
          throw new OutOfMemoryError("none left");
        });

    device.resizeTo(new Size(30, 5));
    print("still here");

    assertThat(String.join("\n", device.frame(0).lines())).contains("still here");
  }

  @Test
  void theDirtyFlagTellsOnceUntilItIsTaken() {
    var told = new ConcurrentLinkedQueue<Boolean>();
    device.takeDirty();
    device.onDirty(() -> told.add(true));

    print("a");
    print("b");
    assertThat(told).hasSize(1);

    assertThat(device.takeDirty()).isTrue();
    assertThat(device.takeDirty()).isFalse();
    print("c");
    assertThat(told).hasSize(2);
  }

  @Test
  @Timeout(20)
  void aProgramWaitsWhileItsTerminalIsFullAndGoesOnWhenTheViewIsGone() throws Exception {
    Executor never = turn -> {};
    var full = new TerminalDevice(never, new Size(20, 5));
    var written = new CountDownLatch(1);
    var writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  full.write(false, Payload.owning(new byte[OutputQueue.CAPACITY * 2]));
                  written.countDown();
                });

    while (writer.getState() != Thread.State.WAITING) Thread.onSpinWait();
    assertThat(written.getCount()).isEqualTo(1);
    full.close();

    assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(full.input().room()).isZero();
  }

  private List<Run> runs() {
    return device.frame(0).rows().getFirst().runs();
  }

  private void print(String text) {
    device.write(false, Payload.utf8(text));
  }
}
