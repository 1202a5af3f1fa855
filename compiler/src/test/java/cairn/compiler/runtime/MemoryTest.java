package cairn.compiler.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.wasm.MemoryType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import jdk.internal.misc.Unsafe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Long, because each rule of growth, bounds and giving back has its case. */
class MemoryTest {
  private static final int PAGE = 1 << 16;
  private static final long GIB = 1L << 30;

  // ---- size

  @Test
  void aMemoryBeginsWithItsMinimumOfZeros() {
    Memory memory = memory(2, 4);

    assertThat(memory.pages()).isEqualTo(2);
    assertThat(memory.limit()).isEqualTo(2 * PAGE);
    assertThat(memory.read(0, 2 * PAGE)).containsOnly(0);
  }

  @Test
  void growthKeepsTheBytesWhereTheyAreAndAddsZeros() {
    Memory memory = memory(1, 4);
    long base = memory.base();
    memory.putI64(PAGE - 8, 0x1122334455667788L);

    long before = memory.grow(3);

    assertThat(before).isEqualTo(1);
    assertThat(memory.base()).isEqualTo(base);
    assertThat(memory.pages()).isEqualTo(4);
    assertThat(memory.i64(PAGE - 8)).isEqualTo(0x1122334455667788L);
    assertThat(memory.read(PAGE, 3 * PAGE)).containsOnly(0);
  }

  @Test
  void growthPastTheMaximumIsRefused() {
    Memory memory = memory(1, 4);

    assertThat(memory.grow(4)).isEqualTo(Memory.REFUSED);
    assertThat(memory.grow(-1)).isEqualTo(Memory.REFUSED);
    assertThat(memory.grow(1L << 48)).isEqualTo(Memory.REFUSED); // its bytes are 0 modulo 2^64
    assertThat(memory.grow(3)).isEqualTo(1);
    assertThat(memory.grow(1)).isEqualTo(Memory.REFUSED);
    assertThat(memory.grow(0)).isEqualTo(4);
  }

  @Test
  void aMemoryWithoutMaximumGrowsToFourGibibytes() {
    Memory memory = Memory.create(type32(1, OptionalLong.empty()), MemorySettings.upTo(64 * GIB));

    assertThat(memory.grow(65535)).isEqualTo(1);
    memory.putU8(4 * GIB - 1, 7);

    assertThat(memory.limit()).isEqualTo(4 * GIB);
    assertThat(memory.u8(4 * GIB - 1)).isEqualTo(7);
    assertThat(memory.grow(1)).isEqualTo(Memory.REFUSED);
  }

  @Test
  void aMemoryOf64BitsGrowsAsFarAsTheEmbedderLetsIt() {
    var type = new MemoryType(0, OptionalLong.empty(), true, false, 16);
    Memory memory = Memory.create(type, MemorySettings.upTo(8 * GIB));

    assertThat(memory.grow(8 * GIB / PAGE + 1)).isEqualTo(Memory.REFUSED);
    assertThat(memory.grow(8 * GIB / PAGE)).isZero();
    memory.putU8(8 * GIB - 1, 7);

    assertThat(memory.u8(8 * GIB - 1)).isEqualTo(7);
  }

  @Test
  void pagesOfOneByteMakeMemoriesOfAnySize() {
    var type = new MemoryType(3, OptionalLong.of(9), false, false, 0);
    Memory memory = Memory.create(type, MemorySettings.upTo(GIB));

    assertThat(memory.grow(2)).isEqualTo(3);
    memory.putU8(4, 1);

    assertThat(memory.limit()).isEqualTo(5);
    assertOutOfBounds(() -> memory.putU8(5, 1));
    assertThat(memory.grow(5)).isEqualTo(Memory.REFUSED);
  }

  @Test
  void aSizeInPagesOfOneByteAlwaysFitsIntoAnI32() {
    var type = new MemoryType(0, OptionalLong.empty(), false, false, 0);
    Memory memory = Memory.create(type, MemorySettings.upTo(64 * GIB));

    assertThat(memory.grow(0x1_0000_0000L)).isEqualTo(Memory.REFUSED);
    assertThat(memory.grow(0xffff_ffffL)).isZero();
  }

