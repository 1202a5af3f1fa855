package cairn.kernel;

import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.kernel.ipc.ProcessHandler;
import cairn.registry.Cid;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import cairn.registry.Value;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Programs that start others, and what those may do. Long, because all cases share the pantry from
 * which programs come.
 */
final class SpawnTest {
  private static final Definition PROCESS = Interfaces.shipped().shipped("process").definition();
  private static final InterfaceId ECHO = own("echo");
  private static final InterfaceId GO = own("go");

  private final TestPantry pantry = new TestPantry();
  private final Doors doors = new Doors();
  private final TestKernel it =
      new TestKernel(builder -> builder.handler(pantry).verifier(pantry).handler(doors));
  private final List<String> said = new ArrayList<>();

  @AfterEach
  void close() {
    it.close();
  }

  /** Opens a connection for everybody, and notes who lost it. */
  private static final class Doors implements NativeHandler {
    private static final Definition TCP = Interfaces.shipped().shipped("tcp").definition();
    private static final Payload CONNECT =
        MessageCodec.encodeCall(
            TCP.message("connect").orElseThrow(),
            List.of(
                Value.named(
                    "name",
                    Value.record(
                        Value.field("host", Value.text("example.org")),
                        Value.field("port", Value.unsigned(443))))));

    final List<Pid> opened = new CopyOnWriteArrayList<>();
    final List<Pid> closed = new CopyOnWriteArrayList<>();

    @Override
    public Definition definition() {
      return TCP;
    }

    @Override
    public void handle(NativeCall call) {
      opened.add(call.emitter());
      call.onRevoke(() -> closed.add(call.emitter()));
      call.fail();
    }

    @Override
    public void ended(Pid pid) {}

    @Override
    public void close() {}
  }

  // ---- what the scripts say

  private static Value ask(ScriptGuest guest, String message, Value... arguments) {
    var called = PROCESS.message(message).orElseThrow();
    var sent =
        guest.emit(PROCESS.id(), MessageCodec.encodeCall(called, List.of(arguments)), NEEDS_ANSWER);
    var got = guest.await(sent.id());
    if (!got.error()
        && MessageCodec.decodeAnswer(called, got.body())
            instanceof MessageCodec.Decoded.Ok<Value>(var value)) return value;
    return Value.named("error");
  }

  private static Value spawn(ScriptGuest guest, Cid program, String... arguments) {
    return ask(
        guest,
        "spawn",
        Value.bytes(Payload.owning(program.toByteArray())),
        new Value.Items(List.of(arguments).stream().map(Value::text).toList()));
  }

  private static Value pid(Value spawned) {
    if (spawned instanceof Value.Case(var ok, var pid) && ok.equals("ok")) return pid.orElseThrow();
    throw new AssertionError("not started: " + spawned);
  }

  private static Value wait(ScriptGuest guest, Value pid) {
    return ask(guest, "wait", pid);
  }

  private static Value exited(int code) {
    return Value.ok(Value.named("exited", Value.unsigned(code)));
  }

  private static List<Rule> mayAll(InterfaceId... ids) {
    var rules = new ArrayList<>(TestKernel.allow(ids));
    rules.add(new Rule(PROCESS.id(), Optional.empty(), new Scope.Whole(), Breadth.ANY, true));
    return rules;
  }

  private Pid start(String name, Consumer<ScriptGuest> script, List<Rule> rules) {
    var pid = it.kernel.open(TestKernel.request(it.scripts.program(name, script), name, rules));
    it.settle(pid);
    return pid;
  }

  private Cid program(String name, Consumer<ScriptGuest> script) {
    return pantry.keep(it.scripts.program(name, script));
  }

  private KernelSnapshot.OfProcess childOf(Pid parent) {
    it.until(
        () ->
            it.kernel.snapshot().processes().stream()
                .anyMatch(
                    row ->
                        row.parent().equals(parent)
                            && !(row.state() instanceof ProcessState.Loading)));
    it.stepper.runUntilIdle();
    return it.kernel.snapshot().processes().stream()
        .filter(row -> row.parent().equals(parent))
        .findFirst()
        .orElseThrow();
  }

