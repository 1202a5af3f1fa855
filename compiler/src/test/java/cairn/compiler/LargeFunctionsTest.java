package cairn.compiler;

import static cairn.compiler.Binary.I32;
import static cairn.compiler.Binary.I64;
import static cairn.compiler.Binary.body;
import static cairn.compiler.Binary.bodyWith;
import static cairn.compiler.Binary.bytes;
import static cairn.compiler.Binary.code;
import static cairn.compiler.Binary.exports;
import static cairn.compiler.Binary.functionType;
import static cairn.compiler.Binary.functions;
import static cairn.compiler.Binary.i32;
import static cairn.compiler.Binary.leb;
import static cairn.compiler.Binary.module;
import static cairn.compiler.Binary.repeat;
import static cairn.compiler.Binary.section;
import static cairn.compiler.Binary.types;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.compiler.runtime.Instance;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

final class LargeFunctionsTest {
  private static final byte[] I32_TO_I32 = functionType(bytes(I32), bytes(I32));

  private static final int BLOCK = 0x02;
  private static final int LOOP = 0x03;
  private static final int IF = 0x04;
  private static final int TRY = 0x06;
  private static final int CATCH = 0x07;
  private static final int THROW = 0x08;
  private static final int DELEGATE = 0x18;
  private static final int TRY_TABLE = 0x1f;
  private static final int END = 0x0b;
  private static final int BR = 0x0c;
  private static final int BR_IF = 0x0d;
  private static final int BR_TABLE = 0x0e;
  private static final int RETURN = 0x0f;
  private static final int DROP = 0x1a;
  private static final int LOCAL_GET = 0x20;
  private static final int LOCAL_SET = 0x21;
  private static final int LOCAL_TEE = 0x22;
  private static final int I32_ADD = 0x6a;
  private static final int I32_SUB = 0x6b;
  private static final int I32_MUL = 0x6c;
  private static final int VOID = 0x40;

  @Test
  void codeOfAnyLengthRuns() {
    // x = x * 31 + i, so often that it is over 64 KB of JVM code many times.
    var code = new ByteArrayOutputStream();
    int expected = 7;
    for (int i = 0; i < 60_000; i++) {
      code.writeBytes(bytes(LOCAL_GET, 0, i32(31), I32_MUL, i32(i), I32_ADD, LOCAL_SET, 0));
      expected = expected * 31 + i;
    }
    LazyModule lazy =
        Fixture.compile(Binary.function(I32_TO_I32, body(code.toByteArray(), LOCAL_GET, 0)));

    assertThat(Fixture.instantiate(lazy).invoke(0, 7)).isEqualTo(expected);
    assertThat(lazy.statistics().dividedFunctions()).isEqualTo(1);
    assertThat(lazy.statistics().parts()).isGreaterThan(50);
  }

  @Test
  void operandsMayLieOnTheStackThroughManyParts() {
    int count = 50_000;
    byte[] module =
        Binary.function(
            I32_TO_I32, body(i32(0), repeat(count, LOCAL_GET, 0), repeat(count, I32_ADD)));

    assertThat(Fixture.run(module, CompilerOptions.standard(), 3)).isEqualTo(3L * count);
  }

  @Test
  void blocksMayNestDeeply() {
    int depth = 100_000;
    byte[] module =
        Binary.function(
            I32_TO_I32,
            body(
                repeat(depth, BLOCK, VOID),
                LOCAL_GET,
                0,
                BR_IF,
                leb(depth - 1),
                i32(1),
                RETURN,
                repeat(depth, END),
                i32(2)));

    assertThat(Fixture.run(module, CompilerOptions.standard(), 0)).isEqualTo(1);
    assertThat(Fixture.run(module, CompilerOptions.standard(), 1)).isEqualTo(2);
  }

  @Test
  void conditionsMayNestDeeply() {
    int depth = 50_000;
    byte[] module =
        Binary.function(
            I32_TO_I32,
            body(
                repeat(depth, LOCAL_GET, 0, IF, VOID), i32(1), RETURN, repeat(depth, END), i32(2)));

    assertThat(Fixture.run(module, CompilerOptions.standard(), 0)).isEqualTo(2);
    assertThat(Fixture.run(module, CompilerOptions.standard(), 1)).isEqualTo(1);
  }

  @Test
  void handlersMayNestDeeply() {
    // Each handler adds 1 to the variable and throws on, but the outermost one.
    int depth = 5_000;
    byte[] handler = bytes(CATCH, 0, LOCAL_GET, 0, i32(1), I32_ADD, LOCAL_SET, 0, THROW, 0, END);
    byte[] module =
        moduleWithTag(
            body(
                repeat(depth, TRY, VOID),
                i32(7),
                THROW,
                0,
                repeat(depth - 1, handler),
                CATCH,
                0,
                LOCAL_GET,
                0,
                I32_ADD,
                RETURN,
                END,
                i32(0)));

    assertThat(Fixture.run(module, CompilerOptions.standard(), 3)).isEqualTo(3L + depth - 1 + 7);
  }

