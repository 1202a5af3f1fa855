package cairn.compiler;

import static cairn.compiler.Binary.bodyWith;
import static cairn.compiler.Binary.bytes;
import static cairn.compiler.Binary.exports;
import static cairn.compiler.Binary.functionType;
import static cairn.compiler.Binary.leb;
import static cairn.compiler.Binary.module;
import static cairn.compiler.Binary.section;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.compiler.runtime.Instance;
import cairn.compiler.runtime.Memory;
import cairn.compiler.runtime.Trap;
import cairn.wasm.Opcode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Generated accesses against an array of bytes: every instruction, at all edges and in between. */
final class ScalarAccessTest {
  private static final int PAGE = 1 << 16;

  /** Enough for the JIT compilers to take over. */
  private static final int ROUNDS = 40;

  private static final long[] OFFSETS = {
    0, 1, 7, PAGE - 8, PAGE - 1, PAGE, Integer.MAX_VALUE, 1L << 31, 0xffff_ffffL
  };

  private record Access(Opcode opcode, long offset) {
    boolean isStore() {
      return opcode.results().isEmpty();
    }

    char letter() {
      return isStore() ? opcode.operands().charAt(1) : opcode.results().charAt(0);
    }

    /** Bytes, as the mnemonic says. */
    int size() {
      String name = opcode.mnemonic();
      String after = name.substring(name.indexOf('.')).replaceAll("[^0-9]", "");
      return (after.isEmpty() ? Integer.parseInt(name.substring(1, 3)) : Integer.parseInt(after))
          / 8;
    }

    /** What a load gives for its bytes, as raw bits of a result. */
    long extended(long little) {
      int unused = 64 - size() * 8;
      boolean unsigned = opcode.mnemonic().endsWith("_u");
      long value = unsigned ? little << unused >>> unused : little << unused >> unused;
      return letter() == 'i' ? (int) value : value;
    }
  }

  @Test
  void accessesDoWhatTheirBytesSayAndTrapPastTheLimit() {
    List<Access> accesses = accesses();
    LazyModule lazy = Fixture.compile(moduleOf(accesses));
    Instance instance = Fixture.instantiate(lazy);
    Memory memory = instance.memory0();
    var model = new byte[PAGE];
    var random = new Random(7);
    random.nextBytes(model);
    memory.write(0, model, 0, PAGE);

    assertThat(accesses).hasSize(23 * OFFSETS.length);
    for (int round = 0; round < ROUNDS; round++) {
      for (int function = 0; function < accesses.size(); function++) {
        Access access = accesses.get(function);
        for (int address : addresses(access, random)) {
          compare(instance, function, access, address, random.nextLong(), model);
        }
      }
    }
    assertThat(memory.read(0, PAGE)).isEqualTo(model);
  }

  private static List<Access> accesses() {
    var accesses = new ArrayList<Access>();
    for (Opcode opcode : Opcode.values()) {
      if (opcode.code() < Opcode.I32_LOAD.code() || opcode.code() > Opcode.I64_STORE32.code()) {
        continue;
      }
      for (long offset : OFFSETS) accesses.add(new Access(opcode, offset));
    }
    return accesses;
  }

  private static byte[] moduleOf(List<Access> accesses) {
    var types = new ByteArrayOutputStream();
    var functions = new ByteArrayOutputStream();
    var bodies = new ByteArrayOutputStream();
    for (int i = 0; i < accesses.size(); i++) {
      Access access = accesses.get(i);
      int type = typeCode(access.letter());
      types.writeBytes(
          access.isStore()
              ? functionType(bytes(Binary.I32, type), Binary.NOTHING)
              : functionType(bytes(Binary.I32), bytes(type)));
      functions.writeBytes(leb(i));
      byte[] operands = access.isStore() ? bytes(0x20, 0, 0x20, 1) : bytes(0x20, 0);
      bodies.writeBytes(
          bodyWith(bytes(0), operands, access.opcode().code(), 0, leb(access.offset())));
    }
    byte[] count = leb(accesses.size());
    return module(
        section(1, count, types.toByteArray()),
        section(3, count, functions.toByteArray()),
        section(5, 1, 1, 1, 1), // one memory of one page at most
        exports(accesses.size()),
        section(10, count, bodies.toByteArray()));
  }

  private static int typeCode(char letter) {
    return switch (letter) {
      case 'i' -> 0x7f;
      case 'l' -> 0x7e;
      case 'f' -> 0x7d;
      case 'd' -> 0x7c;
      default -> throw new IllegalArgumentException("type " + letter);
    };
  }

  private static int[] addresses(Access access, Random random) {
    int last = (int) (PAGE - access.size() - access.offset());
    return new int[] {
      0,
      1,
      last - 1,
      last,
      last + 1,
      last + access.size(),
      PAGE - 1,
      PAGE,
      -1,
      -access.size(),
      Integer.MAX_VALUE,
      Integer.MIN_VALUE,
      random.nextInt(PAGE),
      random.nextInt()
    };
  }

  private static void compare(
      Instance instance, int function, Access access, int address, long value, byte[] model) {
    long at = (address & 0xffff_ffffL) + access.offset();
    boolean inside = at + access.size() <= PAGE;
    long result = 0;
    boolean trapped = false;
    try {
      result =
          access.isStore()
              ? instance.invoke(function, address, value)
              : instance.invoke(function, address);
    } catch (Trap trap) {
      assertThat(trap).hasMessage("out of bounds memory access");
      trapped = true;
    }
    assertThat(trapped).as("%s at %d", access, address).isEqualTo(!inside);
    if (!inside) return;
    if (access.isStore()) {
      for (int i = 0; i < access.size(); i++) model[(int) at + i] = (byte) (value >> (8 * i));
      for (int i = 0; i < access.size(); i++) {
        assertThat((byte) instance.memory0().u8(at + i)).isEqualTo(model[(int) at + i]);
      }
    } else {
      long little = 0;
      for (int i = 0; i < access.size(); i++) little |= (model[(int) at + i] & 0xffL) << (8 * i);
      assertThat(result).as("%s at %d", access, address).isEqualTo(access.extended(little));
    }
  }
}