  // ---- starting

  @Test
  void aProgramStartsAnotherGivesItArgumentsAndLearnsOfItsEnd() {
    var child = program("child", guest -> said.add("" + ask(guest, "arguments")));
    var parent =
        start(
            "parent",
            guest -> {
              Value pid = pid(spawn(guest, child, "one", "two"));
              said.add("" + wait(guest, pid).equals(exited(0)));
              said.add("" + wait(guest, pid));
            },
            mayAll());

    it.end(parent);

    assertThat(said).hasSize(3);
    assertThat(said.getFirst()).contains(child.toString(), "one", "two");
    assertThat(said.get(1)).isEqualTo("true");
    assertThat(said.get(2)).contains("err");
  }

  @Test
  void whoEndsAProcessEndsAllThatItHasStarted() {
    var child = program("child", ScriptGuest::receive);
    var parent =
        start(
            "parent",
            guest -> {
              spawn(guest, child);
              guest.receive();
            },
            mayAll());
    childOf(parent);

    it.kernel.end(parent, "you");
    it.end(parent);

    assertThat(it.kernel.snapshot().processes())
        .extracting(KernelSnapshot.OfProcess::state)
        .hasSize(2)
        .containsOnly(new ProcessState.Ended(new Exit.Killed("you")));
  }

  @Test
  void whatAProgramHasStartedOutlivesAnEndOfItsOwn() {
    var child = program("child", ScriptGuest::receive);
    var parent = start("parent", guest -> spawn(guest, child), mayAll());

    it.end(parent);
    it.stepper.runUntilIdle();

    assertThat(it.kernel.snapshot().processes())
        .filteredOn(row -> !(row.state() instanceof ProcessState.Ended))
        .singleElement()
        .extracting(KernelSnapshot.OfProcess::parent)
        .isEqualTo(parent);
  }

  @Test
  void startingIsAskedAboutWithTheProgramAndItsArguments() {
    var child = program("child", guest -> {});
    var parent =
        start("parent", guest -> said.add("" + spawn(guest, child, "rm", "-r")), List.of());

    assertThat(it.asked).hasSize(1);
    var question = it.asked.getFirst();
    assertThat(question.deed()).isEqualTo("spawn");
    assertThat(question.scope())
        .isEqualTo(new Scope.Program(child.toString(), List.of("rm", "-r")));
    assertThat(question.startedBy()).isEmpty();
    it.kernel.decide(question.id(), new Decision.Deny(Lifetime.ONCE, Breadth.EXACT));
    it.end(parent);
    assertThat(said).singleElement().asString().contains("err", "denied");
  }

  @Test
  void aWordForTheseArgumentsDoesNotLetOthersPass() {
    var parent = startsNiceEvilAndNiceAgain();

    it.kernel.decide(it.asked.getFirst().id(), allow(Lifetime.THIS_RUN));
    it.stepper.runUntilIdle();

    assertThat(said).containsExactly("nice ok");
    assertThat(it.asked).hasSize(2);
    assertThat(arguments(it.asked.getLast())).containsExactly("evil");
    it.kernel.decide(it.asked.getLast().id(), new Decision.Deny(Lifetime.ONCE, Breadth.EXACT));
    it.end(parent);
    assertThat(said).containsExactly("nice ok", "evil err", "nice ok");
    assertThat(it.asked).hasSize(2);
  }

  @Test
  void aWordForTheProgramLetsItPassWithAnyArguments() {
    var parent = startsNiceEvilAndNiceAgain();

    it.kernel.decide(
        it.asked.getFirst().id(), new Decision.Allow(Lifetime.THIS_RUN, Breadth.PROGRAM));
    it.end(parent);

    assertThat(said).containsExactly("nice ok", "evil ok", "nice ok");
    assertThat(it.asked).hasSize(1);
  }

