package cairn.kernel.host.files;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.host.FakeCall;
import cairn.registry.Interfaces;
import cairn.registry.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No path leads out. */
class FilesPathsTest extends FilesBed {
  private static final Value FOLLOW = new Value.Bool(true);

  /** Every message that takes a path, with this path in each place where one stands. */
  private List<FakeCall> everythingAt(Value at, String text) {
    Value path = Value.text(text);
    Value keep = Value.named("keep");
    List<FakeCall> calls = new ArrayList<>();
    calls.add(opening(at, text, "read"));
    calls.add(opening(at, text, "read", "write", "create", "truncate"));
    calls.add(opening(at, text, "folder"));
    calls.add(sent("stat-path", at, path, FOLLOW));
    calls.add(sent("set-times-path", at, path, FOLLOW, keep, Value.named("at", Value.unsigned(1))));
    calls.add(sent("make-folder", at, path));
    calls.add(sent("make-link", Value.text("x"), at, path));
    calls.add(sent("read-link", at, path));
    calls.add(sent("link", at, path, FOLLOW, at, Value.text("stolen")));
    calls.add(sent("link", at, Value.text("mine"), FOLLOW, at, path));
    calls.add(sent("rename", at, path, at, Value.text("stolen")));
    calls.add(sent("rename", at, Value.text("mine"), at, path));
    calls.add(sent("remove-file", at, path));
    calls.add(sent("remove-folder", at, path));
    return calls;
  }

  private Set<String> outsideNow() throws IOException {
    Set<String> seen = new TreeSet<String>();
    try (Stream<Path> all = Files.walk(outside)) {
      for (Path path : all.toList())
        seen.add(
            path
                + " "
                + Files.getLastModifiedTime(path)
                + (Files.isRegularFile(path) ? Files.readString(path) : ""));
    }
    return seen;
  }

  @Test
  void nothingOfTheRunningSystemIsOpenedFromAFolderAroundIt() {
    files.close();
    files =
        new FilesHandler(
            Interfaces.shipped(),
            new OwnFolders(top.resolve("own"), limits()),
            List.of(
                new GivenFolder("/data", Path.of("/")),
                new GivenFolder("/system", Path.of("/proc/self"))),
            new Descriptors(descriptors()));
    Value at = data();

    for (String path : List.of("proc", "proc/self/mem", "proc/self/status", "sys", "sys/kernel"))
      assertThat(error(opening(at, path, "read"))).as(path).isEqualTo("permission-denied");
    assertThat(error(opening(at, "proc/self/mem", "read", "write"))).isEqualTo("permission-denied");
    assertThat(error(sent("stat-path", at, Value.text("proc/self/mem"), FOLLOW)))
        .isEqualTo("permission-denied");
    assertThat(error(sent("folder", Value.text("/system")))).isEqualTo("not-found");
    assertThat(error(opening(at, "tmp", "folder"))).isEqualTo("ok");
  }

  @Test
  void aPathThatLeadsOutIsRefusedWhateverIsAsked() throws IOException {
    Files.createDirectory(inside.resolve("sub"));
    Files.writeString(inside.resolve("mine"), "mine");
    Files.createSymbolicLink(inside.resolve("up"), Path.of(".."));
    Files.createSymbolicLink(inside.resolve("sub/far"), Path.of("../../outside"));
    Files.createSymbolicLink(inside.resolve("absolute"), outside);
    Files.createSymbolicLink(inside.resolve("chain"), Path.of("sub/far"));
    var before = outsideNow();
    Value at = data();

    for (String path :
        List.of(
            "../outside/secret",
            "sub/../../outside/secret",
            "sub/./..//../outside/secret",
            outside.resolve("secret").toString(),
            "/",
            "//",
            "up/outside/secret",
            "sub/far/secret",
            "absolute/secret",
            "chain/secret",
            "up/inside/../outside/secret"))
      assertThat(everythingAt(at, path))
          .as(path)
          .allSatisfy(call -> assertThat(error(call)).isEqualTo("outside"));

    assertThat(outsideNow()).isEqualTo(before);
    assertThat(Files.readString(inside.resolve("mine"))).isEqualTo("mine");
    assertThat(inside.resolve("stolen")).doesNotExist();
  }

  @Test
  void aLinkAtTheEndThatLeadsOutIsNotFollowed() throws IOException {
    Files.createSymbolicLink(inside.resolve("out"), Path.of("../outside/secret"));
    Files.createSymbolicLink(inside.resolve("far"), outside.resolve("secret"));
    Value at = data();

    for (String name : List.of("out", "far")) {
      assertThat(error(opening(at, name, "read"))).isEqualTo("outside");
      assertThat(error(opening(at, name, "write", "create", "truncate"))).isEqualTo("outside");
      assertThat(error(sent("stat-path", at, Value.text(name), FOLLOW))).isEqualTo("outside");
      assertThat(error(sent("link", at, Value.text(name), FOLLOW, at, Value.text("new"))))
          .isEqualTo("outside");
      var unfollowed =
          sent(
              "open",
              at,
              Value.text(name),
              new Value.Bool(false),
              new Value.Flags(List.of("read")));
      assertThat(error(unfollowed)).isEqualTo("link");
    }
    assertThat(Files.readString(outside.resolve("secret"))).isEqualTo("secret");
  }

