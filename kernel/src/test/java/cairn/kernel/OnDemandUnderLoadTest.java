package cairn.kernel;

import static cairn.kernel.TestKernel.allow;
import static cairn.kernel.TestKernel.own;
import static cairn.kernel.TestKernel.request;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A chosen program that ends again and again while many ask it, on real threads: there is never
 * more than one of it, and every question is answered once.
 */
final class OnDemandUnderLoadTest {
  private static final int CLIENTS = 8;
  private static final int QUESTIONS = 40;
  private static final InterfaceId ON = own("busy");

  private final Scripts scripts = new Scripts();
  private final TestPantry pantry = new TestPantry();
  private final TestChoices choices = new TestChoices();
  private final AtomicInteger living = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger starts = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

  /** Answers one to four questions, and ends. */
  private void handle(ScriptGuest guest) {
    most.accumulateAndGet(living.incrementAndGet(), Math::max);
    int turns = 1 + starts.incrementAndGet() % 4;
    String registered = guest.register(ON);
    if (!registered.equals("ok")) wrong.add("register: " + registered);
    for (int i = 0; i < turns; i++) {
      var got = guest.message();
      guest.answer(got.id(), "echo of " + got.body().utf8());
    }
    living.decrementAndGet();
  }

  private void ask(ScriptGuest guest, int number) {
    for (int i = 0; i < QUESTIONS; i++) {
      String text = number + "." + i;
      String answer = guest.ask(ON, text);
      if (answer.equals("echo of " + text)) answered.incrementAndGet();
      else wrong.add(text + " was answered: " + answer);
    }
  }

  @Test
  @Timeout(600)
  void thereIsNeverMoreThanOneAndEveryQuestionIsAnsweredOnce() throws Exception {
    Payload handler = scripts.program("handler", this::handle);
    Cid cid = pantry.keep(handler);
    var program = new ProgramId(Sha256.of(handler));
    var where = new KeptChoice.Where(ON, Optional.empty(), false);
    choices.kept.put(where, new KeptChoice(where, program, "handler", ContentAddress.of(cid)));
    try (var kernel =
        new KernelBuilder(scripts, GuestSchedulers.best(3), Interfaces.shipped())
            .handler(pantry)
            .verifier(pantry)
            .choices(choices)
            .grants(new TestGrants(program, ON))
            .build()) {
      var clients = new ArrayList<Pid>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        clients.add(
            kernel.open(
                request(
                    scripts.program("client " + i, guest -> ask(guest, number)),
                    "client",
                    allow(ON))));
      }
      for (Pid each : clients)
        assertThat(kernel.ended(each).toCompletableFuture().get(300, TimeUnit.SECONDS))
            .isEqualTo(new Exit.Exited(0));
    }

    assertThat(List.copyOf(wrong)).isEmpty();
    assertThat(answered).hasValue(CLIENTS * QUESTIONS);
    assertThat(most).hasValue(1);
    assertThat(starts.get()).isGreaterThan(CLIENTS * QUESTIONS / 5);
  }
}
