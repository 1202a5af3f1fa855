package cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MultibaseTest {
  @Test
  void vectorsOfTheSpecificationHold() {
    var bytes = Payload.utf8("yes mani !");

    assertThat(Multibase.BASE2.encodePrefixed(bytes))
        .isEqualTo(
            "001111001011001010111001100100000011011010110000101101110011010010010000000100001");
    assertThat(Multibase.BASE8.encodePrefixed(bytes)).isEqualTo("7362625631006654133464440102");
    assertThat(Multibase.BASE10.encodePrefixed(bytes)).isEqualTo("9573277761329450583662625");
    assertThat(Multibase.BASE16.encodePrefixed(bytes)).isEqualTo("f796573206d616e692021");
    assertThat(Multibase.BASE16_UPPER.encodePrefixed(bytes)).isEqualTo("F796573206D616E692021");
    assertThat(Multibase.BASE32_HEX.encodePrefixed(bytes)).isEqualTo("vf5in683dc5n6i811");
    assertThat(Multibase.BASE32.encodePrefixed(bytes)).isEqualTo("bpfsxgidnmfxgsibb");
    assertThat(Multibase.BASE32_UPPER.encodePrefixed(bytes)).isEqualTo("BPFSXGIDNMFXGSIBB");
    assertThat(Multibase.BASE32_PADDED.encodePrefixed(Payload.utf8("f"))).isEqualTo("cmy======");
    assertThat(Multibase.BASE32_Z.encodePrefixed(bytes)).isEqualTo("hxf1zgedpcfzg1ebb");
    assertThat(Multibase.BASE36.encodePrefixed(bytes)).isEqualTo("k2lcpzo5yikidynfl");
    assertThat(Multibase.BASE36_UPPER.encodePrefixed(bytes)).isEqualTo("K2LCPZO5YIKIDYNFL");
    assertThat(Multibase.BASE58.encodePrefixed(bytes)).isEqualTo("z7paNL19xttacUY");
    assertThat(Multibase.BASE58_FLICKR.encodePrefixed(bytes)).isEqualTo("Z7Pznk19XTTzBtx");
    assertThat(Multibase.BASE64.encodePrefixed(bytes)).isEqualTo("meWVzIG1hbmkgIQ");
    assertThat(Multibase.BASE64_PADDED.encodePrefixed(bytes)).isEqualTo("MeWVzIG1hbmkgIQ==");
    assertThat(Multibase.BASE64_URL.encodePrefixed(bytes)).isEqualTo("ueWVzIG1hbmkgIQ");
    assertThat(Multibase.BASE64_URL_PADDED.encodePrefixed(bytes)).isEqualTo("UeWVzIG1hbmkgIQ==");
  }

  @Test
  void everyBaseGivesBackItsBytesAlsoWithLeadingZeros() {
    var random = new Random(1);
    for (var base : Multibase.values())
      for (int length = 0; length < 70; length++) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; i < length % 4; i++) bytes[i] = 0;
        var payload = Payload.copyOf(bytes);

        assertThat(base.decode(base.encode(payload), 1))
            .as("%s, %d bytes", base, length)
            .isEqualTo(new Multibase.Decoded.Ok(payload));
        assertThat(Multibase.ofPrefix(base.prefix())).contains(base);
      }
  }

  @Test
  void aWrongCharacterIsNamedWithItsPlaceAndItsAlphabet() {
    var decoded = Multibase.BASE58.decode("aaaaaaaaaaaaaaaa0aa", 1);

    assertThat(decoded)
        .isEqualTo(new Multibase.Decoded.Fault(new AddressFault.BadCharacter(17, "0", "base58")));
    assertThat(((Multibase.Decoded.Fault) decoded).why().inWords())
        .isEqualTo("character 17, '0', is not in the base58 alphabet");
  }

  @Test
  void wrongCaseWrongPaddingAndLeftOverBitsAreRefused() {
    assertThat(Multibase.BASE32.decode("MY", 1)).isInstanceOf(Multibase.Decoded.Fault.class);
    assertThat(Multibase.BASE32.decode("my======", 1)).isInstanceOf(Multibase.Decoded.Fault.class);
    assertThat(Multibase.BASE32_PADDED.decode("my=====", 1))
        .isInstanceOf(Multibase.Decoded.Fault.class);
    assertThat(Multibase.BASE32.decode("mz", 1)).isInstanceOf(Multibase.Decoded.Fault.class);
    assertThat(Multibase.BASE32.decode("mya", 1)).isInstanceOf(Multibase.Decoded.Fault.class);
    assertThat(Multibase.BASE16.decode("abc", 1)).isInstanceOf(Multibase.Decoded.Fault.class);
  }

  @Test
  void aCharacterOutsideThePlaneOfAsciiIsNamedWhole() {
    assertThat(Multibase.BASE32.decode("a😀", 1))
        .isEqualTo(new Multibase.Decoded.Fault(new AddressFault.BadCharacter(2, "😀", "base32")));
  }
}
