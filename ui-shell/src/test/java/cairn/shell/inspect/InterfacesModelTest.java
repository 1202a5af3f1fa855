package cairn.shell.inspect;

import static cairn.shell.inspect.Scripted.at;
import static cairn.shell.inspect.Scripted.on;
import static cairn.shell.inspect.Scripted.process;
import static cairn.shell.inspect.Scripted.used;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.KernelSnapshot.OfInterface;
import cairn.kernel.MessageTrace.Outcome;
import cairn.kernel.Pid;
import cairn.registry.InterfaceId;
import cairn.registry.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InterfacesModelTest {
  private final Scripted.NotingKernel kernel = new Scripted.NotingKernel();
  private final InterfacesModel model =
      new InterfacesModel(kernel, new Activity(), Runnable::run, Runnable::run);

  @Test
  void aRowSaysWhoAnswersHowOftenAndHowWell() {
    take(0, used("tcp", new HandledBy.Native(), 100, 0, 0, 7));

    take(1, used("tcp", new HandledBy.Native(), 160, 8, 0, 7, 9));

    var row = row(0);
    assertThat(row.name()).isEqualTo("tcp");
    assertThat(row.handler()).isEqualTo("Cairn itself");
    assertThat(row.messagesPerSecond()).isEqualTo(60);
    assertThat(row.answered()).isEqualTo(152);
    assertThat(row.errorPercent()).isEqualTo(5);
    assertThat(row.denied()).isEqualTo(2);
    assertThat(row.malformed()).isEqualTo(3);
    assertThat(row.meanNanos()).isEqualTo(41_000);
    assertThat(row.users()).containsExactly("chat (pid 7)", "pid 9, gone");
  }

  @Test
  void handlersAreNamedAndTheirAbsenceIsSaid() {
    take(
        0,
        used("loader", new HandledBy.Process(new Pid(7)), 1, 0, 0),
        used("log", new HandledBy.Nobody(), 0, 0, 0),
        used("time", new HandledBy.Nobody(), 0, 0, 2));

    assertThat(List.of(row(0).handler(), row(1).handler(), row(2).handler()))
        .containsExactly("chat (pid 7)", "nobody", "nobody, 2 wait");
    assertThat(row(1).meanNanos()).isEqualTo(-1);
    assertThat(model.handled().get()).isEqualTo(1);
    assertThat(model.unhandled().get()).isEqualTo(2);
  }

  @Test
  void anInterfaceThatOnlyHasAnIdIsShownByIt() {
    var id = new InterfaceId(Sha256.of(new byte[] {1}));
    take(
        0,
        new OfInterface(
            id,
            "",
            new HandledBy.Nobody(),
            0,
            0,
            0,
            0,
            0,
            0,
            Set.of(),
            0,
            KernelSnapshot.Routing.NONE));

    assertThat(row(0).name()).isEqualTo(id.shortHex());
    assertThat(model.definition(id)).isEmpty();
    assertThat(model.descriptor(id)).isEmpty();
  }

  @Test
  void theDefinitionOfAKnownInterfaceIsShownWithItsComments() {
    assertThat(model.definition(on("tcp")).orElseThrow())
        .contains("interface tcp")
        .contains("/// Opens a connection to an address or a name.");
    assertThat(model.descriptor(on("tcp"))).isPresent();
  }

  @Test
  void theFilterLooksAtNameHandlerAndBothFormsOfTheId() {
    take(
        0,
        used("tcp", new HandledBy.Native(), 1, 0, 0),
        used("log", new HandledBy.Nobody(), 1, 0, 0));

    assertThat(filtered(on("tcp").toString().substring(0, 16))).containsExactly("tcp");
    assertThat(filtered("itself")).containsExactly("tcp");
    assertThat(filtered("nobody")).containsExactly("log");
    assertThat(filtered("bafkrei")).containsExactly("log", "tcp");
  }

  private List<String> filtered(String text) {
    model.filter(text);
    return model.rows().shown().stream().map(row -> row.now().name()).toList();
  }

  private void take(double second, OfInterface... interfaces) {
    model.take(at(second, List.of(process(7, "chat").done()), List.of(interfaces), List.of()));
  }

  private InterfaceRow row(int index) {
    return model.rows().shown().get(index).now();
  }

  @Test
  void eachMessageHasATimeOfItsOwn() {
    var time = on("time");
    // wall, at 38 µs each, and one alarm of a second.
    for (int i = 0; i < 20; i++)
      kernel.trace.put(
          ScriptedTrace.over(kernel.trace.asks(7, time, 1, 1), Outcome.ANSWERED, 8, 0));
    kernel.trace.put(ScriptedTrace.taken(kernel.trace.asks(7, time, 2, 10), 5_000, 1_000_005_000L));
    kernel.trace.put(kernel.trace.asks(7, time, 2, 10));
    kernel.trace.put(
        ScriptedTrace.over(kernel.trace.asks(7, on("tcp"), 0, 9), Outcome.ANSWERED, 8, 0));
    take(0, used("time", new HandledBy.Native(), 22, 0, 0, 7));

    model.choose(Optional.of(time));

    assertThat(model.times().get().of()).contains(time);
    assertThat(model.times().get().lines())
        .containsExactly(
            new ProcessDetails.Fact("wall", "20 times", "38 µs · 38 µs"),
            new ProcessDetails.Fact("wait-until", "once", "1.0 s · 1.0 s"));
  }
}