  @Test
  void aWordForOnceIsForTheseArgumentsThisOnce() {
    var parent = startsNiceEvilAndNiceAgain();

    for (int i = 0; i < 3; i++) {
      assertThat(it.asked).hasSize(i + 1);
      it.kernel.decide(it.asked.get(i).id(), allow(Lifetime.ONCE));
      it.stepper.runUntilIdle();
    }

    it.end(parent);
    assertThat(said).containsExactly("nice ok", "evil ok", "nice ok");
    assertThat(it.kernel.grants()).isEmpty();
  }

  @Test
  void aNoToTheProgramIsANoWhateverTheArguments() {
    var parent = startsNiceEvilAndNiceAgain();

    it.kernel.decide(it.asked.getFirst().id(), new Decision.Deny(Lifetime.ALWAYS, Breadth.PROGRAM));
    it.end(parent);

    assertThat(said).containsExactly("nice err", "evil err", "nice err");
    assertThat(it.asked).hasSize(1);
  }

  @Test
  void aWordForTheseArgumentsThatIsTakenBackIsAskedForAgain() {
    var child = program("child", guest -> {});
    var parent =
        start(
            "parent",
            guest -> {
              said.add("" + outcome(spawn(guest, child, "nice")));
              guest.hold("go");
              said.add("" + outcome(spawn(guest, child, "nice")));
            },
            TestKernel.allow(GO));
    it.kernel.decide(it.asked.getFirst().id(), allow(Lifetime.ALWAYS));
    it.until(() -> !it.kernel.grants().isEmpty());
    it.stepper.runUntilIdle();

    it.kernel.revoke(it.kernel.grants().getFirst().id());
    it.release("go");
    it.until(() -> it.asked.size() == 2);

    assertThat(arguments(it.asked.getLast())).containsExactly("nice");
    it.kernel.decide(it.asked.getLast().id(), new Decision.DenyRest());
    it.end(parent);
    assertThat(said).containsExactly("ok", "err");
  }

  private Pid startsNiceEvilAndNiceAgain() {
    var child = program("child", guest -> {});
    return start(
        "parent",
        guest -> {
          for (var word : List.of("nice", "evil", "nice"))
            said.add(word + " " + outcome(spawn(guest, child, word)));
        },
        List.of());
  }

  private static String outcome(Value spawned) {
    return spawned instanceof Value.Case(var name, var _) ? name : spawned.toString();
  }

  private static List<String> arguments(cairn.kernel.gate.PermissionRequest question) {
    return ((Scope.Program) question.scope()).arguments();
  }

  @Test
  void whatIsNoProgramIsSaidAndWhatIsNotFoundEndsRefused() {
    var parent =
        start(
            "parent",
            guest -> {
              said.add(
                  ""
                      + ask(
                          guest,
                          "spawn",
                          Value.bytes(Payload.utf8("no CID")),
                          new Value.Items(List.of())));
              said.add("" + wait(guest, pid(spawn(guest, Cid.raw(Sha256.of(Payload.utf8("?")))))));
            },
            mayAll());

    it.end(parent);
    assertThat(said.get(0)).contains("invalid-program");
    assertThat(said.get(1)).contains("refused", "not-found");
  }

