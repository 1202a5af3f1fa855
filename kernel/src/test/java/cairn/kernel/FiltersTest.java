package cairn.kernel;

import static cairn.kernel.ScriptGuest.MAY_WAIT;
import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.ScriptGuest.QUESTION;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cairn.kernel.MessageTrace.Outcome;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Programs that stand before a handler: they see, answer, drop, pass on and change. Long, because
 * all cases share the words in which a filter speaks to the kernel.
 */
final class FiltersTest {
  private static final InterfaceId ECHO = own("echo");
  private static final InterfaceId GO = own("go");
  private static final InterfaceId NEVER = own("never");
  private static final InterfaceId MORE = own("more");
  private static final InterfaceId CANCEL = own("cancel");
  private static final Definition TCP = Interfaces.shipped().shipped("tcp").definition();
  private static final Optional<ProgramId> EVERYBODY = Optional.empty();

  private final FakeTcp tcp = new FakeTcp();
  private final TestKernel it = new TestKernel(builder -> builder.handler(tcp));
  private final List<String> said = new ArrayList<>();

  @AfterEach
  void close() {
    it.close();
  }

  /** Connects to anywhere, with the port as the socket. */
  private static final class FakeTcp implements NativeHandler {
    final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public Definition definition() {
      return TCP;
    }

    @Override
    public void handle(NativeCall call) {
      seen.add(call.message().name() + " of " + call.emitter() + " " + call.arguments());
      call.fail();
    }

    @Override
    public void ended(Pid pid) {}

    @Override
    public void close() {}
  }

  private Pid start(String name, Consumer<ScriptGuest> script) {
    var pid = it.open(name, script, ECHO, GO, NEVER, MORE, CANCEL, TCP.id());
    it.settle(pid);
    return pid;
  }

  private Optional<ProgramId> program(Pid pid) {
    return it.row(pid).program();
  }

  private static String tell(ScriptGuest guest, String message, Value... arguments) {
    var it = Interfaces.shipped().shipped("interface").definition();
    var called = it.message(message).orElseThrow();
    var sent =
        guest.emit(it.id(), MessageCodec.encodeCall(called, List.of(arguments)), NEEDS_ANSWER);
    var got = guest.await(sent.id());
    if (got.error()) return "error";
    return switch (MessageCodec.decodeAnswer(called, got.body())) {
      case MessageCodec.Decoded.Ok<Value>(Value.Case(var name, var payload)) ->
          payload.isPresent() && payload.get() instanceof Value.Case(var error, var _)
              ? error
              : name;
      case MessageCodec.Decoded.Ok<Value>(var other) -> other.toString();
      case MessageCodec.Decoded.Malformed<Value> bad -> bad.toString();
    };
  }

  private static String pass(ScriptGuest guest, long id) {
    return tell(guest, "pass", Value.unsigned(id));
  }

  private static String change(ScriptGuest guest, long id, Payload body) {
    return tell(guest, "pass-changed", Value.unsigned(id), Value.bytes(body));
  }

  /** Holds one message until it is released, and passes it on. */
  private void holdingOne(ScriptGuest guest) {
    guest.register(ECHO);
    var got = guest.message();
    guest.hold("go");
    said.add(pass(guest, got.id()));
    guest.hold("never");
  }

  /** Sees everything and passes it on. */
  private Consumer<ScriptGuest> seeing(InterfaceId id, String name) {
    return guest -> {
      guest.register(id);
      while (true) {
        var got = guest.message();
        said.add(name + " sees " + got.body().utf8() + " of " + got.pid());
        said.add(pass(guest, got.id()));
      }
    };
  }

  private void echo(ScriptGuest guest) {
    guest.register(ECHO);
    while (true) {
      var got = guest.message();
      if (got.id() == 0) said.add("took " + got.body().utf8() + " of " + got.pid());
      else guest.answer(got.id(), "echo " + got.body().utf8());
    }
  }

  private void filter(InterfaceId on, Optional<ProgramId> of, Pid by) {
    assertThat(it.kernel.filter(on, of, Optional.of(by))).isEqualTo(Choice.DONE);
    it.stepper.runUntilIdle();
  }

  private static Payload connect(int port) {
    return connect(port, "connect");
  }

  private static Payload connect(int port, String message) {
    var to =
        Value.record(
            Value.field(
                "ip", Value.named("v4", Value.bytes(Payload.copyOf(new byte[] {10, 0, 0, 7})))),
            Value.field("port", Value.unsigned(port)));
    return MessageCodec.encodeCall(
        TCP.message(message).orElseThrow(),
        List.of(message.equals("connect") ? Value.named("address", to) : to));
  }

