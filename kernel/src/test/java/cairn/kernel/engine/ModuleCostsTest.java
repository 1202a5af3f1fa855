package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.LoadFault;
import cairn.kernel.LoadFault.TooCostly.Cost;
import cairn.registry.Payload;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a module costs is known before it is spent, is charged while it is used, and is bounded. */
class ModuleCostsTest {
  private static final long HEAP = 64 * Guests.MIB;

  /** For modules that are refused, and small ones. */
  private final Guests guests =
      new Guests(new ChicoryEngine(ChicoryEngine.Mode.INTERPRETED, null, HEAP));

  private final Guests.Purse programs = new Guests.Purse(HEAP);
  private final Engine.Preparation charged = new Engine.Preparation(programs, () -> false);

  @AfterEach
  void close() {
    guests.close();
  }

  private static Binary functionType(int values) {
    var half = Binary.bytes().number(values).add(Binary.bytes().hex("7e"), values);
    return Binary.bytes().hex("60").add(half).add(half);
  }

  /** A program whose second type takes and leaves a thousand values, with this as its code. */
  private static byte[] wide(Binary instructions) {
    return Binary.module()
        .section(1, Binary.bytes().number(2).hex("60 00 00").add(functionType(1_000)))
        .section(3, Binary.bytes().hex("01 00"))
        .section(7, Binary.bytes().number(1).name("_start").hex("00 00"))
        .section(10, Binary.bytes().number(1).body(instructions))
        .toBytes();
  }

  private static byte[] withElements(int count) {
    var segment = Binary.bytes().hex("01 01 00").number(count);
    segment.add(Binary.bytes().hex("00"), count);
    return Binary.module()
        .section(1, Binary.bytes().hex(Binary.TYPE))
        .section(3, Binary.bytes().hex("01 00"))
        .section(7, Binary.bytes().number(1).name("_start").hex("00 00"))
        .section(9, segment)
        .section(10, Binary.bytes().number(1).body(Binary.bytes()))
        .toBytes();
  }

  private LoadFault.TooCostly tooCostly(byte[] module) {
    var why = guests.refused(module);
    assertThat(why).isInstanceOf(LoadFault.TooCostly.class);
    return (LoadFault.TooCostly) why;
  }

  @Test
  void elementsThatWouldTakeTooMuchHeapAreRefusedUnparsed() {
    guests.by = new Engine.Preparation(new Guests.Purse(0), () -> false);

    var why = tooCostly(withElements(200_000));

    assertThat(why.section()).isEqualTo("element");
    assertThat(why.cost()).isEqualTo(Cost.MEMORY);
    assertThat(why.needed()).isGreaterThan(why.limit());
    assertThat(why.limit()).isEqualTo(HEAP / 4);
  }

  @Test
  void typesOfManyValuesAreRefusedUnparsed() {
    var module =
        Binary.module()
            .section(1, Binary.bytes().number(200).add(functionType(1_000), 200))
            .toBytes();

    assertThat(tooCostly(module).section()).isEqualTo("type");
  }

  @Test
  void namesOfExportsCountWithTheirLength() {
    var exports = Binary.bytes().number(9_000);
    for (int i = 0; i < 9_000; i++) exports.name("x".repeat(500) + i).hex("00 00");
    byte[] module =
        Binary.module()
            .section(1, Binary.bytes().hex(Binary.TYPE))
            .section(3, Binary.bytes().hex("01 00"))
            .section(7, exports)
            .section(10, Binary.bytes().number(1).body(Binary.bytes()))
            .toBytes();

    assertThat(tooCostly(module).section()).isEqualTo("export");
  }

  @Test
  void aProgramIsChargedOnceWhileItIsUsed() {
    byte[] module = withElements(20_000);
    guests.by = charged;

    var first = guests.ready(module);
    long once = programs.taken.get();
    var second = guests.ready(module);

    assertThat(once).isBetween(20_000L * 50, 20_000L * 200);
    assertThat(programs.taken).hasValue(once);
    first.close();
    first.close();
    assertThat(programs.taken).hasValue(once);
    second.close();
    assertThat(programs.taken).hasValue(0);
    guests.ready(module);
    assertThat(programs.taken).hasValue(once);
  }

  @Test
  void theReleaseOfItsGuestEndsTheChargeForItsProgram() {
    guests.by = charged;
    var made =
        guests.ready(withElements(100)).instantiate(guests.functions, guests.purse, guests.timer);
    assertThat(programs.taken.get()).isPositive();

    ((Engine.Instantiated.Ok) made).guest().release();

    assertThat(programs.taken).hasValue(0);
  }

  @Test
  void aProgramForWhichThereIsNoRoomIsRefusedAndLeavesNothing() {
    guests.by = new Engine.Preparation(new Guests.Purse(1_000_000), () -> false);

    assertThat(guests.refused(withElements(20_000))).isInstanceOf(LoadFault.HeapFull.class);
    assertThat(((Guests.Purse) guests.by.programs()).taken).hasValue(0);
  }

  @Test
  void unusedProgramsAreKeptUpToAWeight() {
    var engine = (ChicoryEngine) guests.engine;
    for (int i = 0; i < 8; i++) guests.ready(withElements(20_000 + i)).close();

    assertThat(engine.kept()).isBetween(1, 3);
    var used = guests.ready(withElements(30_000));
    for (int i = 0; i < 8; i++) guests.ready(withElements(20_000 + i)).close();
    guests.by = new Engine.Preparation(new Guests.Purse(0), () -> false);
    assertThat(guests.ready(withElements(30_000)).imports()).as("it is still there").isEmpty();
    used.close();
  }