  @Test
  void onlyTheParentEndsAndAwaitsItsChildAndOnlyThoseWhoMetKnowWhoIsWho() {
    var child =
        program(
            "child",
            guest -> {
              guest.register(ECHO);
              guest.receive();
              guest.receive();
            });
    var rules = mayAll(ECHO, GO);
    var parent =
        start(
            "parent",
            guest -> {
              Value pid = pid(spawn(guest, child));
              guest.hold("go");
              said.add("parent " + ask(guest, "who-is", pid));
              said.add("parent " + ask(guest, "end", pid));
              said.add("parent " + wait(guest, pid));
            },
            rules);
    long pid = childOf(parent).pid().number();
    var stranger =
        start(
            "stranger",
            guest -> {
              said.add("stranger " + ask(guest, "who-is", Value.unsigned(pid)));
              said.add("stranger " + ask(guest, "end", Value.unsigned(pid)));
              said.add("stranger " + wait(guest, Value.unsigned(pid)));
            },
            rules);
    it.end(stranger);
    assertThat(said).hasSize(3);
    assertThat(said.get(0)).contains("none");
    assertThat(said.get(1)).contains("err");
    assertThat(said.get(2)).contains("err");

    it.kernel.decide(allowing("echo, for the child"), allow(Lifetime.ONCE));
    said.clear();
    it.release("go");
    it.end(parent);
    assertThat(said.get(0)).contains("some");
    assertThat(said.get(1)).contains("ok");
    assertThat(said.get(2)).contains("killed", "process " + parent);
  }

  private cairn.kernel.gate.RequestId allowing(String what) {
    assertThat(it.asked).as(what).isNotEmpty();
    return it.asked.getLast().id();
  }

  private static Decision allow(Lifetime lifetime) {
    return new Decision.Allow(lifetime, Breadth.EXACT);
  }

  @Test
  void aHandlerKnowsTheProgramOfWhoeverSentItAMessage() {
    start(
        "handler",
        guest -> {
          guest.register(ECHO);
          var got = guest.message();
          said.add(
              "" + ask(guest, "who-is", Value.unsigned(got.pid())).toString().startsWith("none"));
          said.add("" + ask(guest, "who-is", Value.unsigned(4711)));
          guest.receive();
        },
        mayAll(ECHO));
    start("client", guest -> guest.ask(ECHO, "x"), mayAll(ECHO));

    assertThat(said.get(0)).isEqualTo("false");
    assertThat(said.get(1)).contains("none");
  }

  // ---- what a child may

  @Test
  void aChildMayWhatItAndItsParentMayAndBeyondThatTheUserIsAskedForBoth() {
    start(
        "handler",
        guest -> {
          guest.register(ECHO);
          while (true) guest.answer(guest.message().id(), "hello");
        },
        TestKernel.allow(ECHO));
    var child =
        program(
            "child",
            guest -> {
              for (int i = 0; i < 2; i++) said.add(guest.ask(ECHO, "x"));
            });
    // The parent may use echo; that is not yet the child's.
    var parent = start("sudoku", guest -> pid(spawn(guest, child)), mayAll(ECHO));
    it.until(() -> !it.asked.isEmpty());
    it.stepper.runUntilIdle();

    var question = it.asked.getFirst();
    assertThat(question.startedBy()).containsExactly("sudoku");
    assertThat(question.pid()).isNotEqualTo(parent);
    it.kernel.decide(question.id(), allow(Lifetime.ALWAYS));
    it.stepper.runUntilIdle();

    // For this run, since it is about the two of them: nothing is kept for the program alone.
    assertThat(said).containsExactly("hello", "hello");
    assertThat(it.kernel.grants()).allMatch(grant -> grant.run().isPresent());
  }

  private Grant tcpGrant(Optional<Pid> run) {
    return it.kernel.grants().stream()
        .filter(grant -> grant.rule().on().equals(Doors.TCP.id()) && grant.run().equals(run))
        .findFirst()
        .orElseThrow();
  }

