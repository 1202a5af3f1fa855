package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.kernel.engine.HostFunction.WasmType;
import cairn.registry.Payload;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The memory against a model that is too simple to be wrong: one byte at a time, in 64 bits. */
class PagesTest {
  private static final int PAGE = 1 << 16;

  private static Pages pages(int initial, int maximum) {
    return new Pages(
        new MemoryLimits(initial, maximum), new Charge(new Guests.Purse(Long.MAX_VALUE / 2)));
  }

  /** The model. */
  private static final class Model {
    byte[] bytes = new byte[PAGE];

    boolean fits(int address, long count) {
      return Integer.toUnsignedLong(address) + count <= bytes.length;
    }

    long get(int address, int width) {
      long value = 0;
      for (int i = width - 1; i >= 0; i--) value = (value << 8) | (bytes[address + i] & 0xff);
      return value << (64 - 8 * width) >> (64 - 8 * width);
    }

    void put(int address, int width, long value) {
      for (int i = 0; i < width; i++) bytes[address + i] = (byte) (value >> (8 * i));
    }
  }

  /** Addresses where something may go wrong: ends of pages and of the memory, signs, far out. */
  private static int address(Random random, int size) {
    return switch (random.nextInt(6)) {
      case 0 -> size - random.nextInt(12);
      case 1 -> PAGE * random.nextInt(size / PAGE + 1) - 6 + random.nextInt(12);
      case 2 -> random.nextInt();
      case 3 -> Integer.MAX_VALUE - random.nextInt(10);
      case 4 -> -random.nextInt(12);
      default -> random.nextInt(size);
    };
  }

  private static long get(Pages pages, int address, int width) {
    return switch (width) {
      case 1 -> pages.read(address);
      case 2 -> pages.readShort(address);
      case 4 -> pages.readInt(address);
      default -> pages.readLong(address);
    };
  }

  private static void put(Pages pages, int address, int width, long value) {
    switch (width) {
      case 1 -> pages.writeByte(address, (byte) value);
      case 2 -> pages.writeShort(address, (short) value);
      case 4 -> pages.writeI32(address, (int) value);
      default -> pages.writeLong(address, value);
    }
  }

  @Test
  void everyAccessIsLikeTheModels() {
    var random = new Random(11);
    var pages = pages(1, 9);
    var model = new Model();
    int grows = 1;
    for (int round = 0; round < 300_000; round++) {
      int width = 1 << random.nextInt(4);
      int address = address(random, model.bytes.length);
      int other = address(random, model.bytes.length);
      int count = random.nextInt(5) == 0 ? random.nextInt() : random.nextInt(300);
      long value = random.nextLong();
      switch (random.nextInt(9)) {
        case 0, 1 -> {
          if (model.fits(address, width))
            assertThat(get(pages, address, width)).isEqualTo(model.get(address, width));
          else traps(() -> get(pages, address, width));
        }
        case 2, 3 -> {
          if (model.fits(address, width)) {
            put(pages, address, width, value);
            model.put(address, width, value);
          } else {
            traps(() -> put(pages, address, width, value));
          }
        }
        case 4 -> {
          // As the engine does: start, and start plus size, both wrapped to 32 bits.
          long size = Integer.toUnsignedLong(count);
          if (model.fits(address, size)) {
            pages.fill((byte) value, address, address + count);
            Arrays.fill(model.bytes, address, address + count, (byte) value);
          } else {
            traps(() -> pages.fill((byte) value, address, address + count));
          }
        }
        case 5 -> {
          long size = Integer.toUnsignedLong(count);
          if (model.fits(address, size) && model.fits(other, size)) {
            pages.copy(address, other, count);
            System.arraycopy(model.bytes, other, model.bytes, address, count);
          } else {
            traps(() -> pages.copy(address, other, count));
          }
        }
        case 6 -> {
          byte[] data = new byte[random.nextInt(64)];
          random.nextBytes(data);
          if (model.fits(address, data.length)) {
            if (random.nextBoolean()) pages.write(address, data, 0, data.length);
            else pages.write(address, Payload.copyOf(data));
            System.arraycopy(data, 0, model.bytes, address, data.length);
          } else {
            traps(() -> pages.write(address, data, 0, data.length));
          }
        }
        case 7 -> {
          int size = random.nextInt(64);
          if (model.fits(address, size))
            assertThat(pages.readBytes(address, size))
                .isEqualTo(Arrays.copyOfRange(model.bytes, address, address + size));
          else traps(() -> pages.readBytes(address, size));
        }
        default -> {
          if (round > grows * 25_000) {
            grow(pages, model, 1 + grows % 2);
            grows++;
          } else if (random.nextInt(100) == 0)
            assertThat(pages.grow(random.nextInt() | 16)).isEqualTo(-1);
        }
      }
    }
    assertThat(pages.readBytes(0, pages.size())).isEqualTo(model.bytes);
    assertThat(pages.pages()).isGreaterThan(4);
  }