  @Test
  void aFilterLogsAndPassesTcpOfOneProgramOnly() {
    var log = new ArrayList<String>();
    var filter =
        start(
            "filter",
            guest -> {
              assertThat(guest.register(TCP.id())).isEqualTo("taken");
              while (true) {
                var got = guest.message();
                if (!(MessageCodec.decodeCall(TCP, got.body())
                    instanceof MessageCodec.Decoded.Ok<MessageCodec.Call>(var call))) continue;
                log.add(got.pid() + " " + call.message().name());
                said.add(pass(guest, got.id()));
              }
            });
    Consumer<ScriptGuest> client =
        guest -> {
          guest.hold("go");
          var got = guest.await(guest.emit(TCP.id(), connect(443), NEEDS_ANSWER).id());
          said.add(got.error() ? "answered" : "?");
        };
    var watched = start("watched", client);
    var free = start("free", client);
    filter(TCP.id(), program(watched), filter);

    it.release("go");

    it.end(watched);
    it.end(free);
    assertThat(log).containsExactly(watched + " connect");
    assertThat(said).containsExactlyInAnyOrder("ok", "answered", "answered");
    assertThat(tcp.seen).hasSize(2).anyMatch(s -> s.startsWith("connect of " + watched + " "));
    var routing = it.port(TCP.id()).orElseThrow().routing();
    assertThat(routing.filters())
        .containsExactly(
            new KernelSnapshot.OfPlace(
                program(watched), new KernelSnapshot.HandledBy.Process(filter), 0));
  }

  @Test
  void whatIsPassedKeepsItsEmitterAndTheAnswerGoesToIt() {
    start("handler", this::echo);
    var filter = start("filter", seeing(ECHO, "filter"));
    filter(ECHO, EVERYBODY, filter);

    var client =
        start(
            "client",
            guest -> {
              guest.emit(ECHO, "one-way", 0);
              said.add(guest.ask(ECHO, "question"));
            });

    assertThat(said)
        .containsExactlyInAnyOrder(
            "filter sees one-way of " + client,
            "took one-way of " + client,
            "ok",
            "filter sees question of " + client,
            "ok",
            "echo question");
    assertThat(it.port(ECHO).orElseThrow().messages()).isEqualTo(2);
  }

  @Test
  void aFilterMayAnswerOrDropInstead() {
    start("handler", this::echo);
    var filter =
        start(
            "filter",
            guest -> {
              guest.register(ECHO);
              var question = guest.message();
              guest.answer(question.id(), "mine");
              said.add(pass(guest, question.id()));
              var oneWay = guest.message();
              said.add("dropped " + guest.answerError(oneWay.id()));
              said.add(pass(guest, oneWay.id()));
              said.add(pass(guest, 12345));
              guest.hold("never");
            });
    filter(ECHO, EVERYBODY, filter);

    var client =
        start(
            "client",
            guest -> {
              said.add(guest.ask(ECHO, "x"));
              guest.emit(ECHO, "y", 0);
            });

    it.end(client);
    assertThat(said).containsExactlyInAnyOrder("mine", "err", "dropped 0", "err", "err");
  }

  @Test
  void anEndedFilterMeansNoHandlerAndNeverABypass() {
    start("handler", this::echo);
    var filter =
        start(
            "filter",
            guest -> {
              guest.register(ECHO);
              guest.message();
              guest.hold("never");
            });
    filter(ECHO, EVERYBODY, filter);
    var taken = start("taken", guest -> said.add("taken " + guest.ask(ECHO, "a")));
    var waits = start("waits", guest -> said.add("waits " + guest.ask(ECHO, "b")));

    it.kernel.end(filter, "the test");
    it.end(taken);
    start("later", guest -> said.add("status " + guest.emit(ECHO, "c", NEEDS_ANSWER).status()));

    assertThat(said).containsExactly("taken error", "status 1");
    assertThat(it.isOver(waits)).isFalse();
    assertThat(it.kernel.filter(ECHO, EVERYBODY, Optional.empty())).isEqualTo(Choice.DONE);
    it.end(waits);
    assertThat(said).endsWith("waits echo b");
  }

