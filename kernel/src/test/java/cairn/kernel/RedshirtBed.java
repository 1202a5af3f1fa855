package cairn.kernel;

import static cairn.kernel.TestKernel.allow;
import static cairn.kernel.TestKernel.own;
import static cairn.kernel.TestKernel.request;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.abi.WasiPersonality;
import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.engine.LazyEngine;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A whole kernel on real carriers in which guests of redshirt run. One thread. */
public final class RedshirtBed implements AutoCloseable {
  /** The interface at 32 in the memory of each guest. */
  public static final InterfaceId SERVICE = own("service");

  /** Another that guests may use. */
  public static final InterfaceId GO = own("go");

  public final List<PermissionRequest> asked = new CopyOnWriteArrayList<>();
  public final Kernel kernel;

  public RedshirtBed() {
    this(builder -> builder);
  }

  public RedshirtBed(UnaryOperator<KernelBuilder> more) {
    var interfaces = Interfaces.shipped();
    kernel =
        more.apply(
                new KernelBuilder(new LazyEngine(), GuestSchedulers.best(2), interfaces)
                    .personality(new WasiPersonality(interfaces))
                    .asker(asked::add))
            .build();
  }

  /** Opens a program that may register and use the two interfaces. */
  public Pid open(Payload module) {
    return kernel.open(request(module, "guest", allow(SERVICE, GO)));
  }

  Pid b(String functions) {
    return open(RedshirtGuests.ofB(SERVICE, functions));
  }

  Pid c(String functions) {
    return open(RedshirtGuests.ofC(SERVICE, functions));
  }

  public Exit end(Pid pid) {
    try {
      return kernel.ended(pid).toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("it did not end: " + kernel.snapshot(), e);
    }
  }

  public void endsWell(Pid pid) {
    assertThat(end(pid)).isEqualTo(new Exit.Exited(0));
  }

  void traps(Pid pid, String sentence) {
    assertThat(end(pid))
        .isInstanceOfSatisfying(
            Exit.Trapped.class, trap -> assertThat(trap.reason()).isEqualTo(sentence));
  }

  public KernelSnapshot.OfProcess row(Pid pid) {
    return kernel.snapshot().processes().stream()
        .filter(row -> row.pid().equals(pid))
        .findFirst()
        .orElseThrow();
  }

  public void await(Predicate<KernelSnapshot> condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.test(kernel.snapshot())) {
      if (System.nanoTime() > deadline)
        throw new AssertionError("not reached: " + kernel.snapshot());
      Thread.onSpinWait();
    }
  }

  void awaitHandled(InterfaceId id) {
    await(
        now ->
            now.interfaces().stream()
                .anyMatch(
                    row ->
                        row.id().equals(id)
                            && row.handler() instanceof KernelSnapshot.HandledBy.Process));
  }

  /** Lets those go that wait for it. */
  public void go() {
    open(
        WatGuests.module(
            GO,
            """
            (func (export "_start")
              (call $register) (loop $again (drop (call $receive)) (br $again)))
            """));
  }

  public boolean waits(Pid pid, String forWhat) {
    return row(pid).state() instanceof ProcessState.Waiting waiting
        && waiting.what().equals(forWhat);
  }

  @Override
  public void close() {
    kernel.close();
  }
}
