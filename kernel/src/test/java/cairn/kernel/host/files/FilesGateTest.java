package cairn.kernel.host.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cairn.kernel.Exit;
import cairn.kernel.Kernel;
import cairn.kernel.Limits;
import cairn.kernel.OpenRequest;
import cairn.kernel.Wat;
import cairn.kernel.abi.WasiPersonality;
import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.engine.LazyEngine;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.RuleText;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A WASI program, the gate and the files in one piece. */
class FilesGateTest {
  /** Ends with the length of the name of descriptor 3 times 10, plus what making "x" there says. */
  private static final String MAKER =
      """
      (module
        (import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "path_create_directory" (func $make (param i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (memory (export "memory") 1)
        (data (i32.const 100) "x")
        (func (export "_start")
          (drop (call $prestat (i32.const 3) (i32.const 0)))
          (call $exit
            (i32.add
              (i32.mul (i32.load (i32.const 4)) (i32.const 10))
              (call $make (i32.const 3) (i32.const 100) (i32.const 1))))))
      """;

  @TempDir Path top;

  private Exit run(List<Rule> rules) throws Exception {
    assumeTrue(PosixSupport.isHere(), "there are files on Linux only");
    Interfaces interfaces = Interfaces.shipped();
    Path data = Files.createDirectories(top.resolve("data"));
    var built = new CompletableFuture<Kernel>();
    try (Kernel kernel =
        new KernelBuilder(new LazyEngine(), GuestSchedulers.best(1), interfaces)
            .personality(new WasiPersonality(interfaces))
            .handler(
                new FilesHandler(
                    interfaces, top.resolve("own"), List.of(new GivenFolder("/data", data))))
            .asker(
                request ->
                    built.thenAccept(
                        k ->
                            k.decide(
                                request.id(), new Decision.Deny(Lifetime.ONCE, Breadth.EXACT))))
            .build()) {
      built.complete(kernel);
      var request =
          new OpenRequest(
              new OpenRequest.Source.Bytes(Payload.owning(Wat.compile(MAKER))),
              "maker",
              List.of(),
              Map.of(),
              rules,
              false,
              Limits.DEFAULT);
      return kernel.ended(kernel.open(request)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void withTheRuleOfTheRunTheFolderIsThere() throws Exception {
    var rule =
        (RuleText.Read.Ok) RuleText.parse("files.folder=/data", true, Interfaces.shipped().all());

    assertThat(run(rule.rules())).isEqualTo(new Exit.Exited(50));

    assertThat(top.resolve("data/x")).isDirectory();
    assertThat(top.resolve("own/x")).doesNotExist();
  }

  @Test
  void withoutItThereIsOnlyItsOwnFolderWhichIsFree() throws Exception {
    assertThat(run(List.of())).isEqualTo(new Exit.Exited(10));

    assertThat(top.resolve("data/x")).doesNotExist();
    // A second run of the same program finds what the first one made.
    assertThat(run(List.of())).isEqualTo(new Exit.Exited(10 + 20));
  }
}
