package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Choice;
import cairn.kernel.Exit;
import cairn.kernel.KeptChoice;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.KernelSnapshot.OfInterface;
import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.host.ConsoleDevice;
import cairn.kernel.host.ConsoleInput;
import cairn.profile.Profile;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A handler that was chosen for good, over a restart of the whole of Cairn. */
final class KeptHandlerTest {
  private static final long DEADLINE_SECONDS = 120;

  @TempDir Path folder;

  /** A Cairn on the profile, without a window. Used by the test's thread. */
  private final class Cairn implements AutoCloseable {
    final Profile profile;
    final House house;
    final List<PermissionRequest> asked = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<Pid, Console> consoles = new ConcurrentHashMap<>();

    /** {@code allows}: whether whatever is asked is allowed for ever; else it waits. */
    Cairn(boolean allows) throws Exception {
      profile = Profiles.open(folder).profile();
      var built = new CompletableFuture<House>();
      house =
          House.open(
              new House.Needs(
                  Places.in(folder),
                  List::of,
                  Interfaces.shipped(),
                  pid -> consoles.computeIfAbsent(pid, key -> new Console()),
                  (pid, level, text) -> {},
                  question -> {
                    asked.add(question);
                    if (allows)
                      built.thenAccept(
                          it ->
                              it.kernel()
                                  .decide(
                                      question.id(),
                                      new Decision.Allow(Lifetime.ALWAYS, Breadth.EXACT)));
                  },
                  Optional.of(profile.grants()),
                  Optional.of(profile.choices()),
                  new KnownNames(new Pantry()),
                  2,
                  Outside.NOTHING));
      built.complete(house);
    }

    Pid open(String name) {
      return house.kernel().open(OpenRequest.of(house.pantry().address(name), name));
    }

    Exit exit(Pid pid) throws Exception {
      return house
          .kernel()
          .ended(pid)
          .toCompletableFuture()
          .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    String printed(Pid pid) throws Exception {
      house.shown(pid).toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      var console = consoles.get(pid);
      return console == null ? "" : console.text();
    }

    Optional<OfInterface> echo() {
      return house.kernel().snapshot().interfaces().stream()
          .filter(row -> row.name().equals("echo"))
          .findFirst();
    }

    List<Pid> called(String name) {
      return house.kernel().snapshot().processes().stream()
          .filter(row -> row.name().equals(name))
          .map(OfProcess::pid)
          .toList();
    }

    void until(BooleanSupplier so) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
      while (!so.getAsBoolean()) {
        assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
        LockSupport.parkNanos(1_000_000);
      }
    }

    @Override
    public void close() {
      house.close();
      profile.close();
    }
  }

  /** Keeps what is printed; its monitor guards it. */
  private static final class Console implements ConsoleDevice {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ConsoleInput input = new ConsoleInput();

    @Override
    public synchronized void write(boolean toErr, Payload bytes) {
      printed.writeBytes(bytes.toByteArray());
    }

    synchronized String text() {
      return printed.toString(StandardCharsets.UTF_8);
    }

    @Override
    public ConsoleInput input() {
      return input;
    }

    @Override
    public Size size() {
      return new Size(80, 24);
    }

    @Override
    public void onResize(Runnable action) {}

    @Override
    public void ended() {}
  }

  @Test
  void inTheNextRunItStartsByItselfAndAnswers() throws Exception {
    KeptChoice.Where where;
    try (var cairn = new Cairn(true)) {
      var handler = cairn.open("echo-handler");
      cairn.until(
          () ->
              cairn
                  .echo()
                  .filter(row -> row.handler().equals(new HandledBy.Process(handler)))
                  .isPresent());
      where = new KeptChoice.Where(cairn.echo().orElseThrow().id(), Optional.empty(), false);
      assertThat(cairn.exit(cairn.open("echo-client"))).isEqualTo(new Exit.Exited(0));

      assertThat(
              cairn
                  .house
                  .kernel()
                  .keep(where, handler)
                  .toCompletableFuture()
                  .get(DEADLINE_SECONDS, TimeUnit.SECONDS))
          .isEqualTo(Choice.DONE);
    }

    try (var again = new Cairn(false)) {
      var client = again.open("echo-client");

      assertThat(again.exit(client)).isEqualTo(new Exit.Exited(0));
      assertThat(again.printed(client)).contains("The echo said: Is anybody there?");
      assertThat(again.called("echo-handler")).hasSize(1);
      assertThat(again.asked).isEmpty();

      again.house.kernel().forgetKept(where);
    }

    try (var last = new Cairn(false)) {
      var client = last.open("echo-client");
      last.until(() -> last.echo().filter(row -> row.waiting() == 1).isPresent());

      assertThat(last.called("echo-handler")).isEmpty();
      last.house.kernel().end(client, "the test");
    }
  }
}
