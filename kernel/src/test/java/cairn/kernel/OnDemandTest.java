package cairn.kernel;

import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.ScriptGuest.QUESTION;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.KernelSnapshot.Keeping;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.Scope;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Choices for every run: the programs behind them start when messages want them. */
final class OnDemandTest {
  private static final InterfaceId ECHO = own("echo");
  private static final InterfaceId GO = own("go");
  private static final Definition RANDOM = Interfaces.shipped().shipped("random").definition();
  private static final Optional<ProgramId> EVERYBODY = Optional.empty();
  private static final String HANDLER = "echo-handler";

  private final TestPantry pantry = new TestPantry();
  private final TestChoices shelf = new TestChoices();
  private final TestGrants permissions = new TestGrants(program(HANDLER), ECHO, GO);
  private final List<Pid> random = new CopyOnWriteArrayList<>();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<TestKernel> kernels = new ArrayList<>();

  @AfterEach
  void close() {
    kernels.forEach(TestKernel::close);
  }

  /** Java code that answers random with an error, and notes who asked. */
  private final class Refusing implements NativeHandler {
    @Override
    public Definition definition() {
      return RANDOM;
    }

    @Override
    public void handle(NativeCall call) {
      random.add(call.emitter());
      call.fail();
    }

    @Override
    public void ended(Pid pid) {}

    @Override
    public void close() {}
  }

  private TestKernel kernel() {
    var it =
        new TestKernel(
            builder ->
                builder
                    .handler(pantry)
                    .verifier(pantry)
                    .handler(new Refusing())
                    .choices(shelf)
                    .grants(permissions));
    kernels.add(it);
    return it;
  }

  private static ProgramId program(String name) {
    return new ProgramId(Sha256.of(Payload.utf8(name)));
  }

  private static ContentAddress address(String name) {
    return ContentAddress.of(Cid.raw(Sha256.of(Payload.utf8(name))));
  }

  private static KeptChoice.Where where(InterfaceId on, Optional<ProgramId> of, boolean filter) {
    return new KeptChoice.Where(on, of, filter);
  }

  private static final KeptChoice.Where FOR_ALL = where(ECHO, EVERYBODY, false);

  /** Was chosen in an earlier run. */
  private void chosen(KeptChoice.Where where) {
    var choice = new KeptChoice(where, program(HANDLER), HANDLER, address(HANDLER));
    shelf.kept.put(where, choice);
  }

  /** There is such a program to load. */
  private void handler(TestKernel it, Consumer<ScriptGuest> script) {
    pantry.keep(it.scripts.program(HANDLER, script));
  }

  private Consumer<ScriptGuest> answering(InterfaceId on) {
    return guest -> {
      said.add("registers " + guest.register(on));
      while (true) {
        var got = guest.message();
        if (got.id() == 0) said.add("took " + got.body().utf8());
        else guest.answer(got.id(), "echo of " + got.body().utf8());
      }
    };
  }

  private Consumer<ScriptGuest> lateAnswering(InterfaceId on) {
    return guest -> {
      guest.hold("go");
      answering(on).accept(guest);
    };
  }

  private Pid client(TestKernel it, String name, Consumer<ScriptGuest> script) {
    return it.open(name, script, ECHO, GO, RANDOM.id());
  }

  private Pid asking(TestKernel it, String name) {
    return client(it, name, guest -> said.add(name + ": " + guest.ask(ECHO, name)));
  }

  private static List<Pid> processes(TestKernel it, String name) {
    return it.kernel.snapshot().processes().stream()
        .filter(row -> row.name().equals(name))
        .map(KernelSnapshot.OfProcess::pid)
        .sorted(Comparator.comparingLong(Pid::number))
        .toList();
  }

  /** Empty before the choices are loaded. */
  private static Optional<Keeping> keeping(TestKernel it, InterfaceId on) {
    return it.port(on)
        .flatMap(port -> port.routing().kept().stream().findFirst())
        .map(KernelSnapshot.OfKept::now);
  }

  private static String waitsFor(TestKernel it, Pid pid) {
    return it.state(pid) instanceof ProcessState.Waiting(var _, var what, var _) ? what : "";
  }

