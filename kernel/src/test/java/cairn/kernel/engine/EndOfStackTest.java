package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import cairn.kernel.Kernel;
import cairn.kernel.Limits;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.Wat;
import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.kernel.host.Clocks;
import cairn.kernel.host.LogHandler;
import cairn.kernel.host.RandomHandler;
import cairn.kernel.host.TcpHandler;
import cairn.kernel.host.TimeHandler;
import cairn.kernel.schedule.GuestScheduler;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import cairn.registry.Value;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guests that call the host at every depth of their stack, down to its end. The end has to be the
 * guest's alone: nothing charged stays behind, and no class of the kernel is spoiled for others.
 */
final class EndOfStackTest {
  /** Frames of another size before the recursion, so that the end falls on every byte of a call. */
  private static final int SHIFTS = 3;

  private static final Interfaces INTERFACES = Interfaces.shipped();

  /** A body that is charged, to somebody who is not there. */
  private static final InterfaceId NOBODY = new InterfaceId(Sha256.of(Payload.utf8("nobody")));

  private final ConcurrentLinkedQueue<Throwable> logged = new ConcurrentLinkedQueue<>();

  private record Deed(InterfaceId on, Payload body, int flags) {
    /** A guest that emits the body, cancels the question, and calls itself. */
    byte[] module(int shift) {
      return Wat.compile(
          """
            (module
              (import "cairn" "emit_message"
                (func $emit (param i32 i32 i32 i64 i32) (result i32)))
              (import "cairn" "emit_answer" (func $answer (param i64 i32 i32 i64) (result i32)))
              (import "cairn" "next_message" (func $next (param i32 i32 i32 i32 i64) (result i32)))
              (import "cairn" "cancel_message" (func $cancel (param i64) (result i32)))
              (memory (export "memory") 1 2000)
              (data (i32.const 0) "%s")
              (data (i32.const 4096) "%s")
              (func $act
                (i32.store (i32.const 128) (i32.const 4096))
                (i32.store (i32.const 132) (i32.const %d))
                (drop (call $emit (i32.const 0) (i32.const 128) (i32.const 1) (i64.const %d)
                  (i32.const 136)))
                (drop (call $next (i32.const 136) (i32.const 1) (i32.const 16384) (i32.const 20000)
                  (i64.const 0)))
                (drop (call $cancel (i64.load (i32.const 136))))
                (drop (call $answer (i64.const 77) (i32.const 128) (i32.const 1) (i64.const 0)))
                (if (i32.eqz (i32.and (i32.load (i32.const 144)) (i32.const 255)))
                  (then (drop (memory.grow (i32.const 1)))))
                (i32.store (i32.const 144) (i32.add (i32.load (i32.const 144)) (i32.const 1))))
              (func $deeper (param i64) (result i64) (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
                (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
                (call $act)
                (i64.add (call $deeper (i64.add (local.get 0) (i64.const 1))) (local.get 0)))
              (func $shift (param i32) (param i64) (param i64) (param i64) (result i64)
                (if (result i64) (local.get 0)
                  (then
                    (i64.add
                      (call $shift (i32.sub (local.get 0) (i32.const 1)) (local.get 2) (local.get 3)
                        (i64.load (i32.const 256)))
                      (i64.mul (local.get 1) (i64.add (local.get 2) (local.get 3)))))
                  (else (call $deeper (i64.const 0)))))
              (func (export "_start")
                (drop (call $shift (i32.const %d) (i64.const 1) (i64.const 2) (i64.const 3)))))
            """
              .formatted(
                  escaped(on.hash().toByteArray()),
                  escaped(body.toByteArray()),
                  body.length(),
                  flags,
                  shift));
    }
  }

  private static String escaped(byte[] bytes) {
    return HexFormat.ofDelimiter("").withPrefix("\\").formatHex(bytes);
  }

