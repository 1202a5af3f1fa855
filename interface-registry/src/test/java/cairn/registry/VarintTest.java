package cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VarintTest {
  @Test
  void everyBoundaryValueComesBackFromItsShortestForm() {
    for (int shift = 0; shift < 63; shift++)
      for (long value : new long[] {(1L << shift) - 1, 1L << shift, (1L << shift) + 1}) {
        var bytes = Varint.encode(value);

        assertThat(bytes).hasSize(Varint.length(value));
        assertThat(Varint.read(bytes, 0, bytes.length))
            .isEqualTo(new Varint.Read.Ok(value, bytes.length));
      }
    assertThat(Varint.encode(Long.MAX_VALUE)).hasSize(9);
  }

  @Test
  void vectorsOfTheSpecificationHold() {
    assertThat(Varint.encode(1)).containsExactly(1);
    assertThat(Varint.encode(127)).containsExactly(0x7f);
    assertThat(Varint.encode(128)).containsExactly(0x80, 0x01);
    assertThat(Varint.encode(300)).containsExactly(0xac, 0x02);
    assertThat(Varint.encode(16384)).containsExactly(0x80, 0x80, 0x01);
  }

  @Test
  void aLongerFormThanNeededIsRefused() {
    var padded = new byte[] {(byte) 0x81, 0};

    assertThat(Varint.read(padded, 0, 2)).isInstanceOf(Varint.Read.Fault.class);
  }

  @Test
  void moreThanNineBytesAreRefused() {
    var endless = new byte[12];
    java.util.Arrays.fill(endless, (byte) 0xff);

    assertThat(Varint.read(endless, 0, 12)).isInstanceOf(Varint.Read.Fault.class);
    assertThat(Varint.read(endless, 0, 8)).isEqualTo(new Varint.Read.Incomplete());
  }

  @Test
  void noBytesAreIncomplete() {
    assertThat(Varint.read(new byte[0], 0, 0)).isEqualTo(new Varint.Read.Incomplete());
  }

  @Test
  void negativeNumbersHaveNoForm() {
    assertThatThrownBy(() -> Varint.encode(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