  @Test
  void aHundredMessagesStartOneProcess() {
    chosen(FOR_ALL);
    var it = kernel();
    handler(it, answering(ECHO));
    var clients = new ArrayList<Pid>();
    for (int i = 0; i < 100; i++) clients.add(asking(it, "client" + i));

    for (Pid each : clients) it.end(each);

    assertThat(processes(it, HANDLER)).hasSize(1);
    assertThat(said).hasSize(101).contains("registers ok", "client99: echo of client99");
    assertThat(keeping(it, ECHO)).contains(new Keeping.Answers(processes(it, HANDLER).getFirst()));
  }

  @Test
  void nothingStartsItBeforeAMessage() {
    chosen(FOR_ALL);
    var it = kernel();
    handler(it, answering(ECHO));
    it.settle(client(it, "idle", ScriptGuest::receive));

    assertThat(processes(it, HANDLER)).isEmpty();
    assertThat(keeping(it, ECHO)).contains(new Keeping.Idle());
  }

  @Test
  void whoWaitsSaysForWhomAlsoWhereItMayNotWait() {
    chosen(FOR_ALL);
    var it = kernel();
    handler(it, lateAnswering(ECHO));
    var patient = asking(it, "patient");
    var impatient =
        client(
            it,
            "impatient",
            guest -> {
              var sent = guest.emit(ECHO, "now", NEEDS_ANSWER);
              said.add("status " + sent.status());
              said.add(guest.await(sent.id()).body().utf8());
              guest.emit(ECHO, "a one-way", 0);
            });
    it.until(() -> waitsFor(it, patient).equals("echo-handler to start"));
    it.until(() -> waitsFor(it, impatient).equals("echo-handler to start"));
    it.until(() -> waitsFor(it, processes(it, HANDLER).getFirst()).startsWith("a handler for"));
    assertThat(keeping(it, ECHO)).contains(new Keeping.Starts(processes(it, HANDLER).getFirst()));

    it.release("go");
    it.end(patient);
    it.end(impatient);
    it.stepper.runUntilIdle();

    assertThat(said)
        .contains("patient: echo of patient", "status 0", "echo of now", "took a one-way");
  }

  @Test
  void whatCannotBeLoadedFailsWhatMayNotWaitAndRests() {
    chosen(FOR_ALL);
    var it = kernel();
    var patient = asking(it, "patient");
    it.until(() -> keeping(it, ECHO).filter(Keeping.Failed.class::isInstance).isPresent());
    it.until(() -> waitsFor(it, patient).endsWith(", since echo-handler did not start"));
    assertThat(keeping(it, ECHO).orElseThrow())
        .isInstanceOfSatisfying(
            Keeping.Failed.class,
            failed ->
                assertThat(failed.why())
                    .isInstanceOfSatisfying(
                        Exit.Refused.class,
                        refused ->
                            assertThat(refused.why()).isInstanceOf(LoadFault.NotFound.class)));

    // It becomes there, and the user wants it to be tried again.
    handler(it, answering(ECHO));
    it.kernel.startKept(FOR_ALL);
    it.end(patient);

    assertThat(said).contains("patient: echo of patient");
    assertThat(processes(it, HANDLER)).hasSize(2);
  }

  @Test
  void aProgramThatEndsBeforeItRegistersIsNotStartedAgainAtOnce() {
    chosen(FOR_ALL);
    var it = kernel();
    handler(it, guest -> said.add("ends"));
    var impatient =
        client(
            it,
            "impatient",
            guest -> {
              var sent = guest.emit(ECHO, "1", NEEDS_ANSWER);
              said.add("answered with an error: " + guest.await(sent.id()).error());
              for (int i = 0; i < 50; i++) guest.emit(ECHO, "more", 0);
            });
    it.end(impatient);
    it.stepper.runUntilIdle();

    assertThat(said).contains("ends", "answered with an error: true");
    // The pauses last longer than fifty messages take, however slow this machine is: they double.
    assertThat(processes(it, HANDLER)).hasSizeLessThan(8);
  }