  private static void grow(Pages pages, Model model, int more) {
    int before = model.bytes.length / PAGE;
    boolean allowed = before + more <= 9;
    assertThat(pages.grow(more)).isEqualTo(allowed ? before : -1);
    if (allowed) model.bytes = Arrays.copyOf(model.bytes, (before + more) * PAGE);
    assertThat(pages.pages()).isEqualTo(model.bytes.length / PAGE);
  }

  private static void traps(ThrowingCallable access) {
    assertThatThrownBy(access)
        .isInstanceOf(WasmRuntimeException.class)
        .hasMessage("out of bounds memory access");
  }

  @Test
  void floatsKeepEveryBit() {
    var pages = pages(1, 1);
    for (int bits : new int[] {0x7fa00001, 0xffc00000, 0x80000000, 1}) {
      pages.writeI32(4, bits);
      assertThat((int) pages.readF32(4)).isEqualTo(bits);
      pages.writeF32(12, Float.intBitsToFloat(0x3f800000 ^ (bits & 0x80000000)));
      assertThat(pages.readInt(12)).isEqualTo(0x3f800000 ^ (bits & 0x80000000));
    }
    pages.writeF64(16, -0.0);
    assertThat(pages.readLong(16)).isEqualTo(Long.MIN_VALUE);
    assertThat(pages.readDouble(16)).isEqualTo(-0.0);
  }

  @Test
  void whatAGrowBringsIsZeroEvenWhereTheArrayWasLargerBefore() {
    var pages = pages(4, 16);
    assertThat(pages.grow(1)).isEqualTo(4);
    pages.fill((byte) 1, 0, pages.size());

    assertThat(pages.grow(1)).isEqualTo(5);

    assertThat(pages.readBytes(5 * PAGE, PAGE)).containsOnly(0);
  }

  @Test
  void growingPageByPageAsksForWhatTheArrayTakesAndNoMoreThanTheMaximum() {
    var purse = new Guests.Purse(Long.MAX_VALUE / 2);
    var charge = new Charge(purse);
    assertThat(charge.take(PAGE)).isTrue();
    var pages = new Pages(new MemoryLimits(1, 100), charge);

    for (int i = 1; i < 100; i++) assertThat(pages.grow(1)).isEqualTo(i);

    assertThat(pages.grow(1)).isEqualTo(-1);
    assertThat(pages.grow(0)).isEqualTo(100);
    assertThat(purse.taken).hasValue(100L * PAGE);
    charge.release();
    assertThat(purse.taken).hasValue(0);
    assertThat(charge.take(1)).isFalse();
    assertThat(purse.taken).hasValue(0);
  }

  @Test
  void aLedgerThatHasNoRoomToSpareStillGivesWhatIsNeeded() {
    var charge = new Charge(new Guests.Purse(11L * PAGE));
    assertThat(charge.take(8L * PAGE)).isTrue();
    var pages = new Pages(new MemoryLimits(8, 100), charge);

    assertThat(pages.grow(2)).isEqualTo(8);
    assertThat(pages.grow(2)).isEqualTo(-1);
    assertThat(pages.grow(1)).isEqualTo(10);
  }

