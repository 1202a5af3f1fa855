package cairn.kernel;

import static cairn.kernel.ScriptGuest.MAY_WAIT;
import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.ScriptGuest.QUESTION;
import static cairn.kernel.TestKernel.allow;
import static cairn.kernel.TestKernel.own;
import static cairn.kernel.TestKernel.request;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Processes that send, answer, cancel, crash and are killed at random, on real carriers: every
 * accepted question is answered once, nobody is left waiting, and everything charged comes back.
 */
final class StressTest {
  private static final int HANDLERS = 4;
  private static final int CLIENTS = 8;
  private static final int ROUNDS = 1500;
  private static final int IN_FLIGHT = 4 << 20;

  private final Scripts scripts = new Scripts();
  private final AtomicInteger wrong = new AtomicInteger();
  private final InterfaceId[] services = new InterfaceId[HANDLERS];

  private Pid open(Kernel kernel, String name, Consumer<ScriptGuest> script, Limits limits) {
    return kernel.open(
        new OpenRequest(
            new OpenRequest.Source.Bytes(scripts.program(name, script)),
            name,
            List.of(),
            Map.of(),
            allow(services),
            false,
            limits));
  }

  private Consumer<ScriptGuest> handler(int which, long seed) {
    return guest -> {
      var random = new Random(seed);
      if (!guest.register(services[which]).equals("ok")) return;
      var late = new ArrayList<Long>();
      for (int life = random.nextInt(400); life > 0; life--) {
        var got = guest.message();
        if (got.id() == 0) continue;
        switch (random.nextInt(8)) {
          case 0 -> guest.answerError(got.id());
          case 1 -> late.add(got.id());
          case 2 -> {
            guest.answer(got.id(), got.body());
            if (guest.answer(got.id(), "twice") != 1) wrong.incrementAndGet();
          }
          default -> guest.answer(got.id(), got.body());
        }
        if (late.size() > 3) for (long id : late) guest.answer(id, "late");
        if (late.size() > 3) late.clear();
      }
      throw new GuestFault("It crashed.");
    };
  }

  private Consumer<ScriptGuest> client(long seed) {
    return guest -> {
      var random = new Random(seed);
      for (int i = 0; i < ROUNDS; i++) {
        var to = services[random.nextInt(HANDLERS)];
        var text = "x".repeat(random.nextInt(20) == 0 ? 2000 : random.nextInt(20)) + i;
        switch (random.nextInt(5)) {
          case 0 -> guest.emit(to, text, random.nextBoolean() ? MAY_WAIT : 0);
          case 1 -> {
            var sent = guest.emit(to, text, NEEDS_ANSWER);
            if (sent.status() == 0 && guest.cancel(sent.id()) != 0) wrong.incrementAndGet();
          }
          default -> {
            var sent = guest.emit(to, text, random.nextBoolean() ? QUESTION : NEEDS_ANSWER);
            if (sent.status() != 0) {
              if (sent.id() != 0) wrong.incrementAndGet();
              continue;
            }
            var got = guest.await(sent.id());
            boolean mine =
                got.error() || got.body().utf8().equals(text) || got.body().utf8().equals("late");
            if (got.id() != sent.id() || !mine) wrong.incrementAndGet();
          }
        }
      }
    };
  }