  @Test
  void onceTheUserHasEndedItTheNextMessageStartsItAgain() {
    chosen(FOR_ALL);
    var it = kernel();
    handler(it, answering(ECHO));
    it.end(asking(it, "first"));

    it.kernel.end(processes(it, HANDLER).getFirst(), "you");
    it.stepper.runUntilIdle();
    assertThat(processes(it, HANDLER)).hasSize(1);
    assertThat(keeping(it, ECHO)).contains(new Keeping.Idle());
    it.end(asking(it, "second"));

    assertThat(said).contains("first: echo of first", "second: echo of second");
    assertThat(processes(it, HANDLER)).hasSize(2);
  }

  @Test
  void whatWaitsWhenTheUserEndsItDoesNotStartIt() {
    chosen(FOR_ALL);
    var it = kernel();
    handler(it, lateAnswering(ECHO));
    var patient = asking(it, "patient");
    it.until(() -> waitsFor(it, patient).equals("echo-handler to start"));

    it.kernel.end(processes(it, HANDLER).getFirst(), "you");
    it.stepper.runUntilIdle();
    assertThat(processes(it, HANDLER)).hasSize(1);
    assertThat(it.isOver(patient)).isFalse();

    it.release("go");
    var next = asking(it, "next");
    it.end(next);
    it.end(patient);
    assertThat(processes(it, HANDLER)).hasSize(2);
  }

  @Test
  void aProgramForOneMessageEachIsStartedForEach() {
    chosen(FOR_ALL);
    var it = kernel();
    handler(
        it,
        guest -> {
          guest.register(ECHO);
          var got = guest.message();
          guest.answer(got.id(), "once " + got.body().utf8());
        });
    var clients = List.of(asking(it, "a"), asking(it, "b"), asking(it, "c"));

    for (Pid each : clients) it.end(each);

    assertThat(said).containsExactlyInAnyOrder("a: once a", "b: once b", "c: once c");
    assertThat(processes(it, HANDLER)).hasSize(3);
  }

  @Test
  void messagesThatWaitGoInOrderToWhomeverTheUserChoosesInstead() {
    chosen(FOR_ALL);
    var it = kernel();
    handler(it, lateAnswering(ECHO));
    var other =
        client(
            it,
            "other",
            guest -> {
              said.add("other registers " + guest.register(ECHO));
              while (true) {
                var got = guest.message();
                said.add("other took " + got.body().utf8());
              }
            });
    it.settle(other);
    var sender =
        client(
            it,
            "sender",
            guest -> {
              for (int i = 0; i < 3; i++) guest.emit(ECHO, "m" + i, 0);
            });
    it.end(sender);
    it.until(() -> processes(it, HANDLER).size() == 1);

    assertThat(it.kernel.choose(ECHO, EVERYBODY, new Answerer.Process(other)))
        .isEqualTo(Choice.DONE);
    it.stepper.runUntilIdle();

    assertThat(said)
        .containsExactly(
            "other registers taken", "other took m0", "other took m1", "other took m2");
    assertThat(keeping(it, ECHO)).contains(new Keeping.SetAside());
    assertThat(it.asked).isEmpty();
    // Its place is taken for this run, so it is only known to be able.
    it.release("go");
    assertThat(said).endsWith("registers taken");
  }

  @Test
  void whoRunsAlreadyAndWantedToAnswerIsTakenRatherThanAnother() {
    chosen(FOR_ALL);
    var it = kernel();
    handler(it, answering(ECHO));
    var first = it.kernel.open(OpenRequest.of(address(HANDLER), HANDLER));
    it.settle(first);
    var second = it.kernel.open(OpenRequest.of(address(HANDLER), HANDLER));
    it.settle(second);
    assertThat(said).containsExactly("registers ok", "registers taken");
    it.kernel.end(first, "you");

    it.end(asking(it, "client"));

    assertThat(processes(it, HANDLER)).containsExactly(first, second);
    assertThat(it.port(ECHO).orElseThrow().handler()).isEqualTo(new HandledBy.Process(second));
  }

