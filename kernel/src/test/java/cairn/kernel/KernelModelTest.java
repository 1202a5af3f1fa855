package cairn.kernel;

import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Router, mailbox, gate and the life of processes against {@link KernelModel}: whatever a few
 * processes and the user do, in any order, every call returns what the model says and in the end
 * everybody holds what the model says. A failure is shrunk to the fewest steps that show it.
 */
final class KernelModelTest {
  private static final int GUESTS = 3;

  /** Two that all may use, and one that is asked about each time. */
  private static final InterfaceId[] INTERFACES = {own("first"), own("second"), own("gated")};

  private static final int GATED = 2;

  /** One step; the numbers choose among what there is at that moment. */
  record Step(Kind kind, int guest, int on, int pick) {}

  /** What can be done. */
  enum Kind {
    EMIT,
    ASK,
    TAKE,
    TAKE_ANSWER,
    ANSWER,
    ANSWER_FOREIGN,
    CANCEL,
    CANCEL_FOREIGN,
    REGISTER,
    UNREGISTER,
    ALLOW,
    DENY,
    KILL
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    var kinds =
        Arbitraries.frequencyOf(
            Tuple.of(12, Arbitraries.of(Kind.EMIT, Kind.ASK, Kind.TAKE)),
            Tuple.of(8, Arbitraries.of(Kind.TAKE_ANSWER, Kind.ANSWER, Kind.ALLOW)),
            Tuple.of(8, Arbitraries.of(Kind.values())));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, GUESTS - 1),
            Arbitraries.integers().between(0, INTERFACES.length - 1),
            Arbitraries.integers().between(0, 100))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  // How often stands in junit-platform.properties; .ci/long does it ten thousand times.
  @Property(seed = "26")
  void whateverHappensTheKernelDoesWhatTheModelSays(@ForAll("steps") List<Step> steps) {
    compare(steps);
  }

  private static void compare(List<Step> steps) {
    try (var world = new World()) {
      for (Step step : steps) world.take(step);
      world.compareAll();
    }
  }

  /** The kernel and the model beside each other. */
  private static final class World implements AutoCloseable {
    private final TestKernel it = new TestKernel();
    private final KernelModel model = new KernelModel();
    private final DrivenGuest[] guests = new DrivenGuest[GUESTS];
    private final KernelModel.Process[] processes = new KernelModel.Process[GUESTS];
    private final Map<Long, Pid> pids = new HashMap<>();

    /** Every question's id that ever was. */
    private final List<Long> ids = new ArrayList<>();

    private int texts;

    World() {
      for (int i = 0; i < GUESTS; i++) start(i);
      // Most steps are nothing without somebody to talk to.
      for (int on = 0; on < INTERFACES.length; on++) take(new Step(Kind.REGISTER, on % 2, on, 0));
    }

    private void start(int which) {
      var guest = new DrivenGuest();
      var pid =
          it.open(
              "guest " + which,
              guest,
              TestKernel.limits(1000, 1 << 20, KernelModel.UNANSWERED, KernelModel.PARKED),
              INTERFACES[0],
              INTERFACES[1]);
      it.settle(pid);
      guests[which] = guest;
      processes[which] = model.start(pid.number());
      pids.put(pid.number(), pid);
    }

    void take(Step step) {
      var guest = guests[step.guest];
      var me = processes[step.guest];
      switch (step.kind) {
        case EMIT -> emit(guest, me, step.on, false);
        case ASK -> emit(guest, me, step.on, true);
        case TAKE -> compareTake(guest, me);
        case TAKE_ANSWER -> pick(me.open.keySet(), step).ifPresent(id -> takeAnswer(guest, me, id));
        case ANSWER -> pick(me.owed.keySet(), step).ifPresent(id -> answer(guest, me, id));
        case ANSWER_FOREIGN -> pick(ids, step).ifPresent(id -> answer(guest, me, id));
        case CANCEL -> pick(me.open.keySet(), step).ifPresent(id -> cancel(guest, me, id));
        case CANCEL_FOREIGN -> pick(ids, step).ifPresent(id -> cancel(guest, me, id));
        case REGISTER -> {
          if (isFixed(step.on) || model.isFull(me)) return;
          String said = guest.does(it, g -> g.register(INTERFACES[step.on]));
          assertThat(said).isEqualTo(model.register(me, step.on));
        }
        case UNREGISTER -> {
          if (isFixed(step.on) || model.isFull(me)) return;
          boolean gaveUp = guest.does(it, g -> unregister(g, INTERFACES[step.on]));
          assertThat(gaveUp).isEqualTo(model.unregister(me, step.on));
        }
        case ALLOW -> decide(true);
        case DENY -> decide(false);
        case KILL -> {
          if (model.handlers.get(GATED) == me && !model.parked.isEmpty()) return;
          it.kernel.end(new Pid(me.pid), "the test");
          it.end(new Pid(me.pid));
          it.stepper.runUntilIdle();
          model.end(me);
          start(step.guest);
        }
      }
    }

    /** While something waits for the user, its handler stays: that it changed asks anew. */
    private boolean isFixed(int on) {
      return on == GATED && !model.parked.isEmpty();
    }

    private static Optional<Long> pick(Iterable<Long> among, Step step) {
      var all = new ArrayList<Long>();
      among.forEach(all::add);
      all.sort(Long::compare);
      return all.isEmpty() ? Optional.empty() : Optional.of(all.get(step.pick % all.size()));
    }

    private void emit(DrivenGuest guest, KernelModel.Process me, int on, boolean question) {
      String text = "text " + ++texts;
      boolean gated = on == GATED;
      int expected = model.status(me, on, question, gated);

      var sent = guest.does(it, g -> g.emit(INTERFACES[on], text, question ? NEEDS_ANSWER : 0));

      assertThat(sent.status()).isEqualTo(expected);
      if (expected != 0) return;
      if (question) {
        assertThat(ids).doesNotContain(sent.id());
        ids.add(sent.id());
      }
      model.emitted(me, on, question ? sent.id() : 0, text, gated);
    }

    private void compareTake(DrivenGuest guest, KernelModel.Process me) {
      String got =
          guest.does(
              it,
              g -> {
                int size = g.next(1000, false, 1);
                return size == 0 ? "nothing" : words(g.got(size));
              });
      assertThat(got).isEqualTo(model.take(me).map(World::words).orElse("nothing"));
    }

    private static String words(ScriptGuest.Got got) {
      return got.kind() == 2
          ? "end of " + got.pid()
          : "from " + got.pid() + " " + got.id() + " " + got.body().utf8();
    }

    private static String words(KernelModel.Arrival arrival) {
      return switch (arrival) {
        case KernelModel.End(long pid) -> "end of " + pid;
        case KernelModel.Message m ->
            "from " + m.from.pid + " " + (m.wanted ? m.id : 0) + " " + m.text;
      };
    }

    private void takeAnswer(DrivenGuest guest, KernelModel.Process me, long id) {
      String got =
          guest.does(
              it,
              g -> {
                int size = g.next(1000, false, id);
                if (size == 0) return "nothing";
                var answer = g.got(size);
                assertThat(answer.id()).isEqualTo(id);
                return answer.error() ? KernelModel.ERROR : answer.body().utf8();
              });
      assertThat(got).isEqualTo(model.takeAnswer(me, id).orElse("nothing"));
    }

    private void answer(DrivenGuest guest, KernelModel.Process me, long id) {
      String text = "answer " + ++texts;
      int status = guest.does(it, g -> g.answer(id, text));
      assertThat(status).isEqualTo(model.answer(me, id, text) ? 0 : 1);
    }

    private void cancel(DrivenGuest guest, KernelModel.Process me, long id) {
      int status = guest.does(it, g -> g.cancel(id));
      assertThat(status).isEqualTo(model.cancel(me, id) ? 0 : 1);
    }

    private void decide(boolean allow) {
      var questions = it.kernel.snapshot().questions();
      assertThat(questions.isEmpty()).isEqualTo(model.parked.isEmpty());
      if (questions.isEmpty()) return;
      // The sheet of the process whose message has waited longest.
      long pid = model.parked.getFirst().from.pid;
      var question =
          questions.stream().filter(q -> q.pid().number() == pid).findFirst().orElseThrow();
      it.kernel.decide(
          question.id(),
          allow
              ? new Decision.Allow(Lifetime.ONCE, Breadth.EXACT)
              : new Decision.Deny(Lifetime.ONCE, Breadth.EXACT));
      it.stepper.runUntilIdle();
      model.decideOldest(allow);
    }

    private static boolean unregister(ScriptGuest guest, InterfaceId id) {
      var definition = Interfaces.shipped().shipped("interface").definition();
      var message = definition.message("unregister").orElseThrow();
      var body =
          MessageCodec.encodeCall(
              message, List.of(Value.bytes(Payload.owning(id.hash().toByteArray()))));
      var got = guest.await(guest.emit(definition.id(), body, NEEDS_ANSWER).id());
      return MessageCodec.decodeAnswer(message, got.body())
              instanceof MessageCodec.Decoded.Ok<Value>(Value.Case(var name, var _))
          && name.equals("ok");
    }

    /** Takes all that is left, everywhere. */
    void compareAll() {
      for (int i = 0; i < GUESTS; i++) {
        var row = it.row(new Pid(processes[i].pid));
        assertThat(row.openQuestions()).isEqualTo(processes[i].open.size());
        assertThat(row.dropped()).isEqualTo(processes[i].dropped);
        for (long id : List.copyOf(processes[i].open.keySet()))
          takeAnswer(guests[i], processes[i], id);
        while (!processes[i].box.isEmpty()) compareTake(guests[i], processes[i]);
        compareTake(guests[i], processes[i]);
      }
    }

    @Override
    public void close() {
      it.close();
    }
  }
}