  @Test
  @Timeout(180)
  void nothingIsLostWhateverEnds() throws Exception {
    for (int i = 0; i < HANDLERS; i++) services[i] = own("service " + i);
    var limits = KernelLimits.ofThisMachine().withInFlight(IN_FLIGHT);
    try (var kernel =
        new KernelBuilder(scripts, GuestSchedulers.best(2), Interfaces.shipped())
            .limits(limits)
            .build()) {
      var small = TestKernel.limits(16, 8000, 64, 16);
      var clients = new ArrayList<Pid>();
      for (int i = 0; i < CLIENTS; i++) clients.add(open(kernel, "client " + i, client(i), small));
      // Killed in the middle of whatever it does.
      var victim = open(kernel, "victim", client(99), small);
      var handlers = new Pid[HANDLERS];
      var random = new Random(5);
      long generation = 0;
      while (!clients.stream().allMatch(pid -> isOver(kernel, pid))) {
        for (int i = 0; i < HANDLERS; i++)
          if (handlers[i] == null || isOver(kernel, handlers[i]))
            handlers[i] =
                open(kernel, "handler " + i + " " + ++generation, handler(i, generation), small);
        if (random.nextInt(3) == 0) kernel.end(handlers[random.nextInt(HANDLERS)], "the test");
        if (generation == 12) kernel.end(victim, "the test");
        kernel.snapshot();
      }

      for (Pid pid : clients)
        assertThat(kernel.ended(pid).toCompletableFuture().get(10, TimeUnit.SECONDS))
            .isEqualTo(new Exit.Exited(0));
      assertThat(wrong).hasValue(0);

      kernel.end(victim, "the test");
      for (Pid pid : handlers) kernel.end(pid, "the test");
      var last = new ArrayList<Integer>();
      var judge =
          kernel.open(
              request(
                  scripts.program(
                      "judge",
                      guest -> {
                        guest.register(services[0]);
                        // All of it is free again: fourteen bodies fill a quarter of what is not
                        // the kernel's to the last byte.
                        for (int i = 0; i < 15; i++)
                          last.add(
                              guest.emitLarge(services[0], 64, IN_FLIGHT / 64 / 64, 0).status());
                      }),
                  "judge",
                  allow(services)));
      kernel.ended(judge).toCompletableFuture().get(10, TimeUnit.SECONDS);
      assertThat(last).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3);
    }
  }

  @Test
  @Timeout(180)
  void nothingIsLostWhateverTheUserDecides() throws Exception {
    for (int i = 0; i < HANDLERS; i++) services[i] = own("service " + i);
    try (var kernel =
        new KernelBuilder(scripts, GuestSchedulers.best(2), Interfaces.shipped()).build()) {
      for (int i = 0; i < HANDLERS; i++) {
        int which = i;
        open(
            kernel,
            "patient handler " + i,
            guest -> {
              guest.register(services[which]);
              while (true) {
                var got = guest.message();
                if (got.id() != 0) guest.answer(got.id(), got.body());
              }
            },
            Limits.DEFAULT);
      }
      var clients = new ArrayList<Pid>();
      for (int i = 0; i < CLIENTS; i++)
        clients.add(
            kernel.open(
                request(scripts.program("asking client " + i, client(i)), "c" + i, List.of())));
      var deciders = new ArrayList<Thread>();
      for (int i = 0; i < 2; i++) {
        long seed = i;
        deciders.add(Thread.ofVirtual().start(() -> decideAtRandom(kernel, clients, seed)));
      }

      for (Pid pid : clients)
        assertThat(kernel.ended(pid).toCompletableFuture().get(150, TimeUnit.SECONDS))
            .isEqualTo(new Exit.Exited(0));
      for (Thread decider : deciders) decider.join();

      assertThat(wrong).hasValue(0);
      assertThat(kernel.snapshot().questions()).isEmpty();
      assertThat(kernel.grants()).allMatch(grant -> grant.run().isEmpty());
    }
  }

  private static void decideAtRandom(Kernel kernel, List<Pid> clients, long seed) {
    var random = new Random(seed);
    while (!clients.stream().allMatch(pid -> isOver(kernel, pid))) {
      for (var question : kernel.snapshot().questions()) {
        var lifetime = random.nextInt(30) == 0 ? Lifetime.ALWAYS : Lifetime.THIS_RUN;
        kernel.decide(
            question.id(),
            switch (random.nextInt(10)) {
              case 0 -> new Decision.Deny(Lifetime.ONCE, Breadth.EXACT);
              case 1 -> new Decision.Deny(lifetime, Breadth.ANY);
              case 2, 3 -> new Decision.Allow(lifetime, Breadth.EXACT);
              default -> new Decision.Allow(Lifetime.ONCE, Breadth.EXACT);
            });
      }
      // Taken back soon, so that everything is asked about again and again.
      for (var grant : kernel.grants()) if (random.nextInt(3) == 0) kernel.revoke(grant.id());
    }
  }

  private static boolean isOver(Kernel kernel, Pid pid) {
    return kernel.ended(pid).toCompletableFuture().isDone();
  }
}
