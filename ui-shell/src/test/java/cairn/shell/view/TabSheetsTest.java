package cairn.shell.view;

import static cairn.shell.inspect.Scripted.asks;
import static cairn.shell.inspect.Scripted.at;
import static cairn.shell.inspect.Scripted.on;
import static cairn.shell.inspect.Scripted.process;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.KernelSnapshot.Keeping;
import cairn.kernel.KernelSnapshot.OfInterface;
import cairn.kernel.Pid;
import cairn.shell.inspect.Scripted;
import java.util.List;
import java.util.Set;
import javafx.scene.Group;
import javafx.scene.Node;
import org.junit.jupiter.api.Test;

class TabSheetsTest {
  private static final Pid CLIENT = new Pid(21);
  private static final Pid OTHER = new Pid(22);
  private static final Pid HANDLER = new Pid(30);

  private final ShellRig.FakeSheets all = new ShellRig.FakeSheets();
  private final TabSheets sheets = new TabSheets(all, () -> Set.of(CLIENT, OTHER));
  private final Node question = new Group();

  private static OfInterface tcp(HandledBy handler, KernelSnapshot.OfKept... kept) {
    return new OfInterface(
        on("tcp"),
        "tcp",
        handler,
        0,
        0,
        0,
        0,
        0,
        1,
        Set.of(CLIENT),
        0,
        new KernelSnapshot.Routing(
            false, List.of(), List.of(), Set.of(), List.of(), List.of(kept)));
  }

  private void asking(OfInterface of, long parent) {
    all.sheets.put(HANDLER, question);
    all.waiting.put(HANDLER, 2);
    sheets.refresh(
        at(
            1,
            List.of(
                process(21, "client").done(),
                process(22, "other").done(),
                process(30, "handler").startedBy(parent).done()),
            List.of(of),
            List.of(asks(30, "handler", "10.0.0.7", 443))));
  }

  @Test
  void whatIsStartedToAnswerAsksInTheTabOfWhoWaitsForIt() {
    asking(
        tcp(new HandledBy.Nobody(), Scripted.kept("tcp", "gate", new Keeping.Starts(HANDLER))), 0);

    assertThat(sheets.sheet(CLIENT)).contains(question);
    assertThat(sheets.waiting(CLIENT)).isEqualTo(2);
    assertThat(sheets.sheet(OTHER)).isEmpty();
    assertThat(sheets.waiting(OTHER)).isZero();
  }

  @Test
  void soDoesWhatAnswersAlready() {
    asking(tcp(new HandledBy.Process(HANDLER)), 0);

    assertThat(sheets.sheet(CLIENT)).contains(question);
  }

  @Test
  void andWhatAProgramHasStarted() {
    asking(tcp(new HandledBy.Nobody()), 22);

    assertThat(sheets.sheet(OTHER)).contains(question);
    assertThat(sheets.sheet(CLIENT)).isEmpty();
  }

  @Test
  void itsOwnQuestionsComeFirstAndWhoseHangsIsTold() {
    asking(tcp(new HandledBy.Process(HANDLER)), 0);
    sheets.shown(CLIENT, true);
    var own = new Group();
    all.sheets.put(CLIENT, own);
    assertThat(sheets.sheet(CLIENT)).contains(own);
    sheets.shown(CLIENT, true);
    sheets.recall(CLIENT);
    sheets.shown(CLIENT, false);

    assertThat(all.calls)
        .containsExactly(
            "shown 30", "hidden 30", "shown 21", "recall 21", "recall 30", "hidden 21");
  }

  @Test
  void whatHasATabOfItsOwnAsksThere() {
    var own = new TabSheets(all, () -> Set.of(CLIENT, HANDLER));
    all.sheets.put(HANDLER, question);
    own.refresh(
        at(
            1,
            List.of(process(21, "client").done(), process(30, "handler").startedBy(21).done()),
            List.of(tcp(new HandledBy.Process(HANDLER))),
            List.of(asks(30, "handler", "10.0.0.7", 443))));

    assertThat(own.sheet(CLIENT)).isEmpty();
    assertThat(own.sheet(HANDLER)).contains(question);
  }
}
