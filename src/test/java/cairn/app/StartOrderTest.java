package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.kernel.host.Consoles;
import cairn.kernel.host.StandardStreams;
import cairn.profile.Profile;
import cairn.registry.Interfaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/** A start that fails half way leaves no thread and no lock behind, wherever it fails. */
@ExtendWith(ApplicationExtension.class)
final class StartOrderTest {
  private static final long DEADLINE_SECONDS = 60;

  @TempDir Path folder;

  @Test
  void whatWasStartedIsClosedInReverse() {
    var closed = new ArrayList<String>();
    var started = new StartOrder(name -> {});
    for (String name : List.of("one", "two", "three")) started.add(name, name, closed::add);

    started.close();
    started.close();

    assertThat(closed).containsExactly("three", "two", "one");
  }

  @Test
  void aPartThatCannotBeClosedKeepsNoOtherOpen() {
    var closed = new ArrayList<String>();
    var started = new StartOrder(name -> {});
    started.add("one", "one", closed::add);
    started.add(
        "two",
        "two",
        two -> {
          throw new IllegalStateException("planted");
        });

    started.close();

    assertThat(closed).containsExactly("one");
  }

  @Test
  void aWindowThatDoesNotStartLeavesNothingBehind() throws Exception {
    List<String> parts = new ArrayList<>();
    try (var _ = Desktop.build(places(), List.of(), choosers(), parts::add)) {
      assertThat(parts).hasSizeGreaterThan(10).contains("the profile", "the kernel", "the bridge");
    }
    for (int i = 0; i < parts.size(); i++) {
      Set<Thread> before = threads();

      var planted = new Planted(i);
      assertThatThrownBy(() -> Desktop.build(places(), List.of(), choosers(), planted))
          .isSameAs(planted.fault);

      awaitNothingBut(before, parts.get(i));
      assertThat(Profile.open(places().root()))
          .as("the lock, after %s", parts.get(i))
          .isInstanceOfSatisfying(Profile.Opened.Ready.class, ready -> ready.profile().close());
    }
  }

  @Test
  void aKernelThatDoesNotStartLeavesNothingBehind() throws Exception {
    List<String> parts = new ArrayList<>();
    try (var _ = House.open(needs(), parts::add)) {
      assertThat(parts).hasSizeGreaterThan(8);
    }
    for (int i = 0; i < parts.size(); i++) {
      Set<Thread> before = threads();

      var planted = new Planted(i);
      assertThatThrownBy(() -> House.open(needs(), planted)).isSameAs(planted.fault);

      awaitNothingBut(before, parts.get(i));
    }
  }

  @Test
  void aStoreThatIsNoFolderIsSaidBeforeAnythingStarts() throws Exception {
    Files.createDirectories(places().root());
    Files.writeString(places().blocks(), "no folder");
    Set<Thread> before = threads();

    assertThatThrownBy(() -> Desktop.build(places(), List.of(), choosers()))
        .isInstanceOf(Sentence.class)
        .hasMessageContaining("blocks should be a folder");

    awaitNothingBut(before, "the store");
    assertThat(Profile.open(places().root())).isInstanceOf(Profile.Opened.Ready.class);
  }

  /** Fails when so many parts have started. */
  private static final class Planted implements Consumer<String> {
    final IllegalStateException fault = new IllegalStateException("planted");
    private int left;

    Planted(int left) {
      this.left = left;
    }

    @Override
    public void accept(String name) {
      if (left-- == 0) throw fault;
    }
  }

  private Places places() {
    return Places.in(folder.resolve("profile"));
  }

  private static Desktop.Choosers choosers() {
    return new Desktop.Choosers(
        (owner, title, extensions) -> Optional.empty(), (owner, title, name) -> Optional.empty());
  }

  private House.Needs needs() {
    Consoles consoles = pid -> StandardStreams.ofThisProcess(Set.of());
    return new House.Needs(
        places(),
        List::of,
        Interfaces.shipped(),
        consoles,
        (pid, level, text) -> {},
        question -> {},
        Optional.empty(),
        Optional.empty(),
        program -> Optional.empty(),
        2,
        Outside.NOTHING);
  }

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  /** Threads of the JDK and of libraries that serve everybody stay. */
  private static void awaitNothingBut(Set<Thread> before, String failed)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    // Those that end may have begun others.
    for (List<Thread> left = since(before); !left.isEmpty(); left = since(before))
      for (Thread thread : left)
        assertThat(thread.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))))
            .as("the end of %s, when %s was the last part", thread.getName(), failed)
            .isTrue();
  }

  private static List<Thread> since(Set<Thread> before) {
    return threads().stream()
        .filter(thread -> !before.contains(thread) && thread.isAlive())
        .filter(it -> it.getName().startsWith("cairn") || it.getName().startsWith("looks"))
        .toList();
  }
}