  @Test
  void whatAFilterHoldsCountsAgainstItsMailbox() {
    start("handler", this::echo);
    var filter =
        it.open(
            "filter",
            guest -> {
              guest.register(ECHO);
              var first = guest.message();
              guest.message();
              guest.hold("go");
              said.add(pass(guest, first.id()));
              guest.hold("never");
            },
            TestKernel.limits(2, 1000, 64, 8),
            ECHO,
            GO,
            NEVER);
    it.settle(filter);
    filter(ECHO, EVERYBODY, filter);
    var client =
        start(
            "client",
            guest -> {
              for (int i = 0; i < 3; i++) guest.emit(ECHO, "m" + i, MAY_WAIT);
              said.add("status " + guest.emit(ECHO, "m", 0).status());
            });
    assertThat(it.state(client)).isInstanceOf(ProcessState.Waiting.class);
    assertThat(it.row(filter).limitHits()).containsEntry(Limit.MAILBOX, 1L);

    it.release("go");

    it.end(client);
    assertThat(said).contains("ok", "status 2");
  }

  @Test
  void messagesKeepTheirOrderWhenAFilterComesAndGoes() {
    var handler =
        start(
            "handler",
            guest -> {
              guest.register(ECHO);
              guest.hold("go");
              for (int i = 0; i < 5; i++) said.add(guest.message().body().utf8());
            });
    var filter =
        start(
            "filter",
            guest -> {
              guest.register(ECHO);
              for (int i = 0; i < 2; i++) pass(guest, guest.message().id());
              guest.hold("never");
            });
    start(
        "client",
        guest -> {
          for (int i = 0; i < 3; i++) guest.emit(ECHO, "m" + i, 0);
          guest.hold("more");
          for (int i = 3; i < 5; i++) guest.emit(ECHO, "m" + i, 0);
        });
    // m0 to m2 go from the handler to the filter, two of them back, and m2 when it is taken out.
    filter(ECHO, EVERYBODY, filter);
    it.release("more");
    assertThat(it.row(filter).mailboxMessages()).isEqualTo(3);
    assertThat(it.row(handler).mailboxMessages()).isEqualTo(2);
    it.kernel.filter(ECHO, EVERYBODY, Optional.empty());
    it.release("go");

    it.end(handler);
    assertThat(said).containsExactly("m0", "m1", "m2", "m3", "m4");
  }

  @Test
  void whatIsChangedIsDecidedAboutForTheEmitterAndForTheFilter() {
    var filter =
        it.kernel.open(
            TestKernel.request(
                it.scripts.program(
                    "filter",
                    guest -> {
                      guest.register(TCP.id());
                      var got = guest.message();
                      said.add(change(guest, got.id(), Payload.utf8("nonsense")));
                      said.add(change(guest, got.id(), connect(80)));
                      said.add(change(guest, got.id(), connect(80)));
                      guest.receive();
                    }),
                "filter",
                List.of()));
    it.settle(filter);
    var rule =
        new Rule(
            TCP.id(),
            Optional.of("connect"),
            new Scope.Endpoint("10.0.0.7", 443, Scope.Reach.LOCAL),
            Breadth.EXACT,
            true);
    var client =
        it.kernel.open(
            TestKernel.request(
                it.scripts.program(
                    "client",
                    guest -> {
                      guest.hold("go");
                      guest.await(guest.emit(TCP.id(), connect(443), NEEDS_ANSWER).id());
                      said.add("answered");
                    }),
                "client",
                List.of(rule, TestKernel.allow(GO).getLast())));
    it.settle(client);
    filter(TCP.id(), program(client), filter);
    it.release("go");

    assertThat(said).containsExactly("unfit", "ok", "unknown");
    assertThat(it.asked).extracting(request -> request.pid()).containsExactly(client);
    allowOnce();
    assertThat(it.asked).extracting(request -> request.pid()).containsExactly(client, filter);
    assertThat(it.asked)
        .extracting(request -> request.changed())
        .containsOnly(
            Optional.of(new PermissionRequest.Changed(client, "client", filter, "filter")));
    assertThat(tcp.seen).isEmpty();
    allowOnce();

    it.end(client);
    assertThat(said).endsWith("answered");
    assertThat(tcp.seen)
        .singleElement()
        .asString()
        .contains("80")
        .startsWith("connect of " + client);
  }

