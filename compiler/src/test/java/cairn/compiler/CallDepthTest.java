package cairn.compiler;

import static cairn.compiler.Binary.I32;
import static cairn.compiler.Binary.I64;
import static cairn.compiler.Binary.body;
import static cairn.compiler.Binary.bytes;
import static cairn.compiler.Binary.code;
import static cairn.compiler.Binary.exports;
import static cairn.compiler.Binary.functionType;
import static cairn.compiler.Binary.functions;
import static cairn.compiler.Binary.i32;
import static cairn.compiler.Binary.module;
import static cairn.compiler.Binary.section;
import static cairn.compiler.Binary.types;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.compiler.runtime.Instance;
import cairn.compiler.runtime.Trap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls nest equally deep however the function is compiled, and however often it has run. */
final class CallDepthTest {
  /** What a thread is to have for the standard call stack. */
  private static final long THREAD_STACK = 17 << 20;

  private static final int STACK = 3 << 20;
  private static final int ENOUGH_TO_BE_COMPILED = 40;

  private static final int CALL = 0x10;
  private static final int CALL_INDIRECT = 0x11;
  private static final int LOCAL_GET = 0x20;
  private static final int IF = 0x04;
  private static final int ELSE = 0x05;
  private static final int END = 0x0b;
  private static final int I32_SUB = 0x6b;
  private static final int I32_ADD = 0x6a;

  private static final byte[] I32_TO_I32 = functionType(bytes(I32), bytes(I32));

  /** Counts its argument down by calls of itself: two operands at most, one local variable. */
  private static final byte[] DIRECT =
      Binary.function(
          I32_TO_I32,
          body(
              LOCAL_GET, 0, IF, I32, LOCAL_GET, 0, i32(1), I32_SUB, CALL, 0, i32(1), I32_ADD, ELSE,
              i32(0), END));

  /** The same through a table. */
  private static final byte[] INDIRECT =
      module(
          types(I32_TO_I32),
          functions(0),
          section(4, 1, 0x70, 0, 1),
          exports(1),
          section(9, 1, 0, i32(0), END, 1, 0),
          code(
              body(
                  LOCAL_GET,
                  0,
                  IF,
                  I32,
                  LOCAL_GET,
                  0,
                  i32(1),
                  I32_SUB,
                  i32(0),
                  CALL_INDIRECT,
                  0,
                  0,
                  i32(1),
                  I32_ADD,
                  ELSE,
                  i32(0),
                  END)));

  private static Stream<Arguments> variants() {
    CompilerOptions standard = CompilerOptions.standard();
    CompilerOptions large = standard.withLargeBytes(0);
    return Stream.of(
        Arguments.of("direct, in one method", DIRECT, standard),
        Arguments.of("indirect, in one method", INDIRECT, standard),
        Arguments.of("direct, prepared beside", DIRECT, large),
        Arguments.of("direct, in parts", DIRECT, Fixture.DIVIDED),
        Arguments.of("indirect, in parts", INDIRECT, Fixture.DIVIDED),
        Arguments.of(
            "direct, in parts prepared beside", DIRECT, Fixture.DIVIDED.withLargeBytes(0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("variants")
  void theLastCallThatFitsIsAlwaysTheSame(String name, byte[] module, CompilerOptions options) {
    // 96 for the call, 8 for the variable and for each of its operands; f0 of 0 is one call.
    int last = STACK / (96 + 8 * (1 + 2)) - 1;

    onThread(
        () -> {
          Instance instance = Fixture.instantiate(Fixture.compile(module, options));
          for (int i = 0; i < ENOUGH_TO_BE_COMPILED; i++) {
            assertThat(trapOf(instance, last + 1)).isEqualTo("call stack exhausted");
            assertThat(instance.invoke(0, last)).isEqualTo(last);
          }
        });
  }

  @Test
  void whatAnExceptionLeavesIsGivenBack() {
    // f0 calls f1, which throws below so many calls, and catches that; then it calls f1 again.
    int tryTable = 0x1f;
    int catchAll = 0x02;
    byte[] once =
        bytes(0x02, 0x40, tryTable, 0x40, 1, catchAll, 0, LOCAL_GET, 0, CALL, 1, 0x1a, END, END);
    byte[] module =
        module(
            types(I32_TO_I32, functionType(bytes(), bytes())),
            functions(0, 0),
            section(13, 1, 0, 1),
            exports(2),
            code(
                body(once, once, once, i32(5)),
                body(
                    LOCAL_GET, 0, IF, I32, LOCAL_GET, 0, i32(1), I32_SUB, CALL, 1, ELSE, 0x08, 0,
                    END)));
    int most = STACK / (96 + 8 * (1 + 2)) - 2;

    onThread(() -> assertThat(Fixture.run(module, CompilerOptions.standard(), most)).isEqualTo(5));
  }

  @Test
  void aFunctionWithManyVariablesTakesMoreOfIt() {
    int variables = 1_000;
    byte[] module =
        Binary.function(
            I32_TO_I32,
            Binary.bodyWith(
                bytes(1, Binary.leb(variables), I64),
                LOCAL_GET,
                0,
                IF,
                I32,
                LOCAL_GET,
                0,
                i32(1),
                I32_SUB,
                CALL,
                0,
                ELSE,
                i32(0),
                END));
    int last = STACK / (96 + 8 * (1 + variables + 2)) - 1;

    onThread(
        () -> {
          Instance instance = Fixture.instantiate(Fixture.compile(module));
          assertThat(instance.invoke(0, last)).isZero();
          assertThat(trapOf(instance, last + 1)).isEqualTo("call stack exhausted");
        });
  }

  private static String trapOf(Instance instance, int argument) {
    try {
      return "returned " + instance.invoke(0, argument);
    } catch (Trap trap) {
      return trap.getCause() == null
          ? String.valueOf(trap.getMessage())
          : "the thread's stack ended";
    }
  }

  private static void onThread(Runnable test) {
    var failure = new AtomicReference<Throwable>();
    var thread = new Thread(null, test, "guest", THREAD_STACK);
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (failure.get() != null) throw new AssertionError(failure.get());
  }
}
