package cairn.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Payload;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Blake3Test {
  /** The published test vectors: the input is 0, 1, ... 250, 0, 1, ...; across a chunk's border. */
  @ParameterizedTest
  @CsvSource({
    "0, af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
    "1, 2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213",
    "1024, 42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7",
    "1025, d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444",
    "102400, bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085"
  })
  void hashesAreThoseOfThePublishedVectors(int length, String hash) {
    var input = new byte[length];
    for (int i = 0; i < length; i++) input[i] = (byte) (i % 251);

    assertThat(HexFormat.of().formatHex(Blake3.of(Payload.owning(input)).toByteArray()))
        .isEqualTo(hash);
  }
}