  @Test
  void hostCodeGetsAFaultForEveryPointerOutOfBounds() {
    var view = new PagesView(pages(1, 1));
    long[] bad = {PAGE, PAGE - 7, -1, 0xffff_ffffL, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE};
    for (long offset : bad) {
      assertThatThrownBy(() -> view.i64(offset)).isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> view.putI64(offset, 1)).isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> view.read(offset, 8)).isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> view.read(offset, new byte[8], 0, 8)).isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> view.write(offset, new byte[8], 0, 8))
          .isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> view.write(offset, Payload.utf8("12345678")))
          .isInstanceOf(GuestFault.class);
    }
    for (long length : new long[] {PAGE + 1, -1, 0xffff_ffffL, Long.MAX_VALUE})
      assertThatThrownBy(() -> view.read(0, length)).isInstanceOf(GuestFault.class);
    assertThat(view.read(PAGE, 0)).isEmpty();
    view.putI64(PAGE - 8, 0x0102030405060708L);
    assertThat(view.i64(PAGE - 8)).isEqualTo(0x0102030405060708L);
    assertThat(view.u8(PAGE - 1)).isEqualTo(1);
    assertThat(view.i32(PAGE - 4)).isEqualTo(0x01020304);
  }

  /** The same through guest instructions: constant offsets are added by the engine, not by us. */
  @Test
  void guestInstructionsTrapExactlyWhereTheSpecificationSays() {
    for (var mode : List.of(ChicoryEngine.Mode.COMPILED, ChicoryEngine.Mode.INTERPRETED)) {
      try (var guests = new Guests(mode)) {
        var traps = new HashMap<String, Boolean>();
        for (var base :
            new long[] {0, 65535, 65536, 0x7fffffffL, 0x80000000L, 0xfffffff8L, 0xffffffffL})
          for (var offset : new long[] {0, 1, 65528, 65529, 0x7fffffffL, 0x80000000L, 0xffffffffL})
            traps.put(
                "(drop (i64.load offset=%d (i32.const %d)))".formatted(offset, base),
                base + offset + 8 > PAGE);
        traps.put("(i64.store32 offset=65533 (i32.const 0) (i64.const 1))", true);
        traps.put("(i64.store32 offset=65532 (i32.const 0) (i64.const 1))", false);
        traps.put("(i64.store16 offset=65535 (i32.const 0) (i64.const 1))", true);
        traps.put("(i32.store8 offset=65535 (i32.const 0) (i32.const 1))", false);
        traps.put("(f64.store offset=65529 (i32.const 0) (f64.const 1))", true);
        traps.put("(f32.store offset=65532 (i32.const 0) (f32.const 1))", false);
        traps.put("(memory.fill (i32.const 65536) (i32.const 1) (i32.const 0))", false);
        traps.put("(memory.fill (i32.const 65537) (i32.const 1) (i32.const 0))", true);
        traps.put("(memory.fill (i32.const 8) (i32.const 1) (i32.const -1))", true);
        traps.put("(memory.copy (i32.const -8) (i32.const 0) (i32.const 16))", true);
        traps.put("(memory.copy (i32.const 65530) (i32.const 0) (i32.const 6))", false);
        traps.put("(memory.init $d (i32.const 0) (i32.const 4) (i32.const 0))", false);
        traps.put("(memory.init $d (i32.const 0) (i32.const 5) (i32.const 0))", true);
        traps.put("(memory.init $d (i32.const 65534) (i32.const 0) (i32.const 3))", true);
        traps.put(
            "(data.drop $d) (memory.init $d (i32.const 0) (i32.const 0) (i32.const 1))", true);
        traps.put("(memory.init $active (i32.const 0) (i32.const 0) (i32.const 1))", true);
        // All in one module: each case is a function of its own, and a host call says which runs.
        var cases = List.copyOf(traps.keySet());
        var wat =
            new StringBuilder(
                "(module (import \"test\" \"next\" (func $next (result i32))) (memory 1) (data $d \"abcd\") (data $active (i32.const 0) \"x\")");
        var table = new StringBuilder();
        for (int i = 0; i < cases.size(); i++) {
          wat.append("(func $f").append(i).append(' ').append(cases.get(i)).append(')');
          table.append(" $f").append(i);
        }
        wat.append("(table funcref (elem").append(table).append("))");
        wat.append("(func (export \"_start\") (call_indirect (call $next))))");
        for (int i = 0; i < cases.size(); i++) {
          int which = i;
          guests.functions.clear();
          guests.functions.add(
              new HostFunction("test", "next", List.of(), List.of(WasmType.I32), (m, a) -> which));

          var outcome = guests.run(wat.toString());

          assertThat(outcome instanceof Engine.Outcome.Trapped)
              .as(mode + " " + cases.get(i))
              .isEqualTo(traps.get(cases.get(i)));
        }
      }
    }
  }

  @Test
  void loadsAndStoresOfEveryWidthExtendAsTheirNamesSay() {
    for (var mode : List.of(ChicoryEngine.Mode.COMPILED, ChicoryEngine.Mode.INTERPRETED)) {
      try (var guests = new Guests(mode)) {
        var seen = guests.seen();
        for (var load :
            List.of(
                "i64.load8_s:8:s",
                "i64.load8_u:8:u",
                "i64.load16_s:16:s",
                "i64.load16_u:16:u",
                "i64.load32_s:32:s",
                "i64.load32_u:32:u",
                "i64.load:64:s")) {
          var parts = load.split(":", -1);
          int bits = Integer.parseInt(parts[1]);
          guests.run(
              """
              (module (import "test" "seen" (func $seen (param i64))) (memory 1)
                (func (export "_start")
                  (i64.store offset=3 (i32.const 0) (i64.const 0xf1e2d3c4b5a69788))
                  (call $seen (LOAD offset=3 (i32.const 0)))))
              """
                  .replace("LOAD", parts[0]));
          var stored = new BigInteger("f1e2d3c4b5a69788", 16);
          long low = stored.longValue() << (64 - bits);
          assertThat(seen.get())
              .as(load)
              .isEqualTo(parts[2].equals("s") ? low >> (64 - bits) : low >>> (64 - bits));
        }
      }
    }
  }
}