  @Test
  void whatAFilterPutsIntoAnOpenSocketIsNotAskedAbout() {
    var write = TCP.message("write").orElseThrow();
    var forger =
        it.open(
            "forger",
            guest -> {
              guest.register(TCP.id());
              var forged =
                  MessageCodec.encodeCall(
                      write, List.of(Value.unsigned(1), Value.bytes(Payload.utf8("forged"))));
              said.add(change(guest, guest.message().id(), forged));
              guest.hold("never");
            },
            NEVER);
    it.settle(forger);
    filter(TCP.id(), EVERYBODY, forger);
    var sent =
        MessageCodec.encodeCall(
            write, List.of(Value.unsigned(1), Value.bytes(Payload.utf8("sent"))));
    var client =
        start("client", guest -> guest.await(guest.emit(TCP.id(), sent, NEEDS_ANSWER).id()));

    it.end(client);

    var forged = List.of(Value.unsigned(1), Value.bytes(Payload.utf8("forged")));
    assertThat(tcp.seen).containsExactly("write of " + client + " " + forged);
    assertThat(it.asked).isEmpty();
  }

  @Test
  void whatAFilterChangesIsTracedAsSentAndAsChanged() {
    var forged = "transfer 9999 to mallory";
    var handler =
        start(
            "handler",
            guest -> {
              guest.register(ECHO);
              for (int i = 0; i < 2; i++) {
                var got = guest.message();
                said.add(got.body().utf8());
                if (got.id() != 0) guest.answer(got.id(), "paid");
              }
              guest.hold("never");
            });
    var forger =
        start(
            "forger",
            guest -> {
              guest.register(ECHO);
              for (int i = 0; i < 2; i++)
                said.add(change(guest, guest.message().id(), Payload.utf8(forged)));
              guest.hold("never");
            });
    filter(ECHO, EVERYBODY, forger);
    var trace = it.kernel.trace();
    for (Pid pid : List.of(handler, forger)) trace.record(pid, true);
    long before = trace.next();
    var client =
        start(
            "client",
            guest -> {
              guest.emit(ECHO, "pay 5", 0);
              said.add(guest.ask(ECHO, "pay 6"));
            });
    it.end(client);

    assertThat(said).contains("paid").filteredOn(forged::equals).hasSize(2);
    var rows =
        trace.since(before, 1000).rows().stream().filter(row -> row.on().equals(ECHO)).toList();
    assertThat(rows)
        .extracting(
            MessageTrace.Row::from,
            MessageTrace.Row::to,
            MessageTrace.Row::size,
            MessageTrace.Row::outcome,
            row ->
                trace.bodies(row.number()).flatMap(MessageTrace.Bodies::message).map(Payload::utf8))
        .containsExactlyInAnyOrder(
            tuple(client, by(forger), 5, Outcome.CHANGED, Optional.of("pay 5")),
            tuple(forger, by(handler), forged.length(), Outcome.DELIVERED, Optional.of(forged)),
            tuple(client, by(forger), 5, Outcome.CHANGED, Optional.of("pay 6")),
            tuple(forger, by(handler), forged.length(), Outcome.ANSWERED, Optional.of(forged)));
    var question = rows.stream().filter(row -> row.outcome() == Outcome.ANSWERED).findFirst();
    assertThat(rows)
        .filteredOn(row -> row.question() == question.orElseThrow().question())
        .hasSize(2);
  }

  private static KernelSnapshot.HandledBy by(Pid pid) {
    return new KernelSnapshot.HandledBy.Process(pid);
  }

  private void allowOnce() {
    it.kernel.decide(it.asked.getLast().id(), new Decision.Allow(Lifetime.ONCE, Breadth.EXACT));
    it.stepper.runUntilIdle();
  }

  @Test
  void aChangedMessageThatIsDeniedIsRefusedPolitely() {
    var filter =
        start(
            "filter",
            guest -> {
              guest.register(TCP.id());
              said.add(change(guest, guest.message().id(), connect(80)));
              guest.receive();
            });
    var client =
        it.kernel.open(
            TestKernel.request(
                it.scripts.program(
                    "client",
                    guest -> {
                      guest.hold("go");
                      var got = guest.await(guest.emit(TCP.id(), connect(443), NEEDS_ANSWER).id());
                      said.add(got.error() ? "error" : "refused politely");
                    }),
                "client",
                List.of(
                    new Rule(
                        TCP.id(),
                        Optional.empty(),
                        new Scope.Endpoint("10.0.0.7", 80, Scope.Reach.LOCAL),
                        Breadth.EXACT,
                        false),
                    TestKernel.allow(TCP.id()).getLast(),
                    TestKernel.allow(GO).getLast())));
    it.settle(client);
    filter(TCP.id(), program(client), filter);

    it.release("go");

    it.end(client);
    assertThat(said).containsExactlyInAnyOrder("ok", "refused politely");
    assertThat(tcp.seen).isEmpty();
  }

