package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.LoadFault;
import cairn.registry.Payload;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a module costs is charged while it is used, and bounded when it is not. */
class ModuleCostsTest {
  private static final long HEAP = 8 * Guests.MIB;

  private final LazyEngine engine = new LazyEngine(HEAP);
  private final Guests guests = new Guests(engine);
  private final Guests.Purse programs = new Guests.Purse(64 * Guests.MIB);
  private final Engine.Preparation charged = new Engine.Preparation(programs, () -> false);

  @AfterEach
  void close() {
    guests.close();
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

  @Test
  void aProgramIsChargedOnceWhileItIsUsed() {
    byte[] module = withElements(20_000);
    guests.by = charged;

    var first = guests.ready(module);
    long once = programs.taken.get();
    var second = guests.ready(module);

    assertThat(once).isBetween(module.length + 4 * 20_000L, module.length + 4 * 20_000L + 2_000);
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
    guests.by = new Engine.Preparation(new Guests.Purse(10_000), () -> false);

    assertThat(guests.refused(withElements(20_000))).isInstanceOf(LoadFault.HeapFull.class);
    assertThat(((Guests.Purse) guests.by.programs()).taken).hasValue(0);
  }

  @Test
  void unusedProgramsAreKeptUpToAWeight() {
    for (int i = 0; i < 8; i++) guests.ready(withElements(600_000 + i)).close();

    assertThat(engine.kept()).isEqualTo(2);
    var used = guests.ready(withElements(800_000));
    for (int i = 0; i < 8; i++) guests.ready(withElements(600_000 + i)).close();
    guests.by = new Engine.Preparation(new Guests.Purse(0), () -> false);
    assertThat(guests.ready(withElements(800_000)).imports()).as("it is still there").isEmpty();
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
    assertThat(engine.kept()).isZero();
  }

  @Test
  void anOutOfMemoryErrorIsCalledThat() {
    guests.by =
        new Engine.Preparation(
            new MemoryLedger() {
              @Override
              public boolean take(long bytes) {
                throw new OutOfMemoryError("as when it is read");
              }

              @Override
              public void giveBack(long bytes) {}
            },
            () -> false);

    assertThat(guests.refused(withElements(1))).isEqualTo(new LoadFault.NoMemoryLeft());
  }

  @Test
  void aPreparationEndsWhereverItIsWhenNobodyWantsIt() {
    byte[] module = withElements(100_000);
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
      try (var fresh = new LazyEngine()) {
        var by = new Engine.Preparation(programs, () -> asked.getAndIncrement() >= most);
        assertThat(fresh.prepare(Guests.id(module), Payload.owning(module), Guests.LIMIT, by))
            .isEqualTo(new Engine.Prepared.Unwanted());
        assertThat(asked).as("at once").hasValue(most + 1);
        assertThat(fresh.kept()).isZero();
      }
      assertThat(programs.taken).hasValue(0);
    }
  }
}
