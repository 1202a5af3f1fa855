package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WindowSocketTest {
  @TempDir Path folder;
  private final List<String> typed = new CopyOnWriteArrayList<>();

  @Test
  void whatAnotherCairnWantsIsTypedHere() throws IOException {
    try (var _ = WindowSocket.listen(folder, typed::add)) {
      assertThat(WindowSocket.ask(folder, "clock \u00e9")).isTrue();
      assertThat(WindowSocket.ask(folder, "")).isTrue();
    }

    assertThat(typed).containsExactly("clock \u00e9", "");
    assertThat(WindowSocket.ask(folder, "clock")).as("closed").isFalse();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderWithALongNameHasOne() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("x".repeat(200)).resolve("y".repeat(100)));

    try (var _ = WindowSocket.listen(deep, typed::add)) {
      assertThat(WindowSocket.ask(deep, "hello")).isTrue();
    }
    assertThat(typed).containsExactly("hello");
  }

  @Test
  void whatAKilledCairnLeftBehindIsReplaced() throws IOException {
    Path file = folder.resolve("window.sock");
    var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    dead.bind(UnixDomainSocketAddress.of(file)).close();
    assertThat(file).exists();
    assertThat(WindowSocket.ask(folder, "hello")).isFalse();

    try (var _ = WindowSocket.listen(folder, typed::add)) {
      assertThat(WindowSocket.ask(folder, "hello")).isTrue();
    }
  }

  @Test
  void aSystemThatTakesNobodyInIsGivenARestEachTime() throws IOException {
    var events = new ArrayList<String>();
    var outcomes = new ArrayDeque<>(List.of("full", "full", "peer", "full", "peer that is gone"));
    try (var peer = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      WindowSocket.accept(
          () -> {
            String outcome = outcomes.poll();
            events.add(outcome == null ? "closed" : outcome);
            if (outcome == null) throw new ClosedChannelException();
            if (outcome.equals("full")) throw new IOException("Too many open files");
            return peer;
          },
          served -> {
            events.add("served");
            if (outcomes.isEmpty()) throw new IOException("Broken pipe");
          },
          () -> events.add("rest"));
    }

    assertThat(events)
        .containsExactly(
            "full",
            "rest",
            "full",
            "rest",
            "peer",
            "served",
            "full",
            "rest",
            "peer that is gone",
            "served",
            "closed");
  }

  @Test
  void whatIsNoRequestHasNoEffect() throws IOException {
    try (var _ = WindowSocket.listen(folder, typed::add)) {
      assertThat(answer("clock")).isEqualTo("no");
      assertThat(answer("cairn-window 2\nclock")).isEqualTo("no");
      assertThat(answer("cairn-window 1\n" + "x".repeat(WindowSocket.MOST))).isNotEqualTo("ok");
      assertThat(WindowSocket.request(new byte[] {(byte) 0xff})).isEmpty();

      assertThat(typed).isEmpty();
      assertThat(WindowSocket.ask(folder, "hello")).as("others are served").isTrue();
    }
  }

  @Test
  void manyThatSayNothingAreClosedAndOthersServed() throws IOException {
    try (var _ = WindowSocket.listen(folder, typed::add)) {
      var silent = new CopyOnWriteArrayList<SocketChannel>();
      for (int i = 0; i < 20; i++) silent.add(connect());
      // Each is closed, for want of room or when its time is up.
      for (var each : silent) {
        assertThat(Channels.newInputStream(each).readAllBytes()).isEmpty();
        each.close();
      }

      assertThat(WindowSocket.ask(folder, "hello")).isTrue();
    }
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("window.sock")));
  }

  private String answer(String bytes) throws IOException {
    try (var peer = connect()) {
      var all = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8));
      while (all.hasRemaining()) peer.write(all);
      peer.shutdownOutput();
      return new String(Channels.newInputStream(peer).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException closed) {
      return "";
    }
  }
}