  @Test
  void whatIsKeptIsStoredBeforeThatIsSaidAndHoldsInTheNextRun() {
    var it = kernel();
    handler(it, answering(ECHO));
    var running = it.kernel.open(OpenRequest.of(address(HANDLER), HANDLER));
    it.settle(running);

    var choice = it.kernel.keep(FOR_ALL, running).toCompletableFuture().join();

    assertThat(choice).isEqualTo(Choice.DONE);
    assertThat(shelf.kept)
        .containsEntry(
            FOR_ALL, new KeptChoice(FOR_ALL, program(HANDLER), HANDLER, address(HANDLER)));
    assertThat(keeping(it, ECHO)).contains(new Keeping.Answers(running));

    var next = kernel();
    handler(next, answering(ECHO));
    next.end(asking(next, "client"));
    assertThat(processes(next, HANDLER)).hasSize(1);
  }

  @Test
  void whatCannotBeKeptIsSaid() {
    var it = kernel();
    handler(it, answering(ECHO));
    var fromFile = it.open("from a file", answering(ECHO), ECHO);
    it.settle(fromFile);
    assertThat(it.kernel.keep(FOR_ALL, fromFile).toCompletableFuture().join())
        .isEqualTo(Choice.NO_ADDRESS);

    shelf.full = true;
    var running = it.kernel.open(OpenRequest.of(address(HANDLER), HANDLER));
    it.settle(running);
    assertThat(it.kernel.keep(FOR_ALL, running).toCompletableFuture().join())
        .isEqualTo(Choice.NOT_STORED);
    // In this run it does.
    assertThat(it.port(ECHO).orElseThrow().handler()).isEqualTo(new HandledBy.Process(running));
    assertThat(it.port(ECHO).orElseThrow().routing().kept()).isEmpty();
    assertThat(shelf.kept).isEmpty();
  }

  @Test
  void whatIsForgottenIsNotStartedAnyMore() {
    chosen(FOR_ALL);
    var it = kernel();
    handler(it, answering(ECHO));
    it.settle(client(it, "idle", ScriptGuest::receive));

    it.kernel.forgetKept(FOR_ALL);
    var client =
        client(it, "client", guest -> said.add("status " + guest.emit(ECHO, "x", 0).status()));
    it.end(client);

    assertThat(said).containsExactly("status 1");
    it.until(shelf.kept::isEmpty);
    assertThat(processes(it, HANDLER)).isEmpty();
  }

  private static int bytes(ScriptGuest guest) {
    var call = RANDOM.message("bytes").orElseThrow();
    var sent =
        guest.emit(
            RANDOM.id(), MessageCodec.encodeCall(call, List.of(Value.unsigned(4))), NEEDS_ANSWER);
    var got = guest.await(sent.id());
    return got.error() ? -1 : got.body().length();
  }

  /** To take the place of code inside Cairn is a danger, which no rule about everything covers. */
  private static void allowWhatIsAsked(TestKernel it) {
    it.until(() -> !it.asked.isEmpty());
    var question = it.asked.getFirst();
    assertThat(question.program()).isEqualTo(program(HANDLER));
    it.kernel.decide(question.id(), new Decision.Allow(Lifetime.THIS_RUN, Breadth.EXACT));
  }

  @Test
  void aRouteOfOneProgramIsKeptForThatOneAndTheAnswererItselfGetsCairn() {
    chosen(where(RANDOM.id(), Optional.of(program("routed")), false));
    var it = kernel();
    handler(
        it,
        guest -> {
          said.add("before: " + bytes(guest));
          said.add("registers " + guest.register(RANDOM.id()));
          said.add("after: " + bytes(guest));
          while (true) guest.answer(guest.message().id(), Payload.utf8("1234567"));
        });
    it.end(client(it, "other", guest -> said.add("other: " + bytes(guest))));
    assertThat(processes(it, HANDLER)).isEmpty();

    var routed = client(it, "routed", guest -> said.add("routed: " + bytes(guest)));
    allowWhatIsAsked(it);
    it.end(routed);

    assertThat(said)
        .containsExactly("other: -1", "before: -1", "registers ok", "after: -1", "routed: 7");
    assertThat(random).hasSize(3);
  }

  @Test
  void aFilterIsKeptAndNothingPassesBeforeItRuns() {
    chosen(where(RANDOM.id(), EVERYBODY, true));
    var it = kernel();
    handler(
        it,
        guest -> {
          guest.register(RANDOM.id());
          while (true) guest.answer(guest.message().id(), Payload.utf8("filtered"));
        });

    var client = client(it, "client", guest -> said.add("client: " + bytes(guest)));
    allowWhatIsAsked(it);
    it.end(client);

    assertThat(said).containsExactly("client: 8");
    assertThat(random).isEmpty();
  }

