package cairn.shell.inspect;

import static cairn.shell.inspect.Scripted.on;
import static cairn.shell.inspect.Scripted.process;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Answerer;
import cairn.kernel.Exit;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.KernelSnapshot.OfInterface;
import cairn.kernel.KernelSnapshot.OfPlace;
import cairn.kernel.KernelSnapshot.OfWaiter;
import cairn.kernel.KernelSnapshot.Routing;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InterfaceRoutingTest {
  private final InterfacesModel model =
      new InterfacesModel(
          new Scripted.NotingKernel(), new Activity(), Runnable::run, Runnable::run);

  private static KernelSnapshot with(HandledBy handler, Routing routing) {
    return Scripted.at(
        10,
        List.of(
            process(21, "chat").done(),
            process(24, "tcp-log").done(),
            process(25, "old-log").in(new ProcessState.Ended(new Exit.Exited(0))).done()),
        List.of(new OfInterface(on("tcp"), "tcp", handler, 0, 0, 0, 0, 0, Set.of(), 0, routing)),
        List.of());
  }

  private InterfaceRouting routing(HandledBy handler, Routing routing) {
    model.take(with(handler, routing));
    return model.routing(on("tcp")).orElseThrow();
  }

  @Test
  void thoseWhoCouldAnswerAreOfferedAndTheOneWhoDoesIsMarked() {
    var found =
        routing(
            new HandledBy.Process(new Pid(24)),
            new Routing(true, List.of(), List.of(), Set.of(new Pid(24), new Pid(25)), List.of()));

    assertThat(found.handlers())
        .containsExactly(
            new InterfaceRouting.Handler("Cairn itself", new Answerer.Cairn(), false),
            new InterfaceRouting.Handler(
                "tcp-log (pid 24)", new Answerer.Process(new Pid(24)), true),
            new InterfaceRouting.Handler("nobody", new Answerer.Nobody(), false));
    assertThat(found.able()).extracting(InterfaceRouting.Process::pid).containsExactly(new Pid(24));
  }

  @Test
  void routesAndFiltersAreSaidInWords() {
    var chat = Optional.of(Scripted.program("chat"));
    var log = new HandledBy.Process(new Pid(24));

    var found =
        routing(
            new HandledBy.Native(),
            new Routing(
                true,
                List.of(new OfPlace(chat, new HandledBy.Nobody(), 0)),
                List.of(new OfPlace(Optional.empty(), log, 0)),
                Set.of(),
                List.of()));

    assertThat(found.said())
        .containsExactly(
            new InterfaceRouting.Said("chat is answered by nobody", false, chat),
            new InterfaceRouting.Said(
                "Everybody goes through tcp-log (pid 24) first", true, Optional.empty()));
  }

  @Test
  void whoWaitsIsTold() {
    var found =
        routing(
            new HandledBy.Nobody(),
            new Routing(
                false,
                List.of(),
                List.of(),
                Set.of(),
                List.of(new OfWaiter(new Pid(21), 7_000_000_000L, false))));

    assertThat(found.waiting())
        .containsExactly(new ProcessDetails.Fact("chat (pid 21)", "for a handler", "3.0 s"));
  }
}