  private static Deed of(String name, String message, Value... arguments) {
    var definition = INTERFACES.shipped(name).definition();
    var of = definition.message(message).orElseThrow();
    return new Deed(
        definition.id(), MessageCodec.encodeCall(of, List.of(arguments)), of.needsAnswer() ? 1 : 0);
  }

  private static Map<String, Deed> deeds() {
    var all = new LinkedHashMap<String, Deed>();
    all.put("nobody", new Deed(NOBODY, Payload.owning(new byte[8000]), 1));
    all.put("time", of("time", "monotonic"));
    all.put("random", of("random", "bytes", Value.unsigned(5000)));
    all.put("log", of("log", "write", Value.named("info"), Value.text("x".repeat(3000))));
    all.put(
        "interface",
        of("interface", "register", Value.bytes(Payload.owning(NOBODY.hash().toByteArray()))));
    all.put("process", of("process", "wait", Value.unsigned(12345)));
    all.put("tcp", of("tcp", "read", Value.unsigned(7), Value.unsigned(7)));
    all.put(
        "tcp write",
        of("tcp", "write", Value.unsigned(7), Value.bytes(Payload.owning(new byte[3000]))));
    return all;
  }

  private static List<Rule> everything() {
    return deeds().values().stream()
        .map(Deed::on)
        .distinct()
        .map(on -> new Rule(on, Optional.empty(), new Scope.Whole(), Breadth.ANY, true))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"continuations", "threads"})
  void aGuestAtTheEndOfItsStackHarmsNobodyElse(String scheduler) throws Exception {
    var log = Logger.getLogger("cairn.kernel");
    var watch = watch();
    log.addHandler(watch);
    var clocks = Clocks.system();
    try (Kernel kernel =
        new KernelBuilder(new LazyEngine(), carriers(scheduler), INTERFACES)
            .handler(new TimeHandler(INTERFACES, clocks))
            .handler(new RandomHandler(INTERFACES))
            .handler(new LogHandler(INTERFACES, (pid, level, text) -> {}, clocks))
            .handler(new TcpHandler(INTERFACES, clocks))
            .build()) {
      for (int shift = 0; shift < SHIFTS; shift++)
        for (var deed : deeds().entrySet()) {
          var exit = run(kernel, deed.getKey(), deed.getValue().module(shift));
          assertThat(exit).isInstanceOf(Exit.Trapped.class);
          assertThat(((Exit.Trapped) exit).reason())
              .as(deed.getKey())
              .isEqualTo("call stack exhausted");
        }

      assertThat(kernel.snapshot().totals().inFlight()).isZero();
      assertThat(kernel.snapshot().totals().memoryBytes()).isZero();
      assertThat(kernel.snapshot().totals().stackBytes()).isZero();
      assertThat(logged).isEmpty();
      assertThat(spoiledClasses()).isEmpty();
    } finally {
      log.removeHandler(watch);
    }
  }

  /** A guest that waits once, below so many calls. */
  private static byte[] waitsBelow(int calls, Deed wait) {
    return Wat.compile(
        """
          (module
            (import "cairn" "emit_message"
              (func $emit (param i32 i32 i32 i64 i32) (result i32)))
            (import "cairn" "next_message" (func $next (param i32 i32 i32 i32 i64) (result i32)))
            (memory (export "memory") 1)
            (data (i32.const 0) "%s")
            (data (i32.const 4096) "%s")
            (func $wait (result i64)
              (i32.store (i32.const 128) (i32.const 4096))
              (i32.store (i32.const 132) (i32.const %d))
              (drop (call $emit (i32.const 0) (i32.const 128) (i32.const 1) (i64.const 1)
                (i32.const 136)))
              (drop (call $next (i32.const 136) (i32.const 1) (i32.const 16384) (i32.const 20000)
                (i64.const 1)))
              (i64.const 1))
            (func $deeper (param i64 i64) (result i64)
              (if (result i64) (i64.eqz (local.get 0))
                (then (call $wait))
                (else
                  (i64.add
                    (call $deeper (i64.sub (local.get 0) (i64.const 1)) (local.get 1))
                    (i64.mul (local.get 0) (local.get 1))))))
            (func (export "_start")
              (i64.store (i32.const 256) (call $deeper (i64.const %d) (i64.const 1)))))
          """
            .formatted(
                escaped(wait.on().hash().toByteArray()),
                escaped(wait.body().toByteArray()),
                wait.body().length(),
                calls));
  }

  /** What a yield takes of the stack grows with its depth; the thread has that, too. */
  @ParameterizedTest
  @ValueSource(strings = {"continuations", "threads"})
  void aGuestThatWaitsDeepInItsStackGoesOn(String scheduler) throws Exception {
    var log = Logger.getLogger("cairn.kernel");
    var watch = watch();
    log.addHandler(watch);
    var wait = of("time", "wait-until", Value.named("monotonic"), Value.unsigned(1));
    try (var clocks = new SoonClocks();
        Kernel kernel =
            new KernelBuilder(new LazyEngine(), carriers(scheduler), INTERFACES)
                .handler(new TimeHandler(INTERFACES, clocks))
                .build()) {
      for (int calls = 1_000; calls <= 21_000; calls += 2_000) {
        Exit exit = run(kernel, "waits below " + calls, waitsBelow(calls, wait));
        assertThat(exit).as(calls + " calls").isEqualTo(new Exit.Exited(0));
      }

      assertThat(kernel.snapshot().totals().inFlight()).isZero();
      assertThat(kernel.snapshot().totals().memoryBytes()).isZero();
      assertThat(kernel.snapshot().totals().stackBytes()).isZero();
      assertThat(logged).isEmpty();
    } finally {
      log.removeHandler(watch);
    }
  }

  /** It is always the moment 0, but for an action: for that it is the moment 1, and soon. */
  private static final class SoonClocks implements Clocks {
    private final ExecutorService timer = Executors.newSingleThreadExecutor();
    private final AtomicLong now = new AtomicLong();

    @Override
    public long monotonic() {
      return now.get();
    }

    @Override
    public long wall() {
      return 0;
    }

    @Override
    public long resolution() {
      return 1;
    }

    @Override
    public Runnable after(long nanos, Runnable action) {
      timer.execute(
          () -> {
            now.set(1);
            action.run();
            now.set(0);
          });
      return () -> {};
    }

    @Override
    public void close() {
      timer.close();
    }
  }

  private static GuestScheduler carriers(String kind) {
    return kind.equals("threads") ? GuestSchedulers.platform(1) : GuestSchedulers.best(1);
  }

  private static Exit run(Kernel kernel, String name, byte[] module) throws Exception {
    Pid pid =
        kernel.open(
            new OpenRequest(
                new OpenRequest.Source.Bytes(Payload.owning(module)),
                name,
                List.of(),
                Map.of(),
                everything(),
                false,
                Limits.DEFAULT));
    return kernel.ended(pid).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private Handler watch() {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        if (line.getThrown() != null) logged.add(line.getThrown());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  /** Classes of the kernel whose initializer has failed. */
  private static List<String> spoiledClasses() throws Exception {
    var spoiled = new ArrayList<String>();
    Path root = root();
    try (var files = Files.walk(root)) {
      for (Path file :
          (Iterable<Path>) files.filter(f -> f.toString().endsWith(".class"))::iterator) {
        String path = root.relativize(file).toString();
        if (path.contains("-info")) continue;
        String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
        @Nullable Throwable failure = failureOf(name);
        if (failure != null) spoiled.add(name + ": " + failure);
      }
    }
    return spoiled;
  }

  private static @Nullable Throwable failureOf(String name) {
    try {
      Class.forName(name, true, Kernel.class.getClassLoader());
      return null;
    } catch (ClassNotFoundException | LinkageError failure) {
      return failure;
    }
  }

  private static Path root() throws URISyntaxException {
    return Path.of(Kernel.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
