package cairn.compiler;

import static cairn.compiler.Binary.I32;
import static cairn.compiler.Binary.NO_TYPE;
import static cairn.compiler.Binary.body;
import static cairn.compiler.Binary.bytes;
import static cairn.compiler.Binary.code;
import static cairn.compiler.Binary.exports;
import static cairn.compiler.Binary.functionType;
import static cairn.compiler.Binary.functions;
import static cairn.compiler.Binary.i32;
import static cairn.compiler.Binary.leb;
import static cairn.compiler.Binary.module;
import static cairn.compiler.Binary.section;
import static cairn.compiler.Binary.types;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.compiler.runtime.Instance;
import cairn.compiler.runtime.InvalidFunctionException;
import cairn.compiler.runtime.Trap;
import cairn.wasm.InvalidModuleException;
import cairn.wasm.WasmModule;
import java.lang.ref.WeakReference;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LazyModuleTest {
  private static final byte[] I32_TO_I32 = functionType(bytes(I32), bytes(I32));
  private static final byte[] TO_I32 = functionType(bytes(), bytes(I32));

  private static final int CALL = 0x10;
  private static final int CALL_INDIRECT = 0x11;
  private static final int RETURN_CALL = 0x12;
  private static final int RETURN_CALL_INDIRECT = 0x13;
  private static final int LOCAL_GET = 0x20;
  private static final int LOOP = 0x03;
  private static final int IF = 0x04;
  private static final int ELSE = 0x05;
  private static final int END = 0x0b;
  private static final int BR = 0x0c;
  private static final int VOID = 0x40;
  private static final int I32_SUB = 0x6b;

  @Test
  void compilesOnlyWhatIsCalled() {
    // f0 calls f1 unless its argument is 0; f2 is in a table; nobody calls f3.
    byte[] module =
        module(
            types(I32_TO_I32, TO_I32),
            functions(0, 1, 1, 1),
            section(4, 1, 0x70, 0, 1),
            exports(4),
            section(9, 1, 0, i32(0), END, 1, 2),
            code(
                body(LOCAL_GET, 0, IF, I32, CALL, 1, ELSE, i32(7), END),
                body(i32(1)),
                body(i32(2)),
                body(i32(3))));
    LazyModule lazy = Fixture.compile(module);
    Instance instance = Fixture.instantiate(lazy);

    assertThat(lazy.statistics().functions()).isZero();
    assertThat(instance.invoke(0, 0)).isEqualTo(7);
    assertThat(lazy.statistics().functions()).isEqualTo(1);
    assertThat(instance.invoke(0, 1)).isEqualTo(1);
    assertThat(lazy.statistics().functions()).isEqualTo(2);
  }

  @Test
  void sharesCompiledCodeBetweenInstances() {
    LazyModule lazy = Fixture.compile(Binary.function(TO_I32, body(i32(5))));

    Fixture.instantiate(lazy).invoke(0);
    Fixture.instantiate(lazy).invoke(0);

    assertThat(lazy.statistics().functions()).isEqualTo(1);
  }

  @Test
  void unloadsClassesWithTheModule() {
    var loader = new WeakReference<>(loaderOfAModuleThatRan());

    // The collector may take several tries; each makes it more likely.
    for (int i = 0; i < 200 && loader.get() != null; i++) System.gc();

    assertThat(loader.get()).isNull();
  }

  private static ClassLoader loaderOfAModuleThatRan() {
    Instance instance = Fixture.instantiate(Fixture.compile(Binary.function(TO_I32, body(i32(5)))));
    instance.invoke(0);
    return instance.getClass().getClassLoader();
  }

  @Test
  void looksAtThePollFlagInLoops() {
    byte[] endless = Binary.function(NO_TYPE, body(LOOP, VOID, BR, 0, END));
    var polls = new AtomicInteger();
    Instance instance =
        Fixture.instantiate(
            Fixture.compile(endless),
            polled -> {
              if (polls.incrementAndGet() == 10) throw new IllegalStateException("enough");
              polled.raisePoll();
            });
    instance.raisePoll();

    assertThatThrownBy(() -> instance.invoke(0)).hasMessage("enough");
  }

  @Test
  void looksAtThePollFlagInFunctionsThatCall() {
    var polls = new AtomicInteger();
    byte[] module =
        module(types(TO_I32), functions(0, 0), exports(2), code(body(CALL, 1), body(i32(5))));
    Instance instance =
        Fixture.instantiate(Fixture.compile(module), polled -> polls.incrementAndGet());

    instance.invoke(0);
    assertThat(polls).hasValue(0);
    instance.raisePoll();
    instance.invoke(0);
    assertThat(polls).hasValue(1);
    instance.invoke(0);
    assertThat(polls).hasValue(1);
  }

  @Test
  void mutualTailCallsNeedNoStack() {
    // f0 and f1 take turns until their argument is 0.
    byte[] module =
        module(
            types(I32_TO_I32),
            functions(0, 0),
            exports(2),
            code(countDown(RETURN_CALL, 1), countDown(RETURN_CALL, 0)));

    assertThat(Fixture.run(module, CompilerOptions.standard(), 1_000_000)).isZero();
    assertThat(Fixture.run(module, Fixture.DIVIDED, 1_000_000)).isZero();
  }

  @Test
  void tailCallsToItselfNeedNoStack() {
    byte[] module = Binary.function(I32_TO_I32, countDown(RETURN_CALL, 0));

    assertThat(Fixture.run(module, CompilerOptions.standard(), 1_000_000)).isZero();
    assertThat(Fixture.run(module, Fixture.DIVIDED, 1_000_000)).isZero();
  }

  @Test
  void indirectTailCallsNeedNoStack() {
    byte[] module =
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
                    RETURN_CALL_INDIRECT,
                    0,
                    0,
                    ELSE,
                    i32(0),
                    END)));

    assertThat(Fixture.run(module, CompilerOptions.standard(), 1_000_000)).isZero();
  }

  private static byte[] countDown(int call, int function) {
    return body(
        LOCAL_GET, 0, IF, I32, LOCAL_GET, 0, i32(1), I32_SUB, call, function, ELSE, i32(0), END);
  }

  @Test
  void endlessRecursionIsATrap() {
    byte[] module = Binary.function(NO_TYPE, body(CALL, 0));

    assertThatThrownBy(() -> Fixture.run(module, CompilerOptions.standard()))
        .isInstanceOf(Trap.class)
        .hasMessage("call stack exhausted");
  }

  @Test
  void compilesAfterTheStackWasExhaustedWhileCompiling() {
    // f0 calls f1 at a depth that its argument says, so that f1 is compiled near the stack's end.
    byte[] module =
        module(
            types(I32_TO_I32),
            functions(0, 0),
            exports(2),
            code(
                body(
                    LOCAL_GET, 0, IF, I32, LOCAL_GET, 0, i32(1), I32_SUB, CALL, 0, ELSE, i32(0),
                    CALL, 1, END),
                body(i32(9))));
    Instance instance = Fixture.instantiate(Fixture.compile(module));

    int depth = 1;
    try {
      for (; depth < 1 << 24; depth += 1 + depth / 8) instance.invoke(0, depth);
    } catch (Trap trap) {
      assertThat(trap).hasMessage("call stack exhausted");
    }
    int overflow = depth;
    Instance fresh = Fixture.instantiate(Fixture.compile(module));
    for (int i = overflow; i > 0; i -= 1 + i / 50) {
      try {
        assertThat(fresh.invoke(0, i)).isEqualTo(9);
        break;
      } catch (Trap trap) {
        assertThat(trap).hasMessage("call stack exhausted");
      }
    }

    assertThat(fresh.invoke(1, 0)).isEqualTo(9);
  }

  @Test
  void aFunctionOfAnotherTypeIsNotCalled() {
    byte[] module =
        module(
            types(TO_I32, I32_TO_I32),
            functions(0, 1),
            section(4, 1, 0x70, 0, 1),
            exports(2),
            section(9, 1, 0, i32(0), END, 1, 1),
            code(body(i32(0), CALL_INDIRECT, 0, 0), body(LOCAL_GET, 0)));

    assertThatThrownBy(() -> Fixture.run(module, CompilerOptions.standard()))
        .isInstanceOf(Trap.class)
        .hasMessage("indirect call type mismatch");
  }

  @Test
  void anInvalidFunctionEndsTheGuestWhenItIsCalled() {
    byte[] module = module(types(TO_I32), functions(0, 0), exports(2), code(body(i32(1)), body()));
    Instance instance = Fixture.instantiate(Fixture.compile(module));

    assertThat(instance.invoke(0)).isEqualTo(1);
    assertThatThrownBy(() -> instance.invoke(1))
        .isInstanceOf(InvalidFunctionException.class)
        .hasMessageContaining("function 1");
  }

  @Test
  void eagerValidationRefusesAModuleWithAnInvalidFunction() {
    byte[] module = Binary.function(TO_I32, body());

    assertThatThrownBy(
            () ->
                LazyModule.of(
                    WasmModule.read(module, () -> false),
                    CompilerOptions.standard().withEagerValidation(true)))
        .isInstanceOf(InvalidModuleException.class);
  }

  @Test
  void refusesGarbageCollectionByName() throws InvalidModuleException {
    WasmModule module = WasmModule.read(module(section(1, 1, 0x5f, 0)), () -> false);

    assertThatThrownBy(() -> LazyModule.of(module, CompilerOptions.standard()))
        .isInstanceOfSatisfying(
            UnsupportedFeatureException.class,
            e -> assertThat(e.feature()).isEqualTo("garbage collection"));
  }

  @Test
  void aTrapNamesTheFunctionsOnItsStack() {
    byte[] module =
        module(
            types(NO_TYPE),
            functions(0, 0, 0),
            exports(3),
            code(body(CALL, 2), body(), body(0x00)));
    Instance instance = Fixture.instantiate(Fixture.compile(module));

    assertThatThrownBy(() -> instance.invoke(0))
        .satisfies(
            e ->
                assertThat(
                        Stream.of(e.getStackTrace())
                            .map(LazyModule::functionOf)
                            .filter(OptionalInt::isPresent)
                            .map(OptionalInt::getAsInt))
                    .containsExactly(2, 0));
  }

  @Test
  void canonicalNansHaveOneSign() {
    // 0 / 0 is a NaN whose sign the machine chooses.
    byte[] f32 = functionType(bytes(0x7d, 0x7d), bytes(I32));
    byte[] module = Binary.function(f32, body(LOCAL_GET, 0, LOCAL_GET, 1, 0x95, 0xbc));
    long signalling = Float.floatToRawIntBits(Float.intBitsToFloat(0xffa00001)) & 0xffffffffL;

    CompilerOptions canonical = CompilerOptions.standard().withCanonicalNans(true);
    assertThat(Fixture.run(module, canonical, 0, 0)).isEqualTo(0x7fc00000L);
    assertThat(Fixture.run(module, canonical, signalling, 0)).isEqualTo(0x7fc00000L);
  }

  @Test
  void passesMoreParametersThanAJvmMethodHas() {
    int count = 300;
    byte[] many = functionType(Binary.repeat(count, 0x7e), bytes(0x7e));
    byte[] module =
        module(
            types(many, functionType(bytes(), bytes(0x7e))),
            functions(1, 0),
            exports(2),
            code(
                body(constants(count), CALL, 1),
                body(LOCAL_GET, 0, LOCAL_GET, leb(count - 1), 0x7d)));

    assertThat(Fixture.run(module, CompilerOptions.standard())).isEqualTo(-(count - 1));
    assertThat(Fixture.run(module, Fixture.DIVIDED)).isEqualTo(-(count - 1));
  }

  private static byte[] constants(int count) {
    byte[] all = {};
    for (int i = 0; i < count; i++) all = bytes(all, 0x42, Binary.sleb(i));
    return all;
  }
}