  @Test
  void linksInsideAreFollowedAndCirclesEnd() throws IOException {
    Files.createDirectories(inside.resolve("a/b"));
    Files.writeString(inside.resolve("a/b/file"), "here");
    Files.createSymbolicLink(inside.resolve("a/b/back"), Path.of("../../a/b/file"));
    Files.createSymbolicLink(inside.resolve("short"), Path.of("a/b/"));
    Files.createSymbolicLink(inside.resolve("circle"), Path.of("circle/x"));
    Value at = data();

    assertThat(read(opened(at, "short/back", "read"))).isEqualTo("here");
    assertThat(error(opening(at, "short", "folder"))).isEqualTo("ok");
    assertThat(error(opening(at, "circle", "read"))).isEqualTo("link");
    assertThat(error(opening(at, "circle/y", "read"))).isEqualTo("link");
  }

  @Test
  void aFolderEndsWhereItBeginsAlsoForWhoOpenedAFolderInIt() throws IOException {
    Files.createDirectory(inside.resolve("sub"));
    Files.writeString(inside.resolve("above"), "above");
    Value sub = opened(data(), "sub", "folder");

    assertThat(error(opening(sub, "../above", "read"))).isEqualTo("outside");
    assertThat(error(opening(sub, "..", "folder"))).isEqualTo("outside");
  }

  @Test
  void wordsThatMeanNothingAreErrors() {
    Value at = data();

    assertThat(error(opening(at, "", "read"))).isEqualTo("not-found");
    assertThat(error(opening(at, "a\0b", "read"))).isEqualTo("invalid");
    assertThat(error(opening(at, "x".repeat(5000), "read"))).isEqualTo("name-too-long");
    assertThat(error(opening(at, "x".repeat(300), "read", "write", "create")))
        .isEqualTo("name-too-long");
    assertThat(error(sent("make-link", Value.text("/etc"), at, Value.text("l"))))
        .isEqualTo("outside");
    assertThat(error(sent("make-link", Value.text(""), at, Value.text("l"))))
        .isEqualTo("not-found");
    assertThat(error(sent("folder", Value.text("/other")))).isEqualTo("not-found");
  }

  @Test
  void devicesAndPipesAreNotOpened() throws Exception {
    Path pipe = inside.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Value at = data();

    assertThat(error(opening(at, "pipe", "read"))).isEqualTo("not-supported");
    assertThat(error(opening(at, "pipe", "write"))).isEqualTo("not-supported");

    var writer = new ProcessBuilder("sh", "-c", "echo precious > '" + pipe + "'").start();
    // It waits in open(2) for somebody who reads; nobody has, as long as it lives.
    for (int i = 0; i < 100; i++)
      assertThat(error(opening(at, "pipe", "read", "write"))).isEqualTo("not-supported");
    assertThat(Files.readString(pipe)).isEqualTo("precious\n");
    assertThat(writer.waitFor()).isZero();
  }

  /** By a program that was given the folder around it, say. */
  @Test
  void aGivenFolderStaysTheOneThatWasNamed() throws IOException {
    Files.writeString(inside.resolve("mine"), "mine");
    Files.move(inside, top.resolve("moved"));
    Files.createSymbolicLink(inside, outside);

    Value at = data();

    assertThat(error(opening(at, "secret", "read"))).isEqualTo("not-found");
    assertThat(read(opened(at, "mine", "read"))).isEqualTo("mine");
  }

  @Test
  void aLinkToWhatIsNoTextLeadsNowhereElse() throws Exception {
    var made =
        new ProcessBuilder("sh", "-c", "ln -s \"$(printf '\\377')\" bad")
            .directory(inside.toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    // What the JDK would make of it.
    Files.writeString(inside.resolve("\ufffd"), "another");
    Value at = data();

    assertThat(error(opening(at, "bad", "read"))).isEqualTo("not-supported");
    assertThat(error(sent("read-link", at, Value.text("bad")))).isEqualTo("not-supported");
  }

  /**
   * Somebody swaps a folder for a link that leads out, again and again, while a program opens what
   * is in it: it gets its own file, or an error, and never the other.
   */
  @Test
  void whoSwapsAFolderForALinkMeanwhileGainsNothing() throws Exception {
    Path door = Files.createDirectory(inside.resolve("door"));
    Files.writeString(door.resolve("secret"), "mine");
    Path link = Files.createSymbolicLink(inside.resolve("link"), Path.of("../outside"));
    Path parked = inside.resolve("parked");
    var stop = new AtomicBoolean();
    var swaps = new AtomicInteger();
    Thread swapper =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (!stop.get()) {
                      Files.move(door, parked);
                      Files.move(link, door);
                      Files.move(door, link, StandardCopyOption.ATOMIC_MOVE);
                      Files.move(parked, door);
                      swaps.incrementAndGet();
                    }
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
    try {
      Value at = data();
      for (int round = 0; round < 1500 || (swaps.get() < 100 && swapper.isAlive()); round++) {
        FakeCall call = opening(at, "door/secret", "read");
        if (error(call).equals("ok")) {
          Value file = ((Value.Fields) ok(call)).get("handle");
          assertThat(read(file)).isEqualTo("mine");
          ok(sent("close", file));
        }
      }
    } finally {
      stop.set(true);
      swapper.join();
    }
    assertThat(swaps.get()).isGreaterThanOrEqualTo(100);
  }
}
