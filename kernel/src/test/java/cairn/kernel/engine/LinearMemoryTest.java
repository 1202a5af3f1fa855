package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.registry.Payload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What host code reads and writes of a guest's memory. */
final class LinearMemoryTest {
  private static final int PAGE = 1 << 16;

  private final Guests guests = new Guests();
  private final GuestMemory memory =
      guests.guest("(module (memory 1 1) (func (export \"_start\")))").memory();

  @AfterEach
  void close() {
    guests.close();
  }

  @Test
  void hostCodeGetsAFaultForEveryPointerOutOfBounds() {
    long[] bad = {PAGE, PAGE - 7, -1, 0xffff_ffffL, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE};
    for (long offset : bad) {
      assertThatThrownBy(() -> memory.i64(offset)).isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> memory.putI64(offset, 1)).isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> memory.read(offset, 8)).isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> memory.read(offset, new byte[8], 0, 8))
          .isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> memory.write(offset, new byte[8], 0, 8))
          .isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> memory.write(offset, Payload.utf8("12345678")))
          .isInstanceOf(GuestFault.class);
    }
    for (long length : new long[] {PAGE + 1, -1, 0xffff_ffffL, Long.MAX_VALUE})
      assertThatThrownBy(() -> memory.read(0, length)).isInstanceOf(GuestFault.class);
  }

  @Test
  void hostCodeReadsAndWritesUpToTheEnd() {
    assertThat(memory.read(PAGE, 0)).isEmpty();

    memory.putI64(PAGE - 8, 0x0102030405060708L);

    assertThat(memory.i64(PAGE - 8)).isEqualTo(0x0102030405060708L);
    assertThat(memory.u8(PAGE - 1)).isEqualTo(1);
    assertThat(memory.i32(PAGE - 4)).isEqualTo(0x01020304);
  }
}