  @Test
  void whoWasChosenForEveryRunIsNotAskedForOnceMore() {
    chosen(FOR_ALL);
    permissions.none = true;
    var it = kernel();
    handler(it, answering(ECHO));
    var patient = asking(it, "patient");

    it.end(patient);

    assertThat(said).contains("registers ok", "patient: echo of patient");
    assertThat(it.asked).isEmpty();
  }

  @Test
  void whatElseItWantsToAnswerIsAskedAboutAsEver() {
    chosen(FOR_ALL);
    permissions.none = true;
    var it = kernel();
    handler(
        it,
        guest -> {
          guest.register(GO);
          answering(ECHO).accept(guest);
        });
    var patient = asking(it, "patient");
    it.until(() -> !it.asked.isEmpty());

    assertThat(it.asked.getFirst().scope())
        .isInstanceOfSatisfying(
            Scope.OfInterface.class, scope -> assertThat(scope.id()).isEqualTo(GO));
    it.kernel.decide(it.asked.getFirst().id(), new Decision.Deny(Lifetime.ONCE, Breadth.EXACT));
    it.end(patient);
    assertThat(said).contains("registers ok");
  }

  @Test
  void anAddressThatLeadsToAnotherProgramIsNotRun() {
    var lie = new KeptChoice(FOR_ALL, program("something else"), HANDLER, address(HANDLER));
    shelf.kept.put(FOR_ALL, lie);
    var it = kernel();
    handler(it, answering(ECHO));

    var client =
        client(
            it,
            "client",
            guest -> {
              var sent = guest.emit(ECHO, "x", NEEDS_ANSWER);
              said.add("error " + guest.await(sent.id()).error());
            });
    it.end(client);

    assertThat(said).containsExactly("error true");
    assertThat(keeping(it, ECHO).orElseThrow()).isInstanceOf(Keeping.Failed.class);
  }

  @Test
  void aStrangerCannotTakeThePlaceAndNobodyIsAskedAboutIt() {
    chosen(FOR_ALL);
    permissions.none = true;
    var it = kernel();
    handler(it, answering(ECHO));
    var stranger =
        it.kernel.open(
            TestKernel.request(
                it.scripts.program("stranger", answering(ECHO)), "stranger", List.of()));
    it.settle(stranger);

    assertThat(said).containsExactly("registers taken");
    assertThat(it.asked).isEmpty();
  }

  @Test
  void choicesForWhatNoProgramMayAnswerAreNotUsed() {
    var interfaces = Interfaces.shipped();
    for (String name : List.of("interface", "process", "loader"))
      chosen(where(interfaces.shipped(name).definition().id(), EVERYBODY, false));
    chosen(FOR_ALL);
    var it = kernel();
    handler(it, answering(ECHO));

    it.end(asking(it, "client"));

    assertThat(said).contains("client: echo of client");
    assertThat(
            it.kernel.snapshot().interfaces().stream()
                .filter(row -> !row.routing().kept().isEmpty()))
        .extracting(KernelSnapshot.OfInterface::id)
        .containsExactly(ECHO);
  }

  @Test
  void whoHasGivenUpAnsweringIsNotWaitedFor() {
    chosen(FOR_ALL);
    var it = kernel();
    handler(
        it,
        guest -> {
          guest.register(ECHO);
          guest.answer(guest.message().id(), "the last");
          unregister(guest);
          while (true) guest.receive();
        });
    it.end(asking(it, "client"));
    it.stepper.runUntilIdle();

    it.end(client(it, "late", guest -> said.add("status " + guest.emit(ECHO, "", 0).status())));

    assertThat(said).containsExactly("client: the last", "status 1");
  }

  private static void unregister(ScriptGuest guest) {
    var definition = Interfaces.shipped().shipped("interface").definition();
    var call = definition.message("unregister").orElseThrow();
    var body =
        MessageCodec.encodeCall(
            call, List.of(Value.bytes(Payload.owning(ECHO.hash().toByteArray()))));
    guest.await(guest.emit(definition.id(), body, QUESTION).id());
  }
}