  @Test
  void aRefusedProgramIsNotKept() {
    guests.by = charged;
    byte[] library =
        Binary.module()
            .section(1, Binary.bytes().hex(Binary.TYPE))
            .section(3, Binary.bytes().hex("01 00"))
            .section(10, Binary.bytes().number(1).body(Binary.bytes()))
            .toBytes();

    assertThat(guests.refused(library)).isEqualTo(new LoadFault.ALibrary());
    assertThat(programs.taken).hasValue(0);
    assertThat(((ChicoryEngine) guests.engine).kept()).isZero();
  }

  @Test
  void anOutOfMemoryErrorIsCalledThat() {
    guests.by =
        new Engine.Preparation(
            new MemoryLedger() {
              @Override
              public boolean take(long bytes) {
                throw new OutOfMemoryError("as when it is parsed");
              }

              @Override
              public void giveBack(long bytes) {}
            },
            () -> false);

    assertThat(guests.refused(withElements(1))).isEqualTo(new LoadFault.NoMemoryLeft());
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aHundredThousandBlocksOfAThousandValuesAreReadAsOneRangeEach() {
    byte[] module =
        wide(Binary.bytes().hex("00").add(Binary.bytes().hex("02 01 0b"), 100_000).hex("00"));

    try (var large = new ChicoryEngine(ChicoryEngine.Mode.INTERPRETED, null, 1024 * Guests.MIB)) {
      assertThat(large.prepare(Guests.id(module), Payload.owning(module), Guests.LIMIT, guests.by))
          .isInstanceOf(Engine.Prepared.Ready.class);
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void whatTakesTooManyStepsToCheckIsRefused() {
    byte[] module =
        wide(Binary.bytes().hex("00").add(Binary.bytes().hex("02 01 0b"), 600_000).hex("00"));

    try (var large = new ChicoryEngine(ChicoryEngine.Mode.INTERPRETED, null, 4096 * Guests.MIB)) {
      var prepared =
          large.prepare(Guests.id(module), Payload.owning(module), Guests.LIMIT, guests.by);

      assertThat(prepared)
          .isInstanceOfSatisfying(
              Engine.Prepared.Refused.class,
              no ->
                  assertThat(no.why())
                      .isInstanceOfSatisfying(
                          LoadFault.TooCostly.class,
                          why -> {
                            assertThat(why.section()).isEqualTo("code");
                            assertThat(why.cost()).isEqualTo(Cost.STEPS);
                            assertThat(why.needed()).isLessThan(2 * why.limit());
                          }));
    }
  }

  @Test
  void manyFaultsInOneFunctionAreOneRefusal() {
    byte[] module =
        Binary.program(
                Binary.bytes()
                    .number(1)
                    .body(Binary.bytes().add(Binary.bytes().hex("6a 1a"), 100_000)),
                0)
            .toBytes();

    assertThat(guests.notAProgram(module))
        .isEqualTo("i32.add needs an i32, and there is none (code section, at byte 39)");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void loopsBesideEachOtherAndBranchesOutOfManyBlocksAreBounded() {
    var loops = Binary.bytes().add(Binary.bytes().hex("03 40 0b"), 100_000);
    var nested =
        Binary.bytes()
            .add(Binary.bytes().hex("02 40"), 4_000)
            .hex("00")
            .add(Binary.bytes().hex("0c a0 1f"), 20_000)
            .add(Binary.bytes().hex("0b"), 4_000);

    for (var instructions : new Binary[] {loops, nested})
      assertThat(
              guests.notAProgram(
                  Binary.program(Binary.bytes().number(1).body(instructions), 0).toBytes()))
          .startsWith("its branches and loops are nested too deep");
  }

  @Test
  void aPreparationEndsWhereverItIsWhenNobodyWantsIt() {
    byte[] module =
        Binary.program(
                Binary.bytes()
                    .number(5)
                    .add(
                        Binary.bytes().body(Binary.bytes().add(Binary.bytes().hex("01"), 18_000)),
                        5),
                4)
            .custom("more", Binary.bytes())
            .toBytes();
    var asked = new AtomicInteger();
    guests.by =
        new Engine.Preparation(
            programs,
            () -> {
              asked.incrementAndGet();
              return false;
            });
    guests.ready(module).close();
    int looks = asked.get();
    assertThat(looks).as("it looks up often").isGreaterThan(8);

    for (int last = 0; last < looks; last++) {
      int most = last;
      asked.set(0);
      try (var engine = new ChicoryEngine(ChicoryEngine.Mode.INTERPRETED, null, HEAP)) {
        var by = new Engine.Preparation(programs, () -> asked.getAndIncrement() >= most);
        assertThat(engine.prepare(Guests.id(module), Payload.owning(module), Guests.LIMIT, by))
            .isEqualTo(new Engine.Prepared.Unwanted());
        assertThat(asked).as("at once").hasValue(most + 1);
        assertThat(engine.kept()).isZero();
      }
      assertThat(programs.taken).hasValue(0);
    }
  }
}
