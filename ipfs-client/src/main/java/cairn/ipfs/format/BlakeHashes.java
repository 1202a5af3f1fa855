package cairn.ipfs.format;

import cairn.registry.Payload;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.Blake3Digest;

/**
 * The hash functions that the JDK lacks. In a class of their own: the first class that is loaded
 * from Bouncy Castle's jar makes the JVM parse and check its signed manifest of 850 KB, which costs
 * half a second of CPU, and few blocks have such a hash. Pure.
 */
final class BlakeHashes {
  private BlakeHashes() {}

  /** BLAKE3 with 32 bytes. */
  static Payload blake3(byte[] input) {
    return digest(new Blake3Digest(32), input);
  }

  /** BLAKE2b with 32 bytes. */
  static Payload blake2b(byte[] input) {
    return digest(new Blake2bDigest(256), input);
  }

  private static Payload digest(Digest function, byte[] input) {
    function.update(input, 0, input.length);
    var out = new byte[function.getDigestSize()];
    function.doFinal(out, 0);
    return Payload.owning(out);
  }
}
