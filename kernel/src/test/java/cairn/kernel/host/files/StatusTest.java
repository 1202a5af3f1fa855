package cairn.kernel.host.files;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the system says, as values. */
class StatusTest {
  @ParameterizedTest
  @CsvSource({
    "-315619200, 250000000, 0",
    "-1, 999999999, 0",
    "0, 1, 1",
    "1700000000, 123456789, 1700000000123456789",
    "10000000000, 5, 10000000000000000005",
    "32503680000, 0, 18446744073709551615",
    "9223372036854775807, 0, 18446744073709551615"
  })
  void aTimeThatNoUnsignedNumberSaysIsTheNearestThatOneDoes(
      long seconds, int nanos, String unsigned) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment statx = arena.allocate(256, 8);
      statx.set(JAVA_LONG, 112, seconds);
      statx.set(JAVA_INT, 120, nanos);

      assertThat(Status.ofStatx(statx).modified()).isEqualTo(Long.parseUnsignedLong(unsigned));
    }
  }
}