  @Test
  void aMemoryOfNoPagesHasNoByte() {
    Memory memory = memory(0, 0);

    assertThat(memory.pages()).isZero();
    assertOutOfBounds(() -> memory.u8(0));
  }

  @Test
  void aMinimumOverTheEmbeddersLimitIsRefusedWithFigures() {
    assertThatThrownBy(
            () -> Memory.create(type32(3, OptionalLong.empty()), MemorySettings.upTo(PAGE)))
        .isInstanceOf(MemoryUnavailableException.class)
        .hasMessage("a memory of 3 pages of 65536 bytes is over the limit of 65536 bytes");
  }

  // ---- the limiter

  @Test
  void theLimiterIsAskedForTheFirstBytesAndForEachGrowth() {
    List<Long> asked = new ArrayList<>();
    Memory memory = limited(2, 9, (growing, bytes) -> asked.add(bytes));

    memory.grow(0);
    memory.grow(3);
    memory.grow(8);

    assertThat(asked).containsExactly(2L * PAGE, 3L * PAGE);
  }

  @Test
  void whatTheLimiterRefusesCanBeHadLater() {
    var left = new AtomicLong(2 * PAGE);
    Memory memory = limited(1, 4, (growing, bytes) -> bytes <= left.get());

    assertThat(memory.grow(3)).isEqualTo(Memory.REFUSED);
    left.set(4 * PAGE);
    assertThat(memory.grow(3)).isEqualTo(1);
  }

  @Test
  void aLimiterThatThrowsLeavesTheMemoryAsItWas() {
    var throwing = new AtomicInteger();
    Memory memory =
        limited(
            1,
            4,
            (growing, bytes) -> {
              if (throwing.get() == 1) throw new IllegalStateException("killed");
              return true;
            });
    throwing.set(1);

    assertThatThrownBy(() -> memory.grow(3)).hasMessage("killed");

    throwing.set(0);
    assertThat(memory.grow(3)).isEqualTo(1);
  }

  @Test
  void aRefusedMinimumIsAnException() {
    assertThatThrownBy(() -> limited(1, 4, (growing, bytes) -> false))
        .isInstanceOf(MemoryUnavailableException.class)
        .hasMessage("the first 65536 bytes of a memory were refused");
  }

  @Test
  void threadsThatGrowAMemoryAtOnceGetDifferentPages() throws Exception {
    var type = new MemoryType(0, OptionalLong.of(1000), false, true, 0);
    var granted = new AtomicLong();
    Memory memory =
        Memory.create(
            type,
            new MemorySettings(
                GIB, (growing, bytes) -> granted.addAndGet(bytes) > 0, (bytes, reason) -> {}));
    Callable<List<Long>> grower =
        () -> {
          List<Long> pages = new ArrayList<>();
          for (int i = 0; i < 400; i++) pages.add(memory.grow(1));
          return pages;
        };

    List<Long> all = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (Future<List<Long>> pages : threads.invokeAll(List.of(grower, grower, grower, grower))) {
        all.addAll(pages.get());
      }
    }