  @Test
  void aFilterForAllStandsBehindThatOfAProgramAndDoesNotSeeItself() {
    start("handler", this::echo);
    var one = start("one", seeing(ECHO, "one"));
    var all =
        start(
            "all",
            guest -> {
              guest.register(ECHO);
              var got = guest.message();
              said.add("all sees " + got.body().utf8());
              said.add("asks " + guest.ask(ECHO, "own"));
              pass(guest, got.id());
              guest.receive();
            });
    var client =
        start(
            "client",
            guest -> {
              guest.hold("go");
              said.add(guest.ask(ECHO, "x"));
            });
    filter(ECHO, EVERYBODY, all);
    filter(ECHO, program(client), one);

    it.release("go");

    it.end(client);
    assertThat(said)
        .containsExactlyInAnyOrder(
            "one sees x of " + client, "all sees x", "ok", "asks echo own", "echo x");
  }

  @Test
  void whatTheAskerNoLongerWantsDoesNotGoOn() {
    start("handler", this::echo);
    var filter =
        start(
            "filter",
            guest -> {
              guest.register(ECHO);
              var got = guest.message();
              guest.hold("go");
              said.add(pass(guest, got.id()));
            });
    filter(ECHO, EVERYBODY, filter);
    var client =
        start(
            "client",
            guest -> {
              var sent = guest.emit(ECHO, "x", QUESTION);
              guest.hold("cancel");
              guest.cancel(sent.id());
            });
    it.release("cancel");
    it.end(client);

    it.release("go");

    it.end(filter);
    assertThat(said).containsExactly("ok");
  }

  @Test
  void whatAnEndedEmitterSentStillArrivesButNeverOpensAnythingInCairn() {
    start("handler", this::echo);
    Consumer<ScriptGuest> late =
        guest -> {
          guest.register(ECHO);
          guest.register(TCP.id());
          var got = guest.message();
          guest.hold("go");
          said.add(pass(guest, got.id()));
          guest.receive();
        };
    var filter = start("filter", late);
    var other = start("other filter", late);
    filter(ECHO, EVERYBODY, filter);
    filter(TCP.id(), EVERYBODY, other);
    var client =
        start(
            "client",
            guest -> {
              guest.emit(ECHO, "x", QUESTION);
              guest.emit(TCP.id(), connect(443), NEEDS_ANSWER);
            });
    it.end(client);

    it.release("go");

    assertThat(said).contains("took x of " + client);
    assertThat(tcp.seen).isEmpty();
  }

  @Test
  void whatAFilterHoldsIsAskedAboutAgainWhenItsGrantIsTakenBack() {
    start("handler", this::echo);
    var filter = start("filter", this::holdingOne);
    filter(ECHO, EVERYBODY, filter);
    var client = it.open("client", guest -> said.add(guest.ask(ECHO, "x")));
    it.settle(client);
    it.kernel.decide(it.asked.getLast().id(), new Decision.Allow(Lifetime.THIS_RUN, Breadth.ANY));
    it.stepper.runUntilIdle();
    assertThat(it.kernel.snapshot().questions()).isEmpty();

    it.kernel.revoke(it.kernel.grants().getFirst().id());
    it.release("go");
    it.settle(client);

    assertThat(said).containsExactly("ok");
    assertThat(it.kernel.snapshot().questions()).hasSize(1);
    it.kernel.decide(it.asked.getLast().id(), new Decision.Deny(Lifetime.ONCE, Breadth.EXACT));
    it.end(client);
    assertThat(said).containsExactly("ok", "error");
  }

  @Test
  void whatWasAllowedOnceGoesOnWhateverElseChanges() {
    start("handler", this::echo);
    var filter = start("filter", this::holdingOne);
    filter(ECHO, EVERYBODY, filter);
    var client = it.open("client", guest -> said.add(guest.ask(ECHO, "x")));
    it.settle(client);
    allowOnce();
    var other = it.open("other", guest -> guest.emit(MORE, "x", MAY_WAIT));
    it.settle(other);
    it.kernel.decide(it.asked.getLast().id(), new Decision.Deny(Lifetime.THIS_RUN, Breadth.ANY));

    it.release("go");

    it.end(client);
    assertThat(said).containsExactlyInAnyOrder("ok", "echo x");
  }
}