  /** Its program may connect for ever, and the one that starts it in its run; both do. */
  private Pid parentOfOneThatConnects(boolean mayConnect) {
    var script =
        it.scripts.program(
            "child",
            guest -> {
              guest.await(guest.emit(Doors.TCP.id(), Doors.CONNECT, NEEDS_ANSWER).id());
              guest.receive();
            });
    var child = pantry.keep(script);
    var alone = it.kernel.open(TestKernel.request(script, "child", List.of()));
    decideWhatIsAskedFor(alone, Lifetime.ALWAYS);
    it.until(() -> doors.opened.contains(alone));
    it.kernel.end(alone, "you");
    it.end(alone);
    var parent =
        start(
            "parent",
            guest -> {
              if (mayConnect)
                guest.await(guest.emit(Doors.TCP.id(), Doors.CONNECT, NEEDS_ANSWER).id());
              pid(spawn(guest, child));
              guest.receive();
            },
            mayAll());
    if (mayConnect) {
      decideWhatIsAskedFor(parent, Lifetime.THIS_RUN);
      it.until(() -> doors.opened.contains(parent));
    }
    return parent;
  }

  private void decideWhatIsAskedFor(Pid pid, Lifetime lifetime) {
    it.until(() -> it.asked.stream().anyMatch(question -> question.pid().equals(pid)));
    it.kernel.decide(it.asked.getLast().id(), allow(lifetime));
  }

  @Test
  void whatAChildOpenedIsClosedWhenItsParentMayNotAnyMore() {
    var parent = parentOfOneThatConnects(true);
    var child = childOf(parent).pid();
    it.until(() -> doors.opened.contains(child));
    assertThat(it.row(child).grantsInUse()).as("its own and its parent's").isEqualTo(2);

    it.kernel.revoke(tcpGrant(Optional.of(parent)).id());

    it.until(() -> doors.closed.contains(child));
    assertThat(doors.closed).contains(parent);
    assertThat(it.row(child).grantsInUse()).as("what was taken back is not in use").isEqualTo(1);
  }

  @Test
  void whatAChildDidByItsParentsGrantStaysCountedWhenItHasEnded() {
    var parent = parentOfOneThatConnects(true);
    var child = childOf(parent).pid();
    it.until(() -> doors.opened.contains(child));
    assertThat(tcpGrant(Optional.of(parent)).uses()).isEqualTo(2);

    it.kernel.end(child, "you");
    it.end(child);

    assertThat(tcpGrant(Optional.of(parent)).uses()).isEqualTo(2);
  }

  @Test
  void whatAChildOpenedIsClosedWhenItMayNotItselfAnyMore() {
    var parent = parentOfOneThatConnects(true);
    var child = childOf(parent).pid();
    it.until(() -> doors.opened.contains(child));

    it.kernel.revoke(tcpGrant(Optional.empty()).id());

    it.until(() -> doors.closed.contains(child));
    assertThat(doors.closed).doesNotContain(parent);
  }

  @Test
  void whatWasSaidAboutTheChildInItsRunIsEnoughForIt() {
    var parent = parentOfOneThatConnects(false);
    var child = childOf(parent).pid();
    decideWhatIsAskedFor(child, Lifetime.THIS_RUN);
    it.until(() -> doors.opened.contains(child));
    assertThat(it.row(child).grantsInUse()).isEqualTo(1);

    it.kernel.revoke(tcpGrant(Optional.of(child)).id());

    it.until(() -> doors.closed.contains(child));
  }

  @Test
  void whatIsDeniedToTheParentIsDeniedToTheChild() {
    start(
        "handler",
        guest -> {
          guest.register(ECHO);
          guest.receive();
        },
        TestKernel.allow(ECHO));
    var child = program("child", guest -> said.add(guest.ask(ECHO, "x")));
    var rules = new ArrayList<Rule>();
    rules.add(new Rule(ECHO, Optional.empty(), new Scope.Whole(), Breadth.ANY, false));
    rules.addAll(mayAll());
    var parent =
        start("parent", guest -> said.add("" + wait(guest, pid(spawn(guest, child)))), rules);

    it.end(parent);

    assertThat(said.getFirst()).isEqualTo("error");
    assertThat(it.asked).isEmpty();
  }

