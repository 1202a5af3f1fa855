package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Atomic accesses of a shared memory against those of one that only one thread has. */
class SharedPagesTest {
  private static final int PAGE = 1 << 16;

  private final Guests.Purse purse = new Guests.Purse(100 * PAGE);
  private final Charge charge = new Charge(purse);

  private SharedBytes reserve(int initial, int maximum) {
    return SharedBytes.reserve(
        new MemoryLimits(initial, maximum, true), charge, (nanos, action) -> () -> {});
  }

  @Test
  void oneThreadSeesOfEveryAtomicInstructionWhatALoneOneDoes() {
    var random = new Random(5);
    var shared = new SharedPages(reserve(1, 2), charge, true);
    var lone = new Pages(new MemoryLimits(1, 2), new Charge(purse));
    for (int i = 0; i < 100_000; i++) {
      int width = 1 << random.nextInt(4);
      // Few places, near the end too, so that values meet again.
      int place = random.nextInt(8) * 8 + random.nextInt(8) / width * width;
      int address = random.nextBoolean() ? place : PAGE - 64 + place;
      long value = random.nextInt(4) == 0 ? random.nextLong() : random.nextLong(-1, 2);
      long other = random.nextLong(-1, 2);
      int instruction = random.nextInt(8);
      assertThat(atomic(shared, instruction, width, address, value, other))
          .isEqualTo(atomic(lone, instruction, width, address, value, other));
    }
    assertThat(shared.readBytes(0, PAGE)).isEqualTo(lone.readBytes(0, PAGE));
  }

  private static long atomic(
      Pages pages, int instruction, int width, int at, long value, long other) {
    return switch (width) {
      case 1 -> {
        byte v = (byte) value;
        yield switch (instruction) {
          case 0 -> pages.atomicReadByte(at);
          case 1 -> pages.atomicAddByte(at, v);
          case 2 -> pages.atomicAndByte(at, v);
          case 3 -> pages.atomicOrByte(at, v);
          case 4 -> pages.atomicXorByte(at, v);
          case 5 -> pages.atomicXchgByte(at, v);
          case 6 -> pages.atomicCmpxchgByte(at, (byte) other, v);
          default -> {
            pages.atomicWriteByte(at, v);
            yield 0;
          }
        };
      }
      case 2 -> {
        short v = (short) value;
        yield switch (instruction) {
          case 0 -> pages.atomicReadShort(at);
          case 1 -> pages.atomicAddShort(at, v);
          case 2 -> pages.atomicAndShort(at, v);
          case 3 -> pages.atomicOrShort(at, v);
          case 4 -> pages.atomicXorShort(at, v);
          case 5 -> pages.atomicXchgShort(at, v);
          case 6 -> pages.atomicCmpxchgShort(at, (short) other, v);
          default -> {
            pages.atomicWriteShort(at, v);
            yield 0;
          }
        };
      }
      case 4 -> {
        int v = (int) value;
        yield switch (instruction) {
          case 0 -> pages.atomicReadInt(at);
          case 1 -> pages.atomicAddInt(at, v);
          case 2 -> pages.atomicAndInt(at, v);
          case 3 -> pages.atomicOrInt(at, v);
          case 4 -> pages.atomicXorInt(at, v);
          case 5 -> pages.atomicXchgInt(at, v);
          case 6 -> pages.atomicCmpxchgInt(at, (int) other, v);
          default -> {
            pages.atomicWriteInt(at, v);
            yield 0;
          }
        };
      }
      default ->
          switch (instruction) {
            case 0 -> pages.atomicReadLong(at);
            case 1 -> pages.atomicAddLong(at, value);
            case 2 -> pages.atomicAndLong(at, value);
            case 3 -> pages.atomicOrLong(at, value);
            case 4 -> pages.atomicXorLong(at, value);
            case 5 -> pages.atomicXchgLong(at, value);
            case 6 -> pages.atomicCmpxchgLong(at, other, value);
            default -> {
              pages.atomicWriteLong(at, value);
              yield 0;
            }
          };
    };
  }

  @Test
  void noAtomicInstructionReachesBeyondTheMemoryThoughTheArrayGoesOn() {
    var pages = new SharedPages(reserve(1, 2), charge, true);
    for (int address : new int[] {PAGE, PAGE + 8, 2 * PAGE, -8, Integer.MIN_VALUE, 1 << 30}) {
      for (int width = 1; width <= 8; width *= 2)
        for (int instruction = 0; instruction < 8; instruction++) {
          int w = width;
          int which = instruction;
          assertThatThrownBy(() -> atomic(pages, which, w, address, 1, 1))
              .isInstanceOf(WasmRuntimeException.class);
        }
      List<IntConsumer> waits =
          List.of(
              at -> pages.atomicWait(at, 0, 0),
              at -> pages.atomicWait(at, 0L, 0),
              at -> pages.atomicNotify(at, 1));
      for (var wait : waits)
        assertThatThrownBy(() -> wait.accept(address)).isInstanceOf(WasmRuntimeException.class);
    }
    assertThat(pages.grow(1)).isEqualTo(1);
    assertThat(pages.atomicAddInt(2 * PAGE - 4, 3)).isZero();
  }

  @Test
  void allThatItMayGrowToIsChargedAndLessWhenThereIsLess() {
    assertThat(reserve(1, 40).limits.maximumPages()).isEqualTo(40);
    assertThat(purse.taken.get()).isEqualTo(39L * PAGE);

    var second = reserve(1, 1000);

    assertThat(second.limits.maximumPages()).isBetween(20, 62);
    assertThat(purse.taken.get()).isEqualTo((39L + second.limits.maximumPages() - 1) * PAGE);
    assertThat(second.grow(second.limits.maximumPages())).isEqualTo(-1);
    assertThat(second.grow(second.limits.maximumPages() - 1)).isEqualTo(1);
    assertThat(second.grow(-1)).isEqualTo(-1);
  }
}
