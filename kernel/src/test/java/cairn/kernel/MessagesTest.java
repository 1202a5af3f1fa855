package cairn.kernel;

import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.InterfaceId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MessagesTest {
  private static final InterfaceId ECHO = own("echo");

  private final TestKernel it = new TestKernel();
  private final List<String> said = new ArrayList<>();

  @AfterEach
  void close() {
    it.close();
  }

  private static void echo(ScriptGuest guest) {
    guest.register(ECHO);
    while (true) {
      var got = guest.receive();
      if (got.kind() == 0 && got.id() != 0) guest.answer(got.id(), got.body().utf8());
    }
  }

  @Test
  void aQuestionReachesTheHandlerAndItsAnswerComesBack() {
    var handler = it.open("handler", MessagesTest::echo, ECHO);
    it.settle(handler);

    var client = it.open("client", guest -> said.add(guest.ask(ECHO, "hello")), ECHO);

    assertThat(it.end(client)).isEqualTo(new Exit.Exited(0));
    assertThat(said).containsExactly("hello");
    assertThat(it.asked).isEmpty();
  }

  @Test
  void aMessageWithoutAHandlerIsRefusedAndNobodyIsAsked() {
    var client =
        it.open(
            "client",
            guest -> {
              var sent = guest.emit(own("nobody"), "x", NEEDS_ANSWER);
              said.add(sent.status() + " " + sent.id());
            });

    it.end(client);

    assertThat(said).containsExactly("1 0");
    assertThat(it.asked).isEmpty();
  }
}
