package cairn.kernel.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.kernel.engine.GuestExit;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.engine.HostFunction;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WasiPersonalityTest {
  private final WasiGuest guest = new WasiGuest();

  /** As clang 14 compiles wasi/api.h of wasi-libc: i is an i32, l an i64. */
  private static final String SIGNATURES =
      """
      args_get ii
      args_sizes_get ii
      clock_res_get ii
      clock_time_get ili
      environ_get ii
      environ_sizes_get ii
      fd_advise illi
      fd_allocate ill
      fd_close i
      fd_datasync i
      fd_fdstat_get ii
      fd_fdstat_set_flags ii
      fd_fdstat_set_rights ill
      fd_filestat_get ii
      fd_filestat_set_size il
      fd_filestat_set_times illi
      fd_pread iiili
      fd_prestat_dir_name iii
      fd_prestat_get ii
      fd_pwrite iiili
      fd_read iiii
      fd_readdir iiili
      fd_renumber ii
      fd_seek ilii
      fd_sync i
      fd_tell ii
      fd_write iiii
      path_create_directory iii
      path_filestat_get iiiii
      path_filestat_set_times iiiilli
      path_link iiiiiii
      path_open iiiiillii
      path_readlink iiiiii
      path_remove_directory iii
      path_rename iiiiii
      path_symlink iiiii
      path_unlink_file iii
      poll_oneoff iiii
      proc_exit i
      proc_raise i
      random_get ii
      sched_yield -
      sock_accept iii
      sock_recv iiiiii
      sock_send iiiii
      sock_shutdown ii
      """;

  @Test
  void theWholeImportSurfaceLinks() {
    Map<String, String> expected = new TreeMap<>();
    for (String line : SIGNATURES.lines().toList()) {
      String[] parts = line.split(" ", 2);
      expected.put(parts[0], parts[1].equals("-") ? "" : parts[1]);
    }

    Map<String, String> actual = new TreeMap<>();
    for (HostFunction f : guest.functions.values()) {
      actual.put(
          f.name(),
          f.parameters().stream()
              .map(type -> type == HostFunction.WasmType.I64 ? "l" : "i")
              .collect(Collectors.joining()));
      assertThat(f.module()).isEqualTo("wasi_snapshot_preview1");
      assertThat(f.results()).hasSize(f.name().equals("proc_exit") ? 0 : 1);
    }

    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void argumentsArriveByteForByte() {
    byte[] words = {'g', 0, (byte) 0xc3, (byte) 0xb6, 0, (byte) 0xff, (byte) 0x80, 0, 0};
    guest.world.on("startup.arguments", in -> Value.bytes(Payload.copyOf(words)));

    assertThat(guest.call("args_sizes_get", 0, 4)).isZero();
    assertThat(guest.memory.i32(0)).isEqualTo(4);
    assertThat(guest.memory.i32(4)).isEqualTo(words.length);

    assertThat(guest.call("args_get", 16, 100)).isZero();
    assertThat(guest.cString(guest.memory.i32(16))).isEqualTo("g");
    assertThat(guest.cString(guest.memory.i32(20))).isEqualTo("ö");
    assertThat(guest.memory.read(guest.memory.i32(24), 3)).containsExactly(0xff, 0x80, 0);
    assertThat(guest.cString(guest.memory.i32(28))).isEmpty();
  }

  @Test
  void theEnvironmentIsThatOfTheProcess() {
    guest.world.on("startup.environment", in -> Value.bytes(Payload.utf8("HOME=/\0")));

    assertThat(guest.call("environ_sizes_get", 0, 4)).isZero();
    assertThat(guest.call("environ_get", 16, 100)).isZero();

    assertThat(guest.memory.i32(0)).isEqualTo(1);
    assertThat(guest.memory.i32(4)).isEqualTo(7);
    assertThat(guest.cString(guest.memory.i32(16))).isEqualTo("HOME=/");
  }

  @Test
  void clocksAreReadAndThoseOfTheCpuAreNotThere() {
    assertThat(guest.call("clock_time_get", 0, 0, 8)).isZero();
    assertThat(guest.memory.i64(8)).isEqualTo(1_700_000_000_000_000_000L);
    assertThat(guest.call("clock_time_get", 1, 0, 8)).isZero();
    assertThat(guest.memory.i64(8)).isEqualTo(5_000);
    assertThat(guest.call("clock_res_get", 1, 8)).isZero();
    assertThat(guest.memory.i64(8)).isEqualTo(1);

    assertThat(guest.call("clock_time_get", 2, 0, 8)).isEqualTo(58);
    assertThat(guest.call("clock_time_get", 9, 0, 8)).isEqualTo(WasiGuest.INVAL);
    assertThat(guest.call("clock_time_get", -1, 0, 8)).isEqualTo(WasiGuest.INVAL);
  }

  @Test
  void randomBytesOfAnyLengthComeInSeveralMessages() {
    guest.world.on(
        "random.bytes",
        in -> {
          byte[] bytes = new byte[(int) ((Value.Unsigned) in.get(0)).value()];
          Arrays.fill(bytes, (byte) 0xab);
          return Value.bytes(Payload.owning(bytes));
        });

    assertThat(guest.call("random_get", 10, 70_000)).isZero();

    assertThat(guest.memory.u8(9)).isZero();
    assertThat(guest.memory.u8(10)).isEqualTo(0xab);
    assertThat(guest.memory.u8(70_009)).isEqualTo(0xab);
    assertThat(guest.memory.u8(70_010)).isZero();
    assertThat(guest.world.sent).containsExactly("random.bytes", "random.bytes");
  }

  @Test
  void aHandlerThatAnswersTooFewRandomBytesIsAnError() {
    guest.world.on("random.bytes", in -> Value.bytes(Payload.EMPTY));

    assertThat(guest.call("random_get", 10, 4)).isEqualTo(WasiGuest.IO);
  }

  @Test
  void whatIsWrittenIsGatheredAndPrinted() {
    guest.buffers("Hello", ", ", "wörld\n");

    assertThat(guest.call("fd_write", 1, 1000, 3, 8)).isZero();
    assertThat(guest.memory.i32(8)).isEqualTo(14);
    assertThat(guest.call("fd_write", 2, 1000, 1, 8)).isZero();

    assertThat(guest.printed.toString()).isEqualTo("out:Hello, wörld\nerr:Hello");
  }

  @Test
  void writingNothingPrintsNothing() {
    assertThat(guest.call("fd_write", 1, 1000, 0, 8)).isZero();

    assertThat(guest.memory.i32(8)).isZero();
    assertThat(guest.world.sent).doesNotContain("console.write");
  }

  @Test
  void aConsoleThatTakesNothingIsAnError() {
    guest.world.leaveOpen("console.write");
    guest.world.asleep = () -> guest.world.fail("console.write");
    guest.buffers("x");

    assertThat(guest.call("fd_write", 1, 1000, 1, 8)).isEqualTo(WasiGuest.IO);
    assertThat(guest.memory.i32(8)).isZero();
  }

  @Test
  void whatIsTypedIsScatteredAndTheRestIsKept() {
    guest.world.on("console.read", in -> WasiGuest.typed("abcdefgh"));
    guest.memory.putI32(1000, 3000);
    guest.memory.putI32(1004, 2);
    guest.memory.putI32(1008, 3100);
    guest.memory.putI32(1012, 3);

    assertThat(guest.call("fd_read", 0, 1000, 2, 8)).isZero();
    assertThat(guest.memory.i32(8)).isEqualTo(5);
    assertThat(guest.text(3000, 2) + guest.text(3100, 3)).isEqualTo("abcde");

    assertThat(guest.call("fd_read", 0, 1000, 2, 8)).isZero();
    assertThat(guest.memory.i32(8)).isEqualTo(3);
    assertThat(guest.text(3000, 2) + guest.text(3100, 1)).isEqualTo("fgh");
    assertThat(guest.world.sent).containsExactly("console.read");
  }

  @Test
  void theEndOfInputIsZeroBytes() {
    guest.world.on("console.read", in -> WasiGuest.typed(""));
    guest.buffer(3000, 10);

    assertThat(guest.call("fd_read", 0, 1000, 1, 8)).isZero();

    assertThat(guest.memory.i32(8)).isZero();
  }

  @Test
  void aReadThatMayNotWaitSaysAgainAndLosesNothing() {
    guest.world.leaveOpen("console.read");
    guest.buffer(3000, 10);
    assertThat(guest.call("fd_fdstat_set_flags", 0, 4)).isZero();

    assertThat(guest.call("fd_read", 0, 1000, 1, 8)).isEqualTo(WasiGuest.AGAIN);
    guest.world.answer("console.read", WasiGuest.typed("late"));
    assertThat(guest.call("fd_read", 0, 1000, 1, 8)).isZero();

    assertThat(guest.text(3000, 4)).isEqualTo("late");
    assertThat(guest.world.sent).containsOnlyOnce("console.read");
  }

  @Test
  void aTerminalIsACharacterDeviceThatDoesNotSeek() {
    assertThat(guest.call("fd_fdstat_get", 1, 100)).isZero();

    assertThat(guest.memory.u8(100)).isEqualTo(2);
    // Neither fd_seek nor fd_tell among the rights: what isatty() looks for.
    assertThat(guest.memory.i64(108) & (1 << 2 | 1 << 5)).isZero();
    assertThat(guest.call("fd_seek", 1, 0, 0, 8)).isEqualTo(70);
  }

  @Test
  void aPipeIsNoTerminal() {
    guest.world.on("console.streams", in -> WasiGuest.kinds("other", "other", "other"));

    assertThat(guest.call("fd_fdstat_get", 1, 100)).isZero();

    assertThat(guest.memory.u8(100)).isZero();
  }

  @Test
  void eachStandardStreamIsATerminalOrNotByItself() {
    guest.world.on("console.streams", in -> WasiGuest.kinds("terminal", "other", "closed"));

    assertThat(guest.call("fd_fdstat_get", 0, 100)).isZero();
    assertThat(guest.memory.u8(100)).isEqualTo(2);
    assertThat(guest.call("fd_fdstat_get", 1, 100)).isZero();
    assertThat(guest.memory.u8(100)).isZero();
    assertThat(guest.call("fd_fdstat_get", 2, 100)).isEqualTo(WasiGuest.BADF);
    assertThat(guest.call("fd_filestat_get", 2, 100)).isEqualTo(WasiGuest.BADF);
  }

  /** A call on a stream that the host has closed; standard input is 0, output 1. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fd_read 0 1000 0 8",
        "fd_write 1 1000 0 8",
        "fd_pread 0 1000 0 0 8",
        "fd_pwrite 1 1000 0 0 8",
        "fd_close 0",
        "fd_renumber 0 2",
        "fd_renumber 2 0",
        "fd_fdstat_get 0 100",
        "fd_fdstat_set_flags 0 4",
        "fd_fdstat_set_rights 0 0 0",
        "fd_filestat_get 0 100",
        "fd_filestat_set_size 1 0",
        "fd_filestat_set_times 1 0 0 0",
        "fd_sync 1",
        "fd_datasync 1",
        "fd_seek 1 0 0 8",
        "fd_tell 1 8",
        "fd_advise 0 0 0 0",
        "fd_allocate 1 0 1",
        "fd_readdir 0 0 0 0 8",
        "path_create_directory 0 1000 0",
        "sock_recv 0 1000 0 0 8 8",
        "sock_send 1 1000 0 0 8",
        "sock_shutdown 1 1",
        "sock_accept 0 0 8"
      })
  void aStandardStreamThatTheHostHasClosedIsNoDescriptor(String call) {
    guest.world.on("console.streams", in -> WasiGuest.kinds("closed", "closed", "other"));

    assertThat(call(call)).isEqualTo(WasiGuest.BADF);
  }

  @Test
  void whetherAStreamIsOpenIsAskedOnce() {
    for (int i = 0; i < 3; i++) assertThat(guest.call("fd_write", 1, 1000, 0, 8)).isZero();

    assertThat(guest.world.sent).containsExactly("console.streams");
  }

  @ParameterizedTest
  @CsvSource({
    "not-open, 8",
    "broken-pipe, 64",
    "is-a-folder, 31",
    "disk-full, 51",
    "quota-reached, 19",
    "too-large, 22",
    "failed, 29"
  })
  void aStandardStreamThatFailsIsAnErrorToTheProgramEachTime(String why, int errno) {
    guest.world.on("console.write", in -> Value.err(why));
    guest.world.on("console.read", in -> Value.err(why));
    guest.buffers("x");

    for (int i = 0; i < 2; i++) {
      assertThat(guest.call("fd_write", 1, 1000, 1, 8)).isEqualTo(errno);
      assertThat(guest.call("fd_read", 0, 1000, 1, 8)).isEqualTo(errno);
    }
  }

  @Test
  void ofMoreBuffersThanOneCallTakesTheFirstAreTaken() {
    int many = 5_000;
    for (int i = 0; i < many; i++) {
      guest.memory.putI32(10_000 + 8L * i, 2000);
      guest.memory.putI32(10_004 + 8L * i, 1);
    }
    guest.memory.putU8(2000, 'x');

    assertThat(guest.call("fd_write", 1, 10_000, many, 8)).isZero();
    int written = guest.memory.i32(8);
    guest.world.on("console.read", in -> WasiGuest.typed("y".repeat(many)));
    assertThat(guest.call("fd_read", 0, 10_000, many, 8)).isZero();

    assertThat(written).isBetween(1, many);
    assertThat(guest.printed.toString()).isEqualTo("out:" + "x".repeat(written));
    assertThat(guest.memory.i32(8)).isBetween(1, many);
  }

  @Test
  void emptyBuffersBeforeOthersAreNoEnd() {
    int many = 5_000;
    guest.memory.putI32(10_000 + 8L * many, 2000);
    guest.memory.putI32(10_004 + 8L * many, 1);
    guest.memory.putU8(2000, 'x');
    guest.world.on("console.read", in -> WasiGuest.typed("y"));

    assertThat(guest.call("fd_write", 1, 10_000, many + 1, 8)).isZero();
    assertThat(guest.memory.i32(8)).isEqualTo(1);
    assertThat(guest.call("fd_read", 0, 10_000, many + 1, 8)).isZero();
    assertThat(guest.memory.i32(8)).isEqualTo(1);

    assertThat(guest.printed.toString()).isEqualTo("out:x");
    assertThat(guest.memory.u8(2000)).isEqualTo('y');
  }

  @Test
  void aClosedDescriptorIsNoneAndARenumberedOneIsTheOther() {
    guest.buffers("x");
    assertThat(guest.call("fd_renumber", 2, 1)).isZero();

    assertThat(guest.call("fd_write", 1, 1000, 1, 8)).isZero();
    assertThat(guest.call("fd_write", 2, 1000, 1, 8)).isEqualTo(WasiGuest.BADF);
    assertThat(guest.call("fd_close", 1)).isZero();
    assertThat(guest.call("fd_close", 1)).isEqualTo(WasiGuest.BADF);
    assertThat(guest.call("fd_renumber", 0, 7)).isEqualTo(WasiGuest.BADF);

    assertThat(guest.printed.toString()).isEqualTo("err:x");
  }

  @ParameterizedTest
  @CsvSource({
    "fd_prestat_get 3 0, 8",
    "fd_prestat_dir_name 3 0 0, 8",
    "fd_read 3 0 0 0, 8",
    "fd_write 3 0 0 0, 8",
    "fd_write 0 0 0 0, 8",
    "fd_read 1 0 0 0, 8",
    "fd_close 4294967295, 8",
    "fd_tell 0 0, 70",
    "fd_tell 5 0, 8",
    "fd_readdir 0 0 0 0 0, 54",
    "fd_sync 1, 0",
    "fd_filestat_set_size 1 0, 28",
    "path_open 3 0 0 0 0 0 0 0 0, 8",
    "path_open 0 0 0 0 0 0 0 0 0, 54",
    "path_symlink 0 0 9 0 0, 8",
    "sock_recv 3 0 0 0 0 0, 8",
    "sock_recv 0 0 0 0 0 0, 57",
    "sock_shutdown 3 0, 8",
    "sock_accept 1 0 8, 57",
    "proc_raise 6, 52",
    "sched_yield, 0"
  })
  void whatIsNotThereSaysSo(String call, int errno) {
    assertThat(call(call)).isEqualTo(errno);
    // Only what would be preopened, or whether a stream is open, is asked for, once.
    assertThat(guest.world.sent).isSubsetOf("files.given", "console.streams").hasSizeLessThan(2);
  }

  private int call(String call) {
    String[] parts = call.split(" ", -1);
    long[] arguments = new long[parts.length - 1];
    for (int i = 0; i < arguments.length; i++) arguments[i] = Long.parseLong(parts[i + 1]);
    return guest.call(parts[0], arguments);
  }

  @Test
  void exitEndsTheProcessWithItsCode() {
    assertThatThrownBy(() -> guest.call("proc_exit", 42))
        .isInstanceOfSatisfying(GuestExit.class, e -> assertThat(e.code()).isEqualTo(42));
  }

  @Test
  void aPointerOutOfBoundsEndsTheProcessBeforeAnythingIsSent() {
    guest.buffers("x");
    long beyond = guest.memory.size();
    guest.memory.putI32(1008, -8);
    guest.memory.putI32(1012, 100);

    for (Runnable hostile :
        List.<Runnable>of(
            () -> guest.call("fd_write", 1, beyond - 4, 1, 8),
            () -> guest.call("fd_write", 1, 0xffff_fff8L, 1, 8),
            () -> guest.call("fd_write", 1, 1000, 2, 8),
            () -> guest.call("fd_write", 1, 1000, 1, beyond - 3),
            () -> guest.call("fd_read", 0, 1000, 2, 8),
            () -> guest.call("random_get", 0xffff_ffffL, 0xffff_ffffL),
            () -> guest.call("random_get", 8, 0xffff_ffffL),
            () -> guest.call("poll_oneoff", beyond - 40, 0, 1, 8),
            () -> guest.call("poll_oneoff", 0, beyond - 31, 1, 8))) {
      assertThatThrownBy(hostile::run).isInstanceOf(GuestFault.class);
    }

    assertThat(guest.world.sent).isEmpty();
  }

  @Test
  void noArgumentsOfAnyFunctionDoMoreThanEndTheProcess() {
    Random random = new Random(45);
    guest.world.on("console.read", in -> WasiGuest.typed("input"));
    guest.world.on("random.bytes", in -> Value.bytes(Payload.EMPTY));
    guest.world.on("time.wait-until", in -> Value.UNIT);
    long[] telling = {0, 1, 2, 3, 8, 1000, 1 << 17, (1 << 17) - 4, 0x7fff_ffff, -1, -8, 1025};
    List<HostFunction> all = List.copyOf(guest.functions.values());
    for (int round = 0; round < 20_000; round++) {
      HostFunction function = all.get(random.nextInt(all.size()));
      long[] arguments = new long[function.parameters().size()];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] =
            random.nextInt(4) == 0 ? random.nextInt() : telling[random.nextInt(telling.length)];
      }
      guest.memory.putI32(random.nextInt(4096), random.nextInt());

      try {
        int errno = guest.call(function.name(), arguments);
        assertThat(errno).isBetween(0, 76);
      } catch (GuestFault | GuestExit end) {
        assertThat(end).hasNoCause();
      }
    }
  }
}
