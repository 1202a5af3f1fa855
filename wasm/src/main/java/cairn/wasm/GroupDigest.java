package cairn.wasm;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Stands for a recursion group and all that it refers to: SHA-256 of the group written down as
 * {@link TypeTable} does. Groups with equal digests are taken for equivalent.
 */
record GroupDigest(long first, long second, long third, long fourth) {
  /** Writes groups down, one after the other. One thread. */
  static final class Writer {
    private final MessageDigest sha256;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 9);

    Writer() {
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    void number(int value) {
      if (buffer.remaining() < 4) flush();
      buffer.putInt(value);
    }

    void digest(GroupDigest digest) {
      if (buffer.remaining() < 32) flush();
      buffer
          .putLong(digest.first)
          .putLong(digest.second)
          .putLong(digest.third)
          .putLong(digest.fourth);
    }

    private void flush() {
      sha256.update(buffer.flip());
      buffer.clear();
    }

    GroupDigest digest() {
      flush();
      var out = ByteBuffer.wrap(sha256.digest());
      return new GroupDigest(out.getLong(), out.getLong(), out.getLong(), out.getLong());
    }
  }
}
