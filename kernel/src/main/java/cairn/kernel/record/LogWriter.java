package cairn.kernel.record;

import cairn.kernel.RecordingTarget;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/**
 * Writes a log: the magic and the version, then records, each between its length and a checksum.
 * Checksums go on from one to the next, so that a record that is changed, moved, doubled or left
 * out shows. Confined to the recording's thread.
 */
final class LogWriter {
  /** "CAIRNLOG". */
  static final long MAGIC = 0x434149524e4c4f47L;

  /**
   * Raised when the same program no longer asks what it asked before: a log from before that would
   * replay as a run that differs. 2: WASI asks for other messages than in version 1.
   */
  static final int VERSION = 2;

  /** Bytes that are gathered before they are handed on. */
  private static final int GATHERED = 64 << 10;

  private final RecordingTarget target;
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(GATHERED);

  /** Over all lengths and records so far, not over the checksums themselves. */
  private final CRC32C running = new CRC32C();

  /** Over all bytes so far. */
  private final MessageDigest whole = Sha256.newDigest();

  LogWriter(RecordingTarget target) {
    this.target = target;
    var begin = ByteBuffer.allocate(12).putLong(MAGIC).putInt(VERSION).array();
    running.update(begin);
    put(begin);
  }

  void write(Entry entry) throws IOException {
    byte[] body = Wire.encode(entry);
    frame(ByteBuffer.allocate(4).putInt(body.length).array());
    frame(body);
    if (gathered.size() >= GATHERED) flush();
  }

  private void frame(byte[] bytes) {
    running.update(bytes);
    put(bytes);
    put(ByteBuffer.allocate(4).putInt((int) running.getValue()).array());
  }

  private void put(byte[] bytes) {
    whole.update(bytes);
    gathered.writeBytes(bytes);
  }

  /** The SHA-256 of all that was written. */
  Sha256 soFar() throws IOException {
    try {
      return Sha256.read(((MessageDigest) whole.clone()).digest(), 0);
    } catch (CloneNotSupportedException e) {
      throw new IOException("this JVM's SHA-256 cannot be read in between", e);
    }
  }

  /** Hands on what is gathered. */
  void flush() throws IOException {
    if (gathered.size() == 0) return;
    var bytes = Payload.owning(gathered.toByteArray());
    gathered.reset();
    target.append(bytes);
  }
}
