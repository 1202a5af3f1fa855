package cairn.shell.inspect;

import static cairn.shell.inspect.Scripted.on;
import static cairn.shell.inspect.Scripted.process;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Answerer;
import cairn.kernel.Exit;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.KernelSnapshot.Keeping;
import cairn.kernel.KernelSnapshot.OfInterface;
import cairn.kernel.KernelSnapshot.OfPlace;
import cairn.kernel.KernelSnapshot.OfWaiter;
import cairn.kernel.KernelSnapshot.Routing;
import cairn.kernel.LoadFault;
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
        List.of(new OfInterface(on("tcp"), "tcp", handler, 0, 0, 0, 0, 0, 0, Set.of(), 0, routing)),
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
                "Everybody goes through tcp-log (pid 24) first",
                true,
                Optional.empty(),
                Optional.of(
                    new InterfaceRouting.Process(new Pid(24), "tcp-log", Optional.empty()))));
  }

  private static Routing keeping(List<OfPlace> routes, KernelSnapshot.OfKept... kept) {
    return new Routing(true, routes, List.of(), Set.of(), List.of(), List.of(kept));
  }

  @Test
  void whatIsKeptIsSaidWithWhatHasComeOfIt() {
    var chat = Optional.of(Scripted.program("chat"));
    var notFound = new Exit.Refused(new LoadFault.NotFound(List.of()));

    var found =
        routing(
            new HandledBy.Nobody(),
            keeping(
                List.of(new OfPlace(chat, new HandledBy.Nobody(), 0)),
                Scripted.kept("tcp", "tor-gate", new Keeping.Failed(notFound, 11_000_000_000L)),
                Scripted.kept("tcp", chat, false, "gate", new Keeping.Idle()),
                Scripted.kept("tcp", chat, true, "tcp-log", new Keeping.Answers(new Pid(24))),
                Scripted.kept("tcp", Optional.empty(), true, "all-log", new Keeping.SetAside())));

    assertThat(found.kept())
        .extracting(KeptWords::text)
        .containsExactly(
            "Always: tor-gate answers",
            "Always: chat is answered by gate",
            "Always: chat goes through tcp-log first",
            "Always: Everybody goes through all-log first");
    assertThat(found.kept())
        .extracting(KeptWords::now)
        .containsExactly(
            "did not start: nobody has it. It is left alone for a while; then the next message"
                + " tries again.",
            "starts with the next message",
            "runs now (pid 24)",
            "not in this run: you chose otherwise");
    assertThat(found.kept())
        .extracting(KeptWords::start)
        .containsExactly(
            Optional.of("Try again"),
            Optional.of("Start now"),
            Optional.empty(),
            Optional.of("Use again"));
    // The route is not said a second time.
    assertThat(found.said()).isEmpty();
    assertThat(found.awaited()).contains("tor-gate did not start");
    assertThat(found.handlers()).noneMatch(InterfaceRouting.Handler::now);
  }

  @Test
  void whoAnswersByAChoiceForThisRunCanBeKept() {
    var log = new HandledBy.Process(new Pid(24));

    var found =
        routing(
            log,
            new Routing(
                true,
                List.of(new OfPlace(Optional.of(Scripted.program("chat")), log, 0)),
                List.of(),
                Set.of(),
                List.of()));

    var process = new InterfaceRouting.Process(new Pid(24), "tcp-log", Optional.empty());
    assertThat(found.keepable()).contains(process);
    assertThat(found.said())
        .extracting(InterfaceRouting.Said::keepable)
        .containsExactly(Optional.of(process));

    var kept =
        routing(
            log,
            keeping(List.of(), Scripted.kept("tcp", "tcp-log", new Keeping.Answers(new Pid(24)))));
    assertThat(kept.keepable()).isEmpty();
  }

  @Test
  void anInterfaceWhoseHandlerStartsWhenNeededCountsAsHandled() {
    routing(
        new HandledBy.Nobody(),
        keeping(List.of(), Scripted.kept("tcp", "gate", new Keeping.Idle())));

    assertThat(model.handled().get()).isEqualTo(1);
    assertThat(model.unhandled().get()).isZero();

    var crashed = new Keeping.Failed(new Exit.Exited(1), 0);
    routing(new HandledBy.Nobody(), keeping(List.of(), Scripted.kept("tcp", "gate", crashed)));
    assertThat(model.unhandled().get()).isEqualTo(1);
  }

  @Test
  void asUsualIsOfferedOnlyWhereItChangesSomething() {
    var nothing = new Routing(true, List.of(), List.of(), Set.of(), List.of());
    var byProcess = new HandledBy.Process(new Pid(24));
    var kept = Scripted.kept("tcp", "gate", new Keeping.Idle());

    assertThat(routing(new HandledBy.Native(), nothing).usual()).isTrue();
    assertThat(routing(new HandledBy.Nobody(), Routing.NONE).usual()).isTrue();
    assertThat(routing(byProcess, nothing).usual()).isFalse();
    assertThat(routing(new HandledBy.Nobody(), nothing).usual()).isFalse();
    assertThat(routing(byProcess, Routing.NONE).usual()).isFalse();
    assertThat(routing(new HandledBy.Native(), keeping(List.of(), kept)).usual()).isFalse();
  }

  @Test
  void aKeptProgramThatWasNotAllowedToAnswerSaysSo() {
    var refused = new Keeping.Failed(new Exit.Exited(77), 0);

    var found =
        routing(new HandledBy.Nobody(), keeping(List.of(), Scripted.kept("tcp", "gate", refused)));

    assertThat(found.kept().getFirst().now())
        .startsWith("It was not allowed to answer.")
        .contains("cairn:permissions");
    assertThat(found.kept().getFirst().wrong()).isTrue();
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