  @Test
  void aChildOutlivesItsParentAndIsAllowedNoMoreThanBefore() {
    var child =
        program(
            "child",
            guest -> {
              guest.emit(ECHO, "x", ScriptGuest.MAY_WAIT);
              guest.receive();
            });
    var parent =
        start(
            "parent",
            guest -> {
              pid(spawn(guest, child));
              guest.hold("go");
            },
            mayAll(GO));
    var row = childOf(parent);

    it.release("go");
    it.end(parent);

    assertThat(it.isOver(row.pid())).isFalse();
    assertThat(it.row(row.pid()).parent()).isEqualTo(parent);
    assertThat(it.asked.getLast().startedBy()).containsExactly("parent");
  }

  // ---- limits

  @Test
  void thereAreAtMost64ChildrenAtOnce() {
    var child = program("child", ScriptGuest::receive);
    var parent =
        start(
            "parent",
            guest -> {
              int started = 0;
              while (spawn(guest, child).toString().contains("ok")) started++;
              said.add("" + started);
              guest.receive();
            },
            mayAll());

    assertThat(said).containsExactly("64");
    assertThat(it.row(parent).limitHits()).containsEntry(Limit.CHILDREN, 1L);
  }

  @Test
  void whoMayStartNoMoreUsesUpNobodysStarts() {
    var child = program("child", ScriptGuest::receive);
    start(
        "crowded",
        guest -> {
          for (int i = 0; i < 200; i++) spawn(guest, child);
          guest.receive();
        },
        mayAll());
    start(
        "modest",
        guest -> {
          said.add("" + spawn(guest, child));
          guest.receive();
        },
        mayAll());

    assertThat(said).singleElement().asString().contains("ok");
  }

  @Test
  void argumentsAreNoPlaceToKeepMegabytes() {
    var child = program("child", guest -> {});
    var parent =
        start(
            "parent",
            guest -> {
              // None of them is long.
              var most =
                  Collections.nCopies(ProcessHandler.ARGUMENTS / 8, "").toArray(String[]::new);
              said.add("" + spawn(guest, child, most));
              most[0] = "x";
              said.add("" + spawn(guest, child, most));
            },
            mayAll());
    it.end(parent);

    assertThat(said.get(0)).contains("ok");
    assertThat(said.get(1)).contains("limit-reached");
    assertThat(it.row(parent).limitHits()).containsEntry(Limit.CHILDREN, 1L);
  }

  @Test
  void whatAnEndedProcessWasOpenedWithIsNotKept() {
    var opened = openedWithMuch();
    it.until(() -> it.row(opened.pid()).state() instanceof ProcessState.Ended);

    it.until(
        () -> {
          System.gc();
          return opened.argument().refersTo(null) && opened.module().refersTo(null);
        });
    assertThat(it.row(opened.pid()).name()).isEqualTo("much");
  }

  private record Opened(Pid pid, WeakReference<Payload> module, WeakReference<String> argument) {}

  private Opened openedWithMuch() {
    var module = Payload.utf8("no program");
    var argument = "x".repeat(1000);
    var pid = it.kernel.open(OpenRequest.of(module, "much").withArguments(List.of(argument)));
    return new Opened(pid, new WeakReference<>(module), new WeakReference<>(argument));
  }

  @Test
  void familiesAreEightDeep() {
    var self = new Cid[1];
    Consumer<ScriptGuest> script =
        guest -> {
          Value spawned = spawn(guest, self[0]);
          said.add(spawned.toString().contains("limit-reached") ? "limit" : "started");
          guest.receive();
        };
    self[0] = program("family", script);
    start("family", script, mayAll());
    while (!said.contains("limit")) {
      it.until(() -> !it.kernel.snapshot().questions().isEmpty() || said.contains("limit"));
      for (var question : it.kernel.snapshot().questions())
        it.kernel.decide(question.id(), allow(Lifetime.ONCE));
      it.stepper.runUntilIdle();
    }

    assertThat(said).hasSize(8);
    assertThat(it.asked.getLast().startedBy()).hasSize(7);
  }
}