    all.removeIf(page -> page == Memory.REFUSED);
    assertThat(all).hasSize(1000).doesNotHaveDuplicates();
    assertThat(memory.pages()).isEqualTo(1000);
    assertThat(granted).hasValue(1000);
  }

  // ---- address space

  @Test
  void aDiscardedMemoryReadsAsZerosAndNeverGrows() {
    Memory memory = memory(2, 4);
    memory.putI32(PAGE, 42);

    memory.discard();

    assertThat(memory.i32(PAGE)).isZero();
    memory.putI32(PAGE, 43);
    assertThat(memory.i32(PAGE)).isEqualTo(43);
    assertThat(memory.grow(1)).isEqualTo(Memory.REFUSED);
    assertOutOfBounds(() -> memory.i32(2 * PAGE));
  }

  @Test
  void withoutMappingsMemoriesComeFromTheCHeapAndTheEmbedderIsTold() {
    List<String> told = new ArrayList<>();
    var settings =
        new MemorySettings(
            GIB, MemoryLimiter.unlimited(), (bytes, reason) -> told.add(bytes + ": " + reason));
    Memory memory =
        Memory.create(
            type32(1, OptionalLong.of(3)),
            settings,
            (bytes, least, listener) -> {
              var missing = new SystemPages.Lookup.Missing("as a test asks");
              Reservation reservation = Reservation.of(bytes, least, missing, listener);
              Unsafe.getUnsafe()
                  .setMemory(reservation.base(), bytes, (byte) 1); // as others left it
              return reservation;
            });
    memory.putI32(PAGE - 4, 42);

    memory.grow(2);

    assertThat(told).containsExactly(3 * PAGE + ": as a test asks");
    assertThat(memory.read(0, PAGE - 4)).containsOnly(0);
    assertThat(memory.i32(PAGE - 4)).isEqualTo(42);
    assertThat(memory.read(PAGE, 2 * PAGE)).containsOnly(0);
    memory.discard();
    assertThat(memory.grow(0)).isEqualTo(Memory.REFUSED);
    memory.putI32(0, 1);
    assertThat(memory.i32(0)).isEqualTo(1);
  }

  @Test
  void ofTheCHeapNoMoreIsTakenThanAFewMemoriesCanHave() {
    var missing = new SystemPages.Lookup.Missing("as a test asks");
    Memory memory =
        Memory.create(
            type32(1, OptionalLong.empty()),
            MemorySettings.upTo(4 * GIB),
            (bytes, least, listener) -> Reservation.of(bytes, least, missing, listener));

    assertThat(memory.grow(4095)).isEqualTo(1);
    assertThat(memory.grow(1)).isEqualTo(Memory.REFUSED);
  }

  @Test
  void whereSoMuchAddressSpaceCannotBeHadAMemoryGrowsLess() {
    if (!(SystemPages.lookUp() instanceof SystemPages.Lookup.Found found)) return;
    List<String> told = new ArrayList<>();
    long tooMuch = 1L << 60;
    var settings =
        new MemorySettings(
            tooMuch, MemoryLimiter.unlimited(), (bytes, reason) -> told.add(bytes + ": " + reason));
    Memory memory =
        Memory.create(
            new MemoryType(1, OptionalLong.empty(), true, false, 16),
            settings,
            (bytes, least, listener) -> Reservation.of(bytes, least, found, listener));

    assertThat(memory.grow(tooMuch / PAGE - 1)).isEqualTo(Memory.REFUSED);
    assertThat(memory.grow(4096)).isEqualTo(1);
    assertThat(told).singleElement().asString().startsWith(tooMuch + ": mmap refused, and mapped ");
  }

  @Test
  void addressSpaceIsGivenBackToTheSystem() throws IOException {
    if (!(SystemPages.lookUp() instanceof SystemPages.Lookup.Found(var pages))) return;
    long bytes = 1L << 40; // so that nobody else's mapping comes to the middle of it
    long base = pages.map(bytes);
    assertThat(isMapped(base + bytes / 2)).isTrue();

    pages.unmap(base, bytes);

    assertThat(isMapped(base + bytes / 2)).isFalse();
  }

  @Test
  @Timeout(120)
  void theAddressSpaceOfAnUnreachableMemoryIsGivenBack() throws IOException {
    if (!(SystemPages.lookUp() instanceof SystemPages.Lookup.Found)) return;
    long bytes = 1L << 40;
    long base = baseOfUnreachableMemory(bytes);

    while (isMapped(base + bytes / 2)) System.gc(); // until the deadline
  }

  private static long baseOfUnreachableMemory(long bytes) {
    var type = new MemoryType(1, OptionalLong.empty(), true, false, 16);
    return Memory.create(type, MemorySettings.upTo(bytes)).base();
  }

  private static boolean isMapped(long address) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .map(line -> line.substring(0, line.indexOf(' ')).split("-", 2))
        .anyMatch(
            range ->
                Long.compareUnsigned(Long.parseUnsignedLong(range[0], 16), address) <= 0
                    && Long.compareUnsigned(address, Long.parseUnsignedLong(range[1], 16)) < 0);
  }

  // ---- bulk instructions

  @Test
  void fillSetsTheLowByteOfItsValue() {
    Memory memory = memory(1, 1);

    memory.fill(3, 0x1ab, 5, Interruption.none());

    byte b = (byte) 0xab;
    assertThat(memory.read(2, 7)).containsExactly(0, b, b, b, b, b, 0);
  }

  @Test
  void aRangeThatEndsOutsideChangesNothing() {
    Memory memory = memory(1, 1);
    var source = new byte[] {1, 2, 3, 4};

    assertOutOfBounds(() -> memory.fill(PAGE - 2, 1, 3, Interruption.none()));
    assertOutOfBounds(() -> memory.copy(PAGE - 2, memory, 0, 3, Interruption.none()));
    assertOutOfBounds(() -> memory.copy(0, memory, PAGE - 2, 3, Interruption.none()));
    assertOutOfBounds(() -> memory.init(PAGE - 2, source, 0, 4, 0, 3, Interruption.none()));
    assertOutOfBounds(() -> memory.init(0, source, 1, 3, 1, 3, Interruption.none()));
    assertOutOfBounds(() -> memory.init(0, source, 1, 0, 0, 1, Interruption.none()));
    assertOutOfBounds(() -> memory.write(PAGE - 3, source, 0, 4));

    assertThat(memory.read(0, PAGE)).containsOnly(0);
  }

  @Test
  void addressesAndLengthsAreUnsigned() {
    Memory memory = memory(1, 1);

    assertOutOfBounds(() -> memory.fill(-1, 1, 1, Interruption.none()));
    assertOutOfBounds(() -> memory.fill(1, 1, -1, Interruption.none()));
    assertOutOfBounds(() -> memory.fill(Long.MAX_VALUE, 1, Long.MAX_VALUE, Interruption.none()));
    assertOutOfBounds(() -> memory.require(-8, 8));
    assertOutOfBounds(() -> memory.read(-8, 8));
    assertOutOfBounds(() -> memory.i64(-8));
  }

  @Test
  void nothingMayBeginAtTheLimitButNotPastIt() {
    Memory memory = memory(1, 1);
    var source = new byte[2];

    memory.fill(PAGE, 1, 0, Interruption.none());
    memory.copy(PAGE, memory, PAGE, 0, Interruption.none());
    memory.init(PAGE, source, 0, 2, 2, 0, Interruption.none());

    assertOutOfBounds(() -> memory.fill(PAGE + 1, 1, 0, Interruption.none()));
    assertOutOfBounds(() -> memory.copy(PAGE + 1, memory, 0, 0, Interruption.none()));
    assertOutOfBounds(() -> memory.copy(0, memory, PAGE + 1, 0, Interruption.none()));
    assertOutOfBounds(() -> memory.init(0, source, 0, 2, 3, 0, Interruption.none()));
  }

  @Test
  void overlappingCopiesMoveBothWaysAcrossPieces() {
    int length = 2 * Memory.PIECE + 12345;
    var random = new Random(1);
    for (int distance : new int[] {1, 4096, Memory.PIECE, Memory.PIECE + 77}) {
      var bytes = new byte[length + distance];
      random.nextBytes(bytes);
      Memory up = memory(64, 64);
      up.write(0, bytes, 0, bytes.length);
      Memory down = memory(64, 64);
      down.write(0, bytes, 0, bytes.length);

      up.copy(distance, up, 0, length, Interruption.none());
      down.copy(0, down, distance, length, Interruption.none());

      assertThat(up.read(distance, length)).isEqualTo(Arrays.copyOf(bytes, length));
      assertThat(up.read(0, distance)).isEqualTo(Arrays.copyOf(bytes, distance));
      assertThat(down.read(0, length))
          .isEqualTo(Arrays.copyOfRange(bytes, distance, length + distance));
    }
  }

  @Test
  void bytesAreCopiedBetweenMemories() {
    Memory source = memory(1, 1);
    Memory target = memory(1, 1);
    source.write(10, new byte[] {1, 2, 3}, 0, 3);

    target.copy(PAGE - 3, source, 10, 3, Interruption.none());

    assertThat(target.read(PAGE - 4, 4)).containsExactly(0, 1, 2, 3);
    assertThat(source.read(PAGE - 4, 4)).containsOnly(0);
  }

  @Test
  void initCopiesFromWithinItsSegment() {
    Memory memory = memory(1, 1);

    memory.init(8, new byte[] {1, 2, 3, 4, 5, 6}, 1, 4, 2, 2, Interruption.none());

    assertThat(memory.read(7, 4)).containsExactly(0, 4, 5, 0);
  }

  @Test
  void theSchedulerIsAskedAfterEachPiece() {
    Memory memory = memory(64, 64);
    var pauses = new AtomicInteger();
    var source = new byte[2 * Memory.PIECE];
    Interruption interruption = pauses::incrementAndGet;

    memory.fill(0, 1, 0, interruption);
    assertThat(pauses).hasValue(0);
    memory.fill(0, 1, Memory.PIECE, interruption);
    assertThat(pauses).hasValue(1);
    memory.fill(0, 1, Memory.PIECE + 1, interruption);
    assertThat(pauses).hasValue(3);
    memory.copy(0, memory, 5, 2 * Memory.PIECE + 1, interruption);
    assertThat(pauses).hasValue(6);
    memory.init(0, source, 0, source.length, 0, source.length, interruption);
    assertThat(pauses).hasValue(8);
  }

  @Test
  void anInterruptionThatThrowsEndsTheInstructionThere() {
    Memory memory = memory(64, 64);

    assertThatThrownBy(
            () ->
                memory.fill(
                    0,
                    7,
                    3 * Memory.PIECE,
                    () -> {
                      throw new IllegalStateException("killed");
                    }))
        .hasMessage("killed");

    assertThat(memory.u8(Memory.PIECE - 1)).isEqualTo(7);
    assertThat(memory.u8(Memory.PIECE)).isZero();
  }

  // ---- for the embedder

  @Test
  void theEmbedderReadsAndWritesLittleEndianNumbers() {
    Memory memory = memory(1, 1);

    memory.putU8(0, 0x1fe);
    memory.putI16(1, 0x1fedc);
    memory.putI32(3, 0x89abcdef);
    memory.putI64(7, 0xfedcba9876543210L);

    assertThat(memory.read(0, 7)).containsExactly(0xfe, 0xdc, 0xfe, 0xef, 0xcd, 0xab, 0x89);
    assertThat(memory.u8(0)).isEqualTo(0xfe);
    assertThat(memory.u16(1)).isEqualTo(0xfedc);
    assertThat(memory.i32(3)).isEqualTo(0x89abcdef);
    assertThat(memory.i64(7)).isEqualTo(0xfedcba9876543210L);
  }

  @Test
  void arraysAreReadAndWrittenInParts() {
    Memory memory = memory(64, 64);
    var bytes = new byte[3 * Memory.PIECE];
    new Random(2).nextBytes(bytes);
    var back = new byte[bytes.length];

    memory.write(5, bytes, 2, bytes.length - 2);
    memory.read(5, back, 2, bytes.length - 2);

    bytes[0] = 0;
    bytes[1] = 0;
    assertThat(back).isEqualTo(bytes);
    assertThatThrownBy(() -> memory.read(0, back, 1, back.length))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> memory.write(0, back, 1, back.length))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static void assertOutOfBounds(Runnable access) {
    assertThatThrownBy(access::run)
        .isInstanceOf(Trap.class)
        .hasMessage("out of bounds memory access");
  }

  private static Memory memory(long minimum, long maximum) {
    return limited(minimum, maximum, MemoryLimiter.unlimited());
  }

  private static Memory limited(long minimum, long maximum, MemoryLimiter limiter) {
    return Memory.create(
        type32(minimum, OptionalLong.of(maximum)),
        new MemorySettings(64 * GIB, limiter, (bytes, reason) -> {}));
  }

  private static MemoryType type32(long minimum, OptionalLong maximum) {
    return new MemoryType(minimum, maximum, false, false, 16);
  }
}
