package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import cairn.kernel.LoadFault;
import cairn.kernel.Pid;
import cairn.kernel.Wat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs with damage: bytes that are others, missing or there twice. They are refused with a
 * sentence of ours, or run until they end or are ended; nothing else is thrown, nobody hangs, and
 * nothing stays charged. As many programs as the property {@code cairn.damaged} says, made of those
 * in the folder {@code cairn.programs} that are smaller than 6 MB, or of one that the test carries.
 */
class DamagedProgramsTest {
  private static final int PROGRAMS = Integer.getInteger("cairn.damaged", 100);
  private static final long SEED = Long.getLong("cairn.seed", 20261130);
  private static final String FOLDER = System.getProperty("cairn.programs", "");
  private static final long LARGEST = 6 << 20;
  private static final int AT_ONCE = 4;
  private static final int HEADER = 8;
  private static final long COMPUTES_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  private static final String SMALL =
      """
      (module
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1 4)
        (table 4 funcref)
        (elem (i32.const 0) $twice $start)
        (global $n (mut i64) (i64.const 3))
        (data (i32.const 0) "\\40\\00\\00\\00\\06\\00\\00\\00")
        (data (i32.const 64) "hello\\n")
        (func $twice (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
        (func $start (export "_start") (local $i i32)
          (loop $again
            (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))
            (drop (call_indirect (param i32) (result i32) (local.get $i) (i32.const 0)))
            (drop (memory.grow (i32.const 1)))
            (global.set $n (i64.sub (global.get $n) (i64.const 1)))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br_if $again (i32.lt_u (local.get $i) (i32.const 3))))
          (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 32)))))
      """;

  @TempDir Path top;

  private final Random random = new Random(SEED);

  @Test
  void theyAreRefusedOrRunAndHarmNobody() throws Exception {
    System.out.println("damaged programs: seed " + SEED);
    List<byte[]> programs = programs();
    try (var world = new HostileWorld(top, _ -> List.of())) {
      int done = 0;
      int refused = 0;
      int ended = 0;
      while (done < PROGRAMS) {
        List<Pid> pids = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
          pids.add(world.open(damaged(programs.get(random.nextInt(programs.size())))));
        }
        for (Pid pid : pids) {
          done++;
          switch (world.end(pid, COMPUTES_NANOS)) {
            case Exit.Refused(LoadFault.NotAProgram(String what)) -> {
              assertThat(what).doesNotContain("engine");
              refused++;
            }
            case Exit.Refused _ -> refused++;
            case Exit.Killed _ -> {}
            default -> ended++;
          }
        }
      }
      System.out.printf(
          Locale.ROOT,
          "damaged programs: %d of %d files; %d refused, %d ended, %d ended by the test%n",
          done,
          programs.size(),
          refused,
          ended,
          done - refused - ended);

      assertThat(refused).isPositive();
      world.assertUnharmed();
    }
  }

  private static List<byte[]> programs() throws IOException {
    if (FOLDER.isEmpty()) return List.of(Wat.compile(SMALL));
    List<byte[]> programs = new ArrayList<>();
    try (var files = Files.list(Path.of(FOLDER))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".wasm")).sorted().toList()) {
        if (Files.size(file) <= LARGEST) programs.add(Files.readAllBytes(file));
      }
    }
    return programs;
  }

  private byte[] damaged(byte[] program) {
    byte[] bytes = program.clone();
    // Small sections stand at both ends; the code between is most of the file.
    int reach = random.nextInt(3) == 0 ? bytes.length : Math.min(bytes.length, 4096);
    boolean atEnd = random.nextInt(4) == 0;
    int at = HEADER + random.nextInt(reach - HEADER);
    if (atEnd) at = bytes.length - at + HEADER - 1;
    int piece = Math.min(1 + random.nextInt(32), bytes.length - at);
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> joined(bytes, at, at + piece);
      case 2 -> joined(bytes, at + piece, at);
      case 3 -> {
        bytes[at] = (byte) random.nextInt(256);
        bytes[HEADER + random.nextInt(bytes.length - HEADER)] = (byte) random.nextInt(256);
        yield bytes;
      }
      default -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        yield bytes;
      }
    };
  }

  /** What is before one place and what is behind the other. */
  private static byte[] joined(byte[] bytes, int before, int behind) {
    byte[] result = Arrays.copyOf(bytes, before + bytes.length - behind);
    System.arraycopy(bytes, behind, result, before, bytes.length - behind);
    return result;
  }
}