  @Test
  void exceptionsLeaveATryWithoutClausesWhereverAPartBegins() {
    for (int before = 0; before < 60; before++) {
      byte[] some = repeat(before, LOCAL_GET, 0, DROP);
      byte[] inner = bytes(TRY, I32, some, i32(5), THROW, 0, END);
      byte[] module = moduleWithTag(body(TRY, I32, inner, CATCH, 0, LOCAL_GET, 0, I32_ADD, END));

      assertThat(Fixture.run(module, Fixture.DIVIDED, 3)).as("%d before", before).isEqualTo(8);
    }
  }

  @Test
  void functionsMayHaveThousandsOfParts() {
    int count = 12_000;
    byte[] module =
        Binary.function(
            I32_TO_I32,
            body(repeat(count, LOCAL_GET, 0, i32(3), I32_ADD, LOCAL_SET, 0), LOCAL_GET, 0));
    LazyModule lazy = Fixture.compile(module, Fixture.DIVIDED);

    assertThat(Fixture.instantiate(lazy).invoke(0, 4)).isEqualTo(4L + 3L * count);
    assertThat(lazy.statistics().parts()).isGreaterThan(2_000);
  }

  @Test
  void loopsMayNestDeeply() {
    int depth = 20_000;
    byte[] module =
        Binary.function(
            I32_TO_I32,
            body(
                repeat(depth, LOOP, VOID),
                LOCAL_GET,
                0,
                IF,
                VOID,
                LOCAL_GET,
                0,
                i32(1),
                I32_SUB,
                LOCAL_SET,
                0,
                BR,
                leb(depth),
                END,
                repeat(depth, END),
                i32(2)));

    assertThat(Fixture.run(module, CompilerOptions.standard(), 5)).isEqualTo(2);
  }

  @Test
  void functionsMayHaveMoreVariablesThanAJvmMethod() {
    int count = 45_000;
    byte[] type = functionType(bytes(I64), bytes(I64));
    byte[] module =
        Binary.function(
            type,
            bodyWith(
                bytes(1, leb(count), I64),
                LOCAL_GET,
                0,
                LOCAL_SET,
                leb(count),
                LOCAL_GET,
                leb(count),
                LOCAL_GET,
                leb(count - 1),
                0x7c));

    assertThat(Fixture.run(module, CompilerOptions.standard(), 11)).isEqualTo(11);
  }

  @Test
  void tablesMayHaveManyTargets() {
    // Target i of the table leaves i blocks; behind each block 1 is added.
    int targets = 3_000;
    var table = new ByteArrayOutputStream();
    table.writeBytes(bytes(BR_TABLE, leb(targets)));
    for (int i = 0; i <= targets; i++) table.writeBytes(leb(i));
    byte[] module =
        Binary.function(
            I32_TO_I32,
            bodyWith(
                bytes(1, 1, I32),
                repeat(targets + 1, BLOCK, VOID),
                LOCAL_GET,
                0,
                table.toByteArray(),
                repeat(targets + 1, END, LOCAL_GET, 1, i32(1), I32_ADD, LOCAL_SET, 1),
                LOCAL_GET,
                1));
    Instance instance = Fixture.instantiate(Fixture.compile(module));

    for (int index : new int[] {0, 1, 123, 124, 125, 2_999, 3_000, 3_001, -1}) {
      int target = Integer.compareUnsigned(index, targets) > 0 ? targets : index;
      assertThat(instance.invoke(0, index)).isEqualTo(targets + 1 - target);
    }
  }

  @Test
  void tablesOfManyTargetsKeepOperands() {
    int targets = 2_000;
    byte[] module =
        Binary.function(
            I32_TO_I32,
            body(
                i32(1000),
                BLOCK,
                I32,
                BLOCK,
                I32,
                i32(5),
                LOCAL_GET,
                0,
                BR_TABLE,
                leb(targets),
                repeat(targets, 0),
                1,
                END,
                i32(1),
                I32_ADD,
                END,
                I32_ADD));
    Instance instance = Fixture.instantiate(Fixture.compile(module));

    assertThat(instance.invoke(0, 1_999)).isEqualTo(1006);
    assertThat(instance.invoke(0, 2_000)).isEqualTo(1005);
  }

