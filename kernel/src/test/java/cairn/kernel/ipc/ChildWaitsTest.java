package cairn.kernel.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.host.FakeCall;
import cairn.registry.ContentAddress;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** One process, 7, with one child, 8. */
final class ChildWaitsTest {
  private static final Pid CHILD = new Pid(8);
  private static final Value CODE = Value.named("exited", Value.unsigned(3));
  private static final Value NO = Value.named("err");

  private final CompletableFuture<Exit> end = new CompletableFuture<>();
  private final List<Pid> taken = new ArrayList<>();
  private final ChildWaits waits = new ChildWaits(new OneChild(), _ -> CODE);

  private final class OneChild implements Families {
    @Override
    public Optional<OpenRequest> request(Pid pid) {
      return Optional.empty();
    }

    @Override
    public Optional<ProgramId> program(Pid pid) {
      return Optional.empty();
    }

    @Override
    public Optional<Pid> spawn(Pid parent, ContentAddress program, List<String> arguments) {
      return Optional.empty();
    }

    @Override
    public boolean isChild(Pid parent, Pid child) {
      return taken.isEmpty();
    }

    @Override
    public Optional<CompletionStage<Exit>> whenEnded(Pid parent, Pid child) {
      return isChild(parent, child) ? Optional.of(end) : Optional.empty();
    }

    @Override
    public void taken(Pid parent, Pid child) {
      taken.add(child);
    }

    @Override
    public void end(Pid pid, String by) {}
  }

  private static final class Defined implements NativeHandler {
    @Override
    public Definition definition() {
      return Interfaces.shipped().shipped("process").definition();
    }

    @Override
    public void handle(NativeCall call) {}

    @Override
    public void ended(Pid pid) {}

    @Override
    public void close() {}
  }

  private FakeCall asked() {
    return asked(waits);
  }

  private static FakeCall asked(ChildWaits waits) {
    var program = new ProgramId(Sha256.of(Payload.utf8("parent")));
    var call = FakeCall.of(FakeCall.PID, program, new Defined(), "wait", Value.unsigned(8));
    waits.await(call, CHILD);
    return call;
  }

  @Test
  void whoeverWaitsLearnsOfTheEndAndWhoComesLaterIsTold() {
    var one = asked();
    var two = asked();
    end.complete(new Exit.Exited(3));

    assertThat(one.value()).isEqualTo(Value.ok(CODE));
    assertThat(two.value()).isEqualTo(Value.ok(CODE));
    assertThat(taken).contains(CHILD);
    assertThat(asked().value()).isEqualTo(NO);
    assertThat(waits.open()).isZero();
  }

  @Test
  void whoAsksAgainWhileTheEndIsToldIsToldThatThereIsNone() {
    var again = new ArrayList<FakeCall>();
    var itself = new AtomicReference<ChildWaits>();
    var asking =
        new ChildWaits(
            new OneChild(),
            _ -> {
              if (again.isEmpty()) again.add(asked(Objects.requireNonNull(itself.get())));
              return CODE;
            });
    itself.set(asking);
    var first = asked(asking);
    end.complete(new Exit.Exited(3));

    assertThat(first.value()).isEqualTo(Value.ok(CODE));
    assertThat(again.getFirst().value()).isEqualTo(NO);
    assertThat(taken).containsExactly(CHILD);
    assertThat(asking.open()).isZero();
  }

  @Test
  void anEndThatWasNotTakenIsToldToTheNext() {
    asked().cancel();
    end.complete(new Exit.Exited(3));
    assertThat(taken).isEmpty();

    assertThat(asked().value()).isEqualTo(Value.ok(CODE));
    assertThat(taken).containsExactly(CHILD);
  }

  @Test
  void askingAndCancellingLeavesNothing() {
    for (int i = 0; i < 1000; i++) asked().cancel();

    assertThat(waits.open()).isZero();
    assertThat(end.getNumberOfDependents()).isEqualTo(1);
    var last = asked();
    end.complete(new Exit.Exited(3));
    assertThat(last.value()).isEqualTo(Value.ok(CODE));
  }

  @Test
  void oneChildIsWaitedForSoOftenAndNoMore() {
    var waiting = new ArrayList<FakeCall>();
    for (int i = 0; i < ChildWaits.MOST; i++) waiting.add(asked());

    assertThat(asked().value()).isEqualTo(NO);
    waiting.getFirst().cancel();
    var next = asked();
    end.complete(new Exit.Exited(3));
    assertThat(next.value()).isEqualTo(Value.ok(CODE));
  }

  @Test
  void aParentThatEndedIsNotKeptByItsQuestions() {
    asked();
    waits.ended(FakeCall.PID);

    assertThat(waits.open()).isZero();
  }
}