  @Test
  void handlersSeeWhatOtherPartsChanged() {
    // try { x = 5; (much) throw 1 } catch e { return x + e }
    byte[] much = repeat(3_000, LOCAL_GET, 0, i32(1), I32_ADD, LOCAL_SET, 0);
    byte[] module =
        moduleWithTag(
            body(
                TRY, I32, i32(5), LOCAL_SET, 0, much, i32(1), THROW, 0, CATCH, 0, much, LOCAL_GET,
                0, I32_ADD, END));

    assertThat(Fixture.run(module, CompilerOptions.standard(), 0)).isEqualTo(5 + 6_000 + 1);
    assertThat(Fixture.run(module, Fixture.DIVIDED, 0)).isEqualTo(5 + 6_000 + 1);
  }

  @Test
  void tryTablesReachOverParts() {
    byte[] much = repeat(3_000, LOCAL_GET, 0, i32(1), I32_ADD, LOCAL_SET, 0);
    byte[] module =
        moduleWithTag(
            body(
                i32(100), BLOCK, I32, TRY_TABLE, VOID, 1, 0, 0, 0, much, LOCAL_GET, 0, THROW, 0,
                END, i32(-1), END, I32_ADD));

    assertThat(Fixture.run(module, CompilerOptions.standard(), 2)).isEqualTo(3_102);
    assertThat(Fixture.run(module, Fixture.DIVIDED, 2)).isEqualTo(3_102);
  }

  @Test
  void tryTablesCatchWhatLeavesATryTableWithoutClausesWhereverAPartBegins() {
    for (int before = 0; before < 60; before++) {
      byte[] some = repeat(before, LOCAL_GET, 0, DROP);
      byte[] inner = bytes(TRY_TABLE, VOID, 0, some, i32(5), THROW, 0, END);
      byte[] module =
          moduleWithTag(
              body(
                  BLOCK, I32, TRY_TABLE, VOID, 1, 0, 0, 0, inner, END, i32(-1), END, LOCAL_GET, 0,
                  I32_ADD));

      assertThat(Fixture.run(module, Fixture.DIVIDED, 3)).as("%d before", before).isEqualTo(8);
    }
  }

  @Test
  void delegatesReachOverParts() {
    byte[] much = repeat(3_000, LOCAL_GET, 0, i32(1), I32_ADD, LOCAL_SET, 0);
    // The inner try names the outer one, past the one between, which would return 1.
    byte[] module =
        moduleWithTag(
            body(
                TRY, I32, TRY, I32, TRY, VOID, much, i32(4), THROW, 0, DELEGATE, 1, i32(0), CATCH,
                0, DROP, i32(1), END, CATCH, 0, END));

    assertThat(Fixture.run(module, CompilerOptions.standard(), 2)).isEqualTo(4);
    assertThat(Fixture.run(module, Fixture.DIVIDED, 2)).isEqualTo(4);
  }

  private static byte[] moduleWithTag(byte[] body) {
    return module(
        types(I32_TO_I32, functionType(bytes(I32), bytes())),
        functions(0),
        section(13, 1, 0, 1),
        exports(1),
        code(body));
  }

  @Test
  void loopsOfDividedFunctionsCount() {
    // do { y = y + x; (much) x = x - 1 } while (x)
    byte[] much = repeat(2_000, LOCAL_GET, 1, i32(1), I32_ADD, LOCAL_SET, 1);
    byte[] module =
        Binary.function(
            I32_TO_I32,
            bodyWith(
                bytes(1, 1, I32),
                LOOP,
                VOID,
                LOCAL_GET,
                1,
                LOCAL_GET,
                0,
                I32_ADD,
                LOCAL_SET,
                1,
                much,
                LOCAL_GET,
                0,
                i32(1),
                I32_SUB,
                LOCAL_TEE,
                0,
                BR_IF,
                0,
                END,
                LOCAL_GET,
                1));

    assertThat(Fixture.run(module, CompilerOptions.standard(), 100)).isEqualTo(5_050 + 200_000);
  }

  @Test
  void theEmbedderHasLargeFunctionsCompiledWhereItLikes() throws Exception {
    byte[] module = Binary.function(I32_TO_I32, body(LOCAL_GET, 0, i32(1), I32_ADD));
    LazyModule lazy = Fixture.compile(module, CompilerOptions.standard().withLargeBytes(1));
    var compilers = new ArrayList<Thread>();
    CompilationQueue queue =
        (caller, work) -> {
          var thread = new Thread(work);
          compilers.add(thread);
          thread.start();
          try {
            thread.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    Instance instance =
        lazy.instantiate(Imports.none(), InstanceOptions.standard().withCompilation(queue));

    assertThat(compilers).isEmpty();
    assertThat(instance.invoke(0, 1)).isEqualTo(2);
    assertThat(instance.invoke(0, 2)).isEqualTo(3);
    assertThat(compilers).hasSize(1);
  }
}
